"""The compendia of a series in a build: whether they are stale, and how they come to their places.

A compendium takes what its notes take together, so it is made by a worker too, with limits that grow with the notes.
"""

import json
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from notegen.diagnostics import Diagnostic, Severity
from notegen.output import write_file
from notegen.series.claims import FOREIGN
from notegen.series.fingerprints import digest
from notegen.series.folders import SERIES, name_compendium
from notegen.series.ingredients import COMPENDIUM, Ingredients
from notegen.series.ledger import Entry, Ledger, Volume, name_parts
from notegen.series.processes.crew import Crew
from notegen.series.processes.jobs import Failed, Outcome, Reason
from notegen.series.processes.worker import Limits
from notegen.series.report import BuiltDocument, Status

_NOTES_AT_ONCE, _NOTE_MEGABYTES = 10, 15
"""So many notes take as long as a note may take alone; so much memory each of them takes besides."""

_NAMED, _HINT = 10, "mend what is told of each, and build again"
"""So many notes that are absent are named."""


@dataclass(frozen=True)
class Volumes:
    """The compendia of one series.

    `failed` are documents of notes that a build could not make; `expected` are languages of notes that it has yet to
    make.
    """

    ingredients: Ingredients
    ledger: Ledger
    failed: Sequence[BuiltDocument] = ()
    expected: Collection[str] = ()

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Those that the series wants a compendium in: of its own, those that it has notes in."""
        settings, folder = self.ingredients.settings, self.ingredients.folder
        if not (settings.compendium and folder.whole):
            return ()
        there = {entry.language for entry in self._notes.values()}.union(self.expected)
        return tuple(tag for tag in settings.languages if tag in there)

    def name(self, language: str) -> str:
        """The file of a compendium."""
        return name_compendium(language, self.ingredients.settings.languages)

    def foresee(self, *, stale: bool) -> list[BuiltDocument]:
        """What `make` would do; `stale` when a note is made before."""
        return [
            replace(self._describe(tag), status=Status.STALE, reasons=(reason,))
            if (reason := "a note is made" if stale else self._find_reason(tag))
            else self._describe(tag)
            for tag in self.languages
        ]

    def make(self, crew: Crew) -> Iterator[BuiltDocument]:
        """Each compendium: as it was, made or failed."""
        stale = [tag for tag in self.languages if self._find_reason(tag)]
        yield from (self._describe(tag) for tag in self.languages if tag not in stale)
        for tag in [tag for tag in stale if not self.ledger.claims.allow(self._place(tag))]:
            stale.remove(tag)
            yield self._put(tag, Failed(Reason.FILE, FOREIGN))
        if not stale:
            return
        from notegen.series.compendium.gathering import Gathered, compile_series

        crew.load()
        number = len(self._notes)
        seconds = crew.limits.seconds * (1 + number / _NOTES_AT_ONCE)
        limits = Limits(seconds, crew.limits.megabytes + number * _NOTE_MEGABYTES)
        folder, files = self.ingredients.folder, dict(self.ingredients.carried)
        for note in self._notes.values():
            files |= {name: self.ingredients.files.read(folder.root / name) for name in note.own}
        records = tuple((record, str(folder.show(record))) for record in self._notes)
        gathered = [Gathered(tuple(files.items()), records, tag) for tag in stale]
        futures = [crew.run(compile_series, volume, limits=limits) for volume in gathered]
        for tag, future in zip(stale, futures, strict=True):
            yield self._put(tag, future.result())

    def drop(self) -> None:
        """Let the ledger know as left over what the series does not want any more.

        While a note cannot be made it is not known what that is.
        """
        wanted = {self._place(tag) for tag in self.languages}
        for path in self.ledger.volumes.keys() - wanted if self.ingredients.folder.whole and not self.failed else ():
            self.ledger.left[path] = self.ledger.volumes.pop(path).sha256

    @cached_property
    def _notes(self) -> dict[str, Entry]:
        """What is known of the notes, by record."""
        show, rows = self.ingredients.folder.show, self.ledger.documents.values()
        failed = {document.path for document in self.failed}
        return {row.record: row for row in rows if not failed or show(row.path) not in failed}

    def _find_absent(self, language: str) -> tuple[Diagnostic, ...]:
        """What is to be said of the notes in that language that the compendium should have and has not."""
        there = set(map(self.ingredients.folder.show, self._notes))
        failed = dict.fromkeys(document.record for document in self.failed if document.language == language)
        absent = [str(record) for record in failed if record not in there]
        if not absent:
            return ()
        number = "1 note is" if len(absent) == 1 else f"{len(absent)} notes are"
        more = [f"and {len(absent) - _NAMED} more"] if len(absent) > _NAMED else []
        message = f"{number} not in it: {', '.join([*absent[:_NAMED], *more])}"
        return (Diagnostic("absent-note", message, Severity.WARNING, hint=_HINT),)

    def _place(self, language: str) -> str:
        return self.ingredients.settings.place_whole(self.name(language))

    def _describe(self, language: str) -> BuiltDocument:
        folder, path = self.ingredients.folder, self._place(language)
        stem = self.name(language).removesuffix(".pdf")
        document = BuiltDocument(folder.show(SERIES), stem, language, "pdf", folder.show(path), Status.KEPT)
        document = replace(document, diagnostics=self._find_absent(language))
        known = self.ledger.volumes.get(path)
        return replace(document, bytes=known.bytes, sha256=known.sha256, pages=known.pages) if known else document

    def _find_reason(self, language: str) -> str:
        """Why a compendium is stale, "" when it is not."""
        path = self._place(language)
        known = self.ledger.volumes.get(path)
        if known is None:
            return "it was never made"
        if known.key != self._key(language):
            return "a note or the series has changed"
        mark = self.ingredients.files.find(self.ingredients.folder.root / path)
        return "" if mark == known.sha256 else "it is not there" if mark is None else "somebody changed it"

    def _key(self, language: str) -> str:
        """The digest of all that it is made from."""
        own = sorted([note.record, *note.own.values()] for note in self._notes.values() if note.language == language)
        counted = sorted({note.id for note in self._notes.values()})  # it tells how many there are in all languages
        parts = self.ingredients.list_parts(COMPENDIUM, language)
        return name_parts({"notes": json.dumps([own, counted]), **parts})

    def _put(self, language: str, outcome: Outcome) -> BuiltDocument:
        document = self._describe(language)
        if isinstance(outcome, Failed):
            return replace(document, status=Status.FAILED, failure=outcome, diagnostics=outcome.diagnostics)
        document = replace(document, diagnostics=(*document.diagnostics, *outcome.diagnostics))
        path = self._place(language)
        try:
            self.ledger.claims.take(path)
            write_file(self.ingredients.folder.root / path, outcome.content)
        except OSError as error:
            failure = Failed(Reason.FILE, f'"{document.path}": {os.strerror(error.errno or 0)}')
            return replace(document, status=Status.FAILED, failure=failure)
        self.ingredients.files.forget(self.ingredients.folder.root / path)
        size, mark = len(outcome.content), digest(outcome.content)
        self.ledger.volumes[path] = Volume(self._key(language), size, mark, outcome.pages)
        return replace(document, status=Status.MADE, bytes=size, sha256=mark, pages=outcome.pages)

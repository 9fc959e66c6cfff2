"""The documents of a series as a whole in a build: whether they are stale, and how they come to their places.

They are put together from the abstracts of its notes, which workers hand in with the documents and which lie in the
hidden folder. Templates of the series take part, so a worker does it, within limits that grow with the notes. A build
in which nothing changed looks at digests alone.
"""

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from notegen.output import write_file
from notegen.series.claims import FOREIGN
from notegen.series.fingerprints import Fingerprints, digest
from notegen.series.folders import LISTS, SERIES, Folder, list_names, name_page
from notegen.series.ingredients import LISTING, Ingredients
from notegen.series.ledger import Entry, Ledger
from notegen.series.processes.crew import Crew
from notegen.series.processes.jobs import Failed, Reason
from notegen.series.processes.worker import Limits
from notegen.series.report import BuiltDocument, Status
from notegen.series.wholes.assembly import Assembly, assemble
from notegen.series.wholes.shelf import take_abstracts

_WORDS = Path(__file__).parents[2] / "languages" / "words"

_NOTES = 1000
"""The documents of the whole of so many notes may take what a note may take, those of more as much more."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the documents of one series are put together from."""

    ingredients: Ingredients
    ledger: Ledger

    @property
    def folder(self) -> Folder:
        """The series."""
        return self.ingredients.folder

    @property
    def files(self) -> Fingerprints:
        """What is known of files."""
        return self.ingredients.files

    def find_entries(self, failed: Collection[tuple[Path, str]]) -> list[Entry]:
        """The finished documents of the series that are as they should be, where they belong, by their paths."""
        place = self.ingredients.settings.place
        entries = [e for e in self.ledger.documents.values() if e.path == place(e.id, e.language, e.format)]
        good = [entry for entry in entries if (self.folder.show(entry.record), entry.format) not in failed]
        return sorted((entry for entry in good if self.files.find(self.folder.root / entry.path)), key=_by_path)

    def name_state(self, entries: list[Entry], more: Sequence[str]) -> str:
        """The digest of all that the documents of the whole are made from."""
        parts = dict(self.ingredients.list_parts(LISTING, self.ingredients.settings.languages[0]))
        words = [self.files.find(path) for path in sorted(_WORDS.glob("*.yaml"))]
        rows = [[entry.path, entry.sha256, entry.pages, entry.record, entry.own, entry.shared] for entry in entries]
        return digest(json.dumps([parts, words, rows, list(more)], sort_keys=True).encode())

    def is_current(self, state: str) -> bool:
        """Whether the documents of the whole stand as they were made from this state."""
        known = self.ledger.wholes
        marks = known.get("files", {}).items()
        return known.get("state") == state and all(self.files.find(self.folder.root / path) == m for path, m in marks)

    @property
    def applies(self) -> bool:
        """Whether there are such documents: of a whole series, and not of a folder without a `series.yaml`."""
        return self.folder.whole and (self.folder.root / SERIES).is_file()


def keep_wholes(
    upkeep: Upkeep, failed: Collection[tuple[Path, str]], crew: Crew, *, force: bool, more: Sequence[str] = ()
) -> tuple[list[BuiltDocument], dict[str, Any]]:
    """The documents of the whole, made again where they are stale, and what the ledger remembers of them.

    `failed` are the records, with formats, of which this build could not make the document. Without a finished
    document there are none, and what there was stays when all have failed. `more` are the files of compendia, which
    the pages link.
    """
    known = dict(upkeep.ledger.wholes)
    if not upkeep.folder.whole:
        return [], known
    entries = upkeep.find_entries(failed) if upkeep.applies else []
    if not entries and failed:  # mistakes in its records are no reason to take the pages of a series away
        return [], known | {"state": ""}
    before = known.get("files", {})
    if not entries:
        upkeep.ledger.left.update(before)
        return [], {}
    state = upkeep.name_state(entries, more)
    if upkeep.is_current(state) and not force:
        return [_tell(upkeep, path, Status.KEPT) for path in before], known
    found = dict(_make(upkeep, entries, crew, more))
    # Of one that could not be made the older one stays, and stays ours.
    made = {path: whole.sha256 for path, whole in found.items() if whole.good}
    marks = made | {path: mark for path, mark in before.items() if path in found and path not in made}
    upkeep.ledger.left.update({path: mark for path, mark in before.items() if path not in marks})
    for path in marks:
        upkeep.ledger.left.pop(path, None)
    return list(found.values()), {"state": state if len(made) == len(found) else "", "files": marks}


def foresee_wholes(
    upkeep: Upkeep, failed: Collection[tuple[Path, str]], *, stale: bool, more: Sequence[str] = ()
) -> list[BuiltDocument]:
    """What `keep_wholes` would do; `stale` when a document of the series is made again before."""
    if not upkeep.applies:
        return []
    entries = upkeep.find_entries(failed)
    if not stale and (not entries or upkeep.is_current(upkeep.name_state(entries, more))):
        files = upkeep.ledger.wholes.get("files", {}) if entries else {}
        return [_tell(upkeep, path, Status.KEPT) for path in files]
    settings, why = upkeep.ingredients.settings, ("a document of the series changes",)
    paths = [settings.place_whole(name) for name in list_names(settings.languages, compendium=False)]
    return [replace(_tell(upkeep, path, Status.STALE), reasons=why) for path in paths]


def _make(upkeep: Upkeep, entries: list[Entry], crew: Crew, more: Sequence[str]) -> Iterator[tuple[str, BuiltDocument]]:
    """What became of each document of the whole, by its path; a template that never ends fails alone."""
    settings, root = upkeep.ingredients.settings, upkeep.folder.root
    abstracts = tuple(take_abstracts(root, entries, upkeep.ingredients.maker))
    assembly = Assembly(
        files=upkeep.ingredients.carried,
        abstracts=abstracts,
        documents=tuple(map(_describe, entries)),
        folder=Path(os.path.normpath(settings.folder)),
        volumes=more,
    )
    share = max(1, len(abstracts) / _NOTES)
    limits = Limits(crew.limits.seconds * share, int(crew.limits.megabytes * share))
    orders = {tag: replace(assembly, language=tag) for tag in ("", *settings.languages)}
    futures = {tag: crew.run(assemble, order, limits=limits) for tag, order in orders.items()}
    taken = {entry.path.casefold() for entry in upkeep.ledger.documents.values()}
    for tag, future in futures.items():
        outcome: Mapping[str, bytes] | Failed = future.result()
        for name in (name_page(tag, settings.languages),) if tag else LISTS:
            path = settings.place_whole(name)
            if path.casefold() in taken:
                yield path, _fail(upkeep, path, Failed(Reason.FILE, "a note has this name; give the note another id"))
            elif not upkeep.ledger.claims.allow(path):
                yield path, _fail(upkeep, path, Failed(Reason.FILE, FOREIGN))
            elif isinstance(outcome, Failed):
                yield path, _fail(upkeep, path, outcome)
            else:
                yield path, _put(upkeep, path, outcome[name])


def _describe(entry: Entry) -> BuiltDocument:
    """A finished document, by its paths in the series."""
    return BuiltDocument(
        Path(entry.record),
        entry.id,
        entry.language,
        entry.format,
        Path(entry.path),
        Status.KEPT,
        entry.bytes,
        entry.sha256,
        entry.pages,
    )


def _put(upkeep: Upkeep, path: str, content: bytes) -> BuiltDocument:
    target = upkeep.folder.root / path
    if upkeep.files.find(target) == digest(content):
        return _tell(upkeep, path, Status.KEPT)
    try:
        upkeep.ledger.claims.take(path)
        write_file(target, content)
    except OSError as error:
        return _fail(upkeep, path, Failed(Reason.FILE, error.strerror or str(error)))
    upkeep.files.forget(target)
    return _tell(upkeep, path, Status.MADE)


def _fail(upkeep: Upkeep, path: str, failure: Failed) -> BuiltDocument:
    """A document that could not be made; the older one stays as it was."""
    return replace(_tell(upkeep, path, Status.FAILED), failure=failure)


def _tell(upkeep: Upkeep, path: str, status: Status) -> BuiltDocument:
    """What stands there now."""
    place = upkeep.folder.root / path
    mark = upkeep.files.find(place) or ""
    return BuiltDocument(
        record=upkeep.folder.show(SERIES),
        id=place.stem,
        language="",
        format=place.suffix[1:],
        path=upkeep.folder.show(path),
        status=status,
        bytes=place.stat().st_size if mark else 0,
        sha256=mark,
    )


def _by_path(entry: Entry) -> str:
    return entry.path

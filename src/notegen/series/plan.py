"""What a build has to do: which documents are stale and why, and what cannot be made, before any work begins."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notegen.diagnostics import Diagnostic
from notegen.series.claims import FOREIGN, Claims
from notegen.series.fingerprints import Fingerprints
from notegen.series.folders import SERIES, Folder, Settings, list_names
from notegen.series.ingredients import Ingredients, gather
from notegen.series.ledger import Entry, Ledger, Parts, name_parts
from notegen.series.processes.jobs import HAS_ERRORS, Failed, Reason
from notegen.series.report import BuiltDocument, Status

if TYPE_CHECKING:
    from notegen.series.notes import Sighted


@dataclass(frozen=True, slots=True)
class Task:
    """A document to make, from its `own` files and what it has in common with others.

    `record` and `path` are relative to the folder of the series. Without a path it cannot be made.
    """

    document: BuiltDocument
    record: str
    path: str
    own: Parts
    shared: Parts
    common: str
    """The digest of what is shared."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done in one series.

    `settled` are the documents that need no work: kept, or failed for what is already known.
    """

    ingredients: Ingredients
    tasks: tuple[Task, ...]
    settled: tuple[BuiltDocument, ...]

    @property
    def folder(self) -> Folder:
        """The series."""
        return self.ingredients.folder


def make_plan(
    folder: Folder,
    settings: Settings,
    ledger: Ledger,
    files: Fingerprints,
    *,
    force: bool = False,
    alert: Callable[[], object] = lambda: None,
) -> Plan:
    """What is stale in a series. The ledger drops the documents of records that are gone."""
    ingredients = gather(folder, settings, files)
    planner = _Planner(ingredients, ledger, {}, force, alert)
    found = [part for record in folder.records for part in planner.plan_record(record)]
    elsewhere = _claim_elsewhere(folder, ledger)
    if ingredients.of_series:
        wholes = list_names(settings.languages, settings.compendium)
        elsewhere |= {settings.place_whole(name).casefold(): SERIES for name in wholes}
    tasks, settled = _refuse_collisions(folder, found, elsewhere, ledger.claims)
    wanted = {(task.record, task.document.format) for task in found}
    for entry in [entry for place, entry in ledger.documents.items() if place not in wanted]:
        if _is_asked(folder, entry.record):
            ledger.drop(entry)
    return Plan(ingredients, tuple(tasks), tuple(settled))


def find_left(plan: Plan, ledger: Ledger) -> dict[str, str]:
    """The documents, with their digests, that belong to no record any more."""
    taken = {task.path for task in plan.tasks} | {entry.path for entry in ledger.documents.values()}
    taken |= ledger.volumes.keys()
    return {
        path: mark
        for path, mark in ledger.left.items()
        if path not in taken and os.path.lexists(plan.folder.root / path)
    }


def _is_asked(folder: Folder, record: str) -> bool:
    return folder.whole or record.startswith(f"{folder.inside}/")


def _claim_elsewhere(folder: Folder, ledger: Ledger) -> dict[str, str]:
    """The documents of records of the same series that lie outside of what was asked for."""
    rows = [entry for entry in ledger.documents.values() if not _is_asked(folder, entry.record)]
    return {entry.path.casefold(): entry.record for entry in rows if (folder.root / entry.record).is_file()}


def _refuse_collisions(
    folder: Folder, found: list[Task], elsewhere: Mapping[str, str], ours: Claims
) -> tuple[list[Task], list[BuiltDocument]]:
    """What remains to be done, and what is settled: none of one name with another, none over a foreign file."""
    claims: dict[str, list[str]] = {path: [record] for path, record in elsewhere.items()}
    for task in found:
        if task.path:
            claims.setdefault(task.path.casefold(), []).append(task.record)  # some file systems take no notice of case
    records = {record.casefold() for record in folder.records}
    read = {name for task in found for name in task.own}
    tasks, settled = [], []
    for task in found:
        document = task.document
        others = [record for record in claims.get(task.path.casefold(), []) if record != task.record]
        if others or task.path.casefold() in records:
            with_whom = f'"{folder.show(others[0])}" would be written there too' if others else "a record is there"
            hint = "give each an id of its own, or write output: name: with {id} and {language}"
            message = f'"{document.record}" would be written to "{document.path}", and {with_whom}'
            problem = Diagnostic("same-document", message, hint=hint)
            failure = Failed(Reason.RECORD, f"{message}: {hint}", (problem,))
            document = replace(document, status=Status.FAILED, failure=failure, diagnostics=(problem,))
        elif document.status is Status.STALE and (task.path in read or not ours.allow(task.path)):
            document = replace(document, status=Status.FAILED, failure=Failed(Reason.FILE, FOREIGN))
        if document.status is Status.STALE:
            tasks.append(task)
        else:
            settled.append(document)
    return tasks, settled


@dataclass(frozen=True, slots=True)
class _Planner:
    ingredients: Ingredients
    ledger: Ledger
    shared: dict[tuple[str, str], tuple[Parts, str]]
    force: bool
    alert: Callable[[], object]

    def plan_record(self, record: str) -> Iterator[Task]:
        """A task for each document of a record; what needs none has another status than stale."""
        settings = self.ingredients.settings
        entries = [entry for name in settings.formats if (entry := self.ledger.documents.get((record, name)))]
        known = next((entry for entry in entries if self._is_current(entry)), None)
        note = known or self._sight(record)
        for name in settings.formats:
            entry = self.ledger.documents.get((record, name))
            if isinstance(note, Failed):
                yield self._refuse(record, name, entry, note)
                note = replace(note, diagnostics=())  # told once for a record
            else:
                own = note.own if isinstance(note, Entry) else note.files
                yield self._plan(record, name, entry, (note.id, note.language, own))

    def _is_current(self, entry: Entry) -> bool:
        """Whether the record, all that it takes from others, and so its id and language, are as they were."""
        root, files = self.ingredients.folder.root, self.ingredients.files
        before = self.ledger.shared.get(entry.shared, {})
        series = files.find(root / SERIES)
        return before.get(SERIES) == series and all(files.find(root / name) == own for name, own in entry.own.items())

    def _sight(self, record: str) -> "Sighted | Failed":
        self.alert()  # while workers load, so does this
        from notegen.series.notes import sight

        folder = self.ingredients.folder
        try:
            found = sight(folder, record, self.ingredients.files)
        except OSError as error:
            return Failed(Reason.RECORD, f'"{folder.show(record)}": {error.strerror or error}')
        return Failed(Reason.RECORD, HAS_ERRORS, found) if isinstance(found, tuple) else found

    def _refuse(self, record: str, format: str, entry: Entry | None, failure: Failed) -> Task:
        folder = self.ingredients.folder
        identity, language = (entry.id, entry.language) if entry else self._guess(record)
        path = entry.path if entry else self.ingredients.settings.place(identity, language, format)
        document = BuiltDocument(
            record=folder.show(record),
            id=identity,
            language=language,
            format=format,
            path=folder.show(path),
            status=Status.FAILED,
            failure=failure,
            diagnostics=failure.diagnostics,
        )
        return Task(_with_older(document, entry, folder), record, "", {}, {}, "")

    def _guess(self, record: str) -> tuple[str, str]:
        """Id and language of a record with errors, as far as its text tells them."""
        from notegen.records.values import check_id
        from notegen.records.versions import read_head

        first = self.ingredients.settings.languages[0]
        try:
            head = read_head(self.ingredients.folder.root / record, first)
            return check_id(head.keys.get("id") or head.original.id), head.language
        except (OSError, ValueError):
            return record.rpartition("/")[2].rpartition(".")[0], first

    def _plan(self, record: str, format: str, entry: Entry | None, note: tuple[str, str, Parts]) -> Task:
        folder = self.ingredients.folder
        identity, language, own = note
        if (format, language) not in self.shared:
            parts = self.ingredients.list_parts(format, language)
            self.shared[format, language] = parts, name_parts(parts)
        shared, name = self.shared[format, language]
        path = self.ingredients.settings.place(identity, language, format)
        document = BuiltDocument(folder.show(record), identity, language, format, folder.show(path), Status.KEPT)
        if entry and not self.force and entry.path == path and entry.shared == name and entry.own == own:
            mark = self.ingredients.files.find(folder.root / path)
            reasons = [] if mark == entry.sha256 else ["it is not there" if mark is None else "somebody changed it"]
        else:
            reasons = list(self._find_reasons(entry, path, {**own, **shared}))
        status = Status.STALE if reasons else Status.KEPT
        document = _with_older(replace(document, status=status, reasons=tuple(reasons)), entry, folder)
        return Task(document, record, path, own, shared, name)

    def _find_reasons(self, entry: Entry | None, path: str, now: Parts) -> Iterator[str]:
        if entry is None:
            yield "it was never made"
            return
        before = self.ledger.find_parts(entry)
        for name in {**now, **before}:
            if before.get(name) != now.get(name):
                what = "is new" if name not in before else "is gone" if name not in now else "changed"
                yield f"{name} {what}"
        if entry.path != path:
            yield f"it was {entry.path}"
        if self.force:
            yield "it was asked for"


def _with_older(document: BuiltDocument, entry: Entry | None, folder: Folder) -> BuiltDocument:
    """What stands at the place of a document until it is made."""
    if entry is None or folder.show(entry.path) != document.path or not (folder.root / entry.path).exists():
        return document
    return replace(document, bytes=entry.bytes, sha256=entry.sha256, pages=entry.pages)

"""The documents of a series as a whole in a build: whether they are stale, and how they come to their places.

They are put together from the abstracts of its notes, which workers hand in with the documents and which lie in the
hidden folder. A build in which nothing changed looks at digests alone.
"""

import json
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notegen.errors import RenderError
from notegen.output import write_file
from notegen.series.fingerprints import Fingerprints, digest
from notegen.series.folders import SERIES, Folder
from notegen.series.ingredients import LISTING, Ingredients
from notegen.series.ledger import HIDDEN, Entry, Ledger, Parts
from notegen.series.processes.jobs import Failed, Reason
from notegen.series.report import BuiltDocument, Status
from notegen.series.toolchain import digest_series

if TYPE_CHECKING:
    from notegen.records.series_folder import SeriesReading
    from notegen.series.wholes.abstracts import Abstract

_WORDS = Path(__file__).parents[2] / "languages" / "words"


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

    def find_entries(self, failed: Collection[Path]) -> list[Entry]:
        """The finished documents of the series that are as they should be, by their paths."""
        entries = self.ledger.documents.values()
        good = [entry for entry in entries if self.folder.show(entry.path) not in failed]
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

    def read_series(self) -> "SeriesReading":
        """What `series.yaml` and `names.yaml` say."""
        from notegen.records.series_folder import read_series_folder

        return read_series_folder(self.folder.root / SERIES, str(self.folder.show(SERIES)))

    @property
    def applies(self) -> bool:
        """Whether there are such documents: of a whole series, and not of a folder without a `series.yaml`."""
        return self.folder.whole and (self.folder.root / SERIES).is_file()


def keep_wholes(
    upkeep: Upkeep, failed: Collection[Path], *, force: bool, more: Sequence[str] = ()
) -> tuple[list[BuiltDocument], dict[str, Any]]:
    """The documents of the whole, made again where they are stale, and what the ledger remembers of them.

    `failed` are the documents that this build could not make. Without a finished document there are none, and what
    there was stays when all have failed. `more` are
    the files of compendia, which the pages link.
    """
    known = dict(upkeep.ledger.wholes)
    if not upkeep.folder.whole:
        return [], known
    entries = upkeep.find_entries(failed) if upkeep.applies else []
    if not entries and failed:  # mistakes in its records are no reason to take the pages of a series away
        return [], known | {"state": ""}
    if not entries:
        upkeep.ledger.left.update(known.get("files", {}))
        return [], {}
    state = upkeep.name_state(entries, more)
    if upkeep.is_current(state) and not force:
        return [_tell(upkeep, path, Status.KEPT, mark) for path, mark in known["files"].items()], known
    try:
        contents = _write(upkeep, entries, more)
        taken = {entry.path.casefold() for entry in upkeep.ledger.documents.values()}
        found = [_put(upkeep, path, content, taken) for path, content in contents.items()]
    except (RenderError, OSError) as error:
        reason = Reason.ENGINE if isinstance(error, RenderError) else Reason.FILE
        path = _place_whole(upkeep, "index.html")
        return [_tell(upkeep, path, Status.FAILED, failure=Failed(reason, str(error)))], known | {"state": ""}
    marks = {path: whole.sha256 for path, whole in zip(contents, found, strict=True) if whole.good}
    for path, mark in known.get("files", {}).items():
        if path not in marks:
            upkeep.ledger.left[path] = mark
    for path in marks:
        upkeep.ledger.left.pop(path, None)
    return found, {"state": state if len(marks) == len(found) else "", "files": marks}


def foresee_wholes(
    upkeep: Upkeep, failed: Collection[Path], *, stale: bool, more: Sequence[str] = ()
) -> list[BuiltDocument]:
    """What `keep_wholes` would do; `stale` when a document of the series is made again before."""
    if not upkeep.applies:
        return []
    entries = upkeep.find_entries(failed)
    if not stale and (not entries or upkeep.is_current(upkeep.name_state(entries, more))):
        files = upkeep.ledger.wholes.get("files", {}) if entries else {}
        return [_tell(upkeep, path, Status.KEPT, mark) for path, mark in files.items()]
    from notegen.series.wholes.documents import name_wholes

    series = upkeep.read_series().series
    assert series, "a build begins with a series that can be read"
    why = ("a document of the series changes",)
    found = [_tell(upkeep, _place_whole(upkeep, name), Status.STALE) for name in name_wholes(series)]
    return [replace(whole, reasons=why) for whole in found]


def _write(upkeep: Upkeep, entries: list[Entry], more: Sequence[str]) -> dict[str, bytes]:
    """The documents of the whole by their paths."""
    from notegen.series.wholes.documents import write_wholes
    from notegen.series.wholes.listing import Whole

    volumes = [Whole("compendium", name) for name in more]
    given = upkeep.read_series()
    assert given.series, "a build begins with a series that can be read"
    output = Path(os.path.normpath(upkeep.ingredients.settings.folder))
    documents = [
        BuiltDocument(
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
        for entry in entries
    ]
    abstracts = list(_list_abstracts(upkeep, entries, given))
    files = write_wholes(
        given.series, given.names, abstracts, documents, folder=output, home=upkeep.folder.root, more=volumes
    )
    return {_place_whole(upkeep, name): content for name, content in files.items()}


def _place_whole(upkeep: Upkeep, name: str) -> str:
    return Path(os.path.normpath(upkeep.ingredients.settings.folder), name).as_posix()


def _put(upkeep: Upkeep, path: str, content: bytes, taken: Collection[str]) -> BuiltDocument:
    if path.casefold() in taken:
        failure = Failed(Reason.FILE, "a note has this name; give the note another id")
        return _tell(upkeep, path, Status.FAILED, failure=failure)
    mark = digest(content)
    target = upkeep.folder.root / path
    if upkeep.files.find(target) == mark:
        return _tell(upkeep, path, Status.KEPT, mark)
    write_file(target, content)
    upkeep.files.forget(target)
    return _tell(upkeep, path, Status.MADE, mark)


def _tell(
    upkeep: Upkeep, path: str, status: Status, sha256: str = "", *, failure: Failed | None = None
) -> BuiltDocument:
    place = upkeep.folder.root / path
    size = place.stat().st_size if status in (Status.MADE, Status.KEPT) else 0
    return BuiltDocument(
        record=upkeep.folder.show(SERIES),
        id=place.stem,
        language="",
        format=place.suffix[1:],
        path=upkeep.folder.show(path),
        status=status,
        bytes=size,
        sha256=sha256,
        failure=failure,
    )


def _by_path(entry: Entry) -> str:
    return entry.path


# Abstracts


def name_abstract(own: Parts, common: str, files: Fingerprints) -> str:
    """The digest of what an abstract is made from: what the document is made from, and this part of notegen."""
    return digest(json.dumps([own, common, digest_series(files)], sort_keys=True).encode())


def keep_abstract(root: Path, record: str, key: str, content: bytes) -> None:
    """Put the abstract of a record by."""
    write_file(_place(root, record), b'{"key":"%s","abstract":%s}' % (key.encode(), content))


def _place(root: Path, record: str) -> Path:
    return root / HIDDEN / "abstracts" / f"{digest(record.encode())[:32]}.json"


def _list_abstracts(upkeep: Upkeep, entries: list[Entry], given: "SeriesReading") -> Iterator["Abstract"]:
    """The abstract of each record: the one that was put by, or a new one where that is of another state."""
    from notegen.series.wholes.abstracts import Abstract, make_abstract, write_abstract

    keys: dict[str, list[str]] = {}
    for entry in entries:
        keys.setdefault(entry.record, []).append(name_abstract(entry.own, entry.shared, upkeep.files))
    root = upkeep.folder.root
    for record, known in keys.items():
        with suppress(OSError, ValueError, KeyError, TypeError):
            data = json.loads(_place(root, record).read_bytes())
            if data["key"] in known:
                yield Abstract(**data["abstract"])
                continue
        from notegen.records.loader import read_carried

        note = read_carried((root / record).read_bytes(), record, root / record, root).note
        if note and given.series:
            abstract = make_abstract(note, given.series.languages)
            keep_abstract(root, record, known[0], write_abstract(abstract))
            yield abstract

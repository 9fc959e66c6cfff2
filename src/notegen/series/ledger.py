"""What a series remembers of its last build, in a hidden folder beside `series.yaml`; and the lock on it.

The ledger is written when a build ends. Until then each finished document is a line of a journal, so that a build
that was killed is taken up where it stopped.
"""

import contextlib
import fcntl
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TextIO

from notegen.output import write_file
from notegen.series.claims import Claims, read_claims, stays_below
from notegen.series.fingerprints import Stamp, digest

HIDDEN = ".notegen"
_VERSION = 2

Parts = Mapping[str, str]
"""What a document is made from: names for people, and versions or digests."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that was made: paths are relative to the folder of the series, with slashes.

    `own` are the files of the note alone, the record first; `shared` names what it has in common with others.
    """

    record: str
    format: str
    id: str
    language: str
    path: str
    own: Parts
    shared: str
    bytes: int
    sha256: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class Volume:
    """A compendium, and the digest of all that it was made from."""

    key: str
    bytes: int
    sha256: str
    pages: int | None


@dataclass(frozen=True)
class Ledger:
    """What is known of a series.

    `documents` are by record and format, `shared` by digest; `left` are documents, by path and with their digests, that
    no record has any more. `settings` is what `series.yaml` said when it had the digest that stands there. `wholes` are
    the documents of the series as a whole, by path and with their digests, and the state that they were made from;
    `volumes` are the compendia, by path. `claims` are all files that builds have made; they have a file of their own.
    """

    documents: dict[tuple[str, str], Entry] = field(default_factory=dict)
    shared: dict[str, Parts] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    wholes: Mapping[str, Any] = field(default_factory=dict)
    volumes: dict[str, Volume] = field(default_factory=dict)
    claims: Claims = field(default_factory=Claims)

    def find_parts(self, entry: Entry) -> Parts:
        """All that a document was made from."""
        return {**entry.own, **self.shared.get(entry.shared, {})}

    def put(self, entry: Entry) -> None:
        """Take a finished document in."""
        before = self.documents.get((entry.record, entry.format))
        if before and before.path != entry.path:
            self.left[before.path] = before.sha256
        self.left.pop(entry.path, None)
        self.documents[entry.record, entry.format] = entry

    def drop(self, entry: Entry) -> None:
        """Remember of a document only that it is there."""
        self.left[entry.path] = entry.sha256
        del self.documents[entry.record, entry.format]


def name_parts(parts: Parts) -> str:
    """The digest of what a document is made from."""
    return digest(json.dumps(parts, sort_keys=True).encode())


def read_ledger(root: Path) -> Ledger:
    """What is remembered of a series; an empty ledger when that is nothing, or cannot be read."""
    folder = root / HIDDEN
    try:
        data = json.loads((folder / "ledger.json").read_bytes())
        if data.pop("version") != _VERSION:
            return Ledger()
        documents = {(row["record"], row["format"]): Entry(**row) for row in data["documents"]}
        stamps = {name: tuple(stamp) for name, stamp in data["stamps"].items()}
        volumes = {path: Volume(**row) for path, row in data["volumes"].items()}
        ledger = Ledger(**{**data, "documents": documents, "stamps": stamps, "volumes": volumes})
        if not all(map(stays_below, _list_paths(ledger))):
            raise ValueError("a path leads out of the series")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        ledger = Ledger()  # everything is made again
    with contextlib.suppress(OSError), (folder / "journal.jsonl").open(encoding="utf-8") as journal:
        for line in journal:
            with contextlib.suppress(ValueError, KeyError, TypeError):  # the last line of a build that was killed
                data = json.loads(line)
                entry = Entry(**data["entry"])
                if stays_below(entry.path):
                    ledger.shared[entry.shared] = data["parts"]
                    ledger.put(entry)
    return replace(ledger, claims=read_claims(root, folder, _list_paths(ledger)))


def _list_paths(ledger: Ledger) -> set[str]:
    """The files that a ledger says are those of the series."""
    documents = {entry.path for entry in ledger.documents.values()}
    return documents.union(ledger.left, ledger.volumes, ledger.wholes.get("files", ()))


def write_ledger(root: Path, ledger: Ledger) -> None:
    """Put the ledger in its place, and end the journal, which it holds now."""
    used = {entry.shared for entry in ledger.documents.values()}
    ledger = replace(ledger, shared={name: parts for name, parts in ledger.shared.items() if name in used})
    documents, volumes = map(_as_data, ledger.documents.values()), ledger.volumes.items()
    data = _as_data(ledger) | {"version": _VERSION, "documents": list(documents)}
    del data["claims"]
    data["volumes"] = {path: _as_data(volume) for path, volume in volumes}
    content = json.dumps(data, separators=(",", ":")).encode()
    path = root / HIDDEN / "ledger.json"
    with contextlib.suppress(OSError):
        if path.read_bytes() == content:
            return
    write_file(path, content)
    (root / HIDDEN / "journal.jsonl").unlink(missing_ok=True)


def _as_data(value: Entry | Volume | Ledger) -> dict[str, Any]:
    """The fields by name; unlike `asdict` it copies nothing that they hold."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


@dataclass(frozen=True, slots=True)
class Journal:
    """The documents of a build that goes on."""

    file: TextIO

    def write(self, entry: Entry, parts: Parts) -> None:
        """Take a finished document down."""
        self.file.write(json.dumps({"entry": _as_data(entry), "parts": parts}) + "\n")
        self.file.flush()


@contextlib.contextmanager
def open_journal(root: Path) -> Iterator[Journal]:
    """The journal of a series, which goes on where a build that was killed has stopped."""
    with (root / HIDDEN / "journal.jsonl").open("a", encoding="utf-8") as file:
        if file.tell():
            file.write("\n")  # its last line may be half a line
        yield Journal(file)


@contextlib.contextmanager
def lock(root: Path, busy: Callable[[], object]) -> Iterator[None]:
    """A block in which no other build works on a series; `busy` is told when there is one to wait for.

    The lock is the system's own: it goes with the process that holds it, however that ends.
    """
    folder = root / HIDDEN
    folder.mkdir(exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        write_file(ignored, b"*\n")
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            busy()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield

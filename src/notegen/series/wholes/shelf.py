"""The abstracts of a series, as they lie in its hidden folder: put by when a note is made, taken when it is listed."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from notegen.output import write_file
from notegen.series.fingerprints import digest
from notegen.series.ledger import HIDDEN, Entry, Parts

_HEAD, _TAIL = b'{"key":"%s","abstract":', b"}"


def name_abstract(own: Parts, common: str, maker: str) -> str:
    """The digest of what an abstract is made from: what the document is made from, and by this part of notegen."""
    return digest(json.dumps([own, common, maker], sort_keys=True).encode())


def keep_abstract(root: Path, record: str, key: str, content: bytes) -> None:
    """Put the abstract of a record by."""
    write_file(_place(root, record), _HEAD % key.encode() + content + _TAIL)


def take_abstracts(root: Path, entries: Iterable[Entry], maker: str) -> Iterator[bytes]:
    """The abstract of each record as JSON: the one that was put by, or a new one where that is of another state."""
    keys: dict[str, list[str]] = {}
    for entry in entries:
        keys.setdefault(entry.record, []).append(name_abstract(entry.own, entry.shared, maker))
    for record, known in keys.items():
        content = _take(_place(root, record), known) or _make(root, record, known[0])
        if content:
            yield content


def _take(path: Path, keys: list[str]) -> bytes:
    """The abstract that lies there whole and with one of the keys; b"" when there is none."""
    with suppress(OSError):
        content = path.read_bytes()
        for head in (_HEAD % key.encode() for key in keys):
            if content.startswith(head) and content.endswith(b"}" + _TAIL):
                return content[len(head) : -len(_TAIL)]
    return b""


def _make(root: Path, record: str, key: str) -> bytes:
    from notegen.records.loader import read_carried
    from notegen.series.wholes.abstracts import make_abstract, write_abstract

    note = read_carried((root / record).read_bytes(), record, root / record, root).note
    if note is None or note.origin.series is None:
        return b""
    content = write_abstract(make_abstract(note, note.origin.series.languages))
    keep_abstract(root, record, key, content)
    return content


def _place(root: Path, record: str) -> Path:
    name = digest(record.encode("utf-8", "surrogateescape"))  # a file's name need not be text
    return root / HIDDEN / "abstracts" / f"{name[:32]}.json"

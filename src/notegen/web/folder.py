"""The records of a folder as the editor has them: which there are, their text, and how a text gets back to its file."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from notegen.intake import find_file
from notegen.output import write_file
from notegen.reader import MAX_BYTES, decode, read
from notegen.records.series import find_series
from notegen.records.series_folder import may_be_record
from notegen.web.problems import Problem

_BOM = b"\xef\xbb\xbf"
MAX_RECORDS = 2000


@dataclass(frozen=True, slots=True)
class File:
    """A text as it was read; `digest` tells whether the file still holds it, "" where there is no file."""

    path: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of records."""

    path: str
    title: str
    dates: str
    language: str
    extends: str


class Folder:
    """Records below a folder, known by their paths with slashes; or one record, which is then the only one."""

    def __init__(self, place: Path) -> None:
        self.only = place.name if not place.is_dir() else None
        self.root = (place if self.only is None else place.parent).resolve()
        series = find_series(self.root)
        self.series = series.parent if series else None
        self._writing = threading.Lock()

    def entries(self) -> list[Entry]:
        """All records, by path."""
        below = sorted(self.root.rglob("*.y*ml"))
        found = (path for path in below if may_be_record(path.relative_to(self.root)) and path.is_file())
        entries = [self._entry(path) for path, _ in zip(found, range(MAX_RECORDS), strict=False)]
        return [entry for entry in entries if self.only in (None, entry.path)]

    def _entry(self, path: Path) -> Entry:
        name, state = path.relative_to(self.root).as_posix(), path.stat()
        return Entry(name, *_tell(path, state.st_mtime_ns, state.st_size))

    def locate(self, path: str) -> Path:
        """The file of that path; Problem for one that is not a record's below the folder."""
        target = self.root / path
        try:
            inside = target.resolve().is_relative_to(self.root) and target.parent.resolve().is_dir()
        except (OSError, RuntimeError, ValueError):
            inside = False
        if not inside or not may_be_record(Path(path)):
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", f'"{path}" is no record in this folder')
        return target

    def read(self, path: str) -> File:
        """The text of a record; Problem when it cannot be read."""
        target = self.locate(path)
        if find_file(self.root, path) is None:
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", f'there is no file "{path}"')
        content = target.read_bytes()
        source, problems = decode(content, path)
        if problems:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-record", problems[0].message, diagnostics=problems)
        return File(path, source.text, _digest(content))

    def write(self, path: str, text: str, digest: str) -> File:
        """Put the text into its file, which must be as it was when it was read; else a Problem with what it holds."""
        target = self.locate(path)
        with self._writing:  # requests run in threads, and between reading and writing none may come in
            there = find_file(self.root, path) is not None
            old = target.read_bytes() if there else b""
            now = _digest(old) if there else ""
            if now != digest:
                theirs = decode(old, path)[0].text if there else ""
                detail = f'"{path}" was changed by somebody else'
                raise Problem(HTTPStatus.CONFLICT, "changed", detail, more={"text": theirs, "digest": now})
            head, ends = (_BOM if old.startswith(_BOM) else b""), ("\r\n" if b"\r\n" in old else "\n")
            content = head + text.replace("\n", ends).encode()
            if len(content) > MAX_BYTES:
                detail = f"a record has at most {MAX_BYTES:,} bytes"
                raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail)
            try:
                write_file(target, content)
            except OSError as error:
                detail = f'"{path}" cannot be written: {error.strerror}'
                raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "not-written", detail) from None
            return File(path, text, _digest(content))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=4 * MAX_RECORDS)
def _tell(path: Path, _changed: int, size: int) -> tuple[str, str, str, str]:
    """Title, dates, language and what is extended, as far as the text says; by the time of its last change."""
    source, problems = decode(path.read_bytes() if size <= MAX_BYTES else b"", path.name)
    data = read(source).data if not problems else None
    if not isinstance(data, dict):
        return "", "", "", ""
    event = data.get("event")
    event = event if isinstance(event, dict) else {}
    return tuple(map(_line, (event.get("title"), event.get("dates"), data.get("language"), data.get("extends"))))  # type: ignore[return-value]


def _line(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_lines(value))
    return value if isinstance(value, str) else ""


def _lines(values: list[Any]) -> Iterator[str]:
    yield from (value for value in values if isinstance(value, str))

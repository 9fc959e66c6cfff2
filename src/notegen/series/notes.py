"""The notes of a series, as far as a build must know them: their ids and languages, and the files they consist of."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from notegen.diagnostics import Diagnostic
from notegen.records.loader import read_carried
from notegen.records.model import Note
from notegen.records.text import passages, walk
from notegen.series.fingerprints import Fingerprints
from notegen.series.folders import Folder


@dataclass(frozen=True, slots=True)
class Sighted:
    """A note with a record that is valid; `files` are those it is made from, the record first, by digest."""

    id: str
    language: str
    files: dict[str, str]


def sight(folder: Folder, record: str, files: Fingerprints) -> Sighted | tuple[Diagnostic, ...]:
    """What is to be known of a note, or why it is none; OSError when its record cannot be read."""
    path = folder.root / record
    reading = read_carried(files.read(path), str(folder.show(record)), path, folder.root)
    note = reading.note
    if note is None:
        return reading.diagnostics
    own = {name: files.find(folder.root / name) or "" for name in [record, *_list_files(note, folder.root, record)]}
    return Sighted(note.id or "", note.language, own)


def _list_files(note: Note, root: Path, record: str) -> Iterator[str]:
    """Files besides the record: what it extends, its figures, its annexes."""
    for path in note.origin.extended:
        yield path.relative_to(root).as_posix()
    home = record.rpartition("/")[0]
    for passage in passages(note):
        if "![" in passage.text:
            for token in walk(passage.tokens()):
                if token.type == "image":
                    yield _join(home, unquote(str(token.attrs["src"])))
    for annex in note.annexes:
        if annex.file:
            yield _join(home, annex.file)


def _join(home: str, name: str) -> str:
    return os.path.normpath(f"{home}/{name}" if home else name).replace(os.sep, "/")

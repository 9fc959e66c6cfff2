"""From a file or a text to a Note: series, extends, defaults, and every diagnostic on the way."""

import os
from dataclasses import dataclass, replace
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from notegen.diagnostics import Diagnostic, Severity, Source, has_errors, limit_problems, sort
from notegen.errors import InvalidRecord
from notegen.intake import read_file
from notegen.reader import MAX_BYTES, decode, read
from notegen.records.annexes import check_annexes
from notegen.records.figures import check_figures
from notegen.records.footnotes import check_footnotes
from notegen.records.inheritance import Merge, follow_chain, merge_chain, merge_series, name_id
from notegen.records.model import Note
from notegen.records.origin import Origin
from notegen.records.problems import check_root, explain
from notegen.records.series import find_series, first_language
from notegen.records.series_folder import read_series_folder


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a record: the note, unless an error is among the diagnostics.

    `draft` is the note as far as it could be read; one with errors in it is for the checker alone.
    """

    note: Note | None
    draft: Note | None
    diagnostics: tuple[Diagnostic, ...]


def load(path: str | File) -> Note:
    """The note of a file; raises InvalidRecord with every diagnostic, OSError when it cannot be read."""
    return _insist(read_record(File(path)))


def loads(text: str, name: str = "<text>", *, folder: File | None = None) -> Note:
    """The note of a text. `folder` is where its series, figures and `extends` are; without it there are none."""
    return _insist(read_text(text, name, folder=folder))


def read_record(path: File) -> Reading:
    """The note of a file and every diagnostic."""
    source, problems = decode(read_file(path, MAX_BYTES), str(path))
    if problems:
        return Reading(None, None, tuple(problems))
    return _read(source, path.resolve().parent, path)


def read_bytes(content: bytes, name: str, *, folder: File | None = None) -> Reading:
    """The note of the bytes of a file and every diagnostic."""
    source, problems = decode(content, name)
    return Reading(None, None, tuple(problems)) if problems else _read(source, folder, None)


def read_carried(content: bytes, name: str, path: File, top: File) -> Reading:
    """The note of bytes that were brought here with all that belongs to them, as if they stood at `path`.

    No series is looked for above `top`, where what was brought ends.
    """
    source, problems = decode(content, name)
    return Reading(None, None, tuple(problems)) if problems else _read(source, path.parent, path, top)


def read_text(text: str, name: str, *, folder: File | None = None) -> Reading:
    """The note of a text and every diagnostic."""
    return _read(Source(name, text.removeprefix("\ufeff").replace("\r\n", "\n")), folder, None)


def read_travelled(content: bytes, name: str, origin: Origin) -> Reading:
    """The note of a record that came out of a document: whole, so nothing is merged under it.

    `origin` says what it finds around it: series, names, files.
    """
    source, problems = decode(content, name)
    if problems:
        return Reading(None, None, tuple(problems))
    tree = read(source)
    problems = [*tree.diagnostics, *check_root(tree)]
    if not isinstance(tree.data, dict):
        return Reading(None, None, tuple(problems))
    return _validate(dict(tree.data), replace(origin, name=source.name, trees={(): (tree, ())}), problems)


def _insist(reading: Reading) -> Note:
    if reading.note is None:
        raise InvalidRecord([d for d in reading.diagnostics if d.severity is Severity.ERROR])
    return reading.note


def _read(source: Source, folder: File | None, path: File | None, top: File | None = None) -> Reading:
    tree = read(source)
    problems = [*tree.diagnostics, *check_root(tree)]
    if not isinstance(tree.data, dict):
        return Reading(None, None, tuple(problems))
    merge = Merge()
    merge.under(tree, (), tree.data)
    series_file = find_series(folder, top) if folder else None
    bounds = series_file.parent if series_file else folder
    given = read_series_folder(series_file, _beside(source.name, series_file, folder)) if series_file else None
    chain, found = follow_chain(tree, folder, bounds, path)
    problems += found
    merge_chain(merge, chain, first_language(given.series if given else None))
    origin = Origin(source.name, folder, series_file.parent if series_file else None, trees=merge.trees)
    origin = replace(origin, extended=tuple(file for _, file in chain))
    if given:
        problems += given.diagnostics
        origin = replace(origin, series=given.series, series_tree=given.tree, names=given.names)
        if given.series and given.tree:
            merge_series(merge, given.series, given.tree)
    if path and "id" not in merge.data:
        merge.data["id"] = name_id(path)
    merge.trees.setdefault((), (tree, ()))
    return _validate(merge.data, origin, problems)


def _validate(data: dict[str, Any], origin: Origin, problems: list[Diagnostic]) -> Reading:
    try:
        note = Note.model_validate(data)
    except ValidationError as error:
        return Reading(None, None, tuple(sort([*problems, *limit_problems(explain(error, Note, origin))])))
    note._origin = origin
    problems += [
        *limit_problems(check_footnotes(note)),
        *limit_problems(check_figures(note)),
        *(check_annexes(note) if origin.shelf is not None else ()),
    ]
    return Reading(None if has_errors(problems) else note, note, tuple(sort(problems)))


def _beside(name: str, path: File, folder: File | None) -> str:
    """The name of a file as seen from where the record's own name is seen from."""
    return os.path.normpath(File(name).parent / os.path.relpath(path, folder or File()))

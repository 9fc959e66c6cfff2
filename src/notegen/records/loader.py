"""From a file or a text to a Note: series, extends, defaults, and every diagnostic on the way."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any
from unicodedata import normalize

import yaml
from pydantic import ValidationError

from notegen.diagnostics import Diagnostic, Path, Place, Severity, Source, has_errors, limit_problems, sort
from notegen.errors import InvalidRecord
from notegen.reader import Tree, decode, first_line, read
from notegen.records.annexes import check_annexes
from notegen.records.figures import check_figures
from notegen.records.footnotes import check_footnotes
from notegen.records.model import Note
from notegen.records.origin import Origin
from notegen.records.problems import explain
from notegen.records.series import Series, find_series, first_language
from notegen.records.series_folder import read_series_folder


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a record: the note, unless an error is among the diagnostics.

    `draft` is the note as far as it could be read; one with errors in it is for the checker alone.
    """

    note: Note | None
    draft: Note | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Merge:
    """Data put together from several texts, and which part came from which."""

    data: dict[str, Any] = field(default_factory=dict)
    trees: dict[Path, tuple[Tree, Path]] = field(default_factory=dict)

    def under(self, tree: Tree, base: Path, data: Mapping[str, Any]) -> None:
        """Take from `data`, which stands at `base` in `tree`, what is not there yet; mappings merge."""
        self._fill(self.data, data, (), tree, base)

    def _fill(self, into: dict[str, Any], data: Mapping[str, Any], path: Path, tree: Tree, base: Path) -> None:
        for key, value in data.items():
            here, there = (*path, key), (*base, key)
            if key not in into:
                into[key] = _copy(value)
                self.trees[here] = (tree, there)
            elif isinstance(into[key], dict) and isinstance(value, dict):
                self._fill(into[key], value, here, tree, there)


def _copy(value: Any) -> Any:
    return {key: _copy(item) for key, item in value.items()} if isinstance(value, dict) else value


def load(path: str | File) -> Note:
    """The note of a file; raises InvalidRecord with every diagnostic, OSError when it cannot be read."""
    return _insist(read_record(File(path)))


def loads(text: str, name: str = "<text>", *, folder: File | None = None) -> Note:
    """The note of a text. `folder` is where its series, figures and `extends` are; without it there are none."""
    return _insist(read_text(text, name, folder=folder))


def dumps(note: Note) -> str:
    """The note as YAML: `loads(dumps(n)) == n`. Keys that say nothing new are left out."""
    data = note.model_dump(mode="json", exclude_defaults=True)
    data = {"notegen": note.notegen, "language": note.language} | data  # a series has defaults of its own for these
    return write_data(data)


def write_data(data: Mapping[str, Any]) -> str:
    """Plain data in the form of a record, as YAML."""
    return yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def read_record(path: File) -> Reading:
    """The note of a file and every diagnostic."""
    source, problems = decode(path.read_bytes(), str(path))
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
    problems = [*tree.diagnostics, *_check_root(tree)]
    if not isinstance(tree.data, dict):
        return Reading(None, None, tuple(problems))
    return _validate(dict(tree.data), replace(origin, name=source.name, trees={(): (tree, ())}), problems)


def _insist(reading: Reading) -> Note:
    if reading.note is None:
        raise InvalidRecord([d for d in reading.diagnostics if d.severity is Severity.ERROR])
    return reading.note


def _read(source: Source, folder: File | None, path: File | None, top: File | None = None) -> Reading:
    tree = read(source)
    problems = [*tree.diagnostics, *_check_root(tree)]
    if not isinstance(tree.data, dict):
        return Reading(None, None, tuple(problems))
    merge = _Merge()
    merge.under(tree, (), tree.data)
    series_file = find_series(folder, top) if folder else None
    bounds = series_file.parent if series_file else folder
    given = read_series_folder(series_file, _beside(source.name, series_file, folder)) if series_file else None
    chain, found = _follow(tree, folder, bounds, path)
    problems += found
    _extend(merge, chain, first_language(given.series if given else None))
    origin = Origin(source.name, folder, series_file.parent if series_file else None, trees=merge.trees)
    origin = replace(origin, extended=tuple(file for _, file in chain))
    if given:
        problems += given.diagnostics
        origin = replace(origin, series=given.series, series_tree=given.tree, names=given.names)
        if given.series and given.tree:
            _apply(merge, given.series, given.tree)
    if path and "id" not in merge.data:
        merge.data["id"] = _id(path)
    merge.trees.setdefault((), (tree, ()))
    return _validate(merge.data, origin, problems)


def _id(path: File) -> str:
    """The id that a record has by its file's name."""
    # macOS hands names out decomposed, and a letter with a loose accent is no letter.
    return normalize("NFC", path.name.removesuffix(".yaml").removesuffix(".yml").replace(" ", "-"))


def _check_root(tree: Tree) -> Iterator[Diagnostic]:
    if not tree.diagnostics and not isinstance(tree.data, dict):
        place = Place(tree.source, first_line(tree.source.text))
        shape = "a list" if isinstance(tree.data, list) else "a text"
        hint = "a record begins with keys, such as event:"
        yield Diagnostic("not-a-record", f"this is {shape}, not a record", place=place, hint=hint)


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


_Chain = list[tuple[Tree, File]]
"""The records that one extends, the nearest first, with their files."""


def _follow(tree: Tree, folder: File | None, bounds: File | None, path: File | None) -> tuple[_Chain, list[Diagnostic]]:
    chain: _Chain = []
    problems: list[Diagnostic] = []
    seen = {path.resolve()} if path else set()
    while isinstance(tree.data, dict) and (name := tree.data.get("extends")) is not None:
        target, refusal = _find_extended(name, folder, bounds, seen)
        if target is None:
            place = tree.place(("extends",))
            problems.append(Diagnostic("bad-extends", refusal[0], path=("extends",), place=place, hint=refusal[1]))
            break
        seen.add(target)
        source, found = decode(target.read_bytes(), os.path.normpath(File(tree.source.name).parent / name))
        if found:
            problems += found
            break
        tree, folder = read(source), target.parent
        problems += [*tree.diagnostics, *_check_root(tree)]
        chain.append((tree, target))
    return chain, problems


def _extend(merge: _Merge, chain: _Chain, default: str) -> None:
    """Merge a chain of records under the one that extends them; `default` is the language where none is named."""
    merge.data.pop("extends", None)
    merge.trees.pop(("extends",), None)
    records = [(tree.data, tree, file) for tree, file in chain if isinstance(tree.data, dict)]
    languages = [merge.data.get("language"), *(data.get("language") for data, _, _ in records)]
    for place in reversed(range(len(languages))):
        if languages[place] is None:
            languages[place] = languages[place + 1] if place + 1 < len(languages) else default
    for (data, tree, file), language in zip(records, languages[1:], strict=True):
        # A record in another language is the same note; in the same language it is another one.
        same = language == languages[0]
        left = {"extends", "id" if same else "revision"}
        merge.under(tree, (), {key: value for key, value in data.items() if key not in left})
        if not same:
            merge.data.setdefault("id", _id(file))


def _find_extended(
    name: Any, folder: File | None, bounds: File | None, seen: set[File]
) -> tuple[File | None, tuple[str, str | None]]:
    """The file that a record extends, or why it may not and a hint."""
    if not isinstance(name, str):
        return None, ("the name of one file belongs here", "write extends: other-record.yaml")
    if folder is None or bounds is None:
        return None, ("only a record in a file can extend another", None)
    try:
        target = (folder / name).resolve()
        exists = target.is_file()
    except (OSError, RuntimeError):  # a name that is too long, links that lead in a circle
        return None, (f'"{name}" cannot be a file', "the path counts from this record's folder")
    if not target.is_relative_to(bounds.resolve()):
        return None, (f'"{name}" is outside the folder of the series', "a record extends one beside it")
    if target in seen:
        return None, (f'"{name}" extends this record in turn', "one of them must stand alone")
    if not exists:
        return None, (f'there is no file "{name}"', "the path counts from this record's folder")
    return target, ("", None)


def _beside(name: str, path: File, folder: File | None) -> str:
    """The name of a file as seen from where the record's own name is seen from."""
    return os.path.normpath(File(name).parent / os.path.relpath(path, folder or File()))


def _apply(merge: _Merge, series: Series, tree: Tree) -> None:
    """Merge what the series gives under the record."""
    merge.under(tree, ("defaults",), series.defaults)
    merge.data.setdefault("language", series.languages[0])
    _apply_disclaimer(merge, series, tree)
    if series.series.contact and "contact" not in merge.data:
        merge.under(tree, ("series",), {"contact": series.series.contact.model_dump(exclude_none=True)})


def _apply_disclaimer(merge: _Merge, series: Series, tree: Tree) -> None:
    language = merge.data["language"]
    given = merge.data.get("disclaimer")
    if given is None and isinstance(language, str) and language in series.disclaimer.text:
        merge.data["disclaimer"] = {"text": series.disclaimer.text[language]}
        merge.trees["disclaimer",] = (tree, ("disclaimer", "text", language))
    elif isinstance(given, str):
        merge.data["disclaimer"] = {"text": given}
    if isinstance(merge.data.get("disclaimer"), dict):
        merge.data["disclaimer"].setdefault("mark", series.disclaimer.mark)


class _Dumper(yaml.SafeDumper):
    """Long texts in blocks, so that a record that a program wrote is read like one by hand.

    In Python and not in C: the text rides in the PDF, whose bytes must not depend on a libyaml.
    """

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _write_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    lines = text.split("\n")
    block = len(lines) > 1 and all(line == line.rstrip() and line.isprintable() for line in lines)
    style = "|" if block and not text[0].isspace() else None
    if not {"\x85", "\u2028", "\u2029"}.isdisjoint(text):
        style = '"'  # they end a line in YAML, and PyYAML writes them as they are in any other style
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _write_text)

"""Versions of one note: the original and its translations, among notes and among files."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import R_OK, access
from os.path import normpath, relpath
from pathlib import Path as File
from unicodedata import normalize

from notegen.diagnostics import Path, Source
from notegen.intake import find_file
from notegen.reader import MAX_BYTES, read
from notegen.records.model import Note
from notegen.records.series import DEFAULT_LANGUAGE, find_series, first_language
from notegen.records.series_folder import may_be_record, read_series_folder
from notegen.tree import Tree


@dataclass(frozen=True, slots=True)
class Versions:
    """One note in its languages; `original` is None when only translations of it are at hand."""

    id: str | None
    original: Note | None
    translations: tuple[Note, ...]


def group_versions(notes: Sequence[Note]) -> tuple[Versions, ...]:
    """The notes by what they are versions of, in the order given.

    Versions are a record and those in other languages that extend it, and records of a series that
    have one id. The original is the one that others extend, or the one in the series' first language.
    A second record in the original's language is no translation; rules about ids tell of it.
    """
    files = {file: note for note in notes if (file := _file(note)) is not None}
    groups: dict[object, list[Note]] = {}
    for note in notes:
        root = _find_root(note, files)
        home = root.origin.series_folder or root.origin.folder
        groups.setdefault((home, root.id) if root.id else id(note), []).append(note)
    return tuple(_divide(group, files) for group in groups.values())


def _divide(group: Sequence[Note], files: Mapping[File, Note]) -> Versions:
    extended = {id(_find_root(note, files)) for note in group if is_translation(note)}

    def rank(note: Note) -> tuple[bool, bool]:
        return id(note) not in extended, note.language != first_language(note.origin.series)

    candidates = [note for note in group if not is_translation(note)]
    original = min(candidates, key=rank) if candidates else None
    others = tuple(note for note in group if original is None or note.language != original.language)
    return Versions((original or group[0]).id, original, others)


def is_translation(note: Note) -> bool:
    """Whether the record extends one in another language."""
    if not _extends(note):
        return False
    own = note.origin.trees[()][0]
    tree = _find_extended(note, own)
    # A record that took nothing over cannot tell; one that names its language has a reason to.
    return _language(note, tree) != note.language if tree else _name_language(own) is not None


def is_own(note: Note, path: Path) -> bool:
    """Whether the value at the path comes from the note's own text, or it came from no text."""
    trees = note.origin.trees
    while path and path not in trees:
        path = path[:-1]
    return path not in trees or trees[path][0] is trees[()][0]


def own_revision(note: Note) -> str | None:
    """The revision that the record itself names; what it takes over from another says nothing of it."""
    return note.revision.strip() if note.revision and is_own(note, ("revision",)) else None


def _find_root(note: Note, files: Mapping[File, Note]) -> Note:
    """The note that this one is a translation of, however many records lie between."""
    seen = {id(note)}
    while is_translation(note) and note.origin.folder:
        target = files.get((note.origin.folder / _extends(note)).resolve())
        if target is None or target.language == note.language or id(target) in seen:
            break
        seen.add(id(target))
        note = target
    return note


def _file(note: Note) -> File | None:
    return note.origin.folder / File(note.origin.name).name if note.origin.folder else None


def _extends(note: Note) -> str:
    """The name of the record that this one extends, "" where it stands alone."""
    tree = note.origin.trees[()][0] if () in note.origin.trees else None
    name = tree.data.get("extends") if tree and isinstance(tree.data, dict) else None
    return name if isinstance(name, str) else ""


def _find_extended(note: Note, tree: Tree) -> Tree | None:
    """The text of the record that another text among those of a note extends, if it gave anything."""
    name = tree.data.get("extends") if isinstance(tree.data, dict) else None
    if not isinstance(name, str):
        return None
    known = normpath(File(tree.source.name).parent / name)
    return next((tree for tree, _ in note.origin.trees.values() if tree.source.name == known), None)


def _language(note: Note, tree: Tree) -> object:
    """The language of a text among those of a note: its own, or else that of what it extends."""
    named, inner = _name_language(tree), _find_extended(note, tree)
    if named is None and inner is not None:
        return _language(note, inner)
    return first_language(note.origin.series) if named is None else named


def _name_language(tree: Tree) -> object:
    return tree.data.get("language") if isinstance(tree.data, dict) else None


_KEYS = ("id", "language", "extends")
_KEY = re.compile(rf"""^(["']?)({"|".join(_KEYS)})\1[ \t]*:[ \t]+([^\n]*)$""", re.MULTILINE)
_BLOCK = re.compile(r"""(?:\s|\#[^\n]*\n|%[^\n]*\n|---(?=\s))*[\w"']""")
"""How a text begins that has its keys on lines of their own, below remarks and the mark of a document."""
_QUOTED = re.compile(r"""(['"])(.*?)\1""")
_REMARK = re.compile(r"(?:^|\s)#")


@dataclass(frozen=True)
class Head:
    """What a record says of itself at first sight, without reading the rest."""

    path: File
    keys: Mapping[str, str]
    first_language: str = DEFAULT_LANGUAGE

    @cached_property
    def language(self) -> str:
        """BCP 47 tag of the record: its own, or else that of what it extends, or the series' first."""
        head, seen = self, {self.path.resolve()}
        while "language" not in head.keys and (target := head.extended) and target not in seen:
            seen.add(target)
            head = read_head(target, self.first_language)
        return head.keys.get("language", self.first_language)

    @property
    def extended(self) -> File | None:
        """The file that the record extends, where there is one."""
        return find_file(self.path.parent, self.keys["extends"]) if "extends" in self.keys else None

    @cached_property
    def original(self) -> "Head":
        """The record that this one translates; itself where it translates none."""
        head, seen = self, {self.path.resolve()}
        while (target := head.extended) and target not in seen:
            seen.add(target)
            other = read_head(target, self.first_language)
            if other.language == head.language:
                break
            head = other
        return head

    @property
    def id(self) -> str:
        """The id, by default the file's name."""
        return self.keys.get("id") or normalize("NFC", self.path.stem.replace(" ", "-"))


def read_head(path: File, first_language: str = DEFAULT_LANGUAGE) -> Head:
    """The head of a record; empty for what is none. OSError as of a file.

    Keys on lines of their own are found without reading all: a series may have hundreds of records.
    """
    with path.open("rb") as stream:
        text = stream.read(MAX_BYTES).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if _BLOCK.match(text):
        keys = {match[2]: _read_value(match[3]) for match in _KEY.finditer(text)}
    else:
        data = read(Source(str(path), text)).data
        given = data if isinstance(data, dict) else {}
        keys = {key: value for key in _KEYS if isinstance(value := given.get(key), str)}
    return Head(path, {key: value for key, value in keys.items() if value}, first_language)


def _read_value(text: str) -> str:
    quoted = _QUOTED.match(text)
    return quoted[2] if quoted else _REMARK.split(text)[0].strip()


def find_versions(path: File) -> dict[str, File]:
    """The records that are versions of this one, itself among them, by language; the original comes first.

    Looks through the record's series, or its folder where it has none. OSError when `path` cannot be read.
    """
    folder = path.resolve().parent
    series_file = find_series(folder)
    asked = read_head(path, _first_language(series_file) if series_file else DEFAULT_LANGUAGE)
    original = asked.original
    found = {original.language: _see_from(path, original.path)} | {asked.language: path}
    home = series_file.parent if series_file else folder
    for file in sorted(home.rglob("*.y*ml") if series_file else home.glob("*.y*ml")):
        readable = may_be_record(file.relative_to(home)) and file.is_file() and access(file, R_OK)
        if readable and find_series(file.parent) == series_file:
            head = read_head(file, asked.first_language)
            if head.original.path.resolve() == original.path.resolve() or head.original.id == original.id:
                found.setdefault(head.language, _see_from(path, file))
    return found


def _see_from(path: File, file: File) -> File:
    """The other file as it is seen from where `path` is seen from."""
    return File(normpath(path.parent / relpath(file.resolve(), path.parent.resolve())))


def find_version(path: File, language: str) -> File | None:
    """The record that is the version of this one in a language, `path` itself when it is in it, or None."""
    return find_versions(path).get(language)


def _first_language(series_file: File) -> str:
    return first_language(read_series_folder(series_file, str(series_file)).series)

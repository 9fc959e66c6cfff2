"""Figures of a record: files under its folder, of a kind that prints, with words for who cannot see them."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it.token import Token

from notegen.diagnostics import Diagnostic, Path, Place
from notegen.pictures.bounds import MAX_BYTES, PictureProblem
from notegen.records.model import Note
from notegen.records.origin import Shelf
from notegen.records.text import Passage, passages, plain, walk


class FigureProblem(ValueError):
    """A file cannot be a figure; `hint` says what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.hint = hint
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Figure:
    """The bytes of a picture and their media type."""

    content: bytes
    media_type: str


def read_figure(shelf: Shelf, name: str) -> Figure:
    """The picture of that name, written as in an address, in the folder or among the files; raises FigureProblem."""
    name = unquote(name)
    content = read_file(shelf, name, "picture")
    from notegen.pictures.drawings import demand_plain  # few notes have pictures, and every start reads this module
    from notegen.pictures.recognition import recognize

    try:
        media_type = recognize(content).media_type
        if media_type == "image/svg+xml":
            demand_plain(content)
    except PictureProblem as problem:
        raise FigureProblem(f'"{name}" {problem}', problem.hint) from None
    return Figure(content, media_type)


def read_file(shelf: Shelf, name: str, kind: str) -> bytes:
    """A file that a record names: "picture" or what kind of thing it is; raises FigureProblem."""
    if shelf is None:
        raise FigureProblem(f'the record is in no folder, so the {kind} "{name}" cannot be found')
    if isinstance(shelf, Mapping):
        if file_key(name) not in shelf:
            raise FigureProblem(f'the {kind} "{name}" did not travel with the record')
        return shelf[file_key(name)]
    try:
        path = (shelf / name).resolve()
        exists = path.is_file()
    except (OSError, RuntimeError, ValueError):  # too long a name, links in a circle, NUL
        raise FigureProblem(f'"{name}" cannot be a file', "the path counts from the record's folder") from None
    if re.match(r"[a-z][a-z0-9+.-]*:", name, re.I) or not path.is_relative_to(shelf.resolve()):
        raise FigureProblem(f'"{name}" is not in the folder of the record', f"copy the {kind} beside the record")
    if not exists:
        raise FigureProblem(f'there is no {kind} "{name}"', "the path counts from the record's folder")
    if path.stat().st_size > MAX_BYTES:
        raise FigureProblem(f'"{name}" has more than {MAX_BYTES // 1_000_000} MB', f"make the {kind} smaller")
    return path.read_bytes()


def file_key(name: str) -> str:
    """The name under which a file travels: its path from the record's folder, in one way of writing."""
    return posixpath.normpath(name)


def list_figures(note: Note) -> dict[str, Figure]:
    """The pictures of a note by the names under which they travel; raises FigureProblem."""
    return {file_key(name): figure for figure, name, _, _ in locate_figures(note)}


def locate_figures(note: Note) -> Iterator[tuple[Figure, str, Path, Place | None]]:
    """The pictures of a note with their names, and where the record names them; raises FigureProblem."""
    for passage, _, address in _find_images(note):
        if passage.blocks:
            name = unquote(address)
            yield read_figure(note.origin.shelf, address), name, passage.path, _locate(note, passage, name)


def check_figures(note: Note) -> Iterator[Diagnostic]:
    """Every figure has a file that can be printed, and alternative text."""
    for passage, image, address in _find_images(note):
        name = unquote(address)
        if not passage.blocks:
            hint = "move it into a text of a section, in a paragraph of its own"
            yield _report(note, passage, name, "misplaced-figure", "a figure cannot stand in this text", hint)
            continue
        if not plain(image.children or ()):
            message, hint = f'the picture "{name}" has no alternative text', f"![what it shows]({name})"
            yield _report(note, passage, name, "missing-alternative", message, hint)
        try:
            read_figure(note.origin.shelf, address)
        except FigureProblem as problem:
            yield _report(note, passage, name, "bad-figure", str(problem), problem.hint)


def _find_images(note: Note) -> Iterator[tuple[Passage, Token, str]]:
    """Every picture with the text that it stands in and its address."""
    for passage in passages(note):
        if "![" in passage.text:
            for token in walk(passage.tokens()):
                if token.type == "image":
                    yield passage, token, str(token.attrs["src"])


def _report(note: Note, passage: Passage, name: str, code: str, message: str, hint: str | None) -> Diagnostic:
    return Diagnostic(code, message, path=passage.path, place=_locate(note, passage, name), hint=hint)


def _locate(note: Note, passage: Passage, name: str) -> Place | None:
    before = passage.text.find(f"]({name}")
    at = before + 2 if before >= 0 else max(0, passage.text.find(name))
    return note.origin.locate(passage.path, at, at + len(name))

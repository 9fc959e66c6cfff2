"""Figures of a record: files under its folder, of a kind that prints, with words for who cannot see them."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from notegen.diagnostics import Diagnostic
from notegen.pictures import JPEG, MAX_BYTES, MAX_PIXELS, PNG, measure_jpeg, measure_png
from notegen.records.model import Note
from notegen.records.origin import Shelf
from notegen.records.text import Passage, passages, plain, walk

_PLAIN_TAGS = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "clippath",
        "lineargradient",
        "radialgradient",
        "stop",
    ]
)
_SVG_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_SVG_TAG = re.compile(rb"<\s*([A-Za-z][\w:.-]*)")
_SVG_ACTIVE = re.compile(
    rb"<!(?!--)|<\?(?!xml )|\son\w+\s*=|href\s*=\s*['\"]?(?!['\"]?#)"
    rb"|url\(\s*['\"]?(?!#)|@import|style\s*=\s*['\"][^'\"]*var\(",
    re.IGNORECASE,
)


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
    return _recognize(read_file(shelf, name, "picture"), name)


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
    addresses = [
        str(token.attrs["src"])
        for passage in passages(note)
        if passage.blocks and "![" in passage.text
        for token in walk(passage.tokens())
        if token.type == "image"
    ]
    return {file_key(unquote(address)): read_figure(note.origin.shelf, address) for address in addresses}


def pixel_width(figure: Figure) -> int:
    """Pixels across a PNG or JPEG; 0 for a drawing, which has none."""
    if figure.media_type == "image/png":
        return measure_png(figure.content)[0]
    return measure_jpeg(figure.content)[0] if figure.media_type == "image/jpeg" else 0


def _recognize(content: bytes, name: str) -> Figure:
    if content.startswith(PNG):
        _check_pixels(measure_png(content), name)
        return Figure(content, "image/png")
    if content.startswith(JPEG):
        _check_pixels(measure_jpeg(content)[:2], name)
        return Figure(content, "image/jpeg")
    if b"<svg" in content[:1000]:
        _check_svg(content, name)
        return Figure(content, "image/svg+xml")
    raise FigureProblem(f'"{name}" is neither PNG nor JPEG nor SVG', "save it as PNG")


def _check_pixels(size: tuple[int, int], name: str) -> None:
    width, height = size
    if not width * height:
        raise FigureProblem(f'"{name}" is broken: its size cannot be read')
    if width * height > MAX_PIXELS:
        hint = "make the picture smaller; 2,000 pixels across are enough for a page"
        raise FigureProblem(f'"{name}" is {width} by {height} pixels', hint)


def _check_svg(content: bytes, name: str) -> None:
    content = _SVG_COMMENT.sub(b"", content)
    strange = {tag.decode().lower() for tag in _SVG_TAG.findall(content)} - _PLAIN_TAGS
    if strange or _SVG_ACTIVE.search(content):
        what = f" (it has <{sorted(strange)[0]}>)" if strange else ""
        raise FigureProblem(f'"{name}" is not a plain SVG drawing{what}', "export it as plain SVG, or as PNG")


def check_figures(note: Note) -> Iterator[Diagnostic]:
    """Every figure has a file that can be printed, and alternative text."""
    for passage in passages(note):
        if "![" not in passage.text:
            continue
        for token in walk(passage.tokens()):
            if token.type == "image":
                address = str(token.attrs["src"])
                name = unquote(address)
                if not passage.blocks:
                    hint = "move it into a text of a section, in a paragraph of its own"
                    yield _report(note, passage, name, "misplaced-figure", "a figure cannot stand in this text", hint)
                    continue
                if not plain(token.children or ()):
                    message, hint = f'the picture "{name}" has no alternative text', f"![what it shows]({name})"
                    yield _report(note, passage, name, "missing-alternative", message, hint)
                try:
                    read_figure(note.origin.shelf, address)
                except FigureProblem as problem:
                    yield _report(note, passage, name, "bad-figure", str(problem), problem.hint)


def _report(note: Note, passage: Passage, name: str, code: str, message: str, hint: str | None) -> Diagnostic:
    before = passage.text.find(f"]({name}")
    at = before + 2 if before >= 0 else max(0, passage.text.find(name))
    place = note.origin.locate(passage.path, at, at + len(name))
    return Diagnostic(code, message, path=passage.path, place=place, hint=hint)

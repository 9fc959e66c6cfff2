"""Pages of a PDF as pictures, and where words stand on them: what a worker does for the preview."""

import contextlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from notegen.diagnostics import Diagnostic
from notegen.errors import InvalidRecord, RenderError
from notegen.formats.document import render
from notegen.records.checker import examine_reading
from notegen.records.loader import read_text

MAX_PAGES = 60
"""Of one document that are shown; a note has two."""
MAX_PHRASE = 120
_QUICK = 1  # of zlib: a page is mostly white, and goes no further than the next window


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as PNG; width and height in pixels."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where words that a diagnostic is about stand: a page, from 0; left, top, width, height as parts of the page's."""

    diagnostic: Diagnostic
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The PDF of a record, its pages as pictures, and where the words stand that something is wrong with."""

    pdf: bytes
    pages: tuple[Picture, ...]
    marks: tuple[Mark, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Undrawn:
    """Why there is no drawing: what is wrong with the record, or what the engine said."""

    message: str
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A text to draw as pages of `width` pixels; `name` is what its file in `folder` is called."""

    text: str
    name: str
    folder: File
    width: int


def draw(request: Request, _room: File | None = None) -> Drawing | Undrawn:
    """The record as it will print."""
    reading = read_text(request.text, request.name, folder=request.folder)
    if reading.note is None:
        return Undrawn("the record has errors", reading.diagnostics)
    try:
        content = render(reading.note).content
    except InvalidRecord as error:
        return Undrawn("the record has errors", error.diagnostics)
    except RenderError as error:
        return Undrawn(str(error))
    return show(content, request.width, examine_reading(reading).diagnostics)


def show(content: bytes, width: int, diagnostics: Sequence[Diagnostic] = ()) -> Drawing:
    """The pages of a PDF as pictures of that width in pixels."""
    import pypdfium2 as pdfium  # takes its time, and only a worker needs it

    with contextlib.closing(pdfium.PdfDocument(content)) as document:
        pages = [document[number] for number in range(min(len(document), MAX_PAGES))]
        pictures = tuple(_picture(page, width) for page in pages)
        marks = tuple(mark for number, page in enumerate(pages) for mark in _find(page, number, diagnostics))
        return Drawing(content, pictures, marks, len(document))


def _picture(page: Any, width: int) -> Picture:
    bitmap = page.render(scale=width / page.get_width(), no_smoothtext=False)
    image = bitmap.to_pil()
    # A page without colour takes a third of the bytes and of the time.
    red, green, blue = image.split()[:3]
    if red.tobytes() == green.tobytes() == blue.tobytes():
        image = red
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=_QUICK)
    picture = Picture(file.getvalue(), *image.size)
    bitmap.close()
    return picture


def _find(page: Any, number: int, diagnostics: Sequence[Diagnostic]) -> Iterator[Mark]:
    """Words that stand on the page in the same letters as in the record; others are not marked."""
    width, height = page.get_size()
    with contextlib.closing(page.get_textpage()) as text:
        for diagnostic in diagnostics:
            phrase = _phrase(diagnostic)
            if not phrase:
                continue
            with contextlib.closing(text.search(phrase, match_case=True, match_whole_word=True)) as search:
                while found := search.get_next():
                    for rectangle in range(text.count_rects(*found)):
                        left, bottom, right, top = text.get_rect(rectangle)
                        box = (left / width, 1 - top / height, (right - left) / width, (top - bottom) / height)
                        yield Mark(diagnostic, number, box)


def _phrase(diagnostic: Diagnostic) -> str:
    """The words that a diagnostic is about, "" where it is about more than a few."""
    if diagnostic.place is None:
        return ""
    span, text = diagnostic.place.span, diagnostic.place.source.text
    phrase = " ".join(text[span.start : span.end].split())
    return phrase if 3 < len(phrase) < MAX_PHRASE and phrase[0].isalpha() else ""

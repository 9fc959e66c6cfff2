"""From a note to a finished document, in any format."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from notegen.diagnostics import Diagnostic, has_errors
from notegen.errors import InvalidRecord, RenderError
from notegen.formats.html import Surroundings, write_web
from notegen.formats.pdf.sheet import MissingGlyphs, Sheet, WritePdf
from notegen.formats.pdf.writer import lay_out
from notegen.formats.view import view
from notegen.records.figures import check_figures
from notegen.records.footnotes import check_footnotes
from notegen.records.loader import dumps
from notegen.records.model import Note
from notegen.records.text import passages

MEDIA_TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
"""The formats by name."""

DEFAULT_STYLE = "un"


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document and what was noticed in making it; what an editor would say, `check` says."""

    content: bytes
    media_type: str
    warnings: tuple[Diagnostic, ...]


def render(note: Note, format: str = "pdf", *, language: str | None = None, style: str | None = None) -> Document:
    """The note as a document; the same note gives the same bytes.

    `format` is a key of MEDIA_TYPES, `language` a BCP 47 tag (default: the note's), `style` the
    name of a file in `styles/` (default: the series'). Raises InvalidRecord for footnotes or
    figures that are not there, RenderError when a template, a style or the engine fails.
    """
    return make(note, format, Look(language, style), _write_pdf)


@dataclass(frozen=True, slots=True)
class Look:
    """How a note is to be shown; None is what the note and its series say."""

    language: str | None = None
    style: str | None = None


def make(note: Note, format: str, look: Look, write_pdf: WritePdf) -> Document:
    """As `render` does, with an engine of the caller's choice."""
    if format not in MEDIA_TYPES:
        raise RenderError(f'there is no format "{format}"; there are {", ".join(MEDIA_TYPES)}')
    problems = [*check_footnotes(note), *check_figures(note)]
    if has_errors(problems):
        raise InvalidRecord(problems)
    origin = note.origin
    series = origin.series
    publisher = series.series.publisher if series else None
    around = Surroundings(origin.folder, origin.series_folder, publisher or "")
    shown = view(note, look.language)
    if format == "html":
        content = write_web(shown, around)
    else:
        style = look.style or (series.style if series else DEFAULT_STYLE)
        sheet = lay_out(shown, around, style=style, record=dumps(note), name=f"{note.id or 'record'}.yaml")
        try:
            content = write_pdf(sheet)
        except MissingGlyphs as error:
            if found := list(_places(note, error.characters)):
                raise InvalidRecord(found) from error
            raise
    return Document(content, MEDIA_TYPES[format], tuple(problems))


def _write_pdf(sheet: Sheet) -> bytes:
    from notegen.formats.pdf.engine import write_pdf  # WeasyPrint takes its time, and only a PDF needs it

    return write_pdf(sheet)


def _places(note: Note, characters: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Where the record has characters that no font has."""
    for passage in passages(note):
        for character in characters:
            at = passage.text.find(character)
            if at >= 0:
                name = unicodedata.name(character, "unnamed")
                message = f'no font has the character "{character}" (U+{ord(character):04X} {name})'
                place = note.origin.locate(passage.path, at, at + 1)
                hint = "notegen doctor says which fonts are missing"
                yield Diagnostic("missing-glyph", message, path=passage.path, place=place, hint=hint)

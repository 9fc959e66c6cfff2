"""From a note to a finished document, in any format."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from notegen.diagnostics import Diagnostic, has_errors
from notegen.errors import InvalidRecord, RenderError
from notegen.formats.html import Surroundings, write_web
from notegen.formats.view import View, view
from notegen.records.figures import check_figures
from notegen.records.footnotes import check_footnotes
from notegen.records.loader import dumps
from notegen.records.model import Note
from notegen.records.rules.examination import examine
from notegen.records.text import passages

MEDIA_TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
"""The formats by name."""

DEFAULT_STYLE = "un"


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document and what the checker said on the way."""

    content: bytes
    media_type: str
    warnings: tuple[Diagnostic, ...]


def render(note: Note, format: str = "pdf", *, language: str | None = None, style: str | None = None) -> Document:
    """The note as a document; the same note gives the same bytes.

    `format` is a key of MEDIA_TYPES, `language` a BCP 47 tag (default: the note's), `style` the
    name of a file in `styles/` (default: the series'). Raises InvalidRecord for footnotes or
    figures that are not there, RenderError when a template, a style or the engine fails.
    """
    if format not in MEDIA_TYPES:
        raise RenderError(f'there is no format "{format}"; there are {", ".join(MEDIA_TYPES)}')
    problems = [*check_footnotes(note), *check_figures(note)]
    if has_errors(problems):
        raise InvalidRecord(problems)
    warnings = [*problems, *examine(note)]
    origin = note.origin
    series = origin.series
    publisher = series.series.publisher if series else None
    around = Surroundings(origin.folder, origin.series_folder, publisher or "")
    shown = view(note, language)
    if format == "html":
        content = write_web(shown, around)
    else:
        content = _write_pdf(note, shown, around, style or (series.style if series else DEFAULT_STYLE))
    return Document(content, MEDIA_TYPES[format], tuple(warnings))


def _write_pdf(note: Note, shown: View, around: Surroundings, style: str) -> bytes:
    from notegen.formats.pdf import engine, writer  # WeasyPrint takes its time, and only a PDF needs it

    try:
        return writer.write(shown, around, style=style, record=dumps(note), name=f"{note.id or 'record'}.yaml")
    except engine.MissingGlyphs as error:
        if found := list(_places(note, error.characters)):
            raise InvalidRecord(found) from error
        raise


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

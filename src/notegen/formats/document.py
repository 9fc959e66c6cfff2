"""From a note to a finished document, in any format."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from notegen.diagnostics import Diagnostic, has_errors
from notegen.errors import InvalidRecord, RenderError
from notegen.formats.manuscript import Manuscript, Surroundings
from notegen.formats.markup import find_number
from notegen.formats.pdf.sheet import Printed, Sheet, WritePdf
from notegen.formats.view import view
from notegen.records.annexes import check_annexes
from notegen.records.figures import check_figures
from notegen.records.footnotes import check_footnotes, tell_strayed
from notegen.records.model import Note


@dataclass(frozen=True, slots=True)
class Format:
    """A media type, and the module whose `write` makes a document of a Manuscript; loaded at first use."""

    media_type: str
    module: str


FORMATS = {
    "pdf": Format("application/pdf", "pdf.writer"),
    "html": Format("text/html; charset=utf-8", "html"),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx.writer"),
    "md": Format("text/markdown; charset=utf-8", "markdown"),
    "txt": Format("text/plain; charset=utf-8", "plaintext"),
    "json": Format("application/json", "data"),
    "jsonld": Format("application/ld+json", "jsonld"),
    "akn": Format("application/akn+xml", "akn.writer"),
    "ics": Format("text/calendar; charset=utf-8", "ics"),
}
"""The formats by name, which is the ending of their files too: a format is a module here and a line."""

MEDIA_TYPES = {name: known.media_type for name, known in FORMATS.items()}

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
    name of a file in `styles/` (default: the series'). Case does not count in the tag, and one that
    there are no words of takes those of its language where the script is the same: "fr" for "fr-CA".
    Raises InvalidRecord for footnotes or figures that are not there, RenderError for a format, language
    or style that there is not, and when a template, a style or the engine fails; TypeError for what is
    no Note.
    """
    if not isinstance(note, Note):
        raise TypeError(
            f"render makes documents of a Note, not of a {type(note).__name__}: notegen.load(path) reads one"
        )
    return make(note, format, Look(language, style), write_pdf)


@dataclass(frozen=True, slots=True)
class Look:
    """How a note is to be shown; None is what the note and its series say."""

    language: str | None = None
    style: str | None = None


def make(note: Note, format: str, look: Look, write_pdf: WritePdf) -> Document:
    """As `render` does, with an engine of the caller's choice."""
    if format not in MEDIA_TYPES:
        raise RenderError(f'there is no format "{format}"; there are {", ".join(MEDIA_TYPES)}')
    problems = [*check_footnotes(note), *check_figures(note), *(check_annexes(note) if format == "pdf" else ())]
    if has_errors(problems):
        raise InvalidRecord(problems)
    origin = note.origin
    series = origin.series
    publisher = series.series.publisher if series else None
    manuscript = Manuscript(
        note=note,
        view=view(note, look.language),
        around=Surroundings(origin.shelf, origin.series_folder, publisher or ""),
        style=look.style or (series.style if series else DEFAULT_STYLE),
        write_pdf=write_pdf,
    )
    content = _find_writer(format)(manuscript)
    if isinstance(content, Printed):
        problems += [tell_strayed(note, find_number(identifier)) for identifier in content.strayed]
    return Document(content, MEDIA_TYPES[format], tuple(problems))


def _find_writer(format: str) -> Callable[[Manuscript], bytes]:
    module = import_module(f"notegen.formats.{FORMATS[format].module}")
    writer: Callable[[Manuscript], bytes] = module.write
    return writer


def write_pdf(sheet: Sheet) -> bytes:
    """The engine in this process, loaded at first use."""
    from notegen.formats.pdf import engine  # WeasyPrint takes its time, and only a PDF needs it

    return engine.write_pdf(sheet)

"""What a format is handed to write: the note, its view, and what lies around them."""

from dataclasses import dataclass
from pathlib import Path

from notegen.formats.pdf.sheet import WritePdf
from notegen.formats.view import View
from notegen.records.model import Note
from notegen.records.origin import Shelf


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a view is written with: `folder` for its pictures, `series` for its templates and styles."""

    folder: Shelf = None
    series: Path | None = None
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything that a writer may ask for; `write_pdf` is the engine, for those who print."""

    note: Note
    view: View
    around: Surroundings
    style: str
    write_pdf: WritePdf

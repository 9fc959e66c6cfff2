"""What a format is handed to write: the note, its view, and what lies around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from notegen.formats.pdf.sheet import WritePdf
from notegen.formats.view import View
from notegen.records.model import Note
from notegen.records.origin import Shelf

if TYPE_CHECKING:
    from notegen.finishing.annexes import Examination


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a view is written with: `folder` for its pictures, `series` for its templates and styles.

    `annexes` has the files that follow in the same document, by their names in the record.
    """

    folder: Shelf = None
    series: Path | None = None
    publisher: str = ""
    annexes: "Mapping[str, Examination]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything that a writer may ask for; `write_pdf` is the engine, for those who print."""

    note: Note
    view: View
    around: Surroundings
    style: str
    write_pdf: WritePdf

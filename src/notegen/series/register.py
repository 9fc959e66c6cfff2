"""The register of a series: every document that it has, as JSON for programs and CSV for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from notegen.formats.view import view
from notegen.records.model import Note
from notegen.records.series import Series
from notegen.series.editions import find_replaced, find_superseded
from notegen.series.report import BuiltDocument


@dataclass(frozen=True, slots=True)
class Line:
    """One document of the series. Its fields are the columns of the register, in this order.

    `dates` are as in the record, ISO 8601, `first_day` and `last_day` what they span. `file` is the path from the
    register, with slashes. `supersedes` and `superseded_by` are symbols.
    """

    id: str
    symbol: str
    title: str
    language: str
    dates: str
    first_day: str
    last_day: str
    place: str
    format: str
    file: str
    pages: int | None
    bytes: int
    sha256: str
    status: str
    issued: str
    supersedes: str
    superseded_by: str


COLUMNS = tuple(field.name for field in fields(Line))


def list_lines(notes: Sequence[Note], documents: Iterable[BuiltDocument], folder: Path) -> tuple[Line, ...]:
    """A line for each finished document below `folder`, by date of the event, id and language.

    `notes` are those of the series in all languages. A document that is not the one that belongs there has none.
    """
    found = {(note.id, note.language): note for note in notes}
    superseded = find_superseded(notes)
    lines = [
        _line(found[document.id, document.language], document, superseded, folder)
        for document in documents
        if document.good and (document.id, document.language) in found
    ]
    return tuple(sorted(lines, key=lambda line: (line.first_day, line.id, line.language, line.format)))


def _line(note: Note, document: BuiltDocument, superseded: Mapping[str, str], folder: Path) -> Line:
    shown = view(note, document.language)
    periods = note.event.dates
    return Line(
        id=document.id,
        symbol=shown.symbol,
        title=shown.event,
        language=document.language,
        dates=", ".join(map(str, periods)),
        first_day=str(min(period.start.first_day() for period in periods)),
        last_day=str(max(period.end.last_day() for period in periods)),
        place=shown.place,
        format=document.format,
        file=document.path.relative_to(folder).as_posix(),
        pages=document.pages,
        bytes=document.bytes,
        sha256=document.sha256,
        status=note.status,
        issued=str(note.issued or ""),
        supersedes=find_replaced(shown.symbol),
        superseded_by=superseded.get(shown.symbol, ""),
    )


def write_json(series: Series, lines: Iterable[Line]) -> bytes:
    """`register.json`: what the series is, and its documents with the fields of a Line; what is unknown is null."""
    content = {
        "series": {
            "id": series.series.id,
            "title": series.series.title,
            "publisher": series.series.publisher,
            "languages": list(series.languages),
        },
        "documents": [{key: None if value == "" else value for key, value in asdict(line).items()} for line in lines],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def write_csv(lines: Iterable[Line]) -> bytes:
    """`register.csv` (RFC 4180): a line of column names, then one for each document."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(tuple(map(_cell, asdict(line).values())) for line in lines)
    # With the mark of UTF-8 a spreadsheet asks nobody which letters these are.
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    # A text that begins like a formula is calculated by spreadsheets; a space before it is the least harm.
    return f" {value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value

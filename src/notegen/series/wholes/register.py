"""The register of a series: every document that it has, as JSON for programs and CSV for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from notegen.diagnostics import Diagnostic, Severity
from notegen.records.series import Series
from notegen.records.symbols import list_broken_chains, list_gaps
from notegen.series.report import BuiltDocument
from notegen.series.wholes.abstracts import Abstract
from notegen.series.wholes.editions import find_superseded


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


def list_lines(abstracts: Sequence[Abstract], documents: Iterable[BuiltDocument], folder: Path) -> tuple[Line, ...]:
    """A line for each finished document below `folder`, by date of the event, id and language.

    A document that is not the one that belongs there has none.
    """
    found = {(abstract.id, abstract.language): abstract for abstract in abstracts}
    superseded = find_superseded(abstracts)
    lines = [
        _line(abstract, document, superseded.get(abstract.symbol, ""), folder)
        for document in documents
        if document.good and (abstract := found.get((document.id, document.language)))
    ]
    return tuple(sorted(lines, key=lambda line: (line.first_day, line.id, line.language, line.format)))


def _line(abstract: Abstract, document: BuiltDocument, superseded_by: str, folder: Path) -> Line:
    return Line(
        id=abstract.id,
        symbol=abstract.symbol,
        title=abstract.event,
        language=abstract.language,
        dates=abstract.dates,
        first_day=abstract.first_day,
        last_day=abstract.last_day,
        place=abstract.written_places[abstract.language],
        format=document.format,
        file=document.path.relative_to(folder).as_posix(),
        pages=document.pages,
        bytes=document.bytes,
        sha256=document.sha256,
        status=abstract.status,
        issued=abstract.issued,
        supersedes=abstract.supersedes,
        superseded_by=superseded_by,
    )


def find_odd_symbols(lines: Sequence[Line]) -> list[Diagnostic]:
    """Symbols that stand twice, that are missing, and versions without what they are versions of, as `check` has it."""
    owners: dict[str, dict[str, None]] = {}
    for line in lines:
        if line.symbol:
            owners.setdefault(line.symbol, {})[line.id] = None
    repeated = [(symbol, ids) for symbol, ids in owners.items() if len(ids) > 1]
    return [
        *(Diagnostic("repeated-symbol", f"{symbol} is the symbol of {', '.join(ids)}") for symbol, ids in repeated),
        *(
            Diagnostic("broken-version-chain", f"{symbol} without {missing}", Severity.WARNING)
            for symbol, missing in list_broken_chains(owners).items()
        ),
        *(
            Diagnostic("symbol-gap", f"{missing} missing before {symbol}", Severity.INFO)
            for symbol, missing in list_gaps(owners).items()
        ),
    ]


def write_json(series: Series, lines: Sequence[Line]) -> bytes:
    """`register.json`: what the series is, what is odd about its symbols, and its documents.

    The documents have the fields of a Line; what is unknown is null.
    """
    content = {
        "series": {
            "id": series.series.id,
            "title": series.series.title,
            "publisher": series.series.publisher,
            "languages": list(series.languages),
        },
        "findings": [{"code": found.code, "message": found.message} for found in find_odd_symbols(lines)],
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

"""`series.sqlite`: the records of a series as tables, as `database.sql` has them, for anyone to ask questions of."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from notegen.languages.names import Names, state_name
from notegen.records.series import Series
from notegen.series.wholes.abstracts import Abstract
from notegen.series.wholes.editions import find_superseded, first, group_current
from notegen.series.wholes.register import Line
from notegen.series.wholes.rows import Row

SCHEMA = Path(__file__).with_suffix(".sql")


def write_database(series: Series, names: Names, abstracts: Sequence[Abstract], lines: Iterable[Line]) -> bytes:
    """The bytes of a database file, the same for the same records and the same version of SQLite.

    `names` are those of the series, `lines` its finished documents.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA.read_text(encoding="utf-8"))
        for table, row in _list_rows(series, names, abstracts, lines):
            database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608  # ours
        database.commit()
        return database.serialize()


def _list_rows(series: Series, names: Names, abstracts: Sequence[Abstract], lines: Iterable[Line]) -> Iterator[Row]:
    yield "series", [series.series.id, series.series.title, series.series.publisher]
    yield from _list_states(names, series.languages[0])
    current = [first(versions) for versions in group_current(abstracts, series.languages)]
    for abstract in current:
        dates: list[str | int | None] = [int(abstract.first_day[:4]), abstract.first_day, abstract.last_day]
        yield "events", [abstract.id, abstract.event, abstract.kind or None, *dates, abstract.dates]
        for table, row in abstract.event_rows:
            yield table, [abstract.id, *row]
    superseded = find_superseded(abstracts)
    events = {abstract.symbol: abstract.id for abstract in current}
    numbers: dict[tuple[str, str], int] = {}
    for abstract in sorted(abstracts, key=lambda abstract: (abstract.id, abstract.language)):
        number = numbers[abstract.id, abstract.language] = len(numbers) + 1
        symbol = abstract.symbol
        while symbol in superseded:
            symbol = superseded[symbol]
        event = events[symbol] if abstract.symbol in superseded else abstract.id
        yield "notes", [number, *_describe_note(abstract, event, superseded.get(abstract.symbol))]
        for table, row in abstract.note_rows:
            yield table, [number, *row]
    for line in lines:
        number = numbers[line.id, line.language]
        yield "documents", [number, line.format, line.file, line.pages, line.bytes, line.sha256]


def _describe_note(abstract: Abstract, event: str, superseded_by: str | None) -> list[str | None]:
    said = (abstract.status, abstract.issued, abstract.summary, abstract.source, abstract.retrieved)
    titles = (abstract.id, abstract.language, event, abstract.title, abstract.event)
    return [value or None for value in (*titles, abstract.symbol, abstract.supersedes, superseded_by, *said)]


def _list_states(names: Names, language: str) -> Iterator[Row]:
    for state in names.states:
        name = state_name(state, language if language in state.short else "en")
        regions = (state.region, state.m49_region or None, state.m49_subregion or None)
        yield "states", [state.alpha2, state.alpha3, name, state.status, *regions]

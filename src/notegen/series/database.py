"""`series.sqlite`: the records of a series as tables, as `database.sql` has them, for anyone to ask questions of."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from notegen.formats.view import SectionView, View, view
from notegen.languages.language import Language, find_language
from notegen.languages.names import (
    Names,
    State,
    builtin,
    find_organization,
    find_state,
    organization_name,
    state_name,
)
from notegen.records.model import Note, Subsubsection
from notegen.records.rules.participants import list_participants
from notegen.records.series import Series
from notegen.records.text import parse_inline, plain
from notegen.series.editions import choose, find_replaced, find_superseded, list_current
from notegen.series.register import Line

SCHEMA = Path(__file__).with_suffix(".sql")

Row = tuple[str | int | None, ...]
Rows = Iterator[tuple[str, Row]]
"""Rows, each with the name of its table."""


def write_database(series: Series, notes: Sequence[Note], lines: Iterable[Line]) -> bytes:
    """The bytes of a database file, the same for the same records and the same version of SQLite.

    `notes` are those of the series in all languages, `lines` their finished documents.
    """
    words = find_language(series.languages[0])
    names = notes[0].origin.names if notes else builtin()
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA.read_text(encoding="utf-8"))
        for table, row in _list_rows(series, notes, tuple(lines), words, names):
            database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608  # ours
        database.commit()
        return database.serialize()


def _list_rows(series: Series, notes: Sequence[Note], lines: Sequence[Line], words: Language, names: Names) -> Rows:
    yield "series", (series.series.id, series.series.title, series.series.publisher)
    yield from _list_states(names, words)
    events: dict[str, str] = {}
    for group in list_current(notes):
        note = choose(group, series.languages)
        events[note.id or ""] = note.id or ""
        yield from _describe_event(note, view(note), names)
    superseded = find_superseded(notes)
    holding = {view(note).symbol: note.id or "" for note in notes if note.id in events}
    numbers: dict[tuple[str, str], int] = {}
    for number, note in enumerate(sorted(notes, key=lambda note: (note.id or "", note.language)), 1):
        numbers[note.id or "", note.language] = number
        shown = view(note)
        symbol = shown.symbol
        while symbol in superseded:
            symbol = superseded[symbol]
        event = events.get(note.id or "") or holding[symbol]
        yield from _describe_note(number, note, shown, event, superseded)
    for line in lines:
        note_number = numbers[line.id, line.language]
        yield "documents", (note_number, line.format, line.file, line.pages, line.bytes, line.sha256)


def _list_states(names: Names, words: Language) -> Rows:
    for state in names.states:
        name = state_name(state, words.language if words.language in state.short else "en")
        regions = (state.region, state.m49_region or None, state.m49_subregion or None)
        yield "states", (state.alpha2, state.alpha3, name, state.status, *regions)


def _describe_event(note: Note, shown: View, names: Names) -> Rows:
    event, periods = note.id or "", note.event.dates
    first = min(period.start.first_day() for period in periods)
    last = max(period.end.last_day() for period in periods)
    dates = ", ".join(map(str, periods))
    yield "events", (event, shown.event, note.event.kind, first.year, str(first), str(last), dates)
    for position, period in enumerate(periods, 1):
        yield "periods", (event, position, str(period.start), str(period.end))
    for position, place in enumerate(note.event.place, 1):
        country, state, _ = _identify(place.country, note, names) if place.country else (None, None, None)
        yield "places", (event, position, _plain(place.venue), _plain(place.city), country, state, int(place.online))
    yield from _list_organizers(event, note, names)
    yield from _list_participants(event, note, shown, names)


def _list_organizers(event: str, note: Note, names: Names) -> Rows:
    if note.parties:
        roles = (("organizer", "organizers"), ("host", "hosts"), ("funder", "funders"))
        for role, key in roles:
            for position, written in enumerate(getattr(note.parties, key), 1):
                yield "organizers", (event, role, position, *_identify(written, note, names))


def _list_participants(event: str, note: Note, shown: View, names: Names) -> Rows:
    rows = {row.key: row.groups for row in shown.rows}.get("participants", ())
    headings = [plain(group.heading) for group in rows]
    for number, group in enumerate(note.participants, 1):
        heading = headings[number - 1] if headings else group.heading or group.kind
        given = (
            group.counts.model_dump()
            if group.counts
            else dict.fromkeys(("persons", "women", "states", "organizations"))
        )
        yield "participant_groups", (event, number, group.kind, heading, group.attendance, *given.values())
    for position, entry in enumerate(list_participants(note, names), 1):
        attendance = note.participants[entry.group].attendance
        if entry.state:
            named: Row = (_name_state(entry.state, note), entry.state.alpha2, None)
        elif entry.body:
            named = (organization_name(entry.body, note.language)[0], None, entry.body.acronym)
        else:
            named = (_plain(entry.text), None, entry.acronym)
        where = (event, entry.group + 1, position, entry.kind, attendance, int(entry.also))
        yield "participants", (*where, *named)


def _describe_note(number: int, note: Note, shown: View, event: str, superseded: Mapping[str, str]) -> Rows:
    source = (note.source.url, str(note.source.retrieved or "") or None) if note.source else (None, None)
    symbols = (shown.symbol or None, find_replaced(shown.symbol) or None, superseded.get(shown.symbol))
    said = (note.status, str(note.issued or "") or None, shown.summary or None, *source)
    titles = (plain(shown.title), shown.event)
    yield "notes", (number, note.id, note.language, event, *titles, *symbols, *said)
    for keyword in dict.fromkeys(note.keywords):
        yield "keywords", (number, keyword)
    for position, (section, written) in enumerate(_walk(shown.sections, note.sections), 1):
        text = "\n\n".join(filter(None, (written.text, "\n".join(f"- {item}" for item in written.items))))
        heading = plain(section.heading) or None
        yield "sections", (number, position, section.level - 1, section.number or None, heading, text.strip())


def _walk(
    shown: Sequence[SectionView], written: Sequence[Subsubsection]
) -> Iterator[tuple[SectionView, Subsubsection]]:
    for one, other in zip(shown, written, strict=True):
        yield one, other
        yield from _walk(one.sections, getattr(other, "sections", ()))


def _identify(written: str, note: Note, names: Names) -> tuple[str, str | None, str | None]:
    """Name, code of a State, acronym of a body; the text as it is written where nobody is known by it."""
    for tag in (note.language, "en"):
        if state := find_state(names, written, tag):
            return _name_state(state, note), state.alpha2, None
    if body := find_organization(names, written):
        return organization_name(body, note.language)[0], None, body.acronym
    return _plain(written) or written, None, None


def _name_state(state: State, note: Note) -> str:
    return state_name(state, note.language if note.language in state.short else "en")


def _plain(text: str | None) -> str | None:
    return plain(parse_inline(text)) if text else None

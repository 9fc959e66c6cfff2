"""What the database of a series says of a note: rows of the tables of `database.sql`, without their first column."""

from collections.abc import Iterator, Sequence

from notegen.formats.view import SectionView, View
from notegen.languages.names import organization_name, state_name
from notegen.records.model import Note, Subsubsection
from notegen.records.text import parse_inline, plain
from notegen.series.participation import Who, find_who, list_named, list_parties

Value = str | int | None
Row = tuple[str, list[Value]]
"""The name of a table, and the values of a row."""


def list_event_rows(note: Note, shown: View) -> Iterator[Row]:
    """Dates, places, organizers and participants of the event; the first column is the event."""
    for position, period in enumerate(note.event.dates, 1):
        yield "periods", [position, str(period.start), str(period.end)]
    for position, place in enumerate(note.event.place, 1):
        country, state = _plain(place.country), None
        if country and (who := find_who(note, country, is_state=True)):
            country, state, _ = _call(who, note.language)
        yield "places", [position, _plain(place.venue), _plain(place.city), country, state, int(place.online)]
    positions: dict[str, int] = {}
    for part, who in list_parties(note):
        positions[part] = positions.get(part, 0) + 1
        yield "organizers", [part, positions[part], *_call(who, note.language)]
    yield from _list_groups(note, shown)
    for position, one in enumerate(list_named(note), 1):
        called = _call(one.who, note.language) if one.who else (one.written, None, one.acronym or None)
        yield "participants", [one.group, position, one.kind, one.attendance, int(one.also), *called]


def list_note_rows(note: Note, shown: View) -> Iterator[Row]:
    """Keywords and sections of the note; the first column is the note."""
    for keyword in dict.fromkeys(note.keywords):
        yield "keywords", [keyword]
    for position, (section, written) in enumerate(_walk(shown.sections, note.sections), 1):
        text = "\n\n".join(filter(None, (written.text, "\n".join(f"- {item}" for item in written.items))))
        heading = plain(section.heading) or None
        yield "sections", [position, section.level - 1, section.number or None, heading, text.strip()]


def _list_groups(note: Note, shown: View) -> Iterator[Row]:
    printed = next((row.groups for row in shown.rows if row.key == "participants"), ())
    for position, group in enumerate(note.participants):
        heading = plain(printed[position].heading) if printed else group.heading or group.kind
        counts = group.counts
        numbers = [counts.persons, counts.women, counts.states, counts.organizations] if counts else [None] * 4
        yield "participant_groups", [position + 1, group.kind, heading, group.attendance, *numbers]


def _walk(
    shown: Sequence[SectionView], written: Sequence[Subsubsection]
) -> Iterator[tuple[SectionView, Subsubsection]]:
    for one, other in zip(shown, written, strict=True):
        yield one, other
        yield from _walk(one.sections, getattr(other, "sections", ()))


def _call(who: Who, language: str) -> tuple[str, str | None, str | None]:
    """Name in a language where there is one, code of a State, acronym of a body."""
    if who.state:
        return state_name(who.state, language if language in who.state.short else "en"), who.state.alpha2, None
    if who.body:
        return organization_name(who.body, language)[0], None, who.body.acronym
    return who.written, None, who.acronym or None


def _plain(text: str | None) -> str | None:
    return plain(parse_inline(text)) if text else None

"""What the database of a series says of a note: rows of the tables of `database.sql`, without their first column."""

from collections.abc import Iterator, Sequence

from notegen.formats.view import SectionView, View
from notegen.languages.names import Names, State, find_organization, find_state, organization_name, state_name
from notegen.records.model import Note, Subsubsection
from notegen.records.rules.participants import list_participants
from notegen.records.text import parse_inline, plain

Value = str | int | None
Row = tuple[str, list[Value]]
"""The name of a table, and the values of a row."""


def list_event_rows(note: Note, shown: View) -> Iterator[Row]:
    """Dates, places, organizers and participants of the event; the first column is the event."""
    names = note.origin.names
    for position, period in enumerate(note.event.dates, 1):
        yield "periods", [position, str(period.start), str(period.end)]
    for position, place in enumerate(note.event.place, 1):
        country, state, _ = _identify(place.country, note, names) if place.country else (None, None, None)
        yield "places", [position, _plain(place.venue), _plain(place.city), country, state, int(place.online)]
    for role, bodies in _list_parties(note):
        for position, written in enumerate(bodies, 1):
            yield "organizers", [role, position, *_identify(written, note, names)]
    yield from _list_groups(note, shown)
    for position, entry in enumerate(list_participants(note, names), 1):
        named: list[Value] = [_plain(entry.text), None, entry.acronym]
        if entry.state:
            named = [_name_state(entry.state, note), entry.state.alpha2, None]
        elif entry.body:
            named = [organization_name(entry.body, note.language)[0], None, entry.body.acronym]
        attendance = note.participants[entry.group].attendance
        yield "participants", [entry.group + 1, position, entry.kind, attendance, int(entry.also), *named]


def list_note_rows(note: Note, shown: View) -> Iterator[Row]:
    """Keywords and sections of the note; the first column is the note."""
    for keyword in dict.fromkeys(note.keywords):
        yield "keywords", [keyword]
    for position, (section, written) in enumerate(_walk(shown.sections, note.sections), 1):
        text = "\n\n".join(filter(None, (written.text, "\n".join(f"- {item}" for item in written.items))))
        heading = plain(section.heading) or None
        yield "sections", [position, section.level - 1, section.number or None, heading, text.strip()]


def _list_parties(note: Note) -> Iterator[tuple[str, Sequence[str]]]:
    if note.parties:
        yield "organizer", note.parties.organizers
        yield "host", note.parties.hosts
        yield "funder", note.parties.funders


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

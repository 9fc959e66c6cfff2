"""Who had which part in the events of a series: States by their codes, bodies by their registered names.

What statistics count and what indexes list is the same and comes from here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from notegen.languages.names import Names, Organization, State, find_organization, find_state, sort_key
from notegen.records.model import Entry, Group, Named, Note
from notegen.records.rules.mentions import recognize
from notegen.records.text import parse_inline, plain

Role = Literal["attended", "invited", "registered", "visited", "host", "organizer", "funder"]

Row = TypeVar("Row", State, Organization)
# Characters of participants that have room on the first page of a note; in longer ones each is looked for in its place.
_FIRST_PAGE = 1200
# Groups whose entries are bodies, known to us or not. In the others only names that we know count.
_BODIES = ("organizations", "civil_society", "industry", "academia")


@dataclass(frozen=True, slots=True)
class Who:
    """A State, a registered body, or one that is known only by the name that it was given.

    `key` is the same for all names of the same: an ISO 3166 code, an acronym, or the letters of the name.
    """

    key: str
    state: State | None = None
    body: Organization | None = None
    written: str = ""
    acronym: str = ""


@dataclass(frozen=True, slots=True)
class Involvement:
    """What somebody had to do with an event; `place` tells where the note says so, "" the note as a whole."""

    who: Who
    role: Role
    place: str = ""


@dataclass(frozen=True, slots=True)
class Involved:
    """All whom a note names, and names in its lists of States that no State bears."""

    involvements: tuple[Involvement, ...]
    unknown: tuple[str, ...]

    def count(self, role: Role, *, states: bool | None = None) -> dict[str, Who]:
        """Everyone in a role, once, by key: States, bodies, or both."""
        return {
            found.who.key: found.who
            for found in self.involvements
            if found.role == role and states in (None, found.who.state is not None)
        }


def find_involved(note: Note) -> Involved:
    """Everyone in the participants and parties of a note."""
    unknown: list[str] = []
    found = [*_parties(note)]
    told = "participants" in note.rows and sum(map(_measure, note.participants)) > _FIRST_PAGE
    for number, group in enumerate(note.participants, 1):
        columns = len(group.entries) >= COLUMNS
        for position, entry in enumerate((*group.entries, *group.also), 1):
            who = _identify(note, group, entry)
            if who is None:
                if group.kind == "states":
                    unknown.append(_written(entry))
                continue
            listed = columns and position <= len(group.entries)
            place = f"group-{number}-{position}" if listed else f"group-{number}"
            found.append(Involvement(who, group.attendance, place if told else ""))
    return Involved(tuple(found), tuple(unknown))


def _measure(group: Group) -> int:
    return sum(len(_written(entry)) + 2 for entry in (*group.entries, *group.also))


COLUMNS = 40
"""From so many entries on a group is a list in columns, and its entries have places of their own (group.html)."""


def _parties(note: Note) -> Iterator[Involvement]:
    if note.parties is None:
        return
    roles: Iterable[tuple[Role, Sequence[str]]] = (
        ("host", note.parties.hosts),
        ("organizer", note.parties.organizers),
        ("funder", note.parties.funders),
    )
    for role, names in roles:
        for name in names:
            text = plain(parse_inline(name))
            yield Involvement(_find_state(note, text) or _find_body(note, text) or _unregistered(note, text), role)


def _identify(note: Note, group: Group, entry: Entry) -> Who | None:
    text = _written(entry)
    acronym = plain(parse_inline(entry.acronym)) if isinstance(entry, Named) and entry.acronym else ""
    if group.kind == "states" or (isinstance(entry, Named) and entry.state):
        return _find_state(note, text) or _find_body(note, text, acronym)
    known = _find_body(note, text, acronym) or _find_state(note, text)
    return known or (_unregistered(note, text, acronym) if group.kind in _BODIES else None)


def _written(entry: Entry) -> str:
    text = (entry.state or entry.name or "") if isinstance(entry, Named) else entry
    return plain(parse_inline(text))


def _find_state(note: Note, text: str) -> Who | None:
    names = note.origin.names
    for tag in dict.fromkeys((note.language, "en")):
        state = find_state(names, text, tag) or _recognized(names, text, tag, State)
        if state is not None:
            return Who(state.alpha2, state=state)
    return None


def _find_body(note: Note, text: str, acronym: str = "") -> Who | None:
    names = note.origin.names
    body = _recognized(names, text, note.language, Organization) or find_organization(names, text)
    if body is None and acronym:
        body = find_organization(names, acronym)
    return Who(body.acronym, body=body) if body else None


def _unregistered(note: Note, text: str, acronym: str = "") -> Who:
    return Who(sort_key(text, note.language) or text, written=text, acronym=acronym)


def _recognized(names: Names, text: str, language: str, kind: type[Row]) -> Row | None:
    naming = recognize(names, text, language)
    return naming.row if naming and isinstance(naming.row, kind) else None

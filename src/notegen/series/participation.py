"""Who had which part in the events of a series: States by their codes, bodies by their registered names.

What statistics count, what indexes list and what the database holds is the same and comes from here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from notegen.languages.names import Organization, State, find_organization, sort_key
from notegen.records.model import Entry, Group, Named, Note
from notegen.records.rules.participants import Participant, list_participants, name_participant
from notegen.records.text import parse_inline, plain
from notegen.series.anonyms import is_anonym

Attendance = Literal["attended", "invited", "registered", "visited"]
Part = Literal["host", "organizer", "funder"]
Role = Literal[Attendance, Part]

# Characters of participants that have room on the first page of a note; in longer ones each is looked for in its place.
_FIRST_PAGE = 1200
# Groups whose entries are bodies, known to us or not. In the others only names that we know count.
_BODIES = ("organizations", "civil_society", "industry", "academia")
COLUMNS = 40
"""From so many entries on a group is a list in columns, and its entries have places of their own (group.html)."""


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
class Listed:
    """Somebody who is named among the participants, as `written`; `who` is None for persons and for no known State.

    `group` and `position` count from 1, the position in its group; `also` says that it stands after "as well as".
    """

    group: int
    position: int
    kind: str
    attendance: Attendance
    also: bool
    written: str
    acronym: str
    who: Who | None


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
    found = [Involvement(who, role) for role, who in list_parties(note)]
    told = "participants" in note.rows and sum(map(_measure, note.participants)) > _FIRST_PAGE
    columns = {number for number, group in enumerate(note.participants, 1) if len(group.entries) >= COLUMNS}
    listed = list(list_named(note))
    for one in listed:
        place = f"group-{one.group}"
        if one.group in columns and not one.also:
            place += f"-{one.position}"
        if one.who:
            found.append(Involvement(one.who, one.attendance, place if told else ""))
    return Involved(tuple(found), tuple(one.written for one in listed if one.who is None and one.kind == "states"))


def list_named(note: Note) -> Iterator[Listed]:
    """Everyone who is named among the participants, in the order of the page; not "six others", who are nobody."""
    for entry in list_participants(note, note.origin.names):
        group = note.participants[entry.group]
        written, acronym = plain(parse_inline(entry.text)), plain(parse_inline(entry.acronym or ""))
        who = _identify(note, entry, written, acronym)
        if who is None and not acronym and is_anonym(written, note.language):
            continue
        if who is None and group.kind in _BODIES:
            who = _take_as_written(note, written, acronym)
        position = int(entry.path[3]) + 1 + (len(group.entries) if entry.also else 0)
        yield Listed(entry.group + 1, position, group.kind, group.attendance, entry.also, written, acronym, who)


def list_parties(note: Note) -> Iterator[tuple[Part, Who]]:
    """Hosts, organizers and funders, as the record's parties say."""
    if note.parties is None:
        return
    parts: Iterable[tuple[Part, Sequence[str]]] = (
        ("host", note.parties.hosts),
        ("organizer", note.parties.organizers),
        ("funder", note.parties.funders),
    )
    for part, names in parts:
        for name in names:
            text = plain(parse_inline(name))
            if who := find_who(note, text, is_state=True):
                yield part, who
            elif not is_anonym(text, note.language):
                yield part, _take_as_written(note, text)


def find_who(note: Note, text: str, *, is_state: bool) -> Who | None:
    """The State or body of a name in the language of the note or in English, if one is known by it.

    Codes of ISO 3166 are read only where a State may stand.
    """
    for tag in dict.fromkeys((note.language, "en")):
        if naming := name_participant(note.origin.names, text, tag, is_state=is_state):
            row = naming.row
            return Who(row.alpha2, state=row) if isinstance(row, State) else Who(row.acronym, body=row)
    return None


def _identify(note: Note, entry: Participant, written: str, acronym: str) -> Who | None:
    if who := find_who(note, written, is_state=entry.is_state):
        return who
    body = find_organization(note.origin.names, acronym) if acronym else None
    return Who(body.acronym, body=body) if body else None


def _take_as_written(note: Note, text: str, acronym: str = "") -> Who:
    return Who(sort_key(text, note.language) or text, written=text, acronym=acronym)


def _measure(group: Group) -> int:
    return sum(len(_write(entry)) + 2 for entry in (*group.entries, *group.also))


def _write(entry: Entry) -> str:
    text = (entry.state or entry.name or "") if isinstance(entry, Named) else entry
    return plain(parse_inline(text))

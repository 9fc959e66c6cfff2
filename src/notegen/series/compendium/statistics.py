"""What a series of notes counts up to. Only who attended is counted, and what is not said is counted as not said."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from notegen.languages.names import Names, State
from notegen.records.model import Note
from notegen.series.participation import Involved, Role, Who

LONGEST = 60
"""Years between the first and the last event up to which those without an event have a line too."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events each had a part in, and how many notes say nothing about such a part."""

    events: Mapping[str, int]
    who: Mapping[str, Who]
    missing: int


@dataclass(frozen=True, slots=True)
class Region:
    """A regional group: how many States it has, how many of them attended events, and how often together.

    `name` is that of states.json; "" holds the States that are in no group.
    """

    name: str
    members: int
    states: int
    attendances: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The numbers of a series. Years are those in which events began; kinds are in small letters."""

    notes: int
    years: tuple[int, ...]
    kinds: Mapping[str, int]
    by_year: Mapping[tuple[int, str], int]
    states: Tally
    organizations: Tally
    regions: tuple[Region, ...]
    hosts: Tally
    funders: Tally
    unknown: tuple[str, ...]


def count(notes: Sequence[Note], involved: Sequence[Involved], names: Names) -> Statistics:
    """The numbers of these notes, one for each event, and of whom they name."""
    dated = Counter((first_year(note), kind(note)) for note in notes)
    years = sorted({year for year, _ in dated})
    if years and years[-1] - years[0] < LONGEST:
        years = list(range(years[0], years[-1] + 1))
    kinds: Counter[str] = Counter()
    for (_, name), number in dated.items():
        kinds[name] += number
    states = _tally(involved, "attended", lambda who: who.state is not None)
    return Statistics(
        notes=len(notes),
        years=tuple(years),
        kinds=kinds,
        by_year=dated,
        states=states,
        organizations=_tally(involved, "attended", lambda who: who.state is None),
        regions=tuple(_regions(states, names)),
        hosts=_tally(involved, "host", lambda who: True),
        funders=_tally(involved, "funder", lambda who: True),
        unknown=tuple(dict.fromkeys(name for one in involved for name in one.unknown)),
    )


def first_year(note: Note) -> int:
    """The year in which the event began."""
    return min(period.start.first_day() for period in note.event.dates).year


def kind(note: Note) -> str:
    """The kind of the event in small letters, "" where the record does not say."""
    return " ".join((note.event.kind or "").casefold().split())


def _tally(involved: Sequence[Involved], role: Role, counts: Callable[[Who], bool]) -> Tally:
    events: Counter[str] = Counter()
    who: dict[str, Who] = {}
    missing = 0
    for one in involved:
        found = {key: other for key, other in one.count(role).items() if counts(other)}
        missing += not found
        events.update(found.keys())
        who = found | who
    return Tally(events, who, missing)


def _regions(states: Tally, names: Names) -> list[Region]:
    members: dict[str, list[State]] = {}
    for state in names.states:
        members.setdefault(state.region or "", []).append(state)
    rows = []
    for name in sorted(members, key=lambda name: (not name, name)):
        attended = [states.events[state.alpha2] for state in members[name] if state.alpha2 in states.events]
        rows.append(Region(name, len(members[name]), len(attended), sum(attended)))
    return rows

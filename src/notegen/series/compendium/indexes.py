"""The indexes of a series: every State and every body, with the places where notes name it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from notegen.languages.language import Language
from notegen.records.text import Tokens
from notegen.series.compendium.naming import Called, call
from notegen.series.participation import Involved, Involvement, Role, Who

_SORTED_WITHOUT_LETTERS = ("ja", "zh")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the document, and in which part somebody is there other than by attending."""

    note: int
    place: str
    role: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One State or body with its places, one for each note, in the order of the notes."""

    name: Tokens
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The entries that begin with a letter; "" where a language is not sorted by letters."""

    letter: str
    entries: tuple[Entry, ...]


def index(involved: Sequence[Involved], words: Language, *, states: bool) -> tuple[Letter, ...]:
    """The States, or the bodies, that notes name, in the order of the language."""
    who: dict[str, Who] = {}
    found: dict[str, list[tuple[int, Involvement]]] = {}
    for number, one in enumerate(involved):
        for involvement in one.involvements:
            if (involvement.who.state is not None) == states:
                who.setdefault(involvement.who.key, involvement.who)
                found.setdefault(involvement.who.key, []).append((number, involvement))
    rows = [(call(one, words), found[key]) for key, one in who.items()]
    rows.sort(key=lambda row: row[0].order)
    letters: dict[str, list[Entry]] = {}
    for called, places in rows:
        letters.setdefault(_letter(called, words), []).append(Entry(called.name, tuple(_refer(places, words))))
    return tuple(Letter(letter, tuple(entries)) for letter, entries in letters.items())


def _letter(called: Called, words: Language) -> str:
    first = called.order[:1]
    return first.upper() if first.isalpha() and words.language not in _SORTED_WITHOUT_LETTERS else ""


def _refer(places: Iterable[tuple[int, Involvement]], words: Language) -> Iterable[Reference]:
    by_note: dict[int, list[Involvement]] = {}
    for number, involvement in places:
        by_note.setdefault(number, []).append(involvement)
    for number, found in by_note.items():
        attended = next((one for one in found if one.role == "attended"), None)
        place = attended.place if attended else next((one.place for one in found if one.place), "")
        said = () if attended else dict.fromkeys(_say(one, words) for one in found)
        yield Reference(number, place, words.join(tuple(said)))


def _say(involvement: Involvement, words: Language) -> str:
    role: Role = involvement.role
    if role in ("host", "organizer", "funder"):
        return str(getattr(words.compendium, role))
    kind = "states" if involvement.who.state is not None else "organizations"
    said = getattr(words.attendance, role)
    return str(said.get(kind) or said["other"])

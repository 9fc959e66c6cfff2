"""Rules about the place of an event: city and country."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from notegen.diagnostics import Path, Severity
from notegen.languages.names import Names, State, find_state, sort_key, state_name
from notegen.records.model import Venue
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject

_ALONE = frozenset(
    # Seats of the United Nations and of its bodies, and seats of government that the table leaves open.
    """newyork geneva thehague montreal capetown pretoria bloemfontein lapaz sucre colombo srijayawardenepurakotte
    malabo ciudaddelapaz jerusalem ramallah yaren ngerulmud melekeok vaticancity washington mexicocity mexico kiev
    ulanbator berne bern panama guatemala kuwait santodomingo saotome naypyitaw nayyidaw abidjan cotonou
    daressalaam laayoune stjohns stgeorges nukualofa newdelhi delhi hongkong macao luxembourgcity""".split()  # noqa: SIM905
)
_NAMESAKES = frozenset(
    """georgetown kingston victoria sanjose santiago tripoli london athens rome paris dublin moscow lima cairo
    panamacity santodomingo monrovia wellington saintgeorges kingstown sanmarino windhoek sansalvador manila vienna
    berlin copenhagen warsaw lisbon madrid stockholm oslo belgrade bern brussels ottawa hamilton sofia santacruz
    portlouis bridgetown freetown managua havana valletta mexicocity roseau rabat libreville
    singapore jakarta canberra nassau majuro apia suva praia luxembourg vaduz monaco bogota quito caracas
    asuncion montevideo brasilia washingtondc""".split()  # noqa: SIM905
)
"""Capitals that towns in other countries share their name with, in the Americas above all."""


@lru_cache(maxsize=8)
def _capitals(names: Names) -> dict[str, State]:
    return {sort_key(state.capital["en"], "en"): state for state in names.states if state.capital.get("en")}


def _places(subject: Subject) -> Iterator[tuple[Path, Venue]]:
    places = subject.note.event.place
    single = len(places) == 1 and subject.note.origin.is_mapping(("event", "place"))
    for i, place in enumerate(places):
        yield ("event", "place") if single or not subject.note.origin.trees else ("event", "place", i), place


def find_missing_countries(subject: Subject) -> Iterator[Finding]:
    """The country stands after the city, unless the city is a capital.

    Why: "Frankfurt" is in two places and unknown to readers far away; capitals and the seats of the
    United Nations are not. Statistics by country need the key in any case.

    Source: United Nations Editorial Manual Online, country names (PLACE-01).

    Bad:
        event: {title: Workshop on border controls, dates: 2009-09-08, place: {city: Wiesbaden}}

    Good:
        event: {title: Workshop on border controls, dates: 2009-09-08, place: [{city: Vienna}, {city: Geneva}]}
    """
    for path, place in _places(subject):
        if place.city and not place.country:
            key = sort_key(place.city, "en")
            known = (
                key in _ALONE or key in _capitals(subject.names) or any(c.isdigit() or c in ",(" for c in place.city)
            )
            if not known:
                message = f"{place.city} is not a capital: its country is missing"
                yield Finding((*path, "city"), message, hint="add country: with the UN short name or the ISO code")


def find_plain_capitals(subject: Subject) -> Iterator[Finding]:
    """The name of a capital keeps its accents.

    Why: San José is not San Jose; the name of the host's capital is the first that the host reads.

    Source: United Nations Editorial Manual Online, country names; the list of capitals of notegen
    (PLACE-01).

    Bad:
        event: {title: Workshop on border controls, dates: 2009-09-08, place: {city: San Jose, country: CR}}

    Good:
        event: {title: Workshop on border controls, dates: 2009-09-08, place: {city: San José, country: CR}}
    """
    for path, place in _places(subject):
        state = find_state(subject.names, place.country, "en") if place.country else None
        capital = state.capital.get("en", "") if state else ""
        # Only letters without marks are certain to lack some: another spelling may be the better one.
        if place.city and place.city.isascii() and not capital.isascii() and place.city == _bare(capital):
            message = f'"{place.city}" without the accents of {capital}'
            yield Finding((*path, "city"), message, hint=f'write "{capital}"', replacement=capital)


def find_strange_capitals(subject: Subject) -> Iterator[Finding]:
    """City and country go together.

    Why: a place copied from another note keeps the other country. Only capitals that share their name
    with no other town are looked at.

    Source: house rules for notes, city and country agree (PLACE-02).

    Bad:
        event: {title: Workshop on border controls, dates: 2009-09-08, place: {city: Addis Ababa, country: KE}}

    Good:
        event: {title: Workshop on border controls, dates: 2009-09-08, place: {city: Addis Ababa, country: ET}}
    """
    for path, place in _places(subject):
        key = sort_key(place.city, "en") if place.city else ""
        state = _capitals(subject.names).get(key)
        given = find_state(subject.names, place.country, subject.note.language) if place.country else None
        if state and given and state is not given and key not in _NAMESAKES:
            there, here = state_name(state, "en"), state_name(given, "en")
            hint = f"country: {state.alpha2}, or another city"
            yield Finding((*path, "country"), f"{place.city} is the capital of {there}, not in {here}", hint=hint)


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


RULES: tuple[Rule[Find], ...] = (
    Rule("country-missing", Severity.INFO, find_missing_countries, UN, ("en",)),
    Rule("capital-accents", Severity.INFO, find_plain_capitals, BOTH, ("en",)),
    Rule("city-country", Severity.INFO, find_strange_capitals, BOTH),
)

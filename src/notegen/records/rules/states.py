"""Rules about the names of States in a list."""

import datetime
import re
from collections.abc import Iterator

from notegen.diagnostics import Path, Severity
from notegen.languages.names import (
    FormerName,
    State,
    find_organization,
    find_state,
    has_states,
    sort_key,
    state_name,
    suggest_state,
)
from notegen.languages.tags import languages
from notegen.records.rules.mentions import Form, Naming, find_end, recognize
from notegen.records.rules.participants import Participant
from notegen.records.rules.rule import BOTH, UN, Finding, Rule, Subject
from notegen.records.text import MARK

_WRONG: tuple[Form, ...] = ("customary", "formal", "former")


def find_unknown_states(subject: Subject) -> Iterator[Finding]:
    """A State has the short name that the United Nations uses, among the participants, hosts and in the place.

    Why: a list of participants is read by those who are on it. "Dominica Republic" names no State,
    and Dominica is another one than the Dominican Republic, so a spelling checker sees nothing.

    Source: United Nations Editorial Manual Online, country names; UNTERM (NAME-01).

    Bad:
        participants: [{kind: states, entries: [Belize, Dominica Republic]}]

    Good:
        participants: [{kind: states, entries: [Belize, Dominican Republic, CU]}]
        parties: {hosts: [CU, European Union], funders: [The Harbour Office]}
    """
    if not has_states(subject.names, subject.note.language):
        return  # a name in a language that States have no names in cannot be told from a slip
    for entry in _listed(subject):
        if entry.body or (entry.naming and entry.naming.form in _WRONG):
            continue
        if find_state(subject.names, entry.text, subject.note.language) is None:
            close = suggest_state(subject.names, entry.text, subject.note.language)
            if close or not entry.also:  # others than States may stand there
                hint = f'did you mean "{close}"?' if close else _advise(subject, entry.text)
                message = f'"{entry.text}" is not the UN short name of a State'
                certain = close if entry.naming else None  # nothing but capitals and accents differ
                yield Finding(entry.path, message, entry.start, entry.end, hint, certain)
    yield from _find_unknown_countries(subject)
    yield from _find_unknown_parties(subject)


def _find_unknown_countries(subject: Subject) -> Iterator[Finding]:
    language = subject.note.language
    for passage in subject.passages:
        if passage.path[:2] != ("event", "place") or passage.path[-1] != "country":
            continue
        text = MARK.split(passage.text)[0].strip(" *_")
        naming = recognize(subject.names, text, language)
        if (naming and naming.form in _WRONG) or find_state(subject.names, text, language, "en"):
            continue
        close = suggest_state(subject.names, text, language)
        hint = f'did you mean "{close}"?' if close else _advise(subject, text)
        yield Finding(passage.path, f'"{text}" is not the UN short name of a State', 0, len(text), hint)


def _find_unknown_parties(subject: Subject) -> Iterator[Finding]:
    """Hosts are States as a rule, and two letters a code; any other name may be that of a body nobody has a list of."""
    parties, language = subject.note.parties, subject.note.language
    for key in ("hosts", "funders") if parties else ():
        for i, text in enumerate(getattr(parties, key)):
            if find_state(subject.names, text, language, "en") or find_organization(subject.names, text):
                continue
            if recognize(subject.names, text, language) or recognize(subject.names, text, "en"):
                continue
            close = suggest_state(subject.names, text, language)
            meant = close or (_find_meant(subject, text) if key == "hosts" else None)
            if meant or _CODE.fullmatch(text) or (key == "hosts" and _is_country(subject, text)):
                hint = f'did you mean "{meant}"?' if meant else _advise(subject, text)
                hint += "; a body of that name is told in names.yaml" * (not meant and not _CODE.fullmatch(text))
                yield Finding(("parties", key, i), f'"{text}" is no State or body that is known', hint=hint)


_CODE = re.compile("[A-Z]{2}")


def _find_meant(subject: Subject, text: str) -> str | None:
    """The State that stands behind a city or a name in another language."""
    names, language = subject.names, subject.note.language
    here = (place.country for place in subject.note.event.place if _is_alike(text, place.city or ""))
    hosts = (find_state(names, country, language, "en") for country in here if country)
    capitals = (state for state in names.states if any(_is_alike(text, name) for name in state.capital.values()))
    rows = (naming.row for tag in languages() if (naming := recognize(names, text, tag)))
    state = next((row for row in (*hosts, *capitals, *rows) if isinstance(row, State)), None)
    return state_name(state, language) if state else None


def _is_country(subject: Subject, text: str) -> bool:
    """Whether a name is that of a country or area, though of no State: nobody else may be called so."""
    if text.casefold() in _SEVERAL or any(place.country == text for place in subject.note.event.place):
        return True
    from babel import Locale  # its names take their time, and hardly a host is unknown

    areas = (name for code, name in Locale("en").territories.items() if len(code) == 2)
    return any(_is_alike(text, name.removesuffix(" SAR China")) for name in areas)


def _is_alike(one: str, other: str) -> bool:
    return sort_key(one, "en") == sort_key(other, "en")


_SEVERAL = {
    "korea": ("Democratic People's Republic of Korea", "Republic of Korea"),
    "congo": ("Congo", "Democratic Republic of the Congo"),
}
"""Names that two States share in everyday language."""


def _advise(subject: Subject, text: str) -> str:
    """What to write where no name is near enough to a text to be meant."""
    names, language = subject.names, subject.note.language
    codes = [code for both in _SEVERAL.items() if both[0] == text.casefold() for code in both[1]]
    if found := [state_name(state, language) for code in codes if (state := find_state(names, code, "en"))]:
        return "did you mean " + " or ".join(f'"{name}"' for name in found) + "?"
    if len(text) in (2, 3) and text.isascii() and text.isalpha():
        state = find_state(names, text.upper(), language)
        return (
            f'did you mean "{state_name(state, language)}" ({text.upper()})?'
            if state
            else f"no State has the code {text}; write its name"
        )
    return "write the UN short name of a State, or its ISO 3166 code; others than States are listed in another group"


def find_customary_names(subject: Subject) -> Iterator[Finding]:
    """A list of States has their United Nations short names, not customary, formal or former ones.

    Why: a State is called in the Organization as it asked to be. Viet Nam, Türkiye and the
    United Republic of Tanzania are filed, sorted and searched for under these names. A former name
    is right where the event took place under it.

    Source: UNTERM; United Nations Editorial Manual Online, country names (NAME-02).

    Bad:
        participants: [{kind: states, entries: [Vietnam]}]

    Good:
        participants: [{kind: states, entries: [Viet Nam]}]
    """
    for path, start, text, naming in _name_states(subject):
        if not naming or not isinstance(naming.row, State) or naming.form not in _WRONG:
            continue
        if finding := _correct(subject, naming.row, text, naming.form):
            message, hint, certain = finding
            yield Finding(path, message, start, start + len(text), hint, certain)


def _name_states(subject: Subject) -> Iterator[tuple[Path, int, str, Naming | None]]:
    """Where a State is named by itself: the entries, and the countries of the places."""
    for entry in _listed(subject):
        yield entry.path, entry.start, entry.text, entry.naming
    for passage in subject.passages:
        if passage.path[0] == "event" and passage.path[-1] == "country":
            known = find_state(subject.names, passage.text, subject.note.language)
            naming = None if known else recognize(subject.names, passage.text, subject.note.language)
            yield passage.path, 0, passage.text, naming


def _correct(subject: Subject, state: State, text: str, form: Form) -> tuple[str, str, str | None] | None:
    """Message, hint and certain correction of a name that is not the short one; None where it may stand."""
    if is_of_its_time(subject, state, text) or (
        form == "former" and not find_end_of(state, text, subject.note.language)
    ):
        return None
    short = state_name(state, subject.note.language)
    message = f'"{text}" is a {form} name, not the UN short name'
    if old := find_old_name(subject, state):
        return message, f'"{short}", or "{old.name[subject.note.language]}" as it was then', None
    return message, f'the UN short name is "{short}"', short


def find_non_states(subject: Subject) -> Iterator[Finding]:
    """Only States are listed among the States.

    Why: the European Union and other organizations are not States; a count of the list or a search
    for who came would take them for one. The Holy See and the State of Palestine are States.

    Source: UNTERM list of States; the founding note (NAME-07).

    Bad:
        participants: [{kind: states, entries: [Cuba, European Union]}]

    Good:
        participants: [{kind: states, entries: [Cuba], also: [the European Union]}]
    """
    for entry in _listed(subject):
        if entry.body and not entry.also:
            message = f'"{entry.text}" is not a State'
            hint = "list it under `also`, or in a group of organizations"
            yield Finding(entry.path, message, entry.start, entry.end, hint)


def find_names_of_two_times(subject: Subject) -> Iterator[Finding]:
    """The States of one list have the names of one time.

    Why: "Swaziland" beside "Türkiye" was never a list of any day: either all names are those of the
    event, or all are those of today.

    Source: United Nations practice; one policy per series (NAME-10).

    Bad:
        participants: [{kind: states, entries: [Swaziland, Türkiye]}]

    Good:
        participants: [{kind: states, entries: [Swaziland, Turkey]}]
    """
    listed = [(entry, entry.state) for entry in _listed(subject) if entry.state]
    old = [entry.text for entry, state in listed if is_of_its_time(subject, state, entry.text)]
    for entry, state in listed if old else ():
        name = find_old_name(subject, state)
        if name and not is_of_its_time(subject, state, entry.text):
            message = f'"{entry.text}" is a name of later; "{old[0]}" is one of the time of the event'
            hint = f'"{name.name[subject.note.language]}", or the present names for all'
            yield Finding(entry.path, message, entry.start, entry.end, hint)


def find_names_of_later(subject: Subject) -> Iterator[Finding]:
    """A State has the name that it had on the day of the event.

    Why: a record of 2009 that lists Türkiye looks as if it had been written later. A series may hold
    to present names instead: then leave this rule off.

    Source: the policy of a series; dates of the names in states.json (NAME-10).

    Bad:
        participants: [{kind: states, entries: [Türkiye]}]

    Good:
        participants: [{kind: states, entries: [Turkey]}]
    """
    for entry in _listed(subject):
        if entry.state and (old := find_old_name(subject, entry.state)):
            name = old.name[subject.note.language]
            if not is_of_its_time(subject, entry.state, entry.text):
                message, hint = f'"{entry.text}" was not the name then', f'on the day of the event it was "{name}"'
                yield Finding(entry.path, message, entry.start, entry.end, hint, name)


def is_of_its_time(subject: Subject, state: State, text: str) -> bool:
    """Whether the text is a former name of the State that was in force at the event."""
    until = find_end_of(state, text, subject.note.language)
    return until is not None and _day(subject) < until


def find_end_of(state: State, text: str, language: str) -> datetime.date | None:
    """The first day on which a former name was no longer in force; None where that is not known."""
    key = sort_key(text, language)
    names = [old for old in state.former if language in old.name and sort_key(old.name[language], language) == key]
    return find_end(names[0]) if names else None


def find_old_name(subject: Subject, state: State) -> FormerName | None:
    """The name in force at the event, where it is not the present one."""
    language, day = subject.note.language, _day(subject)
    ends = [(end, old) for old in state.former if language in old.name and (end := find_end(old))]
    return min((pair for pair in ends if day < pair[0]), key=lambda pair: pair[0], default=(day, None))[1]


def _day(subject: Subject) -> datetime.date:
    return subject.note.event.dates[0].start.first_day()


def _listed(subject: Subject) -> Iterator[Participant]:
    return (entry for entry in subject.participants if entry.kind == "states")


RULES = (
    Rule("unknown-state", Severity.ERROR, find_unknown_states, BOTH),
    Rule("customary-state-name", Severity.WARNING, find_customary_names, UN),
    Rule("non-state-among-states", Severity.WARNING, find_non_states, BOTH),
    Rule("names-of-two-times", Severity.INFO, find_names_of_two_times, UN),
    Rule("state-name-of-later", Severity.INFO, find_names_of_later, UN, off=True),
)

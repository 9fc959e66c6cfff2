"""Names of States and organizations: which are right, how a language writes them, in which order they stand."""

import json
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from notegen.languages.rows import Fault, WrongRow, find_faults

Texts = Mapping[str, str]  # by BCP 47 tag


@dataclass(frozen=True, slots=True, eq=False)
class FormerName:
    """A name no longer used; `until` is the first day, month or year of the next one, None where unknown."""

    name: Texts
    until: str | None = None
    acronym: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A State under its United Nations names; codes by ISO 3166-1, `m49…` by UN M49.

    `region` is the regional group of a Member; `customary` are names that are met, but are not the United Nations'.
    """

    alpha2: str
    alpha3: str
    short: Texts
    status: Literal["member", "observer", "other"] = "other"
    formal: Texts = field(default_factory=dict)
    article: Texts = field(default_factory=dict)
    capital: Texts = field(default_factory=dict)
    former: Sequence[FormerName] = ()
    customary: Mapping[str, Sequence[str]] = field(default_factory=dict)
    region: str | None = None
    m49: str = ""
    m49_region: str = ""
    m49_subregion: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Organization:
    """A body under its own names; `acronym` is its short name where it has none.

    `acronyms` are those of other languages, `variants` are met besides; `article`: English text needs "the".
    """

    acronym: str
    kind: Literal["international", "regional", "un", "civil_society", "academia", "industry", "national"]
    names: Texts
    variants: Sequence[str] = ()
    acronyms: Texts = field(default_factory=dict)
    former: Sequence[FormerName] = ()
    misspelt: Sequence[str] = ()
    article: bool = True
    ampersand: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The States and organizations that a series knows. It and its rows are equal to themselves only."""

    states: tuple[State, ...]
    organizations: tuple[Organization, ...]


Row = TypeVar("Row", State, Organization)
_ARTICLES = {"en": "the |The ", "fr": "l'|la |le |les ", "es": "el |la |los |las ", "ar": "ال"}  # not El Salvador's
_LETTER_MARKS = {"ru": "\u0306", "es": "\u0303"}  # й and ñ are letters that follow и and n; ё, é and others are not
_TOLERANCE = (4, 7, 12, 20)  # lengths from which a name may have one, two, three and four slips


@cache
def builtin() -> Names:
    """The names that come with notegen, from states.json and organizations.json beside this module."""
    folder = Path(__file__).parent
    states, bodies = (json.loads((folder / f"{t}.json").read_text("utf-8"))[t] for t in ("states", "organizations"))
    return Names(tuple(State(**_parse(row)) for row in states), tuple(Organization(**_parse(row)) for row in bodies))


def with_overrides(names: Names, data: Mapping[str, Any]) -> Names:
    """`names` with rows added and changed as a series' names.yaml says; WrongRow for what is none.

    `data` has `states` by alpha-2 code and `organizations` by acronym, with the keys of the files here. A text
    for a language joins those that are there; every other value replaces.
    """
    if data.keys() - {"states", "organizations"} or not all(isinstance(rows, Mapping) for rows in data.values()):
        raise ValueError("expected `states` and `organizations`, each with rows by code or acronym")
    states = _overlay(State, {row.alpha2: row for row in names.states}, "alpha2", data.get("states", {}))
    bodies = {row.acronym: row for row in names.organizations}
    return Names(states, _overlay(Organization, bodies, "acronym", data.get("organizations", {})))


# The notes of a series name the same States and bodies again and again.
_remember = lru_cache(maxsize=4096)


@_remember
def has_states(names: Names, language: str) -> bool:
    """Whether States have names in the language."""
    return any(language in state.short for state in names.states)


@_remember
def find_state(names: Names, text: str, *languages: str) -> State | None:
    """The State of that UN short name in a language, the first that has it, or of that ISO code.

    Case counts, article and apostrophe do not. A language that no State has a name in has the English ones,
    which are what `state_name` gives.
    """
    name = _tidy(text)
    for language in (tag if has_states(names, tag) else "en" for tag in languages):
        state = _spell_states(names, language).get(sort_key(name, language))
        if state and _tidy(state.short.get(language, "")) in (name, _drop_article(name, language)):
            return state
    return next((state for state in names.states if name in (state.alpha2, state.alpha3)), None)


@_remember
def find_organization(names: Names, text: str) -> Organization | None:
    """The body with that acronym: the registered one, a variant, or that of another language."""
    body = _spell_organizations(names).get(sort_key(text, "en"))
    return body if body and _tidy(text) in (body.acronym, *body.variants, *body.acronyms.values()) else None


def state_name(state: State, language: str) -> str:
    """The UN short name in the language, else in English, else the code."""
    return state.short.get(language) or state.short.get("en") or state.alpha3


def organization_name(organization: Organization, language: str) -> tuple[str, str]:
    """The full name and the language that it is in: English where the body has no name in `language`."""
    tag = language if language in organization.names else "en"
    return organization.names.get(tag, organization.acronym), tag


def organization_acronym(organization: Organization, language: str) -> str:
    """The acronym in the language: IAEA, AIEA, МАГАТЭ; the name itself where a body has no acronym."""
    return organization.acronyms.get(language, organization.acronym)


@_remember
def suggest_state(names: Names, text: str, language: str) -> str | None:
    """The UN short name that a wrong one must mean: a customary, former or formal name, or a slip of the pen."""
    for tag in dict.fromkeys((language, "en")):
        if state := _spell_states(names, tag).get(sort_key(text, tag)):
            return state_name(state, language)
    nearest = _find_nearest(_spell_states(names, language), sort_key(text, language))
    return state_name(nearest, language) if nearest else None


@_remember
def suggest_organization(names: Names, text: str) -> Organization | None:
    """The body that a full, former or misspelt name must mean, or an acronym with its letters in disorder."""
    spellings, key = _spell_organizations(names), sort_key(text, "en")
    if found := spellings.get(key) or (_find_nearest(spellings, key) if " " in text.strip() else None):
        return found
    return next((body for other, body in spellings.items() if sorted(other) == sorted(key)), None)


@_remember
def sort_key(text: str, language: str) -> str:
    """What orders names as lists of the United Nations do: letter by letter, without article, accents and signs.

    House rule NAME-04, and the French list of Members: "Guinée, Guinée-Bissau, Guinée équatoriale".
    """
    bare = _drop_article(_tidy(text), language).casefold()
    mark = _LETTER_MARKS.get(language)
    return "".join("\uffff" if c == mark else c for c in unicodedata.normalize("NFD", bare) if c.isalnum() or c == mark)


def state_key(state: State, language: str) -> str:
    """What orders States by their short names in a language; Chinese keeps the English order (house rule NAME-05)."""
    tag = "en" if language == "zh" or language not in state.short else language
    return sort_key(state_name(state, tag), tag)


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u2019", "'").split())


def _drop_article(text: str, language: str) -> str:
    articles = _ARTICLES.get(language, "").split("|")
    return next((text.removeprefix(article) for article in articles if text.startswith(article)), text)


@lru_cache(maxsize=32)
def _spell_states(names: Names, language: str) -> dict[str, State]:
    ranks: list[list[tuple[str, State]]] = [[], [], [], []]
    for state in names.states:
        ranks[0].append((state.short.get(language, ""), state))
        ranks[1].append((state.formal.get(language, ""), state))
        ranks[2] += ((text, state) for text in state.customary.get(language, ()))
        ranks[3] += ((former.name.get(language, ""), state) for former in state.former)
    return {sort_key(text, language): state for rank in reversed(ranks) for text, state in rank if text}


@lru_cache(maxsize=8)
def _spell_organizations(names: Names) -> dict[str, Organization]:
    ranks: list[list[tuple[str, Organization]]] = [[], [], []]
    for body in names.organizations:
        ranks[0].append((body.acronym, body))
        ranks[1] += ((text, body) for text in (*body.variants, *body.acronyms.values(), *body.names.values()))
        ranks[2] += ((text, body) for text in body.misspelt)
        ranks[2] += ((text or "", body) for former in body.former for text in (*former.name.values(), former.acronym))
    return {sort_key(text, "en"): body for rank in reversed(ranks) for text, body in rank if text}


def _find_nearest(spellings: Mapping[str, Row], key: str) -> Row | None:
    best, least = None, len(key)
    for other, row in spellings.items():
        limit = min(bisect(_TOLERANCE, min(len(key), len(other))), least - 1)
        if abs(len(key) - len(other)) <= limit and (edits := _count_edits(key, other, limit)) <= limit:
            best, least = row, edits
    return best


def _count_edits(one: str, other: str, limit: int) -> int:
    # Levenshtein's distance, roughly where it is above the limit; letters in disorder count as one slip.
    if one[:1] == other[:1] and sorted(one) == sorted(other):
        return 1
    if (unmatched := sum((Counter(one) - Counter(other)).values())) > limit:
        return unmatched
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row = row, [i]
        for j, letter_too in enumerate(other):
            row.append(min(above[j + 1] + 1, row[j] + 1, above[j] + (letter != letter_too)))
    return row[-1]


def _parse(row: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = _rename(row)
    if "former" in values:
        values["former"] = [FormerName(**former) for former in values["former"]]
    return values


def _rename(row: Any) -> Any:
    return {"names" if key == "name" else key: value for key, value in row.items()} if isinstance(row, Mapping) else row


def _overlay(kind: type[Row], known: dict[str, Row], key: str, changes: Mapping[str, Any]) -> tuple[Row, ...]:
    for code, change in changes.items():
        row, old = _rename(change), known.get(code)
        _check_row(code, row, kind, [part.name for part in fields(kind)] if old else [key])
        values = _parse({**row, key: code})
        if old is not None:
            values |= {name: getattr(old, name) | texts for name, texts in values.items() if isinstance(texts, dict)}
        known[code] = kind(**values) if old is None else replace(old, **values)
    return tuple(known.values())


def _check_row(code: object, row: Any, kind: type[State | Organization], given: Sequence[str]) -> None:
    faults = [] if isinstance(code, str) else [Fault((), "a row stands under a text", of_key=True)]
    if faults := [*faults, *find_faults(row, kind, given)]:
        raise WrongRow(code, faults)

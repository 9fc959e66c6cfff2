"""Rules about States in running text: their names and the word itself."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Severity
from notegen.languages.names import State, state_name
from notegen.records.rules.mentions import Mention, is_acronym
from notegen.records.rules.rule import UN, Finding, Rule, Subject
from notegen.records.rules.states import find_end_of, find_old_name, is_of_its_time

# The first four of each language are short forms that running text of the United Nations has too, or that are
# written as adjectives; the others are names of something else as well: an island, a city, a region.
_ELSEWHERE = frozenset(
    (
        *("United States", "United Kingdom", "États-Unis", "Royaume-Uni", "Estados Unidos", "Reino Unido"),
        *("Соединенные Штаты", "Соединенное Королевство", "Antigua", "Trinidad", "Salvador", "Britain"),
        *("Great Britain", "Grande-Bretagne", "Gran Bretaña", "Palestine", "Palestina", "Палестина", "Vatican"),
        *("Micronesia", "Micronésie", "Микронезия", "Macedonia", "Macédoine", "Македония", "Holland", "Bosnia"),
    )
)


def find_customary_names_in_text(subject: Subject) -> Iterator[Finding]:
    """Running text calls a State as the United Nations does.

    Why: a reader who searches the notes for Viet Nam does not find "Vietnam". Where the short name has
    brackets, running text has the formal one: the Islamic Republic of Iran.

    Source: UNTERM; United Nations Editorial Manual Online, country names (NAME-02).

    Bad:
        sections: [{text: The representative of Vietnam took the floor.}]

    Good:
        sections: [{text: The representative of Viet Nam took the floor.}]
    """
    for passage, mentions in subject.mentions:
        for mention in mentions if passage.path[0] != "participants" else ():
            state, name = mention.naming.row, mention.naming.text
            if not isinstance(state, State) or name in _ELSEWHERE or passage.text[mention.end : mention.end + 1] == "$":
                continue
            wrong = mention.naming.form == "customary" or _is_past(subject, state, mention)
            if wrong and not is_of_its_time(subject, state, name):
                message = f'"{name}" is not the name that the United Nations uses'
                hint = _advise(subject, state)
                yield Finding(passage.path, message, mention.start, mention.end, hint)


def _is_past(subject: Subject, state: State, mention: Mention) -> bool:
    return (
        mention.naming.form == "former" and find_end_of(state, mention.naming.text, subject.note.language) is not None
    )


def _advise(subject: Subject, state: State) -> str:
    language = subject.note.language
    short, formal = state_name(state, language), state.formal.get(language)
    hint = f'"{formal}", and "{short}" in lists' if "(" in short and formal else f'"{short}"'
    old = find_old_name(subject, state)
    return f'{hint}; "{old.name[language]}" at the time of the event' if old else hint


_COMMON = (
    "participating|member|observer|donor|requesting|recipient|non-member|neighbouring|coastal|flag|port"
    "|nuclear-weapon|non-nuclear-weapon"
)
_REGIONAL = r"African|Arab|Asian|Balkan|Baltic|Caribbean|European|Pacific|(?:Central|South|Latin)[\s-]American"
_LOWER = re.compile(
    rf"\b(?:(?i:{_COMMON})\s+(?P<one>states?)|(?:{_REGIONAL})\s+(?P<all>states)"
    r"|(?P<party>states?)\s+part(?:y|ies)|(?i:non)-(?P<non>state)\s+actors?)\b"
)


def find_lower_case_states(subject: Subject) -> Iterator[Finding]:
    """The word "State" has a capital when it means a country.

    Why: a State that takes part is not a state of affairs, nor a part of a federation.

    Source: United Nations Editorial Manual Online, usage throughout (NAME-06).

    Bad:
        sections: [{text: Officials of the Central American states took part.}]

    Good:
        sections: [{text: Officials of the Central American States took part.}]
    """
    for passage in subject.passages:
        for match in _LOWER.finditer(passage.text) if "state" in passage.text else ():
            group = next(name for name, word in match.groupdict().items() if word)
            word = match[group]
            message = f'"{word}" for a country has a capital: "{word.capitalize()}"'
            start, end = match.span(group)
            yield Finding(passage.path, message, start, end, f'write "{word.capitalize()}"', word.capitalize())


_POSSESSIVE = re.compile(r"\b[A-Z]{3,}['’]s\b")


def find_possessives(subject: Subject) -> Iterator[Finding]:
    """A State or an acronym has no possessive.

    Why: the house writes "the policies of China" and "the Commander of UNMIL", never "China's" or "UNMIL's".

    Source: United Nations Editorial Manual Online, punctuation and abbreviations (NAME-08).

    Bad:
        sections: [{text: The workshop took note of Panama's action plan.}]

    Good:
        sections: [{text: The workshop took note of the action plan of Panama.}]
    """
    for passage, mentions in subject.mentions:
        spans = {m.span() for m in _POSSESSIVE.finditer(passage.text)}
        spans |= {(m.start, m.end + 2) for m in mentions if _may_not_possess(m)}
        for start, end in sorted(spans):
            if passage.text[end - 2 : end] in ("'s", "’s"):
                name = passage.text[start : end - 2]
                hint = f'write "of {name}", or the name alone before the noun'
                yield Finding(passage.path, f'"{name}" has no possessive', start, end, hint)


def _may_not_possess(mention: Mention) -> bool:
    naming = mention.naming
    return isinstance(naming.row, State) or (naming.form == "acronym" and is_acronym(naming.text))


RULES = (
    Rule("customary-name-in-text", Severity.INFO, find_customary_names_in_text, UN, ("en", "fr", "es", "ru")),
    Rule("lower-case-state", Severity.WARNING, find_lower_case_states, UN, ("en",)),
    Rule("possessive-name", Severity.INFO, find_possessives, UN, ("en",)),
)

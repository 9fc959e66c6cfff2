"""How those who are counted and listed are called in a language."""

from dataclasses import dataclass

from notegen.formats.phrases import fill, phrase
from notegen.languages.language import Language
from notegen.languages.names import organization_acronym, organization_name, sort_key, state_key, state_name
from notegen.records.text import Tokens
from notegen.series.participation import Who


@dataclass(frozen=True, slots=True)
class Called:
    """A name for a list, a shorter one for a chart, and what it is sorted by."""

    name: Tokens
    short: Tokens
    order: str


def call(who: Who, words: Language) -> Called:
    """The names of a State or body: its own in that language where it has one, else in English, else as written."""
    tag = words.language
    if who.state is not None:
        known = tag if tag in who.state.short else "en"
        name = phrase(state_name(who.state, known), known, words)
        return Called(name, name, state_key(who.state, tag))
    if who.body is None:
        written = phrase(who.written, tag, words)
        brief = phrase(who.acronym, tag, words)
        name = fill(words.entries.acronym, name=written, acronym=brief) if brief else written
        return Called(name, brief or written, sort_key(who.written, tag))
    full, known = organization_name(who.body, tag)
    acronym = organization_acronym(who.body, tag)
    # A body without an acronym in the letters of this language has its own, in Latin ones.
    short = phrase(acronym, "en" if acronym.isascii() and not words.latin else tag, words)
    name = phrase(full, known, words)
    if acronym != full:
        name = fill(words.entries.acronym, name=name, acronym=short)
    return Called(name, short, sort_key(full, known))

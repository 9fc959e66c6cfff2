"""A language: one YAML file in `words/`, complete or refused."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from notegen.errors import RenderError
from notegen.languages.dates import DatePatterns, Form, Period, format_periods
from notegen.languages.mistakes import read_words
from notegen.languages.tags import WORDS, languages, match
from notegen.languages.vocabulary import (
    Attendance,
    Compendium,
    Counts,
    Entries,
    Keep,
    Listing,
    Lists,
    Numbering,
    Places,
    Quotes,
    Reading,
    Spacing,
)
from notegen.languages.vocabulary import Labels as Labels

NO_BREAK = "\u00a0"


class Language(BaseModel):
    """All that a note takes from its language. `language` is a BCP 47 tag."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    language: str
    name: str
    direction: Literal["ltr", "rtl"]
    fonts: tuple[str, ...]
    hyphenate: bool
    labels: Labels
    counts: Counts
    attendance: Attendance
    lists: Lists
    entries: Entries
    places: Places
    quotes: Quotes
    spacing: Spacing
    footnote_mark: Literal["before", "after"]
    numbering: Numbering
    dates: DatePatterns
    keep: Keep
    reading: Reading
    listing: Listing
    compendium: Compendium

    @property
    def latin(self) -> bool:
        """Whether the language is written in Latin letters."""
        return unicodedata.name(self.labels.title[0]).startswith("LATIN")

    def links(self, parts: Sequence[str]) -> list[str]:
        """What stands between the parts of a list: one text less than there are parts."""
        lists = self.lists
        if len(parts) == 2:
            found = [lists.pair]
        else:
            found = [lists.separator] * (len(parts) - 2) + [lists.last] * (len(parts) > 1)
        if found:
            found[-1] = next(
                (link for link, starts in lists.euphony.items() if parts[-1].startswith(starts)), found[-1]
            )
        return [self._part(link, part) for link, part in zip(found, parts[1:], strict=True)]

    def _part(self, link: str, part: str) -> str:
        # Arabic writes its "and" as one with the next word, but apart from figures and Latin letters.
        foreign = part[:1].isascii() and part[:1].isalnum()
        return link + NO_BREAK if self.direction == "rtl" and foreign and link[-1].isalpha() else link

    def join(self, parts: Sequence[str]) -> str:
        """The parts as this language lists them: "A, B and C"."""
        return "".join(parts[:1]) + "".join(map("".join, zip(self.links(parts), parts[1:], strict=True)))

    def count(self, kind: str, number: int) -> str:
        """So many persons, women, states or organizations, in the form that the number asks for: "21 States"."""
        from babel import Locale, UnknownLocaleError  # it takes its time, and few notes count

        forms = getattr(self.counts, kind)
        try:
            category = Locale.parse(self.language, sep="-").plural_form(number)
        except (UnknownLocaleError, ValueError):  # CLDR does not know all languages of BCP 47
            category = "other"
        form = forms.get(category, forms["other"])
        return str(form.format(n=f"{number:,}".replace(",", self.counts.thousands)))

    def format_dates(self, periods: tuple[Period, ...], form: Form = "header") -> str:
        """The dates of an event: "8–10 September 2009" in a header, "from 8 to 10 September 2009" in running text."""
        return self.join(format_periods(periods, self.dates, form))


@cache
def find_language(tag: str) -> Language:
    """The words of a language; KeyError for one that has no file, RenderError for a file with mistakes."""
    if tag not in languages():
        raise KeyError(tag)
    words = read_words(WORDS / f"{tag}.yaml", Language)
    if words.language != tag:
        raise RenderError(f'words/{tag}.yaml: language: "{tag}" is expected here, as the file is called')
    return words


@cache
def whole_languages() -> tuple[str, ...]:
    """The tags of the languages whose files have no mistakes: what is looked for in all of them needs no other."""
    return tuple(tag for tag in languages() if _is_whole(tag))


def _is_whole(tag: str) -> bool:
    try:
        find_language(tag)
    except RenderError:
        return False
    return True


def choose_language(tag: str) -> Language:
    """The words of the language that a tag means, as `tags.match` has it; RenderError where there are none."""
    found = match(tag)
    if found is None:
        raise RenderError(f'there is no language "{tag}"; there are {", ".join(languages())}')
    return find_language(found)

"""Dates that a text names in words, in six languages: "8 to 10 September 2009"."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from notegen.languages.language import find_language
from notegen.records.model import Note
from notegen.records.rules.rule import Subject
from notegen.records.text import Passage

_JOINTS = {  # between two days, before the month, before the year
    "en": (r"\s*(?:[-–]|\bto\b|\band\b)\s*", r"\s+", r",?\s+"),
    "fr": (r"(?:er)?\s*(?:[-–]|\bau\b|\bet\b)\s*", r"(?:er)?\s+", r"\s+"),
    "es": (r"\s*(?:[-–]|\bal?\b|\by\b)\s*", r"\s+de\s+", r"\s+del?\s+"),
    "ru": (r"\s*(?:[-–]|\bпо\b|\bи\b)\s*", r"\s+", r"\s+"),
    "ar": (r"\s*(?:[-–]|إلى|و)\s*", r"\s+", r"\s+"),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A date, or the first day of a range and its last within the same month; `year` may be left out."""

    start: int
    end: int
    day: int
    last: int
    month: int
    year: int | None

    def dates(self, year: int) -> tuple[datetime.date, datetime.date] | None:
        """First and last day in `year` where the text has none; None when the calendar has no such day."""
        try:
            first = datetime.date(self.year or year, self.month, self.day)
            return first, first.replace(day=self.last)
        except ValueError:
            return None


@cache
def date_pattern(language: str) -> str:
    """A pattern of one date with the groups d, d2, m and y."""
    if language == "zh":
        return r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日?(?:[至-]+(?P<d2>\d{1,2})日)?"
    between, before, year = _JOINTS[language]
    names = "|".join(sorted(_months(language), key=len, reverse=True))
    days = rf"(?<![\d./])(?P<d>\d{{1,2}})(?:{between}(?P<d2>\d{{1,2}}))?"
    return rf"{days}{before}(?P<m>{names})\b(?:{year}(?P<y>\d{{4}})\b)?"


@cache
def _months(language: str) -> dict[str, int]:
    months = {}
    for number, name in enumerate(find_language(language).dates.months, 1):
        months.update(dict.fromkeys((name, *name.split("/")), number))
    return months


def read_mention(match: re.Match[str], language: str) -> Mention:
    """The date of a match of `date_pattern`."""
    month = int(match["m"]) if language == "zh" else _months(language)[match["m"]]
    start = match.start("y") if language == "zh" and match["y"] else match.start("m" if language == "zh" else "d")
    day, last = int(match["d"]), int(match["d2"] or match["d"])
    return Mention(start, match.end(), day, last, month, int(match["y"]) if match["y"] else None)


def dated(subject: Subject) -> tuple[Passage, ...]:
    """The passages that name a month: a cheap look before a costly pattern."""
    language = subject.note.language
    names = ("月",) if language == "zh" else tuple(_months(language))
    single = not any(" " in name or "月" in name for name in names)
    if single and subject.vocabulary.isdisjoint(names):
        return ()
    return tuple(subject.saying(*names))


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an event: its first and last, and how many there are with and without pauses between."""

    first: datetime.date
    last: datetime.date
    counts: frozenset[int]


def event_days(note: Note) -> Days | None:
    """The days of the event, None unless all its dates are known by days."""
    periods = note.event.dates
    if any(moment.day is None for period in periods for moment in (period.start, period.end)):
        return None
    spans = [(period.start.first_day(), period.end.last_day()) for period in periods]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    days = {day for span in spans for day in _days(*span)}
    working = {day for day in days if day.weekday() < 5}
    return Days(first, last, frozenset((len(days), len(working), (last - first).days + 1)))


def _days(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    # A period of years would make a long list for nothing: nobody calls it a "two-day workshop".
    for offset in range(min((last - first).days, 400) + 1):
        yield first + datetime.timedelta(offset)

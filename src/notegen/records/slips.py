"""What a text that is no date was meant to say."""

import re

from notegen.languages.dated_text import read_dates
from notegen.languages.dates import DateProblem, Period, parse_period

_END = r"(\d{4})[-.](\d{1,2})(?:[-.](\d{1,2}))?"
_JOINT = r"\s*(?:/|-|–|—|−|to|till|until)\s*"
_INTERVAL = re.compile(rf"{_END}(?:{_JOINT}(?:{_END}|(?:(\d{{1,2}})-)?(\d{{1,2}})))?", re.IGNORECASE)
_STROKES = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_LONGEST = 60
_LANGUAGES = ("en", "fr", "es")


def guess_dates(text: str) -> tuple[str, ...]:
    """What was meant, as a record writes it: one period that is certain, or two between which a person chooses."""
    text = text.strip()
    if len(text) > _LONGEST:
        return ()
    if match := _STROKES.fullmatch(text):
        return _write(match.groups(), match.groups())
    if match := _YEAR_LAST.fullmatch(text):
        one, _, other, year = match.groups()
        both = (*_write((year, other, one), (year, other, one)), *_write((year, one, other), (year, one, other)))
        return tuple(dict.fromkeys(both))
    if match := _INTERVAL.fullmatch(text):
        return _read_interval(match)
    return _read_words(text) if any(letter.isalpha() for letter in text) else ()


def _read_interval(match: re.Match[str]) -> tuple[str, ...]:
    year, month, day, year2, month2, day2, short_month, short = match.groups()
    if year2:
        return _write((year, month, day), (year2, month2, day2))
    if short:
        return _write((year, month, day), (year, short_month or month, short)) if day else ()
    return _write((year, month, day), (year, month, day))


def _read_words(text: str) -> tuple[str, ...]:
    """The period that running text names: "7–9 May 2019"."""
    for tag in _LANGUAGES:
        dated = read_dates(text, tag)
        if dated and len(dated.periods) == 1 and (dated.start, dated.end) == (0, len(text)):
            return (str(dated.periods[0]),)
    return ()


def _write(start: tuple[str | None, ...], end: tuple[str | None, ...]) -> tuple[str, ...]:
    """The period from one end to the other, in their order; nothing where the calendar has no such days."""
    ends = sorted("-".join(part.zfill(2) for part in parts if part) for parts in (start, end))
    try:
        period: Period = parse_period("/".join(ends))
    except DateProblem:
        return ()
    return (str(period),)

"""Running text in, dates out: the inverse of the patterns of a language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter

from notegen.languages.dates import DateProblem, Moment, Period, parse_period
from notegen.languages.language import Language, find_language

_DASH = "[-‐‑‒–—―]"
_NAMES = ("days", "days_in_year", "days_in_month", "day", "months", "months_in_year", "month")
_GROUPS = {"alone": "m", "within": "m", "alone2": "m2", "within2": "m2"}

Found = tuple[tuple[Period, ...], int, int]


@dataclass(frozen=True, slots=True)
class Dated:
    """The dates that a text names, and the characters from `start` up to `end` that do so."""

    periods: tuple[Period, ...]
    start: int
    end: int


def read_dates(text: str, tag: str) -> Dated | None:
    """The first dates of the text that stand together; None where it names no year in figures."""
    found: list[Found] = []
    for one in _find(text, tag):
        if found and not _joins(text[found[-1][2] : one[1]], tag):
            break
        found.append(one)
    if not found:
        return None
    return Dated(tuple(period for periods, _, _ in found for period in periods), found[0][1], found[-1][2])


def _find(text: str, tag: str) -> Iterator[Found]:
    at = 0
    while matches := [match for pattern in _patterns(tag) if (match := pattern.search(text, at))]:
        match = min(matches, key=lambda match: (match.start(), -match.end()))
        if periods := _read(match, tag):
            yield periods, match.start(), match.end()
        at = match.end()


def _joins(between: str, tag: str) -> bool:
    """Whether nothing but a joint stands between two dates."""
    return between.strip() in {"", *_joints(find_language(tag)), ";", "؛", "；"}


def _joints(words: Language) -> list[str]:
    spoken = (*words.reading.joints, words.dates.last, words.dates.separator)
    return [text for text in dict.fromkeys((",", "،", "、", *(joint.strip() for joint in spoken))) if text]


def _read(match: re.Match[str], tag: str) -> tuple[Period, ...]:
    """The dates of a match; nothing where the calendar has no such day."""
    given = {key: value for key, value in match.groupdict().items() if value}
    try:
        year, month = int(given.get("y") or given["y2"]), _month(given.get("m"), tag)
        if month is None and not 1900 <= year < 2100:  # "resolution 1540" names none
            return ()
        if "days" in given:
            return tuple(_span(days, year, month) for days in _split_days(given["days"]))
        end_year, end_month = int(given.get("y2") or year), _month(given.get("m2"), tag) or month
        day = _number(given, "d")
        end_day = _number(given, "d2") or (day if end_month == month else None)
        period = parse_period(f"{Moment(year, month, day)}/{Moment(end_year, end_month, end_day)}")
    except (DateProblem, ValueError, KeyError):
        return ()
    if "joint" in given:  # two days, not all between them
        return (Period(period.start, period.start), Period(period.end, period.end))
    return (period,)


def _month(name: str | None, tag: str) -> int | None:
    return _months(tag)[_tidy(name)] if name else None


def _number(given: Mapping[str, str], key: str) -> int | None:
    return int(re.sub(r"\D", "", given[key])) if key in given else None


def _split_days(text: str) -> list[list[int]]:
    """Days and ranges of days of a list, each as its first and last: "3, 5–7 and 9"."""
    parts = re.findall(rf"\d{{1,2}}[^\d\s,、،至\-‐‑‒–—―]*(?:\s?(?:{_DASH}|至|a)\s?\d{{1,2}})?", text)
    return [[int(day) for day in re.findall(r"\d{1,2}", part)] for part in parts]


def _span(days: Sequence[int], year: int, month: int | None) -> Period:
    return parse_period(f"{Moment(year, month, days[0])}/{Moment(year, month, days[-1])}")


@cache
def _months(tag: str) -> dict[str, int]:
    """The number of every name that a month has."""
    words = find_language(tag)
    numbers: dict[str, int] = {}
    for names in (words.dates.months, words.dates.months_alone, words.dates.months_within):
        for number, name in enumerate(names, 1):
            numbers |= {_tidy(variant): number for variant in (name, *name.split("/"))}
    for number, variants in enumerate(words.reading.months, 1):
        numbers |= {_tidy(variant): number for variant in variants}
    return numbers


def _tidy(text: str) -> str:
    return re.sub(r"\s*/\s*", "/", " ".join(text.casefold().split()))


@cache
def _patterns(tag: str) -> tuple[re.Pattern[str], ...]:
    """Every pattern of the language as a regular expression."""
    words = find_language(tag)
    forms = [form.model_dump() for form in (words.dates.header, words.dates.running)]
    listed = [form["days_listed"].replace("{d}", "{days}") for form in forms]
    single = [form[name] for form in forms for name in _NAMES]
    years = [form[name] for form in forms for name in ("years", "year")]
    texts = dict.fromkeys((*listed, *single, *words.reading.dates, *years))
    return tuple(_compile(text, words) for text in texts)


def _compile(pattern: str, words: Language) -> re.Pattern[str]:
    parts, seen = [], set[str]()
    for literal, name, _, _ in Formatter().parse(pattern):
        parts.append(_literal(literal, words))
        if name:
            group = _GROUPS.get(name, name)
            parts.append(rf"(?P={group})" if group in seen else rf"(?P<{group}>{_field(group, words)})")
            seen.add(group)
    before, after = (r"(?<!\d)", r"(?!\d)") if words.language == "zh" else (r"(?<![\w/.])", r"(?![\w/])")
    return re.compile(before + "".join(parts) + after, re.IGNORECASE)


def _literal(text: str, words: Language) -> str:
    """A stretch of a pattern, with spaces and dashes of any kind; a joint of two days is remembered."""
    if text.strip() and text.strip() in {joint.strip() for joint in words.reading.joints}:
        return rf"\s*(?P<joint>{re.escape(text.strip())})\s*"
    if words.language == "zh":
        text = " ".join(text)  # programs set spaces between Chinese and figures
    pieces = re.split(rf"(\s*{_DASH}\s*|\s+)", text)
    return "".join(_loosen(piece, words) for piece in pieces)


def _loosen(piece: str, words: Language) -> str:
    if re.search(_DASH, piece):
        return rf"\s*(?:{_DASH}|至)\s*" if words.language == "zh" else rf"\s*{_DASH}\s*"
    if piece.isspace():
        return r"\s*" if words.language == "zh" else r"\s+"
    return rf"\s*{re.escape(piece)}\s*" if words.language == "zh" else re.escape(piece)


def _field(name: str, words: Language) -> str:
    endings = "|".join(re.escape(ending) for ending in words.reading.day_endings)
    day = rf"\d{{1,2}}(?:{endings})?" if endings else r"\d{1,2}"
    if name in ("y", "y2"):
        return r"\d{4}"
    if name in ("d", "d2"):
        return day
    if name == "days":
        alone = words.dates.header.day_alone.replace("{d}", day)
        ranged = rf"{alone}(?:\s?(?:{_DASH}|至|a)\s?{alone})?"
        return rf"{ranged}(?:\s*(?:{'|'.join(map(re.escape, _joints(words)))})\s*{ranged})+"
    names = sorted(_months(words.language), key=len, reverse=True)
    return "|".join(re.escape(name).replace("/", r"\s*/\s*").replace(r"\ ", r"\s+") for name in names)

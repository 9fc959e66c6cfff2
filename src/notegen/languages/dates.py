"""Dates of an event: ISO 8601 in, the running text of a language out."""

import calendar
import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Literal

from pydantic import Field

from notegen.languages.fields import may_have
from notegen.languages.vocabulary import Words

_MOMENT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class DateProblem(ValueError):
    """A text is no date; `message` says why, `hint` how it is written."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month or a year: ISO 8601 with reduced precision."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return text

    def first_day(self) -> datetime.date:
        """The first day of the day, month or year."""
        return datetime.date(self.year, _given(self.month, 1), _given(self.day, 1))

    def last_day(self) -> datetime.date:
        """The last day of the day, month or year."""
        month = _given(self.month, 12)
        return datetime.date(self.year, month, _given(self.day, calendar.monthrange(self.year, month)[1]))

    @property
    def precision(self) -> int:
        """1 for a year, 2 for a month, 3 for a day."""
        return 1 + (self.month is not None) + (self.day is not None)


def _given(number: int | None, default: int) -> int:
    # Nought is no default: the calendar refuses it.
    return default if number is None else number


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included; the same for a single day, month or year."""

    start: Moment
    end: Moment

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}/{self.end}"


Form = Literal["header", "running"]
"""Where a date stands: "8–10 September 2009" in a header, "from 8 to 10 September 2009" in running text."""

_FIELDS = ("d", "m", "alone", "within", "y")
Pattern = Annotated[str, may_have(*_FIELDS, *(f"{name}2" for name in _FIELDS))]
Months = Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]


class Patterns(Words):
    """How periods are written in one form.

    The fields are d, m, alone, within, y, and d2, m2, alone2, y2 for the end of a period; `alone` is the month without
    a day, `within` the month after the word for "in".
    """

    day: Pattern
    days_in_month: Pattern
    days_in_year: Pattern
    days: Pattern
    day_alone: Pattern
    days_alone: Pattern
    days_listed: Pattern
    month: Pattern
    months_in_year: Pattern
    months: Pattern
    year: Pattern
    years: Pattern


class DatePatterns(Words):
    """How one language writes dates.

    `first` stands for the first day of a month ("1er"). `separator` and `last` part days of one month.
    `contractions` are made at last: "de août" to "d’août".
    """

    months: Months
    months_alone: Months
    months_within: Months
    first: Annotated[str, may_have("d")]
    separator: str
    last: str
    contractions: dict[str, str]
    header: Patterns
    running: Patterns


def parse_moment(text: str) -> Moment:
    """`2009-09-08`, `2009-09` or `2009`; raises DateProblem."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise DateProblem(f'"{text}" is not a date', "write 2009-09-08, 2009-09 or 2009 (year-month-day)")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    moment = Moment(year, month, day)
    try:
        moment.last_day()
    except (ValueError, calendar.IllegalMonthError) as error:
        hint = "the order is year-month-day; a month has at most 31 days and a year 12 months"
        raise DateProblem(f'"{text}" is not in the calendar', hint) from error
    return moment


def parse_period(text: str) -> Period:
    """A day, month or year, or an interval `a/b` of two of the same kind; raises DateProblem."""
    parts = text.split("/")
    if not all(_MOMENT.fullmatch(part.strip()) for part in parts):
        hint = "write 2009-09-08, 2009-09 or 2009 (year-month-day), and 2009-09-08/2009-09-10 from day to day"
        raise DateProblem(f'"{text}" is not a date', hint)
    if len(parts) > 2:
        raise DateProblem(
            f'"{text}" has more than two ends', "write 2009-09-08/2009-09-10, and several dates as a list"
        )
    start, end = parse_moment(parts[0]), parse_moment(parts[-1])
    if start.precision != end.precision:
        raise DateProblem(
            f'the ends of "{text}" are not of one kind', "write both as days, both as months or both as years"
        )
    if end.first_day() < start.first_day():
        raise DateProblem(f'"{text}" ends before it begins', f"did you mean {end}/{start}?")
    return Period(start, end)


def enclose(periods: Sequence[Period]) -> Period:
    """From where the first of them begins to where the last one ends."""
    start = min((period.start for period in periods), key=lambda moment: moment.first_day())
    return Period(start, max((period.end for period in periods), key=lambda moment: moment.last_day()))


def format_period(period: Period, dates: DatePatterns, form: Form = "header") -> str:
    """The period as a header or running text has it: "8–10 September 2009"."""
    start, end = period.start, period.end
    fields = _fields(start, dates, "") | _fields(end, dates, "2")
    return _write(dates, form, find_pattern(start, end), fields)


def _write(dates: DatePatterns, form: Form, pattern: str, fields: Mapping[str, object]) -> str:
    text = str(getattr(getattr(dates, form), pattern).format(**fields))
    for apart, contracted in dates.contractions.items():
        text = text.replace(apart, contracted)
    return text


def _fields(moment: Moment, dates: DatePatterns, suffix: str) -> dict[str, object]:
    fields: dict[str, object] = {"y": moment.year, "d": moment.day}
    if moment.day == 1:
        fields["d"] = dates.first.format(d=1)
    for key, names in (("m", dates.months), ("alone", dates.months_alone), ("within", dates.months_within)):
        fields[key] = names[moment.month - 1] if moment.month else ""
    return {key + suffix: value for key, value in fields.items()}


def find_pattern(start: Moment, end: Moment) -> str:
    """The name of the pattern that a period takes."""
    kind = ("year", "month", "day")[start.precision - 1]
    if start == end:
        return kind
    if kind == "day" and (start.year, start.month) == (end.year, end.month):
        return "days_in_month"
    if kind != "year" and start.year == end.year:
        return f"{kind}s_in_year"
    return f"{kind}s"


def join(parts: Sequence[str], separator: str, last: str) -> str:
    """The parts as a list: "A, B and C"."""
    if len(parts) < 2:
        return "".join(parts)
    return separator.join(parts[:-1]) + last + parts[-1]


def format_periods(periods: Sequence[Period], dates: DatePatterns, form: Form = "header") -> list[str]:
    """Each period as a text; days of one month are written together: "3, 10 and 15 December 2020"."""
    texts = []
    for _, group in groupby(periods, _month):
        together = list(group)
        if len(together) == 1 or _month(together[0]) is None:
            texts += [format_period(period, dates, form) for period in together]
        else:
            days = join([_days(period, dates, form) for period in together], dates.separator, dates.last)
            texts.append(_write(dates, form, "days_listed", _fields(together[0].start, dates, "") | {"d": days}))
    return texts


def _month(period: Period) -> tuple[int, int | None] | None:
    """The month that holds the whole period when that is known by days."""
    start, end = period.start, period.end
    same = (start.year, start.month) == (end.year, end.month)
    return (start.year, start.month) if same and start.day is not None else None


def _days(period: Period, dates: DatePatterns, form: Form) -> str:
    pattern = "day_alone" if period.start == period.end else "days_alone"
    return _write(dates, form, pattern, _fields(period.start, dates, "") | _fields(period.end, dates, "2"))

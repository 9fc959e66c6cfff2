"""Dates of an event: ISO 8601 in, the running text of a language out."""

import calendar
import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class DatePatterns:
    """How one language writes dates.

    `patterns` has one entry for each of day, days_in_month, days_in_year, days, month,
    months_in_year, months, year, years, days_listed; its fields are d, m, y and d2, m2, y2.
    `first` stands for the first day of a month ("1er"), "{d}" where nothing is special.
    """

    months: tuple[str, ...]
    patterns: Mapping[str, str]
    first: str


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


def format_period(period: Period, dates: DatePatterns) -> str:
    """The period as a header has it: "8–10 September 2009"."""
    start, end = period.start, period.end
    fields = _fields(start, dates, "") | _fields(end, dates, "2")
    return dates.patterns[_pattern(start, end)].format(**fields)


def _fields(moment: Moment, dates: DatePatterns, suffix: str) -> dict[str, object]:
    day = dates.first.format(d=1) if moment.day == 1 else moment.day
    month = dates.months[moment.month - 1] if moment.month else ""
    return {f"d{suffix}": day, f"m{suffix}": month, f"y{suffix}": moment.year}


def _pattern(start: Moment, end: Moment) -> str:
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


def format_periods(periods: Sequence[Period], dates: DatePatterns, *, separator: str, last: str) -> str:
    """Several periods as a list; days of one month are written together: "3, 10 and 15 December 2020"."""
    texts: list[str] = []
    group: list[Period] = []

    def close() -> None:
        if len(group) > 1:
            days = join([_days(p, dates) for p in group], separator, last)
            fields = _fields(group[0].start, dates, "") | {"d": days}
            texts.append(dates.patterns["days_listed"].format(**fields))
        elif group:
            texts.append(format_period(group[0], dates))
        group.clear()

    for period in periods:
        if group and _month(period) != _month(group[0]):
            close()
        group.append(period)
        if _month(period) is None:
            close()
    close()
    return join(texts, separator, last)


def _month(period: Period) -> tuple[int, int | None] | None:
    """The month that holds the whole period when that is known by days."""
    start, end = period.start, period.end
    same = (start.year, start.month) == (end.year, end.month)
    return (start.year, start.month) if same and start.day is not None else None


def _days(period: Period, dates: DatePatterns) -> str:
    first, last = _fields(period.start, dates, "")["d"], _fields(period.end, dates, "")["d"]
    return str(first) if period.start == period.end else dates.patterns["days_alone"].format(d=first, d2=last)

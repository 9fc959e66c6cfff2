"""A language: one YAML file in `words/`, complete or refused."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from notegen.languages.dates import DatePatterns, Period, format_periods, join
from notegen.reader import decode, read

WORDS = Path(__file__).parent / "words"

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class Labels(BaseModel):
    """The names of rows, groups and parts."""

    model_config = _FROZEN
    title: str
    event: str
    organizers: str
    date_and_venue: str
    date: str
    venue: str
    participants: str
    states: str
    organizations: str
    civil_society: str
    industry: str
    academia: str
    persons: str
    other: str
    summary: str
    contact: str
    annex: str
    draft: str
    notes: str
    symbol: str
    online: str
    page: str
    record: str
    qr: str
    footnote: str
    back: str


class Counts(BaseModel):
    """How participants are told who are counted and not named; `{n}` is the number."""

    model_config = _FROZEN
    persons: str
    states: str
    organizations: str
    women: str


class Attendance(BaseModel):
    """Said beside a group that did not simply attend."""

    model_config = _FROZEN
    invited: str
    registered: str
    visited: str


class Lists(BaseModel):
    """What stands between the parts of a list in running text, and after a label."""

    model_config = _FROZEN
    separator: str
    last: str
    also: str
    parts: str
    end: str
    colon: str


class Keep(BaseModel):
    """Words that stay on one line with the number before or after them."""

    model_config = _FROZEN
    before_number: tuple[str, ...]
    after_number: tuple[str, ...]


def _read_dates(data: dict[str, object]) -> DatePatterns:
    patterns = {key: str(value) for key, value in data.items() if key not in ("names", "first")}
    months = data["names"]
    assert isinstance(months, list), "the names of the months are a list"
    assert len(months) == 12, "twelve months"
    missing = _PATTERNS - patterns.keys()
    assert not missing, f"date patterns missing: {sorted(missing)}"
    return DatePatterns(tuple(map(str, months)), patterns, str(data["first"]))


_PATTERNS = frozenset(
    (
        *("day", "days_in_month", "days_in_year", "days", "days_alone", "days_listed"),
        *("month", "months_in_year", "months", "year", "years"),
    )
)


class Language(BaseModel):
    """All that a note takes from its language. `language` is a BCP 47 tag."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    language: str
    name: str
    direction: Literal["ltr", "rtl"]
    fonts: tuple[str, ...]
    hyphenate: bool
    labels: Labels
    counts: Counts
    attendance: Attendance
    lists: Lists
    quotes: str
    dates: Annotated[DatePatterns, BeforeValidator(_read_dates)]
    keep: Keep

    def join(self, parts: list[str]) -> str:
        """The parts as this language lists them: "A, B and C"."""
        return join(parts, self.lists.separator, self.lists.last)

    def format_dates(self, periods: tuple[Period, ...]) -> str:
        """The dates of an event as a header has them."""
        return format_periods(periods, self.dates, separator=self.lists.separator, last=self.lists.last)


@cache
def languages() -> tuple[str, ...]:
    """The BCP 47 tags that there is a file for."""
    return tuple(sorted(path.stem for path in WORDS.glob("*.yaml")))


@cache
def find_language(tag: str) -> Language:
    """The words of a language; KeyError for one that has no file."""
    if tag not in languages():
        raise KeyError(tag)
    path = WORDS / f"{tag}.yaml"
    source, _ = decode(path.read_bytes(), path.name)
    tree = read(source)
    assert not tree.diagnostics, tree.diagnostics
    return Language.model_validate(tree.data)

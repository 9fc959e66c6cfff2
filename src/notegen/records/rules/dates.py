"""Rules about how dates are written in running text."""

import datetime
import re
from collections.abc import Iterator
from functools import cache

from notegen.diagnostics import Severity
from notegen.languages.dates import Moment, Period, format_period
from notegen.languages.language import find_language
from notegen.records.rules.rule import UN, Find, Finding, Rule, Subject, in_table
from notegen.records.rules.written_dates import dated

_NEVER = re.compile(r"(?!)")
_EN = "January|February|March|April|May|June|July|August|September|October|November|December"


# After the date no name may go on: "18th July Street", "the 25th January Revolution".
_ORDINALS = {
    "en": re.compile(rf"(?<![\d.,/])(the\s+)?(\d{{1,2}})(?:st|nd|rd|th)(\s+of)?(?=\s+(?:{_EN})\b(?!\s+[A-Z][a-z]))"),
    "fr": re.compile(
        r"(?<![\d.,/])()([2-9]|[12]\d|3[01])(?:e|ème|è|nd)()"
        r"(?=\s+(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b)"
    ),
    "ru": re.compile(
        r"(?<![\d.,/])()(\d{1,2})-?(?:го|е|ое)()"
        r"(?=\s+(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\b)"
    ),
}


def find_ordinal_days(subject: Subject) -> Iterator[Finding]:
    """The day of a date is a bare figure: 8 September, not 8th September.

    Why: the United Nations write dates in one form, which also translates one to one. French keeps
    "1er".

    Source: United Nations Editorial Manual Online, numbers, dates and time (DATE-01).

    Bad:
        sections: [{heading: Background, text: It opened on 8th September 2009.}]

    Good:
        sections: [{heading: Background, text: It opened on 8 September 2009 for the 4th time.}]
    """
    pattern = _ORDINALS.get(subject.note.language, _NEVER)
    for passage in dated(subject):
        for match in pattern.finditer(passage.text):
            start, end = match.start(2), match.end(3) if match[3] else match.end()
            written = " ".join(passage.text[start:end].split())
            right = None if match[1] or match[3] else match[2]
            yield Finding(passage.path, f'"{written}" in a date', start, end, f"write {match[2]}", right)


_MONTH_FIRST = re.compile(rf"\b({_EN})\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)((?:19|20)\d\d)(?!\d)")
_MONTH_ALONE = re.compile(
    rf"\b[Oo]n\s+((?!September\s+11)({_EN})\s+(\d{{1,2}})(?:st|nd|rd|th)?)(?=[.;)]|,\s+[a-z]|\s+(?:and|to|the)\s)"
)


def find_month_first(subject: Subject) -> Iterator[Finding]:
    """A date runs day, month, year.

    Why: "September 8, 2009" is American usage; United Nations documents put the day first everywhere.

    Source: United Nations Editorial Manual Online, numbers, dates and time (DATE-01).

    Bad:
        sections: [{heading: Background, text: "It opened on September 8, 2009."}]

    Good:
        sections: [{heading: Background, text: It opened on 8 September 2009. In May 20 States had replied.}]
    """
    for passage in dated(subject):
        for match in _MONTH_FIRST.finditer(passage.text):
            yield _turn(passage.path, match[0], f"{int(match[2])} {match[1]} {match[3]}", match.span())
        for match in _MONTH_ALONE.finditer(passage.text):
            yield _turn(passage.path, match[1], f"{int(match[3])} {match[2]}", match.span(1))


def _turn(path: tuple[str | int, ...], written: str, right: str, span: tuple[int, int]) -> Finding:
    message = f'"{" ".join(written.split())}" has the month first'
    return Finding(path, message, *span, f"write {right}", right)


_COMMA = re.compile(rf"(?<!\d)((?:\d{{1,2}}\s+)?(?:{_EN})),\s*((?:19|20)\d\d)(?![\d,])")


def find_date_commas(subject: Subject) -> Iterator[Finding]:
    """There is no comma between month and year.

    Why: the comma parts two figures in "September 8, 2009"; where the day comes first nothing needs
    parting.

    Source: United Nations Editorial Manual Online, numbers, dates and time (DATE-01).

    Bad:
        sections: [{heading: Background, text: "It opened on 8 September, 2009."}]

    Good:
        sections: [{heading: Background, text: "On Tuesday, 8 September 2009, it opened."}]
    """
    for passage in dated(subject):
        for match in _COMMA.finditer(passage.text):
            right = f"{' '.join(match[1].split())} {match[2]}"
            message = f'a comma in "{" ".join(match[0].split())}"'
            yield Finding(passage.path, message, *match.span(), f"write {right}", right)


_TWO_FIGURES = re.compile(r"\d[./-]\d\d?[./-]\d")
_ISO = r"(?P<y1>(?:19|20)\d\d)-(?P<m1>[01]\d)-(?P<d1>[0-3]\d)"
_FIGURES = re.compile(
    rf"(?<![\w./-])(?:{_ISO}|(?P<d>\d{{1,2}})(?P<sign>[./])(?P<m>\d{{1,2}})(?P=sign)(?P<y>(?:19|20)\d\d))(?![\w/-])"
)


def find_figure_dates(subject: Subject) -> Iterator[Finding]:
    """The month of a date is written out.

    Why: 8/9/2009 is in September in Geneva and in August in New York.

    Source: United Nations Editorial Manual Online, numbers, dates and time (DATE-01).

    Bad:
        sections: [{heading: Background, text: It opened on 8/9/2009.}]

    Good:
        sections: [{heading: Background, text: "It opened on 8 September 2009 (S/2009/124, version 1.2.3)."}]
    """
    for passage in subject.words:
        for match in _FIGURES.finditer(passage.text) if _TWO_FIGURES.search(passage.text) else ():
            day, month, year = (int(match[name] or match[name + "1"]) for name in "dmy")
            # With strokes, only a number above 12 shows which is the day.
            certain = match["sign"] != "/" or day > 12 or day == month
            try:
                written = _write(datetime.date(year, month, day), subject.note.language)
            except ValueError:
                continue
            hint = f"write {written}" if certain else f"write the month out: {written}, if the day comes first"
            replacement = written if certain and subject.note.language in ("en", "fr", "es") else None
            yield Finding(passage.path, f'"{match[0]}" is a date in figures', *match.span(), hint, replacement)


def _write(date: datetime.date, language: str) -> str:
    moment = Moment(date.year, date.month, date.day)
    return format_period(Period(moment, moment), find_language(language).dates)


_SHORT = {
    "en": re.compile(
        r"(?<![\d.,/])\d{1,2}\s+((Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)(?=\s+(?:19|20)\d\d)"
    ),
    "fr": re.compile(r"(?<![\d.,/])\d{1,2}\s+((janv|févr|avr|juil|sept|oct|nov|déc)\b\.?)(?=\s+(?:19|20)\d\d)"),
    "es": re.compile(
        r"(?<![\d.,/])\d{1,2}\s+de\s+((ene|feb|abr|jun|jul|ago|sept?|oct|nov|dic)\b\.?)(?=\s+del?\s+(?:19|20)\d\d)"
    ),
}


def find_short_months(subject: Subject) -> Iterator[Finding]:
    """The name of a month is not shortened in running text.

    Why: the Manual writes months in full; tables may shorten them.

    Source: United Nations Editorial Manual Online, numbers, dates and time (DATE-01).

    Bad:
        sections: [{heading: Background, text: It opened on 8 Sept. 2009.}]

    Good:
        sections: [{heading: Background, text: It opened on 8 May 2009.}]
    """
    pattern = _SHORT.get(subject.note.language, _NEVER)
    for passage in subject.saying(" 19", " 20", "\n19", "\n20"):
        for match in pattern.finditer(passage.text):
            names = [name for name in subject.language.dates.months if name.startswith(match[2])]
            if len(names) == 1 and not in_table(passage.text, match.start()):
                message = f'"{match[1]}" is short for {names[0]}'
                yield Finding(passage.path, message, *match.span(1), f"write {names[0]}", names[0])


@cache
def month_names(language: str) -> str:
    """The names of the months as alternatives of a pattern; in Arabic pairs, as the United Nations write them."""
    return "|".join(find_language(language).dates.months)


_JOINTS = {"fr": ("", ""), "es": (r"de\s+", r"del?\s+"), "ru": ("", "")}
"""What stands before a month, and between it and the year."""


@cache
def _dated_months(language: str) -> re.Pattern[str]:
    before, after = _JOINTS[language]
    names = month_names(language)
    return re.compile(rf"(?<![\d.,/])\d{{1,2}}\s+{before}((?i:{names}))(?=\s+{after}(?:19|20)\d\d)")


def find_capital_months(subject: Subject) -> Iterator[Finding]:
    """Months have a small letter in French, Spanish and Russian.

    Why: the capital is English, and comes in by translation.

    Source: the French, Spanish and Russian texts of S/2016/1038 and S/2015/1052 (DATE-01).

    Bad:
        language: fr
        sections: [{heading: Contexte, text: L’atelier s’est ouvert le 8 Septembre 2009.}]

    Good:
        language: fr
        sections: [{heading: Contexte, text: L’atelier s’est ouvert le 8 septembre 2009.}]
    """
    pattern = _dated_months(subject.note.language) if subject.note.language in _JOINTS else _NEVER
    for passage in subject.saying(*(name.capitalize() for name in subject.language.dates.months)):
        for match in pattern.finditer(passage.text):
            if match[1][0].isupper() and not match[1].isupper():
                small = match[1].lower()
                yield Finding(passage.path, f'"{match[1]}" with a capital', *match.span(1), f"write {small}", small)


RULES: tuple[Rule[Find], ...] = (
    Rule("date-ordinal", Severity.WARNING, find_ordinal_days, UN, ("en", "fr", "ru")),
    Rule("date-month-first", Severity.WARNING, find_month_first, UN, ("en",)),
    Rule("date-comma", Severity.WARNING, find_date_commas, UN, ("en",)),
    Rule("date-in-figures", Severity.WARNING, find_figure_dates, UN),
    Rule("month-shortened", Severity.WARNING, find_short_months, UN, ("en", "fr", "es")),
    Rule("month-capital", Severity.INFO, find_capital_months, UN, ("fr", "es", "ru")),
)

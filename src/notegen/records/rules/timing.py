"""Rules about dates that must agree with the calendar and with each other: weekday, day of issue."""

import re
from collections.abc import Iterator
from functools import cache

from notegen.diagnostics import Severity
from notegen.records.rules.rule import BOTH, Find, Finding, Rule, Subject
from notegen.records.rules.written_dates import date_pattern, event_days, read_mention

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "ru": (
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "среду",
        "пятницу",
        "субботу",
    ),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日", "星期天"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد", "الإثنين"),
}
_VARIANTS = {"среду": "среда", "пятницу": "пятница", "субботу": "суббота", "星期天": "星期日", "الإثنين": "الاثنين"}


@cache
def _weekday_date(language: str) -> re.Pattern[str]:
    names, date = f"(?P<w>{'|'.join(_WEEKDAYS[language])})", date_pattern(language)
    if language == "zh":
        return re.compile(rf"{date}\s*[(（]?\s*{names}")
    # "Tuesday and Wednesday, 8 and 9 September": which day belongs to which is left alone.
    return re.compile(rf"(?<!and )(?<!et )(?<!y )(?<!и )(?<!\w)(?i:{names})\s*[,،]?\s+(?:le\s+|the\s+)?{date}")


def find_wrong_weekdays(subject: Subject) -> Iterator[Finding]:
    """The day of the week is that of the date.

    Why: one of the two is wrong, and the reader cannot know which. Where the year is not written, only
    days of the event itself are looked at.

    Source: house rules for notes, dates agree (DATE-03).

    Bad:
        sections: [{heading: Background, text: "It opened on Monday, 8 September 2009."}]

    Good:
        sections: [{heading: Background, text: "It opened on Tuesday, 8 September 2009."}]
    """
    language, days = subject.note.language, event_days(subject.note)
    names = _WEEKDAYS[language]
    for passage in subject.saying(*names, *(name.capitalize() for name in names)):
        for match in _weekday_date(language).finditer(passage.text):
            mention = read_mention(match, language)
            dates = mention.dates(days.first.year if days else 0)
            if match["d2"] or dates is None or not (mention.year or (days and days.first <= dates[0] <= days.last)):
                continue
            written = match["w"].casefold()
            if _VARIANTS.get(written, written) != names[dates[0].weekday()].casefold():
                hint = f"that day is {names[dates[0].weekday()]}; see which of the two is meant"
                yield Finding(passage.path, f'{dates[0]} is not "{match["w"]}"', *match.span("w"), hint)


def find_early_issues(subject: Subject) -> Iterator[Finding]:
    """A note about who came and what was said is issued after the event.

    Why: before its end nobody can know. A note whose participants are all invited or registered tells
    of what is to come and may be early.

    Source: house rules for notes, nothing in the future for a note in the past tense (DATE-03).

    Bad:
        issued: 2009-09-01
        sections: [{heading: Highlights, text: The participants agreed.}]

    Good:
        issued: 2009-10-05
        sections: [{heading: Highlights, text: The participants agreed.}]
    """
    note = subject.note
    invited = note.participants and all(group.attendance in ("invited", "registered") for group in note.participants)
    last = max(period.end.last_day() for period in note.event.dates)
    if note.issued and note.sections and not invited and note.issued < last and event_days(note):
        yield Finding(("issued",), f"issued before the event ended on {last}", hint="see the year of both dates")


RULES: tuple[Rule[Find], ...] = (
    Rule("weekday-of-date", Severity.ERROR, find_wrong_weekdays, BOTH, tuple(_WEEKDAYS)),
    Rule("issued-before-end", Severity.WARNING, find_early_issues, BOTH),
)

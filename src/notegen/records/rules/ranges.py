"""Rules about ranges of days and numbers: "from 8 to 10", 8–10."""

import re
from collections.abc import Iterator
from functools import cache

from notegen.diagnostics import Severity
from notegen.records.rules.dates import month_names
from notegen.records.rules.rule import UN, Find, Finding, Rule, Subject
from notegen.records.text import Passage

_FROM = {
    "en": (r"[Ff]rom|[Bb]etween", {"from": "to", "between": "and"}, "to|until|and|through"),
    "fr": (r"[Dd]u|[Ee]ntre le", {"du": "au", "entre le": "et le"}, "au|et"),
    "es": (r"[Dd]el|[Ee]ntre el", {"del": "al", "entre el": "y el"}, "al|y"),
    "ru": (r"[Сс]", {"с": "по"}, "по|до|на"),
}


@cache
def _open_range(language: str) -> re.Pattern[str]:
    """Group 1 is the word before, group 2 the dash; "from 1–3 May to 5–7 June" is no such range."""
    first, _, second = _FROM[language]
    # Figures of other things follow "du", "del" and "с": "с 20–30 участниками".
    month = "" if language == "en" else rf"(?=\d{{1,2}}\s+(?:de\s+)?(?:{month_names(language)})\b)"
    moved = rf"(?!\d+(?:\s+\w+){{0,4}}\s+(?:{second})\s+(?:le\s+|el\s+)?\d)"
    return re.compile(rf"\b({first})\s+\d{{1,4}}(\s*[-–—]\s*)(?=\d{{1,4}}(?!\w|[./-]\d)){month}{moved}")


_DASH = re.compile(r"[-–—]\s*\d")


def _ranged(subject: Subject) -> tuple[Passage, ...]:
    return tuple(passage for passage in subject.words if _DASH.search(passage.text))


def find_open_ranges(subject: Subject) -> Iterator[Finding]:
    """After "from" comes "to", not a dash: from 8 to 10 September.

    Why: the dash is read as "to" already, so "from 8-10" lacks its second half. Likewise "between …
    and", "du … au", "del … al", "с … по".

    Source: United Nations Editorial Manual Online, numbers, dates and time, ranges of dates (DATE-02).

    Bad:
        sections: [{heading: Background, text: It was held from 8-10 September 2009.}]

    Good:
        sections:
          - heading: Background
            text: It was held from 8 to 10 September 2009, moved from 1–3 June to 3–5 July.
    """
    language = subject.note.language
    partners = _FROM[language][1] if language in _FROM else {}
    for passage in _ranged(subject) if partners else ():
        for match in _open_range(language).finditer(passage.text):
            partner = partners[" ".join(match[1].casefold().split())]
            message = f'a dash after "{match[1]}"'
            yield Finding(passage.path, message, *match.span(2), f'write "{partner}"', f" {partner} ")


@cache
def _days(language: str) -> re.Pattern[str]:
    """Group 1 is the dash between two days of a month, group 2 that between two months."""
    joint = r"de\s+" if language == "es" else ""
    month = rf"\s+{joint}(?:{month_names(language)})"
    day = r"(?<![\w./–-])\d{1,2}"
    return re.compile(rf"{day}(\s*[-–—]\s*)(?=\d{{1,2}}{month}\b)|{day}{month}(\s*[-–—]\s*)(?=\d{{1,2}}{month}\b)")


def find_hyphen_ranges(subject: Subject) -> Iterator[Finding]:
    """A range of days has an en dash, closed within a month and spaced between two: 8–10 September.

    Why: the hyphen joins words. In running text "from 8 to 10 September" reads better than either; the
    header of a note is made from `dates` and always right.

    Source: general knowledge; the titles of all three notes of the founding series have the hyphen
    (DATE-02).

    Bad:
        sections: [{heading: Background, text: "A second workshop (8-10 September 2009) followed."}]

    Good:
        sections:
          - heading: Background
            text: Two workshops (8–10 September 2009 and 30 September – 2 October 2009) followed.
    """
    for passage in _ranged(subject) if subject.note.language != "zh" else ():
        for match in _days(subject.note.language).finditer(passage.text):
            group, right = (1, "–") if match[1] else (2, " – ")
            if re.sub(r"\s", " ", match[group]) != right:
                message, hint = f'"{match[group].strip()}" between two dates', f'write an en dash, "{right}"'
                yield Finding(passage.path, message, *match.span(group), hint, right)


_NUMBERS = re.compile(r"(?<![\w./–-])(\d{1,3})-(\d{1,3})(?=\s+(?:States|countries|participants|experts|persons)\b)")


def find_number_ranges(subject: Subject) -> Iterator[Finding]:
    """A range of numbers has an en dash: 20–30 States.

    Why: the hyphen joins words.

    Source: general knowledge (NUM-02).

    Bad:
        sections: [{heading: Background, text: "Some 20-30 States replied."}]

    Good:
        sections: [{heading: Background, text: "Some 20–30 States replied."}]
    """
    for passage in _ranged(subject):
        for match in _NUMBERS.finditer(passage.text):
            right = f"{match[1]}–{match[2]}"
            yield Finding(passage.path, f'a hyphen in "{match[0]}"', *match.span(), f"write {right}", right)


RULES: tuple[Rule[Find], ...] = (
    Rule("range-from", Severity.WARNING, find_open_ranges, UN, ("en", "fr", "es", "ru")),
    Rule("date-range", Severity.INFO, find_hyphen_ranges, UN, ("en", "fr", "es", "ru", "ar"), off=True),
    Rule("number-range", Severity.INFO, find_number_ranges, UN, ("en",), off=True),
)

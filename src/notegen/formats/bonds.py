"""What stays together in a line, and which way it runs: ranges, dates, quantities, Latin words in Arabic."""

import re
from collections.abc import Collection
from functools import cache

from notegen.languages.language import Language, find_language

NO_BREAK = "\u00a0"

_WORD = r"[0-9]*[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9.@/&+'’_-]*(?<![.,])"
_LATIN = re.compile(rf"({_WORD}(?:,? {_WORD})*)")


def split_latin(text: str) -> list[str]:
    """The text in parts, of which every second is words in Latin letters."""
    return _LATIN.split(text)


def mark_ranges(text: str, language: Language) -> str:
    """As `isolate_ranges`, with the marks of direction that programs know which know no isolates."""
    return text if language.direction == "ltr" else re.sub(_RANGE, _mark_range, text)


def _mark_range(match: re.Match[str]) -> str:
    return match[0].replace("–", "\u200e–\u200e")


def isolate_ranges(text: str, language: Language) -> str:
    """A plain text, for a place without markup, whose ranges of figures run from left to right."""
    return text if language.direction == "ltr" else re.sub(_RANGE, "\u2066\\1\u2069", text)


def keep_together(text: str, language: Language) -> str:
    """The text, escaped HTML, with spaces that do not break inside citations, dates and quantities.

    "resolution 1540 (2004)", "8–10 September 2009", "50 per cent", "J. Smith".
    """
    for pattern, replacement in _bonds(language.language):
        text = pattern.sub(replacement, text)
    return text


def bind(text: str, language: Language) -> str:
    """The text with such spaces and no other markup, for formats that are not HTML."""
    for pattern, replacement in _bonds(language.language):
        if NO_BREAK in replacement:
            text = pattern.sub(replacement, text)
    return text


_KEPT = r'<span class="keep">\1</span>'
_RANGE = r"(?<![\d–])(\d{1,4}–\d{1,4})(?![\d–])"
_GROUPS = r"(?<![\d–+])(\+\d[\d ()\u00a0-]*\d|\d{1,3}(?:[ \u00a0]\d{3})+)(?![\d–])"  # of a telephone, of thousands
_KEPT_FROM_LEFT = r'<bdi class="keep" dir="ltr">\1</bdi>'


@cache
def _bonds(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    language = find_language(tag)
    before, after = _words(language.keep.before_number), _words(language.keep.after_number)
    dates = language.dates
    months = _words({*dates.months, *dates.months_alone, *dates.months_within})
    bonds = [
        (r"(\d) (?=\(\d{4}\))", rf"\1{NO_BREAK}"),
        (r"(?<=[\d\w]) (?=–\s)", NO_BREAK),
        (r"(\b[A-ZÀ-Þ]\.) (?=[A-ZÀ-Þ])", rf"\1{NO_BREAK}"),
        (_RANGE, _KEPT if language.direction == "ltr" else _KEPT_FROM_LEFT),
        *([] if language.direction == "ltr" else [(_GROUPS, _KEPT_FROM_LEFT)]),
        (rf"(\d|\d</span>|\d</bdi>|er|de) (?=(?:{months})\b)", rf"\1{NO_BREAK}"),
        (rf"\b({months}) (?=\d{{4}}\b)", rf"\1{NO_BREAK}"),
    ]
    if before:
        bonds.append((rf"(?<!\w)({before}) (?=\d)", rf"\1{NO_BREAK}"))
    if after:
        bonds.append((rf"(\d) (?=(?:{after})(?!\w))", rf"\1{NO_BREAK}"))
    if words := _words(language.keep.before_word):
        bonds.append((rf"(?<![\w’-])({words}) (?=[\w«(])", rf"\1{NO_BREAK}"))
    if after and not language.lists.last.startswith(" "):  # words that no space parts
        bonds.append((rf"(\d+(?:{after}))", _KEPT))
    return tuple((re.compile(pattern), replacement) for pattern, replacement in bonds)


def _words(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))

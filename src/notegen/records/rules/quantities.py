"""Numbers and dates that a text names in figures, alike whatever its language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache

from notegen.languages.language import find_language
from notegen.records.rules.counts import number_words
from notegen.records.rules.written_dates import date_pattern, read_mention

_SPACES = " \u00a0\u2007\u2009\u202f"
_GROUPS = {"en": f",{_SPACES}", "zh": f",{_SPACES}", "es": f".{_SPACES}", "ar": f".٬{_SPACES}"}
_SCALES: Mapping[str, Mapping[str, int]] = {  # powers of ten; a longer word comes first
    "en": {"thousand": 3, "million": 6, "billion": 9},
    "fr": {"mille": 3, "million": 6, "milliard": 9},
    "es": {"mil millones": 9, "mill[oó]n": 6, "mil": 3},
    "ru": {"тыс": 3, "млн": 6, "миллион": 6, "млрд": 9, "миллиард": 9},
    "ar": {"ألف": 3, "آلاف": 3, "مليون": 6, "ملايين": 6, "مليار": 9, "بليون": 9, "بلايين": 9},
    "zh": {"十亿": 9, "百万": 6, "万": 4, "亿": 8},
}
LANGUAGES = frozenset(_SCALES)
"""Those whose figures and dates can be told from the rest of a text."""
# Addresses, code, marks; and times of day, which each language writes in a way of its own.
_NO_QUANTITIES = re.compile(
    r"https?://[^\s<>)]+|www\.[^\s<>)]+|(?<![^\s@<>(（])[^\s@<>(（]+@[^\s@<>)）]+|`[^`]*`|\]\([^()\s]*\)|\[\^[^\[\]\s]+\]"
    r"|(?<!\d)\d{1,2}(?:[:.]\d\d)?\s*[ap](?:\.\s?)?m\b|(?<![\d:：])\d{1,2}[:：]\d\d(?![\d:：])"
    r"|(?<!\d)\d{1,2}(?:[:.]\d\d)?\s*(?:h(?:\b|(?=\d\d\b))|heures?\b|horas?\b|ч\b\.?|час(?:ов|ам?|ах|у)?\b)"
    r"(?:\s*\d\d(?:\b|м))?"
    r"|(?<!\d)\d{1,2}(?:[时時点點]\d{1,2}分|[时時](?!\w*[年代]))|الساعة\s+\d{1,2}(?:[/.]\d{1,2})?(?!\d)"
)
_ROMAN = re.compile(r"\b([IVXLC]+)(?:e|er|ème)?\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMERALS_ZH = "零一二三四五六七八九十"
_NUMBERS_AR = ("واحد|[إأا]حدى|[أا]حد", "اثن|[إا]ثنت", "ثلاث", "[أا]ربع", "خمس", "ست", "سبع", "ثمان", "تسع", "عشر")


@dataclass(frozen=True, slots=True)
class Quantities:
    """What a text says in figures.

    `days` are (month, day); `months` those named with a year and without a day, `named` every month
    that is named at all. `numbers` are all other figures, years among them. Each has the characters
    where it first stands.
    """

    days: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    months: dict[int, tuple[int, int]] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    numbers: dict[Decimal, tuple[int, int]] = field(default_factory=dict)


def find_quantities(text: str, language: str) -> Quantities:
    """The numbers and dates of a text; words for numbers, times of day and addresses are left out."""
    found = Quantities()
    if not any(character.isdigit() for character in text):
        return found
    text = _blank(text, _NO_QUANTITIES).replace("º", " ").replace("°", " ")
    text = _take_days(text, language, found)
    text = _take_months(text, language, found)
    for match in _number(language).finditer(text):
        found.numbers.setdefault(_read_number(match, language), match.span("n"))
    return found


def _blank(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def _take_days(text: str, language: str, found: Quantities) -> str:
    """The text without the figures of days and their months; years stay."""
    taken: list[tuple[int, int]] = []
    for match in _days(language).finditer(text):
        if match.groupdict().get("us"):
            month, named, spans = _month_numbers(language)[match["us"]], "us", [match.span("us1"), match.span("us2")]
        else:
            month, named, spans = read_mention(match, language).month, "m", [match.span("d"), match.span("d2")]
        days = [span for span in (*spans, *_list_days(text, match, language)) if span[0] >= 0]
        for span in days:
            found.days.setdefault((month, int(text[slice(*span)])), match.span())
        taken += [*days, match.span(named)]
        found.named.add(month)
    return _without(text, taken)


@cache
def _days(language: str) -> re.Pattern[str]:
    pattern = date_pattern(language)
    if language == "en":
        names = "|".join(_month_numbers("en"))
        pattern += rf"|\b(?P<us>{names})\s+(?P<us1>\d{{1,2}})(?:\s*[-–]\s*(?P<us2>\d{{1,2}}))?(?!,?\d)"
    return re.compile(pattern)


_BEFORE = re.compile(r"(?<![\d./])(\d{1,2})(?:er)?\s*(?:[,،–-]|to|and|au|et|al?|y|по|и|إلى|و)\s*$")
_AFTER = re.compile(r"\s*[、，,和及与至到—–-]\s*(\d{1,2})日")


def _list_days(text: str, match: re.Match[str], language: str) -> Iterator[tuple[int, int]]:
    """The other days of a list: the first of "8, 9 and 10 September", the last of 9月8日、9日和10日."""
    start, end = match.span()
    if language == "zh":
        while after := _AFTER.match(text, end):
            yield after.span(1)
            end = after.end()
    else:
        while before := _BEFORE.search(text[max(0, start - 12) : start]):
            offset = max(0, start - 12)
            yield before.start(1) + offset, before.end(1) + offset
            start = before.start(1) + offset


def _take_months(text: str, language: str, found: Quantities) -> str:
    taken = []
    for match in _month_pattern(language).finditer(text):
        month = int(match["m"]) if language == "zh" else _month_numbers(language)[match["m"]]
        found.named.add(month)
        if match["y"]:
            found.months.setdefault(month, match.span())
        if language == "zh":
            taken.append(match.span("m"))
    return _without(text, taken)


@cache
def _month_pattern(language: str) -> re.Pattern[str]:
    if language == "zh":
        return re.compile(r"(?:(?P<y>\d{4})\s*年\s*)?(?<!\d)(?P<m>1[0-2]|0?[1-9])月")
    names = "|".join(sorted(map(re.escape, _month_numbers(language)), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<m>{names})(?!\w)(?:(?:\s+del?|\s+of|,)?\s+(?P<y>\d{{4}})(?!\d))?")


@cache
def _month_numbers(language: str) -> dict[str, int]:
    dates, numbers = find_language(language).dates, {}
    for names in (dates.months_within, dates.months_alone, dates.months):
        for number, name in enumerate(names, 1):
            numbers.update(dict.fromkeys((name, *name.split("/")), number))
    return numbers


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


@cache
def _number(language: str) -> re.Pattern[str]:
    groups = _GROUPS.get(language, _SPACES)
    decimal = r"\." if language in ("en", "zh") else r"[.,٫]"
    scales = "|".join(f"(?P<p{i}>{word})" for i, word in enumerate(_SCALES[language]))
    whole = rf"\d{{1,3}}(?:[{re.escape(groups)}]\d{{3}})+(?!\d)|\d+"
    return re.compile(rf"(?<!\d)(?P<n>(?:{whole})(?:{decimal}\d+)?)(?:\s*(?:{scales}))?")


def _read_number(match: re.Match[str], language: str) -> Decimal:
    text = match["n"]
    groups = _GROUPS.get(language, _SPACES)
    if re.fullmatch(rf"\d{{1,3}}(?:[{re.escape(groups)}]\d{{3}})+(?:\D\d+)?", text):
        text = re.sub(rf"[{re.escape(groups)}](?=\d{{3}}(?!\d))", "", text)
    value = Decimal(re.sub(r"[,٫]", ".", text))
    powers = list(_SCALES[language].values())
    scale = next((power for i, power in enumerate(powers) if match[f"p{i}"]), 0)
    return value.scaleb(scale).normalize()


def says_in_words(text: str, number: Decimal, language: str) -> bool:
    """Whether the text names a whole number in words, an ordinal or Roman figures; it may say yes too often."""
    if number != number.to_integral_value() or not 0 < number < 100:
        return False
    value = int(number)
    if value in _read_romans(text):
        return True
    if language == "zh":
        return _write_zh(value) in text or (value == 2 and "两" in text)
    if language == "ar":
        return value <= 20 and re.search(_write_ar(value), text) is not None
    # All but the last letter: "twentieth", "двенадцатью", "douzième" say the number too.
    stems = [word[:-1] if value > 2 else word for word, other in number_words(language).items() if other == value]
    stems += ["twelfth"] * (value == 12)
    return any(re.search(rf"\b{re.escape(stem)}", text, re.IGNORECASE) for stem in stems)


def _write_zh(value: int) -> str:
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS_ZH[tens]}十"
    return head + (_NUMERALS_ZH[ones] if ones else "")


def _write_ar(value: int) -> str:
    if value <= 10:
        return _NUMBERS_AR[value - 1]
    return "عشر[وي]ن" if value == 20 else rf"(?:{_NUMBERS_AR[value - 11]})\w*\s+عشر"


@lru_cache(maxsize=32)
def _read_romans(text: str) -> frozenset[int]:
    return frozenset(map(_read_roman, set(_ROMAN.findall(text))))


def _read_roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))

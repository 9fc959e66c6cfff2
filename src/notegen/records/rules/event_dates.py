"""Rules about what the text says of the event itself: how long it took, and when it was held."""

import re
from collections.abc import Iterator
from functools import cache

from notegen.diagnostics import Severity
from notegen.records.rules.rule import BOTH, Find, Finding, Rule, Subject
from notegen.records.rules.written_dates import Days, Mention, date_pattern, dated, event_days, read_mention

_LENGTHS = {
    "en": (
        r"\b(?:[Tt]he|[Tt]his)\s+(?P<n>one|two|three|four|five|six|\d)[-\s]day(?:-long)?\s+(?:[a-z]+\s+){0,2}?"
        r"(?P<kind>workshop|seminar|meeting|conference|course|training|event|symposium|forum)\b",
        "one two three four five six",
    ),
    "fr": (
        r"\b(?:[Ll]['’]|[Ll][ea]\s+|[Cc]e(?:t|tte)?\s+)(?P<kind>atelier|séminaire|réunion|conférence|stage|colloque|manifestation)"
        r"\s+(?:\w+\s+)?(?:de\s+|d['’])(?P<n>une?|deux|trois|quatre|cinq|six|\d)\s+jour(?:née)?s?\b",
        "un deux trois quatre cinq six",
    ),
    "es": (
        r"\b(?:[Ee]l|[Ll]a|[Ee]ste|[Ee]sta)\s+(?P<kind>taller|seminario|reunión|conferencia|curso|acto)"
        r"\s+(?:\w+\s+)?de\s+(?P<n>un|dos|tres|cuatro|cinco|seis|\d)\s+días?\b",
        "un dos tres cuatro cinco seis",
    ),
    "ru": (
        r"(?:(?<=[.!?]\s)|^|\b[Ээ]т\w+\s+)(?i:(?P<n>одно|двух|трех|трёх|четырех|четырёх|пяти|шести)дневн\w+)\s+"
        r"(?:\w+\s+)?(?P<kind>семинар|совещани|конференци|практикум|мероприяти)",
        "одно двух трех четырех пяти шести",
    ),
    "zh": (
        r"(?:本次|此次|这次|该)为期(?P<n>一|两|三|四|五|六|\d)天的\w{0,6}?(?P<kind>研讨会|讲习班|会议|培训班|活动)",
        "一 两 三 四 五 六",
    ),
    "ar": (
        r"(?P<kind>حلقة العمل|الحلقة الدراسية|الاجتماع|المؤتمر|الندوة)\s+(?:التي|الذي)\s+(?:استمرت?|دامت?)\s+"
        r"(?P<n>يوما|يومين|ثلاثة|أربعة|خمسة|ستة)\b",
        "يوما يومين ثلاثة أربعة خمسة ستة",
    ),
}
_GENERIC = frozenset(("event", "manifestation", "acto", "мероприяти", "活动"))
_OTHER_EVENT = re.compile(
    r"\b(?:previous|earlier|preceding|last|fourth|follow|préced|précéd|dernier|anterior|preced|предыдущ|прошл|next|prior)"
    r"|上次|上一|السابق"
)


@cache
def _length(language: str) -> re.Pattern[str]:
    return re.compile(_LENGTHS[language][0], re.MULTILINE)


def find_wrong_lengths(subject: Subject) -> Iterator[Finding]:
    """A "two-day workshop" took two days.

    Why: a page of the Office for Disarmament Affairs calls a meeting of 22 to 24 May a two-day meeting.
    Days may be counted with or without the week-end. Sentences that may speak of another event (another
    year, "the previous one") are passed over.

    Source: house rules for notes, dates agree (DATE-03).

    Bad:
        sections: [{heading: Background, text: The two-day workshop dealt with border controls.}]

    Good:
        sections:
          - heading: Background
            text: The three-day workshop dealt with border controls. The two-day workshop of 2008 had not.
    """
    language, days = subject.note.language, event_days(subject.note)
    if days is None:
        return
    for passage in subject.saying("day", "jour", "días", "дневн", "为期", "دام", "استمر"):
        for match in _length(language).finditer(passage.text):
            number = _count(match["n"], language)
            if not number or number in days.counts or not _is_kind(match["kind"], subject):
                continue
            if not _speaks_of_another(passage.text, match, days):
                message = f"the event took {(days.last - days.first).days + 1} days by its dates, not {number}"
                yield Finding(passage.path, message, *match.span("n"), "see which of the two is right")


def _is_kind(word: str, subject: Subject) -> bool:
    """Whether the event is one: a training may have a meeting, and a workshop a seminar beside it."""
    event, kind = subject.note.event, word.casefold()
    return kind in _GENERIC or kind.removeprefix("ال") in f"{event.title} {event.kind or ''}".casefold()


def _count(word: str, language: str) -> int | None:
    words = _LENGTHS[language][1].split()
    word = word.lower().replace("ё", "е").replace("une", "un")
    return int(word) if word.isdigit() else words.index(word) + 1 if word in words else None


def _speaks_of_another(text: str, match: re.Match[str], days: Days) -> bool:
    sentence = _sentence(text, match)
    bare = re.sub(r"\([^)]*\)", "", sentence)
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", bare)}
    return bool(years - {days.first.year, days.last.year} or _OTHER_EVENT.search(sentence.lower()))


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(stop, 0, match.start()) for stop in (". ", ".\n", "。", "\n\n")) + 1
    ends = [end for stop in (". ", ".\n", "。", "\n\n") if (end := text.find(stop, match.end())) >= 0]
    return text[start : min(ends, default=len(text))]


_HELD = {
    "en": (
        r"\b(?:The|This)\s+(?P<kind>workshop|seminar|meeting|conference|course|symposium|forum|event)"
        r"\s+(?:was\s+(?:held|convened)|took\s+place)(?:\s+(?:in|at)\s+[\w\s,.'’-]{1,60}?)?,?\s+(?:from|on|between)\s+"
    ),
    "fr": (
        r"\b(?:L['’]|L[ea]\s+|Cet(?:te)?\s+|Ce\s+)(?P<kind>atelier|séminaire|réunion|conférence|colloque|manifestation)"
        r"\s+(?:s['’]est\s+(?:tenue?|déroulée?)|a\s+eu\s+lieu)(?:\s+(?:à|au)\s+[\w\s,'’-]{1,60}?)?,?\s+(?:du|le)\s+"
    ),
    "es": (
        r"\b(?:El|La|Este|Esta)\s+(?P<kind>taller|seminario|reunión|conferencia|curso|acto)"
        r"\s+(?:se\s+celebró|tuvo\s+lugar|se\s+realizó)(?:\s+en\s+[\w\s,'’-]{1,60}?)?,?\s+(?:del?|el)\s+"
    ),
    "ru": (
        r"\b(?P<kind>Семинар|Практикум|Совещани|Конференци|Мероприяти)\w{0,2}\s+(?:состоял\w+|прош\w+|проходил\w*)"
        r"(?:\s+в\s+[\w\s,-]{1,60}?)?,?\s+(?:с\s+)?"
    ),
    "zh": r"(?:^|[。，\s]|本次|此次)(?P<kind>讲习班|研讨会|会议|活动)于",
    "ar": (
        r"\bعُ?قدت?\s+(?P<kind>حلقة العمل|الحلقة الدراسية|الاجتماع|المؤتمر|الندوة)"
        r"(?:\s+في\s+[\w\s،-]{1,60}?)?،?\s+(?:من|يوم|في الفترة من)\s+"
    ),
}


@cache
def _held(language: str) -> re.Pattern[str]:
    return re.compile(_HELD[language] + date_pattern(language), re.MULTILINE)


def find_other_dates(subject: Subject) -> Iterator[Finding]:
    """Where the text says when the event was held, it gives the dates of the header.

    Why: the header is made from `dates`, the text by hand, often from the note of the year before. Only
    sentences such as "The workshop was held from …" are looked at, and only dates so near those of the
    header that another event cannot be meant: the same month, or the same days of another month or year.

    Source: house rules for notes, dates only once (DATE-04).

    Bad:
        sections: [{heading: Background, text: The workshop was held from 9 to 11 September 2009.}]

    Good:
        sections:
          - heading: Background
            text: >-
              The workshop was held from 8 to 10 September 2009. The seminar was held on 3 May 2007.
    """
    language, days = subject.note.language, event_days(subject.note)
    if days is None or len(subject.note.event.dates) > 1:
        return
    for passage in dated(subject):
        for match in _held(language).finditer(passage.text):
            mention = read_mention(match, language)
            if not _is_slip(mention, days) or not _is_kind(match["kind"], subject):
                continue
            if not _OTHER_EVENT.search(_sentence(passage.text, match).lower()):
                written = " ".join(passage.text[mention.start : mention.end].split())
                said = subject.language.format_dates(subject.note.event.dates)
                message = f'"{written}" are not the dates of the event'
                yield Finding(passage.path, message, mention.start, mention.end, f"the header has {said}")


def _is_slip(mention: Mention, days: Days) -> bool:
    dates = mention.dates(days.first.year)
    if dates is None:
        return False
    first, last = dates
    if days.first <= first and last <= days.last:
        return False
    if (days.first.year, days.first.month) != (days.last.year, days.last.month):
        return False
    same_days = (first.day, last.day) == (days.first.day, days.last.day)
    same = (first.year == days.first.year, first.month == days.first.month, same_days)
    return sum(same) == 2


RULES: tuple[Rule[Find], ...] = (
    Rule("event-length", Severity.ERROR, find_wrong_lengths, BOTH, tuple(_LENGTHS)),
    Rule("event-dates", Severity.WARNING, find_other_dates, BOTH, tuple(_HELD)),
)

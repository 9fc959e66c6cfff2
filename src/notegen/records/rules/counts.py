"""Rules about numbers of participants: what is said in words or figures and what is listed."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from notegen.diagnostics import Severity
from notegen.records.model import Group
from notegen.records.rules.rule import BOTH, Finding, Rule, Subject

_TENS_EN = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS_FR = ("vingt", "trente", "quarante", "cinquante", "soixante")
_TENS_ES = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_TENS_RU = (("двадцать", "двадцати"), ("тридцать", "тридцати"), ("сорок", "сорока"), ("пятьдесят", "пятидесяти"))
_UNITS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf",
    "es": "un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte veintiún veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
    " veintiocho veintinueve",
    "ru": "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать"
    " пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
}
_GENITIVE_RU = (
    "одного двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати четырнадцати"
    " пятнадцати шестнадцати семнадцати восемнадцати девятнадцати"
)


@cache
def number_words(language: str) -> Mapping[str, int]:
    """The numbers to 99 (to 69 in French, 59 in Russian) as the language writes them, small letters; of others none."""
    units = {word: i for i, word in enumerate(_UNITS.get(language, "").split(), 1)}
    words = dict(units)
    ones = {word: value for word, value in units.items() if value < 10}
    for i, ten in enumerate(_TENS_EN if language == "en" else ()):
        words |= {ten: 20 + 10 * i} | {f"{ten}-{one}": 20 + 10 * i + value for one, value in ones.items()}
    for i, ten in enumerate(_TENS_FR if language == "fr" else ()):
        words |= {ten: 20 + 10 * i} | {f"{ten}-{one}": 20 + 10 * i + value for one, value in ones.items()}
        words |= {f"{ten} et un": 21 + 10 * i, f"{ten}-et-un": 21 + 10 * i}
    for i, ten in enumerate(_TENS_ES if language == "es" else ()):
        words |= {ten: 30 + 10 * i} | {f"{ten} y {one}": 30 + 10 * i + value for one, value in ones.items()}
    if language == "ru":
        genitive = {word: i for i, word in enumerate(_GENITIVE_RU.split(), 1)}
        words |= genitive
        for i, forms in enumerate(_TENS_RU):
            for form, units_of in zip(forms, (ones, genitive), strict=True):
                words |= {form: 20 + 10 * i}
                words |= {f"{form} {one}": 20 + 10 * i + value for one, value in units_of.items() if value < 10}
    return words


# Only what says how many States took part in the event itself: "representatives of five States gave talks" does not.
_CLAIMS = {
    "en": (
        r"{n}\s+(?:Member\s+|participating\s+)?(?:States|countries)\s+(?:participated\s+in|took\s+part\s+in|attended|were"
        r"\s+represented\s+at)\s+the\s+(?:{event})",
        r"(?:{event})\s+(?:was\s+attended\s+by|brought\s+together|gathered)\s+(?:(?:participants|representatives|officials"
        r"|delegations|delegates|experts)\s+(?:from|of)\s+)?{n}\s+(?:Member\s+)?(?:States|countries)\b",
        r"\b(?:[Tt]he|[Aa]ll)\s+{n}\s+participating\s+(?:Member\s+)?(?:States|countries)\b",
    ),
    "fr": (
        r"{n}\s+(?:États|pays)(?:\s+Membres)?\s+(?:ont\s+participé|étaient\s+représentés)\s+(?:à\s+la\s+|au\s+|à\s+l['’])"
        r"(?:{event})",
        r"(?:{event})\s+a\s+(?:réuni|rassemblé)\s+(?:des\s+\w+\s+(?:de\s+|d['’]))?{n}\s+(?:États|pays)\b",
        r"\b[Ll]es\s+{n}\s+(?:États|pays)\s+participants\b",
    ),
    "es": (
        r"{n}\s+(?:Estados|países)(?:\s+Miembros)?\s+(?:participaron|estuvieron\s+representados)\s+en\s+(?:la\s+|el\s+)"
        r"(?:{event})",
        r"(?:{event})\s+reunió\s+a\s+(?:\w+\s+de\s+)?{n}\s+(?:Estados|países)\b",
        r"\b[Ll]os\s+{n}\s+(?:Estados|países)\s+participantes\b",
    ),
    "ru": (
        r"(?:{event})\s+(?:приняли\s+участие|участвовали)\s+(?:представители\s+)?{n}\s+(?:государств\w*|стран\w*)",
        r"{n}\s+(?:государств\w*|стран\w*)\s+приняли\s+участие\s+в\s+(?:{event})",
    ),
}
_EVENTS = {
    "en": "workshop|seminar|conference|meeting|event|training|course|round\\s+table|symposium|visit",
    "fr": "atelier|séminaire|conférence|réunion|manifestation|formation|table\\s+ronde",
    "es": "taller|seminario|conferencia|reunión|acto|curso|mesa\\s+redonda",
    "ru": "практикум\\w*|семинар\\w*|конференци\\w*|совещани\\w*|мероприяти\\w*|встреч\\w*",
}


@cache
def _claims(language: str) -> re.Pattern[str]:
    words = sorted(number_words(language), key=len, reverse=True)
    number = r"(?P<n{i}>\d{{1,3}}|(?i:" + "|".join(word.replace(" ", r"\s+") for word in words) + r"))"
    patterns = [
        pattern.replace("{event}", _EVENTS[language]).replace("{n}", rf"(?<![\w,.-]){number.format(i=i)}")
        for i, pattern in enumerate(_CLAIMS[language])
    ]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_STATES = re.compile(r"\b(?:States|countries|États|pays|Estados|países|государств|стран)")


def _has_number(text: str, language: str) -> bool:
    """Whether a number stands near the word for States: a quick look before the slow one."""
    words = number_words(language)
    for match in _STATES.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()].lower().split()
        if any(word.isdigit() or word in words or word.split("-")[0] in words for word in before):
            return True
    return False


_ROUGHLY = re.compile(
    r"(?i)(?:more than|over|some|about|nearly|almost|around|at least|than|plus de|environ|quelque|près de|au moins"
    r"|más de|unos|cerca de|casi|al menos|более|около|свыше|почти|не менее|other|of the)\s+$"
)


def find_wrong_counts_in_text(subject: Subject) -> Iterator[Finding]:
    """A number of States in the text is that of the States listed.

    Why: one of the two is wrong, and the reader cannot know which. Numbers that are rough ("more than
    twenty States") and numbers of some of the States are left alone.

    Source: house rule (REC-03).

    Bad:
        participants: [{kind: states, entries: [BZ, CR, CU]}]
        sections: [{text: Four States took part in the workshop.}]

    Good:
        participants: [{kind: states, entries: [BZ, CR, CU]}]
        sections: [{text: Three States took part in the workshop. Two countries asked for help.}]
    """
    language, possible = subject.note.language, _count_states(subject)
    for passage in subject.words if possible else ():
        if passage.path[0] not in ("sections", "annexes", "footnotes"):
            continue
        for match in _claims(language).finditer(passage.text) if _has_number(passage.text, language) else ():
            name = next(key for key, value in match.groupdict().items() if value)
            said, number = match[name], _read(match[name], language)
            if number not in possible and not _ROUGHLY.search(passage.text[: match.start(name)]):
                listed = " or ".join(map(str, sorted(possible)))
                message = f'"{said}", and the list of participants has {listed}'
                yield Finding(passage.path, message, *match.span(name), hint="one of the two is wrong")


def _read(text: str, language: str) -> int:
    return int(text) if text.isdigit() else number_words(language)[" ".join(text.lower().replace("ё", "е").split())]


def _count_states(subject: Subject) -> set[int]:
    """Every number of States that the lists bear out: of a group, of all, with and without those who also came."""
    groups: dict[int, tuple[int, int]] = {}
    for entry in subject.participants:
        if entry.kind == "states" and not (entry.body or (entry.also and entry.state is None)):
            main, also = groups.get(entry.group, (0, 0))
            groups[entry.group] = (main, also + 1) if entry.also else (main + 1, also)
    counted = {g.counts.states for g in subject.note.participants if g.counts and g.counts.states is not None}
    if any(group.note for group in subject.note.participants if group.kind == "states"):
        return set()  # others may be named there
    possible = {main for main, _ in groups.values()} | {main + also for main, also in groups.values()}
    total = {sum(main for main, _ in groups.values()), sum(main + also for main, also in groups.values())}
    return (possible | total | counted) - {0} if groups or counted else set()


def find_wrong_counts(subject: Subject) -> Iterator[Finding]:
    """The numbers of a group agree with its entries and with each other.

    Why: counts go into statistics as they stand; three States that are counted as four are four there.

    Source: house rule (REC-03).

    Bad:
        participants: [{kind: states, entries: [BZ, CR, CU], counts: {states: 4}}]

    Good:
        participants: [{kind: states, entries: [BZ, CR, CU], counts: {states: 3, persons: 12, women: 5}}]
    """
    for i, group in enumerate(subject.note.participants):
        if group.counts is None:
            continue
        for key, number, listed in _compare(group):
            message = f"{number} {key} are counted and {listed} are listed"
            yield Finding(("participants", i, "counts", key), message, hint="one of the two is wrong")
        women, persons = group.counts.women, group.counts.persons
        if women is not None and persons is not None and women > persons:
            message = f"{women} women among {persons} persons"
            yield Finding(("participants", i, "counts", "women"), message, hint="one of the two is wrong")


def _compare(group: Group) -> Iterator[tuple[str, int, int]]:
    counts, fewest, most = group.counts, len(group.entries), len(group.entries) + len(group.also)
    for key in ("states", "organizations"):
        number = getattr(counts, key)
        listed = group.kind == key and fewest and not group.note  # a note may name others
        if listed and number is not None and not fewest <= number <= most:
            yield key, number, fewest


RULES = (
    Rule("count-in-text", Severity.WARNING, find_wrong_counts_in_text, BOTH, ("en", "es", "fr", "ru")),
    Rule("count-of-group", Severity.WARNING, find_wrong_counts, BOTH),
)

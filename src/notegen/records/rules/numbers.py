"""Rules about numbers in running English text."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Severity
from notegen.records.rules.rule import UN, Find, Finding, Rule, Subject, in_table

_COUNTED = (
    r"(?:(?:[Mm]ember|participating|African|Arab|Asian|Caribbean)\s+)?(?:States|countries|participants|experts|delegations"
    r"|organizations|representatives|sessions|workshops|seminars|meetings|regions|persons|officials|presentations|speakers)\b"
)
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_BIG = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SMALL_FIGURE = re.compile(rf"([2-9])(?<![\w.,/$€£–-].)(?<![$€£]\s.)(?=\s+{_COUNTED})")
_BIG_WORD = re.compile(rf"(?<!-)\b({'|'.join(_BIG)})(?:-(one|{'|'.join(_WORDS)}))?(?=\s+{_COUNTED})")
_BIG_WORDS = frozenset((*_BIG, *(f"{big}-{word}" for big in _BIG for word in ("one", *_WORDS))))
_ANY_WORD = re.compile(rf"\b(?:one|{'|'.join((*_WORDS, *_BIG))}|hundred|dozen)\b", re.IGNORECASE)
_BREAK = re.compile(r"[.!?](?=\s)|\n\s*\n|\n\s*(?:[-*|]|\d+[.)])\s|\|")


def _sentence(text: str, at: int) -> str:
    """The sentence or item that a place stands in; "" where it begins there, and in a table: no running text."""
    start = max((match.end() for match in _BREAK.finditer(text, 0, at)), default=0)
    if not text[start:at].strip(" \n\t*-") or in_table(text, at):
        return ""
    end = _BREAK.search(text, at)
    return text[start : end.start() if end else len(text)]


def find_small_figures(subject: Subject) -> Iterator[Finding]:
    """Numbers under ten are written in words: eight States.

    Why: figures below ten stop the eye. Beside a number of ten or more in the same sentence figures
    stay, and so they do in dates, measures, tables and references.

    Source: United Nations Editorial Manual Online, numbers; United Nations Correspondence Manual, 14 and 15
    (NUM-01).

    Bad:
        sections: [{heading: Background, text: It was attended by 8 States.}]

    Good:
        sections:
          - heading: Background
            text: It was attended by eight States. Replies came from 8 States and 12 organizations.
    """
    for passage in subject.words:
        for match in _SMALL_FIGURE.finditer(passage.text) if passage.path[-1] != "heading" else ():
            # At the start of a sentence another rule speaks.
            sentence = _sentence(passage.text, match.start())
            if sentence and all(number in "23456789" for number in _OTHER_FIGURE.findall(sentence)):
                word = _WORDS[int(match[1]) - 2]
                yield Finding(passage.path, f"{match[1]} in figures", *match.span(1), f'write "{word}"', word)


_OTHER_FIGURE = re.compile(r"(?<![\w(./-])\d+(?:,\d{3})*(?![\w)/-])")


def find_big_words(subject: Subject) -> Iterator[Finding]:
    """Numbers from ten on are written in figures: 12 States.

    Why: they are data, and figures are found. At the start of a sentence, and beside such a start ("Twelve
    of the eighteen"), words stay.

    Source: United Nations Editorial Manual Online, numbers; United Nations Correspondence Manual, 14 and 15
    (NUM-01).

    Bad:
        sections: [{heading: Background, text: It was attended by twelve States.}]

    Good:
        sections:
          - heading: Background
            text: It was attended by 12 States. Twelve of the eighteen participants spoke.
    """
    for passage in subject.words if not _BIG_WORDS.isdisjoint(subject.vocabulary) else ():
        for match in _BIG_WORD.finditer(passage.text) if passage.path[-1] != "heading" else ():
            sentence = _sentence(passage.text, match.start())
            if sentence and len(_ANY_WORD.findall(sentence)) == (2 if match[2] else 1):
                number = str(_BIG[match[1]] + (("one", *_WORDS).index(match[2]) + 1 if match[2] else 0))
                yield Finding(passage.path, f'"{match[0]}" in words', *match.span(), f"write {number}", number)


_START = re.compile(rf"(\d{{1,3}})(?=\s+{_COUNTED})")
_BEFORE = re.compile(r"(?:\A|[a-z)](?<!\b[Nn]o)(?<!\bart)[.!?]\s|\n\s*\n)$")


def find_figures_at_start(subject: Subject) -> Iterator[Finding]:
    """A sentence does not begin with a figure.

    Why: a figure has no capital, and after a full stop it is read as part of the number before.

    Source: United Nations Editorial Manual Online, numbers (NUM-01).

    Bad:
        sections: [{heading: Background, text: It was regional. 12 States took part.}]

    Good:
        sections: [{heading: Background, text: It was regional. Twelve States took part.}]
    """
    for passage in subject.words:
        for match in _START.finditer(passage.text) if passage.blocks else ():
            if not _BEFORE.search(passage.text, max(0, match.start() - 5), match.start()):
                continue
            hint = "write the number out, or begin with another word"
            yield Finding(passage.path, f"a sentence begins with {match[1]}", *match.span(1), hint)


_LONG = {
    "en": re.compile(r"(?<![\w.,/:–-])([1-9]\d{4,6})(?![\w/:–-]|[.,]\d)"),
    "fr": re.compile(r"(?<![\w.,/:–-])([1-9]\d{4,6}|\d{1,3}(?:[.,]\d{3})+)(?![\w/:–-]|[.,]\d)"),
}
_LONG |= dict.fromkeys(("es", "ru"), _LONG["fr"])


def find_long_figures(subject: Subject) -> Iterator[Finding]:
    """Thousands are parted by a comma in English, by a space that does not break in French, Spanish and Russian.

    Why: figures of five and more digits cannot be read at a glance.

    Source: general knowledge (NUM-02).

    Bad:
        sections: [{heading: Background, text: It costs 12000 dollars.}]

    Good:
        sections: [{heading: Background, text: "It costs 12,000 dollars, by resolution 1540 (2004)."}]
    """
    language = subject.note.language
    for passage in subject.words if language in _LONG else ():
        for match in _LONG[language].finditer(passage.text):
            right = f"{int(re.sub('[.,]', '', match[1])):,}"
            right = right if language == "en" else right.replace(",", "\u00a0")
            yield Finding(passage.path, f"{match[1]} without its space or comma", *match.span(), f"write {right}")


RULES: tuple[Rule[Find], ...] = (
    Rule("small-number", Severity.INFO, find_small_figures, UN, ("en",)),
    Rule("number-in-words", Severity.INFO, find_big_words, UN, ("en",)),
    Rule("sentence-with-figure", Severity.INFO, find_figures_at_start, UN, ("en",)),
    Rule("long-figure", Severity.INFO, find_long_figures, UN, ("en", "fr", "es", "ru"), off=True),
)

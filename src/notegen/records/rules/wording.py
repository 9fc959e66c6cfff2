"""Rules about words and signs that stand wrong: twice, in bold, beside a space, in two forms."""

import re
from collections.abc import Iterator
from itertools import pairwise

from notegen.diagnostics import Severity
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject, in_table

_BOLD = re.compile(r"\*\*(?=\S)(?:[^*\n]|\n(?!\s*\n))+?\*\*")
_DOUBLED = re.compile(r"(?<![\w'’\-])([^\W\d_]+)([ \t]+|[ \t]*\n[ \t]*)((?i:\1))(?![\w'’\-])")
_MEANT_TWICE = {
    "en": "that had is was do her bye no so very many much far long again on in",
    "fr": "nous vous faire fait deux si très non tout petit",
    "es": "no muy sí casi poco nos luego ya",
    "ru": "что как так чуть еле все очень нет да вот",
    "ar": "",
}
_MEANT = {language: frozenset(words.split()) for language, words in _MEANT_TWICE.items()}
_NEVER_TWICE = """the a an and of to for with by at from or as le la les des du de et un une au aux par el los las del
    y una al
    и в с на по из от для في من على إلى عن أن التي الذي"""
_CERTAIN = frozenset(_NEVER_TWICE.split())
_ARABIC_PARTICLES = frozenset({"في", "من", "على", "إلى", "عن", "أن", "التي", "الذي", "هذا", "هذه", "مع"})
_MAY_BE_SPACED = re.compile(r"[ \t\n][,;:!?.،؛؟]")
_SPACED_SIGN = re.compile(r"(?<=[\w)\]”\"»'’%\0])([ \t]+|[ \t]*\n[ \t]*)([,;:!?،؛؟]|\.(?!\.))(?=[\s\0]|$)")
_FIRST_OF_TWO = re.compile(r"%[-–][\d.,]+$")
_PER_CENT = re.compile(r"\b([Pp])ercent\b|(?<=\d)[ \u00a0\u202f]?%(?![\w\-–(])")
_APOSTROPHES = re.compile(r"(?<=[^\W\d_])(['’])(?=[^\W\d_])")
_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3})(st|nd|rd|th)\b")
_QUOTES = re.compile(r"[\"“”„«»]")


def find_wrong_ordinals(subject: Subject) -> Iterator[Finding]:
    """An ordinal in figures ends as it is spoken: 1st, 2nd, 3rd, 11th.

    Why: "63st" is a mistake that every reader sees and no spelling checker does.

    Source: plain care; met on an official page.

    Bad:
        sections: [{heading: Background, text: The Committee held its 63st formal meeting.}]

    Good:
        sections: [{heading: Background, text: The Committee held its 63rd formal meeting.}]
    """
    for passage in subject.words:
        for match in _ORDINAL.finditer(passage.text):
            number = int(match[1])
            teens = 10 < number % 100 < 14
            ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
            if match[2] != ending:
                message = f'"{match[0]}" has the ending of another number'
                yield Finding(passage.path, message, *match.span(2), f'it is "{match[1]}{ending}"', ending)


def find_bold_emphasis(subject: Subject) -> Iterator[Finding]:
    """Bold print is not used for emphasis.

    Why: the weight of a statement is in its words; bold belongs to headings. Bold words that begin a
    paragraph or an item, and those in tables, are headings and are passed over.

    Source: EM instructions for the preparation of documents; CM 13 (EMPH-01).

    Bad:
        sections: [{heading: Background, text: It was the **fourth** workshop.}]

    Good:
        sections: [{heading: Background, text: "**First day.** It was the fourth workshop."}]
    """
    for passage in subject.words:
        if "**" not in passage.text:
            continue
        for match in _BOLD.finditer(passage.text):
            before = passage.text[max(0, match.start() - 400) : match.start()]
            line = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)", before)[-1]
            if line.strip(" \t\n-+>*0123456789.)(") and "|" not in line:
                hint = "take the asterisks away; the words must do it"
                yield Finding(passage.path, "bold print is used for emphasis", *match.span(), hint)


def find_doubled_words(subject: Subject) -> Iterator[Finding]:
    """No word stands twice in a row.

    Why: the eye passes over the second "the", most of all where a line ends between them.

    Source: plain care; any house.

    Bad:
        sections: [{heading: Background, text: It was the the fourth workshop.}]

    Good:
        sections: [{heading: Background, text: They agreed that that workshop was the fourth.}]
    """
    language = subject.note.language
    for passage in subject.words:
        for match in _DOUBLED.finditer(passage.text) if _may_double(passage.text) else ():
            word = match[1].lower()
            meant = word in _MEANT[language] or (language == "ar" and word not in _ARABIC_PARTICLES)
            if not meant and not match[3][0].isupper():
                certain = word in _CERTAIN and not match[1][0].isupper() and "\n" not in match[2]
                start = match.start(2) if certain else match.start(3)
                replacement = "" if certain else None
                yield Finding(passage.path, f'"{word}" stands twice', start, match.end(), "leave one out", replacement)


def find_spaces_before_signs(subject: Subject) -> Iterator[Finding]:
    """No space stands before a comma, a full stop, a semicolon or a colon.

    Why: the sign can fall to the next line. French has a space before some signs, and notegen sets it;
    the rule leaves French alone.

    Source: EM punctuation; any house.

    Bad:
        sections: [{heading: Background, text: "It covered export , transit and transshipment."}]

    Good:
        sections: [{heading: Background, text: "It covered export, transit and transshipment."}]
    """
    for passage in subject.words:
        for match in _SPACED_SIGN.finditer(passage.text) if _MAY_BE_SPACED.search(passage.text) else ():
            if not in_table(passage.text, match.start()):
                message = f'a space stands before "{match[2]}"'
                yield Finding(passage.path, message, match.start(), match.end(), "leave it out", match[2])


def find_percent_signs(subject: Subject) -> Iterator[Finding]:
    """In running text a percentage is written "per cent", in two words.

    Why: the sign belongs to tables, where it saves room.

    Source: CM 14 and 15; EM numbers (NUM-01).

    Bad:
        sections: [{heading: Background, text: Some 40% of the States had reported.}]

    Good:
        sections: [{heading: Background, text: Some 40 per cent of the States had reported.}]
    """
    for passage in subject.words:
        if "%" not in passage.text and "ercent" not in passage.text:
            continue
        for match in _PER_CENT.finditer(passage.text):
            second = _FIRST_OF_TWO.search(passage.text[max(0, match.start() - 20) : match.start()])
            if not second and not in_table(passage.text, match.start()):
                right = f"{match[1]}er cent" if match[1] else " per cent"
                message, hint = f'"{match[0].strip()}" in running text', 'write "per cent"'
                yield Finding(passage.path, message, *match.span(), hint, right)


def find_mixed_quotes(subject: Subject) -> Iterator[Finding]:
    """Apostrophes and quotation marks are typewritten or typographic, not both in one note.

    Why: text that was pasted brings curved marks to straight ones, and the page shows which.

    Source: plain care; any house.

    Bad:
        sections: [{heading: Background, text: "The workshop's aim was the Committee’s and the States’s."}]

    Good:
        sections: [{heading: Background, text: "The workshop’s aim was the Committee’s."}]
    """
    for pattern, straight, curved in ((_APOSTROPHES, "'", "’"), (_QUOTES, '"', "“”„«»")):
        signs = {sign for passage in subject.words for sign in straight + curved if sign in passage.text}
        if straight not in signs or len(signs) < 2:
            continue
        found = [(passage, match) for passage in subject.words for match in pattern.finditer(passage.text)]
        few, many = [pair for pair in found if pair[1][0] == straight], [p for p in found if p[1][0] != straight]
        if not few or not many:
            continue
        if len(few) > len(many):
            few, many = many, few
        form = "typewritten" if few[0][1][0] == straight else "typographic"
        certain = pattern is _APOSTROPHES and len(few) < len(many)
        for passage, match in few:
            message = f"this mark is {form}, others in the note are not"
            replacement = many[0][1][0] if certain else None
            yield Finding(passage.path, message, *match.span(), f"elsewhere: {many[0][1][0]}", replacement)


def _may_double(text: str) -> bool:
    """Whether some word begins as the one before it ends; sooner known than by the expression."""
    words = text.lower().split()
    return any(one == other[: len(one)] and not other[len(one) :][:1].isalpha() for one, other in pairwise(words))


RULES: tuple[Rule[Find], ...] = (
    Rule("ordinal-ending", Severity.WARNING, find_wrong_ordinals, BOTH, ("en",)),
    Rule("bold-emphasis", Severity.INFO, find_bold_emphasis, UN),
    Rule("doubled-word", Severity.WARNING, find_doubled_words, BOTH, tuple(_MEANT)),
    Rule("space-before-sign", Severity.WARNING, find_spaces_before_signs, BOTH, ("en", "es", "ru", "ar")),
    Rule("percent-sign", Severity.INFO, find_percent_signs, UN, ("en",)),
    Rule("mixed-quotes", Severity.INFO, find_mixed_quotes, BOTH),
)

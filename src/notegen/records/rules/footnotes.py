"""Rules about footnotes: where their marks stand, and how their texts end."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Severity
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject
from notegen.records.text import Passage

_MARK = r"\[\^[^\s\[\]^]+\]"
_MARKS = rf"{_MARK}(?:,?{_MARK}){{0,9}}"
_CODE = re.compile(r"`[^`]*`")
# A dot after a capital, a dot or a common abbreviation may belong to the word and not to the sentence.
_ABBREVIATED = r"(?<![A-ZÉА-Я.\d])(?<!\betc)(?<!\bart)(?<!\bpar)(?<!\bpárr)(?<!\bnúm)(?<!\bp)(?<!\bт)(?<!\bг)(?<!\bдр)"
_MARK_FIRST = re.compile(rf"(?<=[^\s\[]){_MARKS}[.,;:!?。，；：！？](?![.\w])(?!\s*\[\^)")
_SIGN_FIRST = re.compile(rf"(?:{_ABBREVIATED}\.|[,:;،؛]|[ \u00a0\u202f][:;]){_MARKS}(?![.,;:،؛])")
_SPACED = re.compile(rf"(?<=[^\s,|])\s+(?=({_MARKS}))")
_BULLET = re.compile(r"(?:^|\n)[ \t]*(?:[-*+>]|\d+[.)])$")
_ADJACENT = re.compile(rf"{_MARK}(?:[ \t\n]*{_MARK})+")
_AFTER_MARK = re.compile(rf"{_MARK}$")
_ENDS = re.compile(r"[.!?…。！？؟؛][\"'”’»)\]*_）」]*$")
_STOPS = {"zh": "。"}
_LANGUAGES = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}


def find_misplaced_marks(subject: Subject) -> Iterator[Finding]:
    """A footnote mark stands after the punctuation in English, before it in French and Spanish.

    Why: the three languages differ, and a text that is translated keeps the order of the other.

    Source: EM footnotes, placement of indicators (FN-02).

    Bad:
        sections: [{heading: Background, text: "It was the fourth workshop[^series]."}]
        footnotes: {series: The first was held in Gaborone.}

    Good:
        sections: [{heading: Background, text: "It was the fourth workshop.[^series]"}]
        footnotes: {series: The first was held in Gaborone.}
    """
    yield from _misplaced(subject, after=subject.note.language == "en")


def find_unusual_marks(subject: Subject) -> Iterator[Finding]:
    """A footnote mark stands after the punctuation in Chinese, before it in Russian and Arabic.

    Why: a series that has chosen a side keeps to it. The manual has no word on these languages, so
    the rule speaks only where a series asks for it.

    Source: MEM, general practice, not confirmed (FN-05).

    Bad:
        sections: [{heading: Справочная информация, text: "Это был четвертый семинар.[^series]"}]
        footnotes: {series: Первый семинар прошел в Габороне.}

    Good:
        sections: [{heading: Справочная информация, text: "Это был четвертый семинар[^series]."}]
        footnotes: {series: Первый семинар прошел в Габороне.}
    """
    yield from _misplaced(subject, after=subject.note.language == "zh")


def find_marks_without_comma(subject: Subject) -> Iterator[Finding]:
    """Two footnote marks at one place are parted by a comma.

    Why: marks 1 and 2 side by side are read as 12. Write `[^one],[^two]`.

    Source: EM footnotes, placement of indicators (FN-03).

    Bad:
        sections: [{heading: Background, text: "It was the fourth workshop.[^one][^two]"}]
        footnotes: {one: The first was held in Gaborone., two: The second was held in Doha.}

    Good:
        sections: [{heading: Background, text: "It was the fourth workshop.[^one],[^two]"}]
        footnotes: {one: The first was held in Gaborone., two: The second was held in Doha.}
    """
    comma = "،" if subject.note.language == "ar" else ","
    for passage in _marked(subject):
        for match in _ADJACENT.finditer(passage.text):
            message, hint = "these marks are read as one number", "part two marks by a comma"
            parted = comma.join(re.findall(_MARK, match[0]))
            yield Finding(passage.path, message, match.start(), match.end(), hint, parted)


def find_marks_after_spaces(subject: Subject) -> Iterator[Finding]:
    """A footnote mark follows the word or sign that it belongs to without a space.

    Why: after a space the mark can fall to the next line, and there it belongs to nothing.

    Source: EM footnotes, every example (FN-02).

    Bad:
        sections: [{heading: Background, text: "It was the fourth workshop. [^series]"}]
        footnotes: {series: The first was held in Gaborone.}

    Good:
        sections: [{heading: Background, text: "It was the fourth workshop.[^series]"}]
        footnotes: {series: The first was held in Gaborone.}
    """
    for passage in _marked(subject):
        for match in _SPACED.finditer(passage.text):
            before = passage.text[max(0, match.start() - 100) : match.start()]
            stands_alone = match[0].count("\n") > 1 or _BULLET.search(before) or _AFTER_MARK.search(before)
            if not stands_alone:
                message = "a space stands before the footnote mark"
                yield Finding(passage.path, message, match.start(), match.end(1), "leave it out", match[1])


def find_footnotes_without_stop(subject: Subject) -> Iterator[Finding]:
    """The text of a footnote ends with a full stop.

    Why: a footnote is set as a sentence, a bare reference too; one without its stop looks cut off.

    Source: EM footnotes, the examples, all of which end so.

    Bad:
        sections: [{heading: Background, text: "It was the fourth workshop.[^series]"}]
        footnotes: {series: The first was held in Gaborone}

    Good:
        sections: [{heading: Background, text: "It was the fourth workshop.[^series]"}]
        footnotes: {series: The first was held in Gaborone.}
    """
    for passage in subject.words:
        text = passage.text.rstrip()
        if passage.path[0] not in ("footnotes", "disclaimer"):
            continue
        if text and not text.endswith(("\0", "*", "_", ":")) and not _ENDS.search(text):
            start = max(text.rfind(space) for space in " \n\t\u3000") + 1
            start = max(start, len(text) - 20)
            word = text[start:] + _STOPS.get(subject.note.language, ".")
            message, hint = "this footnote has no full stop", "end it with one"
            yield Finding(
                passage.path, message, start, len(text), hint, word if text[-1].isalnum() and "\0" not in word else None
            )


def find_numbers_on_titles(subject: Subject) -> Iterator[Finding]:
    """A note to the title has an asterisk for its mark, not a number.

    Why: United Nations papers number the notes to the text and give the title, the masthead and the
    agenda item asterisks. The founding series has a number on its titles, so this is a series' choice.

    Source: EM footnotes, types of indicators; DOC E/CONF.98/89/Add.1 (FN-04).

    Bad:
        disclaimer: For information – not an official report.

    Good:
        disclaimer: {text: For information – not an official report., mark: asterisk}
    """
    if subject.note.disclaimer and subject.note.disclaimer.mark == "number":
        message, hint = "the mark on the title is a number", "disclaimer: {mark: asterisk} in the series"
        yield Finding(("disclaimer",), message, hint=hint)


def _misplaced(subject: Subject, *, after: bool) -> Iterator[Finding]:
    pattern, side = (_MARK_FIRST, "after") if after else (_SIGN_FIRST, "before")
    language = _LANGUAGES[subject.note.language]
    for passage in _marked(subject):
        for match in pattern.finditer(passage.text):
            at = match[0].rindex("]") + 1 if after else match[0].index("[")
            message = f"the mark stands on the wrong side of the punctuation for {language}"
            hint = f"put it {side} the punctuation"
            swapped = match[0][at:] + match[0][:at]
            yield Finding(passage.path, message, match.start(), match.end(), hint, swapped)


def _marked(subject: Subject) -> Iterator[Passage]:
    """The texts with footnote marks, code blanked out: in code a mark is none."""
    for passage in subject.passages:
        if "[^" in passage.text:
            text = _CODE.sub(lambda match: "\0" * len(match[0]), passage.text)
            yield Passage(passage.path, text, passage.blocks)


RULES: tuple[Rule[Find], ...] = (
    Rule("footnote-mark-place", Severity.WARNING, find_misplaced_marks, UN, ("en", "fr", "es")),
    Rule("footnote-mark-side", Severity.INFO, find_unusual_marks, UN, ("ru", "zh", "ar"), off=True),
    Rule("marks-without-comma", Severity.INFO, find_marks_without_comma, UN),
    Rule("space-before-mark", Severity.WARNING, find_marks_after_spaces, BOTH),
    Rule("footnote-full-stop", Severity.INFO, find_footnotes_without_stop, UN),
    Rule("numbered-title-mark", Severity.INFO, find_numbers_on_titles, UN, off=True),
)

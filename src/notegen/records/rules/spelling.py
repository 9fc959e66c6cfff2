"""Rules about spelling: that of the United Nations, and one form of a word in a note."""

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from notegen.diagnostics import Severity
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject
from notegen.records.rules.spellings import UN_SPELLINGS
from notegen.records.text import Passage

_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n\s*\n|(?:^|\n)[ \t]*[-*+]\s+)[\"“(*_]*$")
_NO_PROGRAMME = re.compile(r"\b(?:computer|software)\s+$")
_HYPHENATED = re.compile(r"(?:[^\W\d_]{2,}|e)-[^\W\d_]{3,}")
_WORD = re.compile(r"(?<![\w\-'’])[^\W\d_][\w\-]*")
_CHAIR = re.compile(r"\b([Cc])hair(?:man|woman|men|women)\b")


def find_other_spellings(subject: Subject) -> Iterator[Finding]:
    """Words are spelt as the Concise Oxford Dictionary has them first: programme, organize, judgement.

    Why: one spelling through all papers of the Organization. Names of bodies keep their own, so a
    word with a capital inside a sentence is passed over, and so are quotations.

    Source: EM spelling, by way of style notes (SP-01).

    Bad:
        sections: [{heading: Background, text: It organised programs of assistance.}]

    Good:
        sections: [{heading: Background, text: "It organized programmes with the Harvard Sussex Program."}]
    """
    for passage, start, word in _find_words(subject, _small(subject) & UN_SPELLINGS.keys()):
        right = UN_SPELLINGS[word.lower()]
        right = right.capitalize() if word[0].isupper() else right
        before = passage.text[max(0, start - 40) : start]
        if not _is_quoted(passage.text, start) and not _NO_PROGRAMME.search(before):
            message, hint = f'"{word}" is not the spelling of the United Nations', f'write "{right}"'
            yield Finding(passage.path, message, start, start + len(word), hint, right)


def find_second_spellings(subject: Subject) -> Iterator[Finding]:
    """A word is written with a hyphen or without one, the same way through the note.

    Why: a reader who meets "transshipment" and "trans-shipment" asks whether two things are meant,
    and a search finds only half.

    Source: EM spelling; three slips of the founding note (SP-02).

    Bad:
        sections: [{heading: Background, text: "Transit and trans-shipment, and controls of transshipment."}]

    Good:
        sections: [{heading: Background, text: "Transit and transshipment, and controls of transshipment."}]
    """
    pairs: dict[str, str] = {}
    for word in subject.vocabulary:
        if "-" not in word or word in UN_SPELLINGS:
            continue
        if word.islower() and _HYPHENATED.fullmatch(word) and not _means_another(word):
            joined = word.replace("-", "")
            if forms := [form for form in _numbers(joined) if form in subject.vocabulary]:
                pairs[word] = forms[0]
    yield from _tell_rarer(subject, [(_numbers(word), _numbers(joined)) for word, joined in sorted(pairs.items())])


def find_mixed_spellings(subject: Subject) -> Iterator[Finding]:
    """A note is written in one spelling of English: program or programme, organise or organize.

    Why: whichever a house has chosen, two in one note look like two authors.

    Source: EM spelling, the principle alone (SP-02).

    Bad:
        sections: [{heading: Background, text: The programme began the other programs by another program.}]

    Good:
        sections: [{heading: Background, text: The program began the other programs by another program.}]
    """
    words = {_numbers(word): _numbers(UN_SPELLINGS[word]) for word in UN_SPELLINGS.keys() & subject.vocabulary}
    pairs = [(one, other) for one, other in sorted(words.items()) if not subject.vocabulary.isdisjoint(other)]
    yield from _tell_rarer(subject, pairs)


def find_chairmen(subject: Subject) -> Iterator[Finding]:
    """Who presides is the Chair.

    Why: the word names an office, whoever holds it. In older notes "Chairman" is what was printed, so
    the rule speaks only where a series asks for it.

    Source: MEM, present usage of the United Nations, not confirmed (SP-03).

    Bad:
        sections: [{heading: Highlights, text: The Chairman opened the workshop.}]

    Good:
        sections: [{heading: Highlights, text: The Chair opened the workshop.}]
    """
    for passage in subject.words:
        for match in _CHAIR.finditer(passage.text):
            yield Finding(passage.path, f'"{match[0]}" names a man or a woman', *match.span(), f"{match[1]}hair")


def _find_words(subject: Subject, words: Collection[str]) -> Iterator[tuple[Passage, int, str]]:
    """The places of these words; a capital inside a sentence makes a name, which is not among them."""
    present = {word for word in (*words, *map(str.capitalize, words)) if word in subject.vocabulary}
    for passage in subject.words if present else ():
        if len(present) > 9 or any(word in passage.text for word in present):
            for match in _WORD.finditer(passage.text):
                if match[0] in present and (match[0].islower() or _begins_sentence(passage.text, match.start())):
                    yield passage, match.start(), match[0]


def _begins_sentence(text: str, at: int) -> bool:
    return bool(_SENTENCE_START.search(text[max(0, at - 40) : at]))


def _small(subject: Subject) -> set[str]:
    return {word.lower() for word in subject.vocabulary}


def _tell_rarer(subject: Subject, pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Iterator[Finding]:
    """For each two ways to write a word the places of the one met less often; of two as frequent, the first."""
    places: defaultdict[str, list[tuple[Passage, int, str]]] = defaultdict(list)
    for place in _find_words(subject, {word for pair in pairs for forms in pair for word in forms}) if pairs else ():
        places[place[2].lower()].append(place)
    for one, other in pairs:
        few, many = ([place for form in forms for place in places[form]] for forms in (one, other))
        if len(few) > len(many):
            few, many = many, few
        usual = Counter(word.lower() for _, _, word in many).most_common(1)
        for passage, start, word in few:
            hint = "choose one form for the whole note"
            message = f'"{word}" here, "{usual[0][0]}" elsewhere in the note'
            yield Finding(passage.path, message, start, start + len(word), hint)


def _numbers(word: str) -> tuple[str, str]:
    """A word in the singular and in the plural, as far as an s tells them apart."""
    stem = word.removesuffix("s")
    return stem, f"{stem}s"


def _means_another(word: str) -> bool:
    # To re-sign is not to resign; before an e the hyphen of re- is spelling alone.
    return word.startswith(("re-", "un-")) and not word.startswith("re-e")


def _is_quoted(text: str, at: int) -> bool:
    starts, ends = _quotations(text)
    return bisect(starts, at) > bisect(ends, at)


@lru_cache(maxsize=4)
def _quotations(text: str) -> tuple[list[int], list[int]]:
    """Where quotations begin and end."""
    found = list(re.finditer(r"\"[^\"]*\"|“[^“”]*”", text))
    return [match.start() for match in found], [match.end() for match in found]


RULES: tuple[Rule[Find], ...] = (
    Rule("un-spelling", Severity.INFO, find_other_spellings, UN, ("en",)),
    Rule("one-spelling", Severity.INFO, find_second_spellings, BOTH, ("en", "fr", "es", "ru")),
    Rule("mixed-spelling", Severity.INFO, find_mixed_spellings, ("plain",), ("en",)),
    Rule("chair-not-chairman", Severity.INFO, find_chairmen, UN, ("en",), off=True),
)

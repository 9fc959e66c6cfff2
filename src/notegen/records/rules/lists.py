"""Rules about lists: bulleted ones, and those inside a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from notegen.diagnostics import Path, Severity
from notegen.languages.names import Names
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject
from notegen.records.text import Passage

_BULLET = re.compile(r"^([ ]*)[-*+][ \t]+(\S.*(?:\n(?![ \t]*(?:[-*+]|\d+[.)])[ \t])[ \t]*\S.*)*)", re.MULTILINE)
_SEMICOLON = re.compile(r"([;,](?:\s+(?:and|or))?)[\s\0]*$")
_STOP = re.compile(r"(?<!\betc)(?<!\bal)(?<![.A-Z])(\.)[\s\0]*$")
_FIRST_WORD = re.compile(r"[\"“«„‘'(*_]*([^\W\d_][\w\-]*)(?=[\s,]|$)")
_TYPED = re.compile(r"[-–—•▪◦·*‣]\s+(?=\S)")
_STARTERS = """a all an assess conduct develop discuss encourage enhance establish explore facilitate how identify in
    promote provide review share strengthen support the to what
    améliorer encourager examiner favoriser la le les promouvoir renforcer
    el examinar fomentar fortalecer la las los promover
    обсудить оказать поощрять развивать содействовать укрепить усилить"""
_COMMON_STARTERS = frozenset(_STARTERS.split())
_SENTENCE_END = re.compile(r"[.!?]\s+\S")

# "X, Y, and Z" in small letters; between clauses, around asides and before pronouns the comma is right.
_SERIES = re.compile(
    r"\b([a-z][a-z\-]{2,}),\s((?:[a-z][a-z\-]{2,},\s){0,12})([a-z][a-z\-]{2,})(,)\sand\s([a-z][a-z\-]*)"
)
_LAST_COMMA = re.compile(r",\s+and\s+(?!the\s+[a-z]|(?!the\s)[a-z])")
_ACRONYM = re.compile(r"[A-Z]{3,}")
_ASIDES = """again also although because both but finally first furthermore hence here however if including indeed inter
    instead later meanwhile moreover namely nevertheless nor not now once only otherwise perhaps rather respectively
    second since so still such than that then there therefore third though thus too when where whereas which while who
    whose yet"""
_NO_ENDS = """a an another any are as at be been by can could did do does each especially every for from had has have he
    her his i in is it its may might more most must notably of on one or others our particularly shall she should some
    the their these they this those to under was we were what will with without would"""
_NO_ITEM = frozenset(_ASIDES.split())
_NO_LAST = _NO_ITEM | frozenset(_NO_ENDS.split())


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a bulleted list: its text begins at `start` of the text at `path`."""

    path: Path
    start: int
    text: str


def find_punctuation_after_items(subject: Subject) -> Iterator[Finding]:
    """The items of a bulleted list end without semicolon or comma; only whole sentences have a full stop.

    Why: the bullets already part the items. The founding note ends four of its five objectives with a
    semicolon and the fifth with a full stop.

    Source: EM paragraphs and subparagraphs, punctuation with bullets (LI-01).

    Bad:
        sections: [{heading: Objectives, items: [promote awareness;, share experience.]}]

    Good:
        sections: [{heading: Objectives, items: [promote awareness, share experience]}]
    """
    for items in _lists(subject):
        stops = sum(bool(_STOP.search(item.text)) for item in items)
        for item in items:
            match = _SEMICOLON.search(item.text)
            fragment = _begins_small(item) and not _SENTENCE_END.search(item.text)
            if match:
                certain = fragment and match[1] in ";," and ";" not in item.text[: match.start()]
                yield _after_item(item, match, f'the item ends with "{match[1]}"', certain=certain)
            elif 2 * stops < len(items) and fragment and (match := _STOP.search(item.text)):
                message = "the item ends with a full stop, but is no sentence"
                yield _after_item(item, match, message, certain=True)


def find_mixed_first_letters(subject: Subject) -> Iterator[Finding]:
    """The items of a list begin all with a capital or all without.

    Why: a list reads as one thing when its items look alike. Names keep their capitals and are not
    counted; in texts of the United Nations an item begins with a capital.

    Source: EM capitalization, beginnings; EM headings: one form at one level (LI-01).

    Bad:
        sections: [{heading: Objectives, items: [Promote awareness, share experience, To explore cooperation]}]

    Good:
        sections: [{heading: Objectives, items: [Promote awareness, Share experience, Explore cooperation]}]
    """
    for items in _lists(subject):
        firsts = [(item, match) for item in items if (match := _FIRST_WORD.match(item.text))]
        small = [pair for pair in firsts if pair[1][1].islower()]
        large = [pair for pair in firsts if _is_common(subject, pair[1][1])] if small else []
        if not small or not large:
            continue
        few = min((large, small), key=lambda pairs: (len(pairs), firsts[0] in pairs))
        form = "a capital" if few is large else "a small letter"
        for item, match in few:
            start = item.start + match.start(1)
            message = f"this item begins with {form}, others of the list do not"
            yield Finding(item.path, message, start, start + len(match[1]), "let all items begin alike")


def find_lists_of_one(subject: Subject) -> Iterator[Finding]:
    """A bulleted list has two items or more.

    Why: a lone bullet promises others; one thing is said in a sentence.

    Source: EM headings and subheadings: where there is one there is another (HD-03).

    Bad:
        sections: [{heading: Objectives, items: [Promote awareness of the resolution]}]

    Good:
        sections: [{heading: Objectives, text: The workshop was to promote awareness of the resolution.}]
    """
    for items in _lists(subject):
        if len(items) == 1:
            end = items[0].start + len(items[0].text.split("\n")[0].rstrip())
            hint = "say it as text, or add the other items"
            yield Finding(items[0].path, "this list has one item", items[0].start, end, hint)


def find_typed_bullets(subject: Subject) -> Iterator[Finding]:
    """An item does not bring its own bullet or dash.

    Why: notegen prints the bullet, so a typed one is the second; it comes from copying an old note.

    Source: the record format.

    Bad:
        sections: [{heading: Objectives, items: [• Promote awareness, • Share experience]}]

    Good:
        sections: [{heading: Objectives, items: [Promote awareness, Share experience]}]
    """
    for passage in subject.words:
        match = _TYPED.match(passage.text) if _is_item(passage) else None
        if match:
            message, hint = "the item brings its own bullet", "leave it out: the bullets are printed"
            yield Finding(passage.path, message, match.start(), match.end(), hint, "")


def find_serial_commas(subject: Subject) -> Iterator[Finding]:
    """A list inside a sentence has no comma before its last "and".

    Why: "border, customs and regulatory officials". Before an "and" that joins two clauses, and
    after an aside, the comma stays; the rule speaks only of lists of single words, of States and
    of acronyms, where there is no doubt.

    Source: EM punctuation (LI-02).

    Bad:
        sections: [{heading: Background, text: "It covered export, transit, and transshipment."}]

    Good:
        sections: [{heading: Background, text: "It covered export, transit and transshipment."}]
    """
    for passage in subject.words:
        if not re.search(r",\s+and\s", passage.text):
            continue
        for match in _SERIES.finditer(passage.text):
            middle = {word.strip(",") for word in match[2].split()} | {match[3]}
            if not _is_doubtful(match[1], middle, match[5]) and not _goes_on(passage.text, match.end()):
                yield _serial(passage, match.start(4))
        for match in _LAST_COMMA.finditer(passage.text):
            parts = re.split(r",\s+", passage.text[max(0, match.start() - 200) : match.start()])
            if len(parts) < 2 or _goes_on(passage.text, match.end()):
                continue
            if all(_ends_with_name(subject.names, part) for part in parts[-2:]):
                yield _serial(passage, match.start())


def _goes_on(text: str, at: int) -> bool:
    """Whether the last part of the list holds an "and" itself: then the comma shows where it begins."""
    return bool(re.search(r"\sand\s", re.split(r"[,.;:]", text[at : at + 120])[0]))


def _serial(passage: Passage, at: int) -> Finding:
    return Finding(passage.path, 'a comma stands before the last "and"', at, at + 1, "leave it out", "")


def _is_doubtful(first: str, middle: set[str], last: str) -> bool:
    adverb = any(word.endswith("ly") for word in (first, *middle))
    return adverb or first in _NO_ITEM or bool(middle & _NO_LAST) or last in _NO_LAST or last.endswith("ly")


@lru_cache(maxsize=8)
def _state_names(names: Names) -> frozenset[str]:
    return frozenset(state.short.get("en", "") for state in names.states)


def _ends_with_name(names: Names, text: str) -> bool:
    """Whether a State or an acronym ends the text: of the last part of a list nothing but these is left."""
    words = text.split()
    tails = (" ".join(words[-length:]) for length in range(1, min(len(words), 6) + 1))
    return bool(words) and (bool(_ACRONYM.fullmatch(words[-1])) or any(tail in _state_names(names) for tail in tails))


def _after_item(item: Item, match: re.Match[str], message: str, *, certain: bool) -> Finding:
    start, end = item.start + match.start(1), item.start + match.end(1)
    return Finding(item.path, message, start, end, "leave it out", "" if certain else None)


def _begins_small(item: Item) -> bool:
    match = _FIRST_WORD.match(item.text)
    return match is not None and match[1][0].islower()


def _is_common(subject: Subject, word: str) -> bool:
    """Whether a word with a capital is no name: the note has it in small letters too, or every note might."""
    small = word.lower()
    return word[0].isupper() and word[1:].islower() and (small in _COMMON_STARTERS or small in subject.vocabulary)


def _is_item(passage: Passage) -> bool:
    return len(passage.path) > 2 and passage.path[-2] == "items"


def _lists(subject: Subject) -> Iterator[Sequence[Item]]:
    """Every bulleted list: the `items` of a section, and those in Markdown."""
    for _, group in groupby(filter(_is_item, subject.words), key=lambda passage: passage.path[:-1]):
        yield [Item(passage.path, 0, passage.text) for passage in group]
    for passage in subject.words:
        if passage.blocks and any(bullet in passage.text for bullet in ("- ", "* ", "+ ")):
            yield from _markdown_lists(passage)


def _markdown_lists(passage: Passage) -> Iterator[Sequence[Item]]:
    lists: dict[tuple[int, int], list[Item]] = {}
    run, end = 0, 0
    for match in _BULLET.finditer(passage.text):
        between = passage.text[end : match.start()]
        if any(line.strip() and not line[0].isspace() for line in between.split("\n")):
            run += 1
        end = match.end()
        lists.setdefault((run, len(match[1])), []).append(Item(passage.path, match.start(2), match[2]))
    yield from lists.values()


RULES: tuple[Rule[Find], ...] = (
    Rule("list-item-end", Severity.INFO, find_punctuation_after_items, UN, ("en",)),
    Rule("item-first-letter", Severity.INFO, find_mixed_first_letters, BOTH, ("en", "fr", "es", "ru")),
    Rule("list-of-one", Severity.INFO, find_lists_of_one, BOTH),
    Rule("typed-bullet", Severity.WARNING, find_typed_bullets, BOTH),
    Rule("serial-comma", Severity.WARNING, find_serial_commas, UN, ("en",)),
)

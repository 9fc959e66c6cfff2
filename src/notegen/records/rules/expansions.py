"""Rules about full names with their acronyms in brackets."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from notegen.diagnostics import Path, Severity
from notegen.languages.names import Organization
from notegen.records.rules.mentions import Mention, find_mention_at
from notegen.records.rules.rule import UN, Finding, Rule, Subject
from notegen.records.text import Passage

_IN_BRACKETS = re.compile(r"[(（]([A-ZА-ЯЁ][\w/-]{0,30}[A-ZА-ЯЁ]\w{0,30})[)）]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Expansion:
    """A full name with its acronym in brackets: where the name begins, where the brackets begin and end."""

    path: Path
    acronym: str
    name: int
    start: int
    end: int


def find_second_expansions(subject: Subject) -> Iterator[Finding]:
    """An acronym is explained once; after that it stands alone.

    Why: who meets the full name again asks whether another body is meant. Lists of participants
    and each annex are read on their own and may explain anew.

    Source: United Nations Correspondence Manual, F.24 (ACR-01).

    Bad:
        sections:
          - text: The World Customs Organization (WCO) spoke. The World Customs Organization (WCO) agreed.

    Good:
        sections:
          - text: The World Customs Organization (WCO) spoke. WCO agreed.
    """
    seen: set[object] = set()
    for expansion in _find_expansions(subject):
        part = expansion.path[:2] if expansion.path[0] == "annexes" else None
        if (part, expansion.acronym) in seen:
            message = f'"{expansion.acronym}" has been explained above'
            hint = f'write "{expansion.acronym}" alone'
            yield Finding(expansion.path, message, expansion.name, expansion.end, hint)
        seen.add((part, expansion.acronym))


def find_needless_acronyms(subject: Subject) -> Iterator[Finding]:
    """An acronym that is introduced is used.

    Why: a reader who is told an acronym keeps it in mind for what follows.

    Source: United Nations Correspondence Manual, F.24 (ACR-02).

    Bad:
        sections: [{text: The World Customs Organization (WCO) took the floor.}]

    Good:
        sections: [{text: The World Customs Organization (WCO) took the floor. The proposals of WCO were adopted.}]
    """
    made = [e for e in _find_expansions(subject) if e.path[0] != "organizers"]
    texts = [passage.text for passage, _ in subject.mentions if not _is_entry(passage)] if made else []
    words = Counter(
        word for text in texts for word in re.findall(r"[\w/-]+", text) for word in {word, *word.split("-")}
    )
    introduced = Counter(expansion.acronym for expansion in _find_expansions(subject)) if made else Counter()
    for expansion in made:
        if words[expansion.acronym] <= introduced[expansion.acronym]:
            message = f'"{expansion.acronym}" is introduced and never used'
            yield Finding(expansion.path, message, expansion.start, expansion.end, "leave the brackets out")


def _find_expansions(subject: Subject) -> Iterator[_Expansion]:
    for passage, mentions in subject.mentions:
        if passage.path[0] not in ("organizers", "sections", "annexes", "footnotes"):
            continue
        for match in _IN_BRACKETS.finditer(passage.text):
            name = _find_name(passage.text[: match.start()], match[1], mentions)
            if name is not None:
                yield _Expansion(passage.path, match[1], name, match.start(), match.end())


def _find_name(before: str, acronym: str, mentions: tuple[Mention, ...]) -> int | None:
    """Where the name begins that the acronym in brackets belongs to; None where a person or place stands there."""
    mention = find_mention_at(mentions, len(before.rstrip()) - 1)
    if mention and mention.naming.form != "acronym" and isinstance(mention.naming.row, Organization):
        return mention.start
    letters = [letter for letter in acronym if letter.isupper()]
    for word in reversed(list(_WORD.finditer(before[-200:]))):
        if word[0][0] == letters[-1]:
            letters.pop()
            if not letters:
                return max(0, len(before) - 200) + word.start()
        elif word[0][0].isupper() or len(word[0]) > 4:
            return None
    return None


def _is_entry(passage: Passage) -> bool:
    return passage.path[0] == "participants" and passage.path[2] in ("entries", "also")


RULES = (
    Rule("acronym-explained-twice", Severity.WARNING, find_second_expansions, UN),
    Rule("needless-acronym", Severity.INFO, find_needless_acronyms, UN),
)

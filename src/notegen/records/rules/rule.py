"""What a rule is: a code, a weight, who it is for, and a function whose docstring is its page."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from notegen.diagnostics import Path, Severity
from notegen.languages.language import Language, find_language
from notegen.languages.names import Names, builtin
from notegen.records.model import Note
from notegen.records.rules.mentions import Mention, find_expanded, find_mentions
from notegen.records.rules.participants import Participant, list_participants
from notegen.records.text import Passage, passages

Profile = Literal["un", "plain"]

BOTH: tuple[Profile, ...] = ("un", "plain")
UN: tuple[Profile, ...] = ("un",)

# Each part begins where no earlier beginning has failed, so that a long text takes no longer than its length.
_NO_WORDS = re.compile(
    r"https?://[^\s<>)]+|www\.[^\s<>)]+|(?<![^\s@<>(])[^\s@<>(]+@[^\s@<>)]+|`[^`]*`|\]\([^()\s]*\)|\[\^[^\[\]\s]+\]"
)
_LONGEST_ROW = 1000  # characters that are looked at, so that a text without an end of line takes no longer
_WORD = re.compile(r"[^\W\d_][\w\-]*")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that a rule has something to say about.

    `start` and `end` are characters of the text at `path`, both 0 for the whole value; with
    `on_key` the place is the key. `replacement` is given only when it is certain: then
    `notegen check --fix` puts it in place of these characters.
    """

    path: Path
    message: str
    start: int = 0
    end: int = 0
    hint: str | None = None
    replacement: str | None = None
    on_key: bool = False


@dataclass(frozen=True)
class Subject:
    """What a rule looks at: the note, and what is worked out once for all rules."""

    note: Note
    names: Names = field(default_factory=builtin)

    @cached_property
    def language(self) -> Language:
        """The words of the note's language."""
        return find_language(self.note.language)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every printed text in the order of the page."""
        return tuple(passages(self.note))

    @cached_property
    def prose(self) -> tuple[Passage, ...]:
        """The texts of sections, annexes, footnotes and organizers: what is written, not listed."""
        parts = ("sections", "annexes", "footnotes", "organizers", "disclaimer")
        return tuple(passage for passage in self.passages if passage.path[0] in parts)

    @cached_property
    def words(self) -> tuple[Passage, ...]:
        """The prose with a NUL for each character of an address, code or mark: no words, but offsets stay true."""
        return tuple(Passage(p.path, _blank(p.text), p.blocks) for p in self.prose)

    def saying(self, *parts: str) -> Iterator[Passage]:
        """The passages of `words` that hold one of the parts: a cheap look before a costly pattern."""
        return (passage for passage in self.words if any(part in passage.text for part in parts))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the prose once, hyphens within: a rule about some words looks here first."""
        return frozenset(word for passage in self.words for word in _WORD.findall(passage.text))

    @cached_property
    def mentions(self) -> tuple[tuple[Passage, tuple[Mention, ...]], ...]:
        """Every passage but places, blanked as in `words`, with the names of States and bodies in it."""
        given = [p for p in self.passages if p.path[:2] != ("event", "place")]
        texts = [Passage(p.path, _blank(p.text), p.blocks) for p in given]
        return tuple((p, find_mentions(self.names, p.text, self.note.language)) for p in texts)

    @cached_property
    def expanded(self) -> frozenset[str]:
        """The acronyms that the note says the full name of, wherever that is."""
        return find_expanded(self.note, (passage.text for passage in self.passages))

    @cached_property
    def participants(self) -> tuple[Participant, ...]:
        """The entries of all groups, each with the State or body that it names."""
        return tuple(list_participants(self.note, self.names))


def _blank(text: str) -> str:
    if not any(sign in text for sign in ("://", "www.", "@", "`", "](", "[^")):
        return text
    return _NO_WORDS.sub(lambda match: "\0" * len(match[0]), text)


def in_table(text: str, at: int) -> bool:
    """Whether a place of a text stands in a row of a table, behind its first stroke."""
    start = max(0, at - _LONGEST_ROW)
    return "|" in text[max(start, text.rfind("\n", start, at)) : at]


Find = Callable[[Subject], Iterator[Finding]]


F = TypeVar("F", bound=Callable[..., Any], covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[F]):
    """A rule of the checker.

    `find` is a function whose docstring is the published page: its first line says what must hold;
    `Why:`, `Source:`, `Bad:` and `Good:` follow. Bad and Good hold YAML that is merged over a
    minimal note and run by the tests. A rule that is `off` runs only where a series asks for it:
    its source was not confirmed. No series can ask for one in a language that it has no words of.
    """

    code: str
    severity: Severity
    find: F
    profiles: tuple[Profile, ...] = BOTH
    languages: tuple[str, ...] = ()
    off: bool = False

    def knows(self, language: str) -> bool:
        """Whether it can judge notes of this language."""
        return not self.languages or language in self.languages


@dataclass(frozen=True, slots=True)
class Settings:
    """What a series asks of the rules: `levels` by code, "off" or a severity."""

    profile: str = "un"
    levels: Mapping[str, str] = field(default_factory=dict)


def choose(rules: Sequence[Rule[F]], settings: Settings, language: str) -> Iterator[tuple[Rule[F], Severity]]:
    """The rules that run, each with the severity that it has here."""
    for rule in rules:
        level = settings.levels.get(rule.code, "off" if rule.off else str(rule.severity))
        asked = settings.profile in rule.profiles or rule.code in settings.levels
        if level != "off" and asked and rule.knows(language):
            yield rule, Severity(level)

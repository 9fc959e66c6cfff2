"""What changed from one record to another: field by field, and word by word in each."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, TypeVar

from notegen.diagnostics import Path
from notegen.records.essence import read_essence
from notegen.records.model import Note

Kind = Literal["same", "deleted", "inserted"]
Item = TypeVar("Item")

# A word with its hyphens and apostrophes, one character of a script that parts no words, white space, or a sign.
_WORD = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|[^\W\u2e80-\u9fff\uf900-\ufaff]+(?:[-'’.][^\W_]+)*|\s+|[^\w\s]|_")
_ALIKE = 0.4
"""The share of words from which on two texts are one that was changed."""
_MAX_WORDS = 4_000
"""Of a text that is compared word by word; a longer one is compared by its sentences."""
_SENTENCE = re.compile(r".*?(?:[.!?。！？؟]\s+|\n+|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both texts have, or only the old or the new one."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs: where it is in the new record (a deleted one: in the old); None where it is not there."""

    path: Path
    old: str | None
    new: str | None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The change by word."""
        return compare_texts(self.old or "", self.new or "")


def compare_notes(old: Note, new: Note) -> tuple[Change, ...]:
    """Every field that says something else, in the order of the new record.

    States and organizations are called by their names in the language of the new record, on both sides.
    """
    return tuple(_compare(read_essence(old, new.language), read_essence(new, new.language), ()))


def _compare(old: Any, new: Any, path: Path) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _compare(old.get(key), new.get(key), (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for before, after in align(old, new, _write_group if path == ("participants",) else write_value):
            place = after if after is not None else before
            assert place is not None
            one = old[before] if before is not None else None
            other = new[after] if after is not None else None
            yield from _compare(one, other, (*path, place))
    elif (isinstance(old, dict) and new is None) or (isinstance(new, dict) and old is None):
        yield from _compare(old or {}, new or {}, path)
    else:
        texts = [None if value is None else write_value(value) for value in (old, new)]
        if texts[0] != texts[1]:
            yield Change(path, *texts)


def _write_group(group: Any) -> str:
    """A group of participants by what it is called: it stays the same one, whoever is in it."""
    return " ".join(str(group[key]) for key in ("kind", "heading") if key in group)


def write_value(value: Any) -> str:
    """A value of a record as a text: lists and mappings as their values, line by line."""
    if isinstance(value, dict):
        return "\n".join(write_value(item) for item in value.values())
    if isinstance(value, list):
        return "\n".join(map(write_value, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def align(
    old: Sequence[Item], new: Sequence[Item], text: Callable[[Item], str]
) -> Iterator[tuple[int | None, int | None]]:
    """Which item of one list became which of the other, in the order of the new; None where there is none.

    Items that are equal as text belong together, and between these the ones that share words.
    """
    before, after = [text(item) for item in old], [text(item) for item in new]
    for kind, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(range(i, i_end), range(j, j_end), strict=True)
        else:
            yield from _pair(before, after, range(i, i_end), range(j, j_end))


def _pair(
    before: Sequence[str], after: Sequence[str], olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[int | None, int | None]]:
    rest = list(olds)
    for j in news:
        likeness = [(measure_likeness(before[i], after[j]), -at) for at, i in enumerate(rest)]
        best, at = max(likeness, default=(0.0, 0))
        if best >= _ALIKE:
            yield from ((i, None) for i in rest[:-at])
            yield rest[-at], j
            rest = rest[-at + 1 :]
        else:
            yield None, j
    yield from ((i, None) for i in rest)


def measure_likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, from 0 to 1."""
    words, others = ([word for word in split_words(text)[:_MAX_WORDS] if not word.isspace()] for text in (one, other))
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def split_words(text: str) -> list[str]:
    """The words, signs and stretches of white space of a text; nothing is lost."""
    return _WORD.findall(text)


def compare_texts(old: str, new: str) -> tuple[Piece, ...]:
    """Two texts as one, with what only one of them has marked; a deleted piece stands before the inserted one."""
    one, other = split_words(old), split_words(new)
    if max(len(one), len(other)) > _MAX_WORDS:
        one, other = _SENTENCE.findall(old), _SENTENCE.findall(new)
    return tuple(Piece(kind, "".join(items)) for kind, items in compare_items(one, other, str.isspace))


def compare_items(
    old: Sequence[Item], new: Sequence[Item], is_blank: Callable[[Item], bool]
) -> list[tuple[Kind, list[Item]]]:
    """Two sequences as one, in stretches. Blank items alone between two changes belong to the changes."""
    stretches: list[tuple[list[Item], list[Item], bool]] = []
    for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come, same = list(old[i:i_end]), list(new[j:j_end]), kind == "equal"
        if same and len(stretches) > 0 and i_end < len(old) and j_end < len(new) and all(map(is_blank, gone)):
            same = False
        if stretches and stretches[-1][2] == same and not same:
            stretches[-1] = (stretches[-1][0] + gone, stretches[-1][1] + come, False)
        else:
            stretches.append((gone, come, same))
    found: list[tuple[Kind, list[Item]]] = []
    for gone, come, same in stretches:
        if same:
            found.append(("same", come))
        else:
            found += [("deleted", gone)] if gone else []
            found += [("inserted", come)] if come else []
    return found

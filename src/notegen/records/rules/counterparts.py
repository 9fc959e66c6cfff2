"""The parts of a note beside those of a version in another language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from notegen.diagnostics import Path
from notegen.records.model import Note, Subsubsection
from notegen.records.text import Passage, marks, passages, walk
from notegen.records.versions import group_versions


@dataclass(frozen=True, slots=True)
class Uneven:
    """A list that is longer in one version than in the other."""

    path: Path
    original: int
    translation: int


@dataclass(frozen=True, slots=True)
class Counterparts:
    """A part of the note in both versions.

    Where sections or annexes are uneven nobody knows which belongs to which: then all of them are one
    part, and `certain` is false.
    """

    path: Path
    original: tuple[Passage, ...]
    translation: tuple[Passage, ...]
    certain: bool = True


@dataclass(frozen=True, eq=False)
class Comparison:
    """A translation beside its original, and what is worked out once for all rules."""

    original: Note
    translation: Note

    @cached_property
    def uneven(self) -> tuple[Uneven, ...]:
        """The lists of sections, subsections and annexes that are not of one length."""
        one, other = self.original, self.translation
        found = list(_compare_sections(one.sections, other.sections, ("sections",)))
        if len(one.annexes) != len(other.annexes):
            found.append(Uneven(("annexes",), len(one.annexes), len(other.annexes)))
        return tuple(found)

    @cached_property
    def sections(self) -> tuple[tuple[Path, Subsubsection, Subsubsection], ...]:
        """The sections and subsections that certainly belong together, each under its path."""
        uneven = {each.path for each in self.uneven}
        return tuple(_pair_sections(self.original.sections, self.translation.sections, ("sections",), uneven))

    @cached_property
    def parts(self) -> tuple[Counterparts, ...]:
        """Every part of the two notes that holds texts: sections, annexes, footnotes, rows, the summary."""
        uneven = {each.path for each in self.uneven}
        shared = self.original.footnotes.keys() & self.translation.footnotes.keys()
        parts: dict[Path, tuple[list[Passage], list[Passage]]] = {}
        for side, note in enumerate((self.original, self.translation)):
            for passage in list_texts(note):
                parts.setdefault(_find_part(passage.path, uneven, shared), ([], []))[side].append(passage)
        return tuple(
            Counterparts(path, tuple(one), tuple(other), path not in uneven) for path, (one, other) in parts.items()
        )

    @cached_property
    def outlines(self) -> "tuple[tuple[Counterparts, Outline, Outline], ...]":
        """Every part with what it is made of in the original and in the translation."""
        return tuple((part, outline(part.original), outline(part.translation)) for part in self.parts)


def compare_versions(notes: Sequence[Note]) -> tuple[Comparison, ...]:
    """Every translation among the notes beside its original, where that is among them too."""
    return _compare(_Notes(tuple(notes)))


@dataclass(frozen=True, slots=True, eq=False)
class _Notes:
    """Notes as a key: the same objects, whatever they say. The cache keeps them, so no id is used again."""

    notes: tuple[Note, ...]

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.notes)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Notes) and list(map(id, self.notes)) == list(map(id, other.notes))


@lru_cache(maxsize=1)
def _compare(key: _Notes) -> tuple[Comparison, ...]:
    # Every rule asks for the same notes, and texts take their time to be read.
    return tuple(
        Comparison(versions.original, translation)
        for versions in group_versions(key.notes)
        for translation in versions.translations
        if versions.original
    )


def _compare_sections(
    original: Sequence[Subsubsection], translation: Sequence[Subsubsection], path: Path
) -> Iterator[Uneven]:
    if len(original) != len(translation):
        yield Uneven(path, len(original), len(translation))
        return
    for i, (one, other) in enumerate(zip(original, translation, strict=True)):
        below = (*path, i, "sections")
        yield from _compare_sections(getattr(one, "sections", ()), getattr(other, "sections", ()), below)


def _pair_sections(
    original: Sequence[Subsubsection], translation: Sequence[Subsubsection], path: Path, uneven: set[Path]
) -> Iterator[tuple[Path, Subsubsection, Subsubsection]]:
    if path in uneven:
        return
    for i, (one, other) in enumerate(zip(original, translation, strict=True)):
        yield (*path, i), one, other
        below = (*path, i, "sections")
        yield from _pair_sections(getattr(one, "sections", ()), getattr(other, "sections", ()), below, uneven)


def list_texts(note: Note) -> Iterator[Passage]:
    """The texts that a translator writes: all but the disclaimer, which the series gives; the summary too."""
    yield from (passage for passage in passages(note) if passage.path[0] != "disclaimer")
    if note.summary:
        yield Passage(("summary",), note.summary)


def _find_part(path: Path, uneven: set[Path], shared: set[str]) -> Path:
    if path[0] in ("sections", "annexes"):
        return _find_section(path, uneven)
    if path[0] == "footnotes":
        return path if path[1] in shared else ("footnotes",)
    return path[:2] if path[0] == "details" else path[:1]


def _find_section(path: Path, uneven: set[Path]) -> Path:
    """The innermost section or annex around a text, or the level from which on sections are uneven."""
    part: Path = ()
    for i in range(0, len(path) - 1, 2):
        if path[i] not in ("sections", "annexes"):
            break
        if path[: i + 1] in uneven:
            return path[: i + 1]
        part = path[: i + 2]
    return part


@dataclass(frozen=True, slots=True)
class Outline:
    """What a part is made of, whatever it says; tables as rows and columns."""

    paragraphs: int
    items: int
    figures: int
    tables: tuple[tuple[int, int], ...]
    marks: Counter[str]


def outline(texts: Sequence[Passage]) -> Outline:
    """The outline of a part."""
    counts: Counter[str] = Counter(items=sum("items" in passage.path for passage in texts))
    tables: list[tuple[int, int]] = []
    found: Counter[str] = Counter()
    for passage in texts:
        found.update(marks(passage.tokens()) if "[^" in passage.text else ())
        if passage.blocks or "![" in passage.text:
            _count(passage, counts, tables)
    return Outline(counts["paragraphs"], counts["items"], counts["figures"], tuple(tables), found)


def _count(passage: Passage, counts: Counter[str], tables: list[tuple[int, int]]) -> None:
    depth, tokens = 0, passage.tokens()
    counts["figures"] += sum(token.type == "image" for token in walk(tokens))
    for i, token in enumerate(tokens):
        if token.type == "paragraph_open" and depth == 0:
            words = [child for child in tokens[i + 1].children or () if child.content.strip()]
            counts["paragraphs"] += not (words and all(child.type == "image" for child in words))
        elif token.type.startswith("list_item"):
            depth += token.nesting
            counts["items"] += token.nesting > 0
        elif token.type == "table_open":
            tables.append((0, 0))
        elif token.type == "tr_open":
            tables[-1] = (tables[-1][0] + 1, 0)
        elif token.type in ("th_open", "td_open"):
            tables[-1] = (tables[-1][0], tables[-1][1] + 1)

"""A text as plain data, with the place of every key and value in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notegen.alignment import align
from notegen.diagnostics import Diagnostic, Path, Place, Source, Span

Data = dict[str, Any] | list[Any] | str | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the text as the parser saw it."""

    span: Span
    style: str = ""
    content: "str | tuple[Value, ...] | tuple[tuple[Value, Value], ...] | None" = None
    mapping: bool = False


@dataclass(frozen=True)
class Tree:
    """Plain data of a text with the place of every value and key, and what was wrong on the way."""

    source: Source
    data: Data
    values: Mapping[Path, Value]
    keys: Mapping[Path, Span]
    diagnostics: tuple[Diagnostic, ...]

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value (or its key) stands; for a path that the text lacks, its nearest parent."""
        while path:
            if key and path in self.keys:
                return Place(self.source, self.keys[path])
            if path in self.values:
                return Place(self.source, self.values[path].span)
            path = path[:-1]
        return Place(self.source, first_line(self.source.text))

    def locate(self, path: Path, start: int, end: int) -> Place:
        """Where characters `start` to `end` of a text value stand in the source, or the value where it is an alias."""
        offsets = self._align(path)
        if not 0 <= start < end <= len(offsets):
            return self.place(path)
        return Place(self.source, Span(offsets[start], offsets[end - 1] + 1))

    def spells(self, path: Path) -> bool:
        """Whether the characters of a text value stand in its place, which they do not for an alias."""
        return bool(self._align(path))

    def _align(self, path: Path) -> list[int]:
        value = self.values.get(path)
        if value is None or not isinstance(value.content, str):
            return []
        return align(self.source.text, value.span, value.style, value.content)


def first_line(text: str) -> Span:
    """The first line that says something."""
    begin = len(text) - len(text.lstrip())
    end = text.find("\n", begin)
    return Span(begin, len(text) if end < 0 else end)

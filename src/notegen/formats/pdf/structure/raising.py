"""Raised marks of lines from right to left, written on the base line with glyphs that stand higher in their font.

Chrome takes what stands on another base line for a line of its own, and Poppler for a word of its own, so that a mark
before a full stop tears both from the word that they belong to.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from notegen.formats.pdf.structure import streams
from notegen.formats.pdf.structure.glyphs import Codes
from notegen.formats.pdf.structure.parts import Page

_LEVEL = 0.05  # pixels


def find_raised(page: Page) -> dict[int, float]:
    """The content of lines from right to left that is above their base line, by number, and how far in pixels."""
    return dict(_raised(page.box, page.marks))


def _raised(box: Any, marks: Mapping[Any, int]) -> Iterator[tuple[int, float]]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox" and child.style["direction"] == "rtl":
            yield from _above(child, child.position_y + child.baseline, marks)
        else:
            yield from _raised(child, marks)


def _above(box: Any, base: float, marks: Mapping[Any, int]) -> Iterator[tuple[int, float]]:
    for child in getattr(box, "children", ()):
        rise = base - child.position_y - child.baseline if child in marks and hasattr(child, "pango_layout") else 0
        if abs(rise) > _LEVEL:
            yield marks[child], rise
        yield from _above(child, base, marks)


def write_level(content: Any, raised: Mapping[int, float], codes: Codes) -> None:
    """Write raised content of these numbers on the base line, so far above it as it was, where its fonts allow it."""
    operations = content.stream
    for start, number in streams.marked(content):
        if number in raised:
            inner = slice(start, streams.end_of(operations, start))
            operations[inner] = _level(operations[inner], raised[number], codes) or operations[inner]


def _level(operations: list[Any], rise: float, codes: Codes) -> list[Any]:
    """The operations on the base line; none when a font has no glyphs that could stand higher."""
    level: list[Any] = []
    font, size = "", b""
    for item in operations:
        operator = item.rpartition(b" ")[2] if item.__class__ is bytes else b""
        if operator == b"Tf":
            font, size = item[1:].split()[0].decode(), item.split()[1]
        elif operator == b"Tm":
            *matrix, y, _ = item.split()
            item = b" ".join((*matrix, f"{float(y) + rise:f} Tm".encode()))
        elif operator == b"TJ":
            item = codes.lift(font, item, rise / float(size))
        if item is None:
            return []
        level.append(item)
    return level

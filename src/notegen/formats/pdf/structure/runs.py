"""Runs of one font in a line from right to left, painted in the order in which they are read.

Figures, brackets and points of an Arabic line are often of another font than its letters. Firefox and others turn the
letters of each run round, but take the runs one after another as they are painted. Within a run of letters the glyphs
stay from left to right, which is what they count on; other runs are divided where the direction changes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from notegen.formats.pdf.structure.glyphs import Codes

_SHOWN = re.compile(rb"<([0-9a-f]*)>|([-+.0-9e]+)")


@dataclass(frozen=True, slots=True)
class Run:
    """A choice of font, its size, and the glyphs painted with it, each with the kerning after it.

    Glyphs are in hexadecimal; `before` is the kerning before the first, all in thousandths of the size.
    """

    choice: bytes
    before: float
    glyphs: tuple[tuple[bytes, float], ...]

    @property
    def size(self) -> float:
        """The size of the font."""
        return float(self.choice.split()[1])

    @property
    def font(self) -> str:
        """The name of the font in the content."""
        return self.choice.split()[0][1:].decode()

    def measure(self, codes: Codes) -> float:
        """How far it goes to the right."""
        kerning = self.before + sum(after for _, after in self.glyphs)
        return (codes.width(self.font, b"".join(glyph for glyph, _ in self.glyphs)) - kerning) * self.size / 1000

    def write(self, offset: float) -> bytes:
        """The operation that paints it, so far to the right of where the last one ended."""
        items = [f"[{self.before - offset * 1000 / self.size:.3f}<".encode()]
        for glyph, after in self.glyphs:
            items.append(glyph + (f">{after:g}<".encode() if after else b""))
        return b"".join(items) + b">] TJ"


def read_runs(operations: Sequence[Any], start: int, last: int) -> list[Run]:
    """The runs among the operations from `start` to `last`; none when there is more than text."""
    begin = next((place for place in range(start, last) if _is(operations[place], b" Tf")), last + 1)
    runs: list[Run] = []
    for item in operations[begin : last + 1]:
        if _is(item, b" Tf"):
            runs.append(Run(item, 0, ()))
        elif _is(item, b" TJ"):
            runs[-1] = _lengthen(runs[-1], item)
        else:
            return []
    return runs


def _lengthen(run: Run, operation: bytes) -> Run:
    before, glyphs = run.before, list(run.glyphs)
    for shown, kerning in _SHOWN.findall(operation[:-3]):
        glyphs += [(shown[place : place + 4], 0.0) for place in range(0, len(shown), 4)]
        if kerning and glyphs:
            glyph, after = glyphs[-1]
            glyphs[-1] = glyph, after + float(kerning)
        elif kerning:
            before += float(kerning)
    return Run(run.choice, before, tuple(glyphs))


def divide(run: Run, breaks: Iterable[int]) -> Iterator[Run]:
    """The parts of a run that begin at these glyphs, of which the first is one."""
    before = run.before
    for start, end in pairwise([*breaks, len(run.glyphs)]):
        yield Run(run.choice, before, run.glyphs[start:end])
        before = 0


def close_up(run: Run, blank: Sequence[bool]) -> Run:
    """The run with every distance before a blank glyph after it, where it looks the same.

    Poppler takes a distance for one more space, and a mark that begins the text of the blank for a word of its own.
    """
    glyphs = list(run.glyphs)
    for number in range(1, len(glyphs)):
        if blank[number]:
            (before, distance), (space, after) = glyphs[number - 1], glyphs[number]
            glyphs[number - 1 : number + 1] = (before, 0.0), (space, after + distance)
    return Run(run.choice, run.before, tuple(glyphs))


def paint_backwards(runs: Sequence[Run], codes: Codes) -> list[bytes]:
    """The operations that paint the runs of a line, which are given from left to right, from right to left.

    Each is painted where it was.
    """
    lengths = [run.measure(codes) for run in runs]
    here, place = 0.0, sum(lengths)
    painted: list[bytes] = []
    choice = b""
    for run, length in zip(reversed(runs), reversed(lengths), strict=True):
        place -= length
        if run.choice != choice:
            painted.append(run.choice)
        painted.append(run.write(place - here))
        here, choice = place + length, run.choice
    return painted


def _is(item: Any, ending: bytes) -> bool:
    return item.__class__ is bytes and item.endswith(ending)

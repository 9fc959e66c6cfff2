"""Runs of one font in a line from right to left, painted in the order in which they are read.

Figures, brackets and points of an Arabic line are often of another font than its letters. Most programs that copy text
turn the letters of each run round, but take the runs one after another as they are painted. Within a run the glyphs
stay from left to right, which is what they count on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from notegen.formats.pdf.structure.glyphs import Codes

_SHOWN = re.compile(rb"<([0-9a-f]*)>|([-+.0-9e]+)")


@dataclass(frozen=True, slots=True)
class Run:
    """The operations from one choice of font to the next, the size of that font and how far they go to the right."""

    start: int
    stop: int
    size: float
    length: float


def read_runs(operations: Sequence[Any], start: int, last: int, codes: Codes) -> list[Run]:
    """The runs among the operations from `start` to `last`, which paints glyphs; none when there is but one."""
    begins = [place for place in range(start, last) if _is(operations[place], b" Tf")]
    if len(begins) < 2:
        return []
    return [
        _read_run(operations, begin, stop, codes) for begin, stop in zip(begins, [*begins[1:], last + 1], strict=True)
    ]


def _read_run(operations: Sequence[Any], start: int, stop: int, codes: Codes) -> Run:
    name, size, _ = operations[start].split()
    thousandths = 0.0
    for item in operations[start:stop]:
        if _is(item, b" TJ"):
            for glyphs, kerning in _SHOWN.findall(item[:-3]):
                thousandths += codes.width(name[1:].decode(), glyphs) - float(kerning or 0)
    return Run(start, stop, float(size), thousandths * float(size) / 1000)


def paint_backwards(operations: list[Any], runs: Sequence[Run]) -> None:
    """Paint the runs of a line, which are given from left to right, from right to left, each where it was."""
    if not runs:
        return
    here, place = 0.0, sum(run.length for run in runs)
    painted: list[Any] = []
    for run in reversed(runs):
        place -= run.length
        items = list(operations[run.start : run.stop])
        first = next(number for number, item in enumerate(items) if _is(item, b" TJ"))
        items[first] = f"[{(here - place) * 1000 / run.size:.3f}".encode() + items[first][1:]
        painted += items
        here = place + run.length
    operations[runs[0].start : runs[-1].stop] = painted


def _is(item: Any, ending: bytes) -> bool:
    return item.__class__ is bytes and item.endswith(ending)

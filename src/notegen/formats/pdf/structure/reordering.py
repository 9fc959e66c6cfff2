"""Pages written from right to left, so painted that whoever reads them again finds their text."""

import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate
from typing import Any

from notegen.formats.pdf.structure import bidi, streams
from notegen.formats.pdf.structure.glyphs import Codes, Painted, Shown, read_shown
from notegen.formats.pdf.structure.parts import Page
from notegen.formats.pdf.structure.runs import paint_backwards, read_runs

# Programs that read a PDF take its lines as painted and turn them round themselves. Poppler takes every number and
# comma for the start of a passage from left to right, up to the next letter, and a bracket after such a passage for a
# part of the text before it. These marks, which it takes for letters, are the ends that it does not see.
RIGHT_TO_LEFT, LEFT_TO_RIGHT = "\u200f", "\u200e"

# Bidirectional classes of what poppler reads from left to right.
_LEFT_TO_RIGHT = frozenset(("L", "EN", "ES", "ET", "CS", "AN"))
# Letters of Arabic and spaces, that is most of a text, of which nothing has to be said.
_PLAIN = frozenset((" ", *map(chr, range(0x621, 0x64B))))


def tell_glyphs(content: Any, page: Page, painted: Painted, codes: Codes, asides: Container[int]) -> None:
    """Give the glyphs of a page from right to left codes that say what they stand for.

    `asides` are the numbers of content that stands alone, such as the number of the page.
    """
    operations = content.stream
    shown = list(read_shown(operations))
    totals = [0, *accumulate(count for _, _, count in shown)]
    if totals[-1] != len(painted.texts):
        return  # something was painted into a form of its own, and which texts are whose is not known
    places = [place for place, _, _ in shown]
    boxes = {number: box for box, number in page.marks.items()}
    for start, number in streams.marked(content):
        box = boxes[number]
        text = getattr(getattr(box, "pango_layout", None), "text", "")
        first, last = bisect_left(places, start), bisect_left(places, streams.end_of(operations, start))
        if not text or first == last:
            continue
        line = Shown(operations, *map(list, zip(*shown[first:last], strict=True)))
        inner = slice(totals[first], totals[last])
        others = painted.others[bisect_left(painted.others, inner.start) : bisect_left(painted.others, inner.stop)]
        said = {place - inner.start: painted.texts[place] for place in others}
        right_to_left = box.style["direction"] == "rtl"
        if right_to_left or number not in asides:
            said.update(_signs(painted.texts[inner], text, right_to_left))
        runs = read_runs(operations, start, places[last - 1], codes) if right_to_left else []
        line.recode(said, codes)
        paint_backwards(operations, runs)


def _signs(glyphs: Sequence[str], text: str, right_to_left: bool) -> Iterator[tuple[int, str]]:
    """The places of glyphs of a line where a passage from left to right begins or ends, with their texts and a sign."""
    remarkable = [number for number, glyph in enumerate(glyphs) if glyph not in _PLAIN]
    if not remarkable:
        return
    levels = bidi.levels(text, right_to_left)
    order = [place for place in bidi.visual_order(levels) if unicodedata.category(text[place]) != "Cf"]
    starts = [0, *accumulate(map(len, glyphs))]
    # Beyond both ends, and where nothing is said, the line goes to the left.
    sides = [levels[order[start]] % 2 if start < len(order) else 1 for start in starts[:-1]] + [1]
    for number in remarkable:
        places = order[starts[number] : starts[number + 1]]
        if not places:
            continue
        said = glyphs[number]
        if (sides[number] or sides[number - 1]) and _must_turn(text, levels, max(places)):
            said = RIGHT_TO_LEFT + said
        if not sides[number] and sides[number + 1] and not _runs_right(text[places[-1]]):
            said += LEFT_TO_RIGHT
        if said != glyphs[number]:
            yield number, said


def _runs_right(char: str) -> bool:
    return unicodedata.bidirectional(char) in _LEFT_TO_RIGHT


def _must_turn(text: str, levels: Sequence[int], last: int) -> bool:
    """Whether poppler would read on, beyond the right end, from the left end of what a character is in."""
    if levels[last] % 2:
        if not _runs_right(text[last]):
            return False
    else:
        while last + 1 < len(text) and levels[last + 1] % 2 == 0:
            last += 1
    return last + 1 == len(text) or not bidi.runs_left(text[last + 1])

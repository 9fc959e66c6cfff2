"""Pages written from right to left, so painted that whoever reads them again finds their text."""

import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from notegen.formats.pdf.structure import bidi, streams
from notegen.formats.pdf.structure.glyphs import Codes, Painted, Shown, read_shown
from notegen.formats.pdf.structure.parts import Page
from notegen.formats.pdf.structure.runs import Run, close_up, divide, paint_backwards, read_runs

# Bidirectional classes of what poppler reads from left to right.
_TOUCHING = 0.5  # pixels
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
    # From the end, so that places stay what they are when lines before them become longer.
    marked = list(streams.marked(content))
    around = [None, *(boxes[number] for _, number in marked), None]
    for position, (start, number) in reversed(list(enumerate(marked))):
        before, box, after = around[position : position + 3]
        text = getattr(getattr(box, "pango_layout", None), "text", "")
        first, last = bisect_left(places, start), bisect_left(places, streams.end_of(operations, start))
        if not text or first == last:
            continue
        inner = slice(totals[first], totals[last])
        others = painted.others[bisect_left(painted.others, inner.start) : bisect_left(painted.others, inner.stop)]
        said = {place - inner.start: painted.texts[place] for place in others}
        right_to_left = box.style["direction"] == "rtl"
        ends = int(not _continues(before, box)), int(not _continues(box, after))
        flow = _read_flow(painted.texts[inner], text, right_to_left, ends)
        end = places[last - 1]
        runs = list(_divide(read_runs(operations, start, end), flow)) if right_to_left else []
        if right_to_left or number not in asides:
            said.update(_signs(flow, runs))
        Shown(operations, *map(list, zip(*shown[first:last], strict=True))).recode(said, codes)
        if len(runs) > 1:
            begin = next(place for place in range(start, end) if operations[place] == runs[0].choice)
            recoded = list(_divide(read_runs(operations, start, end), flow))
            operations[begin : end + 1] = paint_backwards(recoded, codes)


@dataclass(frozen=True, slots=True)
class _Flow:
    """Which way the glyphs of a line go.

    `levels` are those of the characters of the text, `places` the characters of each glyph. `sides` are 1 for glyphs
    that go to the left, `ends` the same of what is beyond both ends; `turned` are brackets that go to the left.
    """

    text: str
    glyphs: Sequence[str]
    levels: Sequence[int]
    places: Sequence[Sequence[int]]
    sides: Sequence[int]
    turned: Sequence[bool]
    ends: tuple[int, int]

    def begins(self, number: int) -> bool:
        """Whether the text of a glyph does not follow that of the glyph on its left."""
        if self.turned[number - 1] and self.glyphs[number].isspace():
            return False  # Chrome takes no notice of a space that stands alone, and of a sign with it
        return bool(self.sides[number] or self.sides[number - 1])


def _read_flow(glyphs: Sequence[str], text: str, right_to_left: bool, ends: tuple[int, int]) -> _Flow:
    levels = bidi.levels(text, right_to_left)
    order = [place for place in bidi.visual_order(levels) if unicodedata.category(text[place]) != "Cf"]
    places = [order[start:end] for start, end in pairwise([0, *accumulate(map(len, glyphs))])]
    # Where nothing is said, the line goes to the left.
    sides = [levels[inner[0]] % 2 if inner else 1 for inner in places]
    brackets = [len(inner) == 1 and bool(unicodedata.mirrored(text[inner[0]])) for inner in places]
    turned = [bool(side) and bracket for side, bracket in zip(sides, brackets, strict=True)]
    return _Flow(text, glyphs, levels, places, sides, turned, ends)


def _divide(runs: Sequence[Run], flow: _Flow) -> Iterator[Run]:
    """Runs without letters from right to left in parts: what goes to the right together, every other glyph alone."""
    first = 0
    for run in runs:
        last = first + len(run.glyphs)
        glyphs = flow.glyphs[first:last]
        if bidi.has_right_to_left("".join(glyphs)):
            yield run
        else:
            begins = [number - first for number in range(first + 1, last) if flow.begins(number)]
            yield from divide(close_up(run, [glyph.isspace() for glyph in glyphs]), [0, *begins])
        first = last


def _signs(flow: _Flow, runs: Sequence[Run]) -> Iterator[tuple[int, str]]:
    """The places of glyphs of a line that a sign stands before, with the sign and their texts.

    Programs that copy text take a line as painted and turn it round themselves, each in its own way. Poppler takes
    every number and comma for the start of a passage from left to right, up to the next letter, and a bracket after
    such a passage for a part of it: a mark from right to left is the letter that it misses. Chrome exchanges the
    brackets that it meets after a letter from right to left: after a mark from left to right it does not. Firefox drops
    what ends in such a mark, so that it stands before the next text on the right, and spaces between two runs, unless
    there is a mark before them; and it turns a bracket and a space if most of them are Arabic letters.
    """
    glyphs, brackets = flow.glyphs, [*flow.turned, False]
    sides = [*flow.sides, flow.ends[1], flow.ends[0]]  # the last stands before the first
    signs = [""] * (len(glyphs) + 1)
    for number, (glyph, places) in enumerate(zip(glyphs, flow.places, strict=True)):
        if glyph in _PLAIN or not places:
            continue
        turned = brackets[number]
        if turned or ((sides[number] or sides[number - 1]) and _must_turn(flow.text, flow.levels, max(places))):
            signs[number] += bidi.LETTER if turned or brackets[number - 1] else bidi.RIGHT_TO_LEFT
        if turned or (not sides[number] and sides[number + 1] and not _runs_right(flow.text[places[-1]])):
            signs[number + 1] = bidi.LEFT_TO_RIGHT
    for start, end in pairwise([0, *accumulate(len(run.glyphs) for run in runs)]):
        for number in {start, end - 1} if start < end else ():  # an item of a list that is empty paints nothing
            if glyphs[number].isspace() and not signs[number]:
                signs[number] = bidi.RIGHT_TO_LEFT
    for number, (glyph, sign) in enumerate(zip(glyphs, signs, strict=False)):
        said = sign + glyph + (signs[-1] if number == len(glyphs) - 1 else "")
        if said != glyph:
            yield number, said


def _continues(box: Any, other: Any) -> bool:
    """Whether text from left to right goes on in another box without a gap."""
    boxes = (box, other)
    if any(part is None or part.style["direction"] == "rtl" or not hasattr(part, "baseline") for part in boxes):
        return False
    level = box.position_y + box.baseline == other.position_y + other.baseline
    return bool(level and abs(box.position_x + box.width - other.position_x) < _TOUCHING)


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

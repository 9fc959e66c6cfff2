"""Pages written from right to left, so painted that whoever reads them again finds their text."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from notegen.formats.pdf.structure import bidi, streams
from notegen.formats.pdf.structure.glyphs import Codes, Glyph, read_glyphs
from notegen.formats.pdf.structure.parts import Page

# Programs that read a PDF take its lines as painted and turn them round themselves. Poppler takes every number and
# comma for the start of a passage from left to right, up to the next letter, and a bracket after such a passage for a
# part of the text before it. These marks, which it takes for letters, are the ends that it does not see.
RIGHT_TO_LEFT, LEFT_TO_RIGHT = "\u200f", "\u200e"
_LEFT_TO_RIGHT = frozenset(("L", "EN", "ES", "ET", "CS", "AN"))


def tell_glyphs(content: Any, page: Page, painted: Sequence[tuple[int, str]], codes: Codes) -> None:
    """Give the glyphs of a page from right to left codes that say what they stand for."""
    boxes = {number: box for box, number in page.marks.items()}
    operations = content.stream
    try:
        shown = {item.place: item for item in read_glyphs(operations, iter(painted))}
    except LookupError:
        return  # painted into a form of its own: a drawing, not text of the document
    for start, number in list(streams.marked(content)):
        box = boxes[number]
        text = getattr(getattr(box, "pango_layout", None), "text", "")
        if not text:
            continue
        end = streams.end_of(operations, start)
        items = [shown[place] for place in range(start, end) if place in shown]
        glyphs = [glyph for item in items for group in item.glyphs for glyph in group]
        for glyph, said in zip(glyphs, _said(glyphs, text, box.style["direction"] == "rtl"), strict=False):
            glyph.code = codes.code(glyph, said)
        for item in items:
            operations[item.place] = item.write()


def _said(glyphs: Sequence[Glyph], text: str, right_to_left: bool) -> Iterator[str]:
    """The text of every glyph of a line, with signs where one begins or ends that runs from left to right."""
    levels = bidi.levels(text, right_to_left)
    order = (place for place in bidi.visual_order(levels) if _is_painted(text[place]))
    places = [list(islice(order, sum(map(_is_painted, glyph.text)))) for glyph in glyphs]
    sides = [levels[inner[0]] % 2 if inner else 1 for inner in places]
    for number, (glyph, inner) in enumerate(zip(glyphs, places, strict=True)):
        said = glyph.text
        if inner and (sides[number] or number == 0 or sides[number - 1]) and _must_turn(text, levels, inner):
            said = RIGHT_TO_LEFT + said
        ends = not sides[number] and (number + 1 == len(glyphs) or sides[number + 1])
        if inner and ends and not _runs_right(text[inner[-1]]):
            said += LEFT_TO_RIGHT
        yield said


def _is_painted(char: str) -> bool:
    return unicodedata.category(char) != "Cf"


def _runs_right(char: str) -> bool:
    return unicodedata.bidirectional(char) in _LEFT_TO_RIGHT


def _must_turn(text: str, levels: Sequence[int], places: Sequence[int]) -> bool:
    """Whether poppler would read on, beyond the right end, from what has its left end here."""
    last = max(places)
    if levels[last] % 2:
        if not _runs_right(text[last]):
            return False
    else:
        while last + 1 < len(text) and levels[last + 1] % 2 == 0:
            last += 1
    return last + 1 == len(text) or not bidi.runs_left(text[last + 1])

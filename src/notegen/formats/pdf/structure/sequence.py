"""Paints the text of a page in the order in which it is read.

WeasyPrint paints floats before the text beside them and shifted boxes after all others (CSS 2, appendix E). On paper
that is the same; but most programs that copy text, and viewers where it is selected, go by the order of painting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from notegen.formats.pdf.structure import streams
from notegen.formats.pdf.structure.parts import Mark

# Operators that set what stays set until the next one, or until the state that they belong to is left.
_SETTINGS = frozenset((b"gs", b"rg", b"RG", b"g", b"G", b"k", b"K", b"cs", b"CS", b"scn", b"SCN", b"w", b"d", b"Tr"))
_TOUCHING = 0.5  # pixels
_FRAMES = frozenset((b"cm", b"W", b"W*"))


@dataclass(slots=True)
class _Text:
    """Marked content that paints text: where it stands, in which frame, what was set before it and in it."""

    start: int
    end: int
    frame: tuple[int, ...]
    before: list[bytes]
    after: list[bytes]


def find_gaps(marks: Sequence[Mark]) -> Iterator[int]:
    """The numbers of text that has other text at some distance on its left, such as the label of a row."""
    for one, other in pairwise(marks):
        if _beside(one.box, other.box) and one.box.position_x - other.box.position_x - other.box.width > _TOUCHING:
            yield one.number


def _beside(one: Any, other: Any) -> bool:
    """Whether a box has the middle of another between its top and its foot, or the other way round."""
    return any(
        box.position_y < inner.position_y + inner.height / 2 < box.position_y + box.height
        for box, inner in ((one, other), (other, one))
    )


def arrange(stream: Any, numbers: Sequence[int]) -> None:
    """Put marked content of these numbers into their order, but what stands in a frame of its own.

    All of it goes to the place of the last, over whatever is painted before.
    """
    operations = stream.stream
    wanted = set(numbers)
    texts = {number: text for number, text in _texts(operations) if number in wanted}
    if not texts:
        return
    frame = min(text.frame for text in texts.values())
    ordered = [texts[number] for number in numbers if number in texts and texts[number].frame == frame]
    last = max(ordered, key=lambda text: text.start)
    moved = [item for text in ordered for item in (*text.before, *operations[text.start : text.end])]
    for text in sorted(ordered, key=lambda text: -text.start):
        here = [b"q", *moved, b"Q"] if text is last else []
        # What was set in it may be meant for what is painted next, too.
        operations[text.start : text.end] = here + text.after


def _texts(operations: Sequence[Any]) -> Iterator[tuple[int, _Text]]:
    """The marked content with text and its number."""
    settings: dict[bytes, bytes] = {}
    frame: tuple[int, ...] = ()
    states = []
    text: _Text | None = None
    number = end = -1
    for place, item in enumerate(operations):
        if item.__class__ is not bytes:
            if text is None and "MCID" in item:
                number, end = item["MCID"], streams.end_of(operations, place)
                text = _Text(place - 1, end + 1, frame, list(settings.values()), [])
            continue
        operator = item.rpartition(b" ")[2]
        if operator == b"q":
            states.append((settings.copy(), frame))
        elif operator == b"Q":
            settings, frame = states.pop()
        elif operator in _SETTINGS:
            key = item[:2] if operator == b"gs" else operator  # /a1 gs sets one thing, /A1 gs another
            settings.pop(key, None)
            settings[key] = item
        elif operator in _FRAMES:
            frame = (*frame, place)
        elif text is not None and place == end:
            text.after = [setting for setting in settings.values() if setting not in text.before]
            if b"BT" in operations[text.start : text.end]:
                yield number, text
            text = None

"""The spaces that a line break or a change of type swallows, found again in the document's text.

A reader that follows the structure hears "oneline" where the page shows "one" and, a line below, "line": a tagged
PDF has to hold every space (ISO 32000-1, 14.8.2.5).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_WHITE = re.compile(r"[ \t\n\r\f]+")
_NODE_END = "\0"
# How far on a piece is looked for, after one that was not found where it should stand.
_REACH = 500


@dataclass(frozen=True, slots=True)
class Beside:
    """Whether white space stands before and after a piece of text, and whether it ends in a hyphen of the line."""

    before: bool
    after: bool
    divided: bool


class Gaps:
    """Tells, for one painted piece of text after another, whether white space stands beside it."""

    def __init__(self) -> None:
        self._texts: dict[Any, str] = {}
        self._places: dict[Any, int] = {}

    def beside(self, box: Any) -> "Beside | None":
        """What stands beside a text box; None when its text is not that of the document."""
        element = box.element
        if "::" in box.element_tag:
            return None
        if element not in self._texts:
            nodes = [element.text or ""]
            nodes += [" " * (child.tag == "br") + (child.tail or "") for child in element]
            self._texts[element] = _NODE_END.join(_WHITE.sub(" ", node) for node in nodes).lower()
        text = self._texts[element]
        start = at = self._places.get(element, 0)
        while text[start : start + 1] in (" ", _NODE_END) and start < len(text):
            start += 1
        piece = _WHITE.sub(" ", box.text).strip(" ").lower()
        whole = end = _end(text, piece, start)
        if end is None:
            end = _end(text, piece.removesuffix(box.style["hyphenate_character"]), start)
        if end is None:
            return None
        self._places[element] = end
        before = text[at:start].rpartition(_NODE_END)[2].endswith(" ")
        return Beside(before, text[end : end + 1] == " ", whole is None)


def _end(text: str, piece: str, start: int) -> int | None:
    """Where a piece ends that stands at a place or soon after it."""
    if not piece:
        return None
    found = start if text.startswith(piece, start) else text.find(piece, start, start + _REACH)
    return None if found < 0 else found + len(piece)


def space_glyphs(fonts: Mapping[Any, Any]) -> dict[str, tuple[str, int]]:
    """The glyph that is a space, in hexadecimal, and its width, by the name under which content uses a font."""
    return {
        font.hash: (f"{glyph:02x}" if font.bitmap else f"{glyph:04x}", font.widths[glyph])
        for font in fonts.values()
        for glyph, text in font.to_unicode.items()
        if text == " "
    }

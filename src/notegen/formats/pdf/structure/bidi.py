"""Which way the characters of a line run (Unicode Standard Annex 9), as Pango has laid them out."""

import ctypes
import functools
import re
import unicodedata
from collections.abc import Sequence

from notegen.formats.pdf.libraries import PANGO, load_library

RIGHT_TO_LEFT, LEFT_TO_RIGHT, LETTER = "\u200f", "\u200e", "\u061c"
"""Marks that are not seen: of either direction, and one that is an Arabic letter to those who count letters."""

_RIGHT_TO_LEFT = ("R", "AL")
# The blocks of Hebrew, Arabic and the other scripts of this kind, presentation forms too.
_BLOCKS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def runs_left(char: str) -> bool:
    """Whether a character is a letter of a script that is written from right to left."""
    return unicodedata.bidirectional(char) in _RIGHT_TO_LEFT


def has_right_to_left(text: str) -> bool:
    """Whether a text has characters of a script that is written from right to left."""
    return _BLOCKS.search(text) is not None


def levels(text: str, right_to_left: bool) -> Sequence[int]:
    """The embedding level of every character of a line; those with odd levels run from right to left."""
    library = _library()
    data = text.encode()
    direction = ctypes.c_int(right_to_left)
    found = library.pango_log2vis_get_embedding_levels(data, len(data), ctypes.byref(direction))
    try:
        return ctypes.string_at(found, len(text))
    finally:
        library.g_free(ctypes.c_void_p(found))


def visual_order(levels: Sequence[int]) -> list[int]:
    """The places of the characters of a line in the order in which they are painted (rule L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start: int | None = None
        for place in range(len(order) + 1):
            within = place < len(order) and levels[order[place]] >= level
            if within and start is None:
                start = place
            elif not within and start is not None:
                order[start:place] = reversed(order[start:place])
                start = None
    return order


@functools.cache
def _library() -> ctypes.CDLL:
    library = load_library(PANGO)
    if library is None:
        raise OSError("Pango is not here, but WeasyPrint works with it")
    library.pango_log2vis_get_embedding_levels.restype = ctypes.c_void_p
    return library

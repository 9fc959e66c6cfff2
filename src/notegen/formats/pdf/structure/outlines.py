"""Outlines of TrueType glyphs at another height (OpenType specification, table "glyf")."""

import io
from collections.abc import Iterable, Mapping
from copy import deepcopy

from fontTools.ttLib import TTFont


def raise_glyphs(content: bytes, wanted: Iterable[tuple[int, int]]) -> tuple[bytes, Mapping[tuple[int, int], int]]:
    """A font with more glyphs, which are others at a height, in thousandths of an em; and the numbers of these."""
    font = TTFont(io.BytesIO(content), recalcBBoxes=False, recalcTimestamp=False)
    outlines, widths = font["glyf"], font["hmtx"]
    order = list(font.getGlyphOrder())
    raised: dict[tuple[int, int], int] = {}
    for glyph, rise in wanted:
        name, copied = order[glyph], f"raised{len(order)}"
        outline = deepcopy(outlines[name])
        height = round(rise * font["head"].unitsPerEm / 1000)
        if outline.isComposite():
            for component in outline.components:
                component.y += height
        elif outline.numberOfContours:
            outline.coordinates.translate((0, height))
        outline.recalcBounds(outlines)
        raised[glyph, rise] = len(order)
        order.append(copied)
        font.setGlyphOrder(order)
        outlines[copied], widths[copied] = outline, widths[name]
    file = io.BytesIO()
    font.save(file)
    return file.getvalue(), raised

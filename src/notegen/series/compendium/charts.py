"""Bar charts as vector drawings, by reportlab.

A chart is drawn without words: its names and values are text of the page beside it, in the type of the house, and
run as the language does. One row of the drawing stands beside one line of that text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

ROW, WIDTH = 20, 1000  # units of the drawing; the page stretches them to its lines and columns
LONGEST = 0.84
"""The part of the width that the longest bar takes; the rest is for its value."""
_THICKNESS = 12
_AXIS = 1.5


@dataclass(frozen=True, slots=True)
class Palette:
    """Two greys and one colour, as CSS hexadecimal: of bars, of what they are a part of, of the axis."""

    bar: str
    whole: str
    axis: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, what is counted, and what that is a part of where that is known."""

    name: str
    value: int
    whole: int | None = None


def lengths(bars: Sequence[Bar]) -> list[float]:
    """How long each bar is, from nought to LONGEST, with what it is a part of."""
    most = max((bar.whole or bar.value for bar in bars), default=0) or 1
    return [LONGEST * (bar.whole or bar.value) / most for bar in bars]


def draw_bars(bars: Sequence[Bar], palette: Palette, *, leftward: bool = False) -> str:
    """An SVG drawing of horizontal bars from an axis, one below the other; `leftward` has the axis on the right."""
    from reportlab.graphics import renderSVG
    from reportlab.graphics.shapes import Drawing, Rect
    from reportlab.lib.colors import HexColor

    drawing = Drawing(WIDTH, ROW * len(bars))

    def draw(row: int, length: float, thickness: float, colour: str) -> None:
        """A bar of this row; the origin of a drawing is at its foot."""
        foot = ROW * (len(bars) - row) - (ROW + thickness) / 2
        start = WIDTH - length if leftward else 0
        drawing.add(Rect(start, foot, length, thickness, fillColor=HexColor(colour), strokeColor=None))

    for row, (bar, length) in enumerate(zip(bars, lengths(bars), strict=True)):
        if bar.whole:
            draw(row, WIDTH * length, _THICKNESS, palette.whole)
            length *= bar.value / bar.whole
        if bar.value:
            draw(row, WIDTH * length, _THICKNESS, palette.bar)
        draw(row, _AXIS, ROW, palette.axis)
    svg: str = renderSVG.drawToString(drawing, svgAttrs={"preserveAspectRatio": "none"})
    return svg

"""Drawings as pixels: a Word of before 2016 shows no SVG."""

import re
from collections.abc import Callable

from notegen.errors import MissingExtra, RenderError
from notegen.pandoc import EXTRA
from notegen.pictures.recognition import recognize

Drawer = Callable[[bytes, float], bytes]
"""Makes a PNG of an SVG, so many times as large."""

_SHARPNESS = 3  # pixels for each CSS pixel
_LONGEST = 1000  # CSS pixels of a side of a page; a drawing is made smaller before it is drawn, not afterwards
_UNSAID = 300, 150  # CSS pixels of a drawing that names no size (CSS 2.2, 10.3.2)
_COMMENT, _ROOT = re.compile(r"<!--.*?-->", re.DOTALL), re.compile(r"<svg\b([^>]*)")
_SIDE = re.compile(r"\s(?:width|height)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def find_drawer() -> Drawer:
    """What draws; raises MissingExtra where it is not installed."""
    try:
        import resvg_py
    except ImportError:
        raise MissingExtra(EXTRA) from None

    def draw(svg: bytes, scale: float) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg.decode(), zoom=scale))

    return draw


def draw_pixels(name: str, svg: bytes, draw: Drawer) -> tuple[bytes, float]:
    """The drawing of that name as PNG, and how many pixels stand for a CSS pixel; raises RenderError."""
    said = recognize(svg)
    size = said.width or _UNSAID[0], said.height or _UNSAID[1]
    # A line keeps a pixel of its width.
    scale = max(_SHARPNESS * min(1, _LONGEST / max(size)), 1 / min(size))
    try:
        return draw(_set_size(svg, *size), scale), scale
    except ValueError as error:
        raise RenderError(f'the drawing "{name}" cannot be drawn ({error}); save it as PNG') from error


def _set_size(svg: bytes, width: int, height: int) -> bytes:
    """The drawing with the size that was measured.

    Without one the drawer takes its edges, and finds none around words alone; in percent, in em, or in its viewBox
    alone it may be so large that no memory holds the pixels, and the drawer ends the process.
    """
    text = _COMMENT.sub("", svg.decode())
    return _ROOT.sub(lambda root: f'<svg width="{width}" height="{height}"{_SIDE.sub("", root[1])}', text, 1).encode()

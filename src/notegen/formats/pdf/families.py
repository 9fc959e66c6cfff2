"""Generic families of CSS as families of ours, in force while a page of ours is made.

Pango puts them in place by the configuration of the whole computer, whatever a font map was given.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from notegen.formats.pdf.fonts import specify


@contextlib.contextmanager
def own_families(weasyprint: Any) -> Iterator[None]:
    """A block in which WeasyPrint asks Pango for families by their own names."""
    line_break = weasyprint.text.line_break
    original = line_break.get_font_description

    def describe(style: Any) -> Any:
        return original(_Specified(style))

    line_break.get_font_description = describe
    try:
        yield
    finally:
        line_break.get_font_description = original


class _Specified(dict[str, Any]):
    """A style with other families."""

    def __init__(self, style: Any) -> None:
        super().__init__(font_family=specify(style["font_family"]))
        self._style = style

    def __missing__(self, key: str) -> Any:
        return self._style[key]

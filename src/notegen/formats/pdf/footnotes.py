"""Keeps footnotes on the page of their marks, where WeasyPrint would keep a paragraph there instead.

When the first lines of a paragraph do not all fit, its layout of lines sends footnotes of the page to the next one, the
last first, until they do, whatever `footnote-policy` says. Here they stay, and the paragraph goes.
"""

from typing import Any


class _Footnotes(list[Any]):
    """The footnotes of a page; asked once after one was refused, it says that there are none to send away."""

    refused = False

    def __bool__(self) -> bool:
        refused, self.refused = self.refused, False
        return not refused and len(self) > 0


class Faithful:
    """What WeasyPrint keeps while it lays a document out, `LayoutContext`, is made faithful by this class before it."""

    # The footnote laid out last, until a line that has its mark is seen to fit above it.
    _unsettled: Any = None

    @property
    def current_page_footnotes(self) -> list[Any]:
        """The footnotes on the page so far."""
        footnotes: list[Any] = self.__dict__["current_page_footnotes"]
        return footnotes

    @current_page_footnotes.setter
    def current_page_footnotes(self, footnotes: list[Any]) -> None:
        self.__dict__["current_page_footnotes"] = _Footnotes(footnotes)

    def layout_footnote(self, footnote: Any) -> Any:
        """Put a footnote on the page, on trial."""
        self._unsettled = footnote
        return super().layout_footnote(footnote)  # type: ignore[misc]

    def overflows_page(self, bottom_space: float, position_y: float) -> Any:
        """Whether something ends below the text of the page."""
        overflows = super().overflows_page(bottom_space, position_y)  # type: ignore[misc]
        if not overflows:
            self._unsettled = None
        return overflows

    def report_footnote(self, footnote: Any) -> None:
        """Send a footnote to the next page, if it is on trial or its mark may yet move with a column."""
        if footnote is self._unsettled or self.in_column:  # type: ignore[attr-defined]
            super().report_footnote(footnote)  # type: ignore[misc]
        else:
            self.__dict__["current_page_footnotes"].refused = True

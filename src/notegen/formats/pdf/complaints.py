"""What a library says to its log while it works, so that nothing it leaves out goes unnoticed."""

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator

from notegen.errors import RenderError
from notegen.formats.pdf.sheet import UndrawnPicture

# Said of missing glyphs, which are counted elsewhere, and of a slower way to the same result.
_TOLERATED = (".notdef glyph rendered", "Using fontTools instead of HarfBuzz-Subset")


class Complaints(logging.Handler):
    """Warnings and errors said so far."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: list[str] = []
        self._undrawn: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take one down."""
        named = record.args if isinstance(record.args, tuple) else ()
        self._undrawn += (name for name in named if isinstance(name, str) and name.startswith("data:image/"))
        text = record.getMessage()
        if not text.startswith(_TOLERATED):
            self._said.append(text)

    def check(self, explain: Callable[[], Iterable[str]] = tuple) -> None:
        """Raise RenderError when there are any, UndrawnPicture when one is about a picture within the page.

        What `explain` has to say comes first, for it names the file.
        """
        if self._undrawn:
            raise UndrawnPicture(self._undrawn[0])
        if self._said:
            raise RenderError("; ".join(dict.fromkeys((*explain(), *self._said))))


@contextlib.contextmanager
def complaints(name: str = "weasyprint") -> Iterator[Complaints]:
    """A block in which a logger speaks to us alone, whatever a program has set for it."""
    logger = logging.getLogger(name)
    heard = Complaints()
    before = logger.handlers, logger.level, logger.propagate, logger.disabled, logger.manager.disable
    logger.handlers, logger.propagate, logger.disabled = [heard], False, False
    logger.setLevel(logging.WARNING)
    logging.disable(logging.NOTSET)
    try:
        yield heard
    finally:
        logger.handlers, level, logger.propagate, logger.disabled, disabled = before
        logger.setLevel(level)
        logging.disable(disabled)

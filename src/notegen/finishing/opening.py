"""A finished PDF, opened so that a hostile one can do no harm: bounded in size, pages, memory and depth."""

import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from notegen.errors import FinishingError

MAX_BYTES = 200_000_000
MAX_PAGES = 5_000
_HEAD = 1024  # bytes in which readers look for the mark of a PDF
MAX_STREAM = 100_000_000
"""What one stream may hold when it is decoded, in bytes."""

# It tells of broken metadata, which is an error here, or a difference.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())
# Of the whole process, for qpdf knows no others; a note and its figures stay far below them.
pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=20_000,
    parser_max_nesting=200,
    parser_max_container_size=2_000_000,
    max_stream_filters=4,
    flate_max_memory=MAX_STREAM,
    run_length_max_memory=MAX_STREAM,
    dct_max_memory=MAX_STREAM,
    png_max_memory=MAX_STREAM,
    tiff_max_memory=MAX_STREAM,
)

_SOURCE = re.compile(r"^(stream )?<[^>]*>( \([^)]*\))?: ")
"""How pikepdf names the bytes that it was given."""

# What pikepdf and Python say when an object is not what it ought to be.
_BROKEN = (
    pikepdf.PikepdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
    SyntaxError,  # of lxml, for metadata that is no XML
    TypeError,
    ValueError,
)

# What they say when a part is damaged, and no more than that part.
_DAMAGE = (pikepdf.PdfError, AttributeError, LookupError, TypeError)
_OVER = "memory limit exceeded"


@contextmanager
def open_pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF for reading or changing; all that goes wrong with it while it is open is a FinishingError."""
    if not content:
        raise FinishingError("the file is empty, so it is no PDF")
    if b"%PDF-" not in content[:_HEAD]:
        raise FinishingError("this is no PDF")
    if len(content) > MAX_BYTES:
        raise FinishingError(f"the PDF has more than {MAX_BYTES // 1_000_000} MB")
    try:
        with (
            warnings.catch_warnings(action="ignore", category=UserWarning),  # of content that ends too early
            pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document,
        ):
            if len(document.pages) > MAX_PAGES:
                raise FinishingError(f"the PDF has more than {MAX_PAGES} pages")
            yield document
    except pikepdf.PasswordError as error:
        raise FinishingError("the PDF is locked with a password") from error
    except _BROKEN as error:
        raise FinishingError(f"the PDF is broken: {explain(error)}") from error


@contextmanager
def note_damage(part: str, damage: list[str]) -> Iterator[None]:
    """Notes in `damage` that a part of an open PDF cannot be read; a part that does harm is an error as ever."""
    try:
        yield
    except (FinishingError, *_DAMAGE) as error:
        cause = error.__cause__ if isinstance(error, FinishingError) else error
        if not isinstance(cause, _DAMAGE) or _OVER in str(cause):
            raise
        damage.append(f"{part} cannot be read: {explain(cause)}")


def explain(error: Exception) -> str:
    """Why a PDF is broken, in a few words."""
    if isinstance(error, RecursionError):
        return "it has no end"
    if _OVER in str(error):
        return f"a stream in it grows over {MAX_STREAM // 1_000_000} MB"
    if isinstance(error, pikepdf.PikepdfError | ValueError):
        return _SOURCE.sub("", str(error))
    return "an object in it is not what it ought to be"

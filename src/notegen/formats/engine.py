"""HTML and CSS in, an accessible PDF/A-3a out: the one module that works with WeasyPrint.

It reads no clock, no network, no folder but those of its sheet, and no fonts but those of `fonts.FAMILIES`.
"""

import contextlib
import datetime
import functools
import gc
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notegen.errors import RenderError
from notegen.formats import coldstart, fonts, resources
from notegen.formats.archive import describe, mend
from notegen.formats.attachments import Attachment, attach
from notegen.formats.complaints import Complaints, complaints
from notegen.formats.fontconfig import own_default, private_fonts
from notegen.formats.hyphenation import quicken_hyphenation
from notegen.formats.parts import Page
from notegen.formats.spacing import space_glyphs
from notegen.formats.structure import read_structure
from notegen.formats.tagging import write_content, write_structure
from notegen.formats.xmp import Metadata

__all__ = ["Attachment", "Metadata", "MissingGlyphs", "Sheet", "write_pdf"]


_INSTALLED = fonts.installed()
with private_fonts(_INSTALLED):
    with coldstart.levers():
        import weasyprint
        from weasyprint.css.counters import CounterStyle
        from weasyprint.text.ffi import ffi
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
    with own_default():
        _FONTS = FontConfiguration()
coldstart.quicken_types(ffi)
quicken_hyphenation()
gc.freeze()

_VARIANT = "pdf/a-3a"
# WeasyPrint and Pango are not safe to use from two threads at once.
_LOCK = threading.Lock()


class MissingGlyphs(RenderError):
    """No font of ours has these characters."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        named = ", ".join(f"{char} (U+{ord(char):04X} {unicodedata.name(char, 'unnamed')})" for char in characters)
        super().__init__(f"no installed font has {named}")

    def __reduce__(self) -> tuple[type["MissingGlyphs"], tuple[tuple[str, ...]]]:
        return type(self), (self.characters,)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a document is made from."""

    html: str
    stylesheets: tuple[str, ...]
    folders: tuple[Path, ...]
    base: Path | None
    attachments: tuple[Attachment, ...]
    date: datetime.date | None
    metadata: Metadata


def write_pdf(sheet: Sheet) -> bytes:
    """The document as PDF/A-3a and PDF/UA-1, the same bytes for the same sheet and fonts.

    Raises RenderError for what the sheet asks that cannot be done, MissingGlyphs for characters without a font.
    """
    with _LOCK, _rare_collection(), complaints() as heard:
        try:
            content = _write(sheet, heard)
        except FatalURLFetchingError as error:
            raise error.__cause__ or RenderError(str(error)) from None
    return content


def _write(sheet: Sheet, heard: Complaints) -> bytes:
    images: dict[str, Any] = {}
    styles = [_stylesheet(text, sheet.base) for text in sheet.stylesheets]
    counters = CounterStyle()
    for _, own in styles:
        counters.update(own)
    html = weasyprint.HTML(string=sheet.html, base_url=_base(sheet.base), url_fetcher=_Fetcher(sheet.folders))
    options = {"pdf_variant": _VARIANT, "cache": images}
    document = html.render(_FONTS, counters, stylesheets=[style for style, _ in styles], **options)
    heard.check()
    for number, image in enumerate(image for image in images.values() if hasattr(image, "id")):
        image.id = str(number)  # not the digest of its path, which differs between computers
    pages = [_Painting(page, number) for number, page in enumerate(document.pages)]
    document.metadata.attachments = []
    content: bytes = document.write_pdf(
        finisher=functools.partial(_finish, sheet, html.etree_element, pages), **options
    )
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    shown = sorted(char for char in missing if unicodedata.category(char) not in ("Cc", "Cf", "Zs", "Zl", "Zp"))
    if shown:
        raise MissingGlyphs(tuple(shown))
    heard.check()
    return content


class _Painting:
    """Painting of one page, with a note of what it has painted under which number."""

    def __init__(self, page: Any, number: int) -> None:
        self.page = page
        self.number = number
        self.stream: Any = None
        self.painted: Page
        self._paint = page.paint
        page.paint = self

    def __call__(self, stream: Any, scale: float) -> None:
        self._paint(stream, scale)
        box = self.page._page_box
        marks = {box: mark["mcid"] for box, mark in stream._tags.items()}
        self.stream = stream
        self.painted = Page(self.number, box, marks, self.page.height)
        # WeasyPrint makes its own tree from what it finds here; ours replaces it.
        stream._tags.clear()
        self.page._page_box = box.copy_with_children([])


def _finish(sheet: Sheet, html: Any, paintings: Sequence[_Painting], document: Any, pdf: Any) -> None:
    pages = [painting.painted for painting in paintings]
    structure = read_structure(html, pages)
    _check_families(structure.families)
    write_structure(pdf, structure, pages)
    write_content([painting.stream for painting in paintings], structure, space_glyphs(document.fonts))
    attach(pdf, sheet.attachments, sheet.date)
    describe(pdf, sheet.metadata, sheet.date)
    mend(pdf)


def _check_families(families: set[tuple[str, ...]]) -> None:
    for names in sorted(families):
        first = names[0]
        if first in fonts.GENERIC:
            first = fonts.GENERIC[first]
        if first.lower() not in {name.lower() for name in _INSTALLED}:
            package = fonts.package(first)
            if package is None:
                raise RenderError(f'"{first}" is none of the fonts that notegen sets documents in')
            raise RenderError(f'the font "{first}" is not installed: apt-get install {package}')


@functools.lru_cache(maxsize=64)
def _stylesheet(text: str, base: Path | None) -> tuple[Any, Any]:
    counters = CounterStyle()
    style = weasyprint.CSS(
        string=text, base_url=_base(base), url_fetcher=_Fetcher(()), font_config=_FONTS, counter_style=counters
    )
    return style, counters


def _base(folder: Path | None) -> str | None:
    return None if folder is None else folder.resolve().as_uri() + "/"


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Brings pictures from the folders of a sheet; everything else ends the work."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True)
        self._folders = folders

    def fetch(self, url: str, headers: object = None) -> Any:
        content, media_type = resources.read_picture(url, self._folders)
        return URLFetcherResponse("notegen:", content, {"Content-Type": media_type})


@contextlib.contextmanager
def _rare_collection() -> Iterator[None]:
    """A block in which garbage is looked for seldom: a document makes few cycles and many objects."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def pango_version() -> str:
    """The version of the Pango that was loaded."""
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def subsets_quickly() -> bool:
    """Whether fonts are cut down by HarfBuzz; without it the same takes twice the time."""
    from weasyprint.text.ffi import harfbuzz_subset

    return bool(harfbuzz_subset)

"""HTML and CSS in, an accessible PDF/A-3a out: the one module that works with WeasyPrint.

It reads no clock, no network, no folder but those of its sheet, and no fonts but those of `fonts.FAMILIES`.
"""

import functools
import gc
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import Any

from notegen.errors import RenderError
from notegen.formats.pdf import coldstart, fonts, resources
from notegen.formats.pdf.archive import describe, mend
from notegen.formats.pdf.attachments import attach
from notegen.formats.pdf.callstack import in_one_chunk
from notegen.formats.pdf.cidfonts import embed_tables, shorten_subsets
from notegen.formats.pdf.complaints import Complaints, complaints
from notegen.formats.pdf.constants import put_constants
from notegen.formats.pdf.families import own_families
from notegen.formats.pdf.fontconfig import own_default, private_fonts
from notegen.formats.pdf.footnotes import Faithful
from notegen.formats.pdf.hyphenation import quicken_hyphenation
from notegen.formats.pdf.recipe import digest
from notegen.formats.pdf.sheet import Attachment, MissingGlyphs, Printed, Sheet
from notegen.formats.pdf.structure.glyphs import Fonts
from notegen.formats.pdf.structure.painting import write_content
from notegen.formats.pdf.structure.parts import Page
from notegen.formats.pdf.structure.tagging import write_structure
from notegen.formats.pdf.structure.tree import read_structure
from notegen.formats.pdf.structure.wording import tell_words
from notegen.formats.pdf.twins.replacement import twins
from notegen.formats.pdf.variables import find_undeclared
from notegen.formats.pdf.xmp import Metadata

__all__ = ["Attachment", "Metadata", "MissingGlyphs", "Sheet", "write_pdf"]


_INSTALLED = fonts.installed()
with private_fonts(_INSTALLED):
    with coldstart.levers():
        import pydyf
        import weasyprint
        from weasyprint.css.counters import CounterStyle
        from weasyprint.document import Document
        from weasyprint.layout import LayoutContext
        from weasyprint.text import ffi as libraries
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
    with own_default():
        _FONTS = FontConfiguration()
coldstart.quicken_types(libraries.ffi)
quicken_hyphenation()
gc.freeze()

_VARIANT = "pdf/a-3a"
_PANGO = libraries.pango.pango_version()
_VERSION = version("notegen")
_ENGINE = f"WeasyPrint {weasyprint.__version__}, Pango {_PANGO // 10000}.{_PANGO // 100 % 100}.{_PANGO % 100}"
# WeasyPrint and Pango are not safe to use from two threads at once.
_LOCK = threading.Lock()


def write_pdf(sheet: Sheet) -> Printed:
    """The document as PDF/A-3a and PDF/UA-1, the same bytes for the same sheet and fonts.

    Raises RenderError for what the sheet asks that cannot be done, MissingGlyphs for characters without a font.
    """
    with _LOCK, complaints() as heard, coldstart.no_collection(), own_families(weasyprint), twins(weasyprint, pydyf):
        try:
            content: Printed = in_one_chunk(_write, sheet, heard)
        except FatalURLFetchingError as error:
            cause = error.__cause__
            raise cause if isinstance(cause, RenderError) else RenderError(f"{error}: {cause}") from None
    return content


class _Layout(Faithful, LayoutContext):  # type: ignore[misc]
    pass


class _Document(Document):  # type: ignore[misc]
    """WeasyPrint's document, laid out in our way; that of other users of it is not touched."""

    @classmethod
    def _build_layout_context(cls, *arguments: Any) -> Any:
        context = super()._build_layout_context(*arguments)
        context.__class__ = _Layout
        return context


def _write(sheet: Sheet, heard: Complaints) -> Printed:
    images: dict[str, Any] = {}
    explain = functools.partial(find_undeclared, sheet.stylesheets, sheet.names, sheet.html)
    texts = put_constants(sheet.stylesheets, sheet.html)
    styles = [_stylesheet(text, sheet.base, name) for name, text in zip_longest(sheet.names, texts, fillvalue="")]
    counters = CounterStyle()
    for _, own in styles:
        counters.update(own)
    fetcher = _Fetcher(sheet.folders)
    html = weasyprint.HTML(string=sheet.html, base_url=_base(sheet.base), url_fetcher=fetcher)
    options = {"pdf_variant": _VARIANT, "cache": images}
    try:
        laid = {**weasyprint.DEFAULT_OPTIONS, **options, "stylesheets": [style for style, _ in styles]}
        document = _Document._render(html, _FONTS, counters, None, laid)
    except Exception as error:
        raise RenderError(f"the page could not be laid out: {type(error).__name__}: {error}") from error
    heard.check(explain)
    if document.metadata.attachments:
        raise RenderError("attachments come with the sheet, not from its HTML")
    for number, image in enumerate(image for image in images.values() if hasattr(image, "id")):
        image.id = str(number)  # not the digest of its path, which differs between computers
    if document.pages[0]._page_box.style["direction"] == "rtl":
        document.fonts = Fonts()
    pages = [_Painting(page, number, document.fonts) for number, page in enumerate(document.pages)]
    strayed: list[str] = []
    sheet = replace(sheet, metadata=_tell_engine(sheet, fetcher.read))
    content: bytes = document.write_pdf(
        finisher=functools.partial(_finish, sheet, html.etree_element, pages, strayed), **options
    )
    # Pango paints nothing for a sign that shows nothing, so each of these would be a box, or a fault against PDF/UA;
    # the first glyph of a font is the one for what it has not, and a rare space gets it unsaid.
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    missing |= {font.to_unicode[0][0] for font in document.fonts.values() if font.to_unicode.get(0)}
    if missing:
        raise MissingGlyphs(tuple(sorted(missing)), tuple(fonts.absent(_INSTALLED)))
    heard.check(explain)
    return Printed(content, strayed)


class _Painting:
    """Painting of one page, with a note of what it has painted under which number."""

    def __init__(self, page: Any, number: int, fonts: dict[Any, Any]) -> None:
        self.page = page
        self.number = number
        self._fonts = fonts
        self.stream: Any = None
        self.painted: Page
        self._paint = page.paint
        page.paint = self

    def __call__(self, stream: Any, scale: float) -> None:
        if isinstance(self._fonts, Fonts):
            self._fonts.turn_page()
        self._paint(stream, scale)
        shorten_subsets(self._fonts, libraries)
        box = self.page._page_box
        marks = {box: mark["mcid"] for box, mark in stream._tags.items()}
        self.stream = stream
        self.painted = Page(self.number, box, marks, self.page.height)
        # WeasyPrint makes its own tree from what it finds here; ours replaces it.
        stream._tags.clear()
        self.page._page_box = box.copy_with_children([])


def _finish(
    sheet: Sheet, html: Any, paintings: Sequence[_Painting], strayed: list[str], document: Any, pdf: Any
) -> None:
    pages = [painting.painted for painting in paintings]
    structure = read_structure(html, pages)
    strayed += structure.strayed
    for advice in filter(None, (fonts.advise(names, _INSTALLED) for names in sorted(structure.families))):
        raise RenderError(advice)
    contents = [painting.stream for painting in paintings]
    tell_words(structure, write_content(pdf, contents, pages, structure, document.fonts))
    write_structure(pdf, structure, pages)
    embed_tables(pdf, document.fonts)
    attach(pdf, sheet.attachments, sheet.date)
    describe(pdf, sheet.metadata, sheet.date)
    mend(pdf)


def _tell_engine(sheet: Sheet, pictures: Mapping[Path, bytes]) -> Metadata:
    """The metadata with what only the engine knows of how the document is made: versions, pictures of the series."""
    recipe, base = sheet.metadata.recipe, sheet.base
    if recipe is None:
        return sheet.metadata
    own = {} if base is None else {path.relative_to(base.resolve()).as_posix(): pictures[path] for path in pictures}
    materials = {**dict(recipe.materials), **{name: digest(content) for name, content in own.items()}}
    recipe = replace(
        recipe,
        version=_VERSION,
        engine=", ".join(filter(None, (_ENGINE, recipe.engine))),
        materials=tuple(sorted(materials.items())),
    )
    return replace(sheet.metadata, recipe=recipe)


def prepare(stylesheets: tuple[str, ...]) -> None:
    """Read stylesheets ahead of the sheet that will bring them."""
    for text in put_constants(stylesheets, ""):
        _stylesheet(text, None)


def _stylesheet(text: str, base: Path | None, name: str = "") -> tuple[Any, Any]:
    # Where nothing is named that lies beside it, a stylesheet is the same wherever it lies.
    try:
        return _read_stylesheet(text, base if "url(" in text.lower() or "@import" in text.lower() else None)
    except RenderError as error:
        raise RenderError(f"{name}: {error}") if name else error from None


@functools.lru_cache(maxsize=64)
def _read_stylesheet(text: str, base: Path | None) -> tuple[Any, Any]:
    counters = CounterStyle()
    with complaints() as heard:
        style = weasyprint.CSS(
            string=text, base_url=_base(base), url_fetcher=_Fetcher(()), font_config=_FONTS, counter_style=counters
        )
        heard.check()
    return style, counters


def _base(folder: Path | None) -> str | None:
    return None if folder is None else folder.resolve().as_uri() + "/"


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Brings pictures from the folders of a sheet; everything else ends the work."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True)
        self._folders = folders
        self.read: dict[Path, bytes] = {}

    def fetch(self, url: str, headers: object = None) -> Any:
        content, media_type = resources.read_picture(url, self._folders)
        if path := resources.find_path(url):
            self.read[path.resolve()] = content
        return URLFetcherResponse("notegen:", content, {"Content-Type": media_type})

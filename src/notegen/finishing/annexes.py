"""A PDF that is to follow in another one: its pages, and what that other one can claim with it inside."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pikepdf

from notegen.errors import FinishingError
from notegen.finishing.destinations import Destinations
from notegen.finishing.fitting import check_streams, find_misfits, read_pages
from notegen.finishing.grafting import is_graftable
from notegen.finishing.links import list_links
from notegen.finishing.opening import open_pdf
from notegen.finishing.outlines import MAX_ENTRIES, read_outline
from notegen.finishing.survey import read_claims, read_fonts, read_metadata, read_specifications

MAX_PAGES = 500
_CMYK = 4


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height as a page is shown, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Examination:
    """What a PDF brings: its pages, the level of PDF/A-3 that it keeps, whether it keeps PDF/UA-1, and why not.

    `losses` are reasons, each the end of a sentence that begins with the name of the file; `left` is what does not come
    along with its pages.
    """

    pages: tuple[PageSize, ...]
    tagged: bool
    archival: Literal["A", "B", ""]
    accessible: bool
    losses: tuple[str, ...]
    left: tuple[str, ...] = ()


def examine(pdf: bytes) -> Examination:
    """What a PDF brings as an annex; its claims are believed. FinishingError when it cannot be one."""
    with open_pdf(pdf) as document:
        if document.is_encrypted:
            raise FinishingError("the PDF is encrypted; save it without a password and without restrictions")
        if len(document.pages) > MAX_PAGES:
            raise FinishingError(f"the PDF has {len(document.pages)} pages; at most {MAX_PAGES} can follow")
        if "/OCProperties" in document.Root:
            raise FinishingError("the PDF has layers that can be hidden; save it without them")
        check_streams(document)
        texts = read_pages(document)
        tagged = is_graftable(document)
        fits = tagged and not find_misfits(document, texts)
        claims = list(read_claims(read_metadata(document)))
        losses = list(_find_losses(document, tagged, claims))
        losses += ["has structure that does not fit its pages"] * (tagged and not fits)
        faulty = any(text.faults for text in texts)
        losses += ["has pages that name what is not there"] * faulty
        level = _level(claims, fits)
        printable = not faulty and not has_forms(document) and all(font.embedded for font in read_fonts(document))
        return Examination(
            pages=tuple(_measure(page) for page in document.pages),
            tagged=tagged,
            archival=level if printable and not _is_cmyk(document) else "",
            accessible=fits and printable and "PDF/UA-1" in claims,
            losses=tuple(losses),
            left=tuple(_find_left(document)),
        )


def _level(claims: list[str], tagged: bool) -> Literal["A", "B", ""]:
    levels = {claim.removeprefix("PDF/A-") for claim in claims}
    if tagged and levels & {"1a", "2a", "3a"}:
        return "A"
    return "B" if levels & {"1a", "2a", "3a", "1b", "2b", "3b", "2u", "3u"} else ""


def _find_losses(document: pikepdf.Pdf, tagged: bool, claims: list[str]) -> Iterator[str]:
    if not tagged:
        yield "has no structure that can be taken over"
    elif "PDF/UA-1" not in claims:
        yield "does not claim PDF/UA-1"
    if not _level(claims, tagged):
        yield "does not claim PDF/A"
    elif _level(claims, tagged) == "B" and tagged:
        yield "claims PDF/A without its structure"
    if _is_cmyk(document):
        yield "has colours for the press (CMYK)"
    if has_forms(document):
        yield "has fields or comments, which become a part of the page"
    if loose := [font.name for font in read_fonts(document) if not font.embedded]:
        yield f"does not bring its font {loose[0]}"


def _find_left(document: pikepdf.Pdf) -> Iterator[str]:
    destinations = Destinations(document)
    lost = sum(destinations.find(link) is None for page in document.pages for link in list_links(page))
    if lost:
        yield f"{lost} {'link' if lost == 1 else 'links'} to other files, to programs or to nowhere"
    if files := len(read_specifications(document)):
        yield f"{files} attached {'file' if files == 1 else 'files'}"
    outline = read_outline(document)
    if outline.lost:
        yield f"where {outline.lost} {'bookmark leads' if outline.lost == 1 else 'bookmarks lead'}"
    if outline.cut:
        yield f"bookmarks after the first {MAX_ENTRIES:,}"


def has_forms(document: pikepdf.Pdf) -> bool:
    """Whether a document has annotations other than links."""
    return any(
        annotation.get("/Subtype") not in ("/Link", "/Popup")
        for page in document.pages
        for annotation in page.obj.get("/Annots", ())
    )


def _is_cmyk(document: pikepdf.Pdf) -> bool:
    intents: Any = document.Root.get("/OutputIntents", ())
    return any("/DestOutputProfile" in intent and intent.DestOutputProfile.get("/N") == _CMYK for intent in intents)


def _measure(page: pikepdf.Page) -> PageSize:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = abs(right - left) * unit, abs(top - bottom) * unit
    if not (1 <= width <= 14_400 and 1 <= height <= 14_400):
        raise ValueError("a page has no size that can be shown")
    turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
    return PageSize(height, width) if turned else PageSize(width, height)

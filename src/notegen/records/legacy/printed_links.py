"""Where on a printed page the links are that lead out of its file."""

import ctypes
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from notegen.records.legacy.blocks import Spot
from notegen.records.legacy.links import Links

Area = tuple[str, float, float, float, float]
"""The sign of a link, and the left, bottom, right and top edge of a part of it, in points."""

_MAX_ADDRESS = 2000
_MAX_AREAS = 200


def find_areas(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, links: Links, spot: Spot) -> Sequence[Area]:
    """The areas of a page that lead to an address."""
    found: list[Area] = []
    at, link = ctypes.c_int(), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page.raw, at, link):
        action = pdfium.FPDFLink_GetAction(link)
        if pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
            address = ctypes.create_string_buffer(_MAX_ADDRESS)
            pdfium.FPDFAction_GetURIPath(document.raw, action, address, _MAX_ADDRESS)
            sign = links.begin(address.value.decode("utf-8", "replace"), spot)
            found += [(sign, *area) for area in _read_areas(link)] if sign and len(found) < _MAX_AREAS else []
    return found


def _read_areas(link: pdfium.FPDF_LINK) -> Iterator[tuple[float, float, float, float]]:
    """The area of each line of a link where the file tells them, else the one around all."""
    lines = pdfium.FPDFLink_CountQuadPoints(link)
    for i in range(lines):
        quad = pdfium.FS_QUADPOINTSF()
        if pdfium.FPDFLink_GetQuadPoints(link, i, quad):
            across, up = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(across), min(up), max(across), max(up)
    rect = pdfium.FS_RECTF()
    if not lines and pdfium.FPDFLink_GetAnnotRect(link, rect):
        left, right = sorted((rect.left, rect.right))
        bottom, top = sorted((rect.bottom, rect.top))
        yield left, bottom, right, top


def find_link(areas: Sequence[Area], x: float, y: float) -> str:
    """The sign of the link at a place, or ""."""
    return next((sign for sign, left, bottom, right, top in areas if left <= x <= right and bottom <= y <= top), "")

"""The pictures of a born-digital PDF: which page has them, and their pixels."""

import hashlib
import io
from collections import Counter
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from notegen.pictures.bounds import MAX_PIXELS, PictureProblem
from notegen.pictures.recognition import recognize
from notegen.records.legacy.blocks import Picture, Spot
from notegen.records.legacy.pictures import MAX_PICTURES

_MAX_DRAWN = 100_000_000
"""Pixels of all pictures of a file that are taken out one by one."""


def read_pictures(content: bytes, *, kept: bool) -> list[Picture]:
    """Every picture that is one and no drawing of lines, with its pixels if they are `kept`.

    What stands on most of several pages is furniture of them.
    """
    with pypdfium2.PdfDocument(content) as document:
        found = [pair for number in range(len(document)) for pair in _read_page(document, number)]
        pages = {digest: {page for other, page, _ in found if other == digest} for digest, _, _ in found}
        counted, drawn = Counter[int](), 0
        pictures: list[Picture] = []
        for digest, page, image in found:
            counted[page] += 1
            address = f"page-{page}-{counted[page]}.png"
            everywhere = len(pages[digest]) > 1 and len(pages[digest]) * 2 > len(document)
            pixels, lacking = b"", ""
            if kept and not everywhere:
                width, height = _size(image)
                drawn += width * height
                full = drawn > _MAX_DRAWN or len(pictures) > MAX_PICTURES
                pixels, lacking = (b"", "there are too many pictures") if full else _take(image)
            decoration = "on most pages" if everywhere else ""
            spot = Spot("page", page)
            pictures.append(Picture(spot, address, pixels, lacking=lacking, decoration=decoration))
        return pictures


def _read_page(document: pypdfium2.PdfDocument, number: int) -> Iterator[tuple[bytes, int, pypdfium2.PdfImage]]:
    """A digest, the page from 1 and the object of each picture of a page."""
    for image in document[number].get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=8):
        yield hashlib.sha256(bytes(image.get_data())).digest(), number + 1, image


def _size(image: pypdfium2.PdfImage) -> tuple[int, int]:
    try:
        width, height = image.get_px_size()
    except pypdfium2.PdfiumError:
        return 0, 0
    return int(width), int(height)


def _take(image: pypdfium2.PdfImage) -> tuple[bytes, str]:
    """The picture as JPEG where it is one, otherwise as it is drawn; or why it cannot be taken out."""
    width, height = _size(image)
    if not 0 < width * height <= MAX_PIXELS:
        return b"", f"it has {width} by {height} pixels"
    if image.get_filters() == ["DCTDecode"]:
        raw = bytes(image.get_data())
        try:
            recognize(raw)
        except PictureProblem:
            pass
        else:
            return raw, ""
    try:
        bitmap = image.get_bitmap(render=_is_upright(image, width, height))
        file = io.BytesIO()
        bitmap.to_pil().save(file, "PNG")
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return b"", "it is broken"
    return file.getvalue(), ""


def _is_upright(image: pypdfium2.PdfImage, width: int, height: int) -> bool:
    """Whether a picture can be drawn as it stands on the page, with its mask, without becoming many times larger."""
    try:
        left, bottom, right, top = image.get_bounds()
    except pypdfium2.PdfiumError:
        return False
    across, up = abs(right - left), abs(top - bottom)
    if not across * up:
        return False
    scale = max(width / across, height / up)
    return bool(across * up * scale * scale <= 2 * width * height)

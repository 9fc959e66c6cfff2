"""Whether what the pages of a document paint, its structure and its resources fit each other."""

from collections.abc import Iterator, Mapping, Set
from typing import Any

import pikepdf
from pikepdf import Dictionary

from notegen.finishing.content import PageText, read_page
from notegen.finishing.objects import list_items
from notegen.finishing.opening import explain

Numbers = dict[tuple[int, int], set[int]]
_READABLE = frozenset(
    [
        "/FlateDecode",
        "/Fl",
        "/LZWDecode",
        "/LZW",
        "/ASCII85Decode",
        "/A85",
        "/ASCIIHexDecode",
        "/AHx",
        "/RunLengthDecode",
    ]
)


def read_pages(document: pikepdf.Pdf) -> list[PageText]:
    """What the pages paint; ValueError names the page whose content cannot be read."""
    texts = []
    for number, page in enumerate(document.pages, 1):
        try:
            texts.append(read_page(page))
        except (pikepdf.PdfError, TypeError, AttributeError, LookupError) as error:
            raise ValueError(f"the content of page {number} cannot be read: {explain(error)}") from error
    return texts


def check_streams(document: pikepdf.Pdf) -> None:
    """Read what a document holds besides, such as fonts; PdfError for what is damaged."""
    for entry in document.objects:
        if isinstance(entry, pikepdf.Stream) and {str(name) for name in list_items(entry.get("/Filter"))} <= _READABLE:
            entry.read_bytes()


def find_misfits(document: pikepdf.Pdf, texts: list[PageText]) -> bool:
    """Whether a structure tells of content that is not painted, or not of all that is."""
    told: Numbers = {page.obj.objgen: set() for page in document.pages}
    for page, number in _read_numbers(document.Root.StructTreeRoot):
        if page not in told:
            return True
        told[page].add(number)
    painted: Mapping[tuple[int, int], Set[int]] = {
        page.obj.objgen: text.marked.keys() for page, text in zip(document.pages, texts, strict=True)
    }
    return any(told[page] != numbers for page, numbers in painted.items()) or any(text.loose.strip() for text in texts)


def _read_numbers(root: Any) -> Iterator[tuple[tuple[int, int], int]]:
    """The marked content that a structure tells of: pages as the objects that they are, and numbers."""
    stack: list[tuple[Any, Any]] = [(kid, None) for kid in list_items(root.get("/K"))]
    while stack:
        element, page = stack.pop()
        if not isinstance(element, Dictionary):
            yield (page.objgen if page is not None else (0, 0)), int(element)
            continue
        page = element.get("/Pg", page)
        if "/MCID" in element:
            yield (page.objgen if page is not None else (0, 0)), int(element.MCID)
        stack += [(kid, page) for kid in list_items(element.get("/K"))]

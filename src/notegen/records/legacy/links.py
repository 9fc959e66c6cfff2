"""Addresses of links in old notes: what the reader's eye does not see, and the record does not have."""

import ctypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from notegen.records.legacy.blocks import Paper, Spot, Stretch

_ELSEWHERE = re.compile(r"(?!javascript:|data:)[a-z][a-z0-9+.-]*:|[^#]", re.IGNORECASE)
_MAX_ADDRESS = 2000
_MAX_LINKS = 1000


def tell_links(paper: Paper, links: Iterable[tuple[Spot, str]]) -> Paper:
    """The paper with a word on every address that leads out of it and is not printed in it."""
    text = "\n".join(f"{block.label} {block.text}" for block in paper.blocks).replace("\\", "")
    told = dict.fromkeys(
        Stretch("left out", spot, address, "address of a link; only its words are in the record")
        for spot, address in links
        if _ELSEWHERE.match(address) and re.sub("^(?:mailto:|https?://)|/$", "", address) not in text
    )
    return replace(paper, dropped=(*paper.dropped, *list(told)[:_MAX_LINKS]))


def find_word_links(document: Any) -> Iterator[tuple[Spot, str]]:
    """The addresses in a document as pandoc reads it."""
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict) and node.get("t") == "Link":
            yield Spot("paragraph", 0), str(node["c"][2][0])
        if isinstance(node, dict | list):
            waiting += reversed(list(node.values()) if isinstance(node, dict) else node)


def find_pdf_links(content: bytes) -> Iterator[tuple[Spot, str]]:
    """The addresses in the annotations of a PDF that can be read."""
    document = pypdfium2.PdfDocument(content)
    try:
        for number in range(len(document)):
            page, at, link = document[number], ctypes.c_int(), pdfium.FPDF_LINK()
            while pdfium.FPDFLink_Enumerate(page.raw, at, link):
                action = pdfium.FPDFLink_GetAction(link)
                if pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
                    address = ctypes.create_string_buffer(_MAX_ADDRESS)
                    pdfium.FPDFAction_GetURIPath(document.raw, action, address, _MAX_ADDRESS)
                    yield Spot("page", number + 1), address.value.decode("utf-8", "replace")
    finally:
        document.close()

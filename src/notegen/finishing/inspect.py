"""What is in a PDF: the facts that people claim of it, read from the file itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from notegen.finishing.content import PageText, read_page
from notegen.finishing.destinations import Destinations
from notegen.finishing.links import list_links
from notegen.finishing.objects import list_items
from notegen.finishing.opening import open_pdf
from notegen.finishing.survey import (
    AttachedFile,
    Font,
    read_attachments,
    read_claims,
    read_fonts,
    read_metadata,
    read_title,
)

_MAX_DEPTH = 200
_INLINE = frozenset(("Span", "Link", "Reference", "Code", "Quote", "Lbl", "Figure", "Annot", "BibEntry"))
# It stands for a hyphen that belongs to the line and not to the text (ISO 32000-1, 14.8.2.2.3).
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; pages count from 1."""

    title: str
    page: int | None
    children: "tuple[Bookmark, ...]" = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An active area: its page from 1, the address, named place or "page 3" that it goes to, the words said of it."""

    page: int
    target: str
    contents: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What `inspect` finds. `size` is that of the first page, in points; `claims` are such as "PDF/A-3a".

    `tree` is the structure as plain data: role, text, lang, alt, expansion, id, scope, children, none of them when
    empty. The text is that of an element and of the inline elements in it; those that only hold others have none.
    `artifacts` holds, page by page, the texts outside the structure.
    """

    pages: int
    size: tuple[float, float]
    title: str
    language: str
    version: str
    claims: tuple[str, ...]
    fonts: tuple[Font, ...]
    attachments: tuple[AttachedFile, ...]
    outline: tuple[Bookmark, ...]
    links: tuple[Link, ...]
    tree: dict[str, Any]
    artifacts: tuple[tuple[str, ...], ...]


def inspect(pdf: bytes) -> Facts:
    """The facts of a PDF; FinishingError when it cannot be read."""
    with open_pdf(pdf) as document:
        return _facts(document)


def _facts(document: pikepdf.Pdf) -> Facts:
    texts = [read_page(page) for page in document.pages]
    _, _, width, height = document.pages[0].mediabox
    metadata = read_metadata(document)
    return Facts(
        pages=len(document.pages),
        size=(round(float(width), 2), round(float(height), 2)),
        title=read_title(document, metadata),
        language=str(document.Root.get("/Lang", "")),
        version=document.pdf_version,
        claims=tuple(read_claims(metadata)),
        fonts=read_fonts(document),
        attachments=tuple(read_attachments(document)),
        outline=tuple(_bookmarks(document)),
        links=tuple(_links(document)),
        tree=_Tree(document, texts).read(),
        artifacts=tuple(tuple(text.artifacts) for text in texts),
    )


def _bookmarks(document: pikepdf.Pdf) -> Iterator[Bookmark]:
    pages = _page_numbers(document)

    def read(items: Any) -> Iterator[Bookmark]:
        for item in items:
            place = item.destination
            page = pages.get(place[0].objgen) if isinstance(place, pikepdf.Array) else None
            yield Bookmark(item.title, page, tuple(read(item.children)))

    with document.open_outline() as outline:
        yield from read(outline.root)


def _links(document: pikepdf.Pdf) -> Iterator[Link]:
    destinations = Destinations(document)
    for number, page in enumerate(document.pages, start=1):
        for link in list_links(page):
            yield Link(number, _tell_target(link, destinations), str(link.get("/Contents", "")))


def _tell_target(link: Any, destinations: Destinations) -> str:
    """The name of a place where a link has one, otherwise the address or the page that it leads to."""
    action: Any = link.get("/A", pikepdf.Dictionary())
    place = link.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)
    if isinstance(place, pikepdf.String | pikepdf.Name):
        return str(place)
    target = destinations.find(link)
    if target is None:
        return ""
    return target.address or f"page {destinations.number(target)}"


def _page_numbers(document: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}


class _Tree:
    """Reads the structure, with the text that its numbers stand for."""

    def __init__(self, document: pikepdf.Pdf, texts: list[PageText]) -> None:
        self._root: Any = document.Root
        self._forms = {form: marked for text in texts for form, marked in text.inner.items()}
        self._seen: set[tuple[int, int]] = set()
        self._pages = {page.obj.objgen: text for page, text in zip(document.pages, texts, strict=True)}

    def read(self) -> dict[str, Any]:
        """The element at the top; empty when the document has no structure."""
        if "/StructTreeRoot" not in self._root:
            return {}
        kids = list_items(self._root.StructTreeRoot.get("/K"))
        return self._element(kids[0], None, 0)[0] if kids else {}

    def _element(self, element: Any, page: PageText | None, depth: int) -> tuple[dict[str, Any], str]:
        """An element as data, and its text."""
        if depth > _MAX_DEPTH or (element.is_indirect and element.objgen in self._seen):
            raise ValueError("its structure has no end")
        self._seen.add(element.objgen)
        if "/Pg" in element:
            page = self._pages[element.Pg.objgen]
        text, own = "", False
        children = []
        for kid in list_items(element.get("/K")):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                child, inner = self._element(kid, page, depth + 1)
                text += inner if child["role"] in _INLINE else ""
                if _says_only(kid, child):
                    own = True
                else:
                    children.append(child)
            elif not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") != "/OBJR":
                text, own = text + self._marked(kid, page), True
        text = str(element.get("/ActualText", text)).replace(_SOFT_HYPHEN, "")
        facts = {"role": str(element.S)[1:], "text": text if own else "", **_properties(element), "children": children}
        return {name: fact for name, fact in facts.items() if fact}, text

    def _marked(self, kid: Any, page: PageText | None) -> str:
        if isinstance(kid, pikepdf.Dictionary) and "/Stm" in kid:
            return self._forms[kid.Stm.objgen][int(kid.MCID)]
        if isinstance(kid, pikepdf.Dictionary):
            page, kid = self._pages[kid.Pg.objgen] if "/Pg" in kid else page, kid.MCID
        if page is None:
            raise ValueError("marked content of no page")
        return page.marked[int(kid)]


def _says_only(element: Any, facts: dict[str, Any]) -> bool:
    """Whether an element is there only for what it says of its content: it is then a part of the text around it."""
    return "/ActualText" in element and facts["role"] == "Span" and facts.keys() <= {"role", "text"}


def _properties(element: Any) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    for entry in list_items(element.get("/A")):
        if isinstance(entry, pikepdf.Dictionary):
            attributes.update(entry.items())
    return {
        "lang": str(element.get("/Lang", "")),
        "alt": str(element.get("/Alt", "")),
        "expansion": str(element.get("/E", "")),
        "id": str(element.get("/ID", "")),
        "scope": str(attributes.get("/Scope", "/"))[1:],
        "numbering": str(attributes.get("/ListNumbering", "/"))[1:],
        "headers": [str(header) for header in attributes.get("/Headers", ())],
        "columns": int(attributes.get("/ColSpan", 0)),
        "rows": int(attributes.get("/RowSpan", 0)),
        "box": [float(edge) for edge in attributes.get("/BBox", ())],
    }

"""Which part of a document's structure an HTML element is (ISO 32000-1, 14.8.4)."""

from collections.abc import Mapping
from typing import Any, Protocol

GROUP = ""
"""The role of an element that only groups others: it leaves its children to its parent."""

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
BLOCKS: Mapping[str, str] = {
    **{heading.lower(): heading for heading in HEADINGS},
    **dict.fromkeys(("p", "pre", "address", "dt", "dd"), "P"),
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    **dict.fromkeys(("html", "body", "main", "div", "header", "footer", "nav", "aside", "hgroup"), GROUP),
    "section": "Sect",
    "article": "Art",
    "blockquote": "BlockQuote",
    "figure": "Div",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "li": "LI",
}
INLINES: Mapping[str, str] = {
    **dict.fromkeys(("em", "strong", "ins", "del"), "Span"),
    **dict.fromkeys(("code", "kbd", "samp"), "Code"),
    "q": "Quote",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
}
# What an element says of itself (WAI-ARIA, DPUB-ARIA) goes before what its name says.
_SAID: Mapping[str, str] = {"doc-toc": "TOC", "doc-index": "Index", "img": "Figure"}
DECORATIONS: Mapping[str, str] = {"ins": "Underline", "del": "LineThrough"}
"""TextDecorationType of elements that say by it how they are meant."""
INLINE_ROLES = frozenset(("Span", "Code", "Quote", "Link", "Reference", "Figure"))
# Parts that hold blocks only: text right inside them becomes a paragraph.
BLOCK_HOLDERS = frozenset(("Document", "Sect", "Art", "BlockQuote"))
# Parts between which a note may stand.
SECTIONS = frozenset(("Document", "Sect", "Art"))
# Parts that mean something without content.
KEPT_EMPTY = frozenset(("TD", "TH"))

_NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "none": "None",
}
_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}


class Element(Protocol):
    """The part of an etree element that is read here."""

    tag: str

    def get(self, key: str, default: str | None = None, /) -> str | None:
        """An attribute."""

    def find(self, path: str, /) -> Any:
        """The first element of that name in it."""


def classes(element: Element) -> frozenset[str]:
    """The words of its class attribute."""
    return frozenset((element.get("class") or "").split())


def is_artifact(element: Element) -> bool:
    """Whether it is there for the eye alone."""
    if element.get("aria-hidden") == "true" or "artifact" in classes(element):
        return True
    return element.tag == "img" and element.get("alt") == ""


def block_role(element: Element) -> str:
    """The role of an element that stands by itself; GROUP for one that only groups, and for those within a line."""
    return _SAID.get(element.get("role") or "") or BLOCKS.get(element.tag, GROUP)


def inline_role(element: Element) -> str:
    """The role of an element within a line; GROUP when its text belongs to its parent."""
    if element.tag == "a":
        return "Link" if element.get("href") else GROUP
    if element.tag == "abbr":
        return "Span" if element.get("title") else GROUP
    return INLINES.get(element.tag, GROUP)


def alternative(element: Element) -> str:
    """The words that stand for a picture."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    text = element.get("alt") or element.get("aria-label") or (title.text if title is not None else "")
    return (text or "").strip()


def numbering(tag: str, style: object) -> str:
    """ListNumbering of a list whose items have this `list-style-type`."""
    if isinstance(style, str) and style in _NUMBERINGS:
        return _NUMBERINGS[style]
    return "Decimal" if tag == "ol" else "Disc"


def scope(element: Element, in_head: bool) -> str:
    """Scope of a header cell: as it says, or else of its column in the table's head and of its row below."""
    return _SCOPES.get(element.get("scope") or "", "Column" if in_head else "Row")

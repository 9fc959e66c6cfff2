"""Blocks and inlines as elements of Akoma Ntoso."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from notegen.formats.akn.elements import Part, element
from notegen.formats.numbering import mark_item
from notegen.formats.tree import (
    Block,
    Blocks,
    Break,
    Call,
    Code,
    Emphasis,
    Figure,
    Foreign,
    Heading,
    Image,
    Inline,
    Inlines,
    Items,
    Link,
    Paragraph,
    Quote,
    Strong,
    Table,
    Words,
)
from notegen.formats.view import View

BULLET = "–"
_SIDES = {"left": "text-align: left", "right": "text-align: right", "center": "text-align: center"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes blocks and inlines; `footnotes` are the texts of the view's footnotes in their order."""

    view: View
    footnotes: tuple[Inlines, ...]

    def block(self, block: Block, eid: str, depth: int = 0) -> Iterator[ET.Element]:
        """The elements of a block whose ids begin with `eid`."""
        match block:
            case Paragraph(inlines):
                yield element("p", *self.inlines(inlines))
            case Items():
                yield self._list(block, eid, depth)
            case Quote(blocks):
                inner = [part for i, each in enumerate(blocks, 1) for part in self.block(each, f"{eid}__{i}", depth)]
                yield element("blockContainer", *inner, eId=f"{eid}__quote", class_="quote")
            case Figure(image, caption):
                yield element("p", self._image(image, caption), class_="figure")
                if caption:
                    yield element("p", caption, class_="caption")
            case Table():
                yield self._table(block, eid)
            case Heading():
                raise AssertionError("headings are parts, not blocks, here")

    def blocks(self, blocks: Blocks, eid: str, depth: int = 0) -> Iterator[ET.Element]:
        """The elements of several blocks."""
        for i, block in enumerate(blocks, 1):
            yield from self.block(block, f"{eid}__{i}", depth)

    def _list(self, items: Items, eid: str, depth: int) -> ET.Element:
        """Plain bullets as `ul`; numbers, and items that hold more, as a `blockList` whose marks are words of it."""
        start, language = items.start, self.view.language
        inner = depth + (start is not None)
        written = [list(self.blocks(item, f"{eid}__{i}", inner)) for i, item in enumerate(items.items, 1)]
        if start is None and all({part.tag for part in item} <= {"p", "ul"} for item in written):
            return element("ul", *(element("li", *item) for item in written))
        rows = []
        for i, item in enumerate(written):
            mark = BULLET if start is None else mark_item(start + i, depth, language)
            rows.append(element("item", element("num", mark), *item, eId=f"{eid}__item_{i + 1}"))
        return element("blockList", *rows, eId=f"{eid}__list")

    def _table(self, table: Table, eid: str) -> ET.Element:
        def row(tag: str, cells: tuple[Inlines, ...]) -> ET.Element:
            written = ((element("p", *self.inlines(cell)), side) for cell, side in zip(cells, table.sides, strict=True))
            return element("tr", *(element(tag, cell, style=_SIDES.get(side, "")) for cell, side in written))

        return element("table", row("th", table.head), *(row("td", cells) for cells in table.rows), eId=f"{eid}__table")

    def inlines(self, inlines: Inlines) -> list[Part]:
        """The parts of running text."""
        return [part for inline in inlines for part in self._inline(inline)]

    def _inline(self, inline: Inline) -> Iterator[Part]:
        match inline:
            case Words(content):
                yield content
            case Code(content):
                yield element("span", content, class_="code")
            case Emphasis(children):
                yield element("i", *self.inlines(children))
            case Strong(children):
                yield element("b", *self.inlines(children))
            case Link(address, children):
                yield element("a", *self.inlines(children), href=address)
            case Foreign(language, children):
                yield element("span", *self.inlines(children), lang=language)
            case Call():
                yield self._call(inline)
            case Image():
                yield self._image(inline, "")
            case Break():
                yield element("br")

    def _call(self, call: Call) -> ET.Element:
        """The footnote at its first mark, a reference to it at another."""
        eid = f"note_{call.number}"
        if not call.first:
            return element("noteRef", href=f"#{eid}", marker=call.mark)
        text = element("p", *self.inlines(self.footnotes[call.number - 1]))
        return element("authorialNote", text, eId=eid, marker=call.mark, placement="bottom")

    def _image(self, image: Image, title: str) -> ET.Element:
        return element("img", src=image.source, alt=image.alternative, title=title)

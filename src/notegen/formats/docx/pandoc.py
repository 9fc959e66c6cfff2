"""A page as pandoc's document (pandoc-types 1.23), with the styles of the reference document."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from notegen.formats.bonds import NO_BREAK, bind, mark_ranges, split_latin
from notegen.formats.lines import fit_columns
from notegen.formats.page import Page, Row
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
    words_of,
)
from notegen.languages.language import find_language

Node = dict[str, Any]

API = (1, 23)
LABEL, TEXT = 33, 133
"""Widths of the labels of the header, which hang beside the text, and of the text, in millimetres."""

COLUMNS = 72
"""Letters that have room side by side in a table."""

_PLAIN: list[Any] = ["", [], []]
_TAB = "<w:r><w:tab/></w:r>"
_SIDES = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
# By depth; what a language has instead is written when the package is finished.
_MARKS = (("LowerAlpha", "TwoParens"), ("LowerRoman", "TwoParens"), ("Decimal", "Period"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for Word: its address, and its width in millimetres."""

    address: str
    width: float


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes the document of a page; `picture` finds a picture by its name."""

    page: Page
    picture: Callable[[str], Picture]
    repeated: frozenset[int] = field(default_factory=frozenset)

    def document(self) -> Node:
        """The document as pandoc reads it from JSON."""
        page = self.page
        blocks = [*self._masthead(), _styled("Title", [self._para(page.title)])]
        if page.rows:
            blocks.append(self._header(page.rows))
        blocks += self._body(page.body)
        meta = {"lang": page.language.language, "dir": page.language.direction}
        return {
            "pandoc-api-version": list(API),
            "meta": {key: _node("MetaString", value) for key, value in meta.items()},
            "blocks": blocks,
        }

    def _masthead(self) -> Iterator[Node]:
        page = self.page
        if page.draft or page.symbol:
            draft = [_span({"custom-style": "Draft"}, [_text(page.draft)])] if page.draft else []
            symbol = [_raw(_TAB), _text(page.symbol)] if page.symbol else []
            yield _styled("Masthead", [_node("Para", [*draft, *symbol])])

    def _header(self, rows: tuple[Row, ...]) -> Node:
        cells = [
            [
                [_styled("Header Label", [_node("Para", [_text(row.label)])])],
                [_styled("Header Text", [self._para(paragraph)]) for paragraph in row.paragraphs],
            ]
            for row in rows
        ]
        return _table("NoteHeader", [("AlignDefault", LABEL / TEXT), ("AlignDefault", 1.0)], [], cells)

    def _body(self, blocks: Blocks) -> Iterator[Node]:
        for before, block, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
            if not isinstance(block, Paragraph):
                yield self._block(block)
            elif block.apart and before:
                yield _styled("Contact", [self._para(block.inlines)])
            elif isinstance(after, Table):
                follows = isinstance(before, Paragraph | Items)
                yield _styled("Body Before Table" if follows else "Before Table", [self._para(block.inlines)])
            elif isinstance(before, Table):
                yield _styled("After Table", [self._para(block.inlines)])
            else:
                follows = isinstance(before, Paragraph | Items)
                yield _styled("Body Text" if follows else "First Paragraph", [self._para(block.inlines)])

    def _block(self, block: Block, depth: int = 0) -> Node:
        match block:
            case Paragraph(inlines):
                return self._para(inlines)
            case Heading():
                return self._heading(block)
            case Items(items, start, tight):
                written = [self._item(item, depth + (start is not None), tight=tight) for item in items]
                if start is None:
                    return _node("BulletList", written)
                style, delimiter = _MARKS[min(depth, len(_MARKS) - 1)]
                return _node("OrderedList", [[start, _node(style), _node(delimiter)], written])
            case Quote(blocks):
                return _node("BlockQuote", [self._block(inner, depth) for inner in blocks])
            case Figure(image, caption):
                return self._figure(image, caption)
            case Table(sides, head, rows):
                shares = _shares([head, *rows])
                columns = [(_SIDES.get(side, "AlignDefault"), share) for side, share in zip(sides, shares, strict=True)]
                return _table("Table", columns, self._cells(head), [self._cells(row) for row in rows])

    def _item(self, blocks: Blocks, depth: int, *, tight: bool) -> list[Node]:
        def write(block: Block) -> Node:
            if not isinstance(block, Paragraph):
                return self._block(block, depth)
            if tight:
                return _node("Plain", self._inlines(block.inlines))
            return _styled("List Paragraph", [self._para(block.inlines)])

        return list(map(write, blocks))

    def _cells(self, cells: tuple[Inlines, ...]) -> list[list[Node]]:
        return [[_node("Plain", self._inlines(cell))] if cell else [] for cell in cells]

    def _heading(self, heading: Heading) -> Node:
        inlines = self._inlines(heading.inlines)
        if heading.label:
            label = _span({"custom-style": "Annex Label"}, [_text(heading.label)])
            return _styled("Annex Heading", [_node("Para", [label, _node("LineBreak"), *inlines])])
        number = [_text(f"{heading.number}.")] if heading.number else []
        return _node("Header", [heading.level - 1, _PLAIN, [*number, _raw(_TAB), *inlines]])

    def _figure(self, image: Image, caption: str) -> Node:
        picture = _node("Plain", [self._image(image)])
        written = [_node("Plain", [_text(caption)])] if caption else []
        return _node("Figure", [_PLAIN, [None, written], [picture]])

    def _image(self, image: Image) -> Node:
        picture = self.picture(image.source)
        attributes = ["", [], [["width", f"{picture.width:.1f}mm"]]]
        return _node("Image", [attributes, [_text(image.alternative)], [picture.address, ""]])

    def _para(self, inlines: Inlines) -> Node:
        return _node("Para", self._inlines(inlines))

    def _inlines(self, inlines: Inlines) -> list[Node]:
        return [node for inline in inlines for node in self._inline(inline)]

    def _inline(self, inline: Inline) -> list[Node]:
        match inline:
            case Words(content):
                return self._words(content)
            case Code(content):
                return [_node("Code", [_PLAIN, content])]
            case Emphasis(children):
                slanted = unicodedata.name(self.page.language.labels.title[0]).startswith(("LATIN", "CYRILLIC"))
                return [_node("Emph" if slanted else "Strong", self._inlines(children))]
            case Strong(children):
                return [_node("Strong", self._inlines(children))]
            case Link(address, children, bare):
                words = [_span({"dir": "ltr"}, [_text(words_of(children))])] if bare else self._inlines(children)
                return [_node("Link", [_PLAIN, words, [address, ""]])]
            case Foreign(language, children):
                direction = find_language(language).direction
                return [_span({"lang": language, "dir": direction}, [_text(words_of(children))])]
            case Call():
                return self._call(inline)
            case Image():
                return [self._image(inline)]
            case Break():
                return [_node("LineBreak")]

    def _words(self, content: str) -> list[Node]:
        """Citations, dates and quantities stay on one line; Latin words and ranges of figures keep their order."""
        content = bind(content, self.page.language)
        if self.page.language.direction == "ltr":
            return [_text(content)]
        parts = enumerate(split_latin(content))
        return [
            _span({"dir": "ltr"}, [_text(part)]) if i % 2 else _text(mark_ranges(part, self.page.language))
            for i, part in parts
            if part
        ]

    def _call(self, call: Call) -> list[Node]:
        """The footnote at its first mark; at another one a reference to it, which Word numbers too."""
        name = f"_RefNote{call.number}"
        if not call.first:
            run = f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:t>{call.mark}</w:t></w:r>'
            return [_raw(f'<w:fldSimple w:instr=" NOTEREF {name} \\f \\h ">{run}</w:fldSimple>')]
        note = _node("Note", [self._para(self.page.footnotes[call.number - 1].inlines)])
        if call.number not in self.repeated:
            return [note]
        at = f'w:id="{9000 + call.number}"'
        return [_raw(f'<w:bookmarkStart {at} w:name="{name}"/>'), note, _raw(f"<w:bookmarkEnd {at}/>")]


def compose(page: Page, picture: Callable[[str], Picture]) -> Node:
    """The document of a page."""
    rows = (inline for row in page.rows for paragraph in row.paragraphs for inline in paragraph)
    counts = Counter(call.number for call in (*_calls((*page.title, *rows)), *_block_calls(page.body)))
    return Composer(page, picture, frozenset(number for number, count in counts.items() if count > 1)).document()


def _block_calls(blocks: Iterable[Block]) -> Iterator[Call]:
    for block in blocks:
        match block:
            case Paragraph(inlines) | Heading(_, inlines):
                yield from _calls(inlines)
            case Items(items):
                for item in items:
                    yield from _block_calls(item)
            case Quote(inner):
                yield from _block_calls(inner)
            case Table(_, head, rows):
                for row in (head, *rows):
                    for cell in row:
                        yield from _calls(cell)
            case Figure():
                pass


def _calls(inlines: Inlines) -> Iterator[Call]:
    for inline in inlines:
        match inline:
            case Call():
                yield inline
            case Emphasis(children) | Strong(children) | Link(_, children) | Foreign(_, children):
                yield from _calls(children)


def _shares(rows: list[tuple[Inlines, ...]]) -> list[float]:
    """The share of the width that each column takes, in which its longest word has room if that can be."""
    cells = [[words_of(cell) + 4 * NO_BREAK for cell in row] for row in rows]  # the space between columns
    widths = fit_columns(cells, COLUMNS, gap=0) or [1] * len(rows[0])
    return [column / sum(widths) for column in widths]


def _node(kind: str, content: Any = None) -> Node:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def _text(content: str) -> Node:
    return _node("Str", content)


def _raw(xml: str) -> Node:
    return _node("RawInline", ["openxml", xml])


def _attributes(attributes: dict[str, str]) -> list[Any]:
    return ["", [], [list(pair) for pair in attributes.items()]]


def _span(attributes: dict[str, str], inlines: list[Node]) -> Node:
    return _node("Span", [_attributes(attributes), inlines])


def _styled(style: str, blocks: list[Node]) -> Node:
    return _node("Div", [_attributes({"custom-style": style}), blocks])


def _table(style: str, columns: list[tuple[str, float]], head: list[list[Node]], rows: list[list[list[Node]]]) -> Node:
    def write_row(cells: list[list[Node]]) -> list[Any]:
        return [_PLAIN, [[_PLAIN, _node("AlignDefault"), 1, 1, cell] for cell in cells]]

    specification = [[_node(side), _node("ColWidth", share)] for side, share in columns]
    body = [_PLAIN, 0, [], [write_row(row) for row in rows]]
    headed = [_PLAIN, [write_row(head)] if head else []]
    return _node(
        "Table", [_attributes({"custom-style": style}), [None, []], specification, headed, [body], [_PLAIN, []]]
    )

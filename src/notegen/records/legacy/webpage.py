"""Old notes as web pages to blocks: HTML of any age, whole or not."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from notegen.errors import InvalidRecord
from notegen.languages.tags import languages
from notegen.reader import MAX_BYTES
from notegen.records.legacy.blocks import Block, Kind, Paper, Picture, Spot, Stretch, too_long
from notegen.records.legacy.links import END as LINKED
from notegen.records.legacy.links import Links, drop_links
from notegen.records.legacy.pictures import hang, picture_blocks
from notegen.records.legacy.shelves import Shelf, read_drawing
from notegen.records.legacy.styling import (
    BEGIN,
    END,
    LOWERED,
    PICTURED,
    RAISED,
    read_bold_heading,
    split_paragraphs,
    take_pictures,
)
from notegen.records.legacy.tables import read_table
from notegen.records.legacy.wordings import is_page_number
from notegen.records.text import parse_inline, plain

_SKIPPED = frozenset(("script", "style", "head", "nav", "template", "svg", "button", "select", "form", "noscript"))
_VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "source", "embed"))
_EMBEDDED = {"object": "data", "embed": "src", "video": "poster", "canvas": "id", "iframe": "src"}
"""What may show a picture, or something else, and the attribute that names it."""
_BLOCKS = frozenset(
    (
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "address", "center", "hr", "body"),
        *("ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "figure", "figcaption"),
        *("section", "article", "header", "footer", "main", "aside"),
    )
)
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "dfn": "*"}
_MARK = re.compile(r"[\[(]?(\d{1,3}|\*{1,3}|†|[a-z])[\])]?")
_MAX_DEPTH = 200
_MAX_TABLES = 20


@dataclass(slots=True)
class _Table:
    """The rows of a table: each cell is the blocks in it. `before` are the blocks that stand before the table."""

    before: list[Block]
    rows: list[list[list[Block]]] = field(default_factory=list)
    open: bool = False


@dataclass(slots=True)
class _Figure:
    """A figure: among which blocks it stands and from which on, and where in them its caption begins and ends."""

    blocks: list[Block]
    start: int
    caption: int = 0
    end: int = 0

    def close(self, blocks: list[Block]) -> None:
        """Give the last picture the caption, if that is one paragraph."""
        said = [block for block in blocks[self.caption : self.end] if block.text]
        if blocks is not self.blocks or len(said) != 1 or "[^" in said[0].text:
            return
        shown = [i for i in range(self.start, len(blocks)) if blocks[i].pictures and not blocks[i].text]
        if shown:
            (picture,) = blocks[shown[-1]].pictures
            caption = plain(parse_inline(drop_links(said[0].text)))
            blocks[shown[-1]] = replace(blocks[shown[-1]], pictures=(replace(picture, caption=caption),))
            del blocks[blocks.index(said[0])]


class _Page(HTMLParser):
    """Collects the blocks of a page."""

    def __init__(self, text: str, name: str, shelf: Shelf) -> None:
        super().__init__(convert_charrefs=True)
        self.name, self.length = name, 0
        self.page, self.shelf = text, shelf
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.seen: list[Picture] = []
        self.figures: list[_Figure] = []
        self.calls = _find_calls(text)
        self.blocks: list[Block] = []
        self.tag = ""
        self.open: list[str] = []
        self.skipped = 0
        self.text: list[str] = []
        self.kind: Kind = "paragraph"
        self.level, self.marker, self.label = 0, "", ""
        self.line = 1
        self.lists: list[list[int]] = []  # a number for each open list: 0 is bulleted
        self.tables: list[_Table] = []
        self.ignored = 0  # tables inside too many tables
        self.started = False
        self.mark: str | None = None
        self.links = Links()
        self.link = ""  # the sign of the link that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html" and given.get("lang", "")[:2] in languages():
            self.tag = given["lang"][:2]
        if not self.skipped:
            self._look_for_picture(tag, given)
        if self.skipped or tag in _SKIPPED:
            self.skipped += tag not in _VOID
            return
        if tag in _BLOCKS:
            self.close()
            self._begin(tag)
        if len(self.open) < _MAX_DEPTH and tag not in _VOID:
            self.open.append(tag)
        self._look_for_note(tag, given)
        if tag == "a":
            self.link = self.links.begin(given.get("href", ""), Spot("line", self.getpos()[0]))
        if tag in _EMPHASIS:
            self.text.append(f"{BEGIN}{_EMPHASIS[tag]}")
        elif tag == "sup":
            self.text.append(RAISED)
        elif tag == "br":
            self.text.append("\n")

    def _look_for_picture(self, tag: str, given: dict[str, str]) -> None:
        """Put a sign for a picture into the text, and the picture to those seen."""
        spot, words = Spot("line", self.getpos()[0]), given.get("alt") or given.get("aria-label") or ""
        if tag == "img":
            source = given.get("src") or given.get("data-src") or ""
            self.seen.append(self.shelf.take(source, words or given.get("title", ""), spot))
        elif tag == "svg":
            line, column = self.getpos()
            drawing = read_drawing(self.page, self.starts[line - 1] + column)
            hidden = given.get("aria-hidden") == "true" or "a" in self.open
            lacking, decoration = (
                "" if drawing else "it is no drawing that can stand alone",
                "sign of the page" if hidden else "",
            )
            self.seen.append(Picture(spot, "drawing.svg", drawing, words, lacking=lacking, decoration=decoration))
        elif tag in _EMBEDDED:
            address = given.get(_EMBEDDED[tag], "")
            self.seen.append(Picture(spot, address or tag, words=words, lacking=f"it is in an element <{tag}>"))
        else:
            return
        self.text.append(PICTURED)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= tag not in _VOID
            return
        if tag in _EMPHASIS:
            self.text.append(f"{END}{_EMPHASIS[tag]}")
        elif tag == "sup":
            self.text.append(LOWERED)
        elif tag == "a":
            self.mark, self.link = None, ""
        if tag in _BLOCKS:
            self.close()
            self._end(tag)
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.mark is not None and _MARK.fullmatch(data.strip()):
            self.text.append(self.mark)
            return
        if not self.started and data.strip():
            self.started = True
            self.line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        linked = self.link and self.text[-1:] != [RAISED]
        text = re.sub(r"\s+", " ", data)
        self.text.append(f"{self.link}{text}{LINKED}" if linked else text)

    def _begin(self, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.kind, self.level = "heading", int(tag[1])
        elif tag in ("ul", "ol"):
            self.lists.append([1 if tag == "ol" else 0])
        elif tag == "figure":
            self.figures.append(_Figure(self.blocks, len(self.blocks)))
        elif tag == "figcaption" and self.figures:
            self.figures[-1].caption = len(self.blocks)
        elif tag == "li":
            number = self.lists[-1][0] if self.lists else 0
            self.kind, self.level = ("numbered" if number else "item"), max(0, len(self.lists) - 1)
            self.marker = f"{number}." if number else "-"
            if number:
                self.lists[-1][0] += 1
        elif tag == "table" and len(self.tables) >= _MAX_TABLES:
            self.ignored += 1
        elif tag == "table":
            self.tables.append(_Table(self.blocks))
            self.blocks = []
        elif tag in ("tr", "td", "th") and self.tables and not self.ignored:
            self._end_cell()
            if tag == "tr" or not self.tables[-1].rows:
                self.tables[-1].rows.append([])
            self.tables[-1].open = tag != "tr"

    def _end(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "figcaption" and self.figures:
            self.figures[-1].end = len(self.blocks)
        elif tag == "figure" and self.figures:
            self.figures.pop().close(self.blocks)
        elif tag == "dt" and self.blocks:
            self.label = self.blocks.pop().text
        elif tag in ("td", "th") and self.tables and not self.ignored:
            self._end_cell()
        elif tag == "table" and self.ignored:
            self.ignored -= 1
        elif tag == "table" and self.tables:
            self._end_cell()
            table = self.tables.pop()
            self.blocks = [*table.before, *read_table(table.rows), *self.blocks]

    def _end_cell(self) -> None:
        """End the cell that is open, whether its end was marked or not; what stands outside of cells goes before."""
        table = self.tables[-1]
        if table.open:
            table.rows[-1].append(self.blocks)
        else:
            table.before += self.blocks
        table.open, self.blocks = False, []

    def _look_for_note(self, tag: str, given: dict[str, str]) -> None:
        """Begin a footnote where something calls what begins here, and make a mark of what calls one."""
        name, target = given.get("id") or given.get("name") or "", given.get("href", "").removeprefix("#")
        empty = not self.started
        if name in self.calls and empty and (tag != "a" or target in self.calls):
            self.close()
            self.kind, self.marker = "note", f"[^{self.calls[name]}]"
            if tag == "a":
                self.mark = ""
        elif tag == "a" and target in self.calls:
            backward = self.kind == "note"
            self.mark = "" if backward else f"[^{self.calls[target]}]"

    def close(self) -> None:
        """End the block that is open; InvalidRecord when the page is longer than a note may be."""
        self.started = False
        if not self.text:
            return
        self.length += sum(map(len, self.text))
        if self.length > MAX_BYTES:
            raise InvalidRecord([too_long(self.name)])
        seen, self.seen = self.seen, []
        written, before, after = take_pictures("".join(self.text), seen)
        self.blocks += picture_blocks(before)
        for text in split_paragraphs(written):
            kind, level = self.kind, self.level
            if kind == "paragraph" and (bold := read_bold_heading(text)):
                kind, level, text = "heading", 4, bold
            self.blocks.append(Block(kind, text, Spot("line", self.line), self.label, self.marker, level))
            self.label = ""
            self.kind, self.level, self.marker = "paragraph", 0, ""
        self.kind, self.level, self.marker = "paragraph", 0, ""
        self.text = []
        self.blocks += picture_blocks(after)


def _find_calls(text: str) -> dict[str, str]:
    """The places that short marks link to, and these marks."""
    anchor = re.compile(
        r"<a\b[^>]*?href\s*=\s*[\"']?#([^\"'\s>]+)[^>]*>((?:\s|<(?!/a)[^>]{0,200}>)*[^<]{1,12}(?:\s|<(?!/a)[^>]{0,200}>)*)</a>",
        re.I,
    )
    calls = {}
    for target, inner in anchor.findall(text):
        if match := _MARK.fullmatch(re.sub("<[^>]*>", "", inner).strip()):
            calls[target] = match[1]
    return calls


def read_webpage(text: str, name: str, shelf: Shelf) -> Paper:
    """The blocks of a page: what is marked up as headings, lists, rows and notes. Its pictures lie on the shelf."""
    page = _Page(text, name, shelf)
    page.feed(text)
    page.close()  # flushes the last block, and no more is fed
    while page.tables:
        page._end("table")
    numbers = [block for block in page.blocks if is_page_number(block.text)]
    dropped = tuple(Stretch("furniture", block.spot, block.text, "number of a page") for block in numbers)
    left = (block for block in page.blocks if block not in numbers)
    blocks, loose = hang(block for block in left if block.text.strip() or block.pictures)
    return Paper(name, blocks, dropped, page.tag, pictures=loose, links=page.links.found)

"""Texts as trees of blocks and inlines, for formats that put one thing into another.

HTML is written from the tokens one by one (`markup.py`); what needs to see a whole list, table or link
before it writes it takes these. Reading them is the one walk through Markdown's tokens; a writer is a
`match` over the kinds below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from notegen.records.text import Tokens

# Inlines


@dataclass(frozen=True, slots=True)
class Words:
    """Words alone."""

    content: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words to be taken letter by letter."""

    content: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words in italics, or what a language has for them."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words in bold."""

    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead elsewhere; `bare` where they are the address itself."""

    address: str
    children: "Inlines"
    bare: bool


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words of another language than the note's, by its BCP 47 tag."""

    language: str
    children: "Inlines"


@dataclass(frozen=True, slots=True)
class Call:
    """The mark of a footnote; `number` counts from 1 whatever the mark is."""

    number: int
    mark: str
    first: bool


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its name, with words for who cannot see it."""

    source: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line that the author wants."""


Inline = Words | Code | Emphasis | Strong | Link | Foreign | Call | Image | Break
Inlines = tuple[Inline, ...]

# Blocks


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `apart` from what stands before, as the line that says whom to ask."""

    inlines: Inlines
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list: bulleted, or numbered from `start`. In a tight one the items are lines, not paragraphs."""

    items: tuple["Blocks", ...]
    start: int | None = None
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below a head; `sides` are left, right, center or "" for each column."""

    sides: tuple[str, ...]
    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands by itself, with its caption."""

    image: Image
    caption: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part: level 2 to 4; the number is "2.1" or "", the label such as "Annex I"."""

    level: int
    inlines: Inlines
    number: str = ""
    label: str = ""


Block = Paragraph | Items | Quote | Table | Figure | Heading
Blocks = tuple[Block, ...]


def read_inlines(tokens: Sequence[Token]) -> Inlines:
    """The tree of a text of one paragraph."""
    return _inlines(SyntaxTreeNode(tokens)) if tokens else ()


def read_blocks(tokens: Tokens) -> Blocks:
    """The tree of a text of paragraphs, lists, quotes, tables and figures."""
    return tuple(map(_block, SyntaxTreeNode(tokens).children)) if tokens else ()


def words_of(inlines: Inlines) -> str:
    """The words alone, without marks and pictures."""
    return "".join(_words(inlines))


def _words(inlines: Inlines) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Words(content) | Code(content):
                yield content
            case Break():
                yield " "
            case Emphasis(children) | Strong(children) | Link(_, children) | Foreign(_, children):
                yield from _words(children)
            case Call() | Image():
                pass


def _inlines(node: SyntaxTreeNode) -> Inlines:
    return tuple(inline for child in node.children for inline in _inline(child))


def _inline(node: SyntaxTreeNode) -> Iterator[Inline]:
    match node.type:
        case "text":
            if node.content:
                yield Words(node.content)
        case "softbreak" | "hardbreak":
            yield Words(" ") if node.type == "softbreak" else Break()
        case "code_inline":
            yield Code(node.content)
        case "em" | "strong":
            yield (Emphasis if node.type == "em" else Strong)(_inlines(node))
        case "link":
            yield Link(str(node.attrs["href"]), _inlines(node), node.markup in ("linkify", "autolink"))
        case "language":
            yield Foreign(str(node.attrs["lang"]), _inlines(node))
        case "image":
            yield Image(str(node.attrs["src"]), node.content)
        case "footnote_mark":
            if node.meta:
                yield Call(node.meta["number"], node.meta["mark"], node.meta["call"] == 1)
        case _:
            raise AssertionError(f"a token that no text can hold: {node.type}")


def _block(node: SyntaxTreeNode) -> Block:
    match node.type:
        case "paragraph":
            return _paragraph(node.children[0])
        case "bullet_list" | "ordered_list":
            paragraphs = [child for item in node.children for child in item.children if child.type == "paragraph"]
            items = tuple(tuple(map(_block, item.children)) for item in node.children)
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
            return Items(items, start, all(paragraph.hidden for paragraph in paragraphs))
        case "blockquote":
            return Quote(tuple(map(_block, node.children)))
        case "table":
            rows = [row for part in node.children for row in part.children]
            sides = tuple(str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in rows[0].children)
            head, *body = (tuple(_inlines(cell.children[0]) for cell in row.children) for row in rows)
            return Table(sides, head, tuple(body))
        case _:
            raise AssertionError(f"a token that no text can hold: {node.type}")


def _paragraph(inline: SyntaxTreeNode) -> Paragraph | Figure:
    if len(inline.children) == 1 and (only := inline.children[0]).type == "image":
        return Figure(Image(str(only.attrs["src"]), only.content), str(only.attrs.get("title", "")))
    return Paragraph(_inlines(inline))

"""A note as Markdown that people read: CommonMark with tables, footnotes as `[^1]` with their texts at the end.

Pictures keep their names. `notegen import` makes a record of it again.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from notegen.formats.manuscript import Manuscript
from notegen.formats.page import Page, lay_page
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

_SPECIAL = re.compile(
    r"[\\`*\[\]]"  # always
    r"|(?<!\w)_|_(?!\w)"  # not inside a word
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~)|(?<=~)~|!(?=\[)"
)
_START = re.compile(r"^(?:(\d{1,9})([.)])(?=\s|$)|([#>+=~-]))", re.MULTILINE)
_HASHES = re.compile(r"#+$")
_SIGNS = r"[^\w\s\\*_`\[\]<>~]+"
_RULES = {"left": ":---", "right": "---:", "center": ":---:"}


def write(manuscript: Manuscript) -> bytes:
    """The note as Markdown, UTF-8."""
    return write_page(lay_page(manuscript.view)).encode()


def write_page(page: Page) -> str:
    """The Markdown of a page, one paragraph a line."""
    masthead = [f"**{_escape(text)}**" for text in (page.draft, page.symbol) if text]
    parts = [*masthead, f"# {_inlines(page.title)}"]
    for row in page.rows:
        if row.grouped:
            groups = "\n".join(f"- {_inlines(paragraph)}" for paragraph in row.paragraphs)
            parts += [f"**{_escape(row.label)}**", groups]
        else:
            parts.append(_inlines((Strong((Words(row.label),)), Words(row.space), *row.paragraphs[0])))
    parts += _each(page.body)
    parts += (f"[^{note.mark}]: {_start(_inlines(note.inlines))}" for note in page.footnotes)
    return "\n\n".join(filter(None, parts)) + "\n"


def _blocks(blocks: Blocks, *, tight: bool = False) -> str:
    return ("\n" if tight else "\n\n").join(_each(blocks))


def _each(blocks: Blocks) -> Iterator[str]:
    """The blocks; a list that follows one of its kind has other marks, for with the same ones it would go on."""
    other = False
    for before, block in zip((None, *blocks), blocks, strict=False):
        follows = isinstance(before, Items) and isinstance(block, Items) and _is_numbered(before) == _is_numbered(block)
        other = follows and not other
        yield _items(block, other=other) if isinstance(block, Items) else _block(block)


def _is_numbered(items: Items) -> bool:
    return items.start is not None


def _items(items: Items, *, other: bool = False) -> str:
    if items.start is None:
        marks = ["* " if other else "- "] * len(items.items)
    else:
        marks = [f"{items.start + i}{')' if other else '.'} " for i in range(len(items.items))]
    written = [_indent(_blocks(item, tight=items.tight), mark) for mark, item in zip(marks, items.items, strict=True)]
    return ("\n" if items.tight else "\n\n").join(written)


def _block(block: Block) -> str:
    match block:
        case Paragraph(inlines):
            return _start(_inlines(inlines))
        case Heading(level, inlines, number, label):
            before = f"{number}. " if number else f"{_escape(label)}: " if label else ""
            text = _HASHES.sub(r"\\\g<0>", _inlines(inlines))
            return f"{'#' * level} {before}{text}"
        case Items():
            return _items(block)
        case Quote(blocks):
            return "\n".join(f"> {line}".rstrip() for line in _blocks(blocks).split("\n"))
        case Figure(image, caption):
            title = ' "' + caption.replace("\\", "\\\\").replace('"', '\\"') + '"' if caption else ""
            return f"![{_escape(image.alternative)}]({_address(image.source)}{title})"
        case Table(sides, head, rows):
            lines = [_row(head), "|" + "|".join(_RULES.get(side, "---") for side in sides) + "|", *map(_row, rows)]
            return "\n".join(lines)


def _row(cells: tuple[Inlines, ...]) -> str:
    return "| " + " | ".join(_inlines(cell).replace("|", r"\|") for cell in cells) + " |"


def _indent(text: str, mark: str) -> str:
    """The lines of an item behind its mark."""
    first, *others = text.split("\n")
    return "\n".join([mark + first, *(" " * len(mark) + line if line else "" for line in others)])


def _inlines(inlines: Inlines) -> str:
    text = ""
    for inline, following in zip_longest(inlines, inlines[1:]):
        match inline:
            case Emphasis() | Strong():
                after = following.content[:1] if isinstance(following, Words) else ""
                text += _enclose(inline, text[-1:], after)
            case _:
                text += _inline(inline)
    return text


def _enclose(inline: Emphasis | Strong, before: str, after: str) -> str:
    """The words between stars; signs at their ends stand outside where a letter follows."""
    stars = "*" if isinstance(inline, Emphasis) else "**"
    text, opening, closing = _inlines(inline.children), "", ""
    if before.isalnum() and (match := re.match(_SIGNS, text)):
        opening, text = match[0], text[match.end() :]
    if after.isalnum() and "](" not in text and (match := re.search(f"{_SIGNS}$", text)):
        text, closing = text[: match.start()], match[0]
    return f"{opening}{stars}{text}{stars}{closing}" if text else opening + closing


def _inline(inline: Inline) -> str:
    match inline:
        case Words(content):
            return _escape(content)
        case Code(content):
            return _code(content)
        case Link(address, children, bare):
            return _link(address, children, bare=bare)
        case Call(_, mark, _):
            return f"[^{mark}]"
        case Image(source, alternative):
            return f"![{_escape(alternative)}]({_address(source)})"
        case Break():
            return "\\\n"
        case Foreign(_, children) | Emphasis(children) | Strong(children):
            return _inlines(children)


def _link(address: str, children: Inlines, *, bare: bool) -> str:
    if bare:
        return "".join(child.content for child in children if isinstance(child, Words))
    return f"[{_inlines(children)}]({_address(address)})"


def _address(address: str) -> str:
    """The address without the signs that would end it."""
    return address.replace("(", "%28").replace(")", "%29")


def _code(content: str) -> str:
    longest = max(map(len, re.findall("`+", content)), default=0)
    fence = "`" * (longest + 1)
    space = " " if content.startswith("`") or content.endswith("`") else ""
    return f"{fence}{space}{content}{space}{fence}"


def _escape(text: str) -> str:
    """The words with a backslash before what Markdown would take for its own."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _start(text: str) -> str:
    """The text with a backslash where a line would begin a list, a heading or a quotation."""
    return _START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", text)

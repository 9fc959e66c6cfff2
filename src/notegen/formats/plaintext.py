"""A note as plain text for an e-mail: lines of 72 columns, footnotes at the end."""

from notegen.formats.lines import fit_columns, pad, turn, width, wrap
from notegen.formats.manuscript import Manuscript
from notegen.formats.numbering import mark_item
from notegen.formats.page import Page, Row, lay_page
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
from notegen.languages.language import Language

COLUMNS = 72
INDENT = "    "


def write(manuscript: Manuscript) -> bytes:
    """The note as plain text, UTF-8."""
    return write_page(lay_page(manuscript.view)).encode()


def write_page(page: Page) -> str:
    """The text of a page."""
    language = page.language
    masthead = [[text] for text in (page.draft, page.symbol) if text]
    title = wrap(_text(page.title), COLUMNS)
    parts = [*masthead, _underline(title, "=")]
    parts += map(_row, page.rows)
    parts += (_block(block, COLUMNS, language) for block in page.body)
    if page.footnotes:
        parts.append(_underline([language.labels.notes], "-"))
        parts += (wrap(_text(note.inlines), COLUMNS, f"[{note.mark}] ") for note in page.footnotes)
    lines = [line for part in parts if part for line in (*part, "")]
    return "\n".join(turn(lines[:-1], language.direction)) + "\n"


def _underline(lines: list[str], rule: str) -> list[str]:
    return [*lines, rule * max(map(width, lines))]


def _row(row: Row) -> list[str]:
    if not row.grouped:
        return wrap(row.label + row.space + _text(row.paragraphs[0]), COLUMNS, "", INDENT)
    groups = (wrap(_text(paragraph), COLUMNS, "  - ") for paragraph in row.paragraphs)
    return [row.label, *(line for group in groups for line in group)]


def _blocks(blocks: Blocks, columns: int, language: Language, depth: int = 0, *, tight: bool = False) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if lines and not tight:
            lines.append("")
        lines += _block(block, columns, language, depth)
    return lines


def _block(block: Block, columns: int, language: Language, depth: int = 0) -> list[str]:
    match block:
        case Paragraph(inlines):
            return wrap(_text(inlines), columns)
        case Heading(level, inlines, number, label):
            before = f"{number}. " if number else f"{label}{language.lists.colon}" if label else ""
            lines = wrap(before + _text(inlines), columns)
            return _underline(lines, "-") if level == 2 else lines
        case Items():
            return _items(block, columns, language, depth)
        case Quote(blocks):
            return _indent(_blocks(blocks, columns - len(INDENT), language, depth), INDENT)
        case Figure(image, caption):
            lines = wrap(f"[{image.alternative}]", columns)
            return [*lines, *wrap(caption, columns)] if caption else lines
        case Table():
            return _table(block, columns, language)


def _items(block: Items, columns: int, language: Language, depth: int) -> list[str]:
    lines: list[str] = []
    for i, item in enumerate(block.items):
        mark = "-" if block.start is None else mark_item(block.start + i, depth, language)
        inner = depth + (block.start is not None)
        first = f"{mark} "
        written = _blocks(item, columns - width(first), language, inner, tight=block.tight) or [""]
        if lines and not block.tight:
            lines.append("")
        lines += [first + written[0], *_indent(written[1:], " " * width(first))]
    return lines


def _indent(lines: list[str], space: str) -> list[str]:
    return [space + line if line else "" for line in lines]


def _table(table: Table, columns: int, language: Language) -> list[str]:
    cells = [[_text(cell).replace("\n", " ") for cell in row] for row in (table.head, *table.rows)]
    widths = fit_columns(cells, columns)
    if widths is None or language.direction == "rtl":  # columns of words from both sides stand on no screen
        return _rows_as_items(cells, columns, language)
    rule = "  ".join("-" * column for column in widths)
    head, *rows = (_cells(row, widths, table.sides) for row in cells)
    return [*head, rule, *(line for row in rows for line in row)]


def _cells(row: list[str], widths: list[int], sides: tuple[str, ...]) -> list[str]:
    wrapped = [wrap(cell, column) for cell, column in zip(row, widths, strict=True)]
    height = max(map(len, wrapped))
    filled = [cell + [""] * (height - len(cell)) for cell in wrapped]
    return [
        "  ".join(pad(cell[i], column, side) for cell, column, side in zip(filled, widths, sides, strict=True)).rstrip()
        for i in range(height)
    ]


def _rows_as_items(cells: list[list[str]], columns: int, language: Language) -> list[str]:
    head, *rows = cells
    colon, link = language.lists.colon, language.lists.parts
    texts = (link.join(f"{name}{colon}{cell}" for name, cell in zip(head, row, strict=True) if cell) for row in rows)
    return [line for text in texts for line in wrap(text, columns, "- ")]


def _text(inlines: Inlines) -> str:
    parts = []
    for inline in inlines:
        match inline:
            case Words(content) | Code(content):
                parts.append(content)
            case Emphasis(children) | Strong(children) | Foreign(_, children):
                parts.append(_text(children))
            case Link(address, children, bare):
                parts.append(words_of(children) if bare else f"{_text(children)} <{address.removeprefix('mailto:')}>")
            case Call(_, mark, _):
                parts.append(f"[{mark}]")
            case Image(_, alternative):
                parts.append(f"[{alternative}]")
            case Break():
                parts.append("\n")
    return "".join(parts)

"""Documents as pandoc reads them, its tree of blocks and inlines, to our blocks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from notegen.records.legacy.blocks import Block, Kind, Spot
from notegen.records.legacy.styling import BEGIN, END, LOWERED, RAISED, read_bold_heading, split_paragraphs
from notegen.records.legacy.tables import read_table

_MAX_DEPTH = 60
_AROUND = {
    "Strong": (f"{BEGIN}**", f"{END}**"),
    "Emph": (f"{BEGIN}*", f"{END}*"),
    "Superscript": (RAISED, LOWERED),
}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
_SPACES = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}

Node = Mapping[str, Any]


@dataclass(slots=True)
class _Reading:
    """The blocks so far, and the notes called since the last of them."""

    blocks: list[Block] = field(default_factory=list)
    called: list[tuple[str, Sequence[Node]]] = field(default_factory=list)
    notes: int = 0
    paragraph: int = 0


def read_tree(document: Node) -> list[Block]:
    """The blocks of a document: its title first, each note behind the block that calls it."""
    reading = _Reading()
    for key in ("title", "subtitle"):
        if key in document.get("meta", {}):
            _read_text(reading, document["meta"][key].get("c", ()), "heading", level=1)
    _read_blocks(reading, document.get("blocks", ()), 0)
    return reading.blocks


def _read_blocks(reading: _Reading, nodes: Sequence[Node], depth: int) -> None:
    for node in nodes if depth <= _MAX_DEPTH else ():
        if read := _READ.get(node["t"]):
            read(reading, node["c"], depth)


def _read_lines(reading: _Reading, lines: Any, _depth: int) -> None:
    for line in lines:
        _read_text(reading, line, "paragraph")


def _read_definitions(reading: _Reading, content: Any, depth: int) -> None:
    for term, definitions in content:
        _read_text(reading, term, "heading", level=4)
        for definition in definitions:
            _read_blocks(reading, definition, depth + 1)


def _read_text(reading: _Reading, inlines: Any, kind: Kind, *, level: int = 0, marker: str = "") -> None:
    """Put a paragraph to the blocks, and after it the notes that it calls."""
    reading.paragraph += 1
    for text in split_paragraphs("".join(_styled(reading, inlines, 0))):
        found, at, said = kind, level, text
        if kind == "paragraph" and (bold := read_bold_heading(text)):
            found, at, said = "heading", 4, bold
        reading.blocks.append(Block(found, said, Spot("paragraph", reading.paragraph), marker=marker, level=at))
    called, reading.called = reading.called, []
    for key, note in called:
        inside = _Reading(paragraph=reading.paragraph, notes=reading.notes)
        _read_blocks(inside, note, 1)
        text = " ".join(block.text for block in inside.blocks)
        reading.blocks.append(Block("note", text, Spot("paragraph", reading.paragraph), marker=f"[^{key}]"))


def _styled(reading: _Reading, inlines: Any, depth: int) -> Iterator[str]:
    """The text of inlines with the signs of `styling` around what is styled."""
    for node in inlines if depth <= _MAX_DEPTH and isinstance(inlines, list) else ():
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            yield content
        elif kind in _SPACES:
            yield _SPACES[kind]
        elif kind == "Note":
            reading.notes += 1
            reading.called.append((str(reading.notes), content))
            yield f"[^{reading.notes}]"
        elif kind in ("Code", "Math", "RawInline"):
            yield content[1]
        elif kind != "Image":
            before, after = _QUOTES[content[0]["t"]] if kind == "Quoted" else _AROUND.get(kind, ("", ""))
            yield before
            yield from _styled(
                reading, content[1] if kind in ("Quoted", "Span", "Link", "Cite") else content, depth + 1
            )
            yield after


def _read_list(reading: _Reading, items: Sequence[Sequence[Node]], numbering: Any, depth: int) -> None:
    level = min(depth, 5)
    for i, item in enumerate(items):
        marker = _number(numbering, i) if numbering else "-"
        first = len(reading.blocks)
        _read_blocks(reading, item, depth + 1)
        kind: Kind = "numbered" if numbering else "item"
        if len(reading.blocks) > first and reading.blocks[first].kind in ("paragraph", "heading"):
            block = reading.blocks[first]
            heads = block.kind == "heading" and numbering is not None
            reading.blocks[first] = Block(kind, block.text, block.spot, marker=marker, level=0 if heads else level)


def _number(numbering: Any, i: int) -> str:
    """The mark of an entry: its number in the numerals and with the signs of its list."""
    start, style, sign = numbering[0], numbering[1]["t"], numbering[2]["t"]
    number = start + i
    if style in ("LowerAlpha", "UpperAlpha") and number <= 26:
        text = chr((97 if style == "LowerAlpha" else 65) + number - 1)
    elif style in ("LowerRoman", "UpperRoman") and number < 40:
        ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
        text = "x" * (number // 10) + ones[number % 10]
        text = text.upper() if style == "UpperRoman" else text
    else:
        text = str(number)
    return f"({text})" if sign == "TwoParens" else f"{text})" if sign == "OneParen" else f"{text}."


def _read_table(reading: _Reading, content: Any, depth: int) -> None:
    _, _, _, head, bodies, foot = content
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    cells: list[list[list[Block]]] = []
    notes: list[Block] = []
    for row in rows:
        cells.append([])
        for cell in row[1]:
            inside = _Reading(notes=reading.notes, paragraph=reading.paragraph)
            _read_blocks(inside, cell[4], depth + 1)
            reading.notes, reading.paragraph = inside.notes, inside.paragraph
            cells[-1].append([block for block in inside.blocks if block.kind != "note"])
            notes += [block for block in inside.blocks if block.kind == "note"]
    reading.blocks += [*read_table(cells), *notes]


_READ: Mapping[str, Callable[[_Reading, Any, int], None]] = {
    "Para": lambda reading, content, _: _read_text(reading, content, "paragraph"),
    "Plain": lambda reading, content, _: _read_text(reading, content, "paragraph"),
    "Header": lambda reading, content, _: _read_text(reading, content[2], "heading", level=content[0]),
    "BulletList": lambda reading, content, depth: _read_list(reading, content, None, depth),
    "OrderedList": lambda reading, content, depth: _read_list(reading, content[1], content[0], depth),
    "DefinitionList": _read_definitions,
    "Table": _read_table,
    "LineBlock": _read_lines,
    "CodeBlock": lambda reading, content, _: _read_text(reading, [{"t": "Str", "c": content[1]}], "paragraph"),
    "BlockQuote": lambda reading, content, depth: _read_blocks(reading, content, depth + 1),
    "Div": lambda reading, content, depth: _read_blocks(reading, content[-1], depth + 1),
    "Figure": lambda reading, content, depth: _read_blocks(reading, content[-1], depth + 1),
}
"""How each kind of pandoc's blocks is read; HorizontalRule and RawBlock say nothing."""

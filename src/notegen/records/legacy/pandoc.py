"""Documents as pandoc reads them, its tree of blocks and inlines, to our blocks."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from notegen.records.legacy.blocks import Block, Kind, Picture, Spot
from notegen.records.legacy.characters import clean
from notegen.records.legacy.links import END as LINKED
from notegen.records.legacy.links import Links, drop_links
from notegen.records.legacy.pictures import TakePicture, picture_blocks
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

_MAX_DEPTH = 60
_AROUND = {
    "Strong": (f"{BEGIN}**", f"{END}**"),
    "Emph": (f"{BEGIN}*", f"{END}*"),
    "Superscript": (RAISED, LOWERED),
}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
_SPACES = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}

Node = Mapping[str, Any]


def _no_picture(address: str, words: str, spot: Spot) -> Picture:
    return Picture(spot, address, words=words, lacking="it is not in the file")


@dataclass(slots=True)
class _Reading:
    """The blocks so far, and the notes called and the pictures seen since the last of them."""

    blocks: list[Block] = field(default_factory=list)
    called: list[tuple[str, Sequence[Node]]] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    picture: TakePicture = _no_picture
    links: Links = field(default_factory=Links)
    notes: int = 0
    paragraph: int = 0

    def inside(self) -> "_Reading":
        """A reading of what stands inside of a block, which counts on."""
        return _Reading(picture=self.picture, links=self.links, notes=self.notes, paragraph=self.paragraph)


def read_tree(document: Node, links: Links, picture: TakePicture = _no_picture) -> list[Block]:
    """The blocks of a document: its title first, each note behind the block that calls it; pictures alone in theirs."""
    reading = _Reading(picture=picture, links=links)
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
    """Put a paragraph to the blocks, with the pictures in it, and after it the notes that it calls."""
    reading.paragraph += 1
    spot = Spot("paragraph", reading.paragraph)
    raw = "".join(_styled(reading, inlines, 0))
    seen, reading.seen = [reading.picture(address, words, spot) for address, words in reading.seen], []
    written, before, after = take_pictures(raw, seen)
    reading.blocks += picture_blocks(before)
    for text in split_paragraphs(written):
        found, at, said = kind, level, text
        if kind == "paragraph" and (bold := read_bold_heading(text)):
            found, at, said = "heading", 4, bold
        reading.blocks.append(Block(found, said, spot, marker=marker, level=at))
    reading.blocks += picture_blocks(after)
    called, reading.called = reading.called, []
    for key, note in called:
        inside = reading.inside()
        _read_blocks(inside, note, 1)
        text = " ".join(block.text for block in inside.blocks if block.text)
        pictures = tuple(picture for block in inside.blocks for picture in block.pictures)
        reading.blocks.append(Block("note", text, spot, marker=f"[^{key}]", pictures=pictures))


def _styled(reading: _Reading, inlines: Any, depth: int) -> Iterator[str]:
    """The text of inlines with the signs of `styling` around what is styled."""
    for node in inlines if depth <= _MAX_DEPTH and isinstance(inlines, list) else ():
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            yield clean(content)
        elif kind in _SPACES:
            yield _SPACES[kind]
        elif kind == "Note":
            reading.notes += 1
            reading.called.append((str(reading.notes), content))
            yield f"[^{reading.notes}]"
        elif kind in ("Code", "Math", "RawInline"):
            yield content[1]
        elif kind == "Image":
            reading.seen.append((content[2][0], _plain(content[1])))
            yield PICTURED
        else:
            before, after = _QUOTES[content[0]["t"]] if kind == "Quoted" else _AROUND.get(kind, ("", ""))
            if kind == "Link":
                before = reading.links.begin(content[2][0], Spot("paragraph", reading.paragraph))
                after = LINKED if before else ""
            yield before
            yield from _styled(
                reading, content[1] if kind in ("Quoted", "Span", "Link", "Cite") else content, depth + 1
            )
            yield after


def _plain(inlines: Any) -> str:
    """The words of inlines alone."""
    styled = "".join(_styled(_Reading(), inlines, 0))
    return " ".join(re.sub("[\ue001\ue002]\\*{1,2}|[\ue003-\ue005]", "", drop_links(styled)).split())


def _read_figure(reading: _Reading, content: Any, depth: int) -> None:
    """Put the pictures of a figure to the blocks, the last of them with its caption, where that is one paragraph."""
    first = len(reading.blocks)
    _read_blocks(reading, content[2], depth + 1)
    shown = [i for i, block in enumerate(reading.blocks[first:], first) if block.pictures and not block.text]
    inside = reading.inside()
    _read_blocks(inside, content[1][1], depth + 1)
    if not shown or len(inside.blocks) != 1 or "[^" in inside.blocks[0].text or not inside.blocks[0].text:
        reading.blocks += inside.blocks
    else:
        (picture,) = reading.blocks[shown[-1]].pictures
        caption = _plain(content[1][1][0]["c"])
        # Who writes no caption has the words for who cannot see the picture there.
        caption = "" if caption == picture.words else caption
        reading.blocks[shown[-1]] = replace(reading.blocks[shown[-1]], pictures=(replace(picture, caption=caption),))
    reading.notes, reading.paragraph = inside.notes, inside.paragraph


def _read_list(reading: _Reading, items: Sequence[Sequence[Node]], numbering: Any, depth: int) -> None:
    level = min(depth, 5)
    for i, item in enumerate(items):
        marker = _number(numbering, i) if numbering else "-"
        first = len(reading.blocks)
        _read_blocks(reading, item, depth + 1)
        kind: Kind = "numbered" if numbering else "item"
        at = next((at for at in range(first, len(reading.blocks)) if reading.blocks[at].text), first)
        if len(reading.blocks) > at and reading.blocks[at].kind in ("paragraph", "heading"):
            block = reading.blocks[at]
            heads = block.kind == "heading" and numbering is not None
            reading.blocks[at] = replace(block, kind=kind, marker=marker, level=0 if heads else level)


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
            inside = reading.inside()
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
    "Figure": _read_figure,
}
"""How each kind of pandoc's blocks is read; HorizontalRule and RawBlock say nothing."""

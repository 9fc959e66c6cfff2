"""Lines of printed pages to blocks: what stands where tells headings, rows, lists, notes and furniture."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from notegen.diagnostics import Diagnostic, Severity
from notegen.records.legacy.blocks import Block, Paper, Spot, Stretch, whole
from notegen.records.legacy.characters import clean, ends_sentence
from notegen.records.legacy.furniture import NOTE, find_furniture, find_notes, find_turned, usual_size
from notegen.records.legacy.markup import escape
from notegen.records.legacy.printed import Line
from notegen.records.legacy.rejoining import BULLET, count_whole_words, group_rows, join
from notegen.records.legacy.tables import write_table
from notegen.records.legacy.wordings import is_label

_NUMBERED = re.compile(r"(\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}\.\d{1,2})\s+(\S.*)")


@dataclass(slots=True)
class _Open:
    """A block while its lines are read."""

    block: Block
    lines: list[Line] = field(default_factory=list)
    column: float = 0.0
    margin: float | None = None  # where a label begins that goes on below


@dataclass(slots=True)
class _Layout:
    """What is known of the whole document, and the blocks so far."""

    body: float
    leading: float
    vocabulary: Counter[str]
    edge: float
    blocks: list[Block] = field(default_factory=list)
    open: _Open | None = None
    rows: list[list[Line]] = field(default_factory=list)


def read_layout(lines: Sequence[Line], name: str) -> Paper:
    """The blocks of printed lines."""
    cleaned = [replace(line, text=clean(line.text).replace("\n", " ").replace("\f", " ")) for line in lines]
    cleaned = [line for line in cleaned if line.text.strip()]
    upright = [line for line in cleaned if not line.turned]
    turned, strays = find_turned([line for line in cleaned if line.turned], upright)
    whole = group_rows(upright)
    furniture = turned | find_furniture([line for row in whole for line in row])
    rows = [left for row in whole if (left := [line for line in row if line not in furniture])]
    left = [line for row in rows for line in row]
    body = usual_size(left)
    notes = find_notes(rows, body)
    text = [line for row in rows if row not in notes for line in row]
    vocabulary = count_whole_words(left)
    edge = sorted(line.end for line in text)[int(0.9 * len(text))] if text else 0.0
    layout = _Layout(body, _usual_leading(text, body), vocabulary, edge)
    for row in rows:
        if row not in notes:
            _read_row(layout, row)
    _close(layout)
    blocks = [*layout.blocks, *_read_notes(notes, layout)]
    dropped = tuple(
        Stretch("furniture", Spot("page", line.page), line.text.strip(), why) for line, why in furniture.items()
    )
    loose = tuple(Block("paragraph", escape(line.text), _spot(line)) for line in strays)
    return Paper(name, tuple(blocks), dropped, diagnostics=_warn(cleaned, name), strays=loose)


def _usual_leading(lines: Sequence[Line], body: float) -> float:
    """The usual distance of two lines of one paragraph."""
    steps = Counter[float]()
    for above, below in pairwise(lines):
        step = round(below.y - above.y, 1)
        if above.page == below.page and 0.9 * body < step < 2.2 * body:
            steps[step] += 1
    return steps.most_common(1)[0][0] if steps else 1.3 * body


def _read_row(layout: _Layout, row: list[Line]) -> None:
    first, text = row[0], row[0].text.strip()
    if layout.open and layout.open.margin is not None and abs(first.start - layout.open.margin) < 2 and first.bold:
        _extend_label(layout.open, text)
        row = row[1:]
        if not row:
            return
        first, text = row[0], row[0].text.strip()
    if len(row) > 1 and (_is_labelled(text) or (first.bold and not row[1].bold and len(text) < 45)):
        _flush_table(layout)
        _begin(layout, Block("paragraph", "", _spot(first), label=text.rstrip(":： ")), row[1:])
        if layout.open and not text.endswith((":", "：")):
            layout.open.margin = first.start
    elif len(row) > 1 and BULLET.fullmatch(text):
        _flush_table(layout)
        _begin(layout, Block("item", "", _spot(first), marker="-", level=0), row[1:])
    elif len(row) > 1 and re.fullmatch(r"\(?[\w.]{1,5}[.)]", text):
        _flush_table(layout)
        if first.bold and row[1].bold:
            _read_single(layout, [replace(first, text=f"{text} {row[1].text.lstrip()}", end=row[1].end), *row[2:]])
        else:
            _begin(layout, Block("numbered", "", _spot(first), marker=text), row[1:])
    elif len(row) > 1 and min(b.start - a.end for a, b in pairwise(row)) > layout.body:
        _end_text(layout)
        layout.rows.append(row)
    else:
        _flush_table(layout)
        _read_single(layout, row)


def _extend_label(opened: _Open, text: str) -> None:
    """Put the next line of a label to it."""
    opened.block = replace(opened.block, label=f"{opened.block.label} {text.rstrip(':： ')}")
    if text.endswith((":", "：")):
        opened.margin = None


def _is_labelled(text: str) -> bool:
    return text.endswith((":", "：")) and is_label(text.rstrip(":： "))


def _spot(line: Line) -> Spot:
    return Spot("page", line.page)


def _read_single(layout: _Layout, row: list[Line]) -> None:
    line, text = row[0], " ".join(part.text.strip() for part in row)
    if _is_heading(layout, line, text):
        level = 1 if line.size > 1.25 * layout.body else 2
        if (
            layout.open
            and layout.open.block.kind == "heading"
            and _follows(layout, line)
            and layout.open.lines[-1].size == line.size
        ):
            layout.open.lines += row
        else:
            _begin(layout, Block("heading", "", _spot(line), level=level), row)
    elif match := re.match(r"([-–—•·▪●○◦‣\uf0b7\uf0a7])\s+(?=\S)", text):
        _begin(layout, Block("item", "", _spot(line), marker="-"), [replace(line, text=text[match.end() :]), *row[1:]])
    elif (match := _NUMBERED.fullmatch(text)) and not (
        layout.open and _continues(layout, line) and not ends_sentence(layout.open.lines[-1].text)
    ):
        _begin(layout, Block("numbered", "", _spot(line), marker=match[1]), [replace(line, text=match[2])])
    elif _is_labelled(text) or (is_label(re.split("[:：]", text)[0]) and re.search("[:：]", text)):
        _begin(layout, Block("paragraph", "", _spot(line)), row)
    elif _continues(layout, line):
        assert layout.open is not None
        layout.open.lines += row
        layout.open.column = min(layout.open.column, line.start)
    else:
        _begin(layout, Block("paragraph", "", _spot(line)), row)


def _is_heading(layout: _Layout, line: Line, text: str) -> bool:
    larger = line.size > 1.12 * layout.body
    if not (line.bold or larger) or len(text) > 150 or is_label(text.rstrip(":： ")):
        return False
    return not ends_sentence(text) or larger


def _continues(layout: _Layout, line: Line) -> bool:
    """Whether a line goes on with the block that is open."""
    if layout.open is None or not layout.open.lines:
        return layout.open is not None
    above = layout.open.lines[-1]
    if layout.open.block.kind == "heading" or abs(above.size - line.size) > 0.12 * layout.body:
        return False
    indented = line.start > layout.open.column + 0.7 * line.size
    if above.page != line.page:
        return above.parted or not ends_sentence(above.text)
    if not _follows(layout, line):
        return False
    if layout.open.block.kind == "item" and line.start < layout.open.column - 0.7 * line.size:
        return False
    short = above.end < line.start + 0.75 * (layout.edge - line.start) and not is_label(
        re.split("[:：]", above.text)[0]
    )
    return not ((indented or short) and ends_sentence(above.text))


def _follows(layout: _Layout, line: Line) -> bool:
    assert layout.open is not None
    above = layout.open.lines[-1]
    return above.page == line.page and line.y - above.y < 1.25 * max(layout.leading, line.size * 1.05)


def _begin(layout: _Layout, block: Block, lines: list[Line]) -> None:
    _close(layout)
    layout.open = _Open(block, list(lines), lines[0].start if lines else 0.0)


def _close(layout: _Layout) -> None:
    _flush_table(layout)
    _end_text(layout)


def _end_text(layout: _Layout) -> None:
    if layout.open is not None:
        text = join(layout.open.lines, layout.vocabulary)
        layout.blocks.append(replace(layout.open.block, text=text))
    layout.open = None


def _flush_table(layout: _Layout) -> None:
    """Rows of cells in columns: a table when there are several, otherwise a paragraph."""
    rows, layout.rows = layout.rows, []
    if len(rows) > 1:
        cells = [[escape(line.text.strip()) for line in row] for row in rows]
        layout.blocks.append(Block("table", write_table(cells), _spot(rows[0][0])))
    elif rows:
        layout.blocks.append(Block("paragraph", join(rows[0], layout.vocabulary), _spot(rows[0][0])))


def _read_notes(rows: Sequence[list[Line]], layout: _Layout) -> list[Block]:
    """The notes at the feet of pages; a line without a mark goes on with the note before, over a page too."""
    found: list[tuple[Block, list[Line]]] = []
    for row in rows:
        text = " ".join(line.text.strip() for line in row)
        match = NOTE.fullmatch(text)
        if match and (match[2] or len(row) > 1):
            mark = match[1] if match[1].startswith("[") else f"[^{match[1]}]"
            marker = re.sub(r"\[\^(\*+|†)\]", r"\1", mark)
            found.append((Block("note", "", _spot(row[0]), marker=marker), [replace(row[-1], text=match[2])]))
        elif found:
            found[-1][1].extend(row)
        else:
            found.append((Block("paragraph", "", _spot(row[0])), list(row)))
    return [replace(block, text=join(parts, layout.vocabulary)) for block, parts in found]


def _warn(lines: Sequence[Line], name: str) -> tuple[Diagnostic, ...]:
    """A word on letters that the file does not tell."""
    unknown = sum(line.text.count("\ufffd") for line in lines)
    if not unknown:
        return ()
    message = f"the file does not tell {unknown} of its letters; they are \ufffd in the record"
    return (Diagnostic("unknown-letters", message, Severity.WARNING, place=whole(name)),)

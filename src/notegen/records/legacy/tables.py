"""Old tables: rows with labels, cells that only set blocks side by side, or tables of Markdown."""

from collections.abc import Sequence
from dataclasses import replace

from notegen.records.legacy.blocks import Block
from notegen.records.legacy.pictures import picture_blocks, without_pictures
from notegen.records.legacy.wordings import is_label


def write_table(rows: Sequence[Sequence[str]]) -> str:
    """The rows as Markdown; the first is its head."""
    width = max(map(len, rows))
    lines = [_write_row(row, width) for row in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


def _write_row(cells: Sequence[str], width: int) -> str:
    texts = [" ".join(cell.split()).replace("|", r"\|") for cell in cells]
    return "| " + " | ".join([*texts, *[""] * (width - len(texts))]) + " |"


def read_table(table: Sequence[Sequence[Sequence[Block]]]) -> list[Block]:
    """A table as rows with labels, as blocks where it only sets blocks side by side, or as a table.

    Pictures in the cells of a table stand after it.
    """
    bare = [[without_pictures(cell) for cell in row] for row in table]
    rows = [words for row in bare if (words := [cell for cell in row if cell])]
    labelled = [row for row in rows if len(row) == 2 and len(row[0]) == 1 and is_label(row[0][0].text.strip("*"))]
    if len(labelled) * 2 >= len(rows) or max(map(len, rows)) == 1:
        return [block for row in table for block in _read_row(row)]
    cells = [[" ".join(block.text for block in cell) for cell in row] for row in bare if row]
    return [Block("table", write_table(cells), rows[0][0][0].spot), *(block for row in table for block in _shown(row))]


def _read_row(row: Sequence[Sequence[Block]]) -> list[Block]:
    words = [bare for cell in row if (bare := without_pictures(cell))]
    if len(words) == 2 and len(words[0]) == 1:
        first, *others = words[1]
        labelled = replace(first, kind="paragraph", label=words[0][0].text.strip("*: ："))
        return [labelled, *others, *_shown(row)]
    return [block for cell in row for block in cell]


def _shown(row: Sequence[Sequence[Block]]) -> list[Block]:
    return picture_blocks(picture for cell in row for block in cell for picture in block.pictures)

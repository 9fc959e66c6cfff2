"""Old tables: rows with labels, cells that only set blocks side by side, or tables of Markdown."""

from collections.abc import Sequence
from dataclasses import replace

from notegen.records.legacy.blocks import Block
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
    """A table as rows with labels, as blocks where it only sets blocks side by side, or as a table."""
    rows = [[cell for cell in row if cell] for row in table]
    rows = [row for row in rows if row]
    if not rows:
        return []
    labelled = [row for row in rows if len(row) == 2 and len(row[0]) == 1 and is_label(row[0][0].text.strip("*"))]
    if len(labelled) * 2 >= len(rows) or max(map(len, rows)) == 1:
        return [block for row in rows for block in _read_row(row)]
    cells = [[" ".join(block.text for block in cell) for cell in row] for row in table if row]
    return [Block("table", write_table(cells), rows[0][0][0].spot)]


def _read_row(row: Sequence[Sequence[Block]]) -> list[Block]:
    if len(row) == 2 and len(row[0]) == 1:
        first, *others = row[1]
        return [replace(first, kind="paragraph", label=row[0][0].text.strip("*: ：")), *others]
    return [block for cell in row for block in cell]

"""Cells of an old table as a table of Markdown."""

from collections.abc import Sequence


def write_table(rows: Sequence[Sequence[str]]) -> str:
    """The rows as Markdown; the first is its head."""
    width = max(map(len, rows))
    lines = [_write_row(row, width) for row in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


def _write_row(cells: Sequence[str], width: int) -> str:
    texts = [" ".join(cell.split()).replace("|", r"\|") for cell in cells]
    return "| " + " | ".join([*texts, *[""] * (width - len(texts))]) + " |"

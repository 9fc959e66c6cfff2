"""Header cells and what they are headers of (ISO 32000-1, 14.8.5.7)."""

from collections.abc import Iterator
from typing import Any

import pydyf

from notegen.formats.pdf.structure import roles
from notegen.formats.pdf.structure.parts import Part


def attributes(cell: Part) -> dict[str, Any]:
    """The table attributes of a cell whose table has been associated."""
    entries: dict[str, Any] = {}
    if cell.role == "TH":
        entries["Scope"] = f"/{cell.scope}"
    elif cell.headers:
        entries["Headers"] = pydyf.Array(pydyf.String(header) for header in cell.headers)
    if cell.box.colspan != 1:
        entries["ColSpan"] = cell.box.colspan
    if cell.box.rowspan > 1:
        entries["RowSpan"] = cell.box.rowspan
    return entries


def associate(table: Part, name: str) -> None:
    """Give every header cell its scope and an identifier, and every data cell the headers it stands under."""
    grid = list(_places(table))
    columns: dict[int, list[str]] = {}
    rows: dict[int, list[str]] = {}
    for count, (cell, row, column, in_head) in enumerate(grid):
        if cell.role != "TH" or cell.element is None:
            continue
        cell.scope = roles.scope(cell.element, in_head)
        cell.identifier = cell.element.get("id") or f"{name}-{count}"
        if cell.scope == "Column":
            for place in range(column, column + cell.box.colspan):
                columns.setdefault(place, []).append(cell.identifier)
        else:
            for place in range(row, row + max(cell.box.rowspan, 1)):
                rows.setdefault(place, []).append(cell.identifier)
    for cell, row, column, _ in grid:
        if cell.role == "TD":
            above = [key for place in range(column, column + cell.box.colspan) for key in columns.get(place, ())]
            aside = [key for place in range(row, row + max(cell.box.rowspan, 1)) for key in rows.get(place, ())]
            cell.headers = tuple(dict.fromkeys(above + aside))


def _places(table: Part) -> Iterator[tuple[Part, int, int, bool]]:
    """Every cell with its row and column, those that it spans left free for no other."""
    taken: set[tuple[int, int]] = set()
    lines = [(line, part.role == "THead") for part in table.parts() for line in _rows(part)]
    headless = not any(in_head for _, in_head in lines)
    for row, (line, in_head) in enumerate(lines):
        cells = list(line.parts())
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            spans = (
                (row + down, column + right)
                for down in range(max(cell.box.rowspan, 1))
                for right in range(cell.box.colspan)
            )
            taken.update(spans)
            whole_row = headless and row == 0 and all(cell.role == "TH" for cell in cells)
            yield cell, row, column, in_head or whole_row
            column += cell.box.colspan


def _rows(part: Part) -> Iterator[Part]:
    if part.role == "TR":
        yield part
    elif part.role in ("THead", "TBody", "TFoot"):
        yield from part.parts()

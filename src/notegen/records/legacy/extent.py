"""How far the header of an old note goes."""

import re
from collections.abc import Sequence

from notegen.records.legacy.blocks import Block
from notegen.records.legacy.characters import ends_sentence, words
from notegen.records.legacy.headings import is_heading
from notegen.records.legacy.marks import cut_title_mark
from notegen.records.legacy.rows import Row, is_group, read_row
from notegen.records.legacy.wordings import GROUPS, is_title
from notegen.records.model import ROWS

_LONG = 400
"""Characters after a colon above which a paragraph is running text and no row."""


def is_row(block: Block, tag: str) -> bool:
    """Whether a block has the label of a row."""
    row = read_row(block, tag)
    return row is not None and row.name in ROWS


def find_end(blocks: Sequence[Block], tag: str) -> int:
    """Where the header ends: before the first heading after its rows, or after the last of its rows."""
    rows = [i for i, block in enumerate(blocks) if is_row(block, tag)]
    stop = _find_heading(blocks, rows, tag)
    inside = [i for i in rows if i < stop]
    if not inside:
        return _find_bare_end(blocks, stop)
    last, listing = inside[-1], False
    for i in range(last + 1, stop):
        row, before = read_row(blocks[i], tag), read_row(blocks[last], tag)
        if row and _belongs(row, tag):
            listing = not row.text
        elif not (blocks[i].kind == "item" or (listing and not ends_sentence(blocks[i].text))) and (
            i > last + 1 or before is None or before.text
        ):
            break
        last = i
    return last + 1


def _find_heading(blocks: Sequence[Block], rows: Sequence[int], tag: str) -> int:
    """The first heading that begins the body."""
    start = next((i for i in rows if not is_heading(blocks, i) or _is_bare(blocks[i], tag)), 0)
    for i in range(start, len(blocks)):
        titled = not rows and i == 0 and is_title(cut_title_mark(blocks[i].text)[0], tag)
        if is_heading(blocks, i) and not is_row(blocks[i], tag) and not titled:
            return i
    return len(blocks)


def _is_bare(block: Block, tag: str) -> bool:
    """Whether a label stands alone, and what it is the label of comes after."""
    row = read_row(block, tag)
    return row is not None and not row.text


def _belongs(row: Row, tag: str) -> bool:
    """Whether a row that no header must have is one of the header nevertheless."""
    if row.name is None and not (row.block.kind == "item" or row.block.label or len(row.text) < _LONG):
        return False
    return row.name in GROUPS or len(words(row.label)) <= 5 or is_group(row, tag)


def _find_bare_end(blocks: Sequence[Block], stop: int) -> int:
    """The end of a header without labels: short lines before the first paragraph."""
    for i, block in enumerate(blocks[:stop]):
        if block.kind != "heading" and (ends_sentence(block.text) or len(block.text) > 250):
            heads = i > 2 and len(blocks[i - 1].text) < 70 and not re.search(r"\d{4}", blocks[i - 1].text)
            return i - heads
    return stop

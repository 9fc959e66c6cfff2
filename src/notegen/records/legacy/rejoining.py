"""Runs of printed text put together: into lines, marks to their words, parted words, paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from notegen.records.legacy.characters import words
from notegen.records.legacy.links import go_on, tidy
from notegen.records.legacy.markup import escape
from notegen.records.legacy.plaintext import join_lines
from notegen.records.legacy.printed import Line

BULLET = re.compile(r"\s*[-–—•·▪●○◦‣\uf0b7\uf0a7*]\s*")
"""A sign before an entry of a list, alone."""


def count_whole_words(lines: Sequence[Line]) -> Counter[str]:
    """How often each word stands on one line whole."""
    found: Counter[str] = Counter()
    after = False
    for line in lines:
        there = words(line.text)
        found.update(there[1 if after else 0 : len(there) - 1 if line.parted else len(there)])
        after = line.parted
    return found


def group_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The runs that stand on one line of a page, each line from its start."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.page, line.y)):
        before = rows[-1] if rows else None
        if before and before[0].page == line.page and _is_level(before[0], line):
            before.append(line)
        else:
            rows.append([line])
    return [_merge(sorted(row, key=lambda line: line.start)) for row in rows]


def _is_level(one: Line, other: Line) -> bool:
    """Whether two runs stand on one line; a small one may be raised above it."""
    small, large = sorted((one, other), key=lambda line: line.size)
    raised = small.size < 0.8 * large.size and small.y < large.y
    return abs(one.y - other.y) < (0.6 if raised else 0.35) * large.size


def _merge(row: list[Line]) -> list[Line]:
    """The runs of a line, those that touch as one."""
    merged = row[:1]
    for line in row[1:]:
        before = merged[-1]
        gap = line.start - before.end
        if (mark := _read_mark(before, line, after=False)) is not None:
            merged[-1] = replace(line, text=f"{mark} {line.text.lstrip()}", start=before.start)
        elif (mark := _read_mark(line, before, after=True)) is not None:
            merged[-1] = replace(before, text=f"{before.text.rstrip()}{mark}", end=line.end, parted=False)
        elif gap < 0.6 * line.size and before.bold == line.bold and not BULLET.fullmatch(before.text):
            spaced = gap > 0.15 * line.size or before.text.endswith(" ") or line.text.startswith(" ")
            text = before.text.rstrip() + (" " if spaced else "") + line.text.lstrip()
            merged[-1] = replace(before, text=text, end=line.end, parted=line.parted, size=max(before.size, line.size))
        else:
            merged.append(line)
    return merged


def _read_mark(line: Line, full: Line, *, after: bool) -> str | None:
    """The mark of a note that a run is when it is small and raised above the full one `after` or before which it is."""
    gap = line.start - full.end if after else full.start - line.end
    if line.size > 0.8 * full.size or line.y > full.y - 0.12 * full.size or gap > (1 if after else 3) * full.size:
        return None
    match = re.fullmatch(r"\s*(\d{1,3}|\*{1,3}|†|[a-z])\s*", line.text)
    return f"[^{match[1]}]" if match else None


def join(lines: Sequence[Line], vocabulary: Counter[str]) -> str:
    """The text of lines; a hyphen at a line's end stays when the document has the word with it elsewhere."""
    texts: list[str] = []
    for line in lines:
        before, text = go_on(texts[-1] if texts else "", line.text.strip())
        texts[-1:] = [before] if texts else []
        if before.endswith("\u00ad") and text:
            left, right = re.search(r"[^\W\d_]*$", before[:-1]), re.match(r"[^\W\d_]*", text)
            assert left is not None
            assert right is not None
            whole = f"{left[0]}{right[0]}".casefold()
            apart = vocabulary[left[0].casefold()] and vocabulary[right[0].casefold()] and not vocabulary[whole]
            texts[-1] = before[:-1] + ("-" if apart else "\u00ad")
        texts.append(text + ("\u00ad" if line.parted else ""))
    return escape(tidy(join_lines(texts)))

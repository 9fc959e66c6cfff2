"""What stands at the head and foot of printed pages: furniture that is dropped, and footnotes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from notegen.records.legacy.characters import words
from notegen.records.legacy.printed import Line
from notegen.records.legacy.wordings import is_page_number

_MARGIN = 0.09
"""The share of a page's height at its head and foot where furniture stands."""
NOTE = re.compile(r"\s*(\[\^(?:\d{1,3}|\*{1,3}|†|[a-z])\]|\d{1,2}(?=\s)|\*{1,3}|†)\s*(.*)")
"""The mark of a footnote and its text."""


def usual_size(lines: Iterable[Line]) -> float:
    """The size of most of the text, in points."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes.most_common(1)[0][0], 0.1) if sizes else 10.0


def find_furniture(lines: Sequence[Line]) -> dict[Line, str]:
    """Numbers of pages, and what stands at the head or foot of several pages or repeats a title there."""
    found: dict[Line, str] = {}
    outside = [line for line in lines if line.height and not _MARGIN < line.y / line.height < 1 - _MARGIN]
    repeated = Counter(
        re.sub(r"\d+", "#", line.text.strip()) for line in {(o.page, o.text): o for o in outside}.values()
    )
    inside = {words_of for line in lines if line not in outside for words_of in words(line.text)}
    body = usual_size(lines)
    for line in outside:
        text = line.text.strip()
        if is_page_number(text):
            found[line] = "number of a page"
        elif repeated[re.sub(r"\d+", "#", text)] > 1:
            found[line] = "head or foot of the pages"
        elif line.page > 1 and line.y < _MARGIN * line.height and line.size < 0.9 * body and set(words(text)) <= inside:
            found[line] = "head of a page"
    return found


def find_turned(turned: Iterable[Line], upright: Sequence[Line]) -> tuple[dict[Line, str], list[Line]]:
    """Of the lines that do not stand upright those that are furniture, in the margin or across the text; the others."""
    found: dict[Line, str] = {}
    others = []
    body = usual_size(upright)
    for line in turned:
        beside = [other for other in upright if other.page == line.page]
        outside = not any(other.start < line.end and line.start < other.end for other in beside)
        if outside:
            found[line] = "turned text in the margin"
        elif line.size > 1.5 * body:
            found[line] = "turned text across the page"
        else:
            others.append(line)
    return found, others


def find_notes(rows: Sequence[list[Line]], body: float) -> list[list[Line]]:
    """The lines of the notes at the foot of each page.

    They begin at a raised mark before a text, or are small, below everything else, and have a mark somewhere.
    """
    found: list[list[Line]] = []
    for page in sorted({row[0].page for row in rows}):
        there = [row for row in rows if row[0].page == page]
        raised = next((i for i, row in enumerate(there) if row[0].text.lstrip().startswith("[^")), len(there))
        low = len(there)
        while low and there[low - 1][0].size < 0.93 * body and abs(there[low - 1][0].size - there[-1][0].size) < 0.3:
            low -= 1
        foot = there[low:]
        if not any(NOTE.match(row[0].text) for row in foot) and not (found and foot):
            low = len(there)
        found += there[min(raised, low) :]
    return found

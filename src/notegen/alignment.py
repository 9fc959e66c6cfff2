"""Where the characters of a YAML scalar stand in its source: escapes, quotes, folding and indents undone."""

import re
from functools import lru_cache

from notegen.diagnostics import Span

_BREAK = re.compile("[\n\r\x85\u2028\u2029]")
_PIECE = re.compile(r"\s+|\S+")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")


@lru_cache(maxsize=4)  # a rule asks again and again about the same long text
def align(text: str, span: Span, style: str, content: str) -> list[int]:
    """For each character of a text value, the offset in the source that it came from; none for an alias."""
    if text.startswith("*", span.start):
        return []
    properties = _PROPERTIES.match(text, span.start, span.end)
    at, end = properties.end() if properties else span.start, span.end
    if style in ("|", ">"):
        first_break = _BREAK.search(text, at)
        at = first_break.end() if first_break else end
    elif style:
        at += 1
    if not (style == '"' and "\\" in text[at:end]) and not (style == "'" and "'" in content):
        return _align_words(text, at, end, content)
    offsets: list[int] = []
    for char in content:
        at = _seek(text, at, end, style, char)
        offsets.append(min(at, end - 1))
        at += 0 if char.isspace() else _width(text, at, style)
    return offsets


def _align_words(text: str, at: int, end: int, content: str) -> list[int]:
    """Where nothing is escaped every word stands as it is, and only the white space between may differ."""
    offsets: list[int] = []
    for piece in _PIECE.findall(content):
        if piece.isspace():
            offsets += [min(at, end - 1)] * len(piece)
        else:
            at = text.find(piece, at, end)
            if at < 0:
                return []
            offsets += range(at, at + len(piece))
            at += len(piece)
    return offsets


def _seek(text: str, at: int, end: int, style: str, char: str) -> int:
    """From `at` the next place that `char` is written at; for white space, which may be folded, `at` itself."""
    while not char.isspace() and at < end:
        if style == '"' and text[at] == "\\":
            if not _is_blank(text[at : at + _width(text, at, style)]):
                return at
            at += _width(text, at, style)
        elif text[at] == char:
            return at
        else:
            at += 1
    return at


def _is_blank(escape: str) -> bool:
    """Whether an escape in double quotes is white space, or the end of a line that is taken back."""
    if escape[1] in "xuU":
        return chr(int(escape[2:], 16)).isspace()
    return escape[1] in "ntr_NLP" or escape[1].isspace()


def _width(text: str, at: int, style: str) -> int:
    if style == "'" and text[at : at + 2] == "''":
        return 2
    if style == '"' and text[at : at + 1] == "\\":
        return 2 + {"x": 2, "u": 4, "U": 8}.get(text[at + 1 : at + 2], 0)
    return 1

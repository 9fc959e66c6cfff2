"""Text of an old note to the Markdown of a record: what was printed stays, what was left of markup goes."""

import re
from collections.abc import Callable

from notegen.records.legacy.characters import words
from notegen.records.legacy.links import drop_links
from notegen.records.text import MARK, parse_blocks, parse_inline, plain

_SIGNS = re.compile(r"([\\`*_\[\]<>])")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
"""A picture of Markdown: the words that describe it, and its file."""
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\([^()\s]*\)")
_STRAY = re.compile(r"(?<=\w[:.,;])\*+|(?<!\S)\*+(?=\w)|(?<=\w)\*+(?=[:\s.,;]|$)")
_BLOCK_START = re.compile(r"(\s*)([-+*>|#]|\d{1,9}[.)])(?=\s|$)")
_HIDDEN = "\ue010"


def repair(text: str) -> str:
    """The text with emphasis where it is whole, and without asterisks that lost their other half."""
    return _apart_from_marks(PICTURE.sub(r"\1", text), _repair)


def escape(text: str) -> str:
    """The text as Markdown that prints it sign by sign; marks of footnotes stay what they are."""
    return _apart_from_marks(text, _escape)


def escape_all(text: str) -> str:
    """The text as Markdown that prints it sign by sign, also within brackets; no mark of a footnote is left in it."""
    bracketed = re.sub(r"([\\\[\]])", r"\\\1", text)
    return bracketed if _show(bracketed) == _flatten(text) else _SIGNS.sub(r"\\\1", text)


def _apart_from_marks(text: str, change: Callable[[str], str]) -> str:
    marks = [match[0] for match in MARK.finditer(text)]
    masked = MARK.sub(_HIDDEN, text)
    changed = change(masked)
    for mark in marks:
        changed = changed.replace(_HIDDEN, mark, 1)
    return changed


def _repair(text: str) -> str:
    bare = _LINK.sub(r"\1", text)
    shown = _show(text)
    if shown == _flatten(bare) or ("*" not in shown and shown == _flatten(re.sub(r"[*_`]", "", bare))):
        return text
    stripped = _STRAY.sub("", text)
    return _escape(stripped)


def _escape(text: str) -> str:
    return text if _show(text) == _flatten(text) else _SIGNS.sub(r"\\\1", text)


def _show(text: str) -> str:
    return plain(parse_inline(text))


def _flatten(text: str) -> str:
    return " ".join(text.split())


def guard(paragraph: str) -> str:
    """A paragraph that Markdown takes for one: no list, quotation or table begins with it."""
    match = _BLOCK_START.match(paragraph)
    if match is None:
        return paragraph
    sign = match[2]
    safe = rf"\{sign}" if not sign[0].isdigit() else rf"{sign[:-1]}\{sign[-1]}"
    return f"{match[1]}{safe}{paragraph[match.end() :]}"


def without_emphasis(text: str) -> str:
    """The text of a label or a name: no asterisks, no underlines around it, no links."""
    return re.sub(r"(?<!\\)\*+|(?<!\w)_+|_+(?!\w)", "", drop_links(text)).strip()


def block_words(text: str) -> list[str]:
    """The words that a text of blocks prints."""
    return words(plain(parse_blocks(text)))

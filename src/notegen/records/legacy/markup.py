"""Text of an old note to the Markdown of a record: what was printed stays, what was left of markup goes."""

import re

from notegen.records.legacy.characters import words
from notegen.records.text import parse_blocks, parse_inline, plain

_SIGNS = re.compile(r"([\\`*_\[\]])")
_STRAY = re.compile(r"(?<![*\\])\*{1,3}(?![*])")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_BLOCK_START = re.compile(r"(\s*)([-+*>|#]|\d{1,9}[.)])(?=\s|$)")


def repair(text: str) -> str:
    """The text with emphasis where it is whole, and without asterisks that lost their other half."""
    text = _IMAGE.sub(r"\1", text)
    if "*" not in text and "_" not in text and "`" not in text:
        return text
    shown = plain(parse_inline(text))
    if "*" not in shown and words(shown) == words(_SIGNS.sub("", text)):
        return text
    stripped = re.sub(r"(?<=\w[:.,;])\*+|(?<!\S)\*+(?=\w)|(?<=\w)\*+(?=[:\s.,;]|$)", "", text)
    return stripped if "*" not in plain(parse_inline(stripped)) else escape(stripped)


def escape(text: str) -> str:
    """The text as Markdown that prints it sign by sign."""
    if plain(parse_inline(text)) == " ".join(text.split()):
        return text
    return _SIGNS.sub(r"\\\1", text)


def guard(paragraph: str) -> str:
    """A paragraph that Markdown takes for one: no list, quotation or table begins with it."""
    match = _BLOCK_START.match(paragraph)
    if match is None:
        return paragraph
    sign = match[2]
    safe = rf"\{sign}" if not sign[0].isdigit() else rf"{sign[:-1]}\{sign[-1]}"
    return f"{match[1]}{safe}{paragraph[match.end() :]}"


def without_emphasis(text: str) -> str:
    """The text of a label or a name: no asterisks, no underlines around it."""
    return re.sub(r"(?<!\\)\*+|(?<!\w)_+|_+(?!\w)", "", text).strip()


def block_words(text: str) -> list[str]:
    """The words that a text of blocks prints."""
    return words(plain(parse_blocks(text)))

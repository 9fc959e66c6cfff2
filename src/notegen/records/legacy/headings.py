"""Headings of sections: what is one, and which number it has."""

import re
from collections.abc import Sequence

from notegen.languages.language import find_language, whole_languages
from notegen.records.legacy.blocks import Block
from notegen.records.legacy.characters import is_wide
from notegen.records.legacy.links import drop_links
from notegen.records.legacy.wordings import key

_MAX_HEADING = 110
_ROMAN = {"i": 1, "v": 5, "x": 10}


def is_heading(blocks: Sequence[Block], i: int) -> bool:
    """Whether a block is the heading of a section."""
    block = blocks[i]
    if block.kind == "heading":
        return True
    if block.kind == "numbered":
        return _is_numbered_heading(blocks, i)
    if block.kind != "paragraph" or block.label:
        return False
    return (cut_ordinal(block.text) is not None or _is_annex(block.text)) and is_like_heading(block.text)


def _is_annex(text: str) -> bool:
    """Whether this is the heading of an annex: the word, perhaps a number, perhaps a title."""
    wordings = {key(word) for tag in whole_languages() for word in annex_words(tag)}
    match = re.match(r"([^\W\d_]+)(?:\s+(?:[IVX]{1,4}|\d{1,2}|[A-Z]))?\s*(?:[:：.–—-]|$)", text)
    return match is not None and key(match[1]) in wordings


def annex_words(tag: str) -> tuple[str, ...]:
    """What an annex is called."""
    words = find_language(tag)
    return (words.labels.annex, *words.reading.annex)


def is_like_heading(text: str) -> bool:
    """Whether a line is short, begins as a heading does and does not end as a sentence does."""
    text = drop_links(text)
    if not text or len(text) > (40 if is_wide(text) else _MAX_HEADING) or text.rstrip("*_ ")[-1:] in ".;,:;؛،。；：，":
        return False
    first = re.search(r"[^\W\d_]", text)
    return first is not None and not first[0].islower()


def _is_numbered_heading(blocks: Sequence[Block], i: int) -> bool:
    block = blocks[i]
    number = read_number(block.marker)
    if number is None or block.marker.startswith(("(", "（")) or not is_like_heading(block.text):
        return False
    if block.marker.strip(".)").islower():
        return False
    after = blocks[i + 1] if i + 1 < len(blocks) else None
    before = blocks[i - 1] if i else None
    # Entries of a list follow each other; headings have something between them.
    if after and after.kind == "numbered" and read_number(after.marker) == (*number[:-1], number[-1] + 1):
        return False
    previous = (*number[:-1], number[-1] - 1)
    return not (before and before.kind == "numbered" and read_number(before.marker) == previous)


def read_number(marker: str) -> tuple[int, ...] | None:
    """The number of a heading: "1.2" as (1, 2), "IV." as (4,), "二、" as (2,); None for another mark."""
    bare = marker.strip(" .)(、．（）-–")
    if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*", bare):
        return tuple(int(part) for part in bare.split("."))
    for tag in whole_languages():
        ordinals = find_language(tag).reading.ordinals
        if bare in ordinals:
            return (ordinals.index(bare) + 1,)
    if re.fullmatch(r"[ivxIVX]{1,5}", bare):
        values = [_ROMAN[c] for c in bare.casefold()]
        return (sum(-v if v < n else v for v, n in zip(values, [*values[1:], 0], strict=True)),)
    if re.fullmatch(r"[A-Za-z]", bare):
        return (ord(bare.casefold()) - 96,)
    return None


def cut_ordinal(text: str) -> tuple[str, str] | None:
    """A heading that begins with an ordinal in words: "أولا - الأهداف"."""
    for tag in whole_languages():
        for ordinal in find_language(tag).reading.ordinals:
            match = re.match(rf"{re.escape(ordinal)}ً?\s*[-–—:：.、)]\s*(\S.*)", text)
            if match:
                return ordinal, match[1]
    return None

"""The body of an old note: sections, their numbers, paragraphs and lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from textwrap import wrap
from typing import Any

from notegen.records.legacy.blocks import Block, Picture
from notegen.records.legacy.characters import is_wide
from notegen.records.legacy.headings import annex_words, cut_ordinal, is_heading, is_like_heading, read_number
from notegen.records.legacy.links import drop_links
from notegen.records.legacy.markup import block_words, guard
from notegen.records.legacy.rows import Findings, Path
from notegen.records.legacy.wordings import key

_WIDTH = 98
_NUMBER = re.compile(
    r"(?P<marker>\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|[IVX]{1,5}[.)]|[A-Z][.)]|[一二三四五六七八九十]{1,3}[、．.])\s*(?P<text>\D.*|\d{4}.*)"
)


@dataclass(slots=True)
class _Part:
    """A section while it is read; `figures`, which are written already, and `pictures` stand before its content."""

    heading: str = ""
    number: tuple[int, ...] = ()
    marker: str = ""
    level: int = 0
    block: Block | None = None
    content: list[Block] = field(default_factory=list)
    parts: "list[_Part]" = field(default_factory=list)
    annex: bool = False
    pictures: tuple[Picture, ...] = ()
    figures: list[str] = field(default_factory=list)


def read_body(blocks: Sequence[Block], found: Findings, pictures: tuple[Picture, ...] = ()) -> None:
    """Put the sections and annexes of the blocks into `found`; the pictures stand before the first block."""
    blocks = _find_plain_headings(blocks)
    parts = _read_parts(blocks, found)
    if figures := found.figures(pictures, ("sections", 0, "text")):
        if not parts or parts[0].block:
            parts.insert(0, _Part(level=min((part.level for part in parts), default=1)))
        parts[0].figures = figures
    _settle_levels(parts)
    roots = _nest(parts)
    sections = [part for part in roots if not part.annex]
    _check_numbers(sections, found)
    if written := [_write_part(part, found, ("sections", i)) for i, part in enumerate(sections)]:
        found.data["sections"] = written
    for i, part in enumerate(part for part in roots if part.annex):
        path: Path = ("annexes", i)
        text = _write_blocks(
            [*part.content, *_flatten(part.parts)], found, (*path, "text"), _figures(part, found, path)
        )
        title = re.sub(r"^[^\W\d_]+(?:\s+(?:[IVX]{1,4}|\d{1,2}|[A-Z]))?(?:\s*[:：.–—-]\s*|\s+|$)", "", part.heading)
        found.data.setdefault("annexes", []).append({"title": title or part.heading, "text": text or part.heading})
        _place(part, found, f"annexes[{i}]")


def _find_plain_headings(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, where short lines before paragraphs are headings in a note that marks none."""
    if any(is_heading(blocks, i) for i in range(len(blocks))):
        return list(blocks)
    found = []
    for i, block in enumerate(blocks):
        after = blocks[i + 1] if i + 1 < len(blocks) else None
        short = block.kind == "paragraph" and len(block.text) <= 70 and is_like_heading(block.text)
        heads = after is not None and (after.kind != "paragraph" or len(after.text) > len(block.text))
        found.append(replace(block, kind="heading", level=1) if short and heads else block)
    return found


def _read_parts(blocks: Sequence[Block], found: Findings) -> list[_Part]:
    parts: list[_Part] = []
    annex = tuple(key(word) for word in annex_words(found.tag))
    notes = {key(word) for word in (found.language.labels.notes, *found.language.reading.notes)}
    for i, block in enumerate(blocks):
        if is_heading(blocks, i):
            part = _begin(block)
            part.pictures = block.pictures
            if key(part.heading) in notes and i + 1 == len(blocks):
                found.furniture.append((block.spot, block.text, "heading of the footnotes"))
                found.uncounted.append(block.text)
                continue
            part.annex = key(part.heading).startswith(annex) or (bool(parts) and parts[-1].annex and part.level > 1)
            parts.append(part)
        else:
            if not parts:
                parts.append(_Part(level=1))
            parts[-1].content.append(block)
    return parts


def _begin(block: Block) -> _Part:
    if not drop_links(block.text[:1]):  # a number may be in the link
        block = replace(block, text=drop_links(block.text))
    if block.kind == "numbered":
        count = read_number(block.marker) or ()
        return _Part(block.text, count, block.marker, max(1, len(count)), block)
    if cut := cut_ordinal(block.text):
        return _Part(cut[1], read_number(cut[0]) or (), cut[0], block.level or 1, block)
    match = _NUMBER.fullmatch(block.text)
    number = read_number(match["marker"]) if match else None
    if match and number:
        return _Part(match["text"], number, match["marker"], block.level or len(number), block)
    return _Part(block.text, (), "", block.level or 1, block)


def _settle_levels(parts: Sequence[_Part]) -> None:
    """Levels 1, 2 and 3 without gaps; numbers such as 1.2 tell the level where all headings look alike."""
    if len({part.level for part in parts}) == 1:
        for part in parts:
            part.level = len(part.number) or 1
    ranks = {level: min(rank, 3) for rank, level in enumerate(sorted({part.level for part in parts}), 1)}
    for part in parts:
        part.level = ranks[part.level]


def _nest(parts: Sequence[_Part]) -> list[_Part]:
    roots: list[_Part] = []
    line: list[_Part] = []
    for part in parts:
        while line and line[-1].level >= part.level:
            line.pop()
        (line[-1].parts if line else roots).append(part)
        line.append(part)
    return roots


def _check_numbers(parts: Sequence[_Part], found: Findings) -> None:
    """Keep the numbers that would not be the same when counted: in the heading itself."""
    count = 0
    for part in parts:
        count += bool(part.number)
        if part.number and part.number[-1] != count:
            part.heading, part.number = f"{part.marker} {part.heading}", ()
            count -= 1
        elif part.number and part.block:
            found.furniture.append((part.block.spot, part.marker, "number of a section, which is counted"))
            found.uncounted += [part.marker] * (part.block.kind != "numbered")
        _check_numbers(part.parts, found)


def _write_part(part: _Part, found: Findings, path: Path) -> dict[str, Any]:
    section: dict[str, Any] = {}
    if part.heading:
        section["heading"] = found.inline(part.heading, (*path, "heading")) or part.heading
    if not part.number:
        section["numbered"] = False
    content, items = _cut_items(part.content)
    if text := _write_blocks(content, found, (*path, "text"), _figures(part, found, path)).strip("\n"):
        section["text"] = f"{text}\n" if "\n" in text else text
    if items:
        entries = [found.inline(block.text, (*path, "items", i)) for i, block in enumerate(items)]
        section["items"] = [entry for entry in entries if entry.strip()]
    if part.parts:
        section["sections"] = [_write_part(sub, found, (*path, "sections", i)) for i, sub in enumerate(part.parts)]
    _place(part, found, "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).strip("."))
    return section


def _figures(part: _Part, found: Findings, path: Path) -> list[str]:
    return [*part.figures, *found.figures(part.pictures, (*path, "text"))]


def _place(part: _Part, found: Findings, target: str) -> None:
    found.placed += [(block, target) for block in ([part.block] if part.block else []) + part.content]


def _flatten(parts: Sequence[_Part]) -> list[Block]:
    found: list[Block] = []
    for part in parts:
        if part.block:
            text = f"**{part.block.text}**"
            found.append(Block("paragraph", text, part.block.spot, pictures=part.block.pictures))
        found += [*part.content, *_flatten(part.parts)]
    return found


def _cut_items(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """The bulleted list at the end, apart from what stands before it."""
    at = len(blocks)
    while at and blocks[at - 1].kind == "item" and blocks[at - 1].level == 0:
        at -= 1
    nested = at > 0 and blocks[at - 1].kind == "item"
    return (blocks, ()) if nested or any(block.pictures for block in blocks[at:]) else (blocks[:at], blocks[at:])


def _write_blocks(blocks: Sequence[Block], found: Findings, path: Path, figures: Sequence[str]) -> str:
    """Paragraphs, lists and tables as Markdown, figures before them, pictures after each or after its list."""
    text, waiting = "", list(figures)
    before: Block | None = None
    for block in blocks:
        listed = before is not None and block.kind == before.kind and block.kind in ("item", "numbered")
        if not listed:
            text, waiting = _join([text, *waiting]), []
        piece = _write_block(block, found, path)
        text += ("\n" if listed else "\n\n" if text else "") + piece
        waiting += found.figures(block.pictures, path)
        before = block
    text = _join([text, *waiting])
    return f"{text}\n" if "\n" in text else text


def _join(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _write_block(block: Block, found: Findings, path: Path) -> str:
    if block.kind == "table":
        return "\n".join(found.marks.call(line)[0] for line in block.text.split("\n"))
    text = found.inline(f"{block.label}: {block.text}" if block.label else block.text, path)
    indent = "  " * block.level
    if block.kind == "item":
        return f"{indent}- {text}"
    if block.kind == "numbered":
        return f"{indent}{(read_number(block.marker) or (1,))[-1]}. {text}"
    return fold(guard(text))


def fold(text: str) -> str:
    """A paragraph in lines of some 100 characters where that changes nothing; Chinese stays on one."""
    if is_wide(text) or len(text) <= _WIDTH:
        return text
    folded = "\n".join(wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False))
    return (
        folded
        if block_words(folded) == block_words(text) and not re.search(r"\n\s*[-+*>|#=]|\n\d+[.)]\s", folded)
        else text
    )

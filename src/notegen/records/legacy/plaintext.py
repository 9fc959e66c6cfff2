"""Old notes as text or Markdown, with the damage of copying, to blocks."""

import re
from dataclasses import dataclass, field, replace

from notegen.records.legacy.blocks import Block, Paper, Spot, Stretch
from notegen.records.legacy.characters import ends_sentence, is_wide
from notegen.records.legacy.headings import is_like_heading
from notegen.records.legacy.links import drop_links
from notegen.records.legacy.pictures import hang
from notegen.records.legacy.shelves import Shelf
from notegen.records.legacy.wordings import is_label, is_page_number

_RULE = re.compile(r"\s*(?:[-_=*•·–—~]\s?){3,}\s*")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*")
_NOTE = re.compile(r"\s*(\[\^[^\]\s]+\]:?|[¹²³⁰⁴-⁹]+|†)\s*(.*)")
_BULLET = re.compile(r"(\s*)([-*•·‣▪■●○◦–—+\uf0b7\uf0a7])(?:\s+|(?<=[•‣▪■●○◦\uf0b7\uf0a7]))(\S.*)")
_NUMBERED = re.compile(
    r"(\s*)(\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[ivx]{1,5}|[IVX]{1,5}|[A-Za-zА-Яа-я])[.)]|\d{1,2}(?:\.\d{1,2}){1,2}"
    r"|\d{1,2}\s?[-–](?=\s+\D)|[（(]?[一二三四五六七八九十]{1,3}[、．.)）])(?:\s+|(?<=[、．)）.])(?=[^\W\d]))(\S.*)"
)
_UNDERLINE = re.compile(r"\s*(=+|-+)\s*")
_TABLE = re.compile(r"\s*\|.*\|\s*")
_BOLD = re.compile(r"\s*(\*\*|__)(?P<text>[^*_]+)\1\s*:?\s*")
_LABELLED = re.compile(r"[*_]*[^\W\d_][^:：.,;()]{1,40}[*_]*[:：][\s*_]")
_WRAPPED = 110
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d).*(?<!\d)\d{4}(?!\d)")
_PICTURE = re.compile(
    r"""!\[(?P<words>(?:[^\]\\]|\\.)*)\]\(<?(?P<address>[^()\s<>]+)>?(?:\s+"(?P<caption>(?:[^"\\]|\\.)*)")?\s*\)"""
)


@dataclass(slots=True)
class _Reading:
    """The blocks so far, and the lines of the one that is being read."""

    name: str
    blocks: list[Block] = field(default_factory=list)
    dropped: list[Stretch] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    open: Block | None = None

    def begin(self, block: Block) -> None:
        self.close()
        self.open, self.lines = block, [block.text]

    def close(self) -> None:
        if self.open is not None:
            separator = "\n" if self.open.kind == "table" else None
            text = separator.join(self.lines) if separator else join_lines(self.lines)
            self.blocks.append(replace(self.open, text=text))
        self.open = None

    def drop(self, spot: Spot, text: str, reason: str) -> None:
        self.dropped.append(Stretch("furniture", spot, text.strip(), reason))


def read_plaintext(text: str, name: str, shelf: Shelf | None = None) -> Paper:
    """The blocks of a text. A line that is wrapped is joined to the one before, as far as its length tells.

    A picture that is a paragraph of Markdown is one where it lies on the shelf, and otherwise its words.
    """
    reading = _Reading(name)
    lines = text.split("\n")
    width = max((len(line) for line in lines if len(line) <= _WRAPPED), default=0)
    for number, line in enumerate(lines, 1):
        following = lines[number] if number < len(lines) else ""
        _read_line(reading, line, following, Spot("line", number), width)
    reading.close()
    blocks = [_find_picture(block, shelf) for block in reading.blocks] if shelf else reading.blocks
    bare, loose = hang(blocks) if shelf else (tuple(blocks), ())
    return Paper(name, bare, tuple(reading.dropped), pictures=loose)


def _find_picture(block: Block, shelf: Shelf) -> Block:
    match = _PICTURE.fullmatch(block.text) if block.kind == "paragraph" and not block.label else None
    if match is None:
        return block
    picture = shelf.take(match["address"], match["words"].replace("\\", ""), block.spot)
    if picture.lacking:
        return block
    caption = (match["caption"] or "").replace("\\", "")
    return Block("paragraph", "", block.spot, pictures=(replace(picture, caption=caption),))


def _read_line(reading: _Reading, line: str, following: str, spot: Spot, width: int) -> None:
    if "\f" in line and reading.lines and ends_sentence(reading.lines[-1]):
        reading.close()  # a page begins, and no sentence goes on
    line = line.replace("\f", "")
    stripped = line.strip()
    if not stripped:
        reading.close()
    elif is_page_number(stripped):
        reading.drop(spot, line, "number of a page")
    elif _UNDERLINE.fullmatch(line) and len(stripped) > 2 and _is_alone(reading, spot):
        assert reading.open is not None
        reading.lines[0] = f"{reading.open.marker} {reading.lines[0]}".strip()
        reading.open = replace(reading.open, kind="heading", level=1 if stripped[0] == "=" else 2, marker="")
        reading.close()
    elif _RULE.fullmatch(line):
        reading.close()
        reading.drop(spot, line, "rule")
    elif _TABLE.fullmatch(line):
        if reading.open is None or reading.open.kind != "table":
            reading.begin(Block("table", stripped, spot))
        else:
            reading.lines.append(stripped)
    elif (block := _begin(stripped if line[:1] != " " else line.rstrip(), spot)) or _breaks(reading, line, width):
        reading.begin(block or Block("paragraph", stripped, spot))
        if block and block.kind == "heading":
            reading.close()
    else:
        reading.lines.append(line.rstrip())


def _is_alone(reading: _Reading, spot: Spot) -> bool:
    """Whether the line before is a paragraph of its own, which this one underlines."""
    found = reading.open
    return found is not None and found.kind in ("paragraph", "numbered") and found.spot.number == spot.number - 1


def _begin(line: str, spot: Spot) -> Block | None:
    """The block that a line begins for certain."""
    if match := _HEADING.fullmatch(line):
        return Block("heading", match[2], spot, level=len(match[1]))
    if match := _BOLD.fullmatch(line):
        if is_label(match["text"]):
            return Block("paragraph", "", spot, label=match["text"])
        return Block("heading", match["text"].strip(), spot, level=2)
    if match := _NOTE.fullmatch(line):
        return Block("note", match[2], spot, marker=match[1].rstrip(":"))
    if match := _BULLET.fullmatch(line):
        return Block("item", match[3], spot, marker=match[2], level=len(match[1]) // 2)
    if (match := _NUMBERED.fullmatch(line)) and not _is_initial(match):
        return Block("numbered", match[3], spot, marker=match[2], level=len(match[1]) // 2)
    if re.match(r"\s*\*{1,3}\s*[^\s*]", line) and not re.match(r"\s*(\*{1,3})[^*]+\1", line):
        signs, text = re.fullmatch(r"\s*(\*+)\s*(.*)", line).groups()  # type: ignore[union-attr]
        return Block("note", text, spot, marker=signs)
    return Block("paragraph", line.strip(), spot) if _has_label(line) else None


def _is_initial(match: re.Match[str]) -> bool:
    """Whether this is a name ("A. Smith said") or a word and not the mark of an entry."""
    marker = match[2].strip("().")
    return (
        len(marker) == 1
        and marker.isalpha()
        and marker.isupper()
        and "." in match[2]
        and not match[3].isupper()
        and bool(re.match(r"[A-ZА-Я][a-zа-я]+ [a-z]", match[3]))
    )


def _has_label(line: str) -> bool:
    head = re.match(r"[\s*_]*([^:：]{1,60}?)[\s*_]*[:：]", line)
    return head is not None and is_label(head[1])


def _breaks(reading: _Reading, line: str, width: int) -> bool:
    """Whether a line begins a paragraph although no empty line stands before it."""
    if reading.open is None or reading.open.kind == "table":
        return True
    before = reading.lines[-1]
    if len(reading.lines) == 1 and reading.open.kind == "paragraph" and _stands_above(before, line, width):
        return True
    if (reading.open.label or _has_label(reading.lines[0])) and _LABELLED.match(line):
        return True  # a row of the header with a label of its own
    if len(before) > _WRAPPED or (is_wide(before) and len(before) > 45):  # paragraphs on one line each
        return ends_sentence(before)
    fits = len(before) + len(line.split()[0]) < min(width, 0.8 * width + 1)
    indented = line[:1].isspace() and not before[:1].isspace() and len(reading.lines) > 1
    return ends_sentence(before) and (fits or indented)


def _stands_above(first: str, line: str, width: int) -> bool:
    """Whether a first line that ends long before its margin is a title above its day, or a heading above its text."""
    if not is_like_heading(first) or is_wide(first) or len(first) + len(line.split()[0]) >= 0.8 * width:
        return False
    dated = _DAY.search(line) is not None and _DAY.search(first) is None
    return line.strip()[:1].isupper() and (dated or (len(first) <= 40 and len(line) > 2 * len(first)))


def join_lines(lines: list[str]) -> str:
    """The lines of a paragraph as one: no space inside Chinese, a word parted at the line's end made whole."""
    text = ""
    for line in (line.strip() for line in lines):
        if not text or (is_wide(drop_links(text[-2:])[-1:]) and is_wide(drop_links(line[:2])[:1])):
            text += line
        elif re.search(r"[^\W\d]\u00ad$|[^\W\d]\u2010$", text):
            text = text[:-1] + line
        elif re.search(r"\w[-–/]$", text) and not re.search(r"\s[-–/]$", text):
            text += line
        else:
            text += f" {line}"
    return text.replace("\u00ad", "")

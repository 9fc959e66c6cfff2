"""The rows of a header: which blocks are rows, and what each of them says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from notegen.languages.dated_text import read_dates
from notegen.languages.language import Language, find_language
from notegen.languages.names import Names
from notegen.records.legacy.blocks import Block, Picture, Spot
from notegen.records.legacy.characters import words
from notegen.records.legacy.links import Links
from notegen.records.legacy.marks import Marks
from notegen.records.legacy.markup import PICTURE, repair, without_emphasis
from notegen.records.legacy.pictures import Album
from notegen.records.legacy.places import is_doubtful, read_places
from notegen.records.legacy.wordings import GROUPS, find_group, find_label, key

_LABEL = re.compile(r"[\s*_]*(?P<label>[^:：]{1,80}?)[\s*_]*[:：][\s*_]*(?P<text>.*)", re.DOTALL)
_MAX_LABEL = 8

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the header with its label; `name` is the row, group or part that the label is known for."""

    label: str
    text: str
    name: str | None
    block: Block


@dataclass(slots=True)
class Findings:
    """What has been understood so far: data of the record, what a person should look at, and where blocks went."""

    tag: str
    names: Names
    marks: Marks
    data: dict[str, Any] = field(default_factory=dict)
    remarks: list[tuple[Path, str]] = field(default_factory=list)
    placed: list[tuple[Block, str]] = field(default_factory=list)
    strays: list[Block] = field(default_factory=list)
    furniture: list[tuple[Spot, str, str]] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)
    album: Album = field(default_factory=Album)
    links: Links = field(default_factory=Links)

    @property
    def language(self) -> Language:
        """The words of the note's language."""
        return find_language(self.tag)

    def inline(self, text: str, path: Path) -> str:
        """A text of one paragraph with the marks of its notes; a guess is told under `path`."""
        for picture in PICTURE.finditer(text):
            self.remarks.append((path, f'a picture was left out: "{picture[2]}"'))
        called, guessed = self.marks.call(repair(text.strip()))
        if guessed:
            self.remarks.append((path, "a figure in the text was taken for the mark of a footnote"))
        return self.links.write(called)

    def figures(self, pictures: Sequence[Picture], path: Path) -> list[str]:
        """The pictures as figures of a text of blocks; what a person should look at is told under `path`."""
        target = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).strip(".")
        shown = [self.album.show(picture, target) for picture in pictures]
        self.remarks += [(path, remark) for _, remark in shown if remark]
        return [figure for figure, _ in shown if figure]


def read_row(block: Block, tag: str) -> Row | None:
    """The block as a row, when something in it can be a label."""
    if block.label:
        label = without_emphasis(block.label).rstrip(" :：")
        return Row(label, block.text, find_label(label, tag), block)
    bare = without_emphasis(block.text)
    if find_label(bare, tag) and block.kind in ("paragraph", "heading", "item"):
        return Row(bare.rstrip(" :："), "", find_label(bare, tag), block)
    match = _LABEL.fullmatch(block.text)
    if match is None or re.search(r"\bhttps?$", match["label"]):
        return None
    label = without_emphasis(match["label"])
    if not label or len(words(label)) > (20 if tag == "zh" else _MAX_LABEL):
        return None
    return Row(label, _restore(match["text"], block.text), find_label(label, tag), block)


def _restore(text: str, whole: str) -> str:
    """The text of a row with the asterisk that opens an emphasis: the label took it with its own."""
    lead = re.search(r"[:：]([\s*_]*)$", whole[: len(whole) - len(text)])
    signs = lead[1].strip() if lead else ""
    single = re.search(r"(?<!\*)\*$", signs)
    return f"*{text}" if single and re.match(r"[^*]+\*(?!\*)", text) else text


def read_event(found: Findings, row: Row) -> None:
    """The row of the title."""
    found.data.setdefault("event", {})["title"] = found.inline(row.text, ("event", "title"))


def read_organizers(found: Findings, row: Row) -> None:
    """The row of the organizers, as it was printed."""
    found.data["organizers"] = found.inline(row.text, ("organizers",))


def read_date_and_venue(found: Findings, row: Row) -> None:
    """The row of dates and places; what the record prints in other words is told."""
    event = found.data.setdefault("event", {})
    whole = without_emphasis(row.text)
    text = _take_weekdays(whole, found.language)
    dated = read_dates(text, found.tag)
    if dated is not None and "dates" not in event:
        written = [str(period) for period in dated.periods]
        event["dates"] = written[0] if len(written) == 1 else written
        head, said, tail = text[: dated.start], text[dated.start : dated.end], text[dated.end :]
        printed = found.language.format_dates(dated.periods)
        head = _drop_prepositions(head, found.language)
        if words(printed) != words(said) or text != whole or words(head) != words(text[: dated.start]):
            source = said if text == whole and words(head) == words(text[: dated.start]) else whole
            found.remarks.append((("event", "dates"), f'printed as "{printed}"; in the source: "{source}"'))
        rest = " ".join(part for part in (head.strip(" ,;،；，"), tail.strip(" ,;،；，.")) if part)
    else:
        rest = text
    _add_places(found, rest, ("event", "place"))


def read_venue(found: Findings, row: Row) -> None:
    """The row of places."""
    found.data.setdefault("event", {})
    _add_places(found, without_emphasis(row.text), ("event", "place"))


def _add_places(found: Findings, text: str, path: Path) -> None:
    if not words(text):
        return
    text = found.marks.call(text)[0]
    places = read_places(text, found.tag, found.names)
    event = found.data["event"]
    known = event.get("place", [])
    known = known if isinstance(known, list) else [known]
    both = [*known, *places]
    event["place"] = both[0] if len(both) == 1 else both
    for i, place in enumerate(places, len(known)):
        if is_doubtful(city := place.get("city", "")):
            at = (i,) if len(both) > 1 else ()
            found.remarks.append(((*path, *at, "city"), f'is this a city? "{city}"'))
    if not any("country" in place or "online" in place for place in places):
        found.remarks.append((path, "no State was recognized here"))


def _take_weekdays(text: str, language: Language) -> str:
    """The text without the names of days of the week and the commas after them."""
    for day in sorted(language.reading.weekdays, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(day)}(?!\w),?\s*", "", text, flags=re.IGNORECASE)
    return text


def _drop_prepositions(text: str, language: Language) -> str:
    """The text before a date without the words that running text has there."""
    running = {
        word for pattern in language.dates.running.model_dump().values() for word in words(pattern.split("{")[0])
    }
    left = words(text)
    return "" if all(word in running or word in {"to", "the", "a", "и", "et", "y"} for word in left) else text


def split_groups(text: str, tag: str) -> list[tuple[str, str]]:
    """The groups that stand in one paragraph: pairs of heading and list; one without heading for a plain list."""
    starts = []
    for match in re.finditer(r"(?:^|[;.；。]\s*)([*_]*)([^:：;.；。,，،、]{1,80}?)([*_]*)\s*[:：]\s*[*_]*", text):
        if find_group(match[2], tag) and len(words(match[2])) <= _MAX_LABEL * 2:
            starts.append(match)
    if not starts or words(text[: starts[0].start()]):
        head = re.match(r"[*_]*([^:：;,،、]{1,60}?)[*_]*\s*[:：][*_]*\s+", text)
        if head is None or len(words(head[1])) > _MAX_LABEL:
            return [("", text)]
        return [(without_emphasis(head[1]), text[head.end() :])]
    ends = [*(match.start() for match in starts[1:]), len(text)]
    return [(without_emphasis(match[2]), text[match.end() : end]) for match, end in zip(starts, ends, strict=True)]


def name_detail(label: str, taken: Sequence[str]) -> str:
    """A key for a further row, made of its label."""
    name = "-".join(key(label).split())[:40] or "row"
    number, unique = 2, name
    while unique in (*taken, "event", "organizers", "date_and_venue", "date", "venue", "participants"):
        unique, number = f"{name}-{number}", number + 1
    return unique


def is_group(row: Row, tag: str) -> bool:
    """Whether a row after that of the participants is one of their groups."""
    if row.name in GROUPS or find_group(row.label, tag):
        return True
    signs = len(re.findall("[,،、，;؛；]", row.text))
    return row.name is None and signs > (0 if row.block.kind == "item" else 1)

"""The header of an old note: title, symbol, rows and groups of participants."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from notegen.languages.dated_text import read_dates
from notegen.records.legacy.blocks import Block
from notegen.records.legacy.characters import words
from notegen.records.legacy.extent import find_end, is_row
from notegen.records.legacy.groups import read_group
from notegen.records.legacy.links import drop_links
from notegen.records.legacy.marks import cut_title_mark
from notegen.records.legacy.markup import repair, without_emphasis
from notegen.records.legacy.rows import (
    Findings,
    Row,
    is_group,
    name_detail,
    read_date_and_venue,
    read_event,
    read_organizers,
    read_row,
    read_venue,
    split_groups,
)
from notegen.records.legacy.wordings import PARTS, is_title, key
from notegen.records.model import DEFAULT_HEADER, ROWS

_SYMBOL = re.compile(r"[A-Z]{1,10}(?:[/.-][A-Z0-9()]+)+(?:/[A-Za-z0-9.()]+)+")
_READ: Mapping[str, Callable[[Findings, Row], None]] = {
    "event": read_event,
    "organizers": read_organizers,
    "date_and_venue": read_date_and_venue,
    "date": read_date_and_venue,
    "venue": read_venue,
}


@dataclass(slots=True)
class _Group:
    """A group whose names may still follow, one to a block."""

    heading: str
    text: str
    block: Block
    listed: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Header:
    """The rows so far, in their order."""

    found: Findings
    rows: list[str] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    waiting: Row | None = None


def read_header(blocks: Sequence[Block], found: Findings) -> int:
    """How many of the blocks are header; what they say goes into `found`."""
    end = find_end(blocks, found.tag)
    first = next((i for i in range(end) if is_row(blocks[i], found.tag)), end)
    header = _Header(found)
    top = _read_top(blocks[:first], header)
    for block in blocks[first:end]:
        _read_block(header, block)
    _finish_waiting(header)
    _read_groups(header)
    _fill_gaps(found, top)
    _note_order(header)
    return end


def _read_top(blocks: Sequence[Block], header: _Header) -> list[Block]:
    """What stands above the rows: title, symbol, date of the note; the rest is given back."""
    found, rest = header.found, []
    for block in blocks:
        row = read_row(block, found.tag)
        text = without_emphasis(block.text)
        bare, mark = cut_title_mark(text)
        dated = read_dates(text, found.tag)
        if row and row.name in PARTS and words(row.text):
            _add_detail(header, row)
        elif is_title(bare, found.tag) and "title" not in found.data:
            found.data["title"] = found.inline(bare, ("title",))
            found.placed.append((block, "title"))
            if mark:
                found.furniture.append((block.spot, text[len(bare) :].strip(), "mark of the disclaimer"))
                found.uncounted.append(text[len(bare) :])
        elif _SYMBOL.fullmatch(text) and "symbol" not in found.data:
            found.data["symbol"] = text
            found.placed.append((block, "symbol"))
        elif key(text) == key(found.language.labels.draft):
            found.data["status"] = "draft"
            found.placed.append((block, "status"))
        elif (
            dated
            and len(dated.periods) == 1
            and not words(text[: dated.start] + text[dated.end :])
            and "issued" not in found.data
        ):
            rest.append(block)
        else:
            rest.append(block)
    return rest


def _read_block(header: _Header, block: Block) -> None:
    found, tag = header.found, header.found.tag
    row = read_row(block, tag)
    if row and row.name in ROWS and row.name not in header.rows:
        _finish_waiting(header)
        _begin_row(header, row)
    elif row and "participants" in header.rows and is_group(row, tag):
        _finish_waiting(header)
        header.groups.append(_Group(row.label, row.text, block))
    elif header.groups and block.kind in ("item", "paragraph") and _takes_names(header, block, row):
        header.groups[-1].listed.append(block)
    elif header.waiting is not None and not row:
        header.waiting = replace(header.waiting, text=f"{header.waiting.text} {block.text}".strip())
        found.placed.append((block, _place_of(header.waiting.name or "")))
    elif row and words(row.text):
        _finish_waiting(header)
        _add_detail(header, row)
    else:
        found.strays.append(block)


def _takes_names(header: _Header, block: Block, row: Row | None) -> bool:
    """Whether a block is one of the names of the last group, which stand one to a line."""
    group = header.groups[-1]
    if row and (row.name or group.text):
        return False
    return not group.text or bool(group.listed) or block.kind == "item"


def _begin_row(header: _Header, row: Row) -> None:
    assert row.name is not None
    found = header.found
    header.rows.append(row.name)
    if row.label != getattr(found.language.labels, row.name):
        found.data.setdefault("labels", {})[row.name] = row.label
    if row.name == "participants":
        found.placed.append((row.block, "participants"))
        groups = split_groups(row.text, found.tag) if words(row.text) else []
        header.groups += [_Group(heading, text, row.block) for heading, text in groups]
        if not groups:
            header.groups.append(_Group("", "", row.block))
    elif words(row.text):
        _READ[row.name](found, row)
        found.placed.append((row.block, _place_of(row.name)))
    else:
        header.waiting = row
        found.placed.append((row.block, _place_of(row.name)))


def _finish_waiting(header: _Header) -> None:
    if header.waiting is not None and header.waiting.name and words(header.waiting.text):
        _READ[header.waiting.name](header.found, header.waiting)
    header.waiting = None


def _place_of(name: str) -> str:
    return {"event": "event.title", "organizers": "organizers", "date": "event.dates", "venue": "event.place"}.get(
        name, "event.dates, event.place"
    )


def _add_detail(header: _Header, row: Row) -> None:
    found = header.found
    if row.name == "symbol" and _SYMBOL.fullmatch(row.text.strip()) and "symbol" not in found.data:
        found.data["symbol"] = row.text.strip()
    dated = read_dates(row.text, found.tag) if row.name == "issued" else None
    if dated and dated.periods[0].start.day is not None:
        found.data["issued"] = str(dated.periods[0].start)
    details = found.data.setdefault("details", {})
    name = name_detail(row.label, list(details))
    details[name] = {"label": row.label, "text": found.inline(row.text, ("details", name))}
    header.rows.append(name)
    found.placed.append((row.block, f"details.{name}"))


def _read_groups(header: _Header) -> None:
    found = header.found
    groups = [group for group in header.groups if words(group.text) or group.listed]
    for number, group in enumerate(groups):
        path = ("participants", number)
        # Names are data, which have no links.
        text = found.inline(drop_links(group.text), path)
        listed = [found.inline(drop_links(block.text), path) for block in group.listed]
        heading = repair(group.heading)
        data, remarks = read_group(heading, without_emphasis(text), found.tag, found.names, listed)
        if not any(part in data for part in ("entries", "also", "note", "counts")):
            continue
        position = len(found.data.setdefault("participants", []))
        found.data["participants"].append(data)
        found.remarks += [(("participants", position, *where), remark) for where, remark in remarks]
        target = f"participants[{position}]"
        found.placed += [(block, target) for block in dict.fromkeys((group.block, *group.listed))]


def _fill_gaps(found: Findings, top: Sequence[Block]) -> None:
    """Take a title, dates and places that no label told from the lines above the rows."""
    event = found.data.setdefault("event", {})
    for block in top:
        text = without_emphasis(block.text)
        dated = read_dates(text, found.tag)
        told = dated is not None and dated.periods[0].start.month is not None and len(text) < 200
        if dated is not None and told and ("dates" not in event or _is_day_alone(text, found.tag)):
            if "dates" not in event:
                read_date_and_venue(found, Row("", text, "date_and_venue", block))
                found.remarks.append((("event", "dates"), "no label said that these are the dates"))
                found.placed.append((block, "event.dates, event.place"))
            elif "issued" not in found.data:
                found.data["issued"] = str(dated.periods[0].start)
                found.placed.append((block, "issued"))
            else:
                found.strays.append(block)
        elif "title" not in event and len(text) < 400:
            event["title"] = found.inline(cut_title_mark(text)[0], ("event", "title"))
            found.remarks.append((("event", "title"), "no label said that this is the title of the event"))
            found.placed.append((block, "event.title"))
        elif "title" not in found.data and block is top[0] and len(text) < 120:
            found.data["title"] = found.inline(cut_title_mark(text)[0], ("title",))
            found.placed.append((block, "title"))
        else:
            found.strays.append(block)


def _is_day_alone(text: str, tag: str) -> bool:
    dated = read_dates(text, tag)
    return (
        dated is not None
        and not words(text[: dated.start] + text[dated.end :])
        and dated.periods[0].start.day is not None
    )


def _note_order(header: _Header) -> None:
    """Say the order of the rows where it is not the usual one."""
    data, rows = header.found.data, header.rows
    if data.get("title") == header.found.language.labels.title:
        del data["title"]
    if "event" not in rows and rows:
        rows.insert(0, "event")
    usual = [row for row in (*DEFAULT_HEADER, *data.get("details", {})) if row in rows]
    if rows and rows != usual:
        data["header"] = rows

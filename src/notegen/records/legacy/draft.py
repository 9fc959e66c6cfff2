"""What became of an old note: the record, and an account of every stretch of the source."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from notegen.diagnostics import Diagnostic, Place, Severity, Source, Span
from notegen.languages.names import Names, builtin
from notegen.reader import read
from notegen.records.dump import write_data
from notegen.records.legacy.blocks import Block, Paper, Spot, Stretch
from notegen.records.legacy.body import read_body
from notegen.records.legacy.characters import count_words
from notegen.records.legacy.header import read_header
from notegen.records.legacy.links import Links, drop_links, finish
from notegen.records.legacy.marks import Marks, NoteText, take_notes
from notegen.records.legacy.markup import guard, repair
from notegen.records.legacy.pictures import Album
from notegen.records.legacy.rows import Findings, Path
from notegen.records.legacy.tally import count_record, count_source, share
from notegen.records.legacy.wordings import guess_language
from notegen.records.loader import read_text, read_travelled
from notegen.records.model import Note
from notegen.records.origin import Origin

LOOK = "# look: "
"""How a comment begins that asks a person to look."""

_NO_TITLE, _NO_DATES = "–", "1000"


@dataclass(frozen=True, slots=True)
class Draft:
    """A record made of an old note. `record` is its YAML; `note` is None where something is lacking that a note needs.

    `stretches` tell of every stretch of the source what became of it, and `kept` is the share of its words
    that the record has, furniture of its pages apart. `pictures` are files that belong beside the record.
    """

    record: str
    note: Note | None
    stretches: tuple[Stretch, ...]
    diagnostics: tuple[Diagnostic, ...]
    kept: float
    words: int
    name: str
    data: Mapping[str, Any]
    remarks: tuple[tuple[Path, str], ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def make_draft(
    paper: Paper, source: Source | None = None, names: Names | None = None, album: Album | None = None
) -> Draft:
    """The record of a paper. `source` is the text whose lines its spots count, so that findings show them.

    The album says what becomes of the pictures, and has their files afterwards.
    """
    names, album = names or builtin(), album or Album()
    tag = paper.tag or guess_language([block.text for block in paper.blocks] + [block.label for block in paper.blocks])
    found = Findings(tag, names, Marks([]), album=album, links=Links(dict(paper.links)))
    rest, found.marks, title_mark = take_notes(paper.blocks, found.language)
    end = read_header(rest, found)
    read_body(rest[end:], found, rest[end - 1].pictures if end else ())
    _place_notes(found, title_mark)
    found.strays += paper.strays
    lost = _keep_strays(found)
    all_blocks = [*rest, *(note.block for note in found.marks.notes), *paper.strays]
    for picture in album.rest([*paper.pictures, *(picture for block in all_blocks for picture in block.pictures)]):
        album.set_aside(picture)
    data = {key: finish(value, found.links) for key, value in _complete(found).items()}
    record = write_record(data, paper.name, found.remarks)
    origin = Origin(paper.name, names=names, files=album.files)
    reading = read_travelled(record.encode(), paper.name, origin)
    counted = count_source(all_blocks) - count_words(" ".join([*found.uncounted, *found.marks.consumed]))
    recorded = count_record(reading.draft, names) if reading.draft else _count_unfinished(data, paper.name, names)
    kept = share(counted, recorded)
    lost += [stretch for stretch in album.account if stretch.fate == "not understood"]
    printed = " ".join(f"{block.label} {block.text}" for block in paper.blocks)
    stretches = (*paper.dropped, *_account(found), *lost, *found.links.lost(drop_links(printed).replace("\\", "")))
    stretches = tuple(replace(stretch, text=drop_links(stretch.text)) for stretch in stretches)
    told = [*paper.diagnostics, *_tell(found, data, lost, source)]
    if reading.note is None and not any(d.severity is Severity.ERROR for d in told):
        told += [replace(d, place=None) for d in reading.diagnostics if d.severity is Severity.ERROR]
    ordered = tuple(sorted(stretches, key=lambda stretch: stretch.spot.number))
    return Draft(
        record,
        reading.note,
        ordered,
        tuple(told),
        kept,
        counted.total(),
        paper.name,
        data,
        tuple(found.remarks),
        album.files,
    )


def _count_unfinished(data: Mapping[str, Any], name: str, names: Names) -> Counter[str]:
    """How often each word is in a record that lacks the title or the dates of its event."""
    event = {"title": _NO_TITLE, "dates": _NO_DATES} | data["event"]
    draft = read_text(write_data({**data, "event": event}), name).draft
    if draft is None:
        return Counter()
    return count_record(draft, names) - count_words(_NO_DATES if "dates" not in data["event"] else "")


def _place_notes(found: Findings, title_mark: str) -> None:
    for note in found.marks.notes:
        if note.disclaimer:
            text = _literal(note.block.text)
            found.data["disclaimer"] = text if note.mark.isalnum() else {"text": text, "mark": "asterisk"}
            found.placed.append((note.block, "disclaimer"))
    footnotes = found.marks.footnotes()
    if footnotes:
        found.data["footnotes"] = {key: _literal(text) for key, text in footnotes.items()}
    for i, key in found.marks.keys.items():
        found.placed.append((found.marks.notes[i].block, f"footnotes.{key}"))
    if title_mark and "disclaimer" not in found.data:
        found.remarks.append((("title",), f'the title had the mark "{title_mark}" and no note was found for it'))


def _keep_strays(found: Findings) -> list[Stretch]:
    """Put what was not understood into a section of its own."""
    blocks = [*found.strays, *(_as_block(note) for note in found.marks.uncalled())]
    if not blocks:
        return []
    texts = [_literal(f"{block.label}: {block.text}" if block.label else block.text) for block in blocks]
    sections = found.data.setdefault("sections", [])
    path: Path = ("sections", len(sections))
    sections.append(
        {"heading": found.language.reading.not_understood, "numbered": False, "text": "\n\n".join(texts) + "\n"}
    )
    where = ", ".join(dict.fromkeys(str(block.spot) for block in blocks))
    found.remarks.append((path, f"nothing told where this belongs ({where} of the source)"))
    target = f"sections[{path[1]}]"
    return [Stretch("not understood", block.spot, block.text, target) for block in blocks]


def _as_block(note: NoteText) -> Block:
    return Block("paragraph", f"{note.mark} {note.block.text}", note.block.spot)


def _literal(text: str) -> str:
    return guard(repair(text).replace("[^", r"\[^"))


def _complete(found: Findings) -> dict[str, Any]:
    """The data in the order of the format."""
    data: dict[str, Any] = {"notegen": 1, "language": found.tag} | found.data
    event = data.setdefault("event", {})
    if "title" not in event and "title" in data:
        event["title"] = data.pop("title")
        found.remarks.append((("event", "title"), "no label said that this is the title of the event"))
    data["event"] = {key: event[key] for key in ("title", "dates", "place") if key in event}
    return {key: data[key] for key in Note.model_fields if key in data}


def write_record(data: Mapping[str, Any], name: str, remarks: Sequence[tuple[Path, str]]) -> str:
    """The YAML of a record, with each remark above the line that it is about."""
    text = write_data(data)
    head = f"# Imported from {name}." + (' A line with "look" asks a person to look.' if remarks else "")
    tree = read(Source("", text))
    lines = text.split("\n")
    above: dict[int, list[str]] = {}
    for path, remark in remarks:
        shortened = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in tree.values), ())
        place = tree.place(shortened, key=isinstance(path[-1], str))
        line, _ = tree.source.position(place.span.start)
        told = above.setdefault(line if shortened else 1, [])
        told += [] if remark in told else [remark]
    written = [" ".join(head.split())]
    for number, content in enumerate(lines, 1):
        indent = content[: len(content) - len(content.lstrip())]
        written += [f"{indent}{LOOK}{' '.join(remark.split())}" for remark in above.get(number, ())]
        written.append(content)
    return "\n".join(written)


def _account(found: Findings) -> list[Stretch]:
    placed = [Stretch("placed", block.spot, block.text or block.label, target) for block, target in found.placed]
    placed += [stretch for stretch in found.album.account if stretch.fate != "not understood"]
    return placed + [Stretch("furniture", spot, text, reason) for spot, text, reason in found.furniture]


def _tell(found: Findings, data: Mapping[str, Any], lost: Sequence[Stretch], source: Source | None) -> list[Diagnostic]:
    """What a person has to know: what is lacking, what was not understood, what was guessed."""
    told = []
    for key, message, hint in (
        ("title", "no title of an event was found", "write it under event: title:"),
        ("dates", "no date of the event was found", "write it under event: dates:"),
    ):
        if key not in data["event"]:
            told.append(Diagnostic(f"no-{key}", message, path=("event", key), hint=hint))
    for stretch in lost:
        where = f"in {stretch.target} beside" if stretch.target in found.album.files else f"in {stretch.target} of"
        message = f"{stretch.spot}: not understood; it stands {where} the record"
        told.append(Diagnostic("not-understood", message, Severity.WARNING, place=_locate(stretch.spot, source)))
    for path, remark in found.remarks:
        told.append(Diagnostic("look", remark, Severity.INFO, path))
    return told


def _locate(spot: Spot, source: Source | None) -> Place | None:
    if source is None or spot.unit != "line":
        return None
    start = sum(len(line) + 1 for line in source.text.split("\n")[: spot.number - 1])
    return Place(source, Span(start, start + len(source.line(spot.number))))

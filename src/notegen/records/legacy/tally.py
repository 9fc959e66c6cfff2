"""How many words of an old note are in the record that was made of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from notegen.languages.language import find_language
from notegen.languages.names import (
    Names,
    find_organization,
    find_state,
    organization_acronym,
    organization_name,
    state_name,
)
from notegen.records.legacy.blocks import Block, Picture
from notegen.records.legacy.characters import count_words
from notegen.records.legacy.links import drop_links
from notegen.records.legacy.pictures import read_words
from notegen.records.model import Entry, Named, Note
from notegen.records.text import passages, plain, walk

_MARKS = re.compile(r"(?<=\])\([^()\s]*\)|\[\^[^\]\s]+\]:?|[⁰¹²³⁴-⁹]+|\\")


def count_source(blocks: Iterable[Block]) -> Counter[str]:
    """How often each word stands in the blocks and their pictures; marks of notes and lists are no words."""
    texts = [f"{block.label} {block.text} {_said(block.pictures)}" for block in blocks]
    return count_words(" ".join(_MARKS.sub(" ", drop_links(text)) for text in texts))


def _said(pictures: Iterable[Picture]) -> str:
    return " ".join(f"{read_words(picture)} {picture.caption}" for picture in pictures if not picture.decoration)


def count_record(note: Note, names: Names) -> Counter[str]:
    """How often each word is in the record: in its texts, and in what is printed for its codes and dates."""
    return count_words(" \n ".join(_texts(note, names)))


def share(source: Counter[str], record: Counter[str]) -> float:
    """The share of the words of the source that the record has, from 0 to 1."""
    total = source.total()
    return (source & record).total() / total if total else 1.0


def _texts(note: Note, names: Names) -> Iterator[str]:
    words = find_language(note.language)
    yield from (plain(passage.tokens()) for passage in passages(note))
    yield from (
        str(token.attrs.get("title", ""))
        for passage in passages(note)
        if "![" in passage.text
        for token in walk(passage.tokens())
        if token.type == "image"
    )
    yield words.format_dates(note.event.dates)
    yield note.title or words.labels.title
    yield from (
        getattr(words.labels, row) for row in note.rows if row not in note.labels and hasattr(words.labels, row)
    )
    yield from note.labels.values()
    yield from (detail.label for detail in note.details.values())
    yield note.symbol or ""
    if note.issued:
        yield f"{note.issued.day} {words.dates.months[note.issued.month - 1]} {note.issued.year}"
    yield words.labels.draft if note.status == "draft" else ""
    yield from (words.labels.online for place in note.event.place if place.online)
    yield from (words.labels.annex for _ in note.annexes)
    for place in note.event.place:
        yield _state(place.country or "", note.language, names)
    for group in note.participants:
        yield group.heading or getattr(words.labels, group.kind)
        if group.attendance != "attended":
            said = getattr(words.attendance, group.attendance)
            yield said.get(group.kind) or said["other"]
        yield " ".join(words.lists.also for _ in group.also[:1])
        yield words.lists.last * (group.join == "language" and len(group.entries) > 1)
        if note.language == "ar":
            yield " ".join(f"و{_entry(entry, names, 'ar')}" for entry in (*group.entries[1:], *group.also[1:]))
        yield words.lists.last * (len(group.also) > 1)
        yield from (_expand(entry, names, note.language) for entry in (*group.entries, *group.also))
        given = group.counts.model_dump(exclude_none=True) if group.counts else {}
        yield words.join([words.count(kind, number) for kind, number in given.items()])


def _entry(entry: Entry, names: Names, tag: str) -> str:
    name = (entry.name or entry.state or "") if isinstance(entry, Named) else entry
    return _expand(entry, names, tag) or name


def _expand(entry: Entry, names: Names, tag: str) -> str:
    """What a registered acronym is printed as."""
    body = find_organization(names, entry) if isinstance(entry, str) else None
    return f"{organization_name(body, tag)[0]} {organization_acronym(body, tag)}" if body else ""


def _state(written: str, tag: str, names: Names) -> str:
    state = find_state(names, written, tag) if written else None
    return state_name(state, tag) if state else ""

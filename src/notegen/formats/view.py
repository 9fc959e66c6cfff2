"""The view: a note in one reader's language, everything looked up, joined and numbered.

A format writes a view; it decides nothing that a reader of another format would see otherwise.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from notegen.languages.language import Language, find_language
from notegen.languages.names import (
    find_organization,
    find_state,
    organization_acronym,
    organization_name,
    state_name,
)
from notegen.records.footnotes import DISCLAIMER, Footnote, number_footnotes
from notegen.records.model import Annex, Entry, Group, Named, Note, Subsubsection, Venue
from notegen.records.text import Tokens, parse_blocks, parse_inline, plain
from notegen.records.values import Contact


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of participants: its names as running text, and one by one with the rest of the text."""

    heading: Tokens
    attendance: str
    text: Tokens
    names: tuple[Tokens, ...]
    rest: Tokens


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the header: running text, or groups."""

    key: str
    label: str
    text: Tokens = ()
    groups: tuple[GroupView, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its number, such as "2" or "2.1", or "" where it has none."""

    number: str
    level: int
    heading: Tokens
    blocks: Tokens
    items: tuple[Tokens, ...]
    sections: tuple["SectionView", ...]


@dataclass(frozen=True, slots=True)
class FootnoteView:
    """A footnote; `number` counts from 1 in printed order whatever the mark is."""

    number: int
    mark: str
    text: Tokens


@dataclass(frozen=True, slots=True)
class AnnexView:
    """A part after the note; `file` is a PDF that follows."""

    label: str
    title: Tokens
    blocks: Tokens
    file: str | None


@dataclass(frozen=True, slots=True)
class View:
    """All that a page says."""

    language: Language
    title: Tokens
    event: str
    symbol: str
    code: str
    draft: bool
    dates: str
    issued: datetime.date | None
    rows: tuple[RowView, ...]
    sections: tuple[SectionView, ...]
    contact: tuple[Tokens, str] | None
    annexes: tuple[AnnexView, ...]
    footnotes: tuple[FootnoteView, ...]
    summary: str
    keywords: tuple[str, ...]


def view(note: Note, language: str | None = None) -> View:
    """The note in a language (default: its own); KeyError for one that notegen has no words of."""
    words = find_language(language or note.language)
    return _Builder(note, words).build()


@dataclass
class _Builder:
    """Builds in the order of the page, for the first mark of a footnote is where it is printed."""

    note: Note
    words: Language
    footnotes: tuple[Footnote, ...] = ()
    numbers: dict[str, tuple[int, str]] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)

    def build(self) -> View:
        note, words = self.note, self.words
        self.footnotes = number_footnotes(note)
        self.numbers = {footnote.key: (i, footnote.mark) for i, footnote in enumerate(self.footnotes, 1)}
        return View(
            language=words,
            title=self._title(),
            event=plain(parse_inline(note.event.title)),
            symbol=note.symbol or "",
            code=(note.source.url if note.source else note.symbol or "") if note.symbol else "",
            draft=note.status == "draft",
            dates=words.format_dates(note.event.dates),
            issued=note.issued,
            rows=tuple(row for key in note.rows if (row := self._row(key)).text or row.groups),
            sections=self._sections(note.sections, "", 2),
            contact=self._contact(note.contact),
            annexes=tuple(self._annex(annex, i) for i, annex in enumerate(note.annexes, 1)),
            footnotes=tuple(
                FootnoteView(i, footnote.mark, parse_inline(footnote.text))
                for i, footnote in enumerate(self.footnotes, 1)
            ),
            summary=plain(parse_inline(note.summary)) if note.summary else "",
            keywords=note.keywords,
        )

    def _label(self, key: str) -> str:
        return self.note.labels.get(key) or getattr(self.words.labels, key)

    def _inline(self, text: str | None) -> Tokens:
        return self._call(parse_inline(text)) if text else ()

    def _blocks(self, text: str | None) -> Tokens:
        return self._call(parse_blocks(text)) if text else ()

    def _call(self, tokens: Tokens) -> Tokens:
        """The tokens with every footnote mark numbered and counted."""
        return tuple(self._call_one(token) for token in tokens)

    def _call_one(self, token: Token) -> Token:
        if token.children and token.type == "inline":
            return token.copy(children=list(self._call(tuple(token.children))))
        if token.type != "footnote_mark" or token.content not in self.numbers:
            return token
        number, mark = self.numbers[token.content]
        call = self.calls[token.content] = self.calls.get(token.content, 0) + 1
        return token.copy(meta={"number": number, "mark": mark, "call": call})

    def _title(self) -> Tokens:
        tokens = parse_inline(self.note.title or self._label("title"))
        if self.note.disclaimer:
            mark = Token("footnote_mark", "", 0, content=DISCLAIMER)
            tokens = (*tokens, mark)
        return self._call(tokens)

    def _row(self, key: str) -> RowView:
        note = self.note
        if key in note.details:
            detail = note.details[key]
            return RowView(key, detail.label, self._inline(detail.text))
        label = self._label(key)
        if key == "participants":
            return RowView(key, label, groups=tuple(self._group(group) for group in note.participants))
        if key == "event":
            return RowView(key, label, self._inline(note.event.title))
        if key == "organizers":
            return RowView(key, label, self._organizers())
        texts = [_text(self.words.format_dates(note.event.dates))] if key in ("date", "date_and_venue") else []
        if key in ("venue", "date_and_venue") and note.event.place:
            texts.append(self._join([self._place(place) for place in note.event.place], ends=False))
        return RowView(key, label, _between(texts, self.words.lists.parts))

    def _organizers(self) -> Tokens:
        organizers = self.note.organizers
        if isinstance(organizers, tuple):
            return self._join([self._name(name, "organizations") for name in organizers])
        return self._inline(organizers)

    def _place(self, place: Venue) -> Tokens:
        parts = [self._inline(place.venue), self._inline(place.city)]
        parts.append(self._state(place.country) if place.country else ())
        if place.online:
            parts.append(_text(self.words.labels.online))
        return _between([part for part in parts if part], self.words.lists.separator)

    def _group(self, group: Group) -> GroupView:
        lists = self.words.lists
        heading = self._inline(group.heading) or _text(self._label(group.kind))
        names = [self._entry(entry, group.kind) for entry in group.entries]
        text = self._join(names) if group.join == "language" else _between(names, lists.separator)
        also = self._join([self._entry(entry, group.kind) for entry in group.also])
        counts, note = self._counts(group), self._inline(group.note)
        rest = (*also, *(_text(lists.parts) if also and counts else ()), *counts)
        rest = (*rest, *(_text(" ") if rest and note else ()), *note)
        link = lists.also if also else lists.parts if counts else " "
        text = (*text, *(_text(link) if text and rest else ()), *rest)
        said = "" if group.attendance == "attended" else getattr(self.words.attendance, group.attendance)
        if also:  # below a list in columns a paragraph of its own begins
            rest = (*_text(lists.also.lstrip(",，، ")), *rest)
        return GroupView(heading, said, text, tuple(names), rest)

    def _counts(self, group: Group) -> Tokens:
        if group.counts is None:
            return ()
        given = group.counts.model_dump(exclude_none=True)
        phrases = [getattr(self.words.counts, key).format(n=number) for key, number in given.items()]
        return _text(self.words.join(phrases))

    def _entry(self, entry: Entry, kind: str) -> Tokens:
        if not isinstance(entry, Named):
            return self._name(entry, kind)
        name = self._state(entry.state) if entry.state else self._inline(entry.name)
        if entry.acronym:
            name = (*name, *_text(" ("), *self._inline(entry.acronym), *_text(")"))
        return (*name, *_text(" "), *self._inline(entry.note)) if entry.note else name

    def _name(self, text: str, kind: str) -> Tokens:
        if kind == "states":
            return self._state(text)
        organization = find_organization(self.note.origin.names, text)
        if organization is None:
            return self._inline(text)
        name, language = organization_name(organization, self.words.language)
        acronym = organization_acronym(organization, self.words.language)
        return self._foreign(_text(name if acronym == name else f"{name} ({acronym})"), language)

    def _state(self, text: str) -> Tokens:
        names = self.note.origin.names
        state = find_state(names, text, self.words.language) or find_state(names, text, self.note.language)
        if state is None or text.startswith("the "):
            return self._inline(text)
        return _text(state_name(state, self.words.language))

    def _foreign(self, tokens: Tokens, language: str) -> Tokens:
        if language == self.words.language:
            return tokens
        opening, closing = Token("language_open", "span", 1), Token("language_close", "span", -1)
        opening.attrs["lang"] = language
        return (opening, *tokens, closing)

    def _join(self, parts: Sequence[Tokens], *, ends: bool = True) -> Tokens:
        lists = self.words.lists
        separator, last = (lists.separator, lists.last) if ends else (lists.parts, lists.parts)
        if len(parts) < 2:
            return parts[0] if parts else ()
        return (*_between(parts[:-1], separator), *_text(last), *parts[-1])

    def _sections(self, sections: Sequence[Subsubsection], above: str, level: int) -> tuple[SectionView, ...]:
        views, count = [], 0
        for section in sections:
            numbered = section.numbered and bool(section.heading)
            count += numbered
            number = f"{above}.{count}".lstrip(".") if numbered else ""
            heading, blocks = self._inline(section.heading), self._blocks(section.text)
            items = tuple(self._inline(item) for item in section.items)
            below = self._sections(getattr(section, "sections", ()), number, level + 1)
            views.append(SectionView(number, level, heading, blocks, items, below))
        return tuple(views)

    def _contact(self, contact: Contact | None) -> tuple[Tokens, str] | None:
        return (self._inline(contact.text), contact.email or "") if contact else None

    def _annex(self, annex: Annex, position: int) -> AnnexView:
        label = self._label("annex")
        if len(self.note.annexes) > 1:
            label += f" {_roman(position)}"
        return AnnexView(label, self._inline(annex.title), self._blocks(annex.text), annex.file)


def _text(content: str) -> Tokens:
    return (Token("text", "", 0, content=content),)


def _between(parts: Sequence[Tokens], separator: str) -> Tokens:
    joined: Tokens = ()
    for i, part in enumerate(parts):
        joined = (*joined, *(_text(separator) if i else ()), *part)
    return joined


def _roman(number: int) -> str:
    digits = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, letters in digits:
        text += letters * (number // value)
        number %= value
    return text

"""The view: a note in one reader's language, everything looked up, joined and numbered.

A format writes a view; it decides nothing that a reader of another format would see otherwise.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from notegen.formats.header import Header, RowView
from notegen.formats.numbering import roman
from notegen.formats.phrases import set_type
from notegen.languages.language import Language, choose_language
from notegen.records.footnotes import DISCLAIMER, Footnote, number_footnotes
from notegen.records.model import Annex, Note, Subsubsection
from notegen.records.symbols import write_symbol
from notegen.records.text import Tokens, parse_blocks, parse_inline, plain
from notegen.records.values import Contact

_MAIN = 2
"""The level of the sections that stand in no other; the note has the first."""


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
    """A part after the note; `file` is a PDF that follows, in a redline one that was `inserted`."""

    label: str
    title: Tokens
    blocks: Tokens
    file: str | None
    inserted: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """All that a page says."""

    language: Language
    title: Tokens
    event: str
    symbol: str
    version: str
    code: str
    draft: bool
    dates: str
    place: str
    issued: datetime.date | None
    rows: tuple[RowView, ...]
    sections: tuple[SectionView, ...]
    contact: tuple[Tokens, str] | None
    annexes: tuple[AnnexView, ...]
    footnotes: tuple[FootnoteView, ...]
    summary: str
    keywords: tuple[str, ...]


def view(note: Note, language: str | None = None) -> View:
    """The note in a language (default: its own); RenderError for one that notegen has no words of."""
    words = choose_language(language or note.language)
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
            event=plain(self._set(note.event.title)),
            symbol=(symbol := write_symbol(note.symbol, note.version)),
            version=str(note.version or ""),
            code=(note.source.url if note.source else symbol) if symbol else "",
            draft=note.status == "draft",
            dates=words.format_dates(note.event.dates),
            place=plain(Header(note, words, self._set).places()),
            issued=note.issued,
            rows=self._header.rows(),
            sections=self._sections(note.sections, "", _MAIN),
            contact=self._contact(note.contact),
            annexes=tuple(self._annex(annex, i) for i, annex in enumerate(note.annexes, 1)),
            footnotes=tuple(
                FootnoteView(i, footnote.mark, self._set(footnote.text)) for i, footnote in enumerate(self.footnotes, 1)
            ),
            summary=plain(self._set(note.summary)),
            keywords=note.keywords,
        )

    @property
    def _header(self) -> Header:
        return Header(self.note, self.words, self._inline)

    def _set(self, text: str | None) -> Tokens:
        return set_type(parse_inline(text), self.words) if text else ()

    def _inline(self, text: str | None) -> Tokens:
        return self._call(self._set(text))

    def _blocks(self, text: str | None) -> Tokens:
        return self._call(set_type(parse_blocks(text), self.words)) if text else ()

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
        tokens = self._set(self.note.title or self._header.label("title"))
        if self.note.disclaimer:
            mark = Token("footnote_mark", "", 0, content=DISCLAIMER)
            tokens = (*tokens, mark)
        return self._call(tokens)

    def _sections(self, sections: Sequence[Subsubsection], above: str, level: int) -> tuple[SectionView, ...]:
        views, count = [], 0
        for section in sections:
            # Below a section without a number "1" would be that of another one.
            numbered = section.numbered and bool(section.heading) and bool(above or level == _MAIN)
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
        label = self._header.label("annex")
        if len(self.note.annexes) > 1:
            label += f" {roman(position).upper()}"
        return AnnexView(label, self._inline(annex.title), self._blocks(annex.text), annex.file)

"""A note as one sequence of blocks, in the order of its page: what the templates are for HTML."""

from collections.abc import Iterator
from dataclasses import dataclass

from notegen.formats.header import GroupView, RowView
from notegen.formats.tree import (
    Block,
    Blocks,
    Emphasis,
    Heading,
    Inlines,
    Items,
    Link,
    Paragraph,
    Words,
    read_blocks,
    read_inlines,
)
from notegen.formats.view import AnnexView, SectionView, View
from notegen.languages.language import Language


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the header: its label with the colon, what parts it from the text, and a paragraph for each group."""

    label: str
    space: str
    grouped: bool
    paragraphs: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote with its mark."""

    mark: str
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Page:
    """All that a page says; `draft` is the word for a draft, or ""."""

    language: Language
    draft: str
    symbol: str
    title: Inlines
    rows: tuple[Row, ...]
    body: Blocks
    footnotes: tuple[Footnote, ...]


def lay_page(view: View) -> Page:
    """The view as blocks."""
    body = [*_sections(view.sections)]
    if view.contact:
        text, email = view.contact
        address: Inlines = (Link(f"mailto:{email}", (Words(email),), bare=True),) if email else ()
        between: Inlines = (Words(" "),) if text and email else ()
        body.append(Paragraph((*read_inlines(text), *between, *address), apart=True))
    for annex in view.annexes:
        body += _annex(annex)
    return Page(
        language=view.language,
        draft=view.language.labels.draft if view.draft else "",
        symbol=view.symbol,
        title=read_inlines(view.title),
        rows=tuple(_row(row, view.language) for row in view.rows),
        body=tuple(body),
        footnotes=tuple(Footnote(note.mark, read_inlines(note.text)) for note in view.footnotes),
    )


def _row(row: RowView, language: Language) -> Row:
    colon = language.lists.colon.rstrip(" ")
    space = language.lists.colon[len(colon) :]
    last = len(row.groups) - 1
    groups = tuple(
        _group(group, language, "" if i == last else language.lists.end) for i, group in enumerate(row.groups)
    )
    return Row(row.label + colon, space, bool(groups), groups or (read_inlines(row.text),))


def _group(group: GroupView, language: Language, end: str) -> Inlines:
    colon = language.lists.colon.rstrip(" ")
    heading = Emphasis((*read_inlines(group.heading), Words(colon)))
    space = language.lists.colon[len(colon) :]
    return (heading, *((Words(space),) if space else ()), *read_inlines(group.text), *((Words(end),) if end else ()))


def _sections(sections: tuple[SectionView, ...]) -> Iterator[Block]:
    for section in sections:
        if section.heading:
            yield Heading(section.level, read_inlines(section.heading), section.number)
        yield from read_blocks(section.blocks)
        if section.items:
            yield Items(tuple((Paragraph(read_inlines(item)),) for item in section.items))
        yield from _sections(section.sections)


def _annex(annex: AnnexView) -> Iterator[Block]:
    yield Heading(2, read_inlines(annex.title), label=annex.label)
    yield from read_blocks(annex.blocks)
    if annex.file:
        yield Paragraph((Words(annex.file),))

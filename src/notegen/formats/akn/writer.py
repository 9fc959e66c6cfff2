"""A note as Akoma Ntoso 3.0 (OASIS LegalDocumentML), for archives of documents and for libraries.

A `doc` as the profile for the United Nations (AKN4UN) has it: the head of the note in the preface, its
numbered parts as sections, its footnotes at their marks, its annexes as attachments.
https://docs.oasis-open.org/legaldocml/akn-core/v1.0/akn-core-v1.0-part1-vocabulary.html
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from notegen.formats.akn.content import Writer
from notegen.formats.akn.elements import Part, append, element, serialize
from notegen.formats.akn.metadata import DOCUMENT, describe
from notegen.formats.manuscript import Manuscript
from notegen.formats.page import Page, Row, lay_page
from notegen.formats.tree import Items, Paragraph, Strong, Words, read_blocks, read_inlines
from notegen.formats.view import AnnexView, SectionView
from notegen.records.model import Note

_LEVELS = {2: ("section", "sec"), 3: ("subsection", "subsec"), 4: ("clause", "cl")}


def write(manuscript: Manuscript) -> bytes:
    """The note as an XML document."""
    note, view, publisher = manuscript.note, manuscript.view, manuscript.around.publisher
    page = lay_page(view)
    writer = Writer(view, tuple(footnote.inlines for footnote in page.footnotes))
    body = [part for i, section in enumerate(view.sections, 1) for part in _section(writer, section, "", i)]
    document = element(
        "doc",
        describe(note, view, publisher),
        element("preface", *_preface(writer, page)),
        element("mainBody", *(body or [element("p")])),
        name=DOCUMENT,
    )
    if view.contact:
        text, email = view.contact
        address: list[Part] = [" ", element("a", email, href=f"mailto:{email}")] if email else []
        contact = element("p", *writer.inlines(read_inlines(text)), *address, class_="contact")
        document.append(element("conclusions", contact))
    if view.annexes:
        annexes = (_annex(writer, note, publisher, annex, i) for i, annex in enumerate(view.annexes, 1))
        document.append(element("attachments", *annexes))
    return serialize(element("akomaNtoso", document))


def _preface(writer: Writer, page: Page) -> Iterator[ET.Element]:
    if page.draft or page.symbol:
        masthead = element("p", class_="masthead")
        if page.draft:
            append(masthead, element("docStatus", page.draft))
        if page.symbol:
            append(masthead, *([" "] if page.draft else []), element("docNumber", page.symbol))
        yield masthead
    yield element("p", element("docTitle", *writer.inlines(page.title)))
    for row in page.rows:
        yield _row(writer, row)


def _row(writer: Writer, row: Row) -> ET.Element:
    label = (Strong((Words(row.label),)), Words(row.space or " "))
    if not row.grouped:
        return element("p", *writer.inlines((*label, *row.paragraphs[0])), class_="row")
    groups = (element("p", *writer.inlines(group), class_="group") for group in row.paragraphs)
    name = element("p", *writer.inlines(label[:1]), class_="row")
    return element("container", name, *groups, name="groups")


def _section(writer: Writer, section: SectionView, above: str, position: int) -> Iterator[ET.Element]:
    tag, short = _LEVELS[section.level]
    eid = f"{above}__{short}_{position}".removeprefix("__")
    found = element(tag, eId=eid)
    if section.number:
        found.append(element("num", f"{section.number}."))
    if section.heading:
        found.append(element("heading", *writer.inlines(read_inlines(section.heading))))
    blocks = read_blocks(section.blocks)
    if section.items:
        blocks = (*blocks, Items(tuple((Paragraph(read_inlines(item)),) for item in section.items)))
    for i, block in enumerate(blocks, 1):
        para = f"{eid}__para_{i}"
        found.append(element("paragraph", element("content", *writer.block(block, para)), eId=para))
    for i, inner in enumerate(section.sections, 1):
        found.extend(_section(writer, inner, eid, i))
    if not blocks and not section.sections:
        found.append(element("content", element("p")))
    yield found


def _annex(writer: Writer, note: Note, publisher: str, annex: AnnexView, position: int) -> ET.Element:
    eid = f"annex_{position}"
    blocks = [*writer.blocks(read_blocks(annex.blocks), eid)]
    if annex.file:
        blocks.append(element("p", element("a", annex.file, href=annex.file)))
    title = writer.inlines(read_inlines(annex.title))
    document = element(
        "doc",
        describe(note, writer.view, publisher, eid),
        element("preface", element("p", element("docTitle", *title))),
        element("mainBody", *(blocks or [element("p")])),
        name="annex",
    )
    return element("attachment", element("heading", annex.label), document, eId=eid)

"""The facts that are read from a finished PDF."""

import io
from typing import Any

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from notegen.errors import FinishingError
from notegen.finishing.content import read_page
from notegen.finishing.inspect import Bookmark, inspect
from notegen.finishing.survey import AttachedFile
from notegen.formats.pdf.engine import write_pdf
from sheets import RECORD, sample, sheet


@pytest.fixture(scope="module", name="content")
def write_sample() -> bytes:
    return write_pdf(sample())


def test_the_outline_has_titles_and_pages(content: bytes) -> None:
    [title] = inspect(content).outline
    assert title == Bookmark("Information Note", 1, (Bookmark("Objectives", 1), Bookmark("Background", 1)))


def test_links_have_their_page_their_target_and_their_words(content: bytes) -> None:
    links = inspect(content).links
    assert (links[0].page, links[0].target, links[0].contents) == (1, "note-official", "Footnote 1")
    assert {link.target for link in links if link.page == 2} >= {"mailto:1540experts@un.org"}


def test_attachments_are_listed(content: bytes) -> None:
    assert inspect(content).attachments == (
        AttachedFile("note.yaml", "application/yaml", "Source", "Event record", len(RECORD.content)),
    )


def test_a_document_without_structure_has_an_empty_tree() -> None:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.setTitle("Café")
    canvas.drawString(72, 72, "Plain text")
    canvas.save()
    facts = inspect(made.getvalue())
    assert (facts.tree, facts.claims, facts.title, facts.language) == ({}, (), "Café", "")
    assert [(font.name, font.embedded) for font in facts.fonts] == [("Helvetica", False)]
    with pikepdf.open(made) as pdf:
        assert read_page(pdf.pages[0]).loose == "Plain text"


def test_words_given_for_content_replace_what_is_painted() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(sheet("<p>Text</p>")))) as pdf:
        page = pdf.pages[0]
        page.Contents.write(page.Contents.read_bytes().replace(b"/MCID 0", b"/MCID 0 /ActualText (Words)", 1))
        made = io.BytesIO()
        pdf.save(made)
    assert inspect(made.getvalue()).tree["children"] == [{"role": "P", "text": "Words"}]


def spoil(content: bytes, change: Any) -> bytes:
    """A file with its structure changed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf.Root.StructTreeRoot.K[0])
        made = io.BytesIO()
        pdf.save(made)
    return made.getvalue()


def circle(root: Any) -> None:
    root.K[0].K = root


def stray(root: Any) -> None:
    root.K[0].K = 999


@pytest.mark.parametrize("change", [circle, stray])
def test_a_broken_structure_is_an_error_of_ours(content: bytes, change: Any) -> None:
    with pytest.raises(FinishingError, match="broken"):
        inspect(spoil(content, change))


def test_what_is_no_pdf_is_an_error_of_ours(content: bytes) -> None:
    for broken in (b"no PDF", b"%PDF-1.7\n%%EOF"):
        with pytest.raises(FinishingError, match=r"broken|no PDF"):
            inspect(broken)


def test_a_locked_pdf_is_an_error_of_ours(content: bytes) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(FinishingError, match="password"):
        inspect(locked.getvalue())

"""Annexes that are files: their pages follow the note in its PDF, which claims no more than they keep."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas

import notegen
from notegen.errors import FinishingError
from notegen.finishing import Bookmark, extract, inspect
from notegen.finishing.annexes import MAX_PAGES, examine
from notegen.finishing.joining import join
from notegen.formats.pdf.engine import write_pdf
from processes import run
from sheets import sample
from verapdf import Flavour, Validate

RECORD = """\
event: {title: Workshop on seals, dates: 2019-05-07}
disclaimer: For information.
sections:
  - {heading: Background, text: "Text.[^one]"}
footnotes: {one: A note.}
annexes:
  - {title: Programme, text: The day.}
  - {title: List of documents, file: papers/list.pdf}
  - {title: Statement, text: Words.}
"""


def draw(sizes: list[tuple[float, float]]) -> bytes:
    """Pages without structure, each with its number."""
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    for number, size in enumerate(sizes, 1):
        canvas.setPageSize(size)
        canvas.drawString(72, 72, f"Plain page {number}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def set_page(html: str, variant: str) -> bytes:
    made: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)
    return made


def change(content: bytes, how: Callable[[pikepdf.Pdf], Any]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        how(pdf)
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


@pytest.fixture(scope="module")
def tagged() -> bytes:
    """A PDF with everything, PDF/UA-1 and PDF/A-3a, of two pages."""
    return write_pdf(sample())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    (tmp_path / "note.yaml").write_text(RECORD)
    return tmp_path


def put(folder: Path, annex: bytes) -> Path:
    (folder / "papers" / "list.pdf").write_bytes(annex)
    return folder / "note.yaml"


def make(folder: Path, annex: bytes, *, language: str | None = None) -> notegen.Document:
    return notegen.render(notegen.load(put(folder, annex)), language=language)


def walk(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for child in tree.get("children", ()):
        yield from walk(child)


# The pages


def test_the_pages_of_an_annex_stand_between_those_of_its_neighbours(folder: Path) -> None:
    facts = inspect(make(folder, draw([A4, landscape(A3), A4])).content)
    assert facts.pages == 1 + 1 + 3 + 1
    assert facts.outline == (
        Bookmark(
            "Information note",
            1,
            (
                *(Bookmark("1. Background", 1), Bookmark("Annexes", 1), Bookmark("Annex I Programme", 2)),
                *(Bookmark("Annex II List of documents", 3), Bookmark("Annex III Statement", 6)),
            ),
        ),
    )


def test_every_page_of_an_annex_has_a_head_and_a_number_and_its_own_size(folder: Path) -> None:
    content = make(folder, draw([A4, landscape(A3), A4])).content
    heads = [set(texts) for texts in inspect(content).artifacts]
    assert heads[3] >= {"List of documents", "Annex II – page 2 of 3", "4/6"}
    assert "Annex II – page 1 of 3" in heads[2]
    assert not any("Annex II" in text for page in (0, 1, 5) for text in heads[page])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        sizes = [tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in pdf.pages]
    assert sizes == [(595, 842)] * 3 + [(1191, 842)] + [(595, 842)] * 2


@pytest.mark.parametrize(
    ("language", "head"),
    [("fr", "Annexe II – page 2 sur 2"), ("zh", "附件 II，第2页，共2页"), ("ar", "المرفق II – الصفحة 2 من 2")],
)
def test_the_head_is_written_in_the_language_of_the_note(folder: Path, language: str, head: str) -> None:
    content = make(folder, draw([A4, A4]), language=language).content
    facts = inspect(content)
    assert [part["alt"] for part in walk(facts.tree) if part["role"] == "Figure"][1] == head
    if language != "ar":  # what stands outside of the structure is told as it is painted
        assert head in facts.artifacts[3]


def test_the_note_has_a_list_of_its_annexes_with_links_and_pages(folder: Path) -> None:
    facts = inspect(make(folder, draw([A4, A4])).content)
    links = {link.contents: (link.page, link.target) for link in facts.links}
    assert links["Annex II: List of documents 3"] == (1, "annex-2")
    assert links["Annex III: Statement 5"] == (1, "annex-3")
    assert not any("annex:" in target for _, target in links.values()), "no place is left without its page"


def test_a_page_that_is_turned_stands_upright(folder: Path) -> None:
    turned = change(draw([A4]), lambda pdf: pdf.pages[0].obj.update(Dictionary(Rotate=90)))
    assert examine(turned).pages[0].width == pytest.approx(842, abs=1)
    content = make(folder, turned).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert float(pdf.pages[2].mediabox[2]) == pytest.approx(842, abs=1)


def test_the_same_bytes_come_out_and_the_annex_is_inside(folder: Path, tagged: bytes) -> None:
    content = make(folder, tagged).content
    assert make(folder, tagged).content == content
    assert extract(content)["papers/list.pdf"] == tagged
    found = notegen.verify(content)
    assert found.verdict == "identical"
    assert found.recipe is not None
    assert re.search(r", qpdf \d+\.\d+\.\d+$", found.recipe.engine)
    run(["render", "note.yaml", "-o", "again.pdf"], folder)
    assert (folder / "again.pdf").read_bytes() == content


# What is claimed


def test_an_annex_that_conforms_keeps_the_claims_and_its_structure(folder: Path, tagged: bytes) -> None:
    document = make(folder, tagged)
    facts = inspect(document.content)
    assert facts.claims == ("PDF/A-3a", "PDF/UA-1")
    assert not [warning for warning in document.warnings if warning.code == "annex-conformance"]
    parts = list(walk(facts.tree))
    assert [part["text"] for part in parts if part["role"] == "H3"][:1] == ["Information Note1"], (
        "its title, two levels down"
    )
    assert {"annex-2-note-official", "note-1"} <= {part.get("id") for part in parts}
    own = [part for part in walk(inspect(tagged).tree) if part["role"] in ("P", "LI", "TD")]
    assert len([part for part in parts if part["role"] in ("P", "LI", "TD")]) >= len(own)


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_a_note_with_an_annex_that_conforms_conforms(
    folder: Path, tagged: bytes, verapdf: Validate, flavour: Flavour
) -> None:
    path = folder / "note.pdf"
    path.write_bytes(make(folder, tagged).content)
    assert verapdf([path], flavour) == {path: []}


def test_an_annex_without_structure_takes_the_claims_away_and_the_place_is_told(folder: Path) -> None:
    document = make(folder, draw([A4]))
    facts = inspect(document.content)
    assert facts.claims == ()
    [warning] = [warning for warning in document.warnings if warning.code == "annex-conformance"]
    assert warning.place is not None
    assert warning.summary().startswith(f'{folder / "note.yaml"}:8:38: warning: "papers/list.pdf" has no structure')
    assert "so the PDF claims neither PDF/UA nor PDF/A" in warning.message
    [figure] = [part for part in walk(facts.tree) if part.get("alt") == "Annex II – page 1 of 1"]
    assert figure["role"] == "Figure"


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_an_annex_that_is_archivable_only_keeps_that(folder: Path, verapdf: Validate) -> None:
    document = make(folder, set_page("<html lang=en><title>x</title><p>Words.", "pdf/a-3b"))
    assert inspect(document.content).claims == ("PDF/A-3b",)
    [warning] = [warning for warning in document.warnings if warning.code == "annex-conformance"]
    assert warning.message.endswith("so the PDF claims PDF/A-3b only")
    path = folder / "note.pdf"
    path.write_bytes(document.content)
    assert verapdf([path], "3b") == {path: []}


def lie(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def test_a_claim_that_cannot_be_true_is_not_believed(folder: Path, tagged: bytes) -> None:
    assert inspect(make(folder, change(tagged, lie)).content).claims == ("PDF/A-3b",)


def comment(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"0 0 20 20 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 20, 20])
    note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([9, 9, 29, 29]), F=4, AP=Dictionary(N=form))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def test_comments_become_a_part_of_the_page_and_cost_the_claims(folder: Path, tagged: bytes) -> None:
    document = make(folder, change(tagged, comment))
    assert inspect(document.content).claims == ()
    assert any("fields or comments" in warning.message for warning in document.warnings)


# What cannot be an annex


def lock(content: bytes, user: str) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="o", user=user))
    return made.getvalue()


def add_layers(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary())


@pytest.mark.parametrize(
    ("annex", "told"),
    [
        (b"", "is empty"),
        (b"no PDF", "this is no PDF"),
        (draw([A4])[:300], "is broken"),
        (lock(draw([A4]), user="u"), "locked with a password"),
        (lock(draw([A4]), user=""), "is encrypted"),
        (draw([A4] * (MAX_PAGES + 1)), "has 501 pages; at most 500"),
        (change(draw([A4]), add_layers), "has layers"),
        (change(draw([A4]), lambda pdf: pdf.pages[0].obj.update(Dictionary(MediaBox=Array([0, 0, 0, 0])))), "no size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_follow_is_told_with_its_place(folder: Path, annex: bytes, told: str) -> None:
    [found] = [problem for problem in notegen.check(put(folder, annex)) if problem.code == "bad-annex"]
    assert told in found.message
    assert found.summary().startswith(f"{folder / 'note.yaml'}:8:38: error: ")
    with pytest.raises(notegen.InvalidRecord, match=told):
        notegen.render(notegen.load(folder / "note.yaml"))


@pytest.mark.parametrize("name", ["../list.pdf", "/etc/passwd", "papers/none.pdf", "https://un.org/a.pdf"])
def test_a_file_is_taken_from_the_folder_of_the_record_alone(folder: Path, name: str) -> None:
    (folder.parent / "list.pdf").write_bytes(draw([A4]))
    (folder / "note.yaml").write_text(RECORD.replace("papers/list.pdf", name))
    assert "bad-annex" in {problem.code for problem in notegen.check(folder / "note.yaml")}


def spoil(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].K[0].K = -1


def test_an_annex_whose_structure_is_broken_is_named(folder: Path, tagged: bytes) -> None:
    put(folder, change(tagged, spoil))
    ended = run(["render", "note.yaml"], folder)
    assert ended.returncode == 4
    assert b"note.yaml: error: annex 2 cannot follow: the PDF is broken" in ended.stderr
    assert not (folder / "note.pdf").exists()


def test_an_annex_that_is_not_given_is_an_error(folder: Path) -> None:
    with pytest.raises(FinishingError, match="no annex 2"):
        join(keep_place(), {})


def keep_place() -> bytes:
    """A page with a place for page 1 of annex 2, and its structure."""

    def add(pdf: pikepdf.Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 99, 99]), StructParent=99)
        link.A = Dictionary(S=Name.URI, URI=String("annex:2/1"))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])

    return change(write_pdf(sample()), add)


# On a screen


def test_on_a_screen_the_file_is_behind_a_link(folder: Path) -> None:
    page = notegen.render(notegen.load(put(folder, draw([A4]))), "html").content.decode()
    assert '<a download="list.pdf" href="data:application/pdf;base64,' in page
    assert ">papers/list.pdf</a>" in page

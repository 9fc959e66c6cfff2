"""Annexes that are files: their pages follow the note in its PDF, which claims no more than they keep."""

import io
import random
import re
from collections import Counter
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
from notegen.finishing.content import content_streams
from notegen.finishing.joining import join
from notegen.formats.document import Look
from notegen.formats.document import make as make_document
from notegen.formats.pdf.engine import write_pdf
from notegen.formats.pdf.sheet import Sheet
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


# Links and bookmarks


def draw_linked() -> bytes:
    """Two pages without structure, with bookmarks, and links to each other and to an address."""
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    canvas.setPageSize(A4)
    canvas.bookmarkPage("one")
    canvas.addOutlineEntry("First page", "one", 0)
    canvas.addOutlineEntry("A look ahead", "two", 1)
    canvas.linkAbsolute("to two", "two", Rect=(72, 690, 200, 715))
    canvas.linkURL("https://example.org/a", (72, 600, 200, 620))
    canvas.showPage()
    canvas.setPageSize(landscape(A3))
    canvas.bookmarkPage("two", fit="XYZ", left=72, top=710)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


LINKED = """<html lang=en><title>x</title><h1>First</h1>
<p>See <a href="#two">the second</a> and <a href="https://example.org/">the site</a>.</p><h2>Inner</h2><p>Text.</p>
<h1 id=two style="break-before: page">Second</h1><p>Words.</p>"""


def outline_of(content: bytes) -> tuple[Bookmark, ...]:
    """The bookmarks below that of the annex."""
    [own] = [entry for entry in inspect(content).outline[0].children if entry.title.startswith("Annex II ")]
    return own.children


def test_the_bookmarks_of_an_annex_hang_below_its_own(folder: Path) -> None:
    first = Bookmark("First page", 3, (Bookmark("A look ahead", 4),))
    assert outline_of(make(folder, draw_linked()).content) == (first,)
    content = make(folder, set_page(LINKED, "pdf/ua-1")).content
    assert outline_of(content) == (Bookmark("First", 3, (Bookmark("Inner", 3),)), Bookmark("Second", 4))
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        assert [child.is_closed for child in outline.root[0].children] == [False, False, False, True, False]


@pytest.mark.parametrize("annex", [draw_linked(), set_page(LINKED, "pdf/ua-1")], ids=["plain", "tagged"])
def test_links_within_an_annex_lead_to_where_its_pages_are_now(folder: Path, annex: bytes) -> None:
    facts = inspect(make(folder, annex).content)
    targets = [link.target for link in facts.links if link.page == 3]
    assert targets[0] == "page 4"
    assert targets[1].startswith("https://example.org/")
    roles = [part["role"] for part in walk(facts.tree) if part["role"] in ("Link", "Figure")]
    assert roles[-2:] == ["Link", "Link"] or roles[-4:] == ["Figure", "Link", "Link", "Figure"]


def test_a_link_goes_to_the_same_place_on_the_page(folder: Path) -> None:
    """The page is smaller than it was, and so is the way from its upper left corner."""
    content = make(folder, draw_linked()).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        link = next(annotation for annotation in pdf.pages[2].obj.Annots if "/Dest" in annotation)
        page, kind, left, top, _ = link.Dest
        assert (page.objgen, str(kind)) == (pdf.pages[3].obj.objgen, "/XYZ")
        content = b"".join(part.read_bytes() for part in content_streams(pdf.pages[3]))
        drawn = re.findall(rb"([-\d.]+) 0 0 ([-\d.]+) ([-\d.]+) ([-\d.]+) cm\s*/Annex", content)
        scale, _, x, y = map(float, drawn[0])
    assert (float(left), float(top)) == pytest.approx((72 * scale + x, 710 * scale + y), abs=0.1)
    assert 0.85 < scale < 1


def test_a_link_without_words_is_called_what_it_leads_to(folder: Path) -> None:
    def hush(pdf: pikepdf.Pdf) -> None:
        for link in pdf.pages[0].obj.Annots:
            if "/Contents" in link:
                del link.Contents

    facts = inspect(make(folder, change(draw_linked(), hush)).content)
    assert [link.contents for link in facts.links if link.page == 3] == [
        "Annex II – page 2 of 2",
        "https://example.org/a",
    ]


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_links_and_bookmarks_of_an_annex_conform(
    folder: Path, tagged: bytes, verapdf: Validate, flavour: Flavour
) -> None:
    """Links that its structure does not tell of get an element of their own, as in an annex without structure."""

    def add(pdf: pikepdf.Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([99, 99, 199, 120]), F=4)
        link.Dest = Array([pdf.pages[1].obj, Name.Fit])
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(link))

    path = folder / "note.pdf"
    path.write_bytes(make(folder, change(tagged, add)).content)
    facts = inspect(path.read_bytes())
    assert facts.claims == ("PDF/A-3a", "PDF/UA-1")
    assert "page 4" in [link.target for link in facts.links if link.page == 3]
    assert outline_of(path.read_bytes())
    assert verapdf([path], flavour) == {path: []}


def test_the_links_of_an_annex_without_structure_break_no_rule_that_it_does_not_break_itself(
    folder: Path, verapdf: Validate
) -> None:
    path = folder / "note.pdf"
    path.write_bytes(make(folder, draw_linked()).content)
    assert {failure.clause for failure in verapdf([path], "ua1")[path]} <= {"5", "7.21.4.1"}, "claims and fonts"


def test_what_cannot_come_along_is_told(folder: Path, tagged: bytes) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        for action in (
            Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit])),
            Dictionary(S=Name.URI, URI=String("javascript:alert(1)")),
            Dictionary(S=Name.GoTo, D=String("nowhere")),
        ):
            link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 29, 29]), F=4, A=action)
            pdf.pages[0].obj.Annots.append(pdf.make_indirect(link))
        pdf.Root.Outlines.First.A = Dictionary(S=Name.GoToR, F=String("other.pdf"))
        del pdf.Root.Outlines.First.Dest

    document = make(folder, change(tagged, add))
    [warning] = [warning for warning in document.warnings if warning.code == "annex-left-behind"]
    assert warning.summary().startswith(f"{folder / 'note.yaml'}:8:38: warning: ")
    assert warning.message == (
        'not all of "papers/list.pdf" comes along: 3 links to other files, to programs or to nowhere; 1 attached file; '
        "where 1 bookmark leads"
    )
    assert b"javascript" not in document.content
    assert outline_of(document.content)[0] == Bookmark(
        "Information Note", None, outline_of(document.content)[0].children
    )


def turn_round(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Next = pdf.Root.Outlines.First
    pdf.Root.Outlines.First.First = pdf.Root.Outlines.First


def test_bookmarks_in_a_circle_come_to_an_end(folder: Path, tagged: bytes) -> None:
    assert [entry.title for entry in outline_of(make(folder, change(tagged, turn_round)).content)] == [
        "Information Note"
    ]


# Damage


def mislead(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].K[0].K = 99


def misname(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].obj.Resources.Font


@pytest.mark.parametrize(
    ("how", "said"),
    [(mislead, "has structure that does not fit its pages"), (misname, "has pages that name what is not there")],
)
def test_an_annex_that_is_not_what_it_claims_costs_the_claims(
    folder: Path, tagged: bytes, how: Callable[[pikepdf.Pdf], Any], said: str
) -> None:
    document = make(folder, change(tagged, how))
    assert "PDF/UA-1" not in inspect(document.content).claims
    [warning] = [warning for warning in document.warnings if warning.code == "annex-conformance"]
    assert said in warning.message


def test_an_annex_with_a_flipped_bit_is_refused_or_its_note_can_be_read(folder: Path, tagged: bytes) -> None:
    """The pages that wait for the annex are laid out once, for they are the same each time."""
    laid_out = list[bytes]()

    def lay_out(sheet: Sheet) -> bytes:
        if not laid_out:
            laid_out.append(write_pdf(sheet))
        return laid_out[0]

    rng, ends = random.Random(1540), Counter[str]()
    for _ in range(80):
        damaged = bytearray(tagged)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        try:
            content = make_document(notegen.load(put(folder, bytes(damaged))), "pdf", Look(), lay_out).content
        except (notegen.InvalidRecord, FinishingError) as error:
            ends[type(error).__name__] += 1
            continue
        ends["made"] += 1
        assert inspect(content).pages == 5
    assert ends["made"] > 40, ends
    assert ends["InvalidRecord"] > 8, ends


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
    pdf.Root.StructTreeRoot.K[0].K[0].A = Dictionary(O=Name.Table, Headers=5)


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

"""Work on finished PDFs: files put in and taken out, signatures seen, hostile files refused."""

import contextlib
import io
import logging
import re
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from notegen.errors import FinishingError
from notegen.finishing import Difference, File, attach, extract, find_differences, inspect, survey
from notegen.finishing.opening import MAX_PAGES
from notegen.formats.pdf.engine import write_pdf
from sheets import RECORD, sample

TEXT = File("words.txt", "text/plain", "Some words", "Data", b"words")


@pytest.fixture(scope="module", name="content")
def write_sample() -> bytes:
    return write_pdf(sample())


def change(content: bytes, how: Callable[[pikepdf.Pdf], Any]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        how(pdf)
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


# Attachments


def test_what_is_attached_is_taken_out_again(content: bytes) -> None:
    assert extract(content) == {"note.yaml": RECORD.content}
    assert extract(attach(content, [TEXT])) == {"note.yaml": RECORD.content, "words.txt": b"words"}
    assert attach(content, [TEXT]) == attach(content, [TEXT])


def test_a_file_of_the_same_name_is_replaced_and_associated_once(content: bytes) -> None:
    twice = attach(attach(content, [TEXT]), [File("words.txt", "text/plain", "", "Data", b"others")])
    assert extract(twice)["words.txt"] == b"others"
    with pikepdf.open(io.BytesIO(twice)) as pdf:
        assert len(pdf.Root.AF) == 2


# Signatures


def sign(pdf: pikepdf.Pdf, covered: list[int] | None) -> None:
    field = Dictionary(FT=Name.Sig, T=pikepdf.String("Approval"))
    if covered is not None:
        field.V = Dictionary(
            Type=Name.Sig, SubFilter=Name("/ETSI.CAdES.detached"), ByteRange=Array(covered), Name=pikepdf.String("M")
        )
    group = Dictionary(T=pikepdf.String("Office"), Kids=Array([pdf.make_indirect(field)]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(group)]))


def test_fields_for_signatures_tell_how_much_they_cover(content: bytes) -> None:
    [empty] = survey(change(content, lambda pdf: sign(pdf, None))).signatures
    assert (empty.field, empty.signed) == ("Office.Approval", False)
    [part] = survey(change(content, lambda pdf: sign(pdf, [0, 100, 200, 50]))).signatures
    assert (part.signed, part.signer, part.kind, part.covered, part.whole) == (
        *(True, "M", "ETSI.CAdES.detached"),
        *(150, False),
    )
    length = len(change(content, lambda pdf: sign(pdf, [0, 100, 200, 99999])))
    [whole] = survey(change(content, lambda pdf: sign(pdf, [0, 100, 200, length - 200]))).signatures
    assert whole.whole or len(str(length - 200)) != 5


# Differences


def test_the_same_bytes_have_no_differences(content: bytes) -> None:
    assert find_differences(content, content) == ()


def retitle(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = pikepdf.String("Another")


def repaint(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents.write(page.Contents.read_bytes() + b" 0 0 10 10 re f")


def drop_page(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot
    del pdf.pages[-1]


def swap_font(pdf: pikepdf.Pdf) -> None:
    font = next(o for o in pdf.objects if isinstance(o, Dictionary) and "/FontFile2" in o)
    font.FontFile2.write(font.FontFile2.read_bytes() + b"x")


def retag(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].K[0].S = Name.P


@pytest.mark.parametrize(
    ("how", "area", "told"),
    [
        (retitle, "metadata", "Title: Another in place of Information Note"),
        (repaint, "look", "page 1 is painted in another way"),
        (drop_page, "pages", r" in place of \d pages"),
        (swap_font, "fonts", " is another"),
        (retag, "structure", "tags"),
        (lambda pdf: None, "bytes", "with the same content"),
    ],
)
def test_a_difference_is_told_where_it_is(
    content: bytes, how: Callable[[pikepdf.Pdf], Any], area: str, told: str
) -> None:
    found = find_differences(change(content, how), content)
    assert area in {difference.area for difference in found}
    assert any(re.search(told, difference.told) for difference in found if difference.area == area)


def test_what_was_added_at_the_end_is_told(content: bytes) -> None:
    assert find_differences(content + b"%more", content)[0] == Difference(
        "revision", "5 bytes were added after the document was finished"
    )


# Hostile files


def bomb(pdf: pikepdf.Pdf) -> None:
    stream = Stream(pdf, zlib.compress(bytes(300_000_000), 1))
    stream.Filter = Name.FlateDecode
    pdf.pages[0].Contents = stream


def bomb_attached(pdf: pikepdf.Pdf) -> None:
    bomb(pdf)
    stream = pdf.make_indirect(pdf.pages[0].Contents)
    pdf.pages[0].Contents = pdf.make_stream(b"")
    pdf.attachments["note.yaml"].obj.EF.F = stream


def many_pages(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids = Array([pdf.pages[0].obj] * (MAX_PAGES + 1))
    pdf.Root.Pages.Count = MAX_PAGES + 1


def page_circle(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids = Array([pdf.Root.Pages])


def form_circle(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"/X Do /X Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].Resources.XObject = Dictionary(X=form)
    pdf.pages[0].Contents = pdf.make_stream(b"/X Do")


def outline_circle(pdf: pikepdf.Pdf) -> None:
    item = pdf.Root.Outlines.First
    item.Next = item
    item.First = item


def structure_bomb(pdf: pikepdf.Pdf) -> None:
    element = pdf.make_indirect(Dictionary(S=Name.P))
    for _ in range(30):
        element = pdf.make_indirect(Dictionary(S=Name.Div, K=Array([element] * 10)))
    pdf.Root.StructTreeRoot.K = element


def field_circle(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(Dictionary(T=pikepdf.String("a")))
    field.Kids = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def name_circle(pdf: pikepdf.Pdf) -> None:
    tree = pdf.make_indirect(Dictionary())
    tree.Kids = Array([tree])
    pdf.Root.Names.EmbeddedFiles = tree


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (bomb, "grows over 100 MB"),
        (bomb_attached, "grows over 100 MB"),
        (many_pages, "more than 5000 pages"),
        (page_circle, "broken"),
        (form_circle, "without end"),
        (structure_bomb, "no end"),
    ],
)
def test_a_hostile_pdf_is_refused(content: bytes, how: Callable[[pikepdf.Pdf], Any], told: str) -> None:
    with pytest.raises(FinishingError, match=told):
        inspect(change(content, how))


@pytest.mark.parametrize("how", [field_circle, name_circle, outline_circle])
def test_a_circle_ends(content: bytes, how: Callable[[pikepdf.Pdf], Any]) -> None:
    hostile = change(content, how)
    for work in (inspect, survey, extract):
        with contextlib.suppress(FinishingError):
            work(hostile)


def test_a_pdf_that_is_cut_is_refused_at_every_place(content: bytes) -> None:
    for end in range(0, len(content) - 10, len(content) // 40):
        with pytest.raises(FinishingError, match=r"broken|empty"):
            inspect(content[:end])


def test_metadata_that_is_broken_makes_no_noise(content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    assert logging.getLogger("pikepdf").handlers
    survey(change(content, lambda pdf: pdf.Root.Metadata.write(b"<x:xmpmeta><rdf:8></x:xmpmeta>")))
    assert capfd.readouterr() == ("", "")

"""How the head of a note stands on its first page: the code beside its symbol, the mark on its title."""

import ctypes
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import ImageOps

import notegen
from notegen.languages.language import find_language
from processes import FOUNDING_NOTE, ROOT

CUENCAS = ROOT / "examples" / "cuencas"
MARGIN = 22 / 25.4 * 72  # points
POINTS = 0.75  # of a pixel of CSS, in which the engine writes
SCALE = 4  # pixels for each point


def first_page(note: notegen.Note) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(notegen.render(note).content)[0]


@pytest.mark.parametrize("name", ["2009-09-08-san-jose", "2009-09-08-san-jose.ar"])
def test_a_code_is_flush_with_the_text(name: str) -> None:
    note = notegen.load(FOUNDING_NOTE.with_name(f"{name}.yaml"))
    page = first_page(note.model_copy(update={"symbol": "S/AC.44/2009/INF.4"}))
    picture = page.render(scale=SCALE).to_pil().convert("L")
    left, _, right, _ = ImageOps.invert(picture.crop((0, 0, picture.width, 90 * SCALE))).getbbox() or (0, 0, 0, 0)
    from_edge = left if note.language == "ar" else picture.width - right
    assert from_edge / SCALE == pytest.approx(MARGIN, abs=0.5)


@pytest.mark.parametrize(
    ("path", "share"),
    [(FOUNDING_NOTE, 0.35), (FOUNDING_NOTE.with_suffix(".zh.yaml"), 0.43), (CUENCAS / "2024-05-titicaca.yaml", 0.35)],
)
def test_the_mark_on_a_title_is_raised_by_a_share_of_the_size_of_the_title(path: Path, share: float) -> None:
    note = notegen.load(path)
    text = first_page(note).get_textpage()
    title = note.title or find_language(note.language).labels.title
    at, count = text.search(title).get_next() or (0, 0)
    behind = next(i for i in range(at + count, at + count + 2) if text.get_text_range(i, 1) in "1*")
    x, letter, mark = ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, at, x, letter)
    pdfium.FPDFText_GetCharOrigin(text, behind, x, mark)
    size = pdfium.FPDFText_GetFontSize(text, at) * POINTS
    assert mark.value - letter.value == pytest.approx(share * size, abs=0.5)

"""Footnotes stand at the foot of the page that has their mark; one that cannot is told."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import weasyprint

import notegen
from notegen.formats.pdf.engine import write_pdf
from notegen.series.processes.jobs import Job, Made
from notegen.series.processes.making import make
from processes import ROOT
from sheets import sheet
from test_examples import RECORDS

STRAY = ROOT / "tests" / "cases" / "footnotes" / "longer-than-a-page.yaml"

# The second line of the last paragraph does not fit on the first page, unless the note goes.
MARK = '<a class="footnote-call" id="call-1" href="#note-1">1</a>'
NOTE = '<span class="footnote" id="note-1"><a class="footnote-number" href="#call-1">1</a> The note.</span>'
BODY = f"<p>One.{MARK}{NOTE}</p>{'<p>Line.</p>' * 4}<p>First<br>second<br>third<br>fourth</p>"
STYLE = """
@page { size: 100mm; margin: 10mm }
html { font-size: 10pt; line-height: 10mm; orphans: 2; widows: 2 }
p { margin: 0 }
.footnote { line-height: 10mm; footnote-policy: line }
"""


def links(pdf: bytes) -> Iterator[tuple[str, int]]:
    """The links to places in a document: the name of the place, the page that has the link."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages):
            for annotation in page.get("/Annots", ()):
                if "/Dest" in annotation:
                    yield str(annotation.Dest), number


def away(pdf: bytes) -> list[str]:
    """The notes that do not stand on the page of their first mark, by the links there and back."""
    pages = dict(reversed(list(links(pdf))))
    return [name for name, page in pages.items() if name.startswith("note-") and pages[f"call-{name[5:]}"] != page]


@pytest.mark.parametrize("style", ["un", "plain"])
@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name.removesuffix(".yaml"))
def test_every_footnote_stands_on_the_page_of_its_first_mark(record: Path, style: str) -> None:
    document = notegen.render(notegen.load(record), style=style)
    assert away(document.content) == []
    assert [warning for warning in document.warnings if warning.code == "strayed-footnote"] == []


def test_a_paragraph_goes_before_a_footnote_does() -> None:
    asked = sheet(BODY, style=STYLE)
    assert away(write_pdf(asked)) == []
    # WeasyPrint as others use it is as it was, and this is still what it does.
    styles = [weasyprint.CSS(string=text) for text in asked.stylesheets]
    assert away(weasyprint.HTML(string=asked.html).write_pdf(stylesheets=styles)) == ["note-1"]


def test_a_footnote_that_fits_no_page_is_told_with_the_place_of_its_mark() -> None:
    document = notegen.render(notegen.load(STRAY))
    found = [warning for warning in document.warnings if warning.code == "strayed-footnote"]
    assert [warning.path for warning in found] == [("disclaimer",), ("sections", 0, "text")]
    run = subprocess.run(
        [sys.executable, "-m", "notegen", "render", STRAY, "-o", "/dev/null"], capture_output=True, text=True
    )
    for place, number in (("6:13", 1), ("11:16", 2)):
        assert f"{place}: warning: footnote {number} does not fit on the page of its mark" in run.stderr
    assert run.returncode == 0


def test_a_footnote_that_fits_no_page_is_told_in_a_series_too() -> None:
    made = make(Job(STRAY.read_bytes(), STRAY.name))
    assert isinstance(made, Made)
    assert [found.path[0] for found in made.diagnostics if found.code == "strayed-footnote"] == [
        "disclaimer",
        "sections",
    ]

"""The validator tells good from bad, so that its silence means something."""

from pathlib import Path

import pytest
import weasyprint

from verapdf import Flavour, NotValidatedError, Validate

NOTE = "<html lang=en><title>Note</title><h1>Note</h1><p>A <a href='https://un.org'>link</a>."


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.pdf"
    weasyprint.HTML(string=NOTE).write_pdf(path)
    return path


# WeasyPrint 70.0 leaves its colour profile open when it writes PDF/A.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize(
    ("flavour", "variant", "rules"),
    [
        ("ua1", "pdf/ua-1", {("7.1", 8), ("7.1", 11)}),  # no XMP metadata, no structure tree
        ("3a", "pdf/a-3a", {("6.6.2.1", 1), ("6.7.3.3", 1)}),
    ],
)
def test_a_conforming_pdf_passes_and_a_plain_one_beside_it_is_refused(
    verapdf: Validate,
    plain: Path,
    flavour: Flavour,
    variant: str,
    rules: set[tuple[str, int]],
) -> None:
    good = plain.with_name("name with é and space.pdf")
    weasyprint.HTML(string=NOTE).write_pdf(good, pdf_variant=variant)
    verdicts = verapdf([plain, good], flavour)
    assert rules <= {(failure.clause, failure.test) for failure in verdicts[plain]}
    assert verdicts[good] == []


def test_a_file_that_is_no_pdf_raises(verapdf: Validate, plain: Path) -> None:
    text = plain.with_name("text.pdf")
    text.write_text("not a PDF")
    with pytest.raises(NotValidatedError, match=r"text\.pdf"):
        verapdf([plain, text], "ua1")


def test_a_file_that_is_missing_raises(verapdf: Validate, plain: Path) -> None:
    with pytest.raises(NotValidatedError, match=r"missing\.pdf"):
        verapdf([plain, plain.with_name("missing.pdf")], "ua1")

"""The gallery of examples shows the notes as they are printed today.

Not the bytes are compared but what is in them and how the pages look, for a font may come in another version.
`make gallery` makes it anew.
"""

import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

import notegen
from notegen.finishing.inspect import Facts, inspect
from processes import ROOT

GALLERY = ROOT / "examples" / "gallery"
RECORDS = sorted((ROOT / "examples" / "unsc-1540").glob("2009-09-08-san-jose*.yaml"))
MAX_BYTES = 1_000_000
TOLERANCE = 1.5  # mean difference of two pictures in grey, of 255
STALE = "the gallery is stale: make gallery"


def test_the_gallery_has_the_founding_note_in_six_languages_and_is_small() -> None:
    names = {f"{record.stem}{ending}" for record in RECORDS for ending in (".pdf", ".png")}
    assert len(RECORDS) == 6
    assert {file.name for file in GALLERY.iterdir()} == {*names, "README.md"}
    text = (GALLERY / "README.md").read_text(encoding="utf-8")
    assert sorted(name for name in names if f"({name})" not in text) == []
    assert sum(file.stat().st_size for file in GALLERY.iterdir()) < MAX_BYTES


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_the_gallery_is_fresh(record: Path, tmp_path: Path) -> None:
    shown = GALLERY / f"{record.stem}.pdf"
    made = tmp_path / "made.pdf"
    made.write_bytes(notegen.render(notegen.load(record)).content)
    assert told(inspect(shown.read_bytes())) == told(inspect(made.read_bytes())), STALE
    assert [difference for difference in differences(shown, made, tmp_path) if difference > TOLERANCE] == [], STALE
    assert compare(first_page(made, tmp_path, 64), shown.with_suffix(".png")) <= TOLERANCE, STALE


def test_the_picture_on_the_front_page_is_fresh(tmp_path: Path) -> None:
    drawn = first_page(GALLERY / "2009-09-08-san-jose.pdf", tmp_path, 80)
    assert compare(drawn, ROOT / "docs" / "images" / "founding-note.png") <= TOLERANCE, STALE


def test_a_gallery_of_another_note_is_stale(tmp_path: Path) -> None:
    english, french = (GALLERY / f"2009-09-08-san-jose{ending}.pdf" for ending in ("", ".fr"))
    assert told(inspect(english.read_bytes())) != told(inspect(french.read_bytes()))
    assert max(differences(english, french, tmp_path)) > TOLERANCE


def told(facts: Facts) -> dict[str, object]:
    """What a PDF says, without the tables of its fonts."""
    return {
        "title": facts.title,
        "language": facts.language,
        "claims": facts.claims,
        "tree": facts.tree,
        "artifacts": facts.artifacts,
        "outline": facts.outline,
        "fonts": sorted(font.name for font in facts.fonts),
        "attachments": [(file.name, file.media_type, file.relationship, file.size) for file in facts.attachments],
    }


def first_page(pdf: Path, folder: Path, resolution: int) -> Path:
    options = ["-r", str(resolution), "-gray", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *options, pdf, folder / "first"], check=True)
    return folder / "first.png"


def differences(one: Path, other: Path, folder: Path) -> list[float]:
    """How far the pages of two PDFs differ, page by page; 255 where one has none."""
    drawn = []
    for name, pdf in (("one", one), ("other", other)):
        subprocess.run(["pdftoppm", "-r", "40", "-gray", "-png", pdf, folder / name], check=True)
        drawn.append(sorted(folder.glob(f"{name}-*.png")))
    if len(drawn[0]) != len(drawn[1]):
        return [255.0]
    return [compare(*pages) for pages in zip(*drawn, strict=True)]


def compare(one: Path, other: Path) -> float:
    """The mean difference of two pictures in grey; 255 where they are not of one size."""
    with Image.open(one) as left, Image.open(other) as right:
        if left.size != right.size:
            return 255.0
        return float(ImageStat.Stat(ImageChops.difference(left.convert("L"), right.convert("L"))).mean[0])

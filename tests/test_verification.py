"""The record that rides in a PDF comes out again, and makes the same PDF, byte by byte, or the difference is told."""

import functools
import io
import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

import notegen
from notegen.errors import FinishingError
from notegen.finishing import survey
from notegen.formats.pdf.engine import write_pdf
from notegen.formats.pdf.recipe import NAMESPACE, Recipe, read_recipe
from notegen.formats.verification import Verification, take_record, verify
from processes import ROOT, run
from verapdf import Flavour, Validate

CASES = Path(__file__).parent / "cases" / "render"
FOUNDING = ROOT / "examples" / "unsc-1540" / "2009-09-08-san-jose.yaml"
MINIMAL = "event: {title: Workshop on seals, dates: 2019-05-07}\n"
RECORDS = sorted(path for path in (ROOT / "examples").rglob("*.yaml") if path.name not in ("series.yaml", "names.yaml"))

once = functools.cache(write_pdf)
"""The engine, which is asked only once for the same page."""


@pytest.fixture(scope="module")
def founding() -> bytes:
    return notegen.render(notegen.load(FOUNDING)).content


@pytest.fixture(scope="module")
def everything() -> bytes:
    return notegen.render(notegen.load(CASES / "everything.yaml"), style="plain").content


def areas(found: Verification) -> set[str]:
    return {difference.area for difference in found.differences}


def change(content: bytes, how: Callable[[pikepdf.Pdf], Any]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        how(pdf)
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


# Taking the record out


def test_the_record_comes_out_as_it_was_rendered(founding: bytes) -> None:
    travelled = take_record(founding)
    note = notegen.load(FOUNDING)
    assert travelled.record.decode() == notegen.dumps(note)
    assert notegen.loads(travelled.record.decode()) == note


def test_pictures_travel_with_the_record(everything: bytes) -> None:
    files = take_record(everything).files
    assert files == {name: (CASES / name).read_bytes() for name in ("questions.svg", "rooms.png")}


def test_the_pdf_tells_how_it_was_made(everything: bytes) -> None:
    recipe = read_recipe(survey(everything, NAMESPACE).properties)
    assert recipe is not None
    assert (recipe.record, recipe.style, recipe.materials) == ("everything.yaml", "plain", ())
    assert re.fullmatch(r"\d+\.\d+\.\d+", recipe.version)
    assert re.fullmatch(r"WeasyPrint 70\.\d+, Pango 1\.\d+\.\d+", recipe.engine)


# The same again


@pytest.mark.slow
@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_every_example_is_identical_to_what_its_record_makes(record: Path) -> None:
    note = notegen.load(record)
    found = verify(notegen.render(note).content, series=note.origin.series_folder)
    assert (found.verdict, found.differences) == ("identical", ())


def test_a_note_with_pictures_is_identical_in_another_style_and_language(everything: bytes) -> None:
    assert verify(everything).verdict == "identical"
    note = notegen.load(CASES / "everything.yaml")
    assert verify(notegen.render(note, language="fr").content).verdict == "identical"


def test_a_record_wins_over_what_its_series_says_by_now(tmp_path: Path) -> None:
    """A record that takes back a default of its series does not get it again."""
    (tmp_path / "series.yaml").write_text("series: {id: s, title: S, publisher: P}\ndefaults: {status: draft}\n")
    (tmp_path / "a.yaml").write_text(MINIMAL + "status: final\n")
    content = notegen.render(notegen.load(tmp_path / "a.yaml")).content
    (tmp_path / "series.yaml").write_text("series: {id: s, title: S, publisher: Q}\ndefaults: {status: draft}\n")
    assert verify(content, series=tmp_path).verdict == "identical"


# What the series has of its own


@pytest.fixture
def series(tmp_path: Path) -> Path:
    folder = tmp_path / "series"
    for inner in ("styles", "templates"):
        (folder / inner).mkdir(parents=True)
    (folder / "series.yaml").write_text("series: {id: s, title: Seals}\nstyle: house\n")
    (folder / "names.yaml").write_text("organizations:\n  HO: {kind: national, names: {en: Harbour Office}}\n")
    un = (ROOT / "styles" / "un.css").read_text()
    (folder / "styles" / "house.css").write_text(un + "h1 { background: url(logo.svg) }")
    (folder / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    (folder / "templates" / "group.html").write_text((ROOT / "templates" / "group.html").read_text())
    (folder / "a.yaml").write_text(MINIMAL + "organizers: [HO]\n")
    return folder


def test_what_a_series_has_of_its_own_is_needed_and_named(series: Path) -> None:
    content = notegen.render(notegen.load(series / "a.yaml")).content
    recipe = read_recipe(survey(content, NAMESPACE).properties)
    assert recipe is not None
    named = [name for name, _ in recipe.materials]
    assert named == ["logo.svg", "names.yaml", "styles/house.css", "templates/group.html"]
    assert verify(content, series=series).verdict == "identical"
    alone = verify(content)
    assert alone.verdict == "differs"
    assert {difference.told for difference in alone.differences} >= {
        "styles/house.css of its series is needed: --series FOLDER",
        'it cannot be rendered again: there is no style "house"; there are plain, un',
    }


def test_what_the_series_has_changed_since_is_named(series: Path) -> None:
    content = notegen.render(notegen.load(series / "a.yaml")).content
    (series / "logo.svg").unlink()
    house = series / "styles" / "house.css"
    house.write_text(house.read_text().replace("h1 { background: url(logo.svg) }", "h1 { color: blue }"))
    found = verify(content, series=series)
    assert {difference.told for difference in found.differences if difference.area == "series"} == {
        f"logo.svg is not in {series}",
        "styles/house.css has changed since",
    }
    assert "look" in areas(found)


# Something else


def stranger() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.drawString(72, 72, "Plain text")
    canvas.save()
    return made.getvalue()


def test_a_pdf_of_someone_else_is_told_as_such() -> None:
    found = verify(stranger())
    assert (found.verdict, found.recipe, found.survey.claims) == ("foreign", None, ())
    with pytest.raises(FinishingError, match="carries no record"):
        take_record(stranger())


def test_a_pdf_that_tells_nothing_of_its_making_is_compared_all_the_same(founding: bytes) -> None:
    """notegen 0.1.0 made such."""

    def forget(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Metadata.write(re.sub(rb"<notegen:.*>\n", b"", pdf.Root.Metadata.read_bytes()))

    found = verify(change(founding, forget), write_pdf=once)
    assert found.recipe == Recipe("2009-09-08-san-jose.yaml", "un")
    assert areas(found) == {"version", "metadata"}


def rewrite(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    stream: Any = pdf.attachments["2009-09-08-san-jose.yaml"].obj.EF.F
    text = stream.read_bytes()
    assert old in text
    stream.write(text.replace(old, new))


def test_a_word_that_is_changed_in_the_record_is_caught(founding: bytes) -> None:
    changed = change(founding, lambda pdf: rewrite(pdf, b"Belize", b"Brazil"))
    found = verify(changed)
    assert found.verdict == "differs"
    told = next(difference.told for difference in found.differences if difference.area == "text")
    assert re.search(r'page 1: it says ".*Belize.*", the record ".*Brazil.*"', told)


def test_a_record_that_is_written_otherwise_is_caught(founding: bytes) -> None:
    found = verify(change(founding, lambda pdf: rewrite(pdf, b"notegen: 1", b"notegen:  1")))
    assert "record" in areas(found)


def test_a_record_with_errors_is_told(founding: bytes) -> None:
    found = verify(change(founding, lambda pdf: rewrite(pdf, b"event:", b"evnt:")))
    assert areas(found) == {"record"}
    assert "2009-09-08-san-jose.yaml:" in found.differences[0].told


def test_another_engine_is_told(founding: bytes) -> None:
    def age(pdf: pikepdf.Pdf) -> None:
        metadata = pdf.Root.Metadata
        metadata.write(metadata.read_bytes().replace(b"WeasyPrint 70", b"WeasyPrint 60"))

    [version, *_] = verify(change(founding, age), write_pdf=once).differences
    assert version.area == "version"
    assert "with WeasyPrint 60" in version.told
    assert "WeasyPrint 70" in version.told


# A changed byte is caught wherever it is


def parts(content: bytes) -> Iterator[tuple[str, list[int]]]:
    """Places in the file that hold the record, the pages, the fonts, the metadata, and all else."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = [
            entry.FontFile2 for entry in pdf.objects if isinstance(entry, pikepdf.Dictionary) and "/FontFile2" in entry
        ]
        streams = {
            "record": [spec.obj.EF.F for spec in pdf.attachments.values()],
            "pages": [page.Contents for page in pdf.pages],
            "fonts": fonts,
            "metadata": [pdf.Root.Metadata],
        }
        for name, held in streams.items():
            raw = [bytes(stream.read_raw_bytes()) for stream in held]
            yield name, [content.index(part) + at for part in raw for at in range(len(part))]
    yield "anything", list(range(len(content)))


def survives(content: bytes, at: int, bit: int) -> str:
    """What verifying says of the file with one bit turned over."""
    changed = bytearray(content)
    changed[at] ^= 1 << bit
    try:
        return verify(bytes(changed), write_pdf=once).verdict
    except FinishingError:
        return "broken"


@pytest.mark.parametrize("count", [2, pytest.param(120, marks=pytest.mark.slow)])
def test_a_changed_bit_is_never_called_identical(founding: bytes, count: int) -> None:
    chance = random.Random(6)
    for name, places in parts(founding):
        assert places
        for at in chance.sample(places, count):
            assert survives(founding, at, chance.randrange(8)) != "identical", (name, at)


def test_a_part_that_cannot_be_read_is_told_as_a_difference(founding: bytes) -> None:
    """The first bytes of a compressed stream say how it is compressed."""
    told = {}
    for name, places in parts(founding):
        changed = bytearray(founding)
        changed[places[0]] ^= 1
        if name != "anything":
            found = verify(bytes(changed), write_pdf=once)
            assert found.verdict == "differs"
            told[name] = next(one.told for one in found.differences if one.area == "damage").partition(" cannot")[0]
    assert told == {
        "record": "the attached file 2009-09-08-san-jose.yaml",
        "pages": "page 1",
        "fonts": told["fonts"],
        "metadata": "the metadata",
    }
    assert told["fonts"].startswith("the font Liberation-Serif")


def test_what_is_added_or_missing_at_the_end_is_never_called_identical(founding: bytes) -> None:
    assert verify(founding, write_pdf=once).verdict == "identical"
    assert areas(verify(founding + b"\n", write_pdf=once)) == {"revision"}
    assert verify(founding[:-1], write_pdf=once).verdict == "differs"


# The command line


@pytest.fixture
def folder(tmp_path: Path, founding: bytes, everything: bytes) -> Path:
    for name, content in {"a.pdf": founding, "b/c.pdf": everything, "d.PDF": founding[:-1] + b"x"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_extract_writes_the_record_to_standard_output_and_names_the_pictures(folder: Path) -> None:
    ended = run(["extract", "b/c.pdf"], folder)
    assert ended.returncode == 0
    assert ended.stdout.startswith(b"notegen: 1\nlanguage: en\nid: everything\n")
    assert ended.stderr.decode() == "2 files more in it: questions.svg, rooms.png; -o FOLDER/ writes them too\n"


def test_extract_writes_the_pictures_beside_the_record_and_the_same_pdf_is_made(folder: Path) -> None:
    ended = run(["extract", "b/c.pdf", "-o", "out/"], folder)
    assert ended.stderr.decode().split() == ["out/everything.yaml", "out/questions.svg", "out/rooms.png"]
    run(["render", "out/everything.yaml", "--style", "plain"], folder)
    assert (folder / "out" / "everything.pdf").read_bytes() == (folder / "b" / "c.pdf").read_bytes()


def test_extract_overwrites_nothing_with_something_else(folder: Path) -> None:
    assert run(["extract", "a.pdf", "-o", "a.yaml"], folder).returncode == 0
    assert run(["extract", "a.pdf", "-o", "a.yaml"], folder).returncode == 0
    ended = run(["extract", "b/c.pdf", "-o", "a.yaml"], folder)
    assert ended.returncode == 2
    assert b'"a.yaml" is there already' in ended.stderr
    assert not (folder / "rooms.png").exists()


def test_a_file_whose_name_leads_elsewhere_is_not_written(folder: Path, everything: bytes) -> None:
    def rename(pdf: pikepdf.Pdf) -> None:
        names: Any = pdf.Root.Names.EmbeddedFiles.Names
        names[list(names).index(pikepdf.String("rooms.png"))] = pikepdf.String("../rooms.png")

    (folder / "b" / "e.pdf").write_bytes(change(everything, rename))
    ended = run(["extract", "b/e.pdf", "-o", "b/x.yaml"], folder)
    assert ended.returncode == 4
    assert b"leads out of the folder" in ended.stderr
    assert not (folder / "b" / "x.yaml").exists()


def test_verify_tells_of_one_pdf_all_that_is_known(folder: Path) -> None:
    ended = run(["verify", "a.pdf"], folder)
    assert ended.returncode == 0
    lines = ended.stdout.decode().splitlines()
    assert lines[0] == "a.pdf: identical to what its record makes"
    assert re.fullmatch(r"  made by      notegen .*, WeasyPrint 70.*, Pango .*, style un", lines[1])
    assert "  conformance  PDF/A-3a, PDF/UA-1 claimed" in lines
    assert "  font         Liberation-Serif" in lines
    assert ended.stderr == b"1 PDF: 1 identical\n"


def test_verify_tells_of_a_folder_in_a_table(folder: Path) -> None:
    (folder / "stranger.pdf").write_bytes(stranger())
    ended = run(["verify", "."], folder)
    assert ended.returncode == 1
    table, details = ended.stdout.decode().split("\n\n", 1)
    assert [row.split()[:2] for row in table.splitlines()] == [
        ["file", "result"],
        ["a.pdf", "identical"],
        ["b/c.pdf", "identical"],
        ["d.PDF", "differs"],
        ["stranger.pdf", "no"],
    ]
    assert details.startswith("d.PDF: not what its record makes\n")
    assert ended.stderr == b"4 PDFs: 2 identical, 1 differs, 1 without a record\n"


def test_verify_tells_programs_the_same(folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")
    ended = run(["verify", "a.pdf", "d.PDF", "broken.pdf", "--format", "json"], folder)
    assert ended.returncode == 4
    told = json.loads(ended.stdout)
    assert [one["result"] for one in told] == ["identical", "differs", "error"]
    assert told[0]["recipe"]["style"] == "un"
    assert told[1]["differences"][0]["area"] == "bytes"
    assert "broken" in told[2]["error"]


def test_verify_finds_the_series_beside_the_pdf(series: Path) -> None:
    assert run(["render", "a.yaml"], series).returncode == 0
    assert run(["verify", "a.pdf"], series).returncode == 0
    shutil.move(series / "a.pdf", series.parent / "a.pdf")
    assert run(["verify", "a.pdf"], series.parent).returncode == 1
    assert run(["verify", "a.pdf", "--series", "series"], series.parent).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_a_pdf_that_tells_of_its_series_conforms(series: Path, verapdf: Validate, flavour: Flavour) -> None:
    run(["render", "a.yaml"], series)
    assert verapdf([series / "a.pdf"], flavour) == {series / "a.pdf": []}

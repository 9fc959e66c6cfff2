"""Pictures: what `notegen check` says of them is what the formats can do with them.

Which of them a page can bear is in `cases/check`: a folder of those that print, a folder of those that do not.
"""

import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

import notegen
from notegen.errors import InvalidRecord
from notegen.pictures.recognition import Picture, recognize
from processes import run

CASES = Path(__file__).parent / "cases" / "check"
GOOD = CASES / "pictures-of-all-kinds-that-print"
BAD = CASES / "a-picture-that-no-page-can-bear"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'


def showing(folder: Path, name: str) -> Path:
    note = folder / "note.yaml"
    note.write_text(f"event: {{title: Workshop, dates: 2009}}\nsections: [{{text: '![A plan]({name})'}}]\n")
    return note


def media(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name) for name in package.namelist() if name.startswith("word/media/")]


@pytest.mark.parametrize("format", ["pdf", "html", "docx"])
def test_pictures_that_check_lets_pass_are_printed(format: str) -> None:
    note = notegen.load(GOOD / "note.yaml")
    content = notegen.render(note, format).content
    if format == "docx":
        assert len(media(content)) == len(list(GOOD.iterdir())) - 1


def test_pictures_that_check_refuses_are_refused_by_render_in_the_same_words(tmp_path: Path) -> None:
    ended = run(["render", str(BAD / "note.yaml"), "-o", str(tmp_path / "note.pdf"), "-f", "pdf"], tmp_path)
    told = ended.stderr.decode().replace(str(BAD), BAD.name)
    assert ended.returncode == 1
    expected = BAD.with_suffix(".expected").read_text()
    assert re.findall(r"note\.yaml:.* error: .*", told) == re.findall(r"note\.yaml:.*", expected)
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def test_every_refusal_of_a_picture_has_a_hint() -> None:
    told = BAD.with_suffix(".expected").read_text()
    assert told.count(" error: ") == told.count("  hint: ") == len(list(BAD.iterdir())) - 1


@pytest.mark.parametrize(
    ("drawing", "message"),
    [
        ('<rect width="4" height="4" style="opacity: half"/>', '"plan.svg" has something in it that cannot be drawn'),
        ('<text y="9">\u0924</text>', 'no font has the character "\u0924" (U+0924 DEVANAGARI LETTER TA) of "plan.svg"'),
    ],
)
def test_what_only_the_engine_finds_in_a_drawing_is_told_with_its_place(
    drawing: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "plan.svg").write_text(SVG.format(drawing))
    note = notegen.load(showing(tmp_path, "plan.svg"))
    with pytest.raises(InvalidRecord) as caught:
        notegen.render(note)
    [found] = caught.value.diagnostics
    assert found.message == message
    assert found.hint
    assert found.place
    assert found.place.source.text[found.place.span.start : found.place.span.end] == "plan.svg"


def test_a_tall_picture_leaves_room_for_words_on_its_page_in_word(tmp_path: Path) -> None:
    Image.new("RGB", (270, 600)).save(tmp_path / "phone.png")
    content = notegen.render(notegen.load(showing(tmp_path, "phone.png")), "docx").content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        document = package.read("word/document.xml").decode()
    match = re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"', document)
    assert match is not None
    width, height = (int(number) / 36_000 for number in match.groups())
    assert height == pytest.approx(102, abs=0.5)
    assert width / height == pytest.approx(270 / 600, abs=0.01)


def test_a_drawing_larger_than_a_page_is_drawn_no_larger_than_a_page_for_word(tmp_path: Path) -> None:
    (tmp_path / "plan.svg").write_text(SVG.format("<path/>").replace('"40"', '"19000"'))
    [picture] = media(notegen.render(notegen.load(showing(tmp_path, "plan.svg")), "docx").content)
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == (3000, 3000)


@pytest.mark.parametrize(
    ("size", "pixels"), [("", (900, 450)), ('width="50%" height="20"', (900, 60)), ('viewBox="0 0 9 5"', (27, 15))]
)
def test_a_drawing_of_words_alone_without_a_size_has_one_in_word(
    size: str, pixels: tuple[int, int], tmp_path: Path
) -> None:
    drawing = f'<!-- <svg> --><svg xmlns="http://www.w3.org/2000/svg" {size}><text y="20">Plan</text></svg>'
    (tmp_path / "plan.svg").write_text(drawing)
    [picture] = media(notegen.render(notegen.load(showing(tmp_path, "plan.svg")), "docx").content)
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == pixels


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        ('viewBox="0 0 1e9 1e9"', (3000, 3000)),
        ('width="500%" height="500%" viewBox="0 0 1e9 1e9"', (3000, 3000)),
        ('width="1000em" height="1000em" font-size="2000"', (3000, 3000)),
        ('width="20000" height="1"', (20000, 1)),
    ],
)
def test_no_size_of_a_drawing_ends_the_process_that_draws_it_for_word(
    size: str, pixels: tuple[int, int], tmp_path: Path
) -> None:
    """In a process of its own: the drawer aborts where no memory holds the pixels."""
    (tmp_path / "plan.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path/></svg>')
    showing(tmp_path, "plan.svg")
    ended = run(["render", "note.yaml", "-f", "docx"], tmp_path)
    assert ended.returncode == 0, ended.stderr
    [picture] = media((tmp_path / "note.docx").read_bytes())
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == pixels


@pytest.mark.parametrize("name", ["interlaced.png", "progressive.jpg"])
def test_every_beginning_of_a_picture_is_cut_off(name: str) -> None:
    content = (GOOD / name).read_bytes()
    assert recognize(content) == Picture(f"image/{'png' if name.endswith('png') else 'jpeg'}", 12, 12)
    for length in range(len(content)):
        with pytest.raises(ValueError, match=r"cut off|damaged|neither"):
            recognize(content[:length])


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [
        ('width="40" height="3cm"', 40, 113),
        ('width="1in" viewBox="0 0 10 20.5"', 96, 20),
        ('viewBox="0,0,10,20"', 10, 20),
        ('width="100%" height="2em"', 0, 32),
        ("", 0, 0),
    ],
)
def test_a_drawing_is_as_large_as_it_says(size: str, width: int, height: int) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'
    assert recognize(drawing.encode()) == Picture("image/svg+xml", width, height)

"""What a designer writes in `styles/` and `templates/` of a series, and what notegen says of slips in it."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

import notegen
from notegen.finishing.inspect import inspect
from processes import run

RECORD = """
event: {title: Workshop on border controls, dates: 2009-09-08/2009-09-10}
language: LANGUAGE
disclaimer: For information – not an official report.
sections: [{heading: Background, text: It was the *fourth* workshop.}]
"""


@pytest.fixture
def series(tmp_path: Path) -> Path:
    (tmp_path / "series.yaml").write_text("notegen: 1\nseries: {id: s, title: S}\nstyle: house\n", encoding="utf-8")
    (tmp_path / "note.yaml").write_text(RECORD.replace("LANGUAGE", "en"), encoding="utf-8")
    (tmp_path / "styles").mkdir()
    (tmp_path / "templates").mkdir()
    style(tmp_path, "h1 { color: #333 }")
    return tmp_path


def style(series: Path, css: str) -> None:
    (series / "styles" / "house.css").write_text(css, encoding="utf-8")


def template(series: Path, text: str) -> None:
    (series / "templates" / "note.html").write_text(text, encoding="utf-8")


def refusal(series: Path) -> str:
    """What is said, which is no traceback and ends with the code of the engine."""
    done = run(["render", "note.yaml", "-o", "note.pdf"], series)
    said = done.stderr.decode()
    assert done.returncode == 3, said
    assert "Traceback" not in said
    return said


def families(series: Path) -> set[str]:
    content = notegen.render(notegen.load(series / "note.yaml")).content
    return {
        font.name.replace("-", " ").removesuffix(" Bold").removesuffix(" Italic") for font in inspect(content).fonts
    }


@pytest.mark.parametrize(
    ("css", "latin"),
    [
        ("h1 { color: #c00 }", "Liberation Serif"),
        ("html { font-family: serif }", "Liberation Serif"),
        ("html { font-family: sans-serif }", "Liberation Sans"),
        ("html { font-family: Sans-Serif, monospace }", "Liberation Sans"),
        ("html { font-family: monospace }", "Liberation Mono"),
    ],
)
def test_a_style_without_families_of_its_own_prints_in_ours(css: str, latin: str, series: Path) -> None:
    style(series, css)
    assert families(series) == {latin}


@pytest.mark.parametrize("css", ["h1 { color: #c00 }", "html { font-family: sans-serif }"])
def test_the_families_of_other_scripts_follow_a_generic_one(css: str, series: Path) -> None:
    style(series, css)
    for language, text, family in (("ar", "حلقة عمل", "Noto Naskh Arabic"), ("zh", "讲习班", "Noto Serif CJK SC")):
        record = RECORD.replace("LANGUAGE", language).replace("It was", text)
        (series / "note.yaml").write_text(record, encoding="utf-8")
        assert family in families(series)
        assert "Liberation Mono" not in families(series)


def test_a_footnote_has_the_colour_of_the_text_and_not_of_its_heading(series: Path) -> None:
    style(series, "h1 { color: #c00 }")
    content = notegen.render(notegen.load(series / "note.yaml")).content
    drawn = subprocess.run(["pdftoppm", "-r", "60", "-png", "-"], input=content, capture_output=True, check=True).stdout
    page = Image.open(io.BytesIO(drawn)).convert("RGB")
    upper, lower = (0, 0, page.width, page.height // 2), (0, page.height // 2, page.width, page.height)
    assert has_red(page.crop(upper))
    assert not has_red(page.crop(lower))


def has_red(picture: Image.Image) -> bool:
    data = picture.tobytes()
    return any(r > g + 60 and r > b + 60 for r, g, b in zip(data[::3], data[1::3], data[2::3], strict=True))


def test_an_installed_font_that_is_not_ours_is_told_with_those_that_are(series: Path) -> None:
    style(series, 'html { font-family: "DejaVu Sans" }')
    assert '"DejaVu Sans" is none of the fonts that notegen sets documents in; there are "Liberation Serif"' in refusal(
        series
    )


@pytest.mark.parametrize("name", ["note.html", "notegen/note.html"])
def test_a_template_extends_the_one_that_it_stands_for(name: str, series: Path) -> None:
    template(series, f'{{% extends "{name}" %}}{{% block contact %}}<p>Ours.</p>{{% endblock %}}')
    assert b"Ours." in notegen.render(notegen.load(series / "note.yaml"), "html").content


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{% extends "note.html" %}\n{% block contact %}\n{{ view.foo }}{% endblock %}', "templates/note.html:3: "),
        ('{% extends "note.html" %}\n{% block contact %}{{ 1 / 0 }}{% endblock %}', "templates/note.html:2: Zero"),
        ('{% extends "note.html" %}\n{% block contact %}', "templates/note.html:2: "),
        ("{% for i in range(100000000) %}{% endfor %}", "templates/note.html:1: OverflowError: Range too big"),
        ('{% include "a.html" %}', "it goes into itself without end"),
        ('\n{% extends "base.html" %}', 'templates/note.html:2: there is no template "base.html"'),
    ],
)
def test_a_slip_in_a_template_is_told_with_file_and_line(text: str, message: str, series: Path) -> None:
    template(series, text)
    (series / "templates" / "a.html").write_text('{% include "note.html" %}', encoding="utf-8")
    assert message in refusal(series)


def test_what_is_not_utf_8_is_told_by_name(series: Path) -> None:
    (series / "templates" / "note.html").write_bytes("{# Größe #}".encode("latin-1"))
    assert "templates/note.html: this is not UTF-8 text" in refusal(series)
    (series / "templates" / "note.html").unlink()
    (series / "styles" / "house.css").write_bytes("/* Größe */".encode("latin-1"))
    assert "styles/house.css: this is not UTF-8 text" in refusal(series)


def test_a_slip_in_a_stylesheet_is_told_with_its_file_and_line(series: Path) -> None:
    style(series, "h1 {}\nh1 { colour: red }")
    assert re.search(r"styles/house.css: Ignored `colour: red *` at 2:6", refusal(series))


def test_a_custom_property_that_nothing_declares_is_told_with_the_one_that_is_meant(series: Path) -> None:
    style(
        series,
        ":root { --accent: #17557a }\n/* var(--none) */\nh1 { color: var(--acccent) }\nh2 { color: var(--a, red) }",
    )
    assert 'error: styles/house.css:3: nothing declares "--acccent"; did you mean "--accent"?; ' in refusal(series)


def test_a_style_is_the_name_of_a_stylesheet(series: Path) -> None:
    (series / "styles" / "logo.png").touch()
    done = run(["render", "note.yaml", "--style", "logo"], series)
    assert (done.returncode, b"there are house, plain, un\n" in done.stderr) == (2, True), done.stderr
    shutil.copytree(series / "styles", series / "other")
    done = run(["render", "note.yaml", "--style", "../other/house"], series)
    assert (done.returncode, b'there is no style "../other/house"' in done.stderr) == (2, True), done.stderr


def test_the_checker_tells_of_a_style_that_there_is_not(series: Path) -> None:
    file = series / "series.yaml"
    file.write_text(file.read_text("utf-8").replace("style: house", "style: hose"), encoding="utf-8")
    (found,) = [d for d in notegen.check(series / "note.yaml") if d.code == "unknown-style"]
    assert (found.message, found.hint) == ('there is no style "hose"', 'did you mean "house"?')
    assert found.place is not None
    assert found.place.source.name.endswith("series.yaml")


def test_a_character_that_no_font_has_is_to_be_left_out(series: Path) -> None:
    (series / "note.yaml").write_text(RECORD.replace("LANGUAGE", "en").replace("fourth", "😀"), encoding="utf-8")
    with pytest.raises(notegen.InvalidRecord) as caught:
        notegen.render(notegen.load(series / "note.yaml"))
    assert str(caught.value.diagnostics[0].hint).startswith("leave it out")

"""What is made with the quicker twins of WeasyPrint's functions is what would be made without them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import notegen
from notegen.formats.pdf import engine
from notegen.formats.pdf.twins import styles
from sheets import sample, sheet

ROOT = Path(__file__).parent.parent
RECORDS = sorted((ROOT / "examples" / "unsc-1540").glob("2009*.yaml")) + [
    ROOT / "tests" / "cases" / "render" / name for name in ("everything.yaml", "wide-words.yaml", "draft.yaml")
]

# Each leaves the usual way of one twin.
UNUSUAL = {
    "decorated": "p { text-decoration: underline wavy 1pt }",
    "spaced": "p { letter-spacing: 0.1em; word-spacing: 2pt }",
    "figures": "p { font-variant-numeric: oldstyle-nums; font-kerning: none }",
    "raised": "p { font-variant-position: super; vertical-align: super }",
    "logical": "p { margin-inline-start: 2em; padding-block-end: 1em; border-inline-end: 1pt solid }",
    "calculated": "p { line-height: calc(1em + 4pt); margin-left: min(3em, 10%); text-indent: calc(1em + 2%) }",
    "cut": "p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 20% }",
    "percentages": "p { width: 50%; min-width: 10%; max-height: 80% }",
    "inherited": "p { letter-spacing: inherit; width: initial; color: inherit }",
}


@contextlib.contextmanager
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "twins", lambda *_: contextlib.nullcontext())
        yield


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name.removesuffix(".yaml"))
def test_a_note_has_the_same_bytes_with_and_without_twins(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = notegen.load(record)
    quick = notegen.render(note).content
    with plain(monkeypatch):
        assert notegen.render(note).content == quick


@pytest.mark.parametrize("style", ["", *UNUSUAL.values()], ids=["usual", *UNUSUAL])
def test_what_is_unusual_in_a_style_stays_the_same(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "<p>The first lines of a workshop, 1540 (2004), in words that are <b>long enough</b> to be divided. " * 4
    page = sheet(text, style=style)
    quick = engine.write_pdf(page)
    with plain(monkeypatch):
        assert engine.write_pdf(page) == quick


_LINES = "".join(f'<li><a href="#part-{n}"></a></li>' for n in range(30))
_PARTS = "".join(
    f'<h1 id="part-{n}">Part {n}</h1><p>See <a class="near" href="#part-{29 - n}"></a>.' for n in range(30)
)
_PAGED = "@page { size: 60mm 80mm; margin: 5mm } h1 { break-before: page } li { list-style: none }"
REFERENCES = {
    "contents and index": "a::after { content: target-counter(attr(href), page) }",
    "of all pages": "a::after { content: target-counter(attr(href), page) } h1::after { content: counter(pages) }",
    "that move what follows": "a::after { content: target-counter(attr(href), page, lower-roman); font: 8mm serif }",
    "by their words": "a::after { content: target-text(attr(href)) ', ' target-counter(attr(href), page) }",
    "in a head": "@page { @top-left { content: counter(page) '/' counter(pages) } } "
    "a::after { content: target-counter(attr(href), page) }",
    "named outright": "a::after { content: target-counter('#part-7', page) }",
    "in the outline": "a::after { content: target-counter(attr(href), page) } "
    "h1 { bookmark-label: content() ', ' counter(page); string-set: part content() }",
}


@pytest.mark.parametrize("style", REFERENCES.values(), ids=REFERENCES.keys())
def test_numbers_of_pages_before_and_after_stay_the_same(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = sheet(f"<ul>{_LINES}</ul>{_PARTS}<ul>{_LINES}</ul>", style=_PAGED + style)
    quick = engine.write_pdf(page)
    with plain(monkeypatch):
        assert engine.write_pdf(page) == quick


def test_outside_of_our_rendering_the_originals_stand() -> None:
    import pydyf
    import weasyprint

    before = (
        weasyprint.css.ComputedStyle.__missing__,
        weasyprint.text.line_break.Layout.setup,
        weasyprint.draw.text.draw_first_line,
        pydyf._to_bytes,
    )
    engine.write_pdf(sample())
    with pytest.raises(notegen.RenderError):
        engine.write_pdf(sheet("<p>x</p>", style="p { font-family: Nonesuch }"))
    assert before == (
        weasyprint.css.ComputedStyle.__missing__,
        weasyprint.text.line_break.Layout.setup,
        weasyprint.draw.text.draw_first_line,
        pydyf._to_bytes,
    )
    assert all(function.__module__.startswith(("weasyprint", "pydyf")) for function in before)


def test_a_twin_that_goes_astray_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = engine.write_pdf(sample())

    def measure(_line_break: Any) -> Any:
        return lambda _style: (30, 20)

    monkeypatch.setattr(styles, "measure_strut", measure)
    assert engine.write_pdf(sample()) != right

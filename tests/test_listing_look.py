"""The page that lists a series, as a browser shows and prints it."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

import browsers
import notegen
from processes import ROOT

pytestmark = pytest.mark.skipif(not browsers.CHROMIUM.exists(), reason="NOT CHECKED: chromium is not here")


@pytest.fixture(scope="module", name="browser")
def open_browser() -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture(scope="module", name="folder")
def build_series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A series with notes in one, two and three languages, of which Arabic is one."""
    folder = tmp_path_factory.mktemp("series")
    home = ROOT / "examples" / "unsc-1540"
    names = ("2006-11-09-accra.yaml", "2006-11-09-accra.ar.yaml", "2009-03-08-doha.yaml", "2020-12-01-webinars.yaml")
    for name in names:
        (folder / name).write_bytes((home / name).read_bytes())
    series = (home / "series.yaml").read_text("utf-8").replace("formats: [pdf, html]", "formats: [html]")
    series = "\n".join(line for line in series.split("\n") if not line.startswith("compendium:"))
    (folder / "series.yaml").write_text(series, encoding="utf-8")
    assert notegen.build(folder).good
    return folder / "out"


@pytest.fixture(name="show")
def open_page(browser: Browser, folder: Path) -> Iterator[Any]:
    contexts = []

    def show(name: str, width: int = 1000, anchor: str = "") -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 600}))
        page = contexts[-1].new_page()
        page.goto(f"{(folder / name).as_uri()}{anchor}")
        return page

    yield show
    for context in contexts:
        context.close()


def fonts(page: Page, selector: str) -> set[str]:
    """The fonts that an element is drawn with."""
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    node = tools.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    return {font["familyName"] for font in tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]}


def test_figures_and_latin_names_on_an_arabic_page_are_of_one_font(show: Any) -> None:
    page = show("index.ar.html")
    latin = fonts(page, ".languages a[lang=fr]")
    assert len(latin) == 1
    assert fonts(page, ".years a") == fonts(page, "#y2020") == fonts(page, "h1") == latin
    assert "Noto Naskh Arabic" in fonts(page, ".whole h2")


def test_names_of_formats_follow_the_language_as_the_page_runs(show: Any) -> None:
    """English, then its format to the left of it on a page that runs to the left."""
    for name, sign in (("index.html", 1), ("index.ar.html", -1)):
        page = show(name)
        tongue, link = (page.locator(f".documents li >> nth=0 >> {part}").bounding_box() for part in (".tongue", "a"))
        assert (link["x"] - tongue["x"]) * sign > 0, name


@pytest.mark.parametrize("name", ["index.html", "index.ar.html"])
@pytest.mark.parametrize("width", [400, 1000])
def test_a_year_that_was_chosen_covers_no_title(show: Any, name: str, width: int) -> None:
    page = show(name, width, "#y2009")
    link = page.locator("#note-2009-03-08-doha h3 a")
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 6}
    hit = page.evaluate("({x, y}) => document.elementFromPoint(x, y).closest('a')?.getAttribute('href')", at)
    assert hit == link.get_attribute("href")


def test_every_link_is_reached_by_keyboard_and_seen(show: Any) -> None:
    page = show("index.html")
    count = page.locator("a").count()
    seen = set()
    for _ in range(count):
        page.keyboard.press("Tab")
        reached = "(() => { const a = document.activeElement; return [a.href, getComputedStyle(a).outlineStyle] })()"
        target, outline = page.evaluate(reached)
        assert outline == "solid", target
        seen.add(target)
    assert len(seen) == len(set(page.evaluate("[...document.links].map((a) => a.href)")))


def test_on_paper_there_is_a_margin_and_nothing_to_follow(show: Any) -> None:
    page = show("index.html")
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as pdf:
        assert len(pdf.pages) == 1
    page.emulate_media(media="print")
    shown = page.evaluate("[...document.links].filter((a) => a.checkVisibility()).map((a) => a.textContent)")
    titles = page.locator("article h3").all_inner_texts()
    assert [text for text in shown if text not in titles] == []
    assert page.locator(".tongue").first.is_visible()

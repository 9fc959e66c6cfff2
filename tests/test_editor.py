"""Officers write notes in the browser: from nothing, by keyboard alone, in light and dark, on a narrow screen."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

import browsers
from browsers import Screen
from notegen.diagnostics import Source
from notegen.languages.screen import screens
from notegen.reader import read
from notegen.records.loader import load
from processes import FOUNDING_NOTE

pytestmark = pytest.mark.slow

NAME = FOUNDING_NOTE.name
FOUNDING = FOUNDING_NOTE.read_text(encoding="utf-8")
WIDE = {"width": 1400, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """The series of the founding note, without a record."""
    folder = tmp_path / "series"
    folder.mkdir()
    shutil.copy(FOUNDING_NOTE.with_name("series.yaml"), folder)
    return folder


@pytest.fixture
def address(series: Path) -> Iterator[str]:
    with browsers.preview(series) as address:
        yield address


def data_of(file: Path) -> Any:
    tree = read(Source(file.name, file.read_text(encoding="utf-8")))
    assert not tree.diagnostics
    return tree.data


Steps = tuple[str | int, ...]


class Form:
    """The form as one fills it in: fields by their paths in the record."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def at(self, *path: str | int) -> Locator:
        written = json.dumps(path, separators=(",", ":"))
        return self.page.locator(f"#fields [data-path='{written}']").first

    def control(self, *path: str | int) -> Locator:
        return self.at(*path).locator("input, textarea, select").first

    def fill(self, path: Steps, value: Any) -> None:
        """Write a value of any shape."""
        self.unfold(path)
        if isinstance(value, dict):
            for key, item in value.items():
                self.fill((*path, key), item)
        elif isinstance(value, list):
            self.fill_list(path, value)
        elif self.control(*path).evaluate("(control) => control.tagName") == "SELECT":
            self.control(*path).select_option(value)
        else:
            self.control(*path).fill(value.removesuffix("\n"))

    def fill_list(self, path: Steps, values: list[Any]) -> None:
        for number, value in enumerate(values):
            self.at(*path).locator("> .add").click()
            here = (*path, number)
            if isinstance(value, dict) and self.at(*here).evaluate("(place) => place.matches('.field')"):
                self.at(*here).locator("> .quiet").click()
            self.fill(here, value)

    def unfold(self, path: Steps) -> None:
        """Open the folds above a field that stands in one."""
        for length in range(len(path)):
            if self.at(*path[: length + 1]).count():
                continue
            above = self.at(*path[:length]) if length else self.page.locator("#fields > .about")
            above.locator("> .more > summary").click()


def begin(screen: Screen, kind: str, file: str, language: str = "en") -> None:
    page = screen.page
    page.get_by_role("button", name="New note").click()
    page.get_by_label("Kind of event").select_option(kind)
    page.locator("#dialog").get_by_label("Language").select_option(language)
    page.get_by_label("Name of the file").fill(file)
    page.get_by_role("button", name="Begin").click()
    page.locator("#dialog").wait_for(state="hidden")
    page.wait_for_function("() => document.querySelector('#fields').childElementCount > 0")


def test_the_founding_note_is_written_from_nothing(browser: Browser, address: str, series: Path) -> None:
    screen = Screen(browser, address, viewport=WIDE)
    page, form = screen.page, Form(screen.page)
    expect(page.get_by_text("Choose a note, or begin a new one.")).to_be_visible()
    begin(screen, "", NAME)
    wanted = read(Source(NAME, FOUNDING)).data
    assert isinstance(wanted, dict)
    for key, value in wanted.items():
        if key in ("notegen", "language"):
            continue
        if key == "event":
            event = {name: item for name, item in value.items() if name != "dates"}
            form.fill(("event",), event)
            form.at("event", "dates").get_by_label("First day").fill("2009-09-08")
            form.at("event", "dates").get_by_label("Last day").fill("2009-09-10")
        else:
            form.fill((key,), value)
    page.wait_for_function("() => document.querySelectorAll('#pages img').length === 2")

    entry = form.control("participants", 0, "entries", 3)
    expect(entry).to_have_value("Dominica Republic")
    expect(entry).to_have_attribute("aria-invalid", "true")
    assert "underline" in entry.evaluate("(control) => getComputedStyle(control).textDecorationLine")
    marks = page.locator("#pages .mark.error")
    expect(marks.first).to_be_visible()
    message = form.at("participants", 0, "entries", 3).locator(".problem")
    expect(message).to_contain_text('"Dominica Republic" is not the UN short name of a State')
    message.get_by_role("button", name="Write “Dominican Republic”").click()
    expect(form.control("participants", 0, "entries", 3)).to_have_value("Dominican Republic")

    assert not (series / NAME).exists()
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved")
    wanted["participants"][0]["entries"][3] = "Dominican Republic"
    assert data_of(series / NAME) == wanted
    expected = series / "expected.yaml"
    expected.write_text(FOUNDING.replace("- Dominica Republic", "- Dominican Republic"), encoding="utf-8")
    assert load(series / NAME) == load(expected)
    assert not [said for said in screen.said if "error" in said]
    assert {url.split("/")[2] for url in screen.asked} == {address.split("/")[2]}, "a request left the machine"
    screen.close()


def open_founding(browser: Browser, address: str, series: Path, **options: Any) -> Screen:
    (series / NAME).write_text(FOUNDING, encoding="utf-8")
    screen = Screen(browser, address, **({"viewport": WIDE} | options))
    screen.wait_for_drawing()
    return screen


def test_what_was_not_touched_is_saved_as_it_was(browser: Browser, address: str, series: Path) -> None:
    screen = open_founding(browser, address, series)
    form = Form(screen.page)
    form.control("event", "place", "city").fill("San José")
    form.at("sections", 1, "heading").locator("textarea").fill("The background")
    screen.page.keyboard.press("Control+s")
    expect(screen.page.locator("#state")).to_have_text("Saved")
    changed = FOUNDING.replace("city: San Jose,", "city: San José,").replace(
        "heading: Background", "heading: The background"
    )
    assert (series / NAME).read_text(encoding="utf-8") == changed
    screen.close()


def test_a_change_is_undone_and_done_again(browser: Browser, address: str, series: Path) -> None:
    screen = open_founding(browser, address, series)
    page, form = screen.page, Form(screen.page)
    form.control("title").fill("Another title")
    page.wait_for_timeout(500)
    form.at("participants", 2).get_by_role("button", name="Remove: Civil society").first.click()
    page.wait_for_function("() => !document.querySelector('#text').value.includes('civil_society')")
    page.keyboard.press("Control+z")
    page.wait_for_function("() => document.querySelector('#text').value.includes('civil_society')")
    page.keyboard.press("Control+z")
    expect(form.control("title")).to_have_value("Information Note")
    page.wait_for_function("() => document.querySelector('#text').value.includes('title: Information Note')")
    expect(page.locator("#state")).to_have_text("Saved")
    page.keyboard.press("Control+Shift+z")
    expect(form.control("title")).to_have_value("Another title")
    screen.close()


def test_the_source_and_the_form_are_two_views_of_one_text(browser: Browser, address: str, series: Path) -> None:
    screen = open_founding(browser, address, series)
    page, form = screen.page, Form(screen.page)
    page.get_by_role("button", name="Source", exact=True).click()
    text = page.locator("#text")
    text.fill(FOUNDING.replace("title: Information Note", "title: Note of the source"))
    expect(form.control("title")).to_have_value("Note of the source")
    form.control("title").fill("Note of the form")
    page.wait_for_function("() => document.querySelector('#text').value.includes('title: Note of the form')")
    text.fill("title: [")
    expect(page.get_by_text("The source is no record as it stands.")).to_be_visible()
    text.fill(FOUNDING)
    expect(page.get_by_text("The source is no record as it stands.")).to_be_hidden()
    line = page.locator("#problem-list .go", has_text="line 31")
    page.get_by_role("button", name="Form", exact=True).click()
    line.click()
    chosen = text.evaluate("(area) => area.value.slice(area.selectionStart, area.selectionEnd)")
    assert chosen == "Dominica Republic"
    screen.close()


def test_a_file_that_was_changed_on_the_disk_meanwhile_is_a_conflict(
    browser: Browser, address: str, series: Path
) -> None:
    screen = open_founding(browser, address, series)
    page, form = screen.page, Form(screen.page)
    theirs = FOUNDING.replace("title: Information Note", "title: Theirs")
    form.control("title").fill("Mine")
    page.wait_for_timeout(600)
    (series / NAME).write_text(theirs, encoding="utf-8")
    expect(page.get_by_text("This file was changed on the disk")).to_be_visible()
    page.keyboard.press("Control+s")
    page.wait_for_timeout(600)
    assert (series / NAME).read_text(encoding="utf-8") == theirs
    page.get_by_role("button", name="Keep what I have written").click()
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved")
    assert (series / NAME).read_text(encoding="utf-8") == FOUNDING.replace("title: Information Note", "title: Mine")

    form.control("title").fill("Mine again")
    page.wait_for_timeout(600)
    (series / NAME).write_text(theirs, encoding="utf-8")
    page.get_by_role("button", name="Take the file from the disk").click()
    expect(form.control("title")).to_have_value("Theirs")
    expect(page.locator("#state")).to_have_text("Saved")
    screen.close()


def test_entries_are_moved_by_drag(browser: Browser, address: str, series: Path) -> None:
    screen = open_founding(browser, address, series)
    form = Form(screen.page)
    rows = form.at("participants", 0, "entries").locator("> ol > li")
    rows.nth(3).locator(".handle").drag_to(rows.nth(1).locator("input"))
    expect(form.control("participants", 0, "entries", 1)).to_have_value("Dominica Republic")
    screen.page.keyboard.press("Control+s")
    expect(screen.page.locator("#state")).to_have_text("Saved")
    entries = data_of(series / NAME)["participants"][0]["entries"]
    assert entries[:5] == ["Belize", "Dominica Republic", "Costa Rica", "Cuba", "El Salvador"]
    screen.close()


def test_several_days_places_and_annexes_are_written(browser: Browser, address: str, series: Path) -> None:
    screen = open_founding(browser, address, series)
    page, form = screen.page, Form(screen.page)
    form.at("event", "dates").locator("> .add").click()
    second = form.at("event", "dates", 1)
    second.get_by_label("Exact to").select_option("month")
    second.get_by_label("First day").fill("2010-03")
    form.at("event", "place").locator("> .add").click()
    form.unfold(("event", "place", 1, "online"))
    form.control("event", "place", 1, "online").check()
    form.at("annexes").locator("> .add").click()
    form.fill(("annexes", 0), {"title": "Programme", "text": "1. Opening\n2. Closing\n"})
    handle = form.at("participants", 0, "entries").locator("> ol > li").first.locator(".handle")
    handle.focus()
    handle.press("ArrowDown")
    expect(form.at("participants", 0, "entries").locator("> ol > li").nth(1).locator(".handle")).to_be_focused()
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved")
    saved = data_of(series / NAME)
    assert saved["event"]["dates"] == ["2009-09-08/2009-09-10", "2010-03"]
    assert saved["event"]["place"] == [{"city": "San Jose", "country": "CR"}, {"online": "true"}]
    assert saved["annexes"] == [{"title": "Programme", "text": "1. Opening\n2. Closing\n"}]
    assert saved["participants"][0]["entries"][:2] == ["Costa Rica", "Belize"]
    screen.close()


def test_the_buttons_over_a_text_write_markdown(browser: Browser, address: str, series: Path) -> None:
    screen = open_founding(browser, address, series)
    page, form = screen.page, Form(screen.page)
    place = form.at("sections", 4, "text")
    area = place.locator("textarea")
    area.fill("one two")
    area.evaluate("(area) => area.setSelectionRange(0, 3)")
    place.get_by_role("button", name="Strong").click()
    area.evaluate("(area) => area.setSelectionRange(8, 11)")
    place.get_by_role("button", name="Emphasis").click()
    expect(area).to_have_value("**one** *two*")
    area.evaluate("(area) => area.setSelectionRange(area.value.length, area.value.length)")
    place.get_by_role("button", name="Footnote").click()
    page.keyboard.insert_text("Twelve kinds.")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved")
    saved = data_of(series / NAME)
    assert saved["sections"][4]["text"] == "**one** *two*[^1]\n"
    assert saved["footnotes"] == {"1": "Twelve kinds."}
    area = form.at("sections", 4, "text").locator("textarea")
    area.fill("a\nb")
    area.evaluate("(area) => area.setSelectionRange(0, 3)")
    form.at("sections", 4, "text").get_by_role("button", name="List", exact=True).click()
    expect(area).to_have_value("- a\n- b")
    screen.close()


def test_a_note_is_begun_for_a_kind_of_event_copied_and_translated(
    browser: Browser, address: str, series: Path
) -> None:
    screen = open_founding(browser, address, series)
    page, form = screen.page, Form(screen.page)
    begin(screen, "webinar", "webinar.yaml")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved")
    assert data_of(series / "webinar.yaml")["event"]["kind"] == "webinar"
    assert load(series / "webinar.yaml")

    page.locator("#list").get_by_role("button", name=f"· {NAME}").click()
    expect(form.control("title")).to_have_value("Information Note")
    page.get_by_role("button", name="Translate").click()
    page.locator("#dialog").get_by_label("Language").select_option("fr")
    expect(page.get_by_label("Name of the file")).to_have_value("2009-09-08-san-jose.fr.yaml")
    page.get_by_role("button", name="Begin").click()
    page.locator("#dialog").wait_for(state="hidden")
    place = form.at("event", "title")
    expect(place.locator(".original")).to_contain_text(
        "Workshop on Implementing Security Council Resolution 1540 (2004)"
    )
    expect(place.locator("textarea")).to_have_value("")
    place.locator("textarea").fill("Atelier sur l'application de la résolution 1540 (2004)")
    form.control("sections", 0, "heading").fill("Objectifs")
    expect(form.at("sections", 0, "items", 0).locator(".original")).to_contain_text("promote awareness")
    form.control("sections", 0, "items", 0).fill("sensibiliser")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved")
    saved = data_of(series / "2009-09-08-san-jose.fr.yaml")
    assert saved["extends"] == NAME
    assert saved["language"] == "fr"
    assert saved["sections"][0] == {"heading": "Objectifs", "items": ["sensibiliser"]}
    note = load(series / "2009-09-08-san-jose.fr.yaml")
    assert note.event.title.startswith("Atelier")
    assert len(note.sections) == 5

    page.locator("#list").get_by_role("button", name=f"· {NAME}").click()
    expect(form.control("event", "title")).to_have_value(
        "Workshop on Implementing Security Council Resolution 1540 (2004)"
    )
    page.get_by_role("button", name="Copy").click()
    page.get_by_label("Name of the file").fill("copy.yaml")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_function("() => location.hash === '#copy.yaml'")
    page.locator("#dialog").wait_for(state="hidden")
    page.keyboard.press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved")
    assert "id" not in data_of(series / "copy.yaml")
    assert "# The founding note of the series" in (series / "copy.yaml").read_text(encoding="utf-8")
    screen.close()


def test_everything_is_done_by_keyboard_alone(browser: Browser, address: str, series: Path) -> None:
    screen = Screen(browser, address, viewport=WIDE)
    page = screen.page
    press = page.keyboard.press

    def go_to(path: str, within: str = "input, textarea, select") -> None:
        for _ in range(400):
            found = page.evaluate(
                "([path, within]) => document.activeElement.matches(within)"
                " && document.activeElement.closest('[data-path]')?.dataset.path === path",
                [path, within],
            )
            if found:
                return
            press("Tab")
        raise AssertionError(f"{path} was not reached")

    press("Tab")
    expect(page.locator("#new")).to_be_focused()
    press("Enter")
    expect(page.get_by_label("Kind of event")).to_be_focused()
    press("End")  # nothing to begin with
    press("Tab")
    press("Tab")
    press("Control+a")
    page.keyboard.type("keys.yaml")
    press("Enter")
    page.wait_for_function("() => document.querySelector('#fields').childElementCount > 0")
    go_to('["event","title"]')
    page.keyboard.type("Workshop on seals")
    go_to('["event","dates"]')
    page.keyboard.type("08092009")
    go_to('["participants"]', ".add")
    press("Enter")
    go_to('["participants",0,"kind"]')
    page.keyboard.type("States")
    go_to('["participants",0,"entries"]', ".add")
    for name in ("Chile", "Belize"):
        press("Enter")
        page.wait_for_function("() => document.activeElement.matches('input')")
        page.keyboard.type(name)
        press("Escape")
        go_to('["participants",0,"entries"]', ".add")
    page.keyboard.down("Shift")
    for _ in range(40):
        if page.evaluate("() => document.activeElement.matches('input') && document.activeElement.value === 'Belize'"):
            break
        press("Tab")
    page.keyboard.up("Shift")
    press("Alt+ArrowUp")
    press("Control+s")
    expect(page.locator("#state")).to_have_text("Saved")
    saved = data_of(series / "keys.yaml")
    assert saved["event"]["title"] == "Workshop on seals"
    assert re.fullmatch(r"2009-0[89]-0[89]", saved["event"]["dates"])
    assert saved["participants"][0] == {"kind": "states", "entries": ["Belize", "Chile"]}
    expect(page.locator("#voice")).to_have_text("Belize: position 1 of 2")
    screen.close()


@pytest.mark.parametrize("looks", ["light", "dark", "narrow", "arabic", "source"])
def test_axe_finds_nothing(looks: str, browser: Browser, address: str, series: Path) -> None:
    all_options: dict[str, dict[str, Any]] = {
        "dark": {"color_scheme": "dark"},
        "narrow": {"viewport": {"width": 320, "height": 700}},
        "arabic": {"locale": "ar"},
    }
    options = all_options.get(looks, {})
    screen = open_founding(browser, address, series, bypass_csp=True, **options)
    page = screen.page
    if looks == "source":
        page.get_by_role("button", name="Source", exact=True).click()
    elif looks != "narrow":
        for fold in page.locator("#fields .more > summary").all():
            fold.click()
    page.wait_for_timeout(300)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    if looks == "light":
        page.get_by_role("button", name="New note").click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    screen.close()


def test_a_narrow_screen_shows_one_view_at_a_time_and_nothing_sticks_out(
    browser: Browser, address: str, series: Path
) -> None:
    screen = open_founding(browser, address, series, viewport={"width": 320, "height": 640})
    page = screen.page
    expect(page.locator("#form")).to_be_visible()
    expect(page.locator("#paper")).to_be_hidden()
    for view, place in (("Page", "#paper"), ("Source", "#source"), ("Form", "#form")):
        page.get_by_role("button", name=view, exact=True).click()
        expect(page.locator(place)).to_be_visible()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, view
    screen.close()


def test_the_screen_speaks_every_language(browser: Browser, address: str, series: Path) -> None:
    screen = open_founding(browser, address, series)
    page = screen.page
    for tag in screens():
        page.locator("#screen-language").select_option(tag)
        page.wait_for_function("(tag) => document.documentElement.lang === tag", arg=tag)
        assert page.evaluate("() => document.documentElement.dir") == ("rtl" if tag == "ar" else "ltr")
    page.locator("#screen-language").select_option("fr")
    expect(page.locator("#save")).to_have_text("Enregistrer")
    expect(page.get_by_label("Intitulé").first).to_be_visible()
    screen.close()

"""The register of a series, the page that lists it, its calendar and its graph: true, whole, and usable as files."""

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import icalendar
import pikepdf
import pytest

import notegen
from notegen.languages.names import Names, builtin
from notegen.records.loader import read_record
from notegen.records.model import Note
from notegen.records.series import Series
from notegen.series.folders import list_names, name_page
from notegen.series.report import BuiltDocument, Status
from notegen.series.wholes.abstracts import Abstract, make_abstract, write_abstract
from notegen.series.wholes.documents import WHOLES, write_lists, write_page
from notegen.series.wholes.listing import Whole, write_listing
from notegen.series.wholes.register import COLUMNS, Line, find_odd_symbols, list_lines, write_csv
from processes import ROOT


@dataclass(frozen=True)
class Built:
    """A series with its documents and all that is made of them."""

    folder: Path
    series: Series
    abstracts: list[Abstract]
    lines: tuple[Line, ...]


def build(records: list[Path], folder: Path, formats: tuple[str, ...]) -> Built:
    notes = tuple(note for record in records if (note := read_record(record).note))
    series = notes[0].origin.series
    assert series is not None
    documents = [
        make(note, record, kind, folder)
        for note, record in zip(notes, records, strict=True)
        for kind in (formats if note.language == series.languages[0] else formats[:1])
    ]
    abstracts = [Abstract(**json.loads(write_abstract(make_abstract(note, series.languages)))) for note in notes]
    lines = list_lines(abstracts, documents, folder)
    files = write_wholes(series, notes[0].origin.names, abstracts, lines)
    assert set(files) == set(list_names(series.languages, compendium=False))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Built(folder, series, abstracts, lines)


def write_wholes(series: Series, names: Names, abstracts: list[Abstract], lines: tuple[Line, ...]) -> dict[str, bytes]:
    files = write_lists(series, names, abstracts, lines)
    for tag in series.languages:
        files |= write_page(series, abstracts, lines, tag)
    return files


def make(note: Note, record: Path, format: str, folder: Path) -> BuiltDocument:
    content = notegen.render(note, format).content
    path = folder / f"{note.id}.{note.language}.{format}"
    path.write_bytes(content)
    pages = None
    if format == "pdf":
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    digest = hashlib.sha256(content).hexdigest()
    assert note.id
    return BuiltDocument(record, note.id, note.language, format, path, Status.MADE, len(content), digest, pages)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A series in one language with symbols, a revision and a draft."""
    return build(
        sorted((ROOT / "examples" / "cuencas").glob("20*.yaml")), tmp_path_factory.mktemp("cuencas"), ("html",)
    )


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two notes of a series of six languages, one of them in English alone."""
    folder, home = tmp_path_factory.mktemp("unsc"), ROOT / "examples" / "unsc-1540"
    return build(
        [*sorted(home.glob("2006-11-09-accra*.yaml")), home / "2020-12-01-webinars.yaml"], folder, ("html", "pdf")
    )


# The register


def test_the_register_tells_of_every_file_what_is_true_of_it(first: Built, other: Built) -> None:
    for built in (first, other):
        assert len(built.lines) == sum(path.suffix in (".html", ".pdf") for path in built.folder.glob("20*"))
        for line in built.lines:
            content = (built.folder / line.file).read_bytes()
            assert (line.bytes, line.sha256) == (len(content), hashlib.sha256(content).hexdigest())
            assert (line.pages is not None) == (line.format == "pdf")


def test_json_and_csv_hold_the_same_lines(other: Built) -> None:
    content = json.loads((other.folder / "register.json").read_bytes())
    assert content["series"]["publisher"] == "Consorcio de Cuencas Altoandinas"
    text = (other.folder / "register.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows == [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in content["documents"]
    ]
    assert text.count("\r\n") == text.count("\n") == 1 + len(rows)


def test_a_line_says_what_the_record_says(other: Built) -> None:
    line = next(line for line in other.lines if line.id == "2024-05-titicaca")
    assert (line.symbol, line.title) == ("CCA/FA/2024/2", "Visitas a las estaciones limnimétricas del lago Titicaca")
    assert (line.dates, line.first_day, line.last_day) == ("2024-05", "2024-05-01", "2024-05-31")
    assert (line.place, line.issued, line.status) == ("Copacabana (Bolivia) y Puno (Perú)", "2024-06-10", "final")


def test_a_revision_and_what_it_replaces_name_each_other(other: Built) -> None:
    told = {line.symbol: (line.supersedes, line.superseded_by) for line in other.lines}
    assert told["CCA/FA/2024/3/Rev.1"] == ("CCA/FA/2024/3", "")
    assert told["CCA/FA/2024/3"] == ("", "CCA/FA/2024/3/Rev.1")
    assert told["CCA/FA/2024/1"] == ("", "")


def test_a_document_that_does_not_belong_there_is_not_in_the_register(other: Built) -> None:
    note = other.abstracts[0]
    failed = BuiltDocument(Path("a.yaml"), note.id, "es", "pdf", other.folder / "a.pdf", Status.FAILED, 9, "0" * 64, 1)
    assert list_lines(other.abstracts, [failed], other.folder) == ()


def test_what_begins_like_a_formula_is_no_formula_in_a_spreadsheet(other: Built) -> None:
    (line,) = (line for line in other.lines if line.symbol == "CCA/FA/2024/1")
    odd = Line(**{name: getattr(line, name) for name in COLUMNS} | {"title": '=HYPERLINK("http://example.org")'})
    assert ',"=' not in write_csv([odd]).decode()


def test_the_register_tells_symbols_that_are_missing_or_stand_twice(other: Built) -> None:
    assert json.loads((other.folder / "register.json").read_bytes())["findings"] == []
    lines = [replace(line, symbol=line.symbol.replace("2024/2", "2024/8")) for line in other.lines]
    lines += [replace(line, id="copy") for line in lines[:1]]
    lines += [replace(lines[0], id="later", symbol="CCA/FA/2024/4/Rev.2")]
    found = [(finding.code, finding.message) for finding in find_odd_symbols(lines)]
    assert found == [
        ("repeated-symbol", "CCA/FA/2024/1 is the symbol of 2024-03-12-cusco, copy"),
        ("broken-version-chain", "CCA/FA/2024/4/Rev.2 without CCA/FA/2024/4/Rev.1"),
        ("symbol-gap", "CCA/FA/2024/2 missing before CCA/FA/2024/3"),
        ("symbol-gap", "CCA/FA/2024/5, CCA/FA/2024/6, CCA/FA/2024/7 missing before CCA/FA/2024/8"),
    ]


# The page


class Page(HTMLParser):
    """What a page says of itself: tags with their attributes, ids, and whether tags close in order."""

    VOID = frozenset(("meta", "link", "img", "br"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def find(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def pages(built: Built) -> Iterator[tuple[str, Page]]:
    for tag in built.series.languages:
        yield tag, Page((built.folder / name_page(tag, built.series.languages)).read_text("utf-8"))


def test_every_link_of_the_page_leads_to_a_file_or_a_place_on_it(first: Built, other: Built) -> None:
    for built in (first, other):
        for _, page in pages(built):
            ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
            assert len(set(ids)) == len(ids)
            for link in page.find("a"):
                target = str(link["href"])
                if target.startswith("#"):
                    assert target[1:] in ids
                elif not target.startswith("mailto:"):
                    assert (built.folder / unquote(target)).is_file(), target


def test_the_page_links_every_document_in_every_format_and_language(first: Built) -> None:
    for _, page in pages(first):
        linked = {unquote(str(link["href"])) for link in page.find("a") if link.get("type")}
        assert linked == {line.file for line in first.lines}


def test_the_page_loads_nothing_and_runs_nothing(first: Built, other: Built) -> None:
    for built in (first, other):
        for _, page in pages(built):
            assert not page.find("script")
            assert not page.find("img")
            assert {link["rel"] for link in page.find("link")} <= {"alternate"}
        text = (built.folder / "index.html").read_text("utf-8")
        assert re.search(r"@import|url\(", text) is None


def test_the_page_can_be_heard_in_order(first: Built, other: Built) -> None:
    for built in (first, other):
        for tag, page in pages(built):
            assert page.find("html")[0] == {"lang": tag, "dir": "rtl" if tag == "ar" else "ltr", "class": "web listing"}
            levels = [int(name[1]) for name, _ in page.tags if re.fullmatch(r"h\d", name)]
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert all(later <= sooner + 1 for sooner, later in pairwise(levels))
            assert all(nav.get("aria-label") for nav in page.find("nav"))
            assert len(page.find("main")) == 1


def test_a_title_in_another_language_than_the_page_says_so(first: Built) -> None:
    page = dict(pages(first))["fr"]
    assert [heading.get("lang") for heading in page.find("h3")] == ["en", None]


def test_the_newest_event_comes_first_under_its_year(other: Built) -> None:
    (_, page), *_ = pages(other)
    ids = [str(attrs["id"]) for name, attrs in page.tags if name in ("h2", "article") and "id" in attrs]
    assert ids[:4] == ["y2025", "note-2025-02-18-la-paz", "y2024", "note-2024-10-15-en-linea"]


def test_the_page_tells_drafts_and_what_replaces_what(other: Built) -> None:
    text = (other.folder / "index.html").read_text("utf-8")
    assert "(sustituye a CCA/FA/2024/3)" in text
    assert "(sustituido por CCA/FA/2024/3/Rev.1)" in text
    assert text.count('class="status"') == 1


def test_a_compendium_in_the_language_of_the_page_comes_first_and_others_are_named(first: Built) -> None:
    more = [Whole("compendium", name) for name in ("compendium.pdf", "compendium.fr.pdf")]
    text = write_listing(first.series, first.abstracts, first.lines, [*more, *WHOLES], language="fr").decode()
    links = [(link.get("href"), link.get("hreflang")) for link in Page(text).find("a")][-len(WHOLES) - 2 :]
    assert links[:3] == [("compendium.fr.pdf", None), ("compendium.pdf", "en"), ("register.csv", None)]
    assert '(<span lang="en">English</span>, PDF)' in text


PROBE = """<title>?</title><iframe src="{page}" width="320" height="600"></iframe>
<script>onload = () => {{
  const root = document.querySelector("iframe").contentDocument.documentElement;
  document.title = root.scrollWidth + " in " + root.clientWidth;
}}</script>"""


@pytest.mark.skipif(shutil.which("chromium") is None, reason="NOT CHECKED: chromium is not here")
@pytest.mark.parametrize("name", ["index.html", "index.ar.html"])
def test_the_page_fits_a_telephone(first: Built, name: str, tmp_path: Path) -> None:
    probe = first.folder / f"probe-{name}"
    probe.write_text(PROBE.format(page=name))
    switches = (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
    )
    more = ("disable-component-update", "disable-sync", "allow-file-access-from-files", f"user-data-dir={tmp_path}")
    command = ["chromium", *(f"--{switch}" for switch in (*switches, *more)), "--dump-dom", probe.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    found = re.search(r"<title>(\d+) in (\d+)</title>", shown)
    assert found is not None
    assert int(found[1]) <= int(found[2]) <= 320


# The events


def test_the_calendar_has_every_event_once_and_no_replaced_one(other: Built) -> None:
    calendar = icalendar.Calendar.from_ical((other.folder / "calendar.ics").read_bytes())
    assert calendar["x-wr-calname"] == "Fichas de actividad"
    events = [(str(event["summary"]), event.start.isoformat()) for event in calendar.events]
    assert len(set(events)) == len(events) == 6  # five notes, one of them on two days
    assert [day for title, day in events if title.startswith("Encuentro")] == ["2024-08-20"]


def test_the_graph_has_the_reports_in_all_languages_with_their_files(first: Built) -> None:
    graph: dict[str, Any] = json.loads((first.folder / "events.jsonld").read_bytes())
    assert graph["@context"] == "https://schema.org"
    seminar, webinars = graph["@graph"]
    assert (seminar["@type"], seminar["inLanguage"]) == ("Event", "en")
    assert {report["inLanguage"] for report in seminar["subjectOf"]} == {"ar", "en", "es", "fr", "ru", "zh"}
    assert webinars["subjectOf"]["@type"] == "Report"
    files = {media["contentUrl"] for event in graph["@graph"] for media in _media(event)}
    assert files == {line.file for line in first.lines}


def _media(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    reports = event["subjectOf"]
    for report in reports if isinstance(reports, list) else [reports]:
        yield from report["encoding"]


def test_the_order_of_what_is_given_changes_nothing(first: Built, other: Built) -> None:
    for built in (first, other):
        documents = [
            BuiltDocument(
                Path(), line.id, line.language, line.format, built.folder / line.file, Status.KEPT, line.bytes
            )
            for line in built.lines
        ]
        names = builtin()
        abstracts = built.abstracts
        once = write_wholes(built.series, names, abstracts, list_lines(abstracts, documents, built.folder))
        lines = list_lines(abstracts[::-1], documents[::-1], built.folder)
        again = write_wholes(built.series, names, abstracts[::-1], lines)
        assert once == again


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "quiet", "link"])
def test_text_on_the_page_has_the_contrast_of_wcag(name: str, scheme: str) -> None:
    """At least 4.5 to 1, success criterion 1.4.3."""
    css = (ROOT / "styles" / "web.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#\w{6});", blocks[0] if scheme == "light" else blocks[1]))
    one, other = sorted((luminance(colours[name]), luminance(colours["paper"])))
    assert (other + 0.05) / (one + 0.05) >= 4.5

"""A page in each language: what it says as readable facts, and two small pictures for what the eye alone sees.

The records and their facts stand side by side in `cases/languages/pages`. `NOTEGEN_UPDATE=1` writes facts
and pictures anew; a page that differs from its picture is left in `build/languages`.
"""

import io
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from PIL import Image, ImageChops, ImageStat

from notegen import render
from notegen.formats.bonds import keep_together
from notegen.formats.html import Surroundings, write_page
from notegen.formats.view import view
from notegen.languages.language import find_language
from notegen.records.loader import read_text
from notegen.records.model import Note
from notegen.records.text import plain
from processes import ROOT

CASES = ROOT / "tests" / "cases" / "languages"
EVIDENCE = ROOT / "build" / "languages"
UPDATE = "NOTEGEN_UPDATE" in os.environ
RESOLUTION = 40  # dots per inch: enough for the side of a margin and the density of a line
TOLERANCE = 1.5  # mean difference, of 255: fonts differ a little between systems


def read(tag: str) -> Note:
    reading = read_text((CASES / "pages" / f"{tag}.yaml").read_text("utf-8"), f"{tag}.yaml")
    assert reading.note is not None, reading.diagnostics
    return reading.note


class _Parts(HTMLParser):
    """What the page says about languages: those of the document, and the words in another one."""

    def __init__(self) -> None:
        super().__init__()
        self.document: tuple[str | None, str | None] = (None, None)
        self.foreign: list[list[str]] = []
        self.isolated: list[str] = []
        self._open: list[tuple[str, list[str] | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.document = (given.get("lang"), given.get("dir"))
        elif tag == "span" and given.get("lang"):
            self.foreign.append([str(given["lang"]), ""])
            self._open.append((tag, self.foreign[-1]))
        elif tag in ("span", "bdi"):
            self._open.append((tag, None))
            if tag == "bdi":
                self.isolated.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("span", "bdi"):
            assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, found in self._open:
            if found is not None:
                found[1] += data
        if self._open and self._open[-1][0] == "bdi":
            self.isolated[-1] += data


def facts(note: Note, pdf: bytes, page: Path) -> dict[str, Any]:
    """What a reader of the language would look at first."""
    shown, parts = view(note), _Parts()
    parts.feed(write_page(shown, Surroundings()))
    page.write_bytes(pdf)
    printed = subprocess.run(["pdftotext", "-layout", page, "-"], check=True, capture_output=True, text=True).stdout
    # Characters that nobody sees mark the directions, some by pdftotext itself.
    printed = re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", printed)
    items = re.findall(r"^ *\d\. (.+)$", note.sections[0].text or "", re.MULTILINE)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages, language = len(document.pages), str(document.Root.Lang)
    return {
        "document": {"lang": parts.document[0], "dir": parts.document[1], "pdf": language, "pages": pages},
        "title": plain(shown.title),
        "event": shown.event,
        "rows": {row.label: plain(row.text) for row in shown.rows if row.text},
        "groups": {plain(group.heading): plain(group.text) for row in shown.rows for group in row.groups},
        "marks": [
            match[1] for item in items if (match := re.search(rf"(\S+)[ \u2002]+{item}$", printed, re.MULTILINE))
        ],
        "foreign": parts.foreign,
        "isolated": parts.isolated,
    }


def visible(data: Any) -> Any:
    """The same with the spaces that do not break as their names, for people to see."""
    if isinstance(data, dict):
        return {visible(key): visible(value) for key, value in data.items()}
    if isinstance(data, list):
        return [visible(value) for value in data]
    return data.replace("\u00a0", "~").replace("\u202f", "^") if isinstance(data, str) else data


PAGES = sorted({path.name.partition(".")[0] for path in (CASES / "pages").glob("*.yaml")})


@pytest.mark.parametrize("tag", PAGES)
def test_a_page_says_in_its_language_what_its_file_says(tag: str, tmp_path: Path) -> None:
    note = read(tag)
    found = visible(facts(note, render(note).content, tmp_path / "page.pdf"))
    expected = CASES / "pages" / f"{tag}.expected.yaml"
    if UPDATE:
        head = "# ~ is a space that does not break, ^ a narrow one.\n"
        expected.write_text(head + yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=200), "utf-8")
    assert found == yaml.safe_load(expected.read_text("utf-8"))


@pytest.mark.parametrize("tag", ["ar", "zh"])
def test_a_page_looks_as_it_did(tag: str, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(render(read(tag)).content)
    command = ["pdftoppm", "-r", str(RESOLUTION), "-gray", "-png", "-singlefile", "page.pdf", "page"]
    subprocess.run(command, check=True, cwd=tmp_path)
    golden = CASES / "pictures" / f"{tag}.png"
    if UPDATE:
        with Image.open(tmp_path / "page.png") as drawn:
            drawn.quantize(8).save(golden, optimize=True)
    with Image.open(tmp_path / "page.png") as drawn, Image.open(golden) as known:
        difference = compare(drawn, known)
    if difference > TOLERANCE:
        EVIDENCE.mkdir(parents=True, exist_ok=True)
        shutil.copy(tmp_path / "page.png", EVIDENCE / f"{tag}.png")
    assert difference <= TOLERANCE, f"{EVIDENCE / tag}.png beside {golden}"


def compare(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures in grey, of 255; 255 where they are not of one size."""
    if one.size != other.size:
        return 255.0
    return float(ImageStat.Stat(ImageChops.difference(one.convert("L"), other.convert("L"))).mean[0])


def test_a_page_that_is_the_other_way_round_is_found() -> None:
    with Image.open(CASES / "pictures" / "ar.png") as known:
        mirrored = known.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        assert compare(mirrored, known) > TOLERANCE
        assert compare(known, known) == 0


BONDS = [
    (tag, text, kept)
    for entry in yaml.safe_load((CASES / "bonds.yaml").read_text("utf-8"))
    for tag, cases in entry.items()
    for text, kept in cases.items()
]


@pytest.mark.parametrize(("tag", "text", "kept"), BONDS)
def test_a_line_does_not_break_in_a_citation_a_date_or_after_a_word_of_one_letter(
    tag: str, text: str, kept: str
) -> None:
    found = keep_together(text, find_language(tag)).replace("\u00a0", "~")
    assert re.sub(r"<(span|bdi)[^>]*>(.*?)</\1>", r"[\2]", found) == kept

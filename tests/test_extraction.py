"""What programs that take text out of a PDF find in the notes of the examples: the words of the record, in order."""

import difflib
import io
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from markdown_it.token import Token

import notegen
from notegen.finishing.content import read_page
from notegen.finishing.inspect import inspect
from notegen.formats.pdf.engine import write_pdf
from notegen.formats.view import View, view
from notegen.languages.language import Language
from sheets import sheet
from verapdf import Validate

RECORDS = sorted((Path(__file__).parents[1] / "examples" / "unsc-1540").glob("20*.yaml"))
LIKENESS = 0.99
# Head and foot of the page, in points, as styles/page.css has them.
HEAD, FOOT, WIDTH, HEIGHT = 60, 55, 595, 842
LONG_LIST = 40

Write = Callable[[Sequence[Token]], str]


@dataclass(frozen=True)
class Words:
    """The words of a note, those of its footnotes apart."""

    body: list[str]
    notes: list[list[str]]


@pytest.fixture(scope="module", name="folder")
def make_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("extraction")


@cache
def rendered(path: Path) -> tuple[View, bytes]:
    note = notegen.load(path)
    return view(note), notegen.render(note, "pdf").content


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_the_structure_holds_the_words_of_the_record_in_order(path: Path) -> None:
    shown, pdf = rendered(path)
    expected = said(shown, "{}")
    texts = list(leaves(inspect(pdf).tree, ""))
    body = words(shown, " ".join(text for note, text in texts if not note))
    notes: dict[str, list[str]] = {}
    for note, text in texts:
        if note:
            notes.setdefault(note, []).extend(words(shown, text))
    assert body == expected.body
    assert list(notes.values()) == expected.notes


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="NOT CHECKED: poppler-utils are not here")
@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_pdftotext_finds_the_words_of_the_record_in_order(path: Path, folder: Path) -> None:
    shown, pdf = rendered(path)
    # It takes a raised mark for a word.
    expected = said(shown, " {}")
    file = folder / f"{path.stem}.pdf"
    file.write_bytes(pdf)
    found = words(shown, pdftotext(file))
    for note in expected.notes:
        likest, found = cut(found, note)
        assert likeness(note, likest) >= LIKENESS
    assert likeness(expected.body, found) >= LIKENESS


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_chrome_copies_the_words_of_the_record_in_order(path: Path) -> None:
    """With PDFium, which Chrome shows PDFs with. In Arabic it turns "8–10" and an address round, part by part."""
    shown, pdf = rendered(path)
    expected = said(shown, "{}")
    found = words(shown, copied(pdf))
    for note in expected.notes:
        likest, found = cut(found, note)
        assert likeness(note, likest) >= LIKENESS
    assert likeness(expected.body, found) >= LIKENESS
    assert bracketed(expected.body) == bracketed(found)


def bracketed(said: Sequence[str]) -> list[str]:
    """The words with brackets, without the signs beside them."""
    return sorted(word.strip("،؛.:;,") for word in said if set("()[]") & set(word))


MIXED = {
    "h1": "مذكرة (2009)",
    "p": "القرار 1540 (2004)، في 8–10 أيلول/سبتمبر 2009: حضرت الوكالة (IAEA) والمنظمة (INTERPOL) "
    "و World Customs Organization (WCO)، راسلوا 1540experts@un.org الآن. 50% من الدول، 1,540 دولة؛ [انظر 3.1].",
    "li": "على مستوى إلى في شيء: 7",
    "th": "العدد (2009)",
    "td": "1–12",
}


ARABIC = 'html { direction: rtl; font-family: "Liberation Serif", "Noto Naskh Arabic" }'


def mixed(tmp_path: Path) -> Path:
    """A page of Arabic with numbers, brackets, Latin names, a list and a table."""
    body = (
        f"<h1>{MIXED['h1']}</h1><p>{MIXED['p']}</p><ul><li>{MIXED['li']}</li></ul>"
        f"<table><tr><th scope=col>{MIXED['th']}</th></tr><tr><td>{MIXED['td']}</td></tr></table>"
    )
    style = ARABIC + "@page { @bottom-right { direction: ltr } }"
    file = tmp_path / "mixed.pdf"
    file.write_bytes(write_pdf(sheet(body, language="ar", style=style)))
    return file


def test_the_structure_of_mixed_arabic_is_its_text(tmp_path: Path) -> None:
    tree = inspect(mixed(tmp_path).read_bytes()).tree
    texts = {text for _, text in leaves(tree, "")}
    assert texts >= set(MIXED.values())


def test_the_number_of_a_page_is_nothing_but_that(tmp_path: Path) -> None:
    [texts] = inspect(mixed(tmp_path).read_bytes()).artifacts
    assert "1/1" in texts


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="NOT CHECKED: poppler-utils are not here")
@pytest.mark.parametrize("options", [(), ("-layout",)])
def test_pdftotext_finds_mixed_arabic(tmp_path: Path, options: tuple[str, ...]) -> None:
    found = [word for word in plain(pdftotext(mixed(tmp_path), *options)).split() if word != "–"]
    assert found == [*" ".join(MIXED.values()).split(), "1/1"]


RAISED = "<p>العدد<sup>3</sup>. نعم<sup>é</sup></p>"
RAISING = ARABIC + "p { font-size: 20px } sup { font-size: 10px; vertical-align: super }"


def test_a_raised_mark_of_an_arabic_line_belongs_to_its_word_for_chrome() -> None:
    pdf = write_pdf(sheet(RAISED, language="ar", style=RAISING))
    assert plain(copied(pdf)).split()[:2] == ["العدد3.", "نعمé"]


def test_a_raised_mark_of_an_arabic_line_stands_as_high_as_it_was_laid_out() -> None:
    with pypdfium2.PdfDocument(write_pdf(sheet(RAISED, language="ar", style=RAISING))) as document:
        text = document[0].get_textpage()
        boxes = {
            chr(pypdfium2.raw.FPDFText_GetUnicode(text, n)): text.get_charbox(n) for n in range(text.count_chars())
        }
    # Half of its size, which is 7.5 points, above the line, on which the full stop stands.
    assert boxes["3"][1] - boxes["."][1] == pytest.approx(3.75, abs=0.2)
    assert boxes["é"][3] > boxes["3"][3]


def test_mixed_arabic_conforms(tmp_path: Path, verapdf: Validate) -> None:
    files = [mixed(tmp_path), tmp_path / "raised.pdf"]
    files[1].write_bytes(write_pdf(sheet(RAISED, language="ar", style=RAISING)))
    for flavour in ("ua1", "3a"):
        assert verapdf(files, flavour) == {file: [] for file in files}


def test_arabic_within_a_line_of_another_language_is_its_text() -> None:
    phrase = "القرار 1540 (2004)، نعم"
    tree = inspect(write_pdf(sheet(f'<p>It says <span lang="ar" dir="rtl">{phrase}</span> here.</p>'))).tree
    assert [text for _, text in leaves(tree, "")] == [f"It says {phrase} here."]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="NOT CHECKED: poppler-utils are not here")
def test_words_divided_at_the_end_of_a_line_are_whole(tmp_path: Path) -> None:
    text = (
        "Internationalization of responsibilities, notwithstanding long-established characteristics of implementation."
    )
    style = 'p { width: 30mm; hyphens: auto; hyphenate-character: "-"; text-align: justify }'
    file = tmp_path / "divided.pdf"
    file.write_bytes(write_pdf(sheet(f"<p>{text}</p><p><u>{text}</u></p>", style=style)))
    assert [found for _, found in leaves(inspect(file.read_bytes()).tree, "")] == [text, text]
    # At the end of a line, it takes every hyphen for one of the line.
    assert " ".join(pdftotext(file).split()).replace("longestablished", "long-established") == f"{text} {text} 1/1"


@pytest.mark.parametrize("path", [path for path in RECORDS if ".zh" in path.name], ids=lambda path: path.stem)
def test_a_chinese_note_is_smaller_than_120_kilobytes(path: Path) -> None:
    assert len(rendered(path)[1]) < 120_000


# The order of painting


def painted(pdf: bytes) -> list[str]:
    """The text of the marked content of all pages, as it is painted."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [text for page in document.pages for text in read_page(page).marked.values()]


@pytest.mark.parametrize("path", [path for path in RECORDS if ".ar" not in path.name], ids=lambda path: path.stem)
def test_the_text_of_a_page_is_painted_in_the_order_in_which_it_is_read(path: Path) -> None:
    shown, pdf = rendered(path)
    expected = said(shown, " {} ")
    # A word that two lines divide is two here, with the hyphen of the line.
    found = words(shown, " ".join(painted(pdf)).replace(" - ", ""))
    for note in expected.notes:
        _, found = cut(found, note)
    assert likeness(expected.body, found) >= LIKENESS


def test_what_is_shifted_or_floats_is_painted_in_its_place() -> None:
    style = "h2 { position: relative; top: -4pt } h2::before { content: '' } div { float: left; color: #333 }"
    body = '<h2>one</h2><p style="background: #eee">two</p><div>three</div><p>four</p><table><tr><td>five</table><p>six'
    assert painted(write_pdf(sheet(body, style=style))) == ["one", "two", "three", "four", "five", "six"]


def test_the_runs_of_an_arabic_line_are_painted_from_right_to_left() -> None:
    [text] = painted(write_pdf(sheet("<p>العدد (2009) نعم</p>", language="ar", style=ARABIC)))
    # Each is painted from left to right, and the signs for those who turn them round are not looked at here. A space
    # before a bracket is painted with it.
    assert plain(text) == "ددعلا" + "( " + "2009" + ")" + " معن"


def test_a_range_in_the_head_of_an_arabic_page_runs_from_left_to_right() -> None:
    (path,) = (path for path in RECORDS if path.stem == "2009-09-08-san-jose.ar")
    _, pdf = rendered(path)
    assert any("8–10" in plain(text) for text in inspect(pdf).artifacts[1])


def pdftotext(file: Path, *options: str) -> str:
    """The text of a PDF without the heads and feet of its pages."""
    area = ("-x", "0", "-y", str(HEAD), "-W", str(WIDTH), "-H", str(HEIGHT - HEAD - FOOT))
    run = subprocess.run(["pdftotext", *area, *options, file, "-"], capture_output=True, check=True, encoding="utf-8")
    return run.stdout


def copied(pdf: bytes) -> str:
    """What Chrome copies of all pages without their heads and feet."""
    said = ""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text, inside = page.get_textpage(), True
            for number in range(text.count_chars()):
                if not pypdfium2.raw.FPDFText_IsGenerated(text, number):
                    _, bottom, _, top = text.get_charbox(number)
                    inside = FOOT < (bottom + top) / 2 < HEIGHT - HEAD
                said += chr(pypdfium2.raw.FPDFText_GetUnicode(text, number)) if inside else ""
            said += "\n"
    return said.replace("\x02", "")  # a hyphen of the line, which it does not copy


def likeness(left: Sequence[str], right: Sequence[str]) -> float:
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


def cut(found: list[str], piece: list[str]) -> tuple[list[str], list[str]]:
    """The place that a piece has among the words found, and the words without it."""
    match = difflib.SequenceMatcher(None, found, piece, autojunk=False).find_longest_match()
    start = max(0, match.a - match.b)
    end = start + len(piece)
    return found[start:end], found[:start] + found[end:]


# What a page says, from the view


def words(shown: View, text: str) -> list[str]:
    """The words of a text, or its characters in Chinese; without the dashes of lists and controls."""
    found = [word for word in plain(text).split() if word not in ("–", "-", "•")]
    return list("".join(found)) if shown.language.language == "zh" else found


def plain(text: str) -> str:
    """A text without controls, such as those that turn its direction."""
    return "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")


def said(shown: View, mark: str) -> Words:
    """The words of a note in the order of the page."""
    write = partial(text, language=shown.language, mark=mark)
    body = words(shown, " ".join(parts(shown, write)))
    notes = [words(shown, f"{note.mark} {write(note.text)}") for note in shown.footnotes]
    return Words(body, notes)


def parts(shown: View, text: Write) -> Iterator[str]:
    """The text of every part, in the order of the page."""
    colon = shown.language.lists.colon
    if shown.draft:
        yield shown.language.labels.draft.upper()
    yield shown.symbol
    yield text(shown.title)
    for row in shown.rows:
        yield row.label + colon
        yield text(row.text)
        for place, group in enumerate(row.groups):
            yield from group_parts(group, text, colon, "" if place == len(row.groups) - 1 else shown.language.lists.end)
    yield from section_parts(shown.sections, text)
    if shown.contact:
        yield text(shown.contact[0])
        yield shown.contact[1]
    for annex in shown.annexes:
        if annex.blocks:
            yield from (annex.label, text(annex.title), text(annex.blocks))


def group_parts(group: Any, text: Write, colon: str, end: str) -> Iterator[str]:
    yield text(group.heading) + colon
    if len(group.names) < LONG_LIST:
        yield text(group.text) + end
        return
    yield from map(text, group.names)
    if group.rest:
        yield text(group.rest) + end


def section_parts(sections: Sequence[Any], text: Write) -> Iterator[str]:
    for section in sections:
        if section.heading:
            yield f"{section.number}." if section.number else ""
            yield text(section.heading)
        yield text(section.blocks)
        yield from map(text, section.items)
        yield from section_parts(section.sections, text)


def text(tokens: Sequence[Token], language: Language, mark: str = "{}") -> str:
    """The text of tokens with the marks of footnotes, and of the entries of numbered lists."""
    said: list[str] = []
    counts: list[int | None] = []
    for token in tokens:
        if token.type == "inline":
            said.append(text(token.children or (), language, mark))
        elif token.type in ("text", "code_inline"):
            said.append(token.content)
        elif token.type == "footnote_mark":
            said.append(mark.format(token.meta["mark"]))
        elif token.type == "ordered_list_open":
            counts.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            counts.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            counts.pop()
        elif token.type == "list_item_open" and counts[-1] is not None:
            said.append(f" {entry(language, len(counts), counts[-1])} ")
            counts[-1] += 1
        elif token.type.endswith("break") or (token.type.endswith("_close") and token.block):
            said.append(" ")
    return "".join(said)


def entry(language: Language, depth: int, number: int) -> str:
    """How an entry of a numbered list is marked in the house style of the United Nations."""
    letters, romans = language.numbering.letters.split(), ("i", "ii", "iii", "iv", "v")
    return language.numbering.levels[depth - 1].format(
        letter=letters[number - 1], roman=romans[number - 1] if number <= len(romans) else "", number=number
    )


# What the structure says


def leaves(element: dict[str, Any], note: str) -> Iterator[tuple[str, str]]:
    """The texts of a structure in order, each with the footnote that it is in."""
    note = element["id"] if element["role"] == "Note" else note
    inline = ("Span", "Link", "Reference", "Code", "Quote", "Figure")
    if element.get("text"):
        yield note, element["text"]
    for child in element.get("children", ()):
        # The text of an element holds that of the inline ones in it, unless it has none of its own.
        if not (element.get("text") and child["role"] in (*inline, "Lbl")):
            yield from leaves(child, note)

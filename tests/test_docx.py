"""What a Word document is made of, and what another program than Word makes of it."""

import hashlib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

import notegen
from processes import FOUNDING_NOTE, ROOT, run
from test_same_words import W, from_markdown, rendered, words

EVERYTHING = ROOT / "tests" / "cases" / "render" / "everything.yaml"
ODD = ROOT / "tests" / "cases" / "formats" / "odd-words.yaml"
ARABIC = FOUNDING_NOTE.with_name("2009-09-08-san-jose.ar.yaml")
SIX = [
    FOUNDING_NOTE,
    *(FOUNDING_NOTE.with_name(f"{FOUNDING_NOTE.stem}.{tag}.yaml") for tag in ("ar", "es", "fr", "ru", "zh")),
]
LIKENESS = 0.97


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@cache
def read(path: Path, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(parts(rendered(path, "docx"))[part])


def texts(element: ElementTree.Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def styled(path: Path, style: str) -> list[str]:
    """The texts of the paragraphs that have the style."""
    found = (paragraph for paragraph in read(path, "word/document.xml").iter(f"{W}p"))
    return [texts(p) for p in found if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and s.get(f"{W}val") == style]


def test_footnotes_are_footnotes_of_word() -> None:
    notes = [note for note in read(FOUNDING_NOTE, "word/footnotes.xml") if note.get(f"{W}type") is None]
    note = notegen.load(FOUNDING_NOTE)
    assert note.disclaimer
    assert [texts(found).replace("\u00a0", " ") for found in notes] == [note.disclaimer.text]
    (reference,) = read(FOUNDING_NOTE, "word/document.xml").iter(f"{W}footnoteReference")
    assert reference.get(f"{W}id") == notes[0].get(f"{W}id")


def test_a_second_mark_of_a_footnote_refers_to_the_first() -> None:
    document = read(EVERYTHING, "word/document.xml")
    (field,) = document.iter(f"{W}fldSimple")
    assert (field.get(f"{W}instr"), texts(field)) == (r" NOTEREF _RefNote3 \f \h ", "3")
    names = {mark.get(f"{W}name"): mark.get(f"{W}id") for mark in document.iter(f"{W}bookmarkStart")}
    assert names["_RefNote3"] in {mark.get(f"{W}id") for mark in document.iter(f"{W}bookmarkEnd")}


def test_an_asterisk_is_a_mark_of_its_own_that_word_does_not_count() -> None:
    first, *others = read(ODD, "word/document.xml").iter(f"{W}footnoteReference")
    assert first.get(f"{W}customMarkFollows") == "1"
    assert others
    assert not any(other.get(f"{W}customMarkFollows") for other in others)


def test_parts_of_the_note_have_styles() -> None:
    assert styled(EVERYTHING, "Title") == ["Information note of the chairs"]
    assert styled(EVERYTHING, "Heading1") == ["1.Objectives", "2.Proceedings", "3.Follow-up"]
    assert styled(EVERYTHING, "Heading2")[0] == "2.1.First working group"
    assert styled(EVERYTHING, "AnnexHeading")[0] == "Annex IProgramme of the conference"
    assert styled(EVERYTHING, "HeaderLabel")[0] == "Event:"
    assert styled(EVERYTHING, "Masthead") == ["DraftS/AC.44/2018/INF.23"]
    assert styled(EVERYTHING, "ImageCaption")[1] == "Questions to the second working group by subject"


@pytest.mark.parametrize("path", [EVERYTHING, ODD, ARABIC], ids=lambda path: path.stem)
def test_every_style_that_is_used_is_there(path: Path) -> None:
    there = {style.get(f"{W}styleId") for style in read(path, "word/styles.xml").iter(f"{W}style")}
    for part in ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"):
        for kind in ("pStyle", "rStyle", "tblStyle"):
            assert {style.get(f"{W}val") for style in read(path, part).iter(f"{W}{kind}")} <= there


def test_pictures_are_inside_and_described() -> None:
    content = parts(rendered(EVERYTHING, "docx"))
    media = [content[name] for name in content if name.startswith("word/media/")]
    assert len(media) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in media), "a drawing too, for every Word shows pixels"
    described = re.findall(r'<wp:docPr descr="([^"]*)"', content["word/document.xml"].decode())
    assert [text.split(":")[0].split(" ")[0] for text in described] == ["Plan", "Bars"]
    assert b"data:" not in content["word/document.xml"]


def test_the_document_says_what_it_is() -> None:
    core = read(EVERYTHING, "docProps/core.xml")
    said = {node.tag.partition("}")[2]: node.text for node in core}
    assert said["title"].startswith("Information note of the chairs: Fourth global conference")  # type: ignore[union-attr]
    assert (said["language"], said["keywords"], said["contentStatus"]) == ("en", "specimen, typography", "Draft")
    assert said["subject"] == "S/AC.44/2018/INF.23"
    founding = {node.tag.partition("}")[2]: node.text for node in read(FOUNDING_NOTE, "docProps/core.xml")}
    assert founding["creator"] == "United Nations Office for Disarmament Affairs"


def test_a_draft_is_marked_on_every_page() -> None:
    assert texts(read(EVERYTHING, "word/header1.xml")).endswith("Draft S/AC.44/2018/INF.23")
    assert "Draft" not in texts(read(FOUNDING_NOTE, "word/header1.xml"))
    assert "RUNNING" not in texts(read(FOUNDING_NOTE, "word/header1.xml"))


def test_arabic_goes_from_right_to_left() -> None:
    document = read(ARABIC, "word/document.xml")
    paragraphs = list(document.iter(f"{W}p"))
    assert all(paragraph.find(f"{W}pPr/{W}bidi") is not None for paragraph in paragraphs)
    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in document.iter(f"{W}tbl"))
    assert document.find(f"{W}body/{W}sectPr/{W}bidi") is not None
    latin = [texts(r) for r in document.iter(f"{W}r") if texts(r) and r.find(f"{W}rPr/{W}rtl") is None]
    assert latin
    assert all(text.isascii() for text in latin)


def test_arabic_ranges_of_days_and_page_numbers_run_from_left_to_right_at_their_side() -> None:
    assert "8\u200e–\u200e10" in "".join(map(texts, read(ARABIC, "word/document.xml").iter(f"{W}tc")))
    assert "8\u200e–\u200e10" in texts(read(ARABIC, "word/header1.xml"))
    side = read(ARABIC, "word/footer1.xml").find(f"{W}p/{W}pPr/{W}jc")
    assert side is not None
    assert side.get(f"{W}val") == "left"
    rules = [note for note in read(ARABIC, "word/footnotes.xml") if note.get(f"{W}type")]
    assert len(rules) == 2
    assert all(rule.find(f"{W}p/{W}pPr/{W}bidi") is not None for rule in rules)


def test_a_paragraph_before_a_table_and_the_contact_stand_as_on_the_page(tmp_path: Path) -> None:
    note = notegen.loads(
        "event: {title: Seals, dates: 2019}\ncontact: {text: Ask us.}\nsections:\n"
        "- {heading: A, text: 'One.\n\n\n  Two.\n\n\n  | a |\n\n  |---|\n\n  | b |', items: [x]}\n"
    )
    (tmp_path / "a.yaml").write_text(notegen.dumps(note))
    assert styled(tmp_path / "a.yaml", "BodyBeforeTable") == ["Two."]
    assert styled(tmp_path / "a.yaml", "Contact") == ["Ask us."]


@pytest.mark.parametrize("path", SIX, ids=lambda path: path.stem)
def test_the_language_is_set(path: Path) -> None:
    tag = notegen.load(path).language
    (language,) = read(path, "word/styles.xml").findall(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    kind = {"ar": "bidi", "zh": "eastAsia"}.get(tag, "val")
    checked = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}[tag]
    assert language.get(f"{W}{kind}") == checked, "Word checks the spelling by language and region"
    foreign = {run.get(f"{W}val") for run in read(path, "word/document.xml").iter(f"{W}lang")}
    assert foreign <= {"en-GB", None}
    assert (read(path, "word/document.xml").find(f".//{W}bidi") is not None) == (tag == "ar")


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("odd-words", [("lowerLetter", "(%1)"), ("lowerRoman", "(%2)")]),
        ("a-table", [("arabicAbjad", "(%1)")]),
        ("chinese", [("chineseCounting", "（%1）")]),
    ],
)
def test_lists_are_numbered_as_the_language_does(name: str, levels: list[tuple[str, str]]) -> None:
    path = ODD.with_name(f"{name}.yaml")
    numbering, document = read(path, "word/numbering.xml"), read(path, "word/document.xml")
    used = {number.get(f"{W}val") for number in document.iter(f"{W}numId")}
    kinds = {_value(n, "abstractNumId") for n in numbering.iter(f"{W}num") if n.get(f"{W}numId") in used}
    found = {
        (_value(level, "numFmt"), _value(level, "lvlText"))
        for kind in numbering.iter(f"{W}abstractNum")
        if kind.get(f"{W}abstractNumId") in kinds
        for level in kind.iter(f"{W}lvl")
    }
    assert set(levels) <= found


def test_a_small_table_stays_on_one_page_and_every_row_is_whole() -> None:
    rows = [
        row for table in read(EVERYTHING, "word/document.xml").iter(f"{W}tbl") for row in list(table.iter(f"{W}tr"))
    ]
    rows = [row for row in rows if row.find(f"{W}tc/{W}p/{W}pPr/{W}pStyle[@{W}val='Compact']") is not None]
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    kept = [row.find(f"{W}tc/{W}p/{W}pPr/{W}keepNext") is not None for row in rows]
    assert (kept[:2], kept[-1]) == ([True, True], False)


def test_a_dash_before_an_entry_is_of_the_font_of_the_text() -> None:
    assert not list(read(EVERYTHING, "word/numbering.xml").iter(f"{W}rFonts"))


def test_every_paragraph_of_running_chinese_is_indented_by_two_signs() -> None:
    chinese, english = (
        read(path, "word/styles.xml") for path in (FOUNDING_NOTE.with_suffix(".zh.yaml"), FOUNDING_NOTE)
    )
    for styles, first, apart in ((chinese, "200", "0"), (english, None, "0")):
        found = {style.get(f"{W}styleId"): style.find(f"{W}pPr/{W}ind") for style in styles.iter(f"{W}style")}
        shown = [found[name] for name in ("BodyText", "FirstParagraph", "Contact")]
        signs = [indent.get(f"{W}firstLineChars") if indent is not None else "" for indent in shown]
        assert signs == [first, first, apart]


def _value(element: ElementTree.Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


PROGRAM = """
import hashlib, sys, notegen
print(hashlib.sha256(notegen.render(notegen.load(sys.argv[1]), "docx").content).hexdigest())
"""


def test_another_process_folder_and_time_zone_give_the_same_bytes(tmp_path: Path) -> None:
    variables = {
        "TZ": "Pacific/Kiritimati",
        "SOURCE_DATE_EPOCH": "1700000000",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
    }
    ended = run([str(EVERYTHING)], tmp_path, program=(sys.executable, "-c", PROGRAM), variables=variables)
    assert ended.stdout.decode().strip() == hashlib.sha256(rendered(EVERYTHING, "docx")).hexdigest()
    with zipfile.ZipFile(io.BytesIO(rendered(EVERYTHING, "docx"))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"


def test_the_styles_are_made_of_their_sources() -> None:
    """`python tools/reference_docx.py` makes them anew."""
    code = "import reference_docx as made, sys; sys.exit(made.build() != made.TARGET.read_bytes())"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT / "tools", check=False).returncode == 0


def test_a_series_brings_styles_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    reference = (ROOT / "styles" / "note.docx").read_bytes()
    content = parts(reference)
    content["word/styles.xml"] = content["word/styles.xml"].replace(b'w:ascii="Times New Roman"', b'w:ascii="Georgia"')
    with zipfile.ZipFile(tmp_path / "styles" / "note.docx", "w") as package:
        for name, part in content.items():
            package.writestr(name, part)
    (tmp_path / "series.yaml").write_text("series: {id: seals, title: Seals}\n")
    (tmp_path / "note.yaml").write_text("event: {title: Workshop, dates: 2019-05-07}\n")
    made = notegen.render(notegen.load(tmp_path / "note.yaml"), "docx").content
    assert b"Georgia" in parts(made)["word/styles.xml"]


@pytest.mark.parametrize("package", ["pypandoc", "resvg_py"])
def test_without_the_extra_the_command_line_says_what_to_install(package: str, tmp_path: Path) -> None:
    code = f"import sys; sys.modules['{package}'] = None; from notegen.cli.main import main; main()"
    arguments = ["render", str(FOUNDING_NOTE), "-q", "-o", "note.docx"]
    ended = run(arguments, tmp_path, program=(sys.executable, "-c", code))
    assert (ended.returncode, ended.stdout) == (5, b"")
    assert ended.stderr.decode().strip().endswith("pip install 'notegen[word]'")
    assert not (tmp_path / "note.docx").exists()


# In LibreOffice


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six languages, and a note that holds everything, as LibreOffice prints them."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for path in (*SIX, EVERYTHING, ODD):
        (folder / f"{path.stem}.docx").write_bytes(rendered(path, "docx"))
    print_all(folder)
    return folder


def print_all(folder: Path) -> None:
    """A PDF of each Word document in the folder."""
    if shutil.which("soffice") is None:
        pytest.fail("libreoffice-writer is not here: make test-all installs it")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, folder.glob("*.docx"))], capture_output=True, check=True, timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize("path", [*SIX, EVERYTHING, ODD], ids=lambda path: path.stem)
def test_libreoffice_prints_the_words_of_the_note(path: Path, printed: Path) -> None:
    run = subprocess.run(["pdftotext", printed / f"{path.stem}.pdf", "-"], capture_output=True, check=True)
    turned = re.sub("[\u202a-\u202e]", " ", run.stdout.decode())  # where pdftotext says that the direction turns
    found, expected = words(turned), from_markdown(path)
    missing = Counter(expected) - Counter(found)
    assert missing.total() <= (1 - LIKENESS) * len(expected), missing


@pytest.mark.slow
def test_no_line_of_chinese_begins_with_the_mark_of_a_footnote(tmp_path: Path) -> None:
    texts = ["字" * count + end for count in range(30, 34) for end in ("：", "。", "", "）")]
    sections = "".join(f"  - {{heading: 题, text: '{text}[^a{i}]'}}\n" for i, text in enumerate(texts))
    notes = "".join(f"  a{i}: 注\n" for i in range(len(texts)))
    note = notegen.loads(
        f"language: zh\nevent: {{title: 讲习班, dates: 2009}}\nsections:\n{sections}footnotes:\n{notes}"
    )
    (tmp_path / "note.docx").write_bytes(notegen.render(note, "docx").content)
    print_all(tmp_path)
    found = [line for page in pypdfium2.PdfDocument(tmp_path / "note.pdf") for line in first_signs(page)]
    assert found.count("字") > 3
    assert not [sign for sign in found if sign.isdigit()]


def first_signs(page: pypdfium2.PdfPage) -> list[str]:
    """What stands where lines of text begin, but for the large type of the header."""
    text = page.get_textpage()
    signs = [(text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars())]
    return [sign for sign, (left, bottom, _, top) in signs if 154 < left < 158 and (sign == "字" or top - bottom < 5)]

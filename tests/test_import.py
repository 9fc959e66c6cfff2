"""`notegen import` as people use it: formats, folders, what cannot be a note, and notes that come back."""

import io
import json
import random
import re
import resource
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypandoc import get_pandoc_path
from reportlab.pdfgen.canvas import Canvas

import notegen
from notegen.formats.view import view
from notegen.languages.language import find_language
from notegen.records.legacy.importer import import_bytes
from notegen.records.loader import read_record
from notegen.records.model import Note
from notegen.records.text import passages, plain, walk
from processes import ROOT, run

EXAMPLES = sorted((ROOT / "examples" / "unsc-1540").glob("20*.yaml"))
SIX = sorted((ROOT / "examples" / "unsc-1540").glob("2006-11-09-accra*.yaml"))
FOUNDING = ROOT / "tests" / "data" / "information-note.txt"
CASES = ROOT / "tests" / "cases" / "import"
QUICK = 5  # seconds of the processor


# Round trips


def header(note: Note) -> list[Any]:
    """What the header of a note prints, row by row; dates, places and groups are in it."""
    shown = view(note)
    rows = [
        (row.label, plain(row.text), [(plain(group.heading), plain(group.text)) for group in row.groups])
        for row in shown.rows
    ]
    return [
        even(part) for part in (plain(shown.title), rows, note.event.dates, [plain(s.heading) for s in shown.sections])
    ]


def even(value: object) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", repr(value).replace("\\xa0", " ").replace("\\u202f", " "))


def comes_back(path: Path, form: str) -> None:
    note = notegen.load(path)
    draft = import_bytes(notegen.render(note, form).content, f"{path.stem}.{form}")
    assert draft.note is not None
    assert header(draft.note) == header(note)
    assert len(draft.note.footnotes) == len(note.footnotes)
    assert (draft.note.disclaimer is None) == (note.disclaimer is None)
    assert draft.kept >= 0.98


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_web_page_of_ours_comes_back_as_it_was(path: Path) -> None:
    comes_back(path, "html")


@pytest.mark.parametrize("path", SIX, ids=lambda path: path.stem)
def test_a_pdf_of_ours_comes_back_as_it_was(path: Path) -> None:
    comes_back(path, "pdf")


@pytest.mark.parametrize("path", SIX, ids=lambda path: path.stem)
def test_the_pdf_of_a_draft_comes_back_without_the_word_in_its_margin(path: Path) -> None:
    note = notegen.load(path).model_copy(update={"status": "draft"})
    draft = import_bytes(notegen.render(note).content, "old.pdf")
    assert draft.note is not None
    assert (header(draft.note), draft.note.status) == (header(note), "draft")
    said = find_language(note.language).labels.draft.upper()
    assert ("furniture", said, "turned text in the margin") in {(s.fate, s.text, s.target) for s in draft.stretches}


def test_turned_text_among_the_text_of_a_pdf_is_kept_as_not_understood() -> None:
    paper = io.BytesIO()
    page = Canvas(paper, pagesize=(400, 600))
    for at, line in enumerate(["Workshop on seals", "Oslo, Norway, 7 to 9 May 2019", "All seals held."]):
        page.drawString(60, 500 - 30 * at, line)
    for size, place, angle, line in ((10, (80, 200), 90, "Seals of lead"), (90, (60, 150), 45, "COPY")):
        page.saveState()
        page.setFontSize(size)
        page.translate(*place)
        page.rotate(angle)
        page.drawString(0, 0, line)
        page.restoreState()
    page.save()
    draft = import_bytes(paper.getvalue(), "old.pdf")
    told = {(stretch.fate, stretch.text) for stretch in draft.stretches}
    assert {("not understood", "Seals of lead"), ("furniture", "COPY")} <= told
    assert "Seals of lead" in draft.record


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(set(EXAMPLES) - set(SIX)), ids=lambda path: path.stem)
def test_every_pdf_of_ours_comes_back_as_it_was(path: Path) -> None:
    comes_back(path, "pdf")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_markdown_and_plain_text_of_ours_come_back_as_they_were(path: Path) -> None:
    comes_back(path, "md")
    comes_back(path, "txt")


@pytest.mark.parametrize("path", SIX, ids=lambda path: path.stem)
def test_a_word_file_of_ours_comes_back_as_it_was(path: Path) -> None:
    comes_back(path, "docx")


@pytest.mark.slow
def test_a_pdf_of_an_office_program_comes_back(tmp_path: Path) -> None:
    """Marks of notes are small there, and not small print; figures of Arabic lines have an order of their own."""
    for path in SIX:
        (tmp_path / f"{path.stem}.docx").write_bytes(notegen.render(notegen.load(path), "docx").content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=180)
    for path in SIX:
        note = notegen.load(path)
        draft = import_bytes((tmp_path / f"{path.stem}.pdf").read_bytes(), "old.pdf")
        assert draft.note is not None
        assert header(draft.note) == header(note)
        assert len(draft.note.footnotes) == len(note.footnotes)
        assert draft.kept >= 0.98


def test_a_table_of_a_pdf_is_a_table_again() -> None:
    for tag in ("", ".ar", ".zh"):
        note = notegen.load(ROOT / "examples" / "unsc-1540" / f"2014-06-05-lome{tag}.yaml")
        draft = import_bytes(notegen.render(note).content, "old.pdf")
        assert draft.note is not None
        assert (draft.note.sections[1].text or "").count("\n|") == (note.sections[1].text or "").count("\n|") >= 4


@pytest.mark.parametrize("path", SIX, ids=lambda path: path.stem)
def test_a_word_file_of_pandoc_comes_back_with_its_footnotes(path: Path) -> None:
    note = notegen.load(path)
    content = word_file(notegen.render(note, "md").content.decode())
    draft = import_bytes(content, "old.docx")
    assert draft.note is not None
    assert header(draft.note) == header(note)
    assert [even(text) for text in draft.note.footnotes.values()] == [even(text) for text in note.footnotes.values()]
    assert draft.kept >= 0.98


def test_a_word_file_that_was_styled_by_hand_is_understood() -> None:
    """Bold lines for headings, a table for the header, lists that Word numbers, notes that were typed."""
    draft = import_bytes(word_file(HANDMADE), "old.docx")
    assert draft.note is not None
    assert draft.note.event.title == "Meeting of Those Who Weigh Lorries"
    assert draft.data["event"]["dates"] == "2008-05-06/2008-05-07"
    assert draft.data["event"]["place"] == {"city": "Bern", "country": "CH"}
    assert [group.kind for group in draft.note.participants] == ["states", "industry"]
    assert [section.heading for section in draft.note.sections] == ["Objectives", "Background"]
    assert draft.note.sections[0].items == ("compare scales;", "agree on a unit.")
    assert draft.note.footnotes == {"note-2": "In tonnes."}
    assert draft.note.disclaimer is not None
    assert draft.kept >= 0.98


HANDMADE = """
**Information Note**^1^

+-------------------+---------------------------------------------+
| **Event**         | Meeting of Those Who Weigh Lorries          |
+-------------------+---------------------------------------------+
| **Date & Venue**  | 6-7 May 2008, Bern, Switzerland             |
+-------------------+---------------------------------------------+
| **Organisers**    | *Office of Roads*                           |
+-------------------+---------------------------------------------+
| **Participants**  | *States:* France and Switzerland            |
|                   |                                             |
|                   | *Industry:* Scales & Sons                   |
+-------------------+---------------------------------------------+

1. **Objectives**

- compare scales;
- agree on a unit.

2. **Background**

Every lorry was weighed twice.^2^

^1^ For information -- not an official report.

^2^ In tonnes.
"""


def test_heads_feet_and_comments_of_a_word_file_are_told() -> None:
    content = word_file("Event: Workshop on seals\n\nDate: 3 May 2011\n")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/header1.xml"] = b"<w:hdr><w:p><w:r><w:t>Office of Seals</w:t></w:r></w:p></w:hdr>"
    draft = import_bytes(package(files), "old.docx")
    told = [(stretch.fate, stretch.text, stretch.target) for stretch in draft.stretches]
    assert ("furniture", "Office of Seals", "head or foot of the pages") in told


LINKED = """
language: {language}
event: {{title: "{a} [{b}](https://seals.example/title)", dates: 2009}}
organizers: "{a} [{b}](https://seals.example/office)"
sections:
  - heading: "{a}"
    text: |
      {a} [{b}](https://seals.example/a_b/?q=1&r=(2)), {c} [*{b}*](mailto:x@seals.example?subject=Seals).

      {c} [{c}](https://seals.example/long), [{b} \\[2009\\]](http://seals.example). https://seals.example/c_d/
      {a} 1540experts@un.org, {c}.[^a]

      | {a} | {b} |
      |---|---|
      | {b} | [{b}](https://seals.example/cell) |

      - [{b}](https://seals.example/item)
footnotes:
  a: "{a} [{b}](https://seals.example/note)."
"""
SEALS = {
    "en": ("See", "the seals of Ghana", "many words that go on and on and on over the end of a line that is printed"),
    "ar": ("انظر", "تقرير اللجنة (ثان)", "كلمات كثيرة تستمر وتستمر على سطر من الطباعة وأكثر من ذلك حتى آخر السطر"),
    "zh": ("参见", "委员会的报告", "许多字词继续下去超过一行的印刷许多字词继续下去超过一行的印刷"),
}


def links(note: Note) -> Counter[tuple[str, str]]:
    """The words of each link of a note, without their spaces, and where it leads."""
    found: Counter[tuple[str, str]] = Counter()
    for passage in passages(note):
        address, words = "", ""
        for token in walk(passage.tokens()):
            address = str(token.attrs["href"]) if token.type == "link_open" else address
            words += token.content if address else ""
            if token.type == "link_close":
                found["".join(words.split()), address] += 1
                address, words = "", ""
    return found


@pytest.mark.parametrize(
    ("form", "tag"), [(form, tag) for form in ("docx", "html", "pdf") for tag in SEALS if (form, tag) != ("pdf", "ar")]
)
def test_links_of_ours_come_back(form: str, tag: str) -> None:
    a, b, c = SEALS[tag]
    note = notegen.loads(LINKED.format(language=tag, a=a, b=b, c=c))
    draft = import_bytes(notegen.render(note, form).content, f"old.{form}")
    assert draft.note is not None
    assert draft.kept == 1
    bracket = {(words, address.replace("(2)", "%282%29")): count for (words, address), count in links(note).items()}
    assert links(draft.note) == bracket
    assert "https://seals.example/c_d/" in re.sub(r"\]\([^)]*\)", "", draft.record), "bare, as it was written"
    assert not [stretch for stretch in draft.stretches if stretch.fate == "left out"]


def test_links_of_an_arabic_pdf_come_back() -> None:
    """Without a footnote: the mark of one stands on the base line there."""
    a, b, c = SEALS["ar"]
    text = f"{a} https://seals.example/c_d/، {c} [{c}](https://seals.example/e)، [{b}](https://seals.example/a)، {c}."
    note = notegen.loads(
        f"language: ar\nevent: {{title: {a}, dates: 2009}}\nsections: [{{heading: {a}, text: '{text}'}}]"
    )
    draft = import_bytes(notegen.render(note, "pdf").content, "old.pdf")
    assert draft.note is not None
    assert links(draft.note) == links(note)


OLD_PAGE = """<html><h1>Information note</h1><p>Event: Workshop</p><p>Venue: <a href="https://oslo.example">Oslo</a></p>
<p>Date: 3 May 2011</p><h2><a href="https://head.example/">1. Seals</a></h2>
<p><b><a href="https://seals.example/"> Of wax</a></b>, of <a
href="https://lead.example/">lead <br>and</a> <a href="https://lead.example/">iron</a>, of <a href="tin.html">tin</a>,
of <a href="javascript:alert(1)">zinc</a>, <a href="#end">below</a> and <a href="https://none.example/"></a>at
<a href="https://www.seals.example/x">www.seals.example/x</a>的.</p><ul><li><a href="https://all.example/"><p>All.</p></a></li></ul>
</html>"""


def test_links_of_an_old_page_are_kept_where_the_record_takes_them_and_told_elsewhere() -> None:
    draft = import_bytes(OLD_PAGE.encode(), "old.html")
    assert draft.note is not None
    (section,) = draft.note.sections
    assert (section.heading, section.items) == ("Seals", ("[All.](https://all.example/)",))
    assert re.sub(r"\s+", " ", section.text or "").strip() == (
        "**[Of wax](https://seals.example/)**, of [lead and iron](https://lead.example/), of tin, of zinc, below and "
        "at [www.seals.example/x](https://www.seals.example/x)的."
    )
    told = {stretch.text for stretch in draft.stretches if stretch.fate == "left out"}
    assert told == {
        *("https://oslo.example", "https://head.example/", "tin.html", "javascript:alert%281%29"),
        "https://none.example/",
    }


def test_what_may_be_no_city_asks_a_person_to_look() -> None:
    for said in ("Seminar on Seals of Lead and Wax", "held with the Office", "Room 7"):
        draft = notegen.import_text(
            f"Event: Workshop\nDate: 3 May 2011\nVenue: {said}, Norway\n\n1. Seals\n\nOf wax.\n"
        )
        assert draft.data["event"]["place"] == {"city": said, "country": "NO"}
        assert (("event", "place", "city"), f'is this a city? "{said}"') in draft.remarks
    two = notegen.import_text("Event: Workshop\nDate: 3 May 2011\nVenue: Oslo, Norway; Room 7, Ghana\n\n1. A\n\nB.\n")
    assert [path for path, _ in two.remarks if "city" in path] == [("event", "place", 1, "city")]
    assert '    # look: is this a city? "Room 7"\n' in two.record


# The command


def test_the_record_goes_to_standard_output_and_the_report_to_standard_error(tmp_path: Path) -> None:
    ended = run(["import", str(FOUNDING)], tmp_path)
    assert ended.returncode == 0
    assert notegen.loads(ended.stdout.decode()).event.title.startswith("Workshop on Implementing")
    report = ended.stderr.decode()
    assert "100.0 % of 795 words kept" in report
    assert 'line 12: dropped: "1." (number of a section, which is counted)' in report
    assert "placed:" not in report
    verbose = run(["import", "-v", str(FOUNDING)], tmp_path).stderr.decode()
    assert "line 6: placed:" in verbose
    assert "-> organizers" in verbose


def test_standard_input_is_read(tmp_path: Path) -> None:
    ended = run(["import", "-", "-o", "note.yaml"], tmp_path, stdin=FOUNDING.read_bytes())
    assert (ended.returncode, ended.stdout) == (0, b"")
    assert notegen.load(tmp_path / "note.yaml").language == "en"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text("mine")
    ended = run(["import", str(FOUNDING), "-o", "note.yaml"], tmp_path)
    assert ended.returncode == 2
    assert b"nothing is overwritten" in ended.stderr
    assert (tmp_path / "note.yaml").read_text() == "mine"


def test_the_report_is_data_when_asked(tmp_path: Path) -> None:
    ended = run(["import", str(FOUNDING), "-o", "note.yaml", "--format", "json"], tmp_path)
    (report,) = json.loads(ended.stdout)
    assert (report["words"], report["kept"]) == (795, 1.0)
    fates = Counter(stretch["fate"] for stretch in report["stretches"])
    assert fates == {"placed": 27, "furniture": 6}
    assert all(stretch["line"] >= 1 and stretch["text"] and stretch["target"] for stretch in report["stretches"])


def test_a_folder_becomes_a_series(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for path in (FOUNDING, CASES / "en-wrapped-lines.txt", CASES / "fr-lieu-et-date.txt", CASES / "en-markdown.md"):
        (old / path.name).write_bytes(path.read_bytes())
    (old / "again.txt").write_bytes(FOUNDING.read_bytes())
    ended = run(["import", "old", "-o", "notes/"], tmp_path)
    assert ended.returncode == 0, ended.stderr
    names = {path.name for path in (tmp_path / "notes").iterdir()}
    assert names == {
        *("series.yaml", "2009-09-08-san-jose.yaml", "2009-09-08-san-jose.en.yaml", "2012-06-05-lome.yaml"),
        *("2013-09-30-kathmandu.yaml", "2014-11-20-wiesbaden.yaml"),
    }
    note = notegen.load(tmp_path / "notes" / "2009-09-08-san-jose.yaml")
    assert "disclaimer:" not in (tmp_path / "notes" / "2009-09-08-san-jose.yaml").read_text(encoding="utf-8")
    assert note.disclaimer is not None, "from the series"
    assert note.disclaimer.text.startswith("For information")
    series = note.origin.series
    assert series is not None
    assert series.languages == ("en", "fr")
    assert series.series.publisher == "United Nations Office for Disarmament Affairs"
    for name in names - {"series.yaml"}:
        assert read_record(tmp_path / "notes" / name).note is not None, name
    again = run(["import", "old", "-o", "notes/"], tmp_path)
    assert again.returncode == 2
    assert b"nothing is overwritten" in again.stderr


def test_a_folder_in_which_one_note_fails_gives_the_others(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.txt").write_bytes(FOUNDING.read_bytes())
    (tmp_path / "old" / "b.txt").write_bytes(b"")
    ended = run(["import", "old", "-o", "notes/"], tmp_path)
    assert ended.returncode == 1
    assert b"b.txt:1:1: error: there is no text in it" in ended.stderr
    assert sorted(path.name for path in (tmp_path / "notes").iterdir()) == ["2009-09-08-san-jose.yaml", "series.yaml"]


def test_what_lacks_a_date_is_written_and_told(tmp_path: Path) -> None:
    ended = run(
        ["import", "-"], tmp_path, stdin=b"Information note\n\nEvent: Workshop on seals\n\n1. Objectives\n\nTo seal.\n"
    )
    assert ended.returncode == 1
    assert b"no date of the event was found" in ended.stderr
    assert b"title: Workshop on seals" in ended.stdout


def test_what_is_not_understood_stands_in_a_section_of_its_own(tmp_path: Path) -> None:
    text = FOUNDING.read_text(encoding="utf-8") + "\n\n[^7]: Nobody called this note.\n"
    ended = run(["import", "-"], tmp_path, stdin=text.encode())
    note = notegen.loads(ended.stdout.decode())
    assert note.sections[-1].heading == "Not understood"
    assert "Nobody called this note." in (note.sections[-1].text or "")
    assert b'line 46: not understood: "7 Nobody called this note."' in ended.stderr
    assert b"# look: nothing told where this belongs (line 46 of the source)" in ended.stdout


def test_an_old_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(
        (CASES / "ru-mesto-i-data.txt").read_text(encoding="utf-8").replace("¹", "1 ").replace("²", "").encode("cp1251")
    )
    refused = run(["import", "old.txt"], tmp_path)
    assert refused.returncode == 1
    assert b"this is no text in UTF-8" in refused.stderr
    assert b"--encoding" in refused.stderr
    ended = run(["import", "old.txt", "--encoding", "windows-1251"], tmp_path)
    assert ended.returncode == 0
    assert "Алматы".encode() in ended.stdout


def test_a_pdf_of_ours_says_that_it_carries_its_record(tmp_path: Path) -> None:
    (tmp_path / "note.pdf").write_bytes(notegen.render(notegen.load(EXAMPLES[0])).content)
    ended = run(["import", "note.pdf"], tmp_path)
    assert ended.returncode == 0
    assert b"this PDF carries its record" in ended.stderr
    assert b"notegen extract note.pdf" in ended.stderr


# What cannot be a note


def noise(size: int) -> bytes:
    return random.Random(1540).randbytes(size)


def locked_pdf() -> bytes:
    pdf, file = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def empty_pdf(pages: int = 1) -> bytes:
    pdf, file = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.save(file)
    return file.getvalue()


def package(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_file(markdown: str) -> bytes:
    """A Word document as pandoc makes it of Markdown."""
    command = [get_pandoc_path(), "--from=markdown-smart", "--to=docx", "--output=-"]
    return subprocess.run(command, input=markdown.encode(), capture_output=True, check=True).stdout


def spoil(content: bytes) -> bytes:
    """A package whose parts can be found, but not unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = {info.filename: info.header_offset for info in archive.infolist()}
    start = sizes["word/comments.xml"] + 60
    return content[:start] + b"\xff" * 40 + content[start + 40 :]


def repack(content: bytes) -> bytes:
    """The package packed in a way that Word files are not."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return packed.getvalue()


DEEP = b"<w:document>" + b"<w:p>" * 300_000 + b"</w:document>"

HOSTILE = {
    "empty.txt": (b"", 1, "there is no text in it"),
    "blank.md": (b" \n\n\t\n", 1, "there is no text in it"),
    "rubbish.txt": (noise(100_000), 1, "this is no text in UTF-8"),
    "zeros.txt": (b"\0" * 100_000, 1, "this is no text"),
    "endless.txt": (b"Event: a workshop, b and c; " * 400_000, 1, "too long for a note"),
    "lines.txt": (b"a\n" * 5_000_000, 1, "too long for a note"),
    "rubbish.html": (noise(100_000), 1, "this is no text in UTF-8"),
    "deep.html": (b"<div>" * 100_000 + b"text", 1, "no date of the event"),
    "tables.html": (b"<table><tr><td>" * 20_000 + b"text", 1, "no date of the event"),
    "endless.html": (b"<p>word " * 1_500_000, 1, "too long for a note"),
    "empty.html": (b"<html><script>alert(1)</script></html>", 1, "there is no text in it"),
    "rubbish.docx": (noise(100_000), 1, "no Word file, or a broken one"),
    "cut.docx": (word_file("Event: x")[:3000], 1, "no Word file, or a broken one"),
    "damaged.docx": (b"PK\x03\x04" + noise(5_000), 1, "no Word file, or a broken one"),
    "package.docx": (package({"a.txt": b"x"}), 1, "but no Word file"),
    "spoilt.docx": (spoil(word_file("Event: x")), 1, "no Word file, or a broken one"),
    "bomb.docx": (package({"word/document.xml": b" " * 100_000_000}), 1, "too long for a note"),
    "strange.docx": (spoil(repack(word_file("Event: x"))), 1, "no Word file, or a broken one"),
    "deep.docx": (package({"word/document.xml": DEEP}), 1, "no Word file, or a broken one"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(5_000), 1, "save it as .docx"),
    "empty.docx": (word_file(""), 1, "there is no text in it"),
    "rubbish.pdf": (noise(100_000), 4, "it is no PDF"),
    "broken.pdf": (b"%PDF-1.7\n" + noise(5_000), 4, "it is no PDF"),
    "empty.pdf": (b"", 4, "it is no PDF"),
    "locked.pdf": (locked_pdf(), 4, "locked with a password"),
    "scan.pdf": (empty_pdf(), 1, "there is no text in it"),
    "book.pdf": (empty_pdf(200), 4, "200 pages"),
}


def working_time() -> float:
    """Seconds of the processor that processes started from here have taken; others slow no test down."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_cannot_be_a_note_is_told_within_seconds(name: str, tmp_path: Path) -> None:
    content, code, said = HOSTILE[name]
    (tmp_path / name).write_bytes(content)
    before = working_time()
    ended = run(["import", name], tmp_path)
    assert working_time() - before < QUICK
    assert ended.returncode == code, ended.stderr[-500:]
    assert said in ended.stderr.decode()
    assert b"Traceback" not in ended.stderr


def test_every_cut_of_a_note_becomes_a_record_or_is_told() -> None:
    """Damage of any kind is no reason for a traceback, and what was read comes back from the reader."""
    text = FOUNDING.read_text(encoding="utf-8")
    rng = random.Random(1540)
    for _ in range(60):
        lines = text.split("\n")
        rng.shuffle(lines)
        cut = "\n".join(lines)[rng.randrange(2000) : rng.randrange(2001, 7000)]
        draft = notegen.import_text(cut)
        assert draft.note is not None or any(d.severity is notegen.Severity.ERROR for d in draft.diagnostics)
        assert draft.note is None or draft.kept > 0.97, draft.record


def test_what_is_left_of_damage_is_no_error() -> None:
    head = "Information note*\n\nSummary: Seals were shown.\n\nEvent: Test\nDate: 3 May 2011\nDate:\n\n1. Signs[^a]\n\n"
    draft = notegen.import_text(
        f"{head}- ![](a.png)\n- **\n- seals\n\n\fA page began.\n\n[^a]: See [^b].\n[^b]: See [^a].\n"
    )
    assert draft.note is not None, draft.diagnostics
    assert draft.data["details"] == {"summary": {"label": "Summary", "text": "Seals were shown."}}
    assert "\f" not in draft.record


def test_signs_of_every_kind_are_kept_as_text() -> None:
    signs = "5 * 3 and **not closed, a_b_c, `code, [x], [^9], <b>, \\, #, ![gone](a.png), | x |"
    draft = notegen.import_text(
        f"Information note\n\nEvent: Test\nDate: 3 May 2011\n\n1. Signs\n\nHere are {signs}.\n\n- {signs}\n"
    )
    assert draft.note is not None
    shown = " ".join(text for _, text in texts(draft.note) if "5 * 3" in text)
    for kept in ("5 * 3", "not closed", "a_b_c", "`code", "[x]", "[^9]", "<b>", "\\,", "#", "gone", "| x |"):
        assert shown.count(kept) >= 2, kept
    assert [remark for _, remark in draft.remarks] == ['a picture was left out: "a.png"'] * 2


def texts(note: Note) -> list[tuple[Any, str]]:
    return [(passage.path, plain(passage.tokens())) for passage in passages(note)]


def test_a_file_is_read_for_what_it_is_and_not_for_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(word_file("Event: Workshop on seals\n\nDate: 3 May 2011\n"))
    ended = run(["import", "a.txt"], tmp_path)
    assert ended.returncode == 0
    assert b"title: Workshop on seals" in ended.stdout


def test_without_the_extra_a_word_file_is_advice(tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_bytes(word_file("Event: Workshop on seals\n\nDate: 3 May 2011\n"))
    (tmp_path / "pypandoc.py").write_text("raise ImportError")
    ended = run(["import", "old.docx"], tmp_path, variables={"PYTHONPATH": str(tmp_path)})
    assert ended.returncode == 5
    assert b"pip install 'notegen[word]'" in ended.stderr


def test_a_mark_that_stands_alone_is_no_footnote_without_words() -> None:
    draft = notegen.import_text("Event: Test\nDate: 3 May 2011\n\n1. Seals\n\nOf wax.[^1]\n\n[^1]\n")
    assert draft.note is not None
    assert "footnotes" not in draft.data

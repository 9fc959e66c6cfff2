"""`notegen import` takes the pictures of old notes along, or tells of them."""

import base64
import io
import json
import struct
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypandoc import get_pandoc_path

import notegen
from notegen.finishing.inspect import inspect
from notegen.records.legacy.draft import Draft
from notegen.records.legacy.importer import import_bytes
from notegen.records.legacy.pictures import name_files
from processes import run

HEAD = "Information Note\n\nEvent: Workshop on seals\n\nDate: 3 May 2011\n\n"
PAGE = '<html lang="en"><body><p>Information Note</p><p>Event: Workshop on seals</p><p>Date: 3 May 2011</p>'


def picture(kind: str, color: str = "navy", size: tuple[int, int] = (60, 40)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, kind)
    return file.getvalue()


def data_uri(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def word_file(markdown: str, folder: Path, files: dict[str, bytes]) -> bytes:
    """A Word document as pandoc makes it of Markdown and pictures."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = [get_pandoc_path(), "--from=markdown-smart", "--to=docx", "--output=-"]
    return subprocess.run(command, input=markdown.encode(), capture_output=True, check=True, cwd=folder).stdout


def with_parts(content: bytes, parts: dict[str, bytes], relations: str) -> bytes:
    """A Word document with further parts, and with relations to them."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
            new.writestr(name, text)
        for name, part in parts.items():
            new.writestr(name, part)
    return changed.getvalue()


def imported(content: bytes, name: str, folder: Path | None = None) -> Draft:
    return import_bytes(content, name, folder=folder, name_file=name_files("old", set()))


def told(draft: Draft) -> list[tuple[str, str, str]]:
    """What the account says of pictures."""
    return [
        (stretch.fate, stretch.text.removeprefix("picture: "), stretch.target)
        for stretch in draft.stretches
        if stretch.text.startswith("picture: ")
    ]


def text_of(draft: Draft) -> str:
    return "\n".join(str(section.get("text", "")) for section in draft.data["sections"])


# Word


def test_pictures_of_a_word_file_become_figures_where_they_stood(tmp_path: Path) -> None:
    body = """
![Eight participants before a door](group.jpg)

# Objectives

Seals were shown.

![A seal on a door (left)](seal.png)

- one ![Blue again](seal.png)
- two

| a | b |
|---|---|
| c | ![A dial](dial.gif) |

The end.
"""
    files = {"group.jpg": picture("JPEG"), "seal.png": picture("PNG"), "dial.gif": picture("GIF", "red")}
    draft = imported(word_file(HEAD + body, tmp_path, files), "old.docx")
    assert draft.note is not None
    assert [section.get("heading") for section in draft.data["sections"]] == [None, "Objectives"]
    assert [section["text"].strip() for section in draft.data["sections"]] == [
        "![Eight participants before a door](old-1.jpg)",
        "Seals were shown.\n\n"
        "![A seal on a door (left)](old-2.png)\n\n"
        "- one\n- two\n\n"
        "![Blue again](old-2.png)\n\n"
        "| a | b |\n|---|---|\n| c |  |\n\n"
        "![A dial](old-3.png)\n\n"
        "The end.",
    ]
    assert draft.pictures["old-1.jpg"] == files["group.jpg"]
    assert draft.pictures["old-2.png"] == files["seal.png"]
    with Image.open(io.BytesIO(draft.pictures["old-3.png"])) as made:
        assert (made.format, made.size, made.convert("RGB").getpixel((1, 1))) == ("PNG", (60, 40), (255, 0, 0))
    assert [fate for fate, _, _ in told(draft)] == ["placed"] * 4
    assert ("placed", "A dial", "sections[1].text (old-3.png)") in told(draft)
    assert draft.kept == 1.0


def test_a_caption_in_a_word_file_is_one_in_the_record(tmp_path: Path) -> None:
    note = notegen.loads(
        HEAD_RECORD + '    text: |\n      ![A seal](seal.png "Figure 1: \\"Hot\\" wax")\n', folder=laid(tmp_path)
    )
    draft = imported(notegen.render(note, "docx").content, "old.docx")
    assert '(old-1.png "Figure 1: \\"Hot\\" wax")' in text_of(draft)
    again = imported(notegen.render(note, "html").content, "old.html")
    assert '![A seal](old-1.png "Figure 1: \\"Hot\\" wax")' in text_of(again)
    assert again.kept == draft.kept == 1.0


HEAD_RECORD = (
    "event: {title: Workshop on seals, dates: 2011-05-03}\nsections:\n  - heading: Objectives\n    numbered: false\n"
)


def laid(folder: Path) -> Path:
    (folder / "seal.png").write_bytes(picture("PNG"))
    return folder


def test_what_word_shows_elsewhere_or_draws_itself_is_told(tmp_path: Path) -> None:
    """A letterhead is furniture; a chart is no picture; what a text box shows is kept beside the record."""
    content = word_file(f"{HEAD}# Objectives\n\nTo seal.\n", tmp_path, {})
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        f'<Relationship Id="x1" Type="{kinds}/header" Target="header1.xml"/>'
        f'<Relationship Id="x2" Type="{kinds}/chart" Target="charts/chart1.xml"/>'
        f'<Relationship Id="x3" Type="{kinds}/image" Target="media/map.png"/>'
    )
    parts = {
        "word/_rels/header1.xml.rels": f'<Relationships><Relationship Id="r" Type="{kinds}/image" '
        'Target="media/head.png"/></Relationships>'.encode(),
        "word/media/head.png": picture("PNG", "red"),
        "word/media/map.png": picture("PNG", "green"),
        "word/charts/chart1.xml": b"<c:chartSpace/>",
    }
    draft = imported(with_parts(content, parts, relations), "old.docx")
    assert told(draft) == [
        ("furniture", "head.png", "head or foot of the pages"),
        ("left out", "chart", "Word draws this chart itself"),
        ("not understood", "map.png", "old-1.png"),
    ]
    assert dict(draft.pictures) == {"old-1.png": parts["word/media/map.png"]}


def test_what_no_page_can_print_is_kept_as_it_is_with_a_word_at_its_place(tmp_path: Path) -> None:
    emf = b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(60)
    content = word_file(
        f"{HEAD}# Objectives\n\nTo seal.\n\n![Seals](seal.png)\n", tmp_path, {"seal.png": picture("PNG")}
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (name,) = (name for name in archive.namelist() if name.startswith("word/media/"))
        parts = {part: archive.read(part) for part in archive.namelist()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part, text in parts.items():
            renamed = part.replace(".png", ".emf")
            archive.writestr(renamed, emf if part == name else text.replace(b".png", b".emf"))
    draft = imported(file.getvalue(), "old.docx")
    assert dict(draft.pictures) == {"old-1.emf": emf}
    assert draft.note is not None
    assert '# look: a picture stood here: "old-1.emf" is neither PNG nor JPEG nor SVG; save it as PNG' in draft.record
    assert told(draft) == [("not understood", "Seals", "old-1.emf")]


def test_colours_for_the_press_become_those_of_a_screen() -> None:
    file = io.BytesIO()
    Image.new("CMYK", (60, 40), (0, 255, 255, 0)).save(file, "JPEG")
    draft = imported(f'{PAGE}<h2>A</h2><p>B.</p><img src="{data_uri(file.getvalue())}" alt="Red">'.encode(), "a.html")
    assert draft.note is not None
    with Image.open(io.BytesIO(draft.pictures["old-1.png"])) as made:
        red, green, blue = made.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 200
    assert max(green, blue) < 60


# Web pages


def test_pictures_of_a_web_page_come_from_beside_it_or_out_of_it(tmp_path: Path) -> None:
    laid(tmp_path)
    (tmp_path / "old_files").mkdir()
    (tmp_path / "old_files" / "a b.jpg").write_bytes(picture("JPEG"))
    body = f"""
<h2>Objectives</h2><p>Seals were shown.</p>
<figure><img src="seal.png" alt="A seal"><figcaption>Figure 1. <i>Hot</i> wax</figcaption></figure>
<p><img src="old_files/a%20b.jpg?v=2" alt="Two seals"> Then they were broken.</p>
<p><img alt="A red field" src="{data_uri(picture("PNG", "red"))}"></p>
<svg viewBox="0 0 20 20" width="20" height="20" aria-label="A disc"><circle cx="10" cy="10" r="9"/></svg>
<p>The end.</p>"""
    draft = imported((PAGE + body).encode(), "old.html", tmp_path)
    assert draft.note is not None, draft.diagnostics
    assert text_of(draft).split("\n\n") == [
        "Seals were shown.",
        '![A seal](old-1.png "Figure 1. Hot wax")',
        "![Two seals](old-2.jpg)",
        "Then they were broken.",
        "![A red field](old-3.png)",
        "![A disc](old-4.svg)",
        "The end.\n",
    ]
    assert draft.pictures["old-3.png"] == picture("PNG", "red")
    assert b'xmlns="http://www.w3.org/2000/svg"' in draft.pictures["old-4.svg"]
    assert draft.kept == 1.0


@pytest.mark.parametrize(
    ("tag", "fate", "why"),
    [
        ('<img src="https://example.org/seal.png" alt="Seals">', "left out", "it is on the network"),
        ('<img src="//example.org/seal.png" alt="Seals">', "left out", "it is on the network"),
        ('<img src="../secret.png" alt="Seals">', "left out", "it is outside of the folder of the note"),
        ('<img src="/etc/hostname" alt="Seals">', "left out", "it is outside of the folder of the note"),
        ('<img src="file:///etc/hostname" alt="Seals">', "left out", "it is not in the file"),
        ('<img src="gone.png" alt="Seals">', "left out", 'there is no picture "gone.png"'),
        ('<img src="gone%00.png" alt="Seals">', "left out", "it cannot be read"),
        ('<img src="data:image/png;base64,%%%" alt="Seals">', "left out", "it is broken"),
        ('<img alt="Seals">', "left out", "it is not in the file"),
        ('<object data="Seals"></object>', "left out", "it is in an element <object>"),
        ('<svg aria-label="Seals"><circle></svg>', "left out", "it is no drawing that can stand alone"),
        ('<a href="/"><svg aria-label="Seals" ><path d="M0 0"/></svg></a>', "furniture", "sign of the page"),
        (f'<img src="{data_uri(picture("PNG", size=(300, 1)))}" alt="Seals">', "furniture", "spacer"),
    ],
)
def test_a_picture_that_cannot_be_had_is_told(tag: str, fate: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(picture("PNG"))
    (tmp_path / "page").mkdir()
    draft = imported(f"{PAGE}<h2>Objectives</h2><p>To seal.</p>{tag}".encode(), "old.html", tmp_path / "page")
    assert told(draft) == [(fate, "Seals", why)]
    assert not draft.pictures
    assert (f'# look: a picture was left out: "Seals" ({why})' in draft.record) == (fate == "left out")


def test_a_picture_above_the_note_is_kept_beside_the_record() -> None:
    page = PAGE.replace("<body>", f'<body><img src="{data_uri(picture("PNG"))}" alt="Emblem">')
    draft = imported(f"{page}<h2>Objectives</h2><p>To seal.</p>".encode(), "old.html")
    assert told(draft) == [("not understood", "Emblem", "old-1.png")]
    assert dict(draft.pictures) == {"old-1.png": picture("PNG")}


def test_a_page_with_pictures_in_it_is_not_too_long_for_a_note() -> None:
    noise = Image.effect_noise((1800, 1800), 90)
    file = io.BytesIO()
    noise.save(file, "PNG")
    draft = imported(f'{PAGE}<h2>A</h2><p>B.</p><img src="{data_uri(file.getvalue())}" alt="Noise">'.encode(), "a.html")
    assert len(file.getvalue()) > 2_500_000
    assert dict(draft.pictures) == {"old-1.png": file.getvalue()}


# Text and PDF


def test_a_picture_of_markdown_comes_along_from_beside_it(tmp_path: Path) -> None:
    laid(tmp_path)
    text = f'{HEAD}# Objectives\n\nTo seal.\n\n![A \\[hot\\] seal](seal.png "Figure 1")\n\n![Gone](gone.png)\n'
    draft = imported(text.encode(), "old.md", tmp_path)
    assert '![A \\[hot\\] seal](old-1.png "Figure 1")' in text_of(draft)
    assert dict(draft.pictures) == {"old-1.png": picture("PNG")}
    assert "Gone" in text_of(draft)
    assert '# look: a picture was left out: "gone.png"' in draft.record


def test_pictures_of_a_pdf_are_kept_beside_the_record_and_told(tmp_path: Path) -> None:
    laid(tmp_path)
    (tmp_path / "photo.jpg").write_bytes(picture("JPEG", "green", (200, 100)))
    text = "    text: |\n      ![A seal](seal.png)\n\n" + "      Text.\n\n" * 60 + "      ![A photo](photo.jpg)\n"
    content = notegen.render(notegen.loads(HEAD_RECORD + text, folder=tmp_path)).content
    draft = imported(content, "old.pdf")
    assert told(draft) == [
        ("not understood", "page-1-1.png", "old-1.png"),
        ("not understood", "page-2-1.png", "old-2.jpg"),
    ]
    with Image.open(io.BytesIO(draft.pictures["old-1.png"])) as seal:
        assert seal.convert("RGB").getpixel((5, 5)) == (0, 0, 128)
    with Image.open(io.BytesIO(draft.pictures["old-2.jpg"])) as photo:
        assert photo.size == (200, 100)
    warnings = [d.message for d in draft.diagnostics if d.code == "not-understood"]
    assert "page 2: not understood; it stands in old-2.jpg beside the record" in warnings


def test_what_stands_on_every_page_of_a_pdf_is_furniture(tmp_path: Path) -> None:
    laid(tmp_path)
    figure, paragraphs = "      ![A seal](seal.png)\n\n", "      Text.\n\n" * 40
    text = f"    text: |\n{figure}{paragraphs}{figure}"
    content = notegen.render(notegen.loads(HEAD_RECORD + text, folder=tmp_path)).content
    assert inspect(content).pages == 2
    draft = imported(content, "old.pdf")
    assert told(draft) == [("furniture", f"page-{page}-1.png", "on most pages") for page in (1, 2)]
    assert not draft.pictures


# Words for who cannot see them


@pytest.mark.parametrize("words", ["", "image001.png", "C:\\Pictures\\IMG 4711.JPG"])
def test_where_a_person_must_describe_a_picture_a_comment_says_so(words: str, tmp_path: Path) -> None:
    page = f'{PAGE}<h2>Objectives</h2><p>To seal.</p><img src="{data_uri(picture("PNG"))}" alt="{words}">'
    (tmp_path / "old.html").write_text(page)
    ended = run(["import", "old.html", "-o", "note.yaml"], tmp_path)
    assert ended.returncode == 1
    record = (tmp_path / "note.yaml").read_text()
    assert "# look: write what note-1.png shows between the brackets before its name\n    text: |" in record
    assert "![](note-1.png)" in record
    assert b'the picture "note-1.png" has no alternative text' in ended.stderr
    (tmp_path / "note.yaml").write_text(record.replace("![]", "![A seal]"))
    assert run(["render", "note.yaml"], tmp_path).returncode == 0


def test_words_that_a_program_added_are_left_out() -> None:
    said = "A seal on a door\n\nDescription automatically generated with medium confidence"
    page = f'{PAGE}<h2>Objectives</h2><p>To seal.</p><img src="{data_uri(picture("PNG"))}" alt="{said}">'
    assert "![A seal on a door](old-1.png)" in imported(page.encode(), "old.html").record


# Files


def test_names_that_are_taken_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "Note-1.PNG").write_text("mine")
    (tmp_path / "old.html").write_text(f'{PAGE}<h2>A</h2><p>B.</p><img src="{data_uri(picture("PNG"))}" alt="C">')
    ended = run(["import", "old.html", "-o", "note.yaml"], tmp_path)
    assert ended.returncode == 0
    assert ended.stderr.splitlines()[-2:] == [b"note-2.png", b"note.yaml"]
    assert {path.name for path in tmp_path.iterdir()} == {"Note-1.PNG", "note-2.png", "note.yaml", "old.html"}
    assert (tmp_path / "Note-1.PNG").read_text() == "mine"
    assert "![C](note-2.png)" in (tmp_path / "note.yaml").read_text()


def test_a_folder_of_notes_brings_the_pictures_of_each(tmp_path: Path) -> None:
    for folder, color in (("a", "red"), ("b", "green")):
        (tmp_path / "old" / folder).mkdir(parents=True)
        page = f'{PAGE}<h2>A</h2><p>B.</p><img src="p.png" alt="{color}">'.replace("Workshop", f"Workshop {folder}")
        (tmp_path / "old" / folder / "My Note.html").write_text(page)
        (tmp_path / "old" / folder / "p.png").write_bytes(picture("PNG", color))
    ended = run(["import", "old", "-o", "notes/"], tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "notes" / "my-note-1.png").read_bytes() == picture("PNG", "red")
    assert (tmp_path / "notes" / "my-note-2.png").read_bytes() == picture("PNG", "green")
    for record in (tmp_path / "notes").glob("2011*.yaml"):
        assert notegen.load(record).sections
    assert b"notes/my-note-2.png (old/b/My Note.html)" in ended.stderr


def test_a_record_on_standard_output_has_no_pictures_and_they_are_told(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text(f'{PAGE}<h2>A</h2><p>B.</p><img src="{data_uri(picture("PNG"))}" alt="Seals">')
    ended = run(["import", "old.html", "--format", "json"], tmp_path)
    assert ended.returncode == 0
    assert "![" not in ended.stdout.decode()
    (account,) = json.loads(ended.stderr)
    found: list[dict[str, Any]] = [stretch for stretch in account["stretches"] if stretch["fate"] == "left out"]
    assert found == [
        {
            "fate": "left out",
            "line": 1,
            "text": "picture: Seals",
            "target": "the record is in no folder that could hold it",
        }
    ]
    assert {path.name for path in tmp_path.iterdir()} == {"old.html"}


def test_pictures_that_want_too_much_are_told() -> None:
    """A GIF that says it is huge, a thousand pictures, one cut off: none stops the note."""
    huge = b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + bytes(20)
    many = "".join(f'<img src="{data_uri(picture("PNG", size=(9, 9 + i)))}" alt="{i}">' for i in range(90))
    bad = f'<img src="{data_uri(huge)}" alt="huge"><img src="{data_uri(picture("GIF")[:20])}" alt="cut">'
    draft = imported(f"{PAGE}<h2>A</h2><p>B.</p>{bad}{many}".encode(), "old.html")
    assert draft.note is not None
    assert len(told(draft)) == 92
    assert {("not understood", "huge", "old-1.bin"), ("not understood", "cut", "old-2.bin")} <= {*told(draft)}
    assert sum(target == "there are too many pictures" for _, _, target in told(draft)) == 32
    assert len(draft.pictures) == 60

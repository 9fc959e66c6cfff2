"""The engine: what it lets in, what it refuses, and that it always makes the same file."""

import datetime
import hashlib
import io
import logging
import os
import pickle
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import cffi
import pikepdf
import pyphen
import pytest
from fontTools.ttLib import TTCollection, TTFont
from PIL import Image
from weasyprint.text import fonts as weasyprint_fonts

from notegen.errors import RenderError
from notegen.finishing.inspect import inspect
from notegen.formats.pdf import coldstart, engine, fonts, hyphenation
from notegen.formats.pdf.engine import Attachment, MissingGlyphs, Sheet, write_pdf
from notegen.formats.pdf.fontconfig import private_fonts
from notegen.formats.pdf.xmp import Metadata, packet
from notegen.records.rules.glyphs import UNPRINTED
from sheets import FOLDER, METADATA, RECORD, sample, sheet
from verapdf import Validate

SOURCE = Path(__file__).parents[1] / "src"
CHINESE = "执行安全理事会第1540(2004)号决议讲习班"
CASES = Path(__file__).parent / "cases" / "check"
PICTURE = '<p>Text <img src="{}" alt="picture"></p>'


def run(code: str, *, cwd: Path, **environment: str) -> str:
    """What a fresh Python prints that runs the code."""
    paths = f"{SOURCE}{os.pathsep}{Path(__file__).parent}"
    environment = {**os.environ, "PYTHONPATH": paths, **environment}
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


# The file


def test_chinese_takes_no_more_room_than_its_characters_need() -> None:
    content = write_pdf(sheet(f"<p>{CHINESE}</p>", language="zh", style='html { font-family: "Noto Serif CJK SC" }'))
    assert len(content) < 20_000
    assert inspect(content).tree["children"] == [{"role": "P", "text": CHINESE}]
    with pikepdf.open(io.BytesIO(content)) as document:
        found = [entry.get("/Subtype") for entry in document.objects if isinstance(entry, pikepdf.Stream)]
    assert "/CIDFontType0C" in found


def test_the_file_says_of_itself_what_the_metadata_says() -> None:
    facts = inspect(write_pdf(sample()))
    assert facts.title == METADATA.title
    assert facts.language == "en"
    assert facts.version == "1.7"
    assert facts.claims == ("PDF/A-3a", "PDF/UA-1")
    assert facts.size == (419.53, 595.28)


def test_every_font_is_embedded_as_a_subset_and_is_one_of_ours() -> None:
    found = inspect(write_pdf(sample())).fonts
    assert {font.name.split("-")[0] for font in found} == {"Liberation"}
    assert all(font.embedded and font.subset for font in found)


def test_the_packet_and_the_information_dictionary_agree() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(sample()))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == pdf.docinfo["/Title"] == METADATA.title
        assert metadata["dc:creator"] == [str(pdf.docinfo["/Author"])]
        assert metadata["dc:description"] == str(pdf.docinfo["/Subject"]) == METADATA.description
        assert metadata["pdf:Keywords"] == str(pdf.docinfo["/Keywords"]) == "export controls, 1540"
        assert metadata["dc:contributor"] == {"WCO", "IAEA"}
        assert metadata["dc:identifier"] == METADATA.identifier
        assert metadata["dc:coverage"] == METADATA.coverage
        assert metadata["xmp:CreateDate"] == "2009-10-05T00:00:00Z"
        assert pdf.docinfo["/CreationDate"] == "D:20091005000000Z"


def test_control_characters_do_not_break_the_packet() -> None:
    assert b"a\x0bb" not in packet(Metadata(title="a\x0bb", language="en"))
    write_pdf(Sheet("<html lang=en><title>x</title><p>x", (), (), None, (), None, Metadata("a\x0bb", "en")))


def test_without_a_date_the_file_has_none() -> None:
    content = write_pdf(sheet("<p>Text</p>", date=None, attachments=(RECORD,)))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/CreationDate" not in pdf.docinfo
        assert "/ModDate" not in pdf.Root.AF[0].EF.F.Params
        assert b"xmp:CreateDate" not in pdf.Root.Metadata.read_bytes()


def test_attachments_keep_their_type_and_are_associated_once() -> None:
    second = Attachment("größe.csv", "text/csv", "Numbers", "Data", b"a;b\n")
    content = write_pdf(sheet("<p>Text</p>", attachments=(second, RECORD)))
    facts = inspect(content).attachments
    assert [(file.name, file.media_type, file.relationship, file.size) for file in facts] == [
        ("größe.csv", "text/csv", "Data", 4),
        ("note.yaml", "application/yaml", "Source", 11),
    ]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.Root.AF) == 2
        assert pdf.attachments["note.yaml"].get_file().read_bytes() == RECORD.content


def test_pictures_are_not_smoothed_and_nothing_empty_is_written() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(sample()))) as pdf:
        for entry in pdf.objects:
            if isinstance(entry, pikepdf.Stream | pikepdf.Dictionary):
                assert not entry.get("/Interpolate", False)
                assert "/Pattern" not in entry.get("/Resources", {})


# The same bytes


def digest(code: str = "sample()") -> str:
    """A program that prints the digest of a sheet's document."""
    return (
        "import hashlib, sheets; from sheets import *; from notegen.formats.pdf.engine import write_pdf;"
        f"print(hashlib.sha256(write_pdf({code})).hexdigest(), end='')"
    )


@pytest.mark.parametrize(("seed", "zone", "folder"), [("1", "Asia/Tokyo", "/"), ("77", "America/Lima", "/tmp")])
def test_another_process_makes_the_same_bytes(seed: str, zone: str, folder: str) -> None:
    here = hashlib.sha256(write_pdf(sample())).hexdigest()
    assert run(digest(), cwd=Path(folder), PYTHONHASHSEED=seed, TZ=zone, LC_ALL="C") == here


def test_the_place_of_the_folders_is_not_in_the_file(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "elsewhere")
    body = '<p>Text <img src="flag.png" alt="Flag"> <img src="flag.jpg" alt="Flag"></p>'
    assert write_pdf(sheet(body, base=tmp_path / "elsewhere")) == write_pdf(sheet(body))


def test_a_document_is_not_changed_by_those_before_it() -> None:
    first = write_pdf(sample())
    write_pdf(sheet("<h2>Other</h2><ol><li>x</li></ol>", style="@counter-style a {system: cyclic; symbols: '*'}"))
    assert write_pdf(sample()) == first


def test_threads_take_turns() -> None:
    found: list[bytes] = []
    thread = threading.Thread(target=lambda: found.append(write_pdf(sample())))
    with engine._LOCK:
        thread.start()
        thread.join(timeout=0.5)
        assert not found
    thread.join()
    assert found == [write_pdf(sample())]


# Guests in a process


def test_the_program_around_keeps_its_fonts_its_environment_and_its_log(tmp_path: Path) -> None:
    code = """
import logging, os, sys
os.environ["FONTCONFIG_FILE"] = "/etc/fonts/fonts.conf"
logging.getLogger("weasyprint").disabled = True
logging.disable(logging.CRITICAL)
from sheets import *
from notegen.formats.pdf.engine import write_pdf
write_pdf(sample())
assert os.environ["FONTCONFIG_FILE"] == "/etc/fonts/fonts.conf"
assert logging.getLogger("weasyprint").disabled and logging.root.manager.disable == logging.CRITICAL
assert os.listdir(os.environ["TMPDIR"]) == []
import ctypes.util, weasyprint, fontTools.varLib.instancer, PIL.ImageCms
assert ctypes.util.find_library.__module__ == "ctypes.util"
assert fontTools.varLib.instancer.OverlapMode and PIL.ImageCms.createProfile
from weasyprint.text.fonts import FontConfiguration, fontconfig
import ctypes
library = ctypes.CDLL("libfontconfig.so.1")
library.FcConfigGetCurrent.restype = ctypes.c_void_p
library.FcConfigGetConfigFiles.restype = ctypes.c_void_p
library.FcStrListNext.restype = ctypes.c_char_p
files = ctypes.c_void_p(library.FcConfigGetConfigFiles(ctypes.c_void_p(library.FcConfigGetCurrent())))
assert library.FcStrListNext(files) == b"/etc/fonts/fonts.conf"
own = fontconfig.FcConfigGetFonts(FontConfiguration()._config, fontconfig.FcSetSystem).nfont
from notegen.formats.pdf import engine
print(own > fontconfig.FcConfigGetFonts(engine._FONTS._config, fontconfig.FcSetSystem).nfont)
"""
    assert run(code, cwd=Path("/"), TMPDIR=str(tmp_path)) == "True\n"


def test_nothing_is_printed_when_a_document_fails(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("weasyprint").disabled = True
    logging.disable(logging.CRITICAL)
    try:
        with pytest.raises(RenderError, match="nowhere"):
            write_pdf(sheet('<p><a href="#nowhere">x</a></p>'))
    finally:
        logging.getLogger("weasyprint").disabled = False
        logging.disable(logging.NOTSET)
    assert capfd.readouterr() == ("", "")


def test_types_are_known_to_cffi_as_its_parser_knows_them() -> None:
    source = "typedef uint32_t hb_codepoint_t; typedef struct { int x; unsigned char *y; } Pair;"
    quick, parsed = cffi.FFI(), cffi.FFI()
    for ffi in (quick, parsed):
        ffi.cdef(source)
    coldstart.quicken_types(quick)
    for declaration in ("hb_codepoint_t[83]", "char[]", "unsigned int *", "unsigned char **", "Pair *", "int(*)(int)"):
        assert str(quick.typeof(declaration)) == str(parsed.typeof(declaration))
    assert quick.new("Pair *").x == 0
    with pytest.raises(cffi.CDefError):
        quick.typeof("no_such_type *")


PROPERTIES = ":root { --line: 14pt; --half: calc(var(--line) / 2) }"


@pytest.mark.parametrize(
    ("style", "same"),
    [
        (PROPERTIES + "p { margin: var(--half) calc(3mm - 1mm) }", "p { margin: 7pt 2mm }"),
        (PROPERTIES + "p { margin: calc(-1 * (var(--line) + 2pt) / 4) 0 }", "p { margin: -4pt 0 }"),
        (PROPERTIES + "p { --line: 20pt; margin: var(--line) }", "p { margin: 20pt }"),
        (PROPERTIES + "@media screen { p {} :root { --gap: 3pt } } p { margin: var(--gap, 5pt) }", "p { margin: 5pt }"),
        (PROPERTIES + "p { margin: calc(100% - 90%) }", "p { margin: 10% }"),
    ],
)
def test_custom_properties_mean_what_they_did(style: str, same: str) -> None:
    body = "<p>Text</p>" * 3
    assert write_pdf(sheet(body, style=style)) == write_pdf(sheet(body, style=same))


def test_an_element_may_have_custom_properties_of_its_own() -> None:
    style = PROPERTIES + "p { margin: var(--line) }"
    assert write_pdf(sheet('<p style="--line: 3pt">Text</p>', style=style)) == write_pdf(
        sheet("<p>Text</p>", style="p { margin: 3pt }")
    )


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "de", "hu"])
def test_words_are_divided_as_pyphen_divides_them(language: str) -> None:
    path = pyphen.LANGUAGES[pyphen.language_fallback(language)]
    theirs, ours = pyphen.HyphDict(path), hyphenation._Dictionary(path)
    parts = [letters.strip(".") for letters in list(theirs.patterns)[::40]]
    words = [first + second for first, second in zip(parts, reversed(parts), strict=True)]
    assert [ours.positions(word) for word in words] == [theirs.positions(word) for word in words]


# What is refused


@pytest.mark.parametrize("url", ["http://example.org/x.png", "https://example.org/x.png", "ftp://example.org/x.png"])
def test_the_network_is_not_asked(url: str) -> None:
    with pytest.raises(RenderError, match="without the network"):
        write_pdf(sheet(PICTURE.format(url)))


@pytest.mark.parametrize(
    "url",
    [
        "../secret.png",
        "..%2fsecret.png",
        "%2e%2e/secret.png",
        "link.png",
        "file:///etc/passwd",
        "inner/../../secret.png",
    ],
)
def test_a_file_outside_the_folders_is_refused(tmp_path: Path, url: str) -> None:
    (tmp_path / "inner" / "inner").mkdir(parents=True)
    shutil.copy(FOLDER / "flag.png", tmp_path / "secret.png")
    (tmp_path / "inner" / "link.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(RenderError, match="not in the folders"):
        write_pdf(sheet(PICTURE.format(url), base=tmp_path / "inner"))


def test_a_link_within_the_folders_is_followed(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "flag.png", tmp_path / "flag.png")
    (tmp_path / "link.png").symlink_to(tmp_path / "flag.png")
    write_pdf(sheet(PICTURE.format("link.png"), base=tmp_path))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.html", b"<p>x", "neither PNG nor JPEG nor SVG; save it as PNG"),
        ("x.png", (CASES / "a-figure-without-words-or-file" / "huge.png").read_bytes(), "10000 by 9000 pixels"),
        (
            "x.png",
            (CASES / "a-picture-that-no-page-can-bear" / "changed.png").read_bytes(),
            "is damaged; copy or export",
        ),
        ("x.jpg", b"\xff\xd8\xff\xe0\0\x04ab", "is cut off before its end"),
        ("x.svg", b"<!DOCTYPE x [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>", "entities"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<use/>" * 25 + b"</svg>", "more than 24"),
        (
            "x.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://a.b/c.png'/></svg>",
            "Failed to render SVG",
        ),
        ("x.png", b"\0" * 20_000_001, "larger than 20 MB"),
    ],
)
def test_a_picture_that_a_page_cannot_bear_is_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RenderError, match=message):
        write_pdf(sheet(PICTURE.format(name), base=tmp_path))


def test_a_picture_in_cmyk_is_refused(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8)).save(tmp_path / "x.jpg")
    with pytest.raises(RenderError, match="CMYK"):
        write_pdf(sheet(PICTURE.format("x.jpg"), base=tmp_path))


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(RenderError, match="IPv6"):
        write_pdf(sheet(PICTURE.format("http://[x/y.png")))


def test_a_missing_picture_is_named() -> None:
    with pytest.raises(RenderError, match=r"gone\.png: No such file"):
        write_pdf(sheet(PICTURE.format("gone.png")))


@pytest.mark.parametrize(
    "url", ["data:text/html,x", "data:image/png;base64,A", "data:image/gif;base64,R0lGODlhAQABAAAAACw="]
)
def test_data_urls_are_for_pictures_only(url: str) -> None:
    with pytest.raises(RenderError, match="data:"):
        write_pdf(sheet(PICTURE.format(url)))


def test_a_picture_may_come_with_the_html() -> None:
    write_pdf(
        sheet(PICTURE.format("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"))
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<link rel="attachment" href="note.html"><p>x', "attachments come with the sheet"),
        ('<p><a rel="attachment" href="note.html">x</a>', "neither PNG nor JPEG nor SVG"),
        ('<link rel="stylesheet" href="sheet.css"><p>x', "neither PNG nor JPEG nor SVG"),
    ],
)
def test_html_cannot_bring_other_files(body: str, message: str) -> None:
    with pytest.raises(RenderError, match=message):
        write_pdf(sheet(body))


@pytest.mark.parametrize(
    ("body", "style", "message"),
    [
        ("<p>x", "p { colr: red }", "colr"),
        ("<p>x", "@font-face { font-family: X; src: url(x.ttf) }", "x.ttf"),
        ("<p>x", "@import 'sheet.css';", "not in the folders"),
        ('<p><a href="#nowhere">x</a>', "", "nowhere"),
        ('<p id="a">x<p id="a">x', "", "Anchor defined twice"),
        ('<p><a href="note.html">x</a>', "", "a file of this computer"),
        ('<p><img src="flag.png">', "", "no alternative text"),
        ('<p style="opacity: 0.5">x', "", "opacity"),
        ("<p>x", "html { font-family: 'Comic Sans MS' }", "Comic Sans MS"),
    ],
)
def test_what_would_be_left_out_or_wrong_is_an_error(body: str, style: str, message: str) -> None:
    for _ in range(2):  # and again, when the stylesheet has been seen before
        with pytest.raises(RenderError, match=message):
            write_pdf(sheet(body, style=style))


def test_a_document_without_a_language_is_refused() -> None:
    with pytest.raises(RenderError, match="lang"):
        write_pdf(sheet("<p>x", language=""))


def test_a_page_that_cannot_be_laid_out_is_an_error_of_ours() -> None:
    with pytest.raises(RenderError, match="could not be laid out"):
        write_pdf(sheet("<ul><li>x</ul>", style="li::marker { content: '– ' }"))


# Letters


def test_characters_that_no_font_has_are_named() -> None:
    with pytest.raises(MissingGlyphs, match=r"U\+1200 ETHIOPIC SYLLABLE HA") as caught:
        write_pdf(sheet("<p>ሀ and 😀 and ሀ again</p>"))
    assert caught.value.characters == ("ሀ", "😀")
    assert pickle.loads(pickle.dumps(caught.value)).characters == ("ሀ", "😀")


def test_a_missing_letter_is_found_in_the_head_of_the_page_too() -> None:
    with pytest.raises(MissingGlyphs):
        write_pdf(sheet("<p>x", style="@page { @top-left { content: 'ሀ' } }"))


def test_no_font_of_the_system_helps_out() -> None:
    # U+2620 is in DejaVu Sans, which is on most systems, and in no font of ours.
    with pytest.raises(MissingGlyphs):
        write_pdf(sheet("<p>☠</p>"))


def test_characters_that_show_nothing_are_not_missing() -> None:
    signs = "\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202f\u2060\u2066\u2067\u2068\u2069\ufeff\u2003"
    write_pdf(sheet(f"<p>{' '.join(f'a{sign}b' for sign in signs)}</p>"))


@pytest.mark.parametrize("sign", ["\u2028", "\ufff9", "\u0605", "\u1680"])
def test_a_sign_that_would_be_painted_as_a_box_is_missing_whatever_its_kind(sign: str) -> None:
    with pytest.raises(MissingGlyphs):
        write_pdf(sheet(f"<p>word{sign}next</p>"))


def test_a_font_that_is_not_installed_is_named_with_its_package() -> None:
    assert fonts.advise(("Noto Naskh Arabic", "serif"), ()).endswith("apt-get install fonts-noto-core")
    assert fonts.advise(("serif",), ()).endswith("apt-get install fonts-liberation2")
    assert fonts.advise(("serif",), ("Liberation Serif",)) == ""
    absent = [family for family in fonts.FAMILIES if family.name not in fonts.installed()]
    for family in absent:
        with pytest.raises(RenderError, match=f"{family.name}.*{family.package}"):
            write_pdf(sheet("<p>x</p>", style=f"html {{ font-family: '{family.name}' }}"))


def test_a_family_counts_with_all_its_faces_only(tmp_path: Path) -> None:
    for name in fonts.FAMILIES[0].files:
        assert fonts.installed([tmp_path]) == {}
        (tmp_path / name).touch()
    assert list(fonts.installed([tmp_path / "none", tmp_path])) == ["Liberation Serif"]


def test_only_the_faces_named_are_taken_from_a_folder(tmp_path: Path) -> None:
    installed = fonts.installed()["Liberation Serif"]
    found = {"Liberation Serif": tuple(Path(shutil.copy(file, tmp_path)) for file in installed)}
    shutil.copy(installed[0], tmp_path / "LiberationSerif-Other.ttf")  # a face more of the same family
    for other in fonts.installed()["Liberation Sans"]:
        shutil.copy(other, tmp_path)
    with private_fonts(found):
        configuration = weasyprint_fonts.FontConfiguration()
    assert weasyprint_fonts.fontconfig.FcConfigGetFonts(configuration._config, 0).nfont == 4


def test_only_the_family_named_is_taken_from_a_collection() -> None:
    name = "Noto Serif CJK SC"
    found = fonts.installed()
    assert name in found, fonts.advise((name,), found)
    with private_fonts({name: found[name]}):
        configuration = weasyprint_fonts.FontConfiguration()
    assert weasyprint_fonts.fontconfig.FcConfigGetFonts(configuration._config, 0).nfont == 2


# The judge


def test_every_document_conforms(tmp_path: Path, verapdf: Validate) -> None:
    sheets = {
        "sample": sample(),
        "plain": sheet("<p>Text</p>", date=None, attachments=(RECORD,)),
        "attachments": sheet("<p>x", attachments=(RECORD, Attachment("größe.csv", "text/csv", "", "Data", b""))),
        "alone": Sheet("<html lang=en><title>x</title><p>x", (), (), None, (), None, Metadata("x", "en")),
        "late": sheet("<p>x", date=datetime.date(2026, 12, 31)),
    }
    for name, made in sheets.items():
        (tmp_path / f"{name}.pdf").write_bytes(write_pdf(made))
    paths = [tmp_path / f"{name}.pdf" for name in sheets]
    for flavour in ("ua1", "3a"):
        assert verapdf(paths, flavour) == {path: [] for path in paths}


def test_no_font_has_what_the_checker_says_that_none_has() -> None:
    found = fonts.installed()
    for name, (file, *_) in found.items():
        faces = TTCollection(str(file), lazy=True).fonts if file.suffix == ".ttc" else [TTFont(str(file), lazy=True)]
        (face,) = [face for face in faces if face["name"].getDebugName(1) == name]
        assert [chr(code) for code in face.getBestCmap() if UNPRINTED.match(chr(code))] == [], name
    assert len(found) == len(fonts.FAMILIES)

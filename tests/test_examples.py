"""Every example and every test record prints, conforms and says what its record says."""

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import notegen
from notegen.finishing.inspect import Facts, inspect
from notegen.records.naming import FILE as NAMES
from notegen.records.series import FILE
from verapdf import Flavour, Validate

ROOT = Path(__file__).parent.parent
NOTE = ROOT / "examples" / "unsc-1540" / "2009-09-08-san-jose.yaml"
OTHER_HOUSE = ROOT / "examples" / "cuencas" / "2024-05-titicaca.yaml"
TREES = Path(__file__).parent / "cases" / "render" / "trees"
SPECIMEN = Path(__file__).parent / "data" / "information-note.txt"

RECORDS = sorted(
    path
    for folder in (ROOT / "examples", ROOT / "tests" / "cases" / "render")
    for path in folder.rglob("*.yaml")
    if path.name not in (FILE, NAMES) and path.parent != TREES
)
by_record = pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name.removesuffix(".yaml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every record as a PDF in both house styles, and in that of its series."""
    folder = tmp_path_factory.mktemp("rendered")
    for record in RECORDS:
        note = notegen.load(record)
        for style in styles(note):
            (folder / f"{record.stem}.{style}.pdf").write_bytes(notegen.render(note, style=style).content)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_every_document_conforms(folder: Path, verapdf: Validate, flavour: Flavour) -> None:
    failures = verapdf(sorted(folder.glob("*.pdf")), flavour)
    assert len(failures) == sum(len(styles(notegen.load(record))) for record in RECORDS)
    assert {path.name: found for path, found in failures.items() if found} == {}


def styles(note: notegen.Note) -> tuple[str, ...]:
    own = note.origin.series.style if note.origin.series else "un"
    return tuple(dict.fromkeys(("un", "plain", own)))


@by_record
def test_every_record_prints_as_a_web_page(record: Path) -> None:
    page = notegen.render(notegen.load(record), "html").content.decode()
    assert page.startswith("<!DOCTYPE html>")
    assert re.search(r'(?:src|href)="(?!data:|#|mailto:|https?:)', page) is None, "a page stands alone"


@pytest.fixture(scope="module")
def founding() -> Facts:
    return inspect(notegen.render(notegen.load(NOTE)).content)


def test_the_founding_note_has_two_pages_and_its_record_inside(founding: Facts) -> None:
    assert founding.pages == 2
    assert founding.title.startswith("Information Note")
    assert founding.language == "en"
    assert set(founding.claims) >= {"PDF/UA-1", "PDF/A-3a"}
    (record,) = founding.attachments
    assert (record.media_type, record.relationship) == ("application/yaml", "Source")
    assert all(font.embedded for font in founding.fonts)


def test_the_founding_note_has_every_word_of_the_specimen_in_order(founding: Facts) -> None:
    text = SPECIMEN.read_text(encoding="utf-8")
    footnote = re.search(r"^¹ (.*)$", text, re.MULTILINE)
    assert footnote is not None
    body = list(words(text.replace(footnote[0], "")))
    notes, printed = split(founding.tree)
    assert list(words(" ".join(printed))) == body
    assert list(words(" ".join(notes))) == ["1", *words(footnote[1])]


def words(text: str) -> Iterator[str]:
    """The words without what the extraction of the specimen damaged: marks of lists and of emphasis, dashes."""
    text = unicodedata.normalize("NFKC", text.replace("’", "'")).replace("–", "-")
    text = re.sub(r"\*+|^- ", " ", text, flags=re.MULTILINE)
    return (word for word in text.split() if word != "-")


def split(element: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The texts of the notes and those of everything else, in the order of the structure."""
    notes, printed = [], []
    for child in element.get("children", []):
        if child["role"] == "Note":
            notes.append(child["text"])
        elif child["role"] in ("Document", "Sect", "L", "LI", "LBody", "Div") and has_blocks(child):
            inner = split(child)
            notes += inner[0]
            printed += inner[1]
        else:
            printed.append(child.get("text", ""))
    return notes, printed


def has_blocks(element: dict[str, Any]) -> bool:
    roles = {child["role"] for child in element.get("children", [])}
    return not roles.isdisjoint({"P", "L", "LI", "LBody", "H1", "H2", "Sect", "Div"})


@pytest.mark.parametrize("name", ["2009-09-08-san-jose", "everything"])
def test_the_structure_of_a_document_is_as_it_was_looked_at(name: str) -> None:
    """`NOTEGEN_UPDATE=1 pytest tests/test_examples.py` writes it anew."""
    (record,) = (path for path in RECORDS if path.stem == name)
    facts = inspect(notegen.render(notegen.load(record)).content)
    tree = yaml.safe_dump(
        {"tree": facts.tree, "artifacts": [list(page) for page in facts.artifacts]},
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )
    expected = TREES / f"{name}.yaml"
    if os.environ.get("NOTEGEN_UPDATE"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(tree, encoding="utf-8")
    assert tree == expected.read_text(encoding="utf-8")


def test_another_house_has_its_own_words_order_style_and_template() -> None:
    """Nothing of the first series is to be seen in the second."""
    facts = inspect(notegen.render(notegen.load(OTHER_HOUSE)).content)
    said = " ".join(split(facts.tree)[1])
    assert facts.language == "es"
    assert said.startswith("CCA/FA/2024/2  Ficha de actividad* Resumen: Dos visitas,")
    rows = ("Actividad:", "Programa:", "Fechas:", "Sede:", "Convocan:", "Asistencia:", "Países: Bolivia y Perú")
    assert [said.index(row) for row in rows] == sorted(said.index(row) for row in rows)
    assert re.search(r"Evento|Acto:|Organizadores|Participantes:|Estado Plurinacional|1540", said) is None
    assert split(facts.tree)[0][0].startswith("* Documento de trabajo.")
    assert {re.sub(r"^\w+\+|-.*", "", font.name) for font in facts.fonts} == {"Liberation"}
    assert all("Sans" in font.name for font in facts.fonts)


def test_running_heads_and_page_numbers_are_artifacts(founding: Facts) -> None:
    assert [page[-1] for page in founding.artifacts] == ["1/2", "2/2"]
    assert "Workshop on Implementing Security Council Resolution 1540 (2004)" in founding.artifacts[1]


PROGRAM = """
import hashlib, sys, notegen
print(hashlib.sha256(notegen.render(notegen.load(sys.argv[1])).content).hexdigest())
"""


def test_another_process_folder_hash_seed_and_time_zone_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "unsc-1540").mkdir()
    for file in (NOTE, NOTE.with_name(FILE)):
        (tmp_path / "unsc-1540" / file.name).write_bytes(file.read_bytes())
    runs = (
        (str(NOTE), ROOT, {"PYTHONHASHSEED": "0", "TZ": "UTC"}),
        (f"unsc-1540/{NOTE.name}", tmp_path, {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati"}),
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, path], cwd=cwd, env=os.environ | changes, capture_output=True, check=True
        ).stdout
        for path, cwd, changes in runs
    }
    assert len(digests) == 1


def test_what_looks_like_a_program_is_printed_as_it_is(tmp_path: Path) -> None:
    record = tmp_path / "note.yaml"
    odd = "{{ note.id }} {% for x in y %} <b>bold</b> &amp; %} <script>alert(1)</script>"
    record.write_text(f"event: {{title: Workshop, dates: 2009}}\nsections: [{{heading: Odd, text: '{odd}'}}]\n")
    note = notegen.load(record)
    facts = inspect(notegen.render(note).content)
    assert any(odd in text for text in split(facts.tree)[1])
    assert "<script>" not in notegen.render(note, "html").content.decode()

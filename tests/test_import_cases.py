"""Old notes become records: each case is a text in tests/cases/import with the facts of its record beside it."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import notegen
from notegen.finishing.inspect import inspect
from notegen.records.legacy.characters import words
from notegen.records.legacy.draft import Draft
from notegen.records.legacy.importer import import_bytes
from processes import ROOT

CASES = sorted(path for path in (ROOT / "tests" / "cases" / "import").iterdir() if path.suffix in (".txt", ".md"))
CASES = [path for path in CASES if path.name != "README.md"]
FOUNDING = ROOT / "tests" / "data" / "information-note.txt"
HEADER = (
    *("title", "symbol", "status", "issued", "event", "organizers", "participants", "details", "header", "labels"),
    "disclaimer",
)
KEPT = 0.98


def imported(path: Path) -> Draft:
    return import_bytes(path.read_bytes(), path.name)


def expected(path: Path) -> Any:
    return yaml.load(path.with_suffix(".yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def as_text(data: Any) -> Any:
    """Data with every scalar as its text, as the reader of records has it."""
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_text(value) for value in data]
    return str(data).lower() if isinstance(data, bool) else str(data)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_field_of_the_header_is_right(path: Path) -> None:
    draft, facts = imported(path), expected(path)
    assert draft.data["language"] == facts["language"]
    assert as_text({key: draft.data[key] for key in HEADER if key in draft.data}) == facts["header"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_sections_notes_and_annexes_are_found(path: Path) -> None:
    draft, facts = imported(path), expected(path)
    assert [section.get("heading") for section in draft.data["sections"]] == facts["sections"]
    assert list(draft.data.get("footnotes", {})) == facts["footnotes"]
    assert [annex["title"] for annex in draft.data.get("annexes", [])] == facts.get("annexes", [])
    dropped = [stretch.text for stretch in draft.stretches if stretch.fate == "furniture"]
    assert set(facts.get("furniture", [])) <= set(dropped)
    assert not [stretch for stretch in draft.stretches if stretch.fate == "not understood"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_record_passes_the_reader_and_is_that_of_the_facade(path: Path) -> None:
    draft = imported(path)
    assert draft.note is not None
    assert notegen.loads(draft.record) == draft.note
    assert notegen.import_text(path.read_text(encoding="utf-8"), path.name) == draft


@pytest.mark.parametrize("path", [*CASES, FOUNDING], ids=lambda path: path.stem)
def test_of_a_hundred_words_ninety_eight_are_printed_again(path: Path) -> None:
    """Counted on the printed page, not by what the import says of itself."""
    draft = imported(path)
    assert draft.note is not None
    dropped = " ".join(stretch.text for stretch in draft.stretches if stretch.fate == "furniture")
    source = bag(path.read_text(encoding="utf-8")) - bag(dropped)
    page = notegen.render(draft.note, "html").content.decode()
    printed = bag(re.sub(r"<[^>]+>", " ", page[page.index("<body") :].replace("&amp;", "&").replace("&#39;", "'")))
    lost = source - printed
    assert lost.total() <= (1 - KEPT) * source.total(), lost
    assert draft.kept >= KEPT


def bag(text: str) -> Counter[str]:
    plain = re.sub(r"\[\^[^\]]+\]|[⁰¹²³⁴-⁹]|^\W*(?:\d|[a-z])[.)]\s", " ", text, flags=re.MULTILINE)
    return Counter(words(plain))


def test_every_language_of_the_united_nations_has_a_case() -> None:
    assert len(CASES) >= 10
    assert {expected(path)["language"] for path in CASES} == {"ar", "en", "es", "fr", "ru", "zh"}


def test_every_line_of_a_source_is_accounted_for() -> None:
    for path in [*CASES, FOUNDING]:
        said = " ".join(stretch.text for stretch in imported(path).stretches)
        missing = bag(path.read_text(encoding="utf-8")) - bag(said)
        labels = bag(" ".join(re.findall(r"^\W*([^:：\n]+)[:：]", path.read_text(encoding="utf-8"), re.MULTILINE)))
        assert (missing - labels).total() <= 12, (path.name, missing - labels)


# The founding note


def test_the_founding_note_comes_out_of_its_text_as_it_went_in() -> None:
    draft = imported(FOUNDING)
    assert draft.note is not None
    assert (draft.kept, draft.words) == (1.0, 795)
    pdf = notegen.render(draft.note).content
    source = FOUNDING.read_text(encoding="utf-8")
    footnote = re.search(r"^¹ (.*)$", source, re.MULTILINE)
    assert footnote is not None
    body = words(source.replace(footnote[0], ""))
    printed: list[str] = []
    notes: list[str] = []
    for role, text in texts(inspect(pdf).tree):
        (notes if role == "Note" else printed).extend(words(text))
    assert printed == body
    assert notes[1:] == words(footnote[1])


def texts(element: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if element["role"] == "Note" or (element.get("text") and not blocks_in(element)):
        yield element["role"], element.get("text", "")
        return
    for child in element.get("children", []):
        yield from texts(child)


def blocks_in(element: dict[str, Any]) -> bool:
    blocks = {"P", "L", "LI", "LBody", "H1", "H2", "H3", "Sect", "Div", "Note"}
    return any(child["role"] in blocks or blocks_in(child) for child in element.get("children", []))


def test_the_record_of_the_founding_note_is_the_example_but_for_what_only_a_person_knows() -> None:
    example = notegen.load(ROOT / "examples" / "unsc-1540" / "2009-09-08-san-jose.yaml")
    note = imported(FOUNDING).note
    assert note is not None
    for key in ("language", "title", "organizers", "labels", "sections", "disclaimer"):
        ours, theirs = getattr(note, key), getattr(example, key)
        assert re.sub(r"(\\n|\s)+", " ", repr(ours)) == re.sub(r"(\\n|\s)+", " ", repr(theirs)), key
    assert (note.event.title, note.event.dates, note.event.place) == (
        example.event.title,
        example.event.dates,
        example.event.place,
    )
    assert note.participants[0] == example.participants[0]

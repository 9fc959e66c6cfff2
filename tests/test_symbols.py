"""Versions of a document: how they are written, what each presupposes, and what a series misses."""

import io
from pathlib import Path

import pikepdf
import pytest

import notegen
from notegen.records.loader import read_record
from notegen.records.model import Note
from notegen.records.rules.examination import examine_together
from notegen.records.symbols import Edition, split_symbol, write_symbol
from processes import run

EVENT = "event: {title: Workshop, dates: 2009-09-08}\n"


def edition(text: str) -> Edition:
    found = split_symbol(f"X/{text}")[1]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("later", "before", "replaces"),
    [
        ("Rev.1", "", True),
        ("Rev.3", "Rev.2", True),
        ("Add.1", "", False),
        ("Add.2", "Add.1", False),
        ("Corr.1", "", False),
        ("Corr.2", "Corr.1", False),
        ("Rev.2/Corr.1", "Rev.2", False),
        ("Add.1/Corr.3", "Add.1/Corr.2", False),
        ("Rev.1/Add.1", "Rev.1", False),
    ],
)
def test_an_edition_presupposes_the_one_before(later: str, before: str, replaces: bool) -> None:
    assert str(edition(later)) == later
    assert str(edition(later).before or "") == before
    assert edition(later).replaces is replaces


@pytest.mark.parametrize(
    ("symbol", "version", "written"),
    [
        (None, {"rev": 1}, ""),
        ("S/1", None, "S/1"),
        ("S/1", {"rev": 1}, "S/1/Rev.1"),
        ("S/1/Rev.1", {"rev": 2}, "S/1/Rev.2"),
        ("S/1", {"rev": 2, "add": 1, "corr": 3}, "S/1/Rev.2/Add.1/Corr.3"),
    ],
)
def test_a_version_is_written_behind_the_symbol_once(
    symbol: str | None, version: dict[str, int] | None, written: str
) -> None:
    assert write_symbol(symbol, Edition.model_validate(version) if version else None) == written


def note(**changes: object) -> Note:
    return Note.model_validate({"event": {"title": "Workshop", "dates": "2009-09-08"}} | changes)


def test_the_version_stands_in_the_head_the_metadata_and_the_page() -> None:
    revised = note(symbol="S/AC.44/2009/INF.4", version={"rev": "1"})
    with pikepdf.open(io.BytesIO(notegen.render(revised).content)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:identifier"] == "S/AC.44/2009/INF.4/Rev.1"
        assert metadata["xmpMM:VersionID"] == "Rev.1"
    page = notegen.render(revised, "html").content.decode()
    assert '<p class="symbol">S/AC.44/2009/INF.4/Rev.1</p>' in page
    assert '<meta name="dcterms.identifier" content="S/AC.44/2009/INF.4/Rev.1">' in page
    assert notegen.loads(notegen.dumps(revised)) == revised


def test_the_version_of_a_note_without_a_symbol_stands_alone() -> None:
    page = notegen.render(note(version={"corr": 2}), "html").content.decode()
    assert '<p class="symbol">Corr.2</p>' in page
    assert "<img" not in page


CHAINS = [
    ("a: S/1; b: S/1 rev 1; c: S/1 rev 2", {}),
    ("a: S/1; b: S/1 rev 2", {"b": 'Rev.2 without "S/1/Rev.1"'}),
    ("a: S/1; b: S/1 rev 1 corr 1", {"b": 'Rev.1/Corr.1 without "S/1/Rev.1"'}),
    ("a: S/1/Rev.1", {"a": 'Rev.1 without "S/1"'}),
    ("a: S/1 corr 1", {"a": 'Corr.1 without "S/1"'}),
    ("a: S/1; b: S/3", {"b": "S/2 is missing before this"}),
    ("a: S/INF.1; b: S/INF.4", {"b": "S/INF.2, S/INF.3 are missing before this"}),
    ("a: S/1; b: S/12", {"b": "S/2 to S/11 are missing before this"}),
    ("a: S/2009/7; b: S/2010/1; c: no symbol", {}),
]


@pytest.mark.parametrize(("series", "expected"), CHAINS)
def test_what_a_series_misses_is_told_when_all_of_it_is_there(
    series: str, expected: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "series.yaml").write_text("series: {id: s, title: S}\n")
    for entry in series.split("; "):
        name, said = entry.split(": ")
        symbol, *version = said.split()
        numbers = ", ".join(f"{key}: {number}" for key, number in zip(version[::2], version[1::2], strict=False))
        text = "" if symbol == "no" else f"symbol: {symbol}\n" + (f"version: {{{numbers}}}\n" if numbers else "")
        (tmp_path / f"{name}.yaml").write_text(EVENT + text)
    notes = [read_record(path).note for path in sorted(tmp_path.glob("?.yaml"))]
    known = [note for note in notes if note]
    found = examine_together(known, complete=[tmp_path])
    assert {Path(d.place.source.name).stem: d.message for d in found if d.place} == expected
    assert examine_together(known) == []


def test_check_tells_gaps_of_a_folder_and_not_of_some_of_its_records(tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text("series: {id: s, title: S}\nprofile: plain\n")
    for number in (1, 3, 4):
        sections = "sections: [{heading: Background, text: Nothing.}]\n"
        (tmp_path / f"{number}.yaml").write_text(f"symbol: S/{number}\n{EVENT}{sections}")
    assert b"3.yaml:1:9: info: S/2 is missing before this (symbol-gap)" in run(["check", "."], tmp_path).stdout
    assert b"symbol-gap" not in run(["check", "1.yaml", "3.yaml"], tmp_path).stdout


def test_a_translation_is_of_the_same_version_as_its_original(tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text("series: {id: s, title: S}\nlanguages: [en, fr]\n")
    (tmp_path / "a.yaml").write_text(f"symbol: S/1\nversion: {{rev: 1}}\n{EVENT}")
    (tmp_path / "a.fr.yaml").write_text(f"id: a\nlanguage: fr\nsymbol: S/1\n{EVENT}")
    notes = [note for name in ("a", "a.fr") if (note := read_record(tmp_path / f"{name}.yaml").note)]
    assert "the original is Rev.1" in [d.message for d in examine_together(notes)]

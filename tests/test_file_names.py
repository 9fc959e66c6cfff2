"""Files whose names are no text, as old discs and other systems leave them: read like any other, and told readably."""

import json
import os
from pathlib import Path

import pytest

from notegen.diagnostics import show_name
from processes import run

GOOD = Path(__file__).parent / "cases" / "cli" / "files" / "good.yaml"
ODD = os.fsdecode(b"n\xe9.yaml")
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good record of an odd name, and a broken one of another."""
    (tmp_path / ODD).write_bytes(GOOD.read_bytes())
    (tmp_path / os.fsdecode(b"b\xff.yaml")).write_text("event: {titel: Workshop on seals, dates: 2019-05-07}\n")
    return tmp_path


def test_a_record_of_an_odd_name_is_checked_with_its_folder(folder: Path) -> None:
    ended = run(["check", "."], folder)
    assert (ended.returncode, ended.stderr) == (1, b"2 records: 1 error\n")
    assert ended.stdout.startswith(b"b\\xff.yaml:1:9: error: ")
    assert run(["check", ODD], folder).stderr == b"1 record: nothing to mend\n"


def test_programs_are_told_odd_names_too(folder: Path) -> None:
    found = json.loads(run(["check", ".", "--format", "json"], folder).stdout)
    assert {problem["file"] for problem in found} == {"b\\xff.yaml"}
    sarif = json.loads(run(["check", ".", "--format", "sarif"], folder).stdout)
    places = [result["locations"][0]["physicalLocation"] for result in sarif["runs"][0]["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {"b%FF.yaml"}
    assert b"file=b\\xff.yaml," in run(["check", ".", "--format", "github"], folder).stdout


def test_documents_of_a_record_with_an_odd_name_are_made(folder: Path) -> None:
    ended = run(["render", ODD, "-f", "pdf,html,md,json"], folder)
    assert ended.returncode == 0, ended.stderr
    assert b"n\\xe9.pdf" in ended.stderr
    assert (folder / os.fsdecode(b"n\xe9.pdf")).read_bytes().startswith(b"%PDF-")


def test_a_series_is_built_with_records_of_odd_names(folder: Path) -> None:
    series = "series: {id: s, title: Notes}\noutput: {formats: [html]}\ncompendium: {title: All}\n"
    (folder / "series.yaml").write_text(series)
    ended = run(["build"], folder)
    assert ended.returncode == 6, ended.stderr
    assert b"b\\xff.yaml:1:9: error: " in ended.stderr
    assert sorted(path.name for path in (folder / "out").glob("*.en.html")) == ["n-xe9.en.html"]


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_where_names_are_ascii_another_name_is_read_and_told_as_it_is(form: str, tmp_path: Path) -> None:
    (tmp_path / "wörk shop.yml").write_text("event: {titel: Workshop on seals, dates: 2019-05-07}\n")
    ended = run(["check", ".", "--format", form], tmp_path, variables=ASCII)
    assert (ended.returncode, ended.stderr) == (1, b"1 record: 1 error\n")
    names = {
        "text": "wörk shop.yml:1:9".encode(),
        "json": '"wörk shop.yml"'.encode(),
        "sarif": b'"w%C3%B6rk%20shop.yml"',
    }
    assert names[form] in ended.stdout
    (tmp_path / "wörk shop.yml").write_bytes(GOOD.read_bytes())
    made = run(["render", ".", "-f", "html"], tmp_path, variables=ASCII)
    assert (made.returncode, (tmp_path / "wörk shop.html").is_file()) == (0, True)


def test_where_names_are_ascii_notes_are_still_built_in_any_script(tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text("series: {id: s, title: Übung}\noutput: {formats: [html]}\n")
    for name in ("wörk", "ندوة"):
        (tmp_path / f"{name}.yaml").write_text(f"event: {{title: {name}, dates: 2019}}\n")
    built = run(["build", "."], tmp_path, variables=ASCII)
    assert (built.returncode, b"2 documents: 2 made" in built.stderr) == (0, True), built.stderr
    assert sorted(path.name for path in (tmp_path / "out").glob("*.en.html")) == ["wörk.en.html", "ندوة.en.html"]
    compared = run(["diff", "wörk.yaml", "ندوة.yaml", "-o", "ü.html"], tmp_path, variables=ASCII)
    assert (compared.returncode, (tmp_path / "ü.html").is_file()) == (0, True)
    begun = run(["new", "mö", "--series", "Übung"], tmp_path, variables=ASCII)
    assert begun.returncode == 0
    assert 'title: "Übung"' in (tmp_path / "mö" / "series.yaml").read_text()


def test_an_old_note_of_an_odd_name_is_imported_and_compared(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(
        "Event: Workshop on seals\n\nDate and venue: 7 May 2019, Oslo\n"
    )
    ended = run(["import", os.fsdecode(b"caf\xe9.txt"), "-o", ODD], tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / ODD).read_text().startswith("# Imported from caf\\xe9.txt.")
    for form in ("html", "pdf"):
        ended = run(["diff", ODD, str(GOOD), "-o", f"changes.{form}"], tmp_path)
        assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("name", ["a & b", "a:b", "%", "con", 'Notes (2019) "new"', ODD])
def test_a_series_may_have_a_folder_of_any_name(name: str, tmp_path: Path) -> None:
    ended = run(["new", name, "--series", "Notes on seals"], tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert run(["new", f"{name}/oslo.yaml"], tmp_path).returncode == 0
    assert run(["check", name], tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("name", "shown"), [("é", "é"), ("\udce9", r"\xe9"), ("\udcc3\udcb6", "ö"), ("\ud800", r"\ud800")]
)
def test_a_name_is_shown_as_text(name: str, shown: str) -> None:
    assert show_name(name) == shown

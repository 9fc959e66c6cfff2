"""`notegen import` knows the names of States and bodies that a house has in its names.yaml."""

from pathlib import Path

import pytest

from notegen.output import create_files
from processes import run

HOUSE = """
organizations:
  HO: {kind: national, names: {en: Office of Harbours and Roads}}
"""
OF_THE_HOUSE = """Information note

Event: Workshop on seals

Date: 3 May 2011

Participants:
Organizations: Office of Harbours and Roads (HO) and Lighthouse Board

1. Objectives

To seal.
"""


def lay_out(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


HOUSE_SERIES = {"house/series.yaml": "series: {id: house, title: House}\n", "house/names.yaml": HOUSE}


@pytest.mark.parametrize(
    ("source", "command"),
    [
        ("house/old.txt", ["house/old.txt", "-o", "house/2011/note.yaml"]),
        ("elsewhere/old.txt", ["elsewhere/old.txt", "-o", "house/note.yaml"]),
        ("house/old.txt", ["house/old.txt"]),
        ("house/old/old.txt", ["house/old", "-o", "notes/"]),
        ("elsewhere/old.txt", ["elsewhere", "-o", "house/notes/"]),
    ],
)
def test_the_names_of_a_series_are_known_where_the_record_or_the_note_lies_in_it(
    source: str, command: list[str], tmp_path: Path
) -> None:
    lay_out(tmp_path, {**HOUSE_SERIES, source: OF_THE_HOUSE})
    ended = run(["import", *command], tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert b"warning" not in ended.stderr
    written = [path.read_text() for path in tmp_path.rglob("*.yaml") if "Workshop on seals" in path.read_text()]
    (record,) = written or [ended.stdout.decode()]
    assert "- HO\n" in record
    assert "- Lighthouse Board\n" in record


def test_names_follow_the_notes_into_a_new_series(tmp_path: Path) -> None:
    lay_out(tmp_path, {**HOUSE_SERIES, "house/old/old.txt": OF_THE_HOUSE})
    run(["import", "house/old", "-o", "notes/"], tmp_path)
    assert (tmp_path / "notes" / "names.yaml").read_text() == HOUSE
    ended = run(["check", "notes"], tmp_path)
    assert b"HO" not in ended.stdout


def test_a_record_that_leaves_the_series_of_its_names_is_told(tmp_path: Path) -> None:
    lay_out(tmp_path, {**HOUSE_SERIES, "house/old.txt": OF_THE_HOUSE})
    ended = run(["import", "house/old.txt", "-o", "elsewhere/note.yaml"], tmp_path)
    assert ended.returncode == 0
    assert b"house/names.yaml:1:1: warning: the names were taken from here" in ended.stderr
    assert "- HO\n" in (tmp_path / "elsewhere" / "note.yaml").read_text()


def test_the_series_of_the_record_counts_before_that_of_the_note(tmp_path: Path) -> None:
    other = {"other/series.yaml": "series: {id: other, title: Other}\n", "house/old.txt": OF_THE_HOUSE}
    lay_out(tmp_path, {**HOUSE_SERIES, **other})
    ended = run(["import", "house/old.txt", "-o", "other/note.yaml"], tmp_path)
    assert ended.returncode == 0
    assert "acronym: HO\n" in (tmp_path / "other" / "note.yaml").read_text()


def test_what_is_wrong_with_the_names_is_told_and_the_note_is_imported(tmp_path: Path) -> None:
    lay_out(tmp_path, {**HOUSE_SERIES, "house/names.yaml": "bodies: {}\n", "house/old.txt": OF_THE_HOUSE})
    ended = run(["import", "house/old.txt", "-o", "house/note.yaml"], tmp_path)
    assert ended.returncode == 1
    assert b'house/names.yaml:1:1: error: "bodies" is no table of names' in ended.stderr
    assert (tmp_path / "house" / "note.yaml").exists()


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A record of the same name that comes while the notes are read is not overwritten, and no series is left."""
    (tmp_path / "b.yaml").write_text("mine")
    with pytest.raises(FileExistsError):
        create_files({tmp_path / "a.yaml": b"new", tmp_path / "b.yaml": b"new", tmp_path / "c.yaml": b"new"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"b.yaml": "mine"}

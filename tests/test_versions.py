"""Versions of one note: cases of the rules in `tests/cases/versions/<code>.yaml`, files, the parity table, git.

How to add a case is told in `tests/cases/versions/README.md`; it needs no Python.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from notegen.cli.history import read_ages
from notegen.diagnostics import Diagnostic, Severity
from notegen.records.loader import read_record
from notegen.records.model import Note
from notegen.records.parity import CODES, Row, compare, format_parity, write_parity
from notegen.records.rules.examination import examine_together
from notegen.records.rules.rule import Settings
from notegen.records.versions import find_version, find_versions, group_versions

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "unsc-1540"
FOLDER = Path(__file__).parent / "cases" / "versions"
PICTURES = Path(__file__).parent / "cases" / "rules" / "pictures"
EVENT = "event: {title: Workshop on border controls, dates: 2009-09-08/2009-09-10}\n"
CASE_KEYS = {"about", "original", "translation", "finds"}


@dataclass(frozen=True)
class Case:
    """Two records, and what must be found in the second by the rule that the file is named after."""

    code: str
    original: str
    translation: str
    finds: list[dict[str, str]]


def read_cases(path: Path) -> list[Case]:
    cases = []
    for case in yaml.load(path.read_text("utf-8"), yaml.BaseLoader):
        assert CASE_KEYS - {"about"} <= case.keys() <= CASE_KEYS, f"{path.name}: a case has {sorted(CASE_KEYS)}"
        assert all(finding.keys() <= {"at", "says"} for finding in case["finds"]), f"{path.name}: {case['finds']}"
        cases.append(Case(path.stem, case["original"], case["translation"], case["finds"]))
    return cases


files = sorted(FOLDER.glob("*.yaml"))
cases = [pytest.param(case, id=f"{path.stem}-{i}") for path in files for i, case in enumerate(read_cases(path), 1)]


def write(folder: Path, name: str, text: str) -> Path:
    data = yaml.load(text, yaml.BaseLoader)
    (folder / name).write_text(text if "event" in data or "extends" in data else EVENT + text, "utf-8")
    return folder / name


def read(*paths: Path) -> list[Note]:
    notes = []
    for path in paths:
        reading = read_record(path)
        assert reading.note is not None, [d.summary() for d in reading.diagnostics]
        notes.append(reading.note)
    return notes


def caret(diagnostic: Diagnostic) -> str:
    assert diagnostic.place is not None
    span = diagnostic.place.span
    return diagnostic.place.source.text[span.start : span.end]


def fold(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("case", cases)
def test_a_rule_finds_in_a_translation_what_its_case_says_and_nothing_else(case: Case, tmp_path: Path) -> None:
    for picture in PICTURES.glob("*.png"):
        shutil.copy(picture, tmp_path)
    notes = read(
        write(tmp_path, "note.yaml", case.original),
        write(tmp_path, "note.fr.yaml", case.translation),
    )
    found = [d for d in examine_together(notes) if d.code == case.code]
    told = [(caret(d), d.message) for d in found]
    assert len(found) == len(case.finds), told
    remaining = list(found)
    for expected in case.finds:
        fitting = [
            d
            for d in remaining
            if expected.get("says", "") in d.message and fold(expected.get("at", caret(d))) == fold(caret(d))
        ]
        assert fitting, (expected, told)
        remaining.remove(fitting[0])
    assert all(d.place and d.place.source.name.endswith("note.fr.yaml") for d in found), "a place in the translation"


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_rule_about_translations_has_a_case_that_finds_and_one_that_does_not(code: str) -> None:
    path = FOLDER / f"{code}.yaml"
    assert path.is_file(), f"write {path.relative_to(ROOT)}"
    assert {bool(case.finds) for case in read_cases(path)} == {True, False}


@pytest.mark.parametrize("path", files, ids=lambda path: path.stem)
def test_a_case_file_is_named_after_a_rule_about_translations(path: Path) -> None:
    assert path.stem in CODES


translations = sorted(path for path in EXAMPLES.glob("*.??.yaml"))


def compare_files(original: Path, translation: Path) -> list[Diagnostic]:
    one, other = read(original, translation)
    return compare(one, other)


@pytest.mark.parametrize("path", translations, ids=lambda path: path.name)
def test_the_translations_of_the_examples_agree_with_their_originals(path: Path) -> None:
    assert [d.summary() for d in compare_files(path.with_name(path.name.split(".")[0] + ".yaml"), path)] == []


def test_there_are_fifteen_translations_to_agree() -> None:
    assert len(translations) >= 15


CHANGES = {
    "a number": (r"(?<!\d)17(?!\d)", "71", "version-numbers"),
    "a day": (r"28(?=[\s\u00a0日])", "27", "version-dates"),
    "a paragraph": (r"\n\n(?=      [^ |])", "\n      ", "version-paragraphs"),
    "a footnote mark": (r"\[\^libreville\]", "", "version-footnotes"),
    "a row of a table": (r"\n      \|[^|\n]+\|[^|\n]+\|(?=\n  - heading)", "", "version-tables"),
    "a State": (r"AO, ", "", "version-states"),
    "an item": (r"\n      - (?!heading)", "\n        ", "version-items"),
    "who was invited": ("invited", "attended", "version-participants"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_a_change_to_a_translation_of_the_examples_is_found(language: str, change: str, tmp_path: Path) -> None:
    for name in ("series.yaml", "2014-06-05-lome.yaml"):
        shutil.copy(EXAMPLES / name, tmp_path)
    pattern, replacement, code = CHANGES[change]
    text = (EXAMPLES / f"2014-06-05-lome.{language}.yaml").read_text("utf-8")
    head, body = text.split("participants:", 1)
    matches = list(re.finditer(pattern, body))
    assert matches, "the example no longer has that"
    changed = body[: matches[-1].start()] + replacement + body[matches[-1].end() :]
    path = tmp_path / f"2014-06-05-lome.{language}.yaml"
    path.write_text(head + "participants:" + changed, "utf-8")
    assert code in {d.code for d in compare_files(tmp_path / "2014-06-05-lome.yaml", path)}


# Which records are versions of one note


def summary(notes: Sequence[Note]) -> list[tuple[str | None, str | None, list[str]]]:
    return [
        (group.id, group.original.language if group.original else None, [note.language for note in group.translations])
        for group in group_versions(notes)
    ]


def test_a_translation_belongs_to_the_record_that_it_extends_whatever_its_id(tmp_path: Path) -> None:
    original = write(tmp_path, "note.yaml", "id: a")
    french = write(tmp_path, "french.yaml", "extends: note.yaml\nlanguage: fr\nid: b")
    russian = write(tmp_path, "russian.yaml", "extends: french.yaml\nlanguage: ru\nid: c")
    assert summary(read(russian, french, original)) == [("a", "en", ["ru", "fr"])]


SAME = [
    pytest.param("", "language: en", "", id="the second names what is the default"),
    pytest.param("language: en", "", "", id="the first names what is the default"),
    pytest.param("language: fr", "", "", id="the second takes it from the first"),
    pytest.param("", "language: fr", "languages: [fr]", id="the first of the series"),
    pytest.param("language: fr", "language: fr", "languages: [en]", id="both name it"),
]


@pytest.mark.parametrize(("first", "second", "series"), SAME)
def test_a_record_in_the_language_of_the_one_that_it_extends_is_another_note(
    first: str, second: str, series: str, tmp_path: Path
) -> None:
    (tmp_path / "series.yaml").write_text(f"notegen: 1\nseries: {{id: x, title: X}}\n{series}\n")
    base = write(tmp_path, "note.yaml", f"revision: '1'\n{first}")
    other = write(tmp_path, "next.yaml", f"extends: note.yaml\n{second}")
    notes = read(base, other)
    assert [(note.id, note.revision) for note in notes] == [("note", "1"), ("next", "1")]
    assert notes[0].language == notes[1].language
    assert [(group.id, group.translations) for group in group_versions(notes)] == [("note", ()), ("next", ())]
    assert find_versions(base) == {notes[0].language: base}


def test_a_translation_of_a_record_that_takes_its_language_from_a_third(tmp_path: Path) -> None:
    write(tmp_path, "first.yaml", "language: fr")
    second = write(tmp_path, "second.yaml", "extends: first.yaml\nsummary: Deux.")
    english = write(tmp_path, "second.en.yaml", "extends: second.yaml\nlanguage: en")
    assert summary(read(second, english)) == [("second", "fr", ["en"])]
    assert find_versions(second) == {"fr": second, "en": english}


def test_records_of_a_series_with_one_id_are_versions_and_the_first_language_is_the_original(tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text("notegen: 1\nseries: {id: x, title: X}\nlanguages: [es, en]\n")
    english = write(tmp_path, "english.yaml", "id: a\nlanguage: en")
    spanish = write(tmp_path, "spanish.yaml", "id: a")
    assert summary(read(english, spanish)) == [("a", "es", ["en"])]


def test_without_the_original_nothing_is_compared(tmp_path: Path) -> None:
    write(tmp_path, "note.yaml", "sections: [{text: 21 States.}]")
    french = write(tmp_path, "note.fr.yaml", "{extends: note.yaml, language: fr, sections: [{text: 21 États.}]}")
    spanish = write(tmp_path, "note.es.yaml", "{extends: note.yaml, language: es, sections: [{text: 12 Estados.}]}")
    notes = read(french, spanish)
    assert summary(notes) == [("note", None, ["fr", "es"])]
    assert [d.code for d in examine_together(notes)] == []


def test_one_id_in_two_series_is_two_notes(tmp_path: Path) -> None:
    paths = []
    for name, language in (("one", "en"), ("two", "fr")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "series.yaml").write_text(f"notegen: 1\nseries: {{id: {name}, title: X}}\n")
        paths.append(write(tmp_path / name, "note.yaml", f"language: {language}"))
    assert len(group_versions(read(*paths))) == 2


def test_notes_that_a_program_made_are_compared_by_their_ids() -> None:
    record = {"id": "a", "event": {"title": "Workshop", "dates": "2009"}, "revision": "2"}
    original = Note.model_validate(record)
    french = Note.model_validate(record | {"language": "fr", "revision": "1"})
    assert [d.code for d in compare(original, french)] == ["version-older"]


# The record of a language


def test_the_version_in_a_language_is_found_by_what_it_extends_or_by_its_id(tmp_path: Path) -> None:
    original = write(tmp_path, "note.yaml", "id: a  # short")
    french = write(tmp_path, "note.fr.yaml", "extends: 'note.yaml'\nlanguage: fr  # French")
    spanish = write(tmp_path, "other.yml", 'id: "a"\nlanguage: es\n')
    russian = write(tmp_path, "note.ru.yaml", "extends: note.fr.yaml\nlanguage: ru\nid: quite-another")
    write(tmp_path, "else.yaml", "language: zh")
    write(tmp_path, "next.yaml", "extends: note.yaml")
    expected = {"en": original, "fr": french, "es": spanish, "ru": russian}
    for path in expected.values():
        assert find_versions(path) == expected
    assert find_version(french, "en") == original
    assert find_version(french, "fr") == french
    assert find_version(french, "zh") is None


@pytest.mark.parametrize(
    "text",
    [
        f"# In braces\n---\n{{extends: note.yaml, language: fr, {EVENT.strip()}}}",
        '{\n  "extends": "note.yaml",\n  "language": "fr"\n}',
        f"\"extends\": note.yaml\n'language': fr\n{EVENT}",
        f"? extends\n: note.yaml\n? language\n: fr\n{EVENT}",
    ],
    ids=["braces", "JSON", "quoted keys", "question marks"],
)
def test_the_version_in_a_language_is_found_however_its_keys_are_written(text: str, tmp_path: Path) -> None:
    original = write(tmp_path, "note.yaml", "language: en")
    french = tmp_path / "note.fr.yaml"
    french.write_text(text, "utf-8")
    assert find_versions(original) == {"en": original, "fr": french}
    assert find_versions(french) == {"en": original, "fr": french}


def test_versions_are_found_in_all_folders_of_a_series_and_named_as_the_record_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "series.yaml").write_text("notegen: 1\nseries: {id: x, title: X}\nlanguages: [fr, en]\n")
    (tmp_path / "en").mkdir()
    write(tmp_path, "note.yaml", "title: Note")
    write(tmp_path / "en", "note.yaml", "extends: ../note.yaml\nlanguage: en")
    monkeypatch.chdir(tmp_path)
    assert find_versions(Path("note.yaml")) == {"fr": Path("note.yaml"), "en": Path("en/note.yaml")}
    assert find_version(Path("en/note.yaml"), "fr") == Path("note.yaml")


def test_without_a_series_no_other_folder_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    original = write(tmp_path, "note.yaml", "id: a")
    write(tmp_path / "below", "note.yaml", "id: a\nlanguage: fr")
    assert find_version(original, "fr") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "extends: note.fr.yaml\nlanguage: fr",
        "extends: gone.yaml\nlanguage: fr",
        "extends: [a]\nlanguage: {",
        "\0\xff",
    ],
    ids=["empty", "itself", "gone", "broken", "bytes"],
)
def test_a_record_that_is_none_is_no_version_and_stops_nothing(text: str, tmp_path: Path) -> None:
    original = tmp_path / "note.yaml"
    original.write_text(EVENT)
    (tmp_path / "note.fr.yaml").write_text(text, "latin-1")
    assert find_version(original, "fr") is None
    assert find_version(tmp_path / "note.fr.yaml", "en") in (None, tmp_path / "note.fr.yaml")


@pytest.mark.parametrize("path", translations, ids=lambda path: path.name)
def test_every_translation_of_the_examples_is_found_from_its_original(path: Path) -> None:
    stem, language, _ = path.name.split(".")
    assert find_version(EXAMPLES / f"{stem}.yaml", language) == path


# What a series decides


def test_a_series_can_set_a_rule_about_translations_off(tmp_path: Path) -> None:
    notes = write_pair(tmp_path)
    assert "version-numbers" in {d.code for d in compare(*notes)}
    assert "version-numbers" not in {d.code for d in compare(*notes, Settings(levels={"version-numbers": "off"}))}
    (tmp_path / "series.yaml").write_text(
        "notegen: 1\nseries: {id: x, title: X}\nrules: {version-numbers: info}\ndisclaimer: {required: false}\n"
    )
    weights = {d.code: d.severity for d in compare_files(tmp_path / "note.yaml", tmp_path / "note.fr.yaml")}
    assert weights["version-numbers"] is Severity.INFO


def write_pair(folder: Path, original: str = "", translation: str = "") -> tuple[Note, Note]:
    one = write(folder, "note.yaml", original + "sections: [{text: 21 States.}]")
    start = "extends: note.yaml\nlanguage: fr\nevent: {title: Atelier}\n"
    other = write(folder, "note.fr.yaml", start + translation + "sections: [{text: 12 États.}]")
    first, second = read(one, other)
    return first, second


# Parity


def cells(rows: Sequence[Row]) -> list[list[str]]:
    return [[row.id, *(f"{cell.language} {cell}" for cell in row.cells)] for row in rows]


def test_the_parity_table_has_a_row_for_each_note_and_a_column_for_each_language(tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text("notegen: 1\nseries: {id: x, title: X}\nlanguages: [en, fr, ru]\n")
    write_pair(tmp_path, "revision: 2\n", "revision: 1\n")
    write(tmp_path, "next.yaml", "sections: [{text: Seals.}]")
    write(tmp_path, "next.fr.yaml", "extends: next.yaml\nlanguage: fr\nsections: []")
    arabic = "event: {title: حلقة}\nsections: [{text: أختام.}]"
    write(tmp_path, "next.ar.yaml", f"extends: next.yaml\nlanguage: ar\n{arabic}")
    rows = write_parity(read(*sorted(tmp_path.glob("n*.yaml"))))
    assert cells(rows) == [
        ["next", "en original", "fr 2 differ", "ru missing", "ar ok"],
        ["note", "en original", "fr older, 1 differs", "ru missing", "ar missing"],
    ]
    assert format_parity(rows).splitlines() == [
        "note  en        fr                ru       ar",
        "next  original  2 differ          missing  ok",
        "note  original  older, 1 differs  missing  missing",
    ]


def test_a_version_whose_original_is_not_there_stands_alone(tmp_path: Path) -> None:
    write_pair(tmp_path)
    assert cells(write_parity(read(tmp_path / "note.fr.yaml"))) == [["note", "fr alone"]]


def test_no_notes_make_no_table() -> None:
    assert write_parity([]) == ()
    assert format_parity(()) == ""


def test_the_examples_are_in_parity() -> None:
    rows = write_parity(read(*(path for path in sorted(EXAMPLES.glob("*.yaml")) if path.name != "series.yaml")))
    states = [{str(cell) for cell in row.cells} for row in rows]
    assert {frozenset(row) for row in states} == {frozenset({"original", "ok"}), frozenset({"original", "missing"})}


# Git

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "days", "older"),
    [
        (("", ""), (1, 0), True),
        (("", ""), (0, 1), False),
        (("", ""), (0, 0), False),
        (("revision: 2\n", "revision: 2\n"), (1, 0), False),
        (("revision: 2\n", ""), (1, 0), True),
    ],
    ids=["original later", "translation later", "together", "both name a revision", "only the original names one"],
)
def test_without_a_revision_the_times_of_the_files_tell_which_is_older(
    texts: tuple[str, str], days: tuple[int, int], older: bool, tmp_path: Path
) -> None:
    notes = write_pair(tmp_path, *texts)
    ages = {note.origin.name: NOW + timedelta(days=day) for note, day in zip(notes, days, strict=True)}
    found = [d for d in compare(*notes, ages=ages) if d.code == "version-older"]
    assert [d.severity for d in found] == [Severity.INFO] * older
    if found:
        assert found[0].message == "the original was changed on 24 November 2026, this on 23 November 2026"
        assert caret(found[0]) == "fr"
        assert cells(write_parity(notes, ages=ages)) == [["note", "en original", "fr older?, 1 differs"]]


def git(folder: Path, *words: str, day: int = 1) -> None:
    time = f"2026-11-{day:02}T12:00:00+00:00"
    names = ("GIT_AUTHOR", "GIT_COMMITTER")
    people = {f"{name}_NAME": "A" for name in names} | {f"{name}_EMAIL": "a@un.org" for name in names}
    times = {f"{name}_DATE": time for name in names}
    subprocess.run(["git", *words], cwd=folder, env=os.environ | people | times, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    for day, names in enumerate((["a.yaml", "été b.yaml"], ["a.yaml"], ["c.yaml"]), 1):
        for name in names:
            (tmp_path / name).write_text(f"title: {day}\n")
        git(tmp_path, "add", *names)
        git(tmp_path, "commit", "-q", "-m", "Write", day=day)
    return tmp_path


def test_git_tells_when_each_record_was_last_changed(repository: Path) -> None:
    (repository / "new.yaml").write_text("title: new\n")
    paths = [str(repository / name) for name in ("a.yaml", "été b.yaml", "c.yaml", "new.yaml", "gone.yaml")]
    ages = read_ages([*paths, "-"])
    assert {Path(path).name: age.day for path, age in ages.items()} == {"a.yaml": 2, "été b.yaml": 1, "c.yaml": 3}
    assert set(ages) <= set(paths)


def test_a_change_that_is_not_committed_has_the_time_of_its_file(repository: Path) -> None:
    path = repository / "a.yaml"
    path.write_text("title: changed\n")
    time = datetime(2027, 1, 2, tzinfo=UTC)
    os.utime(path, (time.timestamp(), time.timestamp()))
    assert read_ages([str(path)]) == {str(path): time}


def test_paths_are_told_as_they_were_given(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "below").mkdir()
    monkeypatch.chdir(repository / "below")
    assert list(read_ages(["../a.yaml"])) == ["../a.yaml"]


def test_without_a_repository_or_without_git_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("title: a\n")
    assert read_ages([str(path)]) == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_ages([str(ROOT / "README.md")]) == {}

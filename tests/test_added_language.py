"""A language is one file of words and no Python: one that no table knows, in a copy of notegen, goes all the way."""

import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import browsers
from processes import FOUNDING_NOTE, ROOT, run
from test_preview import ask

TAG = "eo"
"""Esperanto: pyphen and Babel know it, notegen does not. Its words here are the Portuguese ones."""
FORMATS = ("pdf", "html", "md", "docx", "txt", "json", "jsonld", "akn", "ics")

EVERY_RULE = """
import sys
from pathlib import Path
import yaml
from notegen.records.loader import read_text
from notegen.records.rules import across
from notegen.records.rules.examination import RULES, examine, examine_together
from notegen.records.rules.rule import Settings

folder = Path(sys.argv[1])
cases = [case["note"] for path in folder.glob("*.yaml") for case in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)]
settings = Settings("un", {rule.code: "info" for rule in (*RULES, *across.RULES)})
event = {"title": "Workshop on border controls", "dates": "2009-09-08/2009-09-10"}
for note in cases:
    data = {"event": event} | (yaml.load(note, yaml.BaseLoader) if isinstance(note, str) else note)
    notes = []
    for tag in ("en", sys.argv[2]):
        text = yaml.safe_dump(data | {"id": "x", "language": tag}, allow_unicode=True)
        draft = read_text(text, f"x.{tag}.yaml", folder=folder / "pictures").draft
        if draft is not None:
            notes.append(draft)
            examine(draft, settings)
    examine_together(notes, settings)
print(len(cases))
"""

OF_THE_NOTE = {"repeated-participant"}
"""The one error that the founding note has in any language."""


def errors(diagnostics: list[dict[str, str]]) -> set[str]:
    return {diagnostic["code"] for diagnostic in diagnostics if diagnostic["severity"] == "error"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with one more file of words."""
    top = tmp_path_factory.mktemp("checkout")
    for name in ("styles", "templates", "src/notegen"):
        shutil.copytree(ROOT / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
    words = top / "src" / "notegen" / "languages" / "words"
    text = (words / "pt.yaml").read_text(encoding="utf-8").replace("language: pt\n", f"language: {TAG}\n")
    (words / f"{TAG}.yaml").write_text(text, encoding="utf-8")
    return top


def notegen(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    program = (sys.executable, "-m", "notegen")
    return run(arguments, folder, program=program, variables={"PYTHONPATH": str(installed / "src")})


@pytest.fixture(scope="module")
def series(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A series with a note in the new language, and its English version."""
    folder = tmp_path_factory.mktemp("series") / "notes"
    done = notegen(installed, folder.parent, "new", "notes", "--series", "Notes", "--language", TAG)
    assert done.returncode == 0, done.stderr.decode()
    file = folder / "series.yaml"
    text = file.read_text("utf-8").replace(f"languages: [{TAG}]", f"languages: [{TAG}, en]")
    file.write_text(text + "compendium: {title: All notes, order: date, statistics: true}\n", "utf-8")
    record = yaml.load(FOUNDING_NOTE.read_text("utf-8"), yaml.BaseLoader)
    for own in ("labels", "title", "disclaimer"):
        record.pop(own, None)
    for tag in ("en", TAG):
        data = record | {"language": tag}
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        (folder / f"san-jose.{tag}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_record_in_an_added_language_is_begun_checked_and_printed(installed: Path, tmp_path: Path) -> None:
    begun = notegen(installed, tmp_path, "new", "oslo.yaml", "--language", TAG)
    assert begun.returncode == 0, begun.stderr.decode()
    assert f'nothing to begin with in "{TAG}" yet' in begun.stderr.decode()
    assert f"\nlanguage: {TAG}\n" in (tmp_path / "oslo.yaml").read_text(encoding="utf-8")
    checked = notegen(installed, tmp_path, "check", "--strict", "oslo.yaml")
    assert (checked.returncode, checked.stdout) == (0, b""), checked.stdout.decode() + checked.stderr.decode()
    printed = notegen(installed, tmp_path, "render", "oslo.yaml", "-o", "made/", "-f", ",".join(FORMATS))
    assert printed.returncode == 0, printed.stderr.decode()
    assert {path.suffix[1:] for path in (tmp_path / "made").iterdir()} == set(FORMATS)
    assert "Organizadores" in next((tmp_path / "made").glob("*.txt")).read_text(encoding="utf-8")
    archived = next((tmp_path / "made").glob("*.akn")).read_text(encoding="utf-8")
    assert '<FRBRlanguage language="epo"' in archived
    assert '/epo@"' in archived


def test_no_rule_stumbles_over_a_language_that_it_has_no_words_of(installed: Path, tmp_path: Path) -> None:
    program = (sys.executable, "-c", EVERY_RULE)
    folder = str(ROOT / "tests" / "cases" / "rules")
    done = run([folder, TAG], tmp_path, program=program, variables={"PYTHONPATH": str(installed / "src")})
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert int(done.stdout) > 300


def test_a_series_with_an_added_language_is_checked_and_built(installed: Path, series: Path) -> None:
    together = notegen(installed, series, "check", ".")
    assert together.returncode in (0, 1), together.stderr.decode()
    checked = notegen(installed, series, "check", f"san-jose.{TAG}.yaml", "--format", "json")
    assert errors(json.loads(checked.stdout)) == OF_THE_NOTE
    assert not re.search(rb"version-(?:numbers|dates)", together.stdout), "its figures cannot be read"
    built = notegen(installed, series, "build")
    assert built.returncode == 0, built.stderr.decode()
    made = {path.name for path in (series / "out").iterdir()}
    assert {f"2009-09-08-san-jose.{TAG}.pdf", "compendium.pdf", "index.html", "series.sqlite"} <= made, made


def test_an_added_language_is_compared_and_imported(installed: Path, series: Path) -> None:
    name = f"san-jose.{TAG}.yaml"
    changed = (series / name).read_text(encoding="utf-8").replace("Export", "Import")
    (series / "changed.yaml").write_text(changed, encoding="utf-8")
    try:
        compared = notegen(installed, series, "diff", name, "changed.yaml", "-o", "redline.pdf")
        assert compared.returncode in (0, 1), compared.stderr.decode()
        assert (series / "redline.pdf").read_bytes().startswith(b"%PDF")
    finally:
        (series / "changed.yaml").unlink()
    for ending in ("txt", "html", "docx", "pdf"):
        made = notegen(installed, series, "render", name, "-o", f"old.{ending}")
        assert made.returncode == 0, made.stderr.decode()
        imported = notegen(installed, series, "import", f"old.{ending}")
        assert imported.returncode == 0, imported.stderr.decode()
        language = yaml.safe_load(imported.stdout).get("language")
        assert language in (TAG, "pt"), "the two have the same words here"


def test_the_preview_works_in_an_added_language(installed: Path, series: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(installed / "src"))
    name = f"san-jose.{TAG}.yaml"
    with browsers.preview(series) as address:
        words = json.loads(ask(address, f"/api/words?language={TAG}")[2])
        assert words["language"] == TAG
        assert TAG in words["languages"]
        assert TAG in words["starters"]
        assert ask(address, f"/api/names?language={TAG}")[0] == 200
        status, _, begun = ask(address, "/api/begin", {"language": TAG, "kind": "workshop"})
        assert (status, f"language: {TAG}" in json.loads(begun)["text"]) == (200, True)
        opened = json.loads(ask(address, f"/api/record?path={name}")[2])
        assert "Traceback" not in json.dumps(opened)
        assert errors(opened["diagnostics"]) == OF_THE_NOTE
        status, _, drawn = ask(address, "/api/draw", {"path": name, "width": 400})
        assert (status, bool(json.loads(drawn)["pages"])) == (200, True), drawn


@pytest.fixture
def words(installed: Path) -> Iterator[Path]:
    """The folder of the files of words and of screens, which are as they were afterwards."""
    top = installed / "src" / "notegen" / "languages"
    whole = {file: file.read_bytes() for kind in ("words", "screens") for file in (top / kind).glob("*.yaml")}
    shutil.copy(top / "screens" / "pt.yaml", top / "screens" / f"{TAG}.yaml")
    yield top
    (top / "screens" / f"{TAG}.yaml").unlink()
    for file, content in whole.items():
        file.write_bytes(content)


def spoil(file: Path, right: str, wrong: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('  venue: "Local"   # our proposal\n', "", r'words/eo\.yaml:\d+: the key "venue" is missing in labels'),
        ("labels:\n", "labels\n", r"words/eo\.yaml:\d+: "),
        ('["jan."], ', "", r"words/eo\.yaml:\d+: reading\.months: 12 entries are expected here, not 11"),
        ("direction: ltr", "direction: up", r"words/eo\.yaml:6: direction: one of 'ltr' or 'rtl'"),
        ('    years: "{y}', '    yaers: "{y}', r'words/eo\.yaml:\d+: the key "years" is missing in dates\.header'),
        ('"{name} ({acronym})"', '"{nome} ({acronym})"', r"entries\.acronym: nothing is filled in for {nome}"),
        ('"{name} ({acronym})"', '"{name}"', r"entries\.acronym: {acronym} has no place in it"),
        ('"{name} ({acronym})"', '"{name} ({acronym)"', r"entries\.acronym: a brace is open"),
        ('other: "{n} ', 'other: "{m} ', r"counts\.\w+\.other: nothing is filled in for {m}; there is {n}"),
        ('event: "Evento"', 'event: ""', r"labels\.event: a text is expected here"),
        ('outer: "«»"', 'outer: "„«»"', r"quotes\.outer: 2 characters are expected here, not 3"),
        ("language: eo", "language: pt", r'words/eo\.yaml: language: "eo" is expected here'),
    ],
)
def test_a_mistake_in_a_file_of_words_is_told_and_harms_no_other_language(
    right: str, wrong: str, message: str, installed: Path, words: Path, tmp_path: Path
) -> None:
    spoil(words / "words" / f"{TAG}.yaml", right, wrong)
    examined = notegen(installed, tmp_path, "doctor")
    assert re.search(message, examined.stdout.decode()), examined.stdout.decode()
    assert b"fonts for zh" in examined.stdout
    (tmp_path / "a.yaml").write_text("event: {title: Workshop, dates: 2009}\n", encoding="utf-8")
    refused = notegen(installed, tmp_path, "render", "a.yaml", "-f", "txt", "--language", TAG)
    assert (refused.returncode, bool(re.search(message, refused.stderr.decode()))) == (3, True), refused.stderr
    made = notegen(installed, tmp_path, "render", "a.yaml", "-o", "a.txt")
    assert made.returncode == 0, made.stderr.decode()
    assert notegen(installed, tmp_path, "import", "a.txt").returncode in (0, 1)


SCREENS = [
    ("save: Guardar\n", "", r'screens/eo\.yaml:\d+: the key "save" is missing'),
    ("save: Guardar\n", "save: [Guardar]\n", r"screens/eo\.yaml:\d+: save: a text is expected here"),
    ("save: Guardar\n", "save:\n", r'screens/eo\.yaml:\d+: the key "save" is missing'),
    ("save: Guardar\n", 'save: "Guardar\n', r"screens/eo\.yaml:\d+: the quotes that open here"),
    ("save: Guardar\n", "save: Guardar\nsvae: x\n", r"screens/eo\.yaml:\d+: svae: there is no such key"),
    (
        "{n} de {total}",
        "{n} de {todos}",
        r"screens/eo\.yaml:\d+: page_of: nothing is filled in for {todos}; there is {n}, {total}",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "message"), SCREENS)
def test_a_mistake_in_a_file_of_the_screen_is_told_and_harms_no_page(
    right: str, wrong: str, message: str, installed: Path, words: Path, tmp_path: Path
) -> None:
    spoil(words / "screens" / f"{TAG}.yaml", right, wrong)
    examined = notegen(installed, tmp_path, "doctor").stdout.decode()
    assert re.search(message, examined), examined
    assert f"mend screens/{TAG}.yaml" in examined
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        begun = notegen(installed, tmp_path, "preview", "--no-browser", "--port", port).stderr.decode()
    assert re.search(f"warning: {message}", begun), begun
    assert "Traceback" not in begun


def test_where_the_words_of_the_screen_have_a_mistake_it_speaks_english(
    installed: Path, words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(words / "screens" / f"{TAG}.yaml", *SCREENS[0][:2])
    spoil(words / "words" / "ru.yaml", "direction: ltr", "direction: up")
    monkeypatch.setenv("PYTHONPATH", str(installed / "src"))
    with browsers.preview(tmp_path) as address:
        told = json.loads(ask(address, f"/api/words?language={TAG}")[2])
        assert (told["language"], told["words"]["save"]) == (TAG, "Save")
        assert json.loads(ask(address, "/api/words?language=ru")[2])["language"] == "en"


def test_without_english_words_of_the_screen_there_is_no_preview(installed: Path, words: Path, tmp_path: Path) -> None:
    spoil(words / "screens" / "en.yaml", "save: Save\n", "")
    refused = notegen(installed, tmp_path, "preview", "--no-browser")
    assert refused.returncode == 3
    assert re.fullmatch(rb'error: screens/en\.yaml:\d+: the key "save" is missing \(.*\)\n', refused.stderr), (
        refused.stderr
    )

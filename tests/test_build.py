"""`notegen build` as people and programs run it: processes, locks, kills, terminals."""

import json
import os
import pty
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import notegen
from notegen.series.fingerprints import digest
from notegen.series.ledger import HIDDEN
from processes import PROGRAM, ROOT, environment, run
from test_workers import ENDLESS, GREEDY

SERIES = ROOT / "tests" / "data" / "series"
DOCUMENTS = {
    *(f"out/{note}.{ending}" for note in ("oslo.en", "oslo.fr", "bergen.en") for ending in ("pdf", "html")),
    "nested/made/narvik.html",
}

WHOLES = {
    *("calendar.ics", "events.jsonld", "index.fr.html", "index.html", "register.csv", "register.json", "series.sqlite")
}


@pytest.fixture
def series(tmp_path: Path) -> Path:
    shutil.copytree(SERIES, tmp_path / "series")
    return tmp_path / "series"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished") / "series"
    shutil.copytree(SERIES, folder)
    assert notegen.build(folder).good
    return folder


@pytest.fixture
def built(finished: Path, tmp_path: Path) -> Path:
    """The same series after a build."""
    shutil.copytree(finished, tmp_path / "built")
    return tmp_path / "built"


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Sixteen notes, of which each takes a worker some time."""
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "series.yaml").write_text("series: {id: many, title: Many}\noutput: {name: '{id}'}\n")
    for number in range(16):
        (folder / f"n{number:02}.yaml").write_text(
            f"event: {{title: Workshop {number} on seals, dates: 2019-05-07}}\n"
            f"sections: [{{heading: Background, text: The participants compared {number} seals.}}]\n"
        )
    return folder


def _list(folder: Path) -> set[str]:
    """The documents that are there, and whatever lies beside them but documents of the whole series."""
    places = [path for name in ("out", "nested/made") for path in (folder / name).glob("*")]
    return {path.relative_to(folder).as_posix() for path in places if path.name not in WHOLES}


def _build(folder: Path, *options: str) -> tuple[int, str, str]:
    ended = run(["build", ".", *options], folder)
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


def _read(lines: str) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The documents by path, and the summary."""
    *documents, last = map(json.loads, lines.splitlines())
    assert {event["event"] for event in documents} <= {"document", "whole"}
    documents = [event for event in documents if event["event"] == "document"]
    assert last["event"] == "summary"
    return {event["path"]: event for event in documents}, last


def test_a_series_is_built_and_then_there_is_nothing_to_do(series: Path) -> None:
    code, said, told = _build(series)
    assert (code, said) == (0, "")
    assert _list(series) == DOCUMENTS
    assert "[7/7] " in told
    assert re.search(r"7 documents: 7 made, in [\d.]+ s\n$", told)
    code, said, told = _build(series)
    assert (code, said) == (0, "")
    assert re.fullmatch(r"7 documents: 7 kept, in [\d.]+ s\n", told)


def test_the_documents_are_those_that_render_makes(series: Path) -> None:
    assert notegen.build(series).good
    for name in ("oslo", "oslo.fr", "2019/bergen"):
        note = notegen.load(series / f"{name}.yaml")
        for ending in ("pdf", "html"):
            built = series / "out" / f"{note.id}.{note.language}.{ending}"
            assert built.read_bytes() == notegen.render(note, ending).content


def test_programs_get_a_line_of_json_for_each_document(series: Path) -> None:
    code, said, told = _build(series, "--format", "json")
    assert (code, told) == (0, "")
    documents, summary = _read(said)
    assert documents.keys() == DOCUMENTS
    assert (summary["made"], summary["kept"], summary["failed"], summary["left"]) == (7, 0, 0, [])
    for path, document in documents.items():
        content = (series / path).read_bytes()
        assert document["status"] == "made"
        assert (document["bytes"], document["sha256"]) == (len(content), digest(content))
        assert document["pages"] == (len(pikepdf.open(series / path).pages) if path.endswith("pdf") else None)
    assert documents["out/oslo.fr.pdf"]["record"] == "oslo.fr.yaml"
    assert documents["out/oslo.fr.pdf"]["id"] == "oslo"
    again, summary = _read(_build(series, "--format", "json")[1])
    assert (summary["made"], summary["kept"]) == (0, 7)
    same = ("bytes", "sha256", "pages", "id", "language", "record")
    assert all(again[path][key] == documents[path][key] for path in DOCUMENTS for key in same)


def test_a_rehearsal_tells_what_would_be_made_and_why_on_standard_output(series: Path) -> None:
    code, said, _ = _build(series, "--dry-run")
    assert code == 0
    assert "out/oslo.en.pdf: it was never made\n" in said
    assert not (series / HIDDEN).exists()
    assert not (series / "out").exists()


def test_a_rehearsal_gives_the_reasons_for_what_has_changed(built: Path) -> None:
    with (built / "styles" / "house.css").open("a") as file:
        file.write("h1 { color: black }")
    _, said, told = _build(built, "--dry-run")
    lines = sorted(said.splitlines())
    assert {line for line in lines if line.endswith(": a document of the series changes")} == {
        f"out/{name}: a document of the series changes" for name in WHOLES
    }
    assert [line for line in lines if "a document of the series" not in line] == [
        f"out/{name}.pdf: styles/house.css changed" for name in ("bergen.en", "oslo.en", "oslo.fr")
    ]
    assert "7 documents: 4 kept, 3 stale" in told


@pytest.mark.slow
def test_force_makes_everything_again(built: Path) -> None:
    before = {path: (built / path).read_bytes() for path in DOCUMENTS}
    _, said, _ = _build(built, "--force", "--format", "json")
    assert _read(said)[1]["made"] == 7
    assert {path: (built / path).read_bytes() for path in DOCUMENTS} == before


def test_documents_without_a_record_are_named_and_deleted_when_that_is_asked_for(built: Path) -> None:
    (built / "2019" / "bergen.yaml").unlink()
    (built / "oslo.yaml").write_text((built / "oslo.yaml").read_text() + "id: harbour\n")
    code, _, told = _build(built)
    assert code == 0
    left = {"out/bergen.en.pdf", "out/bergen.en.html", "out/oslo.en.pdf", "out/oslo.en.html", "out/oslo.fr.pdf"}
    left |= {"out/oslo.fr.html"}  # a translation has the id of its original
    assert {line.split()[0] for line in told.splitlines() if "no record any more" in line} == left
    assert left <= _list(built)
    with (built / "out" / "oslo.en.html").open("a") as file:
        file.write("mine")
    code, _, told = _build(built, "--clean")
    assert code == 0
    assert _list(built) == DOCUMENTS - left | {
        "out/oslo.en.html",
        *(f"out/harbour.{ending}" for ending in ("en.pdf", "en.html", "fr.pdf", "fr.html")),
    }
    assert "out/bergen.en.pdf belonged to no record any more: deleted" in told
    assert "out/oslo.en.html belongs to no record any more" in told, "somebody wrote into it"


def test_what_fails_is_told_and_the_others_are_made(built: Path) -> None:
    older = (built / "out" / "oslo.en.pdf").read_bytes()
    with (built / "oslo.yaml").open("a") as file:
        file.write("venu: Oslo\n")
    with (built / "2019" / "bergen.yaml").open("a") as file:
        file.write("participants: [{kind: states, entries: [Gahna]}]\n")
    code, said, told = _build(built)
    assert (code, said) == (6, "")
    assert "oslo.yaml:6:1: error: unknown key" in told
    assert told.count("unknown key") == 2, "once for each record that has it, the translation too"
    assert '2019/bergen.yaml:5:41: error: "Gahna"' in told, "a rule's finding is told and stops nothing"
    assert re.search(r"^error: not made: .*out/oslo.en.pdf \(an older one stays\)", told, re.MULTILINE)
    assert "7 documents: 2 made, 1 kept, 4 failed" in told
    assert (built / "out" / "oslo.en.pdf").read_bytes() == older


def test_a_failure_is_told_once_and_under_the_name_that_its_document_would_have(tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text("series: {id: x, title: X}\noutput: {formats: [html, txt]}\n")
    (tmp_path / "good.yaml").write_text("event: {title: Seals, dates: 2019}\n")
    (tmp_path / "broken.yaml").write_text("event: {title: Seals, dates: 2019}\nvenu: x\n")
    (tmp_path / "broken.fr.yaml").write_text("extends: broken.yaml\nlanguage: fr\n")
    (tmp_path / "other.yaml").write_text("id: wien\nlanguage: ru\nevent: [\n")
    _, _, told = _build(tmp_path)
    names = [f"out/{name}.{ending}" for name in ("broken.fr", "broken.en", "wien.ru") for ending in ("html", "txt")]
    assert f"\nerror: not made: {', '.join(names)}\n" in told
    for name in names:
        assert told.count(name) == 1
    assert "the record has errors" not in told
    assert told.count("unknown key") == 2, "in the record, and in its translation"


def test_what_cannot_be_made_of_the_whole_series_is_told_once(series: Path) -> None:
    with (series / "series.yaml").open("a") as file:
        file.write("compendium: {title: All notes}\n")
    (series / "out" / "compendium.pdf").mkdir(parents=True)
    _, _, told = _build(series)
    assert told.count("out/compendium.pdf: error") == 1


@pytest.mark.parametrize("others", [{}, {"below/series.yaml": "series: {id: y, title: Y}", "below/b.yaml": "a.yaml"}])
def test_the_last_words_on_a_broken_series_are_that_it_was_not_built(others: dict[str, str], tmp_path: Path) -> None:
    record = "event: {title: Seals, dates: 2019}\n"
    for name, text in {"series.yaml": "seris: x\n", "a.yaml": record, **others}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(record if text == "a.yaml" else text)
    for options in ([], ["--dry-run"], ["-q"]):
        code, _, told = _build(tmp_path, *options)
        assert code == (6 if others else 1)
        last = [line for line in told.splitlines() if not re.match(r"1 document: ", line)][-1]
        assert last == "series.yaml: error: nothing of this series was built; mend what is told of it, and build again"


@pytest.mark.parametrize(
    ("files", "code", "message"),
    [
        ({"a.yaml": "evnt: x"}, 1, "unknown key"),
        ({"a.yaml": "event: {title: x, dates: 2019}", "series.yaml": "seris: x"}, 1, "unknown key"),
        ({"a.yaml": "event: {title: x, dates: 2019}", "templates/note.html": "{{ nothing }}",
          "series.yaml": "series: {id: x, title: x}"}, 3, "'nothing' is undefined"),
        ({}, 2, "there is no record"),
    ],
)  # fmt: skip
def test_a_series_of_which_nothing_could_be_made_ends_as_its_worst_note(
    files: dict[str, str], code: int, message: str, tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    ended, said, told = _build(tmp_path)
    assert (ended, said) == (code, "")
    assert message in told
    assert "Traceback" not in told


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    ended = run(["build", "nowhere"], tmp_path)
    assert ended.returncode == 2
    assert b"nowhere" in ended.stderr


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--format", "json"], ["--clean"], ["--quiet"]])
@pytest.mark.parametrize("begin", [[], ["new", "notes", "--series", "Notes on seals"]])
def test_a_folder_without_records_is_told_with_what_to_write(
    begin: list[str], options: list[str], tmp_path: Path
) -> None:
    (tmp_path / "notes").mkdir()
    if begin:
        assert run(begin, tmp_path).returncode == 0
    ended = run(["build", "notes", *options], tmp_path)
    assert ended.returncode == run(["check", "notes"], tmp_path).returncode == 2
    assert ended.stderr.decode() == (
        'error: there is no record in "notes"; a record is a file that ends in .yaml\n'
        "  hint: notegen new notes/oslo.yaml writes one to begin with\n"
    )
    assert [json.loads(line)["event"] for line in ended.stdout.splitlines()] == ["summary"] * ("json" in options)


def test_documents_are_deleted_also_when_the_last_record_is_gone(built: Path) -> None:
    for record in ("oslo.yaml", "oslo.fr.yaml", "2019/bergen.yaml", "nested/narvik.yaml"):
        (built / record).unlink()
    code, _, told = _build(built, "--clean")
    assert code == 2
    assert "out/oslo.en.pdf belonged to no record any more: deleted" in told
    assert 'there is no record in "."' in told
    assert _list(built) == set()


@pytest.mark.parametrize(
    ("template", "options", "message"),
    [
        (ENDLESS, ["--timeout", "8"], "it took longer than 8 seconds"),
        pytest.param(GREEDY, ["--memory", "100"], "it needs more than 100 MB of memory", marks=pytest.mark.slow),
    ],
)
def test_a_note_that_hangs_or_wants_all_the_memory_fails_alone(
    template: bytes, options: list[str], message: str, series: Path
) -> None:
    (series / "nested" / "templates").mkdir()
    (series / "nested" / "templates" / "web.html").write_bytes(template)
    code, _, told = _build(series, *options)
    assert code == 6
    assert f"nested/made/narvik.html: error: {message}" in told
    assert "7 documents: 6 made, 1 failed" in told
    assert _list(series) == DOCUMENTS - {"nested/made/narvik.html"}


@pytest.mark.slow
def test_a_document_that_cannot_be_written_fails_alone(series: Path) -> None:
    (series / "out" / "oslo.en.pdf").mkdir(parents=True)
    code, _, told = _build(series)
    assert code == 6
    assert 'out/oslo.en.pdf"' in told
    assert "7 documents: 6 made, 1 failed" in told


def test_a_build_writes_over_no_file_that_no_build_has_made(series: Path) -> None:
    with (series / "series.yaml").open("a") as file:
        file.write("compendium: {title: All notes}\n")
    mine = [series / "out" / name for name in ("oslo.en.html", "index.html", "register.csv", "compendium.pdf")]
    mine[0].parent.mkdir()
    for path in mine:
        path.write_text("mine")
    for _ in range(2):
        code, _, told = _build(series)
        assert code == 6
        for path in mine:
            message = f"{path.relative_to(series)}: error: a file is there that no build has made; move it away"
            assert message in told
            assert path.read_text() == "mine"
    assert _build(series, "--force")[0] == 6
    for path in mine:
        assert path.read_text() == "mine"
        path.unlink()
    assert _build(series)[0] == 0
    assert _build(series)[0] == 0


def test_an_annex_is_not_written_over_by_a_note_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text("series: {id: x, title: X}\noutput: {folder: ., name: '{id}'}\n")
    (tmp_path / "documents.yaml").write_text("event: {title: Seals, dates: 2019}\n")
    (tmp_path / "z.yaml").write_text("event: {title: Seals, dates: 2019}\nannexes: [{title: A, file: documents.pdf}]\n")
    (tmp_path / "documents.pdf").write_text("an annex")
    code, _, told = _build(tmp_path)
    assert code != 0
    assert "documents.pdf: error: a file is there that no build has made" in told
    assert (tmp_path / "documents.pdf").read_text() == "an annex"


def test_without_its_memory_a_build_knows_its_documents_by_the_register_and_by_what_they_say(built: Path) -> None:
    (built / "nested" / "made" / "register.json").unlink()
    mine = built / "out" / "oslo.en.html"
    mine.write_text("mine")
    shutil.rmtree(built / HIDDEN)
    shutil.rmtree(built / "nested" / HIDDEN)
    assert _build(built)[0] == 0  # the register names the one, and the others say what made them
    shutil.rmtree(built / HIDDEN)
    (built / "out" / "register.json").unlink()
    mine.write_text("mine")
    code, _, told = _build(built)
    assert code == 6
    assert "out/oslo.en.html: error: a file is there that no build has made" in told
    assert mine.read_text() == "mine"


def test_an_annex_of_our_own_making_is_not_written_over_either(tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text("series: {id: x, title: X}\noutput: {folder: ., name: '{id}'}\n")
    (tmp_path / "documents.yaml").write_text("event: {title: Seals, dates: 2019}\n")
    (tmp_path / "z.yaml").write_text("event: {title: Seals, dates: 2019}\nannexes: [{title: A, file: documents.pdf}]\n")
    annex = notegen.render(notegen.loads("event: {title: Bolts, dates: 2018}\n")).content
    (tmp_path / "documents.pdf").write_bytes(annex)
    assert _build(tmp_path)[0] == 6
    assert (tmp_path / "documents.pdf").read_bytes() == annex


def test_what_the_folder_of_a_stranger_remembers_leads_nowhere_else(built: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.txt").write_text("mine")
    ledger = built / HIDDEN / "ledger.json"
    told = json.loads(ledger.read_text())
    told["settings"]["said"]["folder"] = str(outside)
    ledger.write_text(json.dumps(told))
    assert _build(built)[0] == 0
    told["settings"]["said"]["folder"] = "out"
    ledger.write_text(json.dumps(told | {"left": {str(outside / "mine.txt"): digest(b"mine")}}))
    assert _build(built, "--clean")[0] == 0
    assert [path.name for path in outside.iterdir()] == ["mine.txt"]


def test_a_note_that_fails_under_a_new_id_is_listed_under_none(built: Path) -> None:
    bergen = built / "2019" / "bergen.yaml"
    register = built / "out" / "register.csv"
    assert "\nbergen," in register.read_text()
    bergen.write_text(bergen.read_text() + "id: oslo\n")
    assert _build(built)[0] == 6
    assert "\nbergen," not in register.read_text()


def test_a_record_that_moved_into_the_folder_that_is_built_has_its_name_for_itself(series: Path) -> None:
    assert _build(series)[0] == 0
    (series / "2019").rename(series / "2020")  # and the logo of the series lies above it
    assert _build(series / "2020")[0] == 0


def test_a_compendium_is_made_where_the_series_wants_one_and_again_when_a_note_in_it_changes(built: Path) -> None:
    narvik = built / "nested" / "narvik.yaml"
    with (built / "series.yaml").open("a") as file:
        file.write("compendium: {title: All notes}\n")
    code, _, told = _build(built)
    assert code == 0
    assert "out/compendium.pdf (" in told
    assert "out/compendium.fr.pdf (" in told
    page = (built / "out" / "index.html").read_text(encoding="utf-8")
    assert 'href="compendium.pdf"' in page
    assert 'href="compendium.fr.pdf"' in page
    with (built / "oslo.fr.yaml").open("a") as file:
        file.write("summary: Les scellés.\n")
    narvik.write_text(narvik.read_text() + "summary: Nets.\n")
    report = notegen.build(built)
    volumes = {d.path.name: d.status for d in report.wholes if d.path.name.startswith("compendium")}
    assert volumes == {"compendium.pdf": "kept", "compendium.fr.pdf": "made"}
    again = notegen.build(built)
    assert {d.status for d in (*again.documents, *again.wholes)} == {"kept"}
    (pages,) = {len(pikepdf.open(d.path).pages) == d.pages for d in again.wholes if d.format == "pdf"}
    assert pages
    (built / "templates").mkdir(exist_ok=True)
    (built / "templates" / "listing.html").write_text(
        '{% extends "notegen/listing.html" %}{% block head %}<meta>{% endblock %}'
    )
    made = {d.path.name for d in notegen.build(built).wholes if d.status == "made"}
    assert made == {"index.html", "index.fr.html"}, "a page has no part in a compendium"
    whole = (built / "oslo.fr.yaml").read_text()
    (built / "oslo.fr.yaml").write_text("evnt: {}\n" + whole)
    assert not notegen.build(built).left, "it is not known yet what the French compendium holds"
    (built / "oslo.fr.yaml").write_text(whole)
    text = (built / "series.yaml").read_text().replace("compendium: {title: All notes}\n", "")
    (built / "series.yaml").write_text(text)
    left = notegen.build(built).left
    assert {path.name for path in left} == {"compendium.pdf", "compendium.fr.pdf"}


def test_a_compendium_tells_which_notes_are_not_in_it(built: Path) -> None:
    with (built / "series.yaml").open("a") as file:
        file.write("compendium: {title: All notes}\n")
    assert _build(built)[0] == 0
    with (built / "2019" / "bergen.yaml").open("a") as file:
        file.write("evnt: {}\n")
    (built / "narvik.yaml").write_text("event: {title: Nets, dates: 2019-44}\n")
    message = f"2 notes are not in it: narvik.yaml, {Path('2019', 'bergen.yaml')}"
    for status in ("made", "kept"):
        code, said, _ = _build(built, "--format", "json")
        assert code == 6
        lines = [json.loads(line) for line in said.splitlines()]
        wholes = {line["path"]: line for line in lines if line["event"] == "whole"}
        (finding,) = wholes["out/compendium.pdf"]["diagnostics"]
        assert (finding["code"], finding["severity"], finding["message"]) == ("absent-note", "warning", message)
        assert (wholes["out/compendium.pdf"]["status"], wholes["out/compendium.fr.pdf"]["diagnostics"]) == (status, [])
    assert f"out/compendium.pdf: warning: {message}" in _build(built)[2]
    assert "not in it" not in _build(built, "--quiet")[2]
    (built / "templates").mkdir(exist_ok=True)
    (built / "templates" / "web.html").write_text("{{ nothing }}")
    _, _, told = _build(built)
    assert f"out/compendium.pdf: warning: {message}" in told, "notes that have a PDF are in it"
    (built / "narvik.yaml").unlink()
    (built / "2019" / "bergen.yaml").write_text((SERIES / "2019" / "bergen.yaml").read_text())
    assert "not in it" not in _build(built)[2]


def _begin(folder: Path, *options: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [str(PROGRAM), "build", ".", "-j", "2", *options], cwd=folder, env=environment(), stderr=subprocess.PIPE
    )


@contextmanager
def _checked(folder: Path) -> Iterator[None]:
    """A block after which there are whole documents only, and a build goes on where it stopped."""
    yield
    whole = list((folder / "out").glob("n*.pdf"))  # where a build came to its end, there are lists of the series too
    for path in whole:
        pikepdf.open(path).close()
    remembered = len(whole) - 1  # the last one may be there and not be taken down
    code, said, _ = _build(folder, "--format", "json")
    assert code == 0
    assert _read(said)[1]["kept"] in (remembered, remembered + 1)
    assert len(list((folder / "out").glob("*.pdf"))) == 16


@pytest.mark.parametrize("sign", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.slow), signal.SIGINT])
def test_a_build_that_is_stopped_goes_on_where_it_stopped(sign: signal.Signals, many: Path) -> None:
    with _checked(many), _begin(many) as process:
        goal = random.randrange(1, 6)
        until = time.monotonic() + 60
        while len(list((many / "out").glob("n*.pdf"))) < goal and time.monotonic() < until:
            time.sleep(0.001)
        process.send_signal(sign)
        assert process.stderr
        told = process.stderr.read().decode()
    assert process.returncode == (130 if sign is signal.SIGINT else -sign)
    assert "Traceback" not in told
    if sign is signal.SIGINT:
        assert re.search(r"stopped with \d+ of 16 made; the next build goes on from here\n", told)


@pytest.mark.slow
def test_kills_at_random_moments_never_harm_a_document(many: Path) -> None:
    for _ in range(12):
        with _begin(many, "--force") as process:
            time.sleep(random.uniform(0.3, 4))
            process.kill()
        for path in (many / "out").glob("n*.pdf"):
            pikepdf.open(path).close()
    with _checked(many):
        pass


def test_half_lines_of_a_journal_are_passed_over(built: Path) -> None:
    ledger = json.loads((built / HIDDEN / "ledger.json").read_bytes())
    row, *others = ledger["documents"]
    lines = [json.dumps({"entry": other, "parts": ledger["shared"][other["shared"]]}) for other in others]
    (built / HIDDEN / "ledger.json").unlink()
    (built / HIDDEN / "journal.jsonl").write_text("\n".join(lines) + '\n{"entry": {"rec')
    _, said, _ = _build(built, "--format", "json")
    made = [path for path, document in _read(said)[0].items() if document["status"] == "made"]
    assert made == [row["path"]]
    assert not (built / HIDDEN / "journal.jsonl").exists()


def test_what_a_killed_build_left_half_written_is_swept_away(built: Path) -> None:
    old, young = built / "out" / ".oslo.en.pdf.abcd~", built / "out" / ".oslo.fr.pdf.efgh~"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 3600,) * 2)
    notegen.build(built)
    assert (old.exists(), young.exists()) == (False, True), "the young one may be somebody's at work"


def test_a_second_build_says_so_and_waits(many: Path) -> None:
    with _begin(many) as first:
        while not list((many / "out").glob("n*.pdf")):
            time.sleep(0.005)
        code, _, told = _build(many)
        assert first.wait() == 0
    assert code == 0
    assert told.startswith('another build works on "."; waiting for it\n')
    assert "16 documents: 16 kept" in told


@pytest.mark.slow
def test_a_lock_goes_with_the_build_that_was_killed(many: Path) -> None:
    with _begin(many) as first:
        while not list((many / "out").glob("n*.pdf")):
            time.sleep(0.005)
        first.kill()
    code, _, told = _build(many)
    assert code == 0
    assert "another build" not in told


def test_a_terminal_shows_a_bar_with_what_is_left_and_the_failures_as_they_come(series: Path) -> None:
    with (series / "oslo.yaml").open("a") as file:
        file.write("venu: Oslo\n")
    (series / "nested" / "templates").mkdir()
    (series / "nested" / "templates" / "web.html").write_text("{{ nothing }}")
    primary, secondary = pty.openpty()
    command = [str(PROGRAM), "build", ".", "-j", "1"]
    with subprocess.Popen(
        command, cwd=series, stderr=secondary, env=environment(TERM="xterm", COLUMNS="100")
    ) as process:
        os.close(secondary)
        shown = b""
        while True:
            try:
                shown += os.read(primary, 65536)
            except OSError:  # the other side is closed
                break
    os.close(primary)
    text = shown.decode()
    assert process.returncode == 6
    assert re.search(r"[0-3]/3", text)
    assert "bergen" in re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", text)
    assert "nested/made/narvik.html" in text
    assert text.index("'nothing' is undefined") < text.index("2 made")


@pytest.mark.slow
def test_a_program_can_bring_its_own_executor(series: Path) -> None:
    with ThreadPoolExecutor(2) as executor:
        report = notegen.build(series, executor=executor)
    assert report.good
    assert {d.path.relative_to(series).as_posix() for d in report.documents} == DOCUMENTS
    assert [d.status for d in notegen.build(series).documents] == ["kept"] * 7


def test_the_hidden_folder_is_left_out_of_repositories(built: Path) -> None:
    assert (built / HIDDEN / ".gitignore").read_text() == "*\n"


def test_a_pipe_among_the_records_is_not_waited_for_and_other_odd_files_stop_nothing(series: Path) -> None:
    os.mkfifo(series / "pipe.yaml")
    os.mkfifo(series / "pipe.png")
    (series / "logo.png").unlink()
    (series / "logo.png").symlink_to("/nowhere")
    (series / "gone.yaml").symlink_to("/nowhere")
    (series / "molde.yaml").write_text((series / "oslo.yaml").read_text("utf-8") + "\nannexes: [{title: A, file: p}]\n")
    os.mkfifo(series / "p")
    report = run(["build", "--format", "json"], series)
    rows = [json.loads(line) for line in report.stdout.splitlines()]
    documents = {row["path"]: row["status"] for row in rows if row["event"] == "document"}
    pages = {name for name in DOCUMENTS if name.endswith(".html")}
    assert {name for name, status in documents.items() if status == "made"} == pages
    # What needs the picture that there is not, a pipe as annex, a link that leads nowhere.
    none = {f"out/{name}.en.{ending}" for name in ("gone", "molde") for ending in ("pdf", "html")}
    assert {name for name, status in documents.items() if status == "failed"} == none | (DOCUMENTS - pages)

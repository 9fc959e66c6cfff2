"""The documents of a series as a whole, as a build keeps them: made when something changed, whole, and told."""

import csv
import hashlib
import io
import json
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

import notegen
from notegen.series.build import Build
from notegen.series.ledger import HIDDEN
from notegen.series.report import Report, Status
from processes import ROOT, run
from test_workers import ENDLESS, GREEDY

NAMES = ("register.csv", "register.json", "calendar.ics", "events.jsonld", "series.sqlite", "index.html")


STARTS = ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.exec", "os.system")


def copy(folder: Path) -> Path:
    shutil.copytree(ROOT / "examples" / "cuencas", folder)
    change(folder / "series.yaml", "formats: [pdf, html]", "formats: [html]")
    change(folder / "series.yaml", "compendium: {", "# compendium: {")
    return folder


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy(tmp_path_factory.mktemp("finished") / "series")
    assert notegen.build(folder).good
    return folder


@pytest.fixture
def built(finished: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished, tmp_path / "series")
    return tmp_path / "series"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir() if path.name[:2] != "20"}


def tell(report: Report) -> dict[str, Status]:
    return {whole.path.name: whole.status for whole in report.wholes}


def rows(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "out" / "register.csv").read_text("utf-8-sig"))))


def test_they_are_made_once_and_then_kept(built: Path) -> None:
    assert set(read(built)) == set(NAMES)
    times = {name: (built / "out" / name).stat().st_mtime_ns for name in NAMES}
    assert tell(notegen.build(built)) == dict.fromkeys(NAMES, Status.KEPT)
    assert {name: (built / "out" / name).stat().st_mtime_ns for name in NAMES} == times


def test_a_record_that_changed_changes_them(built: Path) -> None:
    before = read(built)
    change(built / "2024-05-titicaca.yaml", "Dos visitas, a un lado", "Tres visitas, a un lado")
    assert tell(notegen.build(built)) == dict.fromkeys(NAMES, Status.MADE)
    after = read(built)
    assert b"Tres visitas" in after["index.html"]
    assert b"Tres visitas" not in before["index.html"]


def test_they_come_out_the_same_from_abstracts_and_from_records(built: Path) -> None:
    before = read(built)
    shutil.rmtree(built / HIDDEN / "abstracts")
    for name in NAMES:
        (built / "out" / name).unlink()
    assert tell(notegen.build(built)) == dict.fromkeys(NAMES, Status.MADE)
    assert read(built) == before


def test_one_that_is_gone_or_was_written_into_is_made_again(built: Path) -> None:
    before = read(built)
    (built / "out" / "calendar.ics").unlink()
    (built / "out" / "index.html").write_text("mine")
    made = tell(notegen.build(built))
    assert {name for name, status in made.items() if status is Status.MADE} == {"calendar.ics", "index.html"}
    assert read(built) == before


def test_a_record_that_is_gone_is_gone_from_them(built: Path) -> None:
    (built / "2025-02-18-la-paz.yaml").unlink()
    notegen.build(built)
    assert len(rows(built)) == 5
    assert b"2025" not in (built / "out" / "index.html").read_bytes()
    with closing(sqlite3.connect(built / "out" / "series.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM notes").fetchone() == (5,)


def test_a_note_that_cannot_be_made_is_not_in_them(built: Path) -> None:
    change(built / "2024-05-titicaca.yaml", "dates: 2024-05", "dates: 2024-15")
    report = notegen.build(built)
    assert not report.good
    assert "2024-05-titicaca" not in {row["id"] for row in rows(built)}
    assert all(whole.good for whole in report.wholes)


def test_an_older_document_in_a_folder_of_before_is_not_in_them(built: Path) -> None:
    titicaca, others = built / "2024-05-titicaca.yaml", [*built.glob("2024-1*.yaml"), *built.glob("2024-08*.yaml")]
    for record in others:
        record.unlink()
    change(built / "series.yaml", "formats: [html]", "formats: [pdf]")
    assert notegen.build(built).good
    change(built / "series.yaml", "folder: out,", "folder: web,")
    change(titicaca, "    text: Ver", "    text: 😀 Ver")
    report = notegen.build(built)
    assert [document.id for document in report.documents if document.status is Status.FAILED] == ["2024-05-titicaca"]
    assert all(whole.good for whole in report.wholes)
    assert "2024-05-titicaca" not in (built / "web" / "register.json").read_text("utf-8")


def test_they_stay_while_no_note_can_be_made(built: Path) -> None:
    before = read(built)
    for record in built.glob("20*.yaml"):
        record.write_text("evnt: {}\n" + record.read_text("utf-8"), encoding="utf-8")
    with Build(built) as build:
        report = build.finish(clean=True)
    assert (report.left, report.cleaned, report.wholes) == ((), (), ())
    assert read(built) == before


def test_there_is_a_page_for_each_language_and_one_too_many_is_told(built: Path) -> None:
    change(built / "series.yaml", "languages: [es]", "languages: [es, pt]")
    assert tell(notegen.build(built))["index.pt.html"] is Status.MADE
    assert b'hreflang="pt"' in (built / "out" / "index.html").read_bytes()
    change(built / "series.yaml", "languages: [es, pt]", "languages: [es]")
    ended = run(["build", ".", "--clean"], built)
    assert "index.pt.html belonged to no record any more: deleted" in ended.stderr.decode()
    assert set(read(built)) == set(NAMES)


def test_a_series_has_a_page_of_its_own_making(built: Path) -> None:
    own = '{% extends "notegen/listing.html" %}{% block head %}<meta name="own" content="yes">{% endblock %}'
    (built / "templates" / "listing.html").write_text(own)
    assert tell(notegen.build(built))["index.html"] is Status.MADE
    assert b'<meta name="own" content="yes">' in (built / "out" / "index.html").read_bytes()


def test_a_page_that_cannot_be_made_is_told_and_all_else_stays(built: Path) -> None:
    before = read(built)
    (built / "templates" / "listing.html").write_text("{{ nothing.at.all }}")
    ended = run(["build", "."], built)
    assert ended.returncode == 6
    assert re.search(r"index\.html.*'nothing' is undefined|'nothing' is undefined", ended.stderr.decode())
    assert read(built) == before
    (built / "templates" / "listing.html").unlink()
    assert notegen.build(built).good


@pytest.mark.parametrize(
    ("template", "options", "message"),
    [
        (ENDLESS, ["--timeout", "4"], "it took longer than 4 seconds"),
        (GREEDY, ["--memory", "100"], "it needs more than 100 MB of memory"),
    ],
)
def test_a_page_that_never_ends_or_wants_all_the_memory_fails_alone(
    template: bytes, options: list[str], message: str, built: Path
) -> None:
    before = read(built)
    change(built / "2024-05-titicaca.yaml", "Dos visitas, a un lado", "Tres visitas, a un lado")
    (built / "templates" / "listing.html").write_bytes(template)
    ended = run(["build", ".", *options, "--format", "json"], built)
    assert ended.returncode == 6
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    wholes = {Path(line["path"]).name: line for line in told if line["event"] == "whole"}
    assert {name: line["status"] for name, line in wholes.items()} == {
        name: "failed" if name == "index.html" else "made" for name in NAMES
    }
    assert message in wholes["index.html"]["failure"]["message"]
    assert wholes["index.html"]["sha256"] == hashlib.sha256(before["index.html"]).hexdigest(), "the older one stays"
    after = read(built)
    assert after["index.html"] == before["index.html"]
    assert after["register.csv"] != before["register.csv"]
    assert f"out/index.html: error: {message}" in run(["build", ".", *options], built).stderr.decode()
    (built / "templates" / "listing.html").unlink()
    mended = tell(notegen.build(built))
    assert {name for name, status in mended.items() if status is Status.MADE} == {"index.html"}
    assert b"Tres visitas" in (built / "out" / "index.html").read_bytes()


def test_a_build_with_nothing_to_do_starts_no_process(built: Path) -> None:
    watched = "import os, sys\nsys.addaudithook(lambda name, _: name in STARTS and os._exit(99))\n"
    program = f"STARTS = {STARTS}\n{watched}from notegen.cli.main import main\nsys.argv[1:] = ['build', '.']\nmain()"
    assert run([], built, program=(sys.executable, "-c", program)).returncode == 0
    (built / "out" / "index.html").unlink()
    assert run([], built, program=(sys.executable, "-c", program)).returncode == 99, "the hook sees processes"


def test_a_note_with_the_name_of_the_page_is_told(built: Path) -> None:
    record = built / "2024-05-titicaca.yaml"
    change(record, "symbol: ", "id: index\nsymbol: ")
    ended = run(["build", "."], built)
    assert ended.returncode == 6
    assert '"2024-05-titicaca.yaml" would be written to "out/index.html"' in ended.stderr.decode()
    assert run(["build", "."], built).returncode == 6, "it is told until it is mended"


def test_a_folder_without_a_series_file_has_none(tmp_path: Path) -> None:
    (tmp_path / "oslo.yaml").write_text("event: {title: Workshop on seals, dates: 2019-05-07}\n")
    report = notegen.build(tmp_path)
    assert report.good
    assert report.wholes == ()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["oslo.en.pdf"]


def test_a_rehearsal_names_them_and_touches_nothing(built: Path, tmp_path: Path) -> None:
    before = read(built)
    change(built / "2024-05-titicaca.yaml", "Dos visitas", "Tres visitas")
    said = run(["build", ".", "--dry-run"], built).stdout.decode()
    assert "out/index.html: a document of the series changes" in said
    assert read(built) == before
    fresh = copy(tmp_path / "fresh")
    assert "out/register.csv: " in run(["build", ".", "--dry-run"], fresh).stdout.decode()
    assert not (fresh / "out").exists()

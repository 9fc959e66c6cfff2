"""What makes which documents stale: the cases of tests/cases/build, on a series that was really built."""

import json
import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from notegen.assets import builtin
from notegen.series.build import Build, build
from notegen.series.folders import list_names
from notegen.series.ledger import HIDDEN, name_parts
from notegen.series.report import Report, Status
from notegen.series.wholes.documents import WHOLES
from processes import ROOT

SERIES = ROOT / "tests" / "data" / "series"
CASES: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "cases" / "build" / "invalidation.yaml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A series that has been built."""
    folder = tmp_path_factory.mktemp("built") / "series"
    shutil.copytree(SERIES, folder)
    report = build(folder)
    assert report.good, report
    return folder


def _change(folder: Path, case: dict[str, Any]) -> None:
    for name in case.get("touch", ()):
        (folder / name).write_bytes((folder / name).read_bytes())
    for name, text in case.get("write", {}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in case.get("append", {}).items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    for name, other in case.get("copy", {}).items():
        kind, _, asset = other.removeprefix("notegen/").partition("/")
        source = builtin(kind) / asset if other.startswith("notegen/") else folder / other
        (folder / name).write_bytes(source.read_bytes())
    for name in case.get("delete", ()):
        (folder / name).unlink()
    if tool := case.get("tool"):
        for root in (folder, folder / "nested"):
            _make_older(root / HIDDEN / "ledger.json", tool)


def _make_older(path: Path, tool: str) -> None:
    """Let a ledger say that documents were made with another version of a tool."""
    ledger = json.loads(path.read_bytes())
    for before, parts in list(ledger["shared"].items()):
        if tool in parts:
            now = {**parts, tool: "older"}
            ledger["shared"][name_parts(now)] = now
            for row in ledger["documents"]:
                if row["shared"] == before:
                    row["shared"] = name_parts(now)
    path.write_text(json.dumps(ledger))


def _rehearse(folder: Path) -> Report:
    with Build(folder, rehearse=True) as work:
        return work.rehearse()


def _match(names: set[str], patterns: list[str], among: set[str]) -> None:
    expected = {name for name in among | names for pattern in patterns if fnmatch(name, pattern)}
    assert names == expected
    assert all(any(fnmatch(name, pattern) for name in names) for pattern in patterns)


@pytest.mark.parametrize("case", CASES, ids=[case["change"] for case in CASES])
def test_a_build_makes_what_is_stale_and_nothing_else(case: dict[str, Any], built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "series"
    shutil.copytree(built, folder)
    _change(folder, case)
    before = _snapshot(folder)
    report = _rehearse(folder)
    found = {
        status: {str(d.path.relative_to(folder)) for d in report.documents if d.status == status} for status in Status
    }
    _match(found[Status.STALE], case["makes"], set().union(*found.values()))
    assert found[Status.FAILED] == set(case.get("fails", ()))
    assert {str(path.relative_to(folder)) for path in report.left} == set(case.get("left", ()))
    for document in report.documents:
        if document.status is Status.STALE:
            assert document.reasons
            assert case.get("because", "") in ", ".join(document.reasons)
    assert _snapshot(folder) == before, "a rehearsal touches nothing"


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_cases_are_of_one_kind_each_and_known_keys() -> None:
    keys = {"change", "write", "append", "copy", "delete", "touch", "tool", "makes", "because", "fails", "left"}
    assert all(set(case) <= keys for case in CASES)
    assert len({case["change"] for case in CASES}) == len(CASES)


def test_collisions_are_told_before_any_work_with_both_records(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "series"
    shutil.copytree(built, folder)
    (folder / "copy.yaml").write_text("id: OSLO\nevent: {title: Seals, dates: 2019}\n")
    failed = [d for d in _rehearse(folder).documents if d.failure]
    assert {d.record.name for d in failed} == {"oslo.yaml", "copy.yaml"}
    (code,) = {finding.code for d in failed for finding in d.diagnostics}
    assert code == "same-document"
    assert any(
        'oslo.yaml" would be written to' in d.failure.message and "copy.yaml" in d.failure.message
        for d in failed
        if d.failure
    )


def test_a_note_cannot_take_the_place_of_a_list(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "series"
    shutil.copytree(built, folder)
    with (folder / "nested" / "narvik.yaml").open("a") as file:
        file.write("id: index\n")
    (failed,) = [d for d in _rehearse(folder).documents if d.failure]
    assert failed.failure
    assert 'nested/series.yaml" would be written there too' in failed.failure.message


def test_names_of_lists_are_those_of_the_files_that_are_written(built: Path) -> None:
    names = {path.name for path in (built / "out").iterdir() if path.name.startswith("index")}
    names |= {whole.file for whole in WHOLES}
    assert all((built / "out" / name).is_file() for name in names)
    assert set(list_names(("en", "fr"), False)) == names
    assert set(list_names(("en", "fr"), True)) - names == {"compendium.pdf", "compendium.fr.pdf"}


def test_a_part_of_a_series_is_built_by_the_series_it_belongs_to(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "series"
    shutil.copytree(built, folder)
    (folder / "oslo.yaml").unlink()
    with (folder / "2019" / "bergen.yaml").open("a") as file:
        file.write("summary: Quays.\n")
    report = _rehearse(folder / "2019")
    assert {str(d.path.relative_to(folder)) for d in report.documents} == {"out/bergen.en.pdf", "out/bergen.en.html"}
    assert report.left == (), "records elsewhere were not asked for"
    with (folder / "2019" / "bergen.yaml").open("a") as file:
        file.write("id: oslo\nlanguage: fr\n")
    failed = [d for d in _rehearse(folder / "2019").documents if d.failure]
    assert len(failed) == 2, "the document of a record elsewhere is not written over"


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("{folder: ../elsewhere}", "is not below the folder of the series"),
        ("{folder: /tmp/x}", "is not below the folder of the series"),
        ("{formats: [pdf, doc]}", 'there is no format "doc"'),
    ],
)
def test_an_output_that_cannot_be_is_a_diagnostic_of_the_series(output: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text(f"series: {{id: x, title: X}}\noutput: {output}\n")
    (tmp_path / "a.yaml").write_text("event: {title: Seals, dates: 2019}\n")
    report = _rehearse(tmp_path)
    (problem,) = report.problems
    assert message in problem.message
    assert problem.place
    assert not report.good
    assert report.documents == ()


def test_records_without_a_series_are_built_too(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.yaml").write_text("event: {title: Seals, dates: 2019}\n")
    (document,) = _rehearse(tmp_path).documents
    assert document.path == tmp_path / "out" / "a.en.pdf"


@pytest.fixture
def ledgers(built: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(built, tmp_path / "series")
    yield tmp_path / "series"
    assert all(
        d.status is Status.STALE for d in _rehearse(tmp_path / "series").documents if "nested" not in str(d.path)
    )


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"version": 0}', '{"version": 1, "documents": [{}]}'])
def test_a_ledger_that_cannot_be_read_makes_everything_stale(content: str, ledgers: Path) -> None:
    (ledgers / HIDDEN / "ledger.json").write_text(content)

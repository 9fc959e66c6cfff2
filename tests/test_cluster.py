"""A build by a real Dask cluster: a scheduler and two workers, of which one is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pikepdf
import pytest

import notegen
from notegen.series.processes.cluster import make_there
from notegen.series.processes.jobs import Failed, Job, Made, Reason
from notegen.series.processes.making import make
from notegen.series.toolchain import name_toolchain
from processes import PROGRAM, environment, run
from test_workers import ENDLESS, RECORD

DASK = str(Path(sys.executable).with_name("dask"))
NOTES = 16
PATIENCE = 90  # seconds, on a machine that has other work

pytestmark = pytest.mark.slow


@contextmanager
def _run(command: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A process and all that it starts, until the end of the block."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment(), process_group=0) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    file = tmp_path / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    with _run([DASK, "scheduler", *options]):
        until = time.monotonic() + PATIENCE
        while not file.exists() or not file.read_text().strip():
            assert time.monotonic() < until
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"]


@pytest.fixture
def workers(scheduler: str, tmp_path: Path) -> Iterator[list["subprocess.Popen[bytes]"]]:
    def command(number: int) -> list[str]:
        place = ["--local-directory", str(tmp_path / f"worker-{number}")]
        return [DASK, "worker", scheduler, "--nthreads", "1", "--no-dashboard", *place]

    with _run(command(1)) as first, _run(command(2)) as second:
        yield [first, second]


@pytest.fixture
def series(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "series.yaml").write_text("series: {id: many, title: Many}\noutput: {name: '{id}'}\n")
    for number in range(NOTES):
        text = RECORD.decode().replace("id: seals", f"id: n{number:02}").replace("on seals", f"{number} on seals")
        (folder / f"n{number:02}.yaml").write_text(text)
    return folder


def test_every_note_comes_once_when_a_worker_is_lost(
    scheduler: str, workers: list["subprocess.Popen[bytes]"], series: Path
) -> None:
    command = [str(PROGRAM), "build", ".", "--scheduler", scheduler, "--format", "json"]
    with subprocess.Popen(command, cwd=series, env=environment(), stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout
        lines = [build.stdout.readline()]
        os.killpg(workers[0].pid, signal.SIGKILL)
        lines += build.stdout.readlines()
    *events, summary = map(json.loads, lines)
    documents = [event for event in events if event["event"] == "document"]
    assert build.returncode == 0
    assert (summary["made"], summary["failed"]) == (NOTES, 0)
    assert sorted(document["id"] for document in documents) == [f"n{number:02}" for number in range(NOTES)]
    for path in sorted(series.glob("n*.yaml")):
        content = (series / "out" / f"{path.stem}.pdf").read_bytes()
        assert content == notegen.render(notegen.load(path)).content, "the same bytes as here"
        assert json.loads(lines[0])["status"] == "made"
    assert [d.status for d in notegen.build(series).documents] == ["kept"] * NOTES


def test_a_note_that_hangs_on_the_cluster_fails_alone(
    scheduler: str, workers: list["subprocess.Popen[bytes]"], series: Path
) -> None:
    assert len(workers) == 2
    (series / "odd" / "templates").mkdir(parents=True)
    (series / "odd" / "templates" / "note.html").write_bytes(ENDLESS)
    (series / "odd" / "series.yaml").write_text("series: {id: odd, title: Odd}\n")
    (series / "odd" / "odd.yaml").write_bytes(RECORD)
    ended = run(["build", ".", "--scheduler", scheduler, "--timeout", "8"], series)
    told = ended.stderr.decode()
    assert ended.returncode == 6, told
    assert "odd/out/seals.en.pdf: error: it took longer than 8 seconds" in told
    assert f"{NOTES + 1} documents: {NOTES} made, 1 failed" in told
    for path in (series / "out").glob("*.pdf"):
        pikepdf.open(path).close()


def test_a_computer_with_other_versions_makes_nothing() -> None:
    outcome = make_there(Job(RECORD), 60, 1000, "another")
    assert isinstance(outcome, Failed)
    assert outcome.reason is Reason.ENGINE
    assert "another version" in outcome.message
    assert len(name_toolchain()) == 64


def test_where_no_scheduler_answers_the_build_says_so(series: Path) -> None:
    ended = run(["build", ".", "--scheduler", "tcp://127.0.0.1:1"], series)
    assert ended.returncode == 2
    assert b'"tcp://127.0.0.1:1": no scheduler answers there' in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_without_the_extra_the_build_says_what_to_install(series: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent" / "distributed"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text("raise ImportError('no module named distributed')\n")
    variables = {"PYTHONPATH": str(absent.parent)}
    ended = run(["build", ".", "--scheduler", "tcp://127.0.0.1:1"], series, variables=variables)
    assert ended.returncode == 5
    assert b"pip install 'notegen[cluster]'" in ended.stderr


def test_the_executor_of_a_client_serves_the_library(
    scheduler: str, workers: list["subprocess.Popen[bytes]"], series: Path
) -> None:
    assert len(workers) == 2
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        report = notegen.build(series, executor=client.get_executor(pure=False))
    assert report.good
    made = make(Job(RECORD))
    assert isinstance(made, Made)

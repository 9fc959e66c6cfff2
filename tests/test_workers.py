"""Worker processes: what comes of notes that hang, want all memory or kill their process, and of the others."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notegen.series.processes.jobs import Failed, Job, Made, Outcome, Reason
from notegen.series.processes.making import make
from notegen.series.processes.worker import RECYCLE, Limits
from notegen.series.processes.workers import Workers, perform
from processes import processor_time

RECORD = b"""\
id: seals
event: {title: Workshop on seals, dates: 2019-05-07}
disclaimer: For information - not an official report.
sections:
  - heading: Background
    text: The participants compared seals.
"""
SERIES = b"series: {id: seals, title: Notes on seals}\n"
ENDLESS = b"{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
NESTED = b'<html lang="en"><title>x</title>' + b'<div style="display: flex">' * 14 + b"x"
GREEDY = (
    b'{% set ns = namespace(text="x" * 100000) %}{% for a in range(30) %}{% set ns.text = ns.text * 2 %}{% endfor %}'
)
WIDE = b'<html lang="en"><title>x</title><table>' + (b"<tr>" + b"<td>x" * 200) * 200
PATIENCE = 30  # seconds, on a machine that has other work


def _hostile(template: bytes) -> Job:
    """A record of a series that brings such a template."""
    return Job(
        RECORD, "hostile.yaml", file="hostile.yaml", files=(("series.yaml", SERIES), ("templates/note.html", template))
    )


def _plain(number: int = 1) -> Job:
    return Job(RECORD.replace(b"seals", f"seals-{number}".encode()), f"{number}.yaml")


def _wait(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def _wait_until_busy(process: int) -> None:
    """What is killed before it has begun is begun anew, elsewhere."""
    before = processor_time(process)
    _wait(lambda: processor_time(process) > before + 0.2)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, seconds=PATIENCE, megabytes=300) as workers:
        yield workers


def _good(outcome: Outcome) -> bool:
    return isinstance(outcome, Made) and outcome.content.startswith(b"%PDF-")


def test_workers_make_the_bytes_that_this_process_makes(workers: Workers) -> None:
    jobs = [*map(_plain, range(4)), Job(RECORD, format="html"), Job(RECORD, language="fr", style="plain")]
    futures = [workers.submit(job) for job in jobs]
    assert [future.result() for future in futures] == [make(job) for job in jobs]
    first = futures[0].result()
    assert isinstance(first, Made)
    assert (first.pages, first.media_type) == (1, "application/pdf")


def test_a_job_brings_its_series_and_pictures_and_the_record_has_the_id_of_its_file(workers: Workers) -> None:
    picture = (Path(__file__).parent / "data" / "engine" / "flag.png").read_bytes()
    record = b"""\
extends: base.yaml
sections: [{heading: Seals, text: "![A flag](pictures/flag.png)"}]
"""
    base = b"event: {title: Workshop on seals, dates: 2019-05-07}\n"
    files = (("series.yaml", SERIES), ("2019/base.yaml", base), ("2019/pictures/flag.png", picture))
    outcome = workers.submit(Job(record, "Oslo 2019.yaml", "html", file="2019/Oslo 2019.yaml", files=files)).result()
    assert isinstance(outcome, Made)
    assert b"data:image/png;base64," in outcome.content
    assert b"Workshop on seals" in outcome.content
    assert outcome.pages is None


def test_what_does_not_come_with_a_job_is_not_there(workers: Workers, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_bytes(RECORD)
    for extended in ("base.yaml", str(tmp_path / "base.yaml")):
        record = f"extends: {extended}\nevent: {{title: Seals, dates: 2019}}\n".encode()
        outcome = workers.submit(Job(record, "x.yaml", file="x.yaml", files=(("series.yaml", SERIES),))).result()
        assert isinstance(outcome, Failed)
        assert [finding.code for finding in outcome.diagnostics if finding.severity == "error"] == ["bad-extends"]


@pytest.mark.parametrize("name", ["../x.yaml", "/tmp/x.yaml", "a/../../x.yaml"])
def test_a_file_of_a_job_stays_in_its_folder(name: str) -> None:
    outcome = make(Job(RECORD, file="x.yaml", files=((name, b"x"),)))
    assert isinstance(outcome, Failed)
    assert outcome.reason is Reason.ENGINE
    assert "is no place for a file" in outcome.message


def test_what_is_wrong_with_a_record_comes_back_as_a_value(workers: Workers) -> None:
    outcome = workers.submit(Job(b"evnt: {title: x}\n", "bad.yaml")).result()
    assert isinstance(outcome, Failed)
    assert outcome.reason is Reason.RECORD
    assert "bad.yaml:1:1: error: unknown key" in "".join(found.summary() for found in outcome.diagnostics)


def test_what_the_rules_find_comes_with_the_document_when_it_is_asked_for(workers: Workers) -> None:
    record = RECORD + b"participants: [{kind: states, entries: [Gahna]}]\n"
    told = workers.submit(Job(record)).result()
    untold = workers.submit(Job(record, examined=False)).result()
    assert isinstance(told, Made)
    assert isinstance(untold, Made)
    assert "unknown-state" in [finding.code for finding in told.diagnostics]
    assert untold.diagnostics == ()
    assert told.content == untold.content


def test_an_engine_that_fails_says_so_without_telling_where_the_job_was_unpacked(workers: Workers) -> None:
    outcome = workers.submit(_hostile(b'<html lang="en"><title>x</title><img src="logo.png" alt="x">')).result()
    assert isinstance(outcome, Failed)
    assert (outcome.reason, outcome.message.count("/")) == (Reason.ENGINE, 0)
    assert "logo.png" in outcome.message


@pytest.mark.parametrize("template", [ENDLESS, pytest.param(NESTED, marks=pytest.mark.slow)])
def test_a_note_that_hangs_fails_alone(template: bytes) -> None:
    with Workers(2, seconds=3) as workers:
        futures = [workers.submit(job) for job in (_plain(1), _hostile(template), *map(_plain, range(2, 6)))]
        first, hung, *others = [future.result() for future in futures]
    assert hung == Failed(Reason.TIME, "it took longer than 3 seconds")
    assert all(map(_good, [first, *others]))


@pytest.mark.parametrize("template", [GREEDY, pytest.param(WIDE, marks=pytest.mark.slow)])
def test_a_note_that_wants_all_the_memory_fails_alone(template: bytes) -> None:
    with Workers(1, seconds=PATIENCE, megabytes=100) as workers:
        futures = [workers.submit(job) for job in (_plain(1), _hostile(template), _plain(2))]
        first, greedy, last = [future.result() for future in futures]
    assert isinstance(greedy, Failed)
    assert (greedy.reason, greedy.message) == (Reason.MEMORY, "it needs more than 100 MB of memory")
    assert _good(first)
    assert _good(last)


def test_an_order_may_have_other_limits_than_a_note() -> None:
    large = _hostile(GREEDY.replace(b"range(30)", b"range(11)") + b'<html lang="en"><title>x</title>')  # 300 MB
    with Workers(1, seconds=PATIENCE, megabytes=100) as workers:
        first = workers.run(os.path.basename).result()
        more = workers.run(perform, large, limits=Limits(PATIENCE, 1000)).result()
        second = workers.run(os.path.basename).result()
        usual = workers.run(perform, large).result()
        late = workers.run(perform, _hostile(ENDLESS), limits=Limits(2, 100)).result()
        assert _good(workers.submit(_plain()).result())
    assert _good(more)
    assert second != first, "what it took is gone with its process"
    assert (usual.reason, usual.message) == (Reason.MEMORY, "it needs more than 100 MB of memory")
    assert late == Failed(Reason.TIME, "it took longer than 2 seconds")


def test_a_note_whose_worker_is_killed_fails_alone() -> None:
    with Workers(2, seconds=PATIENCE) as workers:
        assert _good(workers.submit(_plain()).result())
        doomed = workers.submit(_hostile(ENDLESS))
        _wait(lambda: workers.processes)
        (process,) = workers.processes
        others = [workers.submit(_plain(number)) for number in range(4)]
        _wait_until_busy(process)
        os.kill(process, signal.SIGKILL)
        outcome = doomed.result()
        assert isinstance(outcome, Failed)
        assert outcome.reason is Reason.CRASH
        assert outcome.message == "its process came to an end before it was finished (SIGKILL)"
        assert all(_good(future.result()) for future in others)


def test_a_worker_that_is_killed_between_two_notes_takes_none_along() -> None:
    with Workers(1, seconds=PATIENCE) as workers:
        process = int(workers.run(os.path.basename).result())
        os.kill(process, signal.SIGKILL)
        assert _good(workers.submit(_plain()).result())
        assert int(workers.run(os.path.basename).result()) != process


def test_workers_come_also_when_the_process_that_starts_them_was_killed() -> None:
    with Workers(1, seconds=PATIENCE) as workers:
        process = int(workers.run(os.path.basename).result())
        parent = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(parent, signal.SIGKILL)
        assert _good(workers.submit(_plain()).result()), "by the worker that is left"
        os.kill(process, signal.SIGKILL)
        assert _good(workers.submit(_plain()).result()), "by a new one"


def test_a_worker_is_replaced_after_some_hundred_notes() -> None:
    with Workers(1) as workers:
        names = [future.result() for future in [workers.run(os.path.basename) for _ in range(RECYCLE + 1)]]
    assert len(set(names[:RECYCLE])) == 1
    assert names[RECYCLE] != names[0]


def test_what_a_function_raises_is_a_fault_of_its_own(workers: Workers) -> None:
    outcome = workers.run(os.path.getsize, "/nowhere/at/all").result()
    assert isinstance(outcome, Failed)
    assert outcome.reason is Reason.FAULT
    assert "TypeError" in outcome.message
    assert _good(workers.submit(_plain()).result())


def test_workers_that_begin_anew_make_the_same() -> None:
    with Workers(1, seconds=PATIENCE, origin="exec") as workers:
        assert workers.submit(_plain()).result() == make(_plain())
        process = int(workers.run(os.path.basename).result())
        os.kill(process, signal.SIGKILL)
        assert _good(workers.submit(_plain()).result())


def test_threads_and_coroutines_may_ask_for_documents(workers: Workers) -> None:
    made: list[Outcome] = []
    threads = [threading.Thread(target=lambda: made.append(workers.submit(_plain()).result())) for _ in range(6)]

    async def ask() -> list[Outcome]:
        return await asyncio.gather(*(asyncio.wrap_future(workers.submit(_plain())) for _ in range(4)))

    for thread in threads:
        thread.start()
    made += asyncio.run(ask())
    for thread in threads:
        thread.join()
    assert len(made) == 10
    assert len({outcome.content for outcome in made if isinstance(outcome, Made)}) == 1


def test_stopping_ends_what_hangs_and_cancels_what_waits() -> None:
    workers = Workers(1, seconds=PATIENCE)
    room = Path(workers._nursery._room.name)
    hung, waiting = workers.submit(_hostile(ENDLESS)), workers.submit(_plain())
    _wait(lambda: workers.processes)
    (process,) = workers.processes
    workers.stop()
    assert hung.result() == Failed(Reason.CRASH, "the work was stopped")
    assert waiting.cancelled()
    _wait(lambda: not _alive(process))
    assert not room.exists()
    with pytest.raises(RuntimeError, match="sent home"):
        workers.submit(_plain())


def test_an_exception_ends_the_workers_at_once() -> None:
    started = time.monotonic()

    def interrupt() -> None:
        with Workers(1) as workers:
            workers.submit(_hostile(ENDLESS))
            _wait(lambda: workers.processes)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_is_left_of_a_program_that_is_killed(sign: signal.Signals) -> None:
    program = """
import os
from notegen.series.processes.workers import Workers
from test_workers import ENDLESS, _hostile
workers = Workers(2)
print(workers._nursery._room.name, flush=True)
futures = [workers.submit(_hostile(ENDLESS)) for _ in range(2)]
while len(workers.processes) < 2:
    pass
print(*workers.processes, workers._nursery._processes[0].pid, flush=True)
futures[0].result()
"""
    place = {"PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=os.environ | place
    ) as killed:
        assert killed.stdout
        room = Path(killed.stdout.readline().strip())
        processes = [int(word) for word in killed.stdout.readline().split()]
        assert len(processes) == 3
        assert all(map(_alive, processes))
        killed.send_signal(sign)
    _wait(lambda: not any(map(_alive, processes)))
    _wait(lambda: not room.exists())

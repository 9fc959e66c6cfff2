"""How quick notegen is beside plain WeasyPrint, on this machine, now: `make bench`, or with --quick.

Times of one machine say little about another; ratios do. So both sides of a ratio are measured in one
run, in turn, and a ratio is the median over the pairs, with its quartiles. Python's bytecode is
compiled beforehand for both.
"""

import argparse
import compileall
import contextlib
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "examples" / "unsc-1540" / "2009-09-08-san-jose.yaml"
PROGRAMS = Path(sys.executable).parent
NOTES = 40


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor and of clock."""

    cpu: float
    wall: float


# Material


def shuffle_words(text: str, number: int) -> str:
    """The founding record with the words of every long line in another order; each number gives another text."""
    chance = random.Random(number)

    def shuffle(match: re.Match[str]) -> str:
        words = match[2].split(" ")
        chance.shuffle(words)
        return match[1] + " ".join(words)

    head, sections, body = text.partition("\nsections:\n")
    return head + sections + re.sub(r"(?m)^( {6,8})(\w[^:\n-]{40,})$", shuffle, body)


def notes() -> Iterator[Any]:
    """Distinct notes without end."""
    import notegen

    text = RECORD.read_text(encoding="utf-8")
    number = 0
    while True:
        yield notegen.loads(shuffle_words(text, number), folder=RECORD.parent)
        number += 1


def page(note: Any) -> tuple[str, tuple[str, ...]]:
    """The HTML and the stylesheets from which notegen makes the PDF of a note."""
    from notegen.formats.html import Surroundings, stylesheets, write_page
    from notegen.formats.view import view

    around = Surroundings(note.origin.folder, note.origin.series_folder, "Publisher")
    return write_page(view(note), around), stylesheets("un", None)


# Workers: one process for each side, which does one note whenever a line arrives


def _render() -> Iterator[Callable[[], object]]:
    import notegen

    for note in notes():
        yield partial(notegen.render, note, "pdf")


def _engine() -> Iterator[Callable[[], object]]:
    from notegen.formats.pdf.engine import Metadata, Sheet, write_pdf

    metadata = Metadata(
        title="Note",
        language="en",
        creator="",
        publisher="",
        description="",
        subjects=(),
        identifier="",
        coverage="",
        date=None,
    )
    for note in notes():
        html, styles = page(note)
        sheet = Sheet(html, styles, (), None, (), None, metadata)
        yield partial(write_pdf, sheet)


def _weasyprint() -> Iterator[Callable[[], object]]:
    for note in notes():
        html, styles = page(note)
        inline = html.replace("</head>", _inline(styles))
        yield partial(_write_plainly, inline)


def _write_plainly(html: str) -> object:
    import weasyprint

    return weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")


def _inline(styles: Sequence[str]) -> str:
    css = "\n".join(styles)
    return f"<style>{css}</style></head>"


def _check() -> Iterator[Callable[[], object]]:
    import notegen

    while True:
        yield partial(notegen.check, RECORD)


WORKERS = {"render": _render, "engine": _engine, "weasyprint": _weasyprint, "check": _check}


def work(name: str) -> None:
    """Do one piece of work for each line of standard input and tell what it cost."""
    pieces = WORKERS[name]()
    for _ in sys.stdin:
        piece = next(pieces)
        wall, cpu = time.perf_counter(), time.process_time()
        piece()
        cost = time.process_time() - cpu, time.perf_counter() - wall
        print(json.dumps([*cost, _memory()]), flush=True)


def _memory() -> float:
    """Megabytes of this process that are in memory."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


class Worker:
    """A process that works on demand."""

    def __init__(self, name: str) -> None:
        command = [sys.executable, __file__, "--work", name]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.memory = 0.0

    def __call__(self) -> Cost:
        """One piece of work."""
        assert self._process.stdin
        assert self._process.stdout
        print(file=self._process.stdin, flush=True)
        cpu, wall, self.memory = json.loads(self._process.stdout.readline())
        return Cost(cpu, wall)

    def stop(self) -> None:
        """End the process."""
        self._process.communicate()


class Command:
    """A program that is run anew each time."""

    def __init__(self, *command: str | Path) -> None:
        self._command = command

    def __call__(self) -> Cost:
        """One run."""
        before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(self._command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Cost(cpu, time.perf_counter() - wall)


# Measuring


def compare(ours: Callable[[], Cost], theirs: Callable[[], Cost], runs: int) -> list[tuple[Cost, Cost]]:
    """Costs of both in turn, after one of each that does not count."""
    ours(), theirs()
    pairs = []
    for number in range(runs):
        if number % 2:
            pairs.append((ours(), theirs()))
        else:
            other = theirs()
            pairs.append((ours(), other))
    return pairs


def row(name: str, pairs: Sequence[tuple[Cost, Cost]], goal: float | None, *, by: str = "cpu") -> str:
    """A line of the table; the goal is judged by the `cpu` time or by the `wall` clock."""
    cpu = [ours.cpu / theirs.cpu for ours, theirs in pairs]
    wall = [ours.wall / theirs.wall for ours, theirs in pairs]
    sides = [1000 * statistics.median(cost.cpu for cost in side) for side in zip(*pairs, strict=True)]
    median = statistics.median(cpu if by == "cpu" else wall)
    verdict = "" if goal is None else f"  {'reached' if median <= goal else 'MISSED'} (goal {goal} of {by})"
    return f"{name:<34}{sides[0]:7.0f} {sides[1]:7.0f}   {_spread(cpu)}   {_spread(wall)}{verdict}"


def _spread(values: Sequence[float]) -> str:
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.2f} [{low:.2f}–{high:.2f}]"


def measure_cold(folder: Path, runs: int) -> str:
    """One note by one process, from its record, beside WeasyPrint's own program on the HTML of that note."""
    html, styles = page(next(notes()))
    (folder / "note.html").write_text(html, encoding="utf-8")
    for number, style in enumerate(styles):
        (folder / f"{number}.css").write_text(style, encoding="utf-8")
    sheets = [part for number in range(len(styles)) for part in ("-s", str(folder / f"{number}.css"))]
    ours = Command(PROGRAMS / "notegen", "render", "-q", RECORD, "-o", folder / "ours.pdf")
    theirs = Command(
        PROGRAMS / "weasyprint", "-q", "--pdf-variant", "pdf/ua-1", *sheets, folder / "note.html", folder / "theirs.pdf"
    )
    # By the clock: a person waits for it, and notegen uses two cores where WeasyPrint uses one.
    return row("cold: notegen render", compare(ours, theirs, runs), 0.6, by="wall")


def measure_warm(name: str, title: str, runs: int) -> str:
    """Distinct notes in one process, beside a loop over WeasyPrint in another."""
    ours, theirs = Worker(name), Worker("weasyprint")
    pairs = compare(ours, theirs, runs)
    ours.stop()
    theirs.stop()
    return row(title, pairs, 0.65)


def measure_memory(count: int) -> str:
    """What a process grows by while it makes distinct notes."""
    worker = Worker("render")
    for _ in range(count // 10):
        worker()
    before = worker.memory
    for _ in range(count - count // 10):
        worker()
    growth = worker.memory - before
    worker.stop()
    verdict = "reached" if growth < 15 else "MISSED"
    return (
        f"memory after {count // 10} notes {before:.0f} MB, growth to {count}: {growth:.1f} MB  {verdict} (goal 15 MB)"
    )


def measure_help(runs: int) -> str:
    """`notegen --help` beside a Python that does nothing."""
    pairs = compare(Command(PROGRAMS / "notegen", "--help"), Command(sys.executable, "-c", "pass"), runs)
    slowest = max(ours.cpu for ours, _ in pairs)
    verdict = "reached" if slowest < 0.2 else "MISSED"
    return row("notegen --help / python -c pass", pairs, None) + f"  {verdict} (goal 200 ms)"


def measure_check(runs: int) -> str:
    """Checking beside rendering, both warm."""
    ours, theirs = Worker("check"), Worker("render")
    pairs = compare(ours, theirs, runs)
    ours.stop()
    theirs.stop()
    return row("notegen.check / notegen.render", pairs, None)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    parser.add_argument("--work", choices=WORKERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work)
        return
    runs, count = (7, 200) if options.quick else (25, 1000)
    for place in (ROOT / "src", *map(Path, sys.path[1:])):
        if place.name in ("src", "site-packages"):
            compileall.compile_dir(place, quiet=2)
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, {runs} pairs; ratios with quartiles\n")
    print(f"{'':<34}{'CPU ms':>15}   {'CPU ratio':<16}   wall ratio")
    print(f"{'notegen beside WeasyPrint':<34}{'ours':>7} {'theirs':>7}")
    with tempfile.TemporaryDirectory() as folder:
        print(measure_cold(Path(folder), runs), flush=True)
    print(measure_warm("engine", "warm: HTML to PDF", min(NOTES, 2 * runs)), flush=True)
    print(measure_warm("render", "warm: note to PDF", min(NOTES, 2 * runs)), flush=True)
    print(measure_help(runs), flush=True)
    print(measure_check(runs), flush=True)
    print(measure_memory(count))


if __name__ == "__main__":
    main()

"""How quick a build is: `python benchmarks/series.py`, or with --notes 40 for a glance.

Distinct notes of two pages. Two processes beside one, and beside a shell loop of `weasyprint` over the same HTML;
a build with nothing to do, one with one changed note, what crosses a connection, and the memory of a worker.
"One process" is measured in three ways, from the most work to the least: `build -j 1`; a program that does for each
note what a worker does, rules and abstract included; and one that prints the notes and does nothing else.
Ratios hold on a quiet machine only, with two cores free.
"""

import argparse
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from speed import RECORD, shuffle_words

from notegen.formats.html import stylesheets
from notegen.records.loader import read_carried
from notegen.series.processes.jobs import Job, Made
from notegen.series.processes.making import make
from notegen.series.processes.workers import Workers

PROGRAMS = Path(sys.executable).parent
SAMPLE = 8
"""Notes for the loop of WeasyPrint, whose time for each is the same however many there are."""

SERIES = "series: {id: benchmark, title: Notes to measure by}\noutput: {name: '{id}'}\n"


def write_series(folder: Path, count: int) -> None:
    """A series of distinct notes."""
    folder.mkdir()
    (folder / "series.yaml").write_text(SERIES, encoding="utf-8")
    text = re.sub(r"(?m)^id:.*\n", "", RECORD.read_text(encoding="utf-8"))
    for number in range(count):
        (folder / f"note-{number:05}.yaml").write_text(shuffle_words(text, number), encoding="utf-8")


def build(folder: Path, *options: str) -> float:
    """Seconds that `notegen build` takes."""
    started = time.perf_counter()
    subprocess.run([PROGRAMS / "notegen", "build", folder, *options], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


MAKE = """
import sys
from pathlib import Path
from notegen.series.processes.jobs import Job
from notegen.series.processes.making import make
folder = Path(sys.argv[1])
files = (("series.yaml", (folder / "series.yaml").read_bytes()),)
(folder / "alone").mkdir(exist_ok=True)
(folder / "room").mkdir(exist_ok=True)
for path in sorted(folder.glob("note-*.yaml")):
    job = Job(path.read_bytes(), path.name, file=path.name, files=files, abstracted=True)
    (folder / "alone" / f"{path.stem}.pdf").write_bytes(make(job, folder / "room").content)
"""
RENDER = """
import sys
from pathlib import Path
import notegen
folder = Path(sys.argv[1])
(folder / "alone").mkdir(exist_ok=True)
for path in sorted(folder.glob("note-*.yaml")):
    (folder / "alone" / f"{path.stem}.pdf").write_bytes(notegen.render(notegen.load(path)).content)
"""


def make_in_one_process(folder: Path, program: str) -> float:
    """Seconds that the same notes take in one process, its start and the files included."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", program, folder], check=True)
    return time.perf_counter() - started


def loop_weasyprint(folder: Path, place: Path) -> float:
    """Seconds for each note of a shell loop of `weasyprint` over the HTML and CSS that notegen prints from."""
    from notegen.formats.document import DEFAULT_STYLE, Look
    from notegen.formats.document import make as make_document

    pages: list[str] = []

    def keep(sheet: object) -> bytes:
        pages.append(getattr(sheet, "html", ""))
        return b""

    styles = "\n".join(stylesheets(DEFAULT_STYLE, None))
    for number, path in enumerate(sorted(folder.glob("note-*.yaml"))[:SAMPLE]):
        note = read_carried(path.read_bytes(), path.name, path, folder).note
        assert note
        make_document(note, "pdf", Look(), keep)
        (place / f"{number}.html").write_text(f"<style>{styles}</style>{pages[-1]}", encoding="utf-8")
    loop = 'for page in *.html; do "$0" -q "$page" "${page%.html}.pdf" 2>/dev/null; done'
    started = time.perf_counter()
    subprocess.run(["bash", "-c", loop, PROGRAMS / "weasyprint"], cwd=place, check=True)
    return (time.perf_counter() - started) / SAMPLE


def watch_memory(folder: Path) -> dict[int, float]:
    """The resident memory of a worker, in MB, by the notes that it has made."""
    found: dict[int, float] = {}
    jobs = list(list_jobs(folder))
    marks = {max(1, len(jobs) * share // 4) for share in range(5)}
    with Workers(1) as workers:
        for done, job in enumerate(jobs, 1):
            workers.submit(job).result()
            if done in marks:
                process = workers.run(os.path.basename).result()
                status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
                found[done] = int(status.partition("VmRSS:")[2].split()[0]) / 1000
    return found


def list_jobs(folder: Path) -> list[Job]:
    """The notes as they go to workers."""
    files = (("series.yaml", SERIES.encode()),)
    return [
        Job(path.read_bytes(), path.name, file=path.name, files=files) for path in sorted(folder.glob("note-*.yaml"))
    ]


def tell_bytes(folder: Path) -> None:
    """Print what a note moves over a connection."""
    job = list_jobs(folder)[0]
    outcome = make(job)
    assert isinstance(outcome, Made)
    there, back = (len(pickle.dumps(value)) / 1000 for value in ((make, job), outcome))
    print(f"moved for a note: {there:.1f} kB there, {back:.1f} kB back")


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=200)
    count = parser.parse_args().notes
    with tempfile.TemporaryDirectory() as place:
        folder, pages = Path(place, "series"), Path(place, "pages")
        write_series(folder, count)
        pages.mkdir()
        print(f"{count} notes, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        two = min(build(folder, "-j", "2", "--force") for _ in range(2))
        one = build(folder, "-j", "1", "--force")
        working, alone = (make_in_one_process(folder, program) for program in (MAKE, RENDER))
        nothing = min(build(folder) for _ in range(3))
        with (folder / "note-00000.yaml").open("a", encoding="utf-8") as file:
            file.write("keywords: [changed]\n")
        changed = build(folder)
        loop = loop_weasyprint(folder, pages)
        print(f"build -j 2:         {two:7.2f} s  {3600 * count / two / 2:.0f} notes per core-hour")
        for what, seconds in (("build -j 1", one), ("work of a worker", working), ("notes alone", alone)):
            print(f"{f'{what}:':<20}{seconds:7.2f} s  build -j 2 is {two / seconds:.3f} of it")
        share = two / count / loop
        print(f"loop of weasyprint: {loop * count:7.2f} s  build -j 2 is {share:.3f} of it (sample of {SAMPLE})")
        print(f"nothing to do:      {nothing:7.2f} s  {nothing / two:.4f} of making them")
        print(f"one changed:        {changed:7.2f} s  {changed - nothing:.2f} s more than that")
        print("memory of a worker: ", ", ".join(f"{mb:.0f} MB after {n}" for n, mb in watch_memory(folder).items()))
        tell_bytes(folder)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

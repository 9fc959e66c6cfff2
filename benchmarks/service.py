"""How many notes a second the HTTP service makes beside `notegen build`, with two workers each, in turn.

Both make the same distinct notes; the time that their workers take to start does not count.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from speed import RECORD, shuffle_words

from notegen.series.build import Build
from notegen.series.processes.crew import Crew, Lent
from notegen.series.processes.workers import Workers

WORKERS = 2
HEADERS = {"Content-Type": "application/yaml"}


def records(count: int) -> list[str]:
    """Distinct notes, complete in themselves."""
    text = RECORD.read_text(encoding="utf-8")
    return [shuffle_words(text, number).replace("\nid: ", f"\nid: {number}-", 1) for number in range(count)]


@contextlib.contextmanager
def service() -> Iterator[str]:
    """The address of a service that is ready."""
    program = str(Path(sys.executable).with_name("notegen"))
    command = [program, "serve", "--port", "0", "-j", str(WORKERS), "--queue", "1000", "--patience", "600"]
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(command, stderr=said) as process:
        try:
            address = ""
            while not address or httpx.get(f"{address}/readyz").status_code != 200:
                time.sleep(0.1)
                said.seek(0)
                address = said.readline().strip()
            yield address
        finally:
            process.terminate()


def ask(address: str, texts: Sequence[str]) -> float:
    """Seconds in which the service makes the notes, asked for four at a time."""
    with httpx.Client(base_url=address, timeout=600) as client, ThreadPoolExecutor(4) as pool:
        started = time.perf_counter()
        for answer in pool.map(lambda text: client.post("/v1/render", content=text, headers=HEADERS), texts):
            answer.raise_for_status()
        return time.perf_counter() - started


def build(workers: Workers, texts: Sequence[str]) -> float:
    """Seconds in which a build makes the notes, from the first to the last document."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            Path(folder, f"{number}.yaml").write_text(text, encoding="utf-8")
        lent = Lent(workers.submit, 2 * WORKERS + 2)
        with Build(Path(folder), crew=Crew(elsewhere=lent)) as work:
            started = time.perf_counter()
            made = sum(document.good for document in work.run())
            seconds = time.perf_counter() - started
    assert made == len(texts)
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=50, help="notes in each of the rounds")
    parser.add_argument("--rounds", type=int, default=4)
    options = parser.parse_args()
    texts = records(options.notes)
    pairs = []
    with service() as address, Workers(WORKERS) as workers:
        ask(address, texts[:4]), build(workers, texts[:4])
        for _ in range(options.rounds):
            pairs.append((build(workers, texts), ask(address, texts)))
    ratio = statistics.median(theirs / ours for theirs, ours in pairs)
    rates = [options.notes / statistics.median(side) for side in zip(*pairs, strict=True)]
    print(f"{os.cpu_count()} cores, {options.rounds} rounds of {options.notes} notes, {WORKERS} workers each")
    print(f"notegen build  {rates[0]:5.1f} notes a second")
    print(f"notegen serve  {rates[1]:5.1f} notes a second")
    print(f"ratio {ratio:.2f}  {'reached' if ratio >= 0.9 else 'MISSED'} (goal 0.9)")


if __name__ == "__main__":
    main()

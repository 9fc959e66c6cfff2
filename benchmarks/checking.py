"""How long `notegen check` takes for 1,000 records, on one core.

    python benchmarks/checking.py [RECORDS]

Makes variants of the founding note in a temporary folder (the words of every paragraph in another
order, so that no two texts are alike) and times the whole command as a process.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTE = ROOT / "examples/unsc-1540/2009-09-08-san-jose.yaml"


def write_series(folder: Path, count: int) -> None:
    """A series of `count` records."""
    (folder / "series.yaml").write_bytes(NOTE.with_name("series.yaml").read_bytes())
    lines = NOTE.read_text().splitlines()
    chance = random.Random(1540)
    for number in range(count):
        changed = [shuffle(line, chance) if line.startswith("      ") and ":" not in line else line for line in lines]
        text = "\n".join(changed).replace("id: 2009-09-08-san-jose", f"id: note-{number}")
        (folder / f"note-{number}.yaml").write_text(text + "\n")


def shuffle(line: str, chance: random.Random) -> str:
    """The line with its inner words in another order."""
    first, *words, last = line.split() if len(line.split()) > 3 else [line.strip(), ""]
    chance.shuffle(words)
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}{' '.join([first, *words, last])}".rstrip()


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        write_series(Path(name), count)
        environment = os.environ | {"PYTHONHASHSEED": "0"}
        command = ["taskset", "-c", "0", sys.executable, "-m", "notegen", "check", "--format", "json", name]
        started = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=False)
        wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{count} records checked in {wall:.2f} s ({used.ru_utime + used.ru_stime:.2f} s of one core)")
    each, memory = 1000 * wall / count, used.ru_maxrss / 1000
    print(f"{each:.1f} ms a record; peak memory {memory:.0f} MB; exit code {done.returncode}")


if __name__ == "__main__":
    main()

"""What a compendium costs on this machine, now: `python benchmarks/compendium.py`, or with a number of notes.

The notes are those of the founding record with other words, dates, places, kinds, hosts and funders, and with some
thirty States and ten organizations each. The promise is 100 notes in under 60 seconds and 1.5 GB; seconds of
processor are told too, for a machine that does other work at the same time has others of the clock.
"""

import argparse
import io
import random
import re
import resource
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

import notegen
from notegen.languages.names import builtin
from notegen.records.series import Compendium, Identity, Series
from notegen.series.compendium.writer import write_compendium

RECORD = Path(__file__).parents[1] / "examples" / "unsc-1540" / "2009-09-08-san-jose.yaml"
LIMIT_SECONDS, LIMIT_BYTES = 60, 1_500_000_000
KINDS = ("workshop", "seminar", "conference", "meeting", "visit", "webinar", "training", "briefing")


def write_record(number: int) -> str:
    """A record that differs from that of every other number in all that is counted or listed."""
    chance = random.Random(number)
    states = [state.alpha2 for state in builtin().states]
    bodies = [body.acronym for body in builtin().organizations]

    def shuffle(line: re.Match[str]) -> str:
        words = line[2].split(" ")
        chance.shuffle(words)
        return line[1] + " ".join(words)

    head, _, rest = RECORD.read_text(encoding="utf-8").partition("event:\n")
    sections = re.sub(r"(?m)^( {6,8})(\w[^:\n-]{40,})$", shuffle, rest.partition("\nlabels:")[2])
    year, month, day = 2005 + number % 20, chance.randint(1, 12), chance.randint(1, 26)
    host, *funders = chance.sample(states, 4)
    return (
        head.replace("id: 2009-09-08-san-jose", f"id: event-{number:04}")
        + f"event:\n  title: Workshop {number} on Implementing Security Council Resolution 1540 (2004)\n"
        + f"  kind: {chance.choice(KINDS)}\n  dates: {year}-{month:02}-{day:02}/{year}-{month:02}-{day + 2:02}\n"
        + f"  place: {{city: City {number}, country: {host}}}\norganizers: UNODA\n"
        + f"parties: {{organizers: [UNODA], hosts: ['{host}'], funders: {[*funders, 'EU']}}}\nparticipants:\n"
        + f"  - {{kind: states, entries: {chance.sample(states, chance.randint(12, 50))}}}\n"
        + f"  - {{kind: organizations, entries: {chance.sample(bodies, 10)}}}\n"
        + f"labels:{sections}"
    )


def main() -> None:
    """Make the compendium, print the figures, and end with 1 where the promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notes", type=int, nargs="?", default=100)
    parser.add_argument("--keep", type=Path, help="where to leave the PDF")
    given = parser.parse_args()
    series = Series(
        series=Identity(id="benchmark", title="Events about resolution 1540 (2004)", publisher="Publisher"),
        compendium=Compendium(title="Compendium of events"),
    )
    with tempfile.TemporaryDirectory() as folder:
        start, used = time.perf_counter(), time.process_time()
        notes = []
        for number in range(given.notes):
            path = Path(folder) / f"event-{number:04}.yaml"
            path.write_text(write_record(number), encoding="utf-8")
            notes.append(notegen.load(path))
        read = time.process_time() - used
        document = write_compendium(notes, series)
        wall, cpu = time.perf_counter() - start, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    with pikepdf.open(io.BytesIO(document.content)) as pdf:
        pages = len(pdf.pages)
    if given.keep:
        given.keep.write_bytes(document.content)
    print(f"{given.notes} notes, {pages} pages, {len(document.content) / 1e6:.1f} MB")
    print(f"{cpu:.1f} s of processor ({read:.1f} s to read the records), {wall:.1f} s of the clock")
    print(f"{memory / 1e6:.0f} MB of memory at most")
    if given.notes <= 100 and (wall > LIMIT_SECONDS or memory > LIMIT_BYTES):
        sys.exit(f"more than {LIMIT_SECONDS} s or {LIMIT_BYTES / 1e9} GB")


if __name__ == "__main__":
    main()

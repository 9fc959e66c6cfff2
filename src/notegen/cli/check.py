"""`notegen check`: everything that is wrong with records."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notegen.cli.exits import DONE, INVALID, attempt_all
from notegen.cli.voice import Voice, count, show_data, voiced
from notegen.diagnostics import Diagnostic, Severity, has_errors, sort

if TYPE_CHECKING:
    from notegen.records.loader import Reading
    from notegen.records.model import Note

ROUNDS = 5
"""How often a text is corrected again: a correction can bring another to light."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text", show_default=True
)
@click.option(
    "--profile", type=click.Choice(["un", "plain"]), help="Which rules apply.  [default: as the series says, or un]"
)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--parity", is_flag=True, help="Tell in a table which languages each note is there in, and how well.")
@click.option("--fix", "mend", is_flag=True, help="Put in the corrections that are certain.")
@voiced
def check(
    voice: Voice, paths: tuple[str, ...], form: str, profile: str | None, strict: bool, parity: bool, mend: bool
) -> int:
    """Tell everything that is wrong with records, with place and hint.

    PATH is a record, a folder of records, or - for standard input. What docs/rules.md calls an error
    fails; a warning is for the author to judge, unless --strict. Findings go to standard output.

    \b
      notegen check series/
      notegen check note.yaml --fix            put right what is certain, tell the rest
      notegen check note.yaml --strict         exit code 1 for warnings too
      notegen check series/ --format sarif     for other programs; also json, github
      notegen check series/ --parity           a table of the language versions

    Versions of one note in several languages are compared with their original, also when only one of
    them is named.
    """
    from notegen.cli.arguments import STREAM, find_records

    records = find_records(paths)
    if mend and STREAM in records:
        raise click.UsageError("--fix writes to files; standard input is none")
    readings: list[Reading] = []
    unread = attempt_all(
        voice, {record: functools.partial(_examine, voice, record, profile, mend, readings) for record in records}
    )
    if parity:
        _show_parity(readings)
        return unread
    found = [finding for reading in readings for finding in reading.diagnostics] + _compare(records, readings)
    found = list(dict.fromkeys(sort(found)))  # a series file is read with every record of it
    _report(voice, form, found)
    many = f"{len(records)} record" + ("" if len(records) == 1 else "s")
    missed = len(records) - len(readings)
    told = [count(found), f"{missed} could not be read" if missed else ""]
    voice.say(f"{many}: {', '.join(filter(None, told)) or 'nothing to mend'}")
    failed = has_errors(found) or (strict and any(d.severity is Severity.WARNING for d in found))
    return unread or (INVALID if failed else DONE)


def _examine(voice: Voice, record: str, profile: str | None, mend: bool, readings: "list[Reading]") -> int:
    from notegen.cli.reading import read
    from notegen.records.checker import examine_reading

    reading = examine_reading(read(record), profile)
    if mend:
        done = 0
        for _ in range(ROUNDS):
            put_in = _fix(record, reading)
            if not put_in:
                break
            done += put_in
            reading = examine_reading(read(record), profile)
        if done:
            voice.say(f"{record}: {done} correction{'' if done == 1 else 's'}")
    readings.append(reading)
    return DONE


def _compare(records: Sequence[str], readings: "Sequence[Reading]") -> list[Diagnostic]:
    """What shows when notes lie side by side: those named, and the other languages of a note named alone."""
    from notegen.cli.history import read_ages
    from notegen.records.loader import read_record
    from notegen.records.rules.examination import examine_together
    from notegen.records.versions import find_versions

    named = {reading.draft.origin.name for reading in readings if reading.draft}
    others = set[Path]()
    if len(records) == 1 and named and Path(records[0]).is_file():
        others = {path for path in find_versions(Path(records[0])).values() if str(path) not in named}
    drafts = [reading.draft for reading in (*readings, *map(read_record, sorted(others))) if reading.draft]
    if len(drafts) < 2:
        return []
    found = examine_together(drafts, ages=read_ages([*records, *map(str, others)]), complete=_find_complete(drafts))
    return [finding for finding in found if finding.place is None or finding.place.source.name in named]


def _find_complete(drafts: "Sequence[Note]") -> set[Path]:
    """The folders of the series of which every record was read."""
    from notegen.cli.arguments import find_records

    read = {draft.origin.folder / Path(draft.origin.name).name for draft in drafts if draft.origin.folder}
    folders = {draft.origin.series_folder for draft in drafts if draft.origin.series_folder}
    return {folder for folder in folders if read.issuperset(map(Path, find_records([str(folder)])))}


def _show_parity(readings: "Sequence[Reading]") -> None:
    from notegen.cli.history import read_ages
    from notegen.records.parity import format_parity, write_parity

    drafts = [reading.draft for reading in readings if reading.draft]
    click.echo(format_parity(write_parity(drafts, ages=read_ages(draft.origin.name for draft in drafts))))


def _fix(record: str, reading: "Reading") -> int:
    """How many corrections went into the file."""
    from notegen.output import write_file
    from notegen.records.fixes import fix

    sources = {d.place.source for d in reading.diagnostics if d.replacement is not None and d.place}
    own = next((source for source in sources if source.name == record), None)
    if own is None:
        return 0
    fixed = fix(own, reading.diagnostics)
    if fixed.applied:
        path = Path(record)
        before = path.read_bytes()
        head = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
        write_file(path, head + _keep_line_ends(before, fixed.text.encode()))
    return len(fixed.applied)


def _keep_line_ends(before: bytes, after: bytes) -> bytes:
    """The text with the line ends that it had: each line its own, or that of most where their number changed."""
    old, new = before.split(b"\n"), after.split(b"\n")
    most = b"\r" if before.count(b"\r\n") * 2 > before.count(b"\n") else b""
    same = len(old) == len(new)
    ends = [b"\r" * line.endswith(b"\r") for line in old[:-1]] if same else [most] * (len(new) - 1)
    return b"\n".join(line + end for line, end in zip(new, [*ends, b""], strict=True))


def _report(voice: Voice, form: str, found: Sequence[Diagnostic]) -> None:
    if form == "text":
        voice.report(found, to_stdout=True)
        return
    from notegen import reports

    if form == "json":
        show_data(reports.write_json(found))
    elif form == "github":
        click.echo(reports.write_annotations(found), nl=bool(found))
    else:
        from importlib.metadata import version

        from notegen.records.rules import across
        from notegen.records.rules.examination import RULES
        from notegen.records.rules.page import read_page

        demands = {rule.code: read_page(rule).demand for rules in (RULES, across.RULES) for rule in rules}
        show_data(reports.write_sarif(found, demands, version("notegen")))

"""`notegen build`: all documents of a series that are not as they should be."""

import gc
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notegen.cli.account import sum_up, tell_document
from notegen.cli.exits import DONE, INVALID, PART, REASON_CODES, USAGE
from notegen.cli.voice import Voice, voiced

if TYPE_CHECKING:
    from notegen.series.build import Build
    from notegen.series.processes.cluster import Cluster
    from notegen.series.processes.worker import Limits
    from notegen.series.report import Report


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes.  [default: one for each core]")
@click.option("--force", is_flag=True, help="Make everything again.")
@click.option("--dry-run", "rehearse", is_flag=True, help="Tell what would be made, and why; touch nothing.")
@click.option("--clean", is_flag=True, help="Delete documents that belong to no record any more.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="What one document may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    metavar="MB",
    help="What one document may take, on top of what a warm process has.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster that makes the documents, as tcp://host:8786.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@voiced
def build(
    voice: Voice,
    folder: Path,
    jobs: int | None,
    force: bool,
    rehearse: bool,
    clean: bool,
    timeout: float,
    memory: int,
    scheduler: str | None,
    form: str,
) -> int:
    """Make those documents of a series that are stale.

    DIR is the folder of a series, or one that has series below it. A document is made again when anything
    that it is made from has changed: its record, the series, templates, fonts, notegen itself. A note that
    cannot be made is told, and the others are made. docs/build.md tells more.

    \b
      notegen build examples/unsc-1540        what is stale, on all cores
      notegen build --dry-run                 what would be made, and why
      notegen build --clean                   also delete what belongs to no record any more
      notegen build --format json             a line of JSON for each document

    A build that was stopped goes on where it stopped when it is called again.
    """
    if folder.is_file():
        raise click.UsageError(f'"{folder}" is no folder; of one record: notegen render {folder}')
    if not folder.exists():
        raise click.UsageError(f'there is no folder "{folder}"')
    from notegen.series.build import Build
    from notegen.series.processes.crew import Crew
    from notegen.series.processes.worker import Limits

    gc.enable()

    def busy(series: Path) -> None:
        voice.say(f'another build works on "{series}"; waiting for it')

    limits = Limits(timeout, memory)
    cluster = _join_cluster(scheduler, limits) if scheduler else None
    with (
        Crew(limits, count=jobs, elsewhere=cluster) as crew,
        Build(folder, force=force, rehearse=rehearse, busy=busy, crew=crew) as work,
    ):
        voice.report(work.problems)
        for document in work.settled:
            tell_document(voice, document, form)
        if rehearse:
            return _conclude(voice, folder, _rehearse(voice, work, form), form)
        if work.stale:
            _make(voice, work, form)
        report = work.finish(clean=clean)
    return _conclude(voice, folder, report, form)


def _join_cluster(address: str, limits: "Limits") -> "Cluster":
    from notegen.series.processes.cluster import Cluster

    return Cluster(address, seconds=limits.seconds, megabytes=limits.megabytes)


def _make(voice: Voice, work: "Build", form: str) -> None:
    from notegen.cli.progress import show_progress

    total, done = len(work.stale), 0
    with show_progress(voice, work, form) as (advance, seen):
        try:
            for document in work.run():
                done += 1
                advance()
                tell_document(voice, document, form, "" if seen else f"[{done}/{total}] ")
        except KeyboardInterrupt:
            voice.say(f"stopped with {done} of {total} made; the next build goes on from here")
            raise


def _rehearse(voice: Voice, work: "Build", form: str) -> "Report":
    """Tell what would be made, on standard output, for that is what was asked for."""
    report = work.rehearse()
    for document in report.documents:
        if document.status != "stale":
            continue
        if form == "json":
            tell_document(voice, document, form)
        else:
            click.echo(f"{document.path}: {', '.join(document.reasons)}")
    for whole in report.wholes if form == "text" else ():
        if whole.status == "stale":
            click.echo(f"{whole.path}: {', '.join(whole.reasons)}")
    for path in report.left if form == "text" else ():
        click.echo(f"{path}: belongs to no record any more")
    return report


def _conclude(voice: Voice, folder: Path, report: "Report", form: str) -> int:
    """Tell what came of the build; its exit code."""
    sum_up(voice, report, form)
    if not report.documents and not report.problems:
        message = f'there is no record in "{folder}"; a record is a file that ends in .yaml'
        voice.complain(message, "", f"notegen new {shlex.quote(str(folder / 'oslo.yaml'))} writes one to begin with")
        return USAGE
    return _find_code(report)


def _find_code(report: "Report") -> int:
    """0 when all is as it should be, 6 when some of it is, otherwise why nothing is."""
    failures = [document.failure for document in (*report.documents, *report.wholes) if document.failure]
    if not failures and not report.problems:
        return DONE
    if any(document.status != "failed" for document in report.documents):
        return PART
    return max([REASON_CODES[failure.reason] for failure in failures], default=INVALID)

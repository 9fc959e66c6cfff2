"""`notegen render`: documents from records."""

import functools
import sys
import time
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from notegen.cli.engine import Engine, start_engine
from notegen.cli.exits import DONE, attempt_all
from notegen.cli.voice import Voice, count, tell_size, voiced
from notegen.diagnostics import Diagnostic, Severity
from notegen.errors import InvalidRecord
from notegen.languages.tags import languages
from notegen.output import write_file

if TYPE_CHECKING:
    from notegen.cli.arguments import Job
    from notegen.formats.document import Look
    from notegen.formats.pdf.sheet import Sheet
    from notegen.records.loader import Reading


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o", "--output", metavar="FILE|FOLDER/", help="Where to write; - is standard output.  [default: beside the record]"
)
@click.option(
    "-f",
    "--format",
    "formats",
    metavar="FORMATS",
    help="pdf, html, docx, md, txt, json, jsonld, ics, akn, or several with commas.  [default: by the ending, or pdf]",
)
@click.option(
    "--language",
    metavar="TAG",
    help=f"Labels, names and dates in this language: {', '.join(languages())}.  [default: the note's]",
)
@click.option(
    "--style",
    metavar="NAME",
    help="A house style: un, plain, or a file in the series' styles/.  [default: the series']",
)
@voiced
def render(
    voice: Voice,
    paths: tuple[str, ...],
    output: str | None,
    formats: str | None,
    language: str | None,
    style: str | None,
) -> int:
    """Make documents from records.

    PATH is a record, a folder of records, or - for standard input. A record with errors is told and
    left out, and what was made of it before stays as it is; the others are made.

    \b
      notegen render note.yaml                     writes note.pdf beside it
      notegen render note.yaml -o out/ -f pdf,html writes out/note.pdf and out/note.html
      notegen render series/ -o out/               a PDF of every record of a folder
      notegen render note.yaml --language fr       labels, names and dates in French
      cat note.yaml | notegen render - > note.pdf

    An existing file is replaced, at once and whole, but none that a record or its series is made with.
    """
    # Before anything else is loaded: whether a PDF is meant, as far as that can be told from the names alone.
    prints = "pdf" in formats.lower() if formats else PurePath(output or "").suffix.lower() in ("", ".pdf")
    engine = start_engine() if prints else None

    from notegen.cli.arguments import (
        check_style,
        choose_formats,
        choose_language,
        choose_versions,
        find_records,
        plan,
    )
    from notegen.cli.targets import check_documents
    from notegen.formats.document import Look

    records = find_records(paths)
    language = choose_language(language)
    if language:
        records = choose_versions(records, language)
    chosen = choose_formats(formats, output)
    check_style(style, records)
    jobs = plan(records, output, chosen)
    check_documents(jobs, output)
    for name, document in (("pdf", "a PDF"), ("docx", "a Word document")):
        if name in chosen and jobs[0].documents[name] is None and sys.stdout.isatty():
            raise click.UsageError(f"{document} is nothing for a terminal: -o FILE.{name}")
    look = Look(language, style)
    works = {job.record: functools.partial(_render, voice, job, look, engine) for job in jobs}
    try:
        return attempt_all(voice, works)
    finally:
        if engine:
            engine.close()


def _render(voice: Voice, job: "Job", look: "Look", engine: Engine | None) -> int:
    from notegen.cli.reading import read
    from notegen.formats.document import make
    from notegen.records.footnotes import STRAYED

    reading = read(job.record)
    if reading.note is None:
        raise InvalidRecord(_find(reading))
    told: list[Diagnostic] = []

    def tell() -> None:
        if not told:
            told.extend(_find(reading))
            _tell(voice, job.record, told)

    def write_pdf(sheet: "Sheet") -> bytes:
        if engine:
            return engine.write_pdf(sheet, tell)
        from notegen.formats.pdf.engine import write_pdf as write

        return write(sheet)

    for name, target in job.documents.items():
        started = time.perf_counter()
        document = make(reading.note, name, look, write_pdf)
        tell()
        voice.report([warning for warning in document.warnings if warning.code == STRAYED])
        _write(document.content, target)
        voice.detail(f"{job.record}: {name} in {1000 * (time.perf_counter() - started):.0f} ms")
        if target:
            voice.say(f"{target} ({tell_size(len(document.content))})")
    return DONE


def _find(reading: "Reading") -> Sequence[Diagnostic]:
    from notegen.records.checker import examine_reading

    return examine_reading(reading).diagnostics


def _tell(voice: Voice, record: str, found: Sequence[Diagnostic]) -> None:
    """Tell findings; of mere remarks their number, for who prints a note wants it printed."""
    remarks = [] if voice.verbose else [d for d in found if d.severity is Severity.INFO]
    voice.report([d for d in found if d not in remarks])
    if remarks:
        voice.say(f"{record}: {count(remarks)}; notegen check tells more")


def _write(content: bytes, target: Path | None) -> None:
    if target is None:
        sys.stdout.buffer.write(content)
    else:
        write_file(target, content)

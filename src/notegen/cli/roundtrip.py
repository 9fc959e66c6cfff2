"""`notegen extract` and `notegen verify`: the record in a PDF, and whether the PDF is what it makes."""

import functools
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notegen.cli.arguments import STREAM, walk
from notegen.cli.engine import Engine, start_engine
from notegen.cli.exits import DONE, FINISHING, INVALID
from notegen.cli.targets import check_record_name
from notegen.cli.voice import Voice, show_data, voiced
from notegen.errors import FinishingError
from notegen.intake import read_file, read_stream
from notegen.output import write_file

if TYPE_CHECKING:
    from notegen.formats.pdf.sheet import Sheet
    from notegen.formats.verdicts import Verdict


@click.command()
@click.argument("file", metavar="FILE.pdf")
@click.option(
    "-o",
    "--output",
    metavar="FILE|FOLDER/",
    help="Where to write, with the pictures beside.  [default: standard output]",
)
@voiced
def extract(voice: Voice, file: str, output: str | None) -> int:
    """Take the record out of a PDF that notegen made.

    The record is complete: what its series gave stands in it. It goes to standard output; with -o it goes
    to a file, and the pictures and annexes that it names beside it. Nothing that is there is overwritten with
    something else.

    \b
      notegen extract note.pdf                  the record as YAML
      notegen extract note.pdf -o notes/        notes/ID.yaml, and its pictures
      notegen extract note.pdf -o note.yaml
    """
    from notegen.formats.verification import take_record

    folder = output is not None and (output.endswith("/") or Path(output).is_dir())
    if output not in (None, STREAM) and not folder:
        check_record_name(Path(output))
    try:
        travelled = take_record(_read(file))
    except FinishingError as error:
        voice.complain(str(error), file)
        return FINISHING
    if output in (None, STREAM):
        sys.stdout.buffer.write(travelled.record)
        if travelled.files:
            many = "1 file" if len(travelled.files) == 1 else f"{len(travelled.files)} files"
            voice.say(f"{many} more in it: {', '.join(travelled.files)}; -o FOLDER/ writes them too")
        return DONE
    record = Path(output) / Path(travelled.recipe.record).name if folder else Path(output)
    files = {record: travelled.record}
    for name, content in travelled.files.items():
        files[_beside(record, name)] = content
    for path, content in files.items():
        if path.exists() and path.read_bytes() != content:
            raise click.UsageError(f'"{path}" is there already with something else in it, and nothing is overwritten')
    for path, content in files.items():
        write_file(path, content)
        voice.say(str(path))
    return DONE


def _beside(record: Path, name: str) -> Path:
    """Where a file that came with a record goes; FinishingError for a name that leads elsewhere."""
    place = record.parent / name
    if not place.resolve().is_relative_to(record.parent.resolve()) or "\\" in name or "\0" in name:
        raise FinishingError(f'a file in the PDF has the name "{name}", which leads out of the folder')
    return place


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--series", metavar="FOLDER", help="Where the series is.  [default: the folder of each PDF, or above]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@voiced
def verify(voice: Voice, paths: tuple[str, ...], series: str | None, form: str) -> int:
    """Tell whether PDFs are what their own records make.

    PATH is a PDF, a folder of PDFs, or - for standard input. The record is taken out, rendered again in
    the same style and language, and compared: identical bytes, or what differs, be it the record, the text,
    the look, or the versions of notegen and its engine. Claims of conformance, attached files, fonts and
    signatures are told too.

    \b
      notegen verify note.pdf
      notegen verify out/                       a table of all PDFs in a folder
      notegen verify out/ --series notes/       with the styles, templates and names of a series
      notegen verify note.pdf --format json

    Exit code 0 when all are identical, 1 when one is not or carries no record, 4 when one cannot be read.
    """
    files = _find(paths)
    if series is not None and not Path(series).is_dir():
        raise click.UsageError(f'there is no folder "{series}"')
    engine = start_engine()

    from notegen.formats import verdicts

    try:
        found = [_verify(file, series, engine) for file in files]
    finally:
        if engine:
            engine.close()
    if form == "json":
        show_data(verdicts.write_json(found))
    elif len(found) == 1:
        click.echo(verdicts.write_details(found[0]))
    else:
        click.echo(verdicts.write_table(found))
        for verdict in found:
            if voice.verbose or verdict.found is None or verdict.found.differences:
                click.echo(f"\n{verdicts.write_details(verdict)}")
    voice.say(verdicts.write_summary(found))
    return max(_exit_code(verdict) for verdict in found)


def _exit_code(verdict: "Verdict") -> int:
    if verdict.found is None:
        return FINISHING
    return DONE if verdict.found.verdict == "identical" else INVALID


def _find(paths: Iterable[str]) -> list[Path]:
    """The PDFs that are meant, each once, and folders that cannot be looked into, so that they are told with them."""
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if str(path) == STREAM:
            found[path] = None
        elif path.is_dir():
            files, closed = walk(path)
            inside = sorted([*(file for file in files if file.suffix.lower() == ".pdf"), *closed])
            if not inside:
                raise click.UsageError(f'there is no PDF in "{path}"')
            found |= dict.fromkeys(inside)
        elif path.exists():
            found[path] = None
        else:
            raise click.UsageError(f'there is no file or folder "{path}"')
    return list(found)


def _verify(file: Path, series: str | None, engine: Engine | None) -> "Verdict":
    from notegen.formats.document import write_pdf
    from notegen.formats.verdicts import Verdict
    from notegen.formats.verification import verify as verify_pdf
    from notegen.records.series import find_series

    def write(sheet: "Sheet") -> bytes:
        return engine.write_pdf(sheet, lambda: None) if engine else write_pdf(sheet)

    home = find_series(Path(series or file.parent).resolve())
    folder = home.parent if home else Path(series) if series else None
    try:
        return Verdict(str(file), verify_pdf(_read(str(file)), series=folder, write_pdf=write))
    except FinishingError as error:
        return Verdict(str(file), None, str(error))
    except OSError as error:
        if error.errno is None:  # a library of the engine is not there
            raise
        return Verdict(str(file), None, error.strerror or str(error))


@functools.cache
def _stdin() -> bytes:
    return read_stream(sys.stdin.buffer)


def _read(file: str) -> bytes:
    return _stdin() if file == STREAM else read_file(Path(file))

"""The command line: arguments, exit codes, progress; nothing else."""

import functools
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from notegen.diagnostics import Diagnostic, Severity, as_data, has_errors, sort, write_text
from notegen.errors import FinishingError, InvalidRecord, MissingExtra, NotegenError, RenderError

if TYPE_CHECKING:
    from notegen.records.loader import Reading

DONE, INVALID, USAGE, ENGINE, FINISHING, EXTRA = range(6)
EXIT_CODES = {InvalidRecord: INVALID, RenderError: ENGINE, FinishingError: FINISHING, MissingExtra: EXTRA}
"""The exit code of each exception; `docs/exit-codes.md` tells them to users."""

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@dataclass(frozen=True, slots=True)
class Voice:
    """How notegen speaks to people: always on standard error."""

    quiet: bool
    verbose: bool
    color: bool

    def say(self, text: str) -> None:
        """Tell what was done."""
        if not self.quiet:
            click.echo(text, err=True)

    def detail(self, text: str) -> None:
        """Tell what only the curious want to know."""
        if self.verbose:
            click.echo(text, err=True)

    def fail(self, error: NotegenError) -> int:
        """Tell why work stopped; the exit code of the reason."""
        if isinstance(error, InvalidRecord):
            self.report(error.diagnostics)
        else:
            click.echo(f"{self.paint('error', Severity.ERROR)}: {error}", err=True)
        return next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))

    def report(self, diagnostics: Sequence[Diagnostic], *, to_stdout: bool = False) -> None:
        """Tell what is wrong with a text."""
        for diagnostic in diagnostics:
            if not self.quiet or diagnostic.severity is Severity.ERROR:
                click.echo(self.excerpt(diagnostic), err=not to_stdout)

    def excerpt(self, diagnostic: Diagnostic) -> str:
        """The diagnostic with its source line, coloured where that is wanted."""
        first, *rest = write_text(diagnostic).split("\n")
        if self.color:
            severity = str(diagnostic.severity)
            first = first.replace(f" {severity}: ", f" {self.paint(severity, diagnostic.severity)}: ", 1)
            rest = [click.style(line, bold=True) if line.rstrip().endswith("^") else line for line in rest]
        return "\n".join([first, *rest])

    def paint(self, text: str, severity: Severity) -> str:
        """The text in the colour of a severity."""
        return click.style(text, fg=_COLORS[severity], bold=True) if self.color else text


def _voiced(function: Callable[..., int]) -> Callable[..., int]:
    """Let a verb take the options of speech after its name as well as before."""

    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
    @click.option("-v", "--verbose", is_flag=True, help="Say what each step took.")
    @click.option("--no-color", is_flag=True, help="No colours.")
    @functools.wraps(function)
    def run(quiet: bool, verbose: bool, no_color: bool, **options: Any) -> int:
        voice = click.get_current_context().find_object(Voice)
        assert voice is not None
        merged = Voice(voice.quiet or quiet, voice.verbose or verbose, voice.color and not no_color)
        return function(merged, **options)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say more: what each step took.")
@click.option("--no-color", is_flag=True, help="No colours (also when NO_COLOR is set).")
@click.version_option(version("notegen"), prog_name="notegen")
@click.pass_context
def command(context: click.Context, quiet: bool, verbose: bool, no_color: bool) -> None:
    """Turn records of events into information notes.

    A record is one YAML file. Look at one, check it, print it:

    \b
      notegen check  examples/unsc-1540/2009-09-08-san-jose.yaml
      notegen render examples/unsc-1540/2009-09-08-san-jose.yaml -o note.pdf
      notegen doctor                  what is missing on this machine

    Exit codes: 0 done, 1 a record has errors, 2 wrong usage, 3 an engine failed,
    4 a finished PDF could not be worked on, 5 an extra is not installed.
    """
    color = not (no_color or os.environ.get("NO_COLOR")) and sys.stderr.isatty()
    context.obj = Voice(quiet, verbose, color)


@command.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o", "--output", metavar="FILE|DIR", help="Where to write; - is standard output. Default: beside the record."
)
@click.option("-f", "--format", "formats", default="pdf", show_default=True, help="Formats, with commas: pdf,html.")
@click.option("--language", help="Labels, names and dates in this language (BCP 47 tag). Default: the note's.")
@click.option("--style", help="A house style: un, plain, or a series' own. Default: the series'.")
@_voiced
def render(
    voice: Voice, paths: tuple[str, ...], output: str | None, formats: str, language: str | None, style: str | None
) -> int:
    """Make documents from records.

    PATH is a record, a folder of records, or - for standard input. A record with errors is told and
    left out; the others are made.

    \b
      notegen render note.yaml                     writes note.pdf beside it
      notegen render note.yaml -o out/ -f pdf,html
      notegen render series/ -o out/
      cat note.yaml | notegen render - > note.pdf
    """
    from notegen.formats.document import MEDIA_TYPES

    chosen = [name.strip() for name in formats.split(",") if name.strip()]
    for name in chosen:
        if name not in MEDIA_TYPES:
            raise click.UsageError(f'there is no format "{name}"; there are {", ".join(MEDIA_TYPES)}')
    _check_language(language)
    targets = list(_targets(_records(paths), output, chosen))
    codes = [_render_one(voice, *target, language, style) for target in targets]
    return max(codes, default=DONE)


def _render_one(
    voice: Voice, path: str, targets: dict[str, Path | None], language: str | None, style: str | None
) -> int:
    from notegen.formats.document import render as make

    reading = _read(path)
    if reading.note is None:
        voice.report(reading.diagnostics)
        voice.say(f"{path}: not made")
        return INVALID
    told = False
    for name, target in targets.items():
        started = time.perf_counter()
        try:
            document = make(reading.note, name, language=language, style=style)
        except NotegenError as error:
            voice.say(f"{path}: not made")
            return voice.fail(error)
        voice.report(() if told else document.warnings)
        told = True
        _write(document.content, target)
        voice.detail(f"{path}: {name} in {1000 * (time.perf_counter() - started):.0f} ms")
        if target:
            voice.say(f"{target} ({len(document.content) / 1000:.0f} kB)")
    return DONE


@command.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@_voiced
def check(voice: Voice, paths: tuple[str, ...], form: str, strict: bool) -> int:
    """Tell everything that is wrong with records, with place and hint.

    PATH is a record, a folder of records, or - for standard input. Findings go to standard output.

    \b
      notegen check series/
      notegen check note.yaml --format json
    """
    found: list[Diagnostic] = []
    records = _records(paths)
    for path in records:
        found += _read(path).diagnostics
    found = list(dict.fromkeys(sort(found)))  # a series file is read with every record of it
    if form == "json":
        import json

        click.echo(json.dumps([as_data(diagnostic) for diagnostic in found], ensure_ascii=False, indent=2))
    else:
        voice.report(found, to_stdout=True)
        voice.say(_count(records, found))
    failed = has_errors(found) or (strict and any(d.severity is Severity.WARNING for d in found))
    return INVALID if failed else DONE


@command.command()
@_voiced
def doctor(voice: Voice) -> int:
    """Tell what this machine has, what is missing, and the command that mends it."""
    from notegen.doctor import examine

    findings = examine()
    for finding in findings:
        mark = "ok     " if finding.good else "missing"
        click.echo(f"{mark}  {finding.what}" + (f"\n         {finding.mend}" if finding.mend else ""))
    return ENGINE if any(finding.needed and not finding.good for finding in findings) else DONE


def _count(records: Sequence[str], found: Sequence[Diagnostic]) -> str:
    parts = []
    for severity, plural in ((Severity.ERROR, "errors"), (Severity.WARNING, "warnings"), (Severity.INFO, "remarks")):
        if number := sum(d.severity is severity for d in found):
            parts.append(f"{number} {plural[:-1] if number == 1 else plural}")
    many = f"{len(records)} record" + ("" if len(records) == 1 else "s")
    return f"{many}: {', '.join(parts) or 'nothing to mend'}"


def _check_language(language: str | None) -> None:
    from notegen.languages.language import languages

    if language and language not in languages():
        raise click.UsageError(f'there is no language "{language}"; there are {", ".join(languages())}')


def _records(paths: Iterable[str]) -> list[str]:
    from notegen.records.series import FILE

    records: list[str] = []
    for path in paths:
        place = Path(path)
        if path != "-" and not place.exists():
            raise click.UsageError(f'there is no file or folder "{path}"')
        inside = sorted(p for end in ("*.yaml", "*.yml") for p in place.rglob(end)) if place.is_dir() else [place]
        inside = [p for p in inside if p.name != FILE]
        if not inside:
            raise click.UsageError(f'there is no record in "{path}"')
        records += [str(p) for p in inside]
    return records


def _read(path: str) -> "Reading":
    from notegen.records.loader import read_bytes, read_record

    if path == "-":
        return read_bytes(sys.stdin.buffer.read(), "<stdin>", folder=Path.cwd())
    try:
        return read_record(Path(path))
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from None


def _targets(
    records: list[str], output: str | None, formats: list[str]
) -> Iterator[tuple[str, dict[str, Path | None]]]:
    many = len(records) * len(formats) > 1
    into = output is not None and output != "-" and (output.endswith(("/", os.sep)) or Path(output).is_dir())
    if output is not None and many and not into:
        raise click.UsageError("several documents go to a folder: -o FOLDER/")
    if output is None and "-" in records and many:
        raise click.UsageError("several documents go to a folder: -o FOLDER/")
    taken: dict[Path, str] = {}
    for record in records:
        stem = "note" if record == "-" else Path(record).with_suffix("").name
        folder = Path(output) if into and output else Path(record).parent
        to_stdout = output == "-" or (output is None and record == "-")
        targets: dict[str, Path | None] = {}
        for name in formats:
            target = None if to_stdout else folder / f"{stem}.{name}" if into or output is None else Path(output)
            if target and taken.setdefault(target, record) != record:
                raise click.UsageError(f'"{record}" and "{taken[target]}" would both be written to "{target}"')
            targets[name] = target
        yield record, targets


def _write(content: bytes, target: Path | None) -> None:
    """Write beside the target, then rename: a reader never sees half a document."""
    if target is None:
        sys.stdout.buffer.write(content)
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as beside:
            try:
                beside.write(content)
                beside.close()
                Path(beside.name).chmod(0o666 & ~_umask())
                Path(beside.name).replace(target)
            except BaseException:
                Path(beside.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise click.UsageError(f"{target}: {error.strerror}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def main() -> None:
    """The program `notegen`."""
    import gc

    gc.disable()  # one command allocates little and ends soon
    try:
        code = command.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or DONE)  # nothing is left to do, and taking the engine down costs a tenth of a second

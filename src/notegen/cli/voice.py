"""How notegen speaks to people: on standard error, in colour where it is seen and wanted."""

import functools
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from notegen.diagnostics import Diagnostic, Severity, show_name, write_text
from notegen.errors import InvalidRecord, NotegenError

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@dataclass(frozen=True, slots=True)
class Voice:
    """What was asked for. `color` is a wish: click takes colours out where no terminal is."""

    quiet: bool = False
    verbose: bool = False
    color: bool = True

    def say(self, text: str) -> None:
        """Tell what was done."""
        if not self.quiet:
            _utter(show_name(text))

    def detail(self, text: str) -> None:
        """Tell what only the curious want to know."""
        if self.verbose:
            _utter(show_name(text))

    def stop(self, error: Exception, about: str = "") -> None:
        """Tell what stopped the work; only what should not have happened is told with a traceback."""
        if isinstance(error, InvalidRecord):
            self.report(error.diagnostics)
        elif isinstance(error, click.exceptions.NoArgsIsHelpError):
            error.show()
        elif isinstance(error, click.UsageError):
            self.complain(error.format_message(), "", f"{error.ctx.command_path} --help" if error.ctx else "")
        elif isinstance(error, click.Abort):
            self.complain("stopped", "")
        elif isinstance(error, OSError):
            hint = "notegen doctor tells what is missing" if error.errno is None else ""
            named = f'"{error.filename}": ' if error.filename else ""
            self.complain(f"{named}{error.strerror or error}", about, hint)
        elif isinstance(error, NotegenError):
            self.complain(str(error), about)
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def complain(self, text: str, about: str, hint: str = "") -> None:
        """Tell what went wrong, with what."""
        self._tell(Severity.ERROR, text, about, hint)

    def warn(self, text: str, about: str, hint: str = "") -> None:
        """Tell what is worth knowing of what was made."""
        if not self.quiet:
            self._tell(Severity.WARNING, text, about, hint)

    def _tell(self, severity: Severity, text: str, about: str, hint: str) -> None:
        where = f"{show_name(about)}: " if about else ""
        _utter(f"{where}{self._paint(str(severity), severity)}: {show_name(text)}")
        if hint:
            _utter(f"  hint: {hint}")

    def report(self, diagnostics: Sequence[Diagnostic], *, to_stdout: bool = False) -> None:
        """Tell what is wrong with a text; a quiet voice leaves out what is no error."""
        for diagnostic in diagnostics:
            if not self.quiet or diagnostic.severity is Severity.ERROR:
                (click.echo if to_stdout else _utter)(self._excerpt(diagnostic))

    def _excerpt(self, diagnostic: Diagnostic) -> str:
        first, *rest = write_text(diagnostic).split("\n")
        if self.color:
            severity = str(diagnostic.severity)
            first = first.replace(f" {severity}: ", f" {self._paint(severity, diagnostic.severity)}: ", 1)
            rest = [click.style(line, bold=True) if line.strip(" |^") == "" else line for line in rest]
        return "\n".join([first, *rest])

    def _paint(self, text: str, severity: Severity) -> str:
        return click.style(text, fg=_COLORS[severity], bold=True) if self.color else text


def _utter(text: str) -> None:
    """Put a text on standard error; when nobody reads on there, the work goes on unheard."""
    try:
        click.echo(text, err=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def show_data(text: str) -> None:
    """Put data for programs on standard output: in UTF-8, whatever the terminal has."""
    click.echo(text.encode("utf-8", "backslashreplace"))


def tell_size(length: int) -> str:
    """The size of a document in bytes as people read it."""
    return f"{max(1, round(length / 1000))} kB"


def count(found: Sequence[Diagnostic]) -> str:
    """How many there are of each severity: "1 error, 2 warnings"."""
    parts = []
    for severity, plural in ((Severity.ERROR, "errors"), (Severity.WARNING, "warnings"), (Severity.INFO, "remarks")):
        if number := sum(d.severity is severity for d in found):
            parts.append(f"{number} {plural[:-1] if number == 1 else plural}")
    return ", ".join(parts)


def voiced(function: Callable[..., int]) -> Callable[..., int]:
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

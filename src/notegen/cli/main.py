"""The program: its verbs, how it starts and how it ends."""

import gc
import os
import sys

import click

from notegen.cli.build import build
from notegen.cli.check import check
from notegen.cli.diff import diff
from notegen.cli.doctor import doctor
from notegen.cli.exits import DONE, exit_code
from notegen.cli.import_note import import_note
from notegen.cli.preview import preview
from notegen.cli.render import render
from notegen.cli.roundtrip import extract, verify
from notegen.cli.serve import serve
from notegen.cli.start import new, schema
from notegen.cli.voice import Voice


def _show_version(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # takes longer than all else that --help needs

        click.echo(f"notegen {version('notegen')}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say what each step took.")
@click.option("--no-color", is_flag=True, help="No colours; so does NO_COLOR in the environment.")
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="Tell the version."
)
@click.pass_context
def command(context: click.Context, quiet: bool, verbose: bool, no_color: bool) -> None:
    """Turn records of events into information notes.

    A record is one YAML file that says what an event was, who came and what was said. notegen tells
    what is wrong with it and makes an accessible PDF or a web page of it.

    \b
      notegen check  examples/unsc-1540/          every finding, with line and hint
      notegen render examples/unsc-1540/ -o out/  a PDF of every record in the folder
      notegen render note.yaml -o note.html       a web page of one
      notegen build examples/unsc-1540/           what is stale of a series
      notegen import old.txt > note.yaml          a record of an old note
      notegen doctor                              what this machine lacks

    Documents and findings go to standard output or to files, all else to standard error.

    \b
    Exit codes: 0 done                      3 an engine, a template or a style failed
                1 a record has errors       4 a finished PDF could not be worked on
                2 wrong usage               5 an extra is not installed
                                            6 a series was built in part
    """
    context.obj = Voice(quiet, verbose, not no_color and _colors_are_welcome())


def _colors_are_welcome() -> bool:
    return not os.environ.get("NO_COLOR")


for verb in (
    new,
    check,
    render,
    build,
    import_note,
    extract,
    verify,
    diff,
    preview,
    serve,
    schema,
    doctor,
):
    command.add_command(verb)


def _open_what_is_closed() -> None:
    """Stand in for standard streams that are closed, or the next file opened would take their place.

    What is read from one or written to standard output then fails as with other programs; what is said is not heard.
    """
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    for number, flag in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flag)  # takes the lowest number that is free
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8")
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace")


def _speak_utf8() -> None:
    """Begin again in UTF-8 where the locale is another: names of notes and States are in any script."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  # ourselves


def main() -> None:
    """The program `notegen`."""
    _speak_utf8()
    gc.disable()  # one document allocates little, and then the process ends
    # pydantic would look through every installed package for plugins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _open_what_is_closed()
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a file's name need not be text
    try:
        code: int = command.main(prog_name="notegen", standalone_mode=False) or DONE
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # nobody reads on; SystemExit is click's word for it
        code = DONE
    except Exception as error:
        Voice(color=_colors_are_welcome() and "--no-color" not in sys.argv).stop(error)
        code = exit_code(error)
    sys.stderr.flush()
    os._exit(code)  # nothing is left to do, and taking the engine down costs a tenth of a second

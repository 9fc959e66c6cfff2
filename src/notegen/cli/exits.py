"""The exit codes, and how the work on one record ends without ending the others."""

import gc
from collections.abc import Callable, Mapping

import click

from notegen.cli.voice import Voice
from notegen.errors import FinishingError, InvalidRecord, MissingExtra, NotegenError, RenderError

DONE, INVALID, USAGE, ENGINE, FINISHING, EXTRA, PART = range(7)
BUG, STOPPED = 70, 130
EXIT_CODES: dict[type[Exception], int] = {
    InvalidRecord: INVALID,
    click.UsageError: USAGE,
    OSError: USAGE,
    RenderError: ENGINE,
    FinishingError: FINISHING,
    MissingExtra: EXTRA,
    click.Abort: STOPPED,
    Exception: BUG,
}
"""The exit code of each exception, the first that fits; `docs/exit-codes.md` tells them to users."""


REASON_CODES: dict[str, int] = {
    "record": INVALID,
    "file": USAGE,
    "engine": ENGINE,
    "time": ENGINE,
    "memory": ENGINE,
    "crash": ENGINE,
    "extra": EXTRA,
    "fault": BUG,
}
"""The exit code of each `Reason` for which a document of a series was not made, when none was."""


def attempt_all(voice: Voice, works: Mapping[str, Callable[[], int]]) -> int:
    """The highest exit code of the works, each told of under its name."""
    if len(works) > 1:
        gc.enable()
    return max(_attempt(voice, about, work) for about, work in works.items())


def _attempt(voice: Voice, about: str, work: Callable[[], int]) -> int:
    """The exit code of the work; what stops it is told, and stops nothing else."""
    try:
        return work()
    except BrokenPipeError:
        raise
    except (NotegenError, OSError) as error:
        voice.stop(error, about)
        voice.say(f"{about}: left out")
        return exit_code(error)


def exit_code(error: BaseException) -> int:
    """The code of what stopped the work."""
    if isinstance(error, OSError) and error.errno is None:  # a library of the engine is not there
        return ENGINE
    return next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))

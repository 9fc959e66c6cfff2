"""The engine in a process of its own, which loads it while this one reads the record.

Loading WeasyPrint takes as long as all that is done before its turn; on two cores both go on at once.
"""

import contextlib
import os
import pickle
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from notegen.assets import read_asset
from notegen.errors import RenderError

if TYPE_CHECKING:
    from notegen.formats.pdf.sheet import Sheet

USUAL = ("page", "note", "un")
"""Stylesheets that are read while no page is there yet: most notes are printed with these."""
_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Engine:
    """The other process, seen from this one."""

    questions: BinaryIO
    answers: BinaryIO
    process: int

    def close(self) -> None:
        """Let the other process end, and see it off."""
        with contextlib.suppress(OSError):
            self.questions.close()
        self.answers.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.process, 0)

    def write_pdf(self, sheet: "Sheet", meanwhile: Callable[[], None]) -> bytes:
        """The PDF; `meanwhile` is done here while it is being made.

        Raises what the engine raises, and RenderError when its process has come to an end.
        """
        try:
            _send(self.questions, sheet)
            meanwhile()
            answer = _receive(self.answers)
        except (BrokenPipeError, EOFError):
            raise RenderError("the engine came to an end before the page was finished") from None
        if isinstance(answer, BaseException):
            raise answer
        assert isinstance(answer, bytes)
        return answer


def start_engine() -> Engine | None:
    """The engine in a new process; None on a system without fork or a second core.

    The process ends with this one: it waits on a pipe that closes then.
    """
    if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return None
    questions, ask = os.pipe()
    tell, answers = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(ask)
        os.close(tell)
        _serve(os.fdopen(questions, "rb"), os.fdopen(answers, "wb"))
    os.close(questions)
    os.close(answers)
    return Engine(os.fdopen(ask, "wb"), os.fdopen(tell, "rb"), process)


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the pipe closes; never returns."""
    code = 0
    try:
        from notegen.formats.pdf.engine import prepare, write_pdf

        prepare(tuple(read_asset("styles", f"{name}.css") for name in USUAL))
        while True:
            sheet = _receive(questions)
            try:
                answer: object = write_pdf(sheet)  # type: ignore[arg-type]
            except Exception as error:
                answer = error
            _send(answers, answer)
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        pass
    except BaseException as error:  # the engine cannot be loaded: the parent is told when it asks
        code = _refuse(questions, answers, error)
    finally:
        sys.stderr.flush()
        os._exit(code)


def _refuse(questions: BinaryIO, answers: BinaryIO, error: BaseException) -> int:
    try:
        _receive(questions)
        _send(answers, error)
    except (EOFError, OSError):
        return 0
    return 1


def _send(pipe: BinaryIO, value: object) -> None:
    content = pickle.dumps(value)
    pipe.write(_LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: BinaryIO) -> object:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return pickle.loads(content)  # noqa: S301  # our own process wrote it

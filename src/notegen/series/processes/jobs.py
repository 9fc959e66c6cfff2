"""A document to make, as a value that carries all that it is made from, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from notegen.diagnostics import Diagnostic


class Reason(StrEnum):
    """Why nothing came of a job. CRASH, TIME and MEMORY are told by those who watch a worker."""

    RECORD = "record"  # the record has errors; the diagnostics tell them
    ENGINE = "engine"  # a template, a style or the engine failed
    EXTRA = "extra"  # an optional part is not installed
    FILE = "file"  # a file could not be read or written
    TIME = "time"  # it took longer than a note may
    MEMORY = "memory"  # it needed more memory than a note may
    CRASH = "crash"  # its process came to an end
    FAULT = "fault"  # notegen itself is at fault; the message is a traceback


@dataclass(frozen=True, slots=True)
class Job:
    """One document to make. It can go to another process or another computer: nothing else is read but fonts.

    `name` is what diagnostics call the record. `file` is its path in the series, with slashes, and
    `files` are the other files that it is made from, by such paths: `series.yaml`, templates, pictures.
    Without `file` the record is a text that lies in no folder. `examined` asks for what the rules find,
    `abstracted` for the abstract of the note, which the documents of the whole series are put together from.
    """

    record: bytes
    name: str = "record"
    format: str = "pdf"
    file: str | None = None
    files: tuple[tuple[str, bytes], ...] = ()
    language: str | None = None
    style: str | None = None
    examined: bool = True
    abstracted: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document; `pages` is None for what has none."""

    content: bytes
    media_type: str
    pages: int | None
    diagnostics: tuple[Diagnostic, ...] = ()
    abstract: bytes = b""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was made: why, in a sentence for people, and what is wrong with the record."""

    reason: Reason
    message: str
    diagnostics: tuple[Diagnostic, ...] = ()


HAS_ERRORS = "the record has errors"
"""The message of a failure that its diagnostics tell."""

Outcome = Made | Failed

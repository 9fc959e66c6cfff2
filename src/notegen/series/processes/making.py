"""A document from a job, in whatever process one is."""

import os
import re
import shutil
import tempfile
import traceback
from hashlib import blake2b
from io import BytesIO
from pathlib import Path, PurePosixPath

import pikepdf

from notegen.diagnostics import Diagnostic
from notegen.errors import InvalidRecord, MissingExtra, NotegenError, RenderError
from notegen.formats.document import render
from notegen.records.checker import examine_reading
from notegen.records.footnotes import STRAYED
from notegen.records.loader import Reading, read_bytes, read_carried
from notegen.records.model import Note
from notegen.series.processes.jobs import Failed, Job, Made, Outcome, Reason
from notegen.series.wholes.abstracts import make_abstract, write_abstract

_DIGEST = 16  # bytes
_UNPACKED = 8
"""Folders of files that came with jobs, before all make room for new ones."""


def make(job: Job, room: Path | None = None) -> Outcome:
    """The document of a job, or why there is none; raises nothing but what must end the process.

    `room` is an empty folder of this process alone, in which files that came with jobs stay for the next ones.
    """
    if room is None:
        with tempfile.TemporaryDirectory(prefix="notegen-") as folder:
            return make(job, Path(folder))
    found: tuple[Diagnostic, ...] = ()
    room = room.resolve()
    try:
        reading = _read(job, room)
        if job.examined:
            reading = examine_reading(reading)
        found = reading.diagnostics
        if reading.note is None:
            return Failed(Reason.RECORD, "the record has errors", found)
        document = render(reading.note, job.format, language=job.language, style=job.style)
        pages = count_pages(document.content, job.format)
        found += tuple(warning for warning in document.warnings if warning.code == STRAYED)
        return Made(document.content, document.media_type, pages, found, _abstract(reading.note, job))
    except InvalidRecord as error:
        return Failed(Reason.RECORD, "the record has errors", tuple(dict.fromkeys([*found, *error.diagnostics])))
    except Exception as error:
        return explain(error, found, room)


def explain(error: Exception, found: tuple[Diagnostic, ...], room: Path) -> Failed:
    """What stopped a job that was unpacked in `room`."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError):
            return Failed(Reason.MEMORY, "it needs more memory than a note may take", found)
        cause = cause.__cause__
    if isinstance(error, MissingExtra):
        return Failed(Reason.EXTRA, str(error), found)
    if isinstance(error, NotegenError) or (isinstance(error, OSError) and error.errno is None):
        # An engine names a picture by its full path, and where a job was unpacked says nothing to anybody.
        unpacked = re.escape(f"{room}{os.sep}") + f"[0-9a-f]{{{2 * _DIGEST}}}{re.escape(os.sep)}"
        return Failed(Reason.ENGINE, re.sub(unpacked, "", str(error)), found)
    return Failed(Reason.FAULT, "".join(traceback.format_exception(error)), found)


def _read(job: Job, room: Path) -> Reading:
    if job.file is None:
        return read_bytes(job.record, job.name)
    top = unpack(job.files, room)
    return read_carried(job.record, job.name, find_place(top, job.file), top)


def _abstract(note: Note, job: Job) -> bytes:
    series = note.origin.series
    return write_abstract(make_abstract(note, series.languages)) if job.abstracted and series else b""


def count_pages(content: bytes, format: str) -> int | None:
    """The pages of a PDF, None for another document."""
    if format != "pdf":
        return None
    with pikepdf.open(BytesIO(content)) as document:
        return len(document.pages)


def unpack(files: tuple[tuple[str, bytes], ...], room: Path) -> Path:
    """The folder with these files. Jobs of one series share it, so that its templates are compiled once."""
    digest = blake2b(digest_size=_DIGEST)
    for name, content in files:
        digest.update(f"{len(name)} {len(content)} ".encode() + os.fsencode(name) + content)
    top = room / digest.hexdigest()
    if not top.is_dir():
        others = list(room.iterdir())
        if len(others) >= _UNPACKED:
            for other in others:
                shutil.rmtree(other, ignore_errors=True)
        top.mkdir()
        for name, content in files:
            find_place(top, name).write_bytes(content)
    return top


def find_place(top: Path, name: str) -> Path:
    """Where a file of that name is below `top`, in a folder that is there."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name:
        raise RenderError(f'"{name}" is no place for a file of a series')
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    return top / path

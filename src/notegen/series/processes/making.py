"""A document from a job, in whatever process one is."""

import tempfile
from io import BytesIO
from pathlib import Path

import pikepdf

from notegen.diagnostics import Diagnostic
from notegen.errors import InvalidRecord
from notegen.formats.document import render
from notegen.records.checker import examine_reading
from notegen.records.footnotes import STRAYED
from notegen.records.loader import Reading, read_bytes, read_carried
from notegen.records.model import Note
from notegen.series.processes.jobs import HAS_ERRORS, Failed, Job, Made, Outcome, Reason
from notegen.series.processes.room import explain, find_place, unpack
from notegen.series.wholes.abstracts import make_abstract, write_abstract


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
            return Failed(Reason.RECORD, HAS_ERRORS, found)
        document = render(reading.note, job.format, language=job.language, style=job.style)
        pages = count_pages(document.content, job.format)
        found += tuple(warning for warning in document.warnings if warning.code == STRAYED)
        return Made(document.content, document.media_type, pages, found, _abstract(reading.note, job))
    except InvalidRecord as error:
        return Failed(Reason.RECORD, HAS_ERRORS, tuple(dict.fromkeys([*found, *error.diagnostics])))
    except Exception as error:
        return explain(error, found, room)


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

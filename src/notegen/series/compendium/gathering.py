"""A compendium from all files of its series, in whatever process one is."""

from dataclasses import dataclass
from pathlib import Path

from notegen.errors import RenderError
from notegen.records.loader import read_carried
from notegen.records.model import Note
from notegen.records.series_folder import read_series_folder
from notegen.series.compendium.writer import write_compendium
from notegen.series.folders import SERIES
from notegen.series.processes.jobs import Made, Outcome
from notegen.series.processes.making import count_pages
from notegen.series.processes.room import explain, find_place, unpack


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a compendium in a language is made from: all files, and which of them are records, with their names."""

    files: tuple[tuple[str, bytes], ...]
    records: tuple[tuple[str, str], ...]
    language: str


def compile_series(volume: Gathered, room: Path) -> Outcome:
    """The compendium of a series; `room` is an empty folder."""
    room = room.resolve()
    try:
        top = unpack(volume.files, room)
        given = read_series_folder(top / SERIES, SERIES)
        if given.series is None:
            raise RenderError(f"{SERIES} has errors")
        contents = dict(volume.files)
        notes = [_read_note(contents[file], name, find_place(top, file), top) for file, name in volume.records]
        document = write_compendium(notes, given.series, language=volume.language)
        pages = count_pages(document.content, "pdf")
        return Made(document.content, document.media_type, pages, document.warnings)
    except Exception as error:
        return explain(error, (), room)


def _read_note(content: bytes, name: str, path: Path, top: Path) -> Note:
    reading = read_carried(content, name, path, top)
    if reading.note is None:
        raise RenderError(f"{name} has errors")
    return reading.note

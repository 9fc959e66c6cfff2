"""The documents of a series as a whole from all that they are made of, in whatever process one is."""

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from notegen.series.processes.jobs import Failed
from notegen.series.report import BuiltDocument


@dataclass(frozen=True, slots=True)
class Assembly:
    """What is known of a series: its own files, the abstracts of its notes as JSON, and its finished documents.

    `files` are by their paths in the series; `folder` is where its documents are, `volumes` the compendia there. What
    is wanted is the page in a language; without one, the lists that are in no language.
    """

    files: tuple[tuple[str, bytes], ...]
    abstracts: tuple[bytes, ...]
    documents: tuple[BuiltDocument, ...]
    folder: Path
    volumes: Sequence[str]
    language: str = ""


def assemble(assembly: Assembly, room: Path) -> Mapping[str, bytes] | Failed:
    """The files by name, or why there are none; `room` is the folder of this process."""
    from notegen.series.processes.room import explain

    gc.disable()  # thousands of values that all stay until the end
    try:
        return _assemble(assembly, room.resolve())
    except Exception as error:
        return explain(error, (), room.resolve())
    finally:
        gc.enable()


def _assemble(assembly: Assembly, room: Path) -> Mapping[str, bytes]:
    from notegen.errors import RenderError
    from notegen.records.series_folder import read_series_folder
    from notegen.series.folders import SERIES
    from notegen.series.processes.room import unpack
    from notegen.series.wholes.abstracts import read_abstract
    from notegen.series.wholes.documents import write_lists, write_page
    from notegen.series.wholes.register import list_lines

    top = unpack(assembly.files, room)
    given = read_series_folder(top / SERIES, SERIES)
    if given.series is None:
        raise RenderError(f"{SERIES} has errors")
    abstracts = [read_abstract(content) for content in assembly.abstracts]
    lines = list_lines(abstracts, assembly.documents, assembly.folder)
    if not assembly.language:
        return write_lists(given.series, given.names, abstracts, lines)
    return write_page(given.series, abstracts, lines, assembly.language, folder=top, volumes=assembly.volumes)

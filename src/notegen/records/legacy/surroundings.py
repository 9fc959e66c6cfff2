"""The names of the house that an old note is read with: those of the series around its record, or around itself."""

import os
from dataclasses import dataclass
from pathlib import Path

from notegen.diagnostics import Diagnostic, Severity
from notegen.intake import read_file
from notegen.languages.names import Names, builtin
from notegen.reader import MAX_BYTES
from notegen.records.legacy.blocks import whole
from notegen.records.naming import FILE, read_names
from notegen.records.series import find_series


@dataclass(frozen=True, slots=True)
class Known:
    """The tables of names, what is wrong with them, and the file that they came from, where there is one."""

    names: Names
    diagnostics: tuple[Diagnostic, ...] = ()
    file: Path | None = None


def find_names(source: Path, target: Path | None) -> Known:
    """The names for a note in the folder `source` whose record will stand in the folder `target`, if it is known.

    A record knows the names of the series that it stands in, and no others. A note that leaves its series is still
    read with the names there, and a warning says that they have to follow.
    """
    if target is None or find_series(target.resolve()):
        return _read(_beside_series(target or source))
    known = _read(_beside_series(source))
    if known.file is None:
        return known
    said = f'the names were taken from here, but the record will stand in no series: "{target}"'
    hint = f"copy {FILE} to the series of the record, or write names as they are printed"
    told = Diagnostic("names-elsewhere", said, Severity.WARNING, place=whole(str(known.file)), hint=hint)
    return Known(known.names, (*known.diagnostics, told), known.file)


def find_names_of_series(source: Path, target: Path) -> Known:
    """The names for notes in the folder `source` that become a series in `target`: its own, or those to copy there."""
    own = target / FILE
    return _read(own if own.is_file() else _beside_series(source) or _beside_series(target))


def _beside_series(folder: Path) -> Path | None:
    """The names beside the nearest `series.yaml`, under the name by which the folder was called."""
    there = folder.resolve()
    series = find_series(there)
    if series is None or not series.with_name(FILE).is_file():
        return None
    return Path(os.path.normpath(folder / os.path.relpath(series.with_name(FILE), there)))


def _read(file: Path | None) -> Known:
    if file is None:
        return Known(builtin())
    names, problems = read_names(read_file(file, MAX_BYTES), str(file))
    return Known(names, tuple(problems), file)

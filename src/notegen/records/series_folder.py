"""The folder of a series: its records, and what `series.yaml` and, beside it, `names.yaml` give to them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File
from pathlib import PurePath

from pydantic import ValidationError

from notegen.diagnostics import Diagnostic, Place, sort
from notegen.intake import read_file
from notegen.languages.names import Names, builtin
from notegen.reader import MAX_BYTES, decode, read
from notegen.records import naming
from notegen.records.origin import Origin
from notegen.records.problems import explain
from notegen.records.series import FILE, Series
from notegen.tree import Tree, first_line


@dataclass(frozen=True)
class SeriesReading:
    """What came of the files of a series; without errors `series` and `tree` are there."""

    series: Series | None
    tree: Tree | None
    names: Names
    diagnostics: tuple[Diagnostic, ...]


def read_series_folder(path: File, name: str) -> SeriesReading:
    """The series of a `series.yaml`, known to people as `name`, with the names beside it."""
    beside = path.with_name(naming.FILE)
    own = read_file(beside, MAX_BYTES) if beside.is_file() else None
    return _read(read_file(path, MAX_BYTES), name, own, str(File(name).with_name(naming.FILE)))


def may_be_record(inside: PurePath) -> bool:
    """Whether a path, counted from the folder, can be a record's: YAML, not hidden, and none of the series' own."""
    hidden = any(part.startswith(".") for part in inside.parts)
    return inside.suffix in (".yaml", ".yml") and inside.name not in (FILE, naming.FILE) and not hidden


@lru_cache(maxsize=8)
def _read(content: bytes, name: str, own_names: bytes | None, names_name: str) -> SeriesReading:
    # Every record of a series asks for the same files; their content is the key, so a change is seen.
    names, problems = naming.read_names(own_names, names_name) if own_names is not None else (builtin(), [])
    source, unreadable = decode(content, name)
    if unreadable:
        return SeriesReading(None, None, names, (*unreadable, *problems))
    tree = read(source)
    problems += tree.diagnostics
    if not isinstance(tree.data, dict):
        place = Place(source, first_line(source.text))
        missing = Diagnostic("not-a-series", "this is no series file", place=place, hint="it begins with series:")
        return SeriesReading(None, tree, names, tuple(problems or [missing]))
    try:
        series = Series.model_validate(tree.data)
    except ValidationError as error:
        problems += explain(error, Series, Origin(trees={(): (tree, ())}))
        return SeriesReading(None, tree, names, tuple(sort(problems)))
    return SeriesReading(series, tree, names, tuple(sort(problems)))

"""The names of a series: `names.yaml` beside `series.yaml` adds to the tables of names or overrides them."""

from typing import Any

from notegen.diagnostics import Diagnostic, Place
from notegen.languages.names import Names, builtin, with_overrides
from notegen.languages.rows import WrongRow
from notegen.reader import decode, read
from notegen.tree import Tree, first_line

FILE = "names.yaml"

_KINDS = ("states", "organizations")
_TRUTHS = {"true": True, "false": False}


def read_names(content: bytes, name: str) -> tuple[Names, list[Diagnostic]]:
    """The tables with those of a file over them, and what is wrong with the file.

    The file has `states:` by ISO 3166 code and `organizations:` by acronym, each with the keys of
    notegen's own tables. A row that is wrong is left out.
    """
    source, problems = decode(content, name)
    if problems:
        return builtin(), problems
    tree = read(source)
    problems = list(tree.diagnostics)
    if not isinstance(tree.data, dict) or problems:
        place = Place(source, first_line(source.text))
        hint = "write states: and organizations:, each with rows below"
        return builtin(), problems or [Diagnostic("bad-names", "this is no table of names", place=place, hint=hint)]
    names = builtin()
    for kind, rows in tree.data.items():
        names = _merge(names, kind, rows, tree, problems)
    return names, problems


def _merge(names: Names, kind: str, rows: Any, tree: Tree, problems: list[Diagnostic]) -> Names:
    if kind not in _KINDS or not isinstance(rows, dict):
        place = tree.place((kind,), key=True)
        hint = f"known here: {', '.join(_KINDS)}; each is a mapping"
        problems.append(Diagnostic("bad-names", f'"{kind}" is no table of names', path=(kind,), place=place, hint=hint))
        return names
    for key, row in rows.items():
        try:
            names = with_overrides(names, {kind: {key: _typed(row)}})
        except WrongRow as error:
            for fault in error.faults:
                path = (kind, key, *fault.path)
                place = tree.place(path, key=fault.of_key)
                problems.append(Diagnostic("bad-names", fault.message, path=path, place=place, hint=fault.hint))
    return names


def _typed(row: Any) -> Any:
    """The reader leaves every scalar as text; the tables have two that are true or false."""
    if not isinstance(row, dict):
        return row
    return {
        key: _TRUTHS.get(value, value) if isinstance(value, str) and key in ("article", "ampersand") else value
        for key, value in row.items()
    }

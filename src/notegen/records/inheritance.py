"""What a record takes over: from the records that it extends, and from its series."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any
from unicodedata import normalize

from notegen.diagnostics import Diagnostic, Path, show_name
from notegen.intake import read_file
from notegen.reader import MAX_BYTES, decode, read
from notegen.records.problems import check_root
from notegen.records.series import Series
from notegen.tree import Tree


@dataclass(slots=True)
class Merge:
    """Data put together from several texts, and which part came from which."""

    data: dict[str, Any] = field(default_factory=dict)
    trees: dict[Path, tuple[Tree, Path]] = field(default_factory=dict)

    def under(self, tree: Tree, base: Path, data: Mapping[str, Any]) -> None:
        """Take from `data`, which stands at `base` in `tree`, what is not there yet; mappings merge."""
        self._fill(self.data, data, (), tree, base)

    def _fill(self, into: dict[str, Any], data: Mapping[str, Any], path: Path, tree: Tree, base: Path) -> None:
        for key, value in data.items():
            here, there = (*path, key), (*base, key)
            if key not in into:
                into[key] = _copy(value)
                self.trees[here] = (tree, there)
            elif isinstance(into[key], dict) and isinstance(value, dict):
                self._fill(into[key], value, here, tree, there)


def _copy(value: Any) -> Any:
    return {key: _copy(item) for key, item in value.items()} if isinstance(value, dict) else value


Chain = list[tuple[Tree, File]]
"""The records that one extends, the nearest first, with their files."""


def follow_chain(
    tree: Tree, folder: File | None, bounds: File | None, path: File | None
) -> tuple[Chain, list[Diagnostic]]:
    """The records that one extends in turn, and what is wrong with them.

    They lie within `bounds`; `path` is the record's own file, which none of them may be.
    """
    chain: Chain = []
    problems: list[Diagnostic] = []
    seen = {path.resolve()} if path else set()
    while isinstance(tree.data, dict) and (name := tree.data.get("extends")) is not None:
        target, refusal = _find_extended(name, folder, bounds, seen)
        if target is None:
            place = tree.place(("extends",))
            problems.append(Diagnostic("bad-extends", refusal[0], path=("extends",), place=place, hint=refusal[1]))
            break
        seen.add(target)
        source, found = decode(read_file(target, MAX_BYTES), os.path.normpath(File(tree.source.name).parent / name))
        if found:
            problems += found
            break
        tree, folder = read(source), target.parent
        problems += [*tree.diagnostics, *check_root(tree)]
        chain.append((tree, target))
    return chain, problems


def merge_chain(merge: Merge, chain: Chain, default: str) -> None:
    """Merge a chain of records under the one that extends them; `default` is the language where none is named."""
    merge.data.pop("extends", None)
    merge.trees.pop(("extends",), None)
    records = [(tree.data, tree, file) for tree, file in chain if isinstance(tree.data, dict)]
    languages = [merge.data.get("language"), *(data.get("language") for data, _, _ in records)]
    for place in reversed(range(len(languages))):
        if languages[place] is None:
            languages[place] = languages[place + 1] if place + 1 < len(languages) else default
    for (data, tree, file), language in zip(records, languages[1:], strict=True):
        # A record in another language is the same note; in the same language it is another one.
        same = language == languages[0]
        left = {"extends", "id" if same else "revision"}
        merge.under(tree, (), {key: value for key, value in data.items() if key not in left})
        if not same:
            merge.data.setdefault("id", name_id(file))


def _find_extended(
    name: Any, folder: File | None, bounds: File | None, seen: set[File]
) -> tuple[File | None, tuple[str, str | None]]:
    """The file that a record extends, or why it may not and a hint."""
    if not isinstance(name, str):
        return None, ("the name of one file belongs here", "write extends: other-record.yaml")
    if folder is None or bounds is None:
        return None, ("only a record in a file can extend another", None)
    try:
        target = (folder / name).resolve()
        exists = target.is_file()
    except (OSError, RuntimeError):  # a name that is too long, links that lead in a circle
        return None, (f'"{name}" cannot be a file', "the path counts from this record's folder")
    if not target.is_relative_to(bounds.resolve()):
        return None, (f'"{name}" is outside the folder of the series', "a record extends one beside it")
    if target in seen:
        return None, (f'"{name}" extends this record in turn', "one of them must stand alone")
    if not exists:
        return None, (f'there is no file "{name}"', "the path counts from this record's folder")
    return target, ("", None)


def merge_series(merge: Merge, series: Series, tree: Tree) -> None:
    """Merge what the series gives under the record."""
    merge.under(tree, ("defaults",), series.defaults)
    merge.data.setdefault("language", series.languages[0])
    _apply_disclaimer(merge, series, tree)
    if series.series.contact and "contact" not in merge.data:
        merge.under(tree, ("series",), {"contact": series.series.contact.model_dump(exclude_none=True)})


def _apply_disclaimer(merge: Merge, series: Series, tree: Tree) -> None:
    language = merge.data["language"]
    given = merge.data.get("disclaimer")
    if given is None and isinstance(language, str) and language in series.disclaimer.text:
        merge.data["disclaimer"] = {"text": series.disclaimer.text[language]}
        merge.trees["disclaimer",] = (tree, ("disclaimer", "text", language))
    elif isinstance(given, str):
        merge.data["disclaimer"] = {"text": given}
    if isinstance(merge.data.get("disclaimer"), dict):
        merge.data["disclaimer"].setdefault("mark", series.disclaimer.mark)


def name_id(path: File) -> str:
    """The id that a record has by its file's name."""
    # macOS hands names out decomposed, and a letter with a loose accent is no letter.
    name = path.name.removesuffix(".yaml").removesuffix(".yml").replace(" ", "-")
    shown = show_name(name)
    # What is no text in a name stands as its number, without the backslash, which no id has.
    return normalize("NFC", name if shown == name else shown.replace("\\", "-"))

"""Data that a text holds beside data that it is to hold: what is the same, what has moved, what is new."""

import json
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from notegen.diagnostics import Path


def drop_empty(value: Any) -> Any:
    """The data without keys that have no value, as the reader gives it."""
    if isinstance(value, Mapping):
        return {key: drop_empty(item) for key, item in value.items() if item is not None}
    return [drop_empty(item) for item in value] if isinstance(value, list | tuple) else value


def align_items(old: list[Any], wanted: list[Any]) -> tuple[dict[int, int], dict[int, int]]:
    """For each wanted item that has one, the old item that it stays or becomes, and the one that moves there."""
    ours, theirs = [write_mark(item) for item in old], [write_mark(item) for item in wanted]
    if len(old) == len(wanted) and sum(map(str.__ne__, ours, theirs)) == 1:
        return {i: i for i in range(len(old))}, {}
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    stays = {j1 + k: i1 + k for tag, i1, i2, j1, _ in blocks if tag == "equal" for k in range(i2 - i1)}
    left = [i for i in range(len(old)) if i not in stays.values()]
    moved: dict[int, int] = {}
    for j in (j for j in range(len(wanted)) if j not in stays):
        same = next((i for i in left if ours[i] == theirs[j]), None)
        if same is not None:
            moved[j] = same
            left.remove(same)
    for tag, i1, i2, j1, j2 in blocks:
        if tag == "replace":
            changed = [j for j in range(j1, j2) if j not in moved]
            stays |= dict(zip(changed, (i for i in range(i1, i2) if i in left), strict=False))
    return stays, moved


def find_kept(old: Any, wanted: Any) -> list[Any]:
    """The keys or positions of a collection, when none of them is taken out and all that is new comes last."""
    if isinstance(old, dict) and isinstance(wanted, Mapping):
        return list(old) if old.keys() <= drop_empty(wanted).keys() else []
    if isinstance(old, list) and isinstance(wanted, list | tuple):
        same = len(old) == len(wanted) or wanted[: len(old)] == old
        return list(range(len(old))) if same else []
    return []


def write_mark(item: Any) -> str:
    """A text that is the same for items that say the same."""
    return json.dumps(drop_empty(item), sort_keys=True)


def find_data(data: Any, path: Path) -> Any:
    """The value at the path, None where there is none."""
    for step in path:
        if isinstance(data, dict) and step not in data:
            return None
        data = data[step]
    return data

"""Objects of a PDF in the shapes that they may stand in: one or an array of them, names in a tree."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Array

_MAX_NAMES = 100_000


def list_items(value: Any) -> list[Any]:
    """What stands alone, in an array, or not at all."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def read_names(tree: Any, called: str) -> Iterator[tuple[Any, Any]]:
    """The names of a tree (ISO 32000-1, 7.9.6) and what they stand for; ValueError for a tree that does not end.

    `called` is the tree in the message. pikepdf's own walk through a tree in a circle goes round and round.
    """
    nodes = [] if tree is None else [tree]
    seen: set[tuple[int, int]] = set()
    count = 0
    while nodes:
        node = nodes.pop()
        if node.is_indirect and node.objgen in seen:
            raise ValueError(f"{called} go round in a circle")
        seen.add(node.objgen)
        nodes += list(node.get("/Kids", ()))
        leaves = list(node.get("/Names", ()))
        count += len(leaves)
        if count > _MAX_NAMES:
            raise ValueError(f"{called} are without end")
        yield from zip(leaves[::2], leaves[1::2], strict=False)

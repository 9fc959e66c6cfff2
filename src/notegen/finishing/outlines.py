"""The bookmarks of one document, put into the outline of another (ISO 32000-1, 12.3.3)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Dictionary, String

from notegen.finishing.destinations import Destinations, Target

MAX_ENTRIES = 5_000
_MAX_DEPTH = 40
_NO_TITLE = "–"


@dataclass(slots=True)
class Entry:
    """A bookmark: its title, where it leads, if that can be reached, and those below it."""

    title: str
    target: Target | None
    entries: "list[Entry]" = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The bookmarks of a document, how many of them lead nowhere that can be reached, and whether some are left out."""

    entries: list[Entry] = field(default_factory=list)
    lost: int = 0
    cut: bool = False


def read_outline(document: pikepdf.Pdf) -> Outline:
    """The outline of a document; what goes round in a circle, or is too much, is left out."""
    destinations, outline = Destinations(document), Outline()
    seen: set[tuple[int, int]] = set()

    def read(parent: Any, depth: int) -> Iterator[Entry]:
        for item in _items(parent, seen):
            outline.cut = outline.cut or depth > _MAX_DEPTH or len(seen) > MAX_ENTRIES
            if outline.cut:
                return
            target = destinations.find(item)
            outline.lost += target is None and ("/A" in item or "/Dest" in item)
            entry = Entry(" ".join(str(item.get("/Title", "")).split()) or _NO_TITLE, target)
            entry.entries = list(read(item, depth + 1))
            yield entry

    outline.entries += read(document.Root.get("/Outlines", Dictionary()), 0)
    return outline


def hang_entries(
    document: pikepdf.Pdf, page: pikepdf.Page, entries: Sequence[Entry], goes: Callable[[Target], Dictionary]
) -> None:
    """Put bookmarks below the one that leads to a page, closed; `goes` says how a target is reached now."""
    own = _find_item(document, page)
    if own is None or not entries:
        return
    own.Count = -_write(document, own, entries, goes)


def _find_item(document: pikepdf.Pdf, page: pikepdf.Page) -> Any:
    """The last and deepest bookmark that leads to a page."""
    destinations, found = Destinations(document), None
    stack, seen = [document.Root.get("/Outlines", Dictionary())], set[tuple[int, int]]()
    while stack:
        for item in _items(stack.pop(), seen):
            target = destinations.find(item)
            found = item if target and target.page == page.obj.objgen else found
            stack.append(item)
    return found


def _items(parent: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:
    item = parent.get("/First")
    while (
        isinstance(item, Dictionary) and (not item.is_indirect or item.objgen not in seen) and len(seen) <= MAX_ENTRIES
    ):
        seen.add(item.objgen)
        yield item
        item = item.get("/Next")


def _write(document: pikepdf.Pdf, parent: Any, entries: Sequence[Entry], goes: Callable[[Target], Dictionary]) -> int:
    """Chain the entries below their parent, all of them closed; how many there are."""
    made: list[Any] = []
    for entry in entries:
        item: Any = document.make_indirect(Dictionary(Title=String(entry.title), Parent=parent))
        if entry.target:
            item.update(goes(entry.target))
        if entry.entries:
            item.Count = -_write(document, item, entry.entries, goes)
        if made:
            item.Prev, made[-1].Next = made[-1], item
        made.append(item)
    parent.First, parent.Last = made[0], made[-1]
    return len(made)

"""Where links and bookmarks of a document lead: to a page of it, to an address, or out of reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from notegen.finishing.objects import read_names

_UNSAFE = re.compile(r"\s*(?:javascript|vbscript):", re.IGNORECASE)
# What stands where in an explicit destination (ISO 32000-1, table 151): left edge and top edge.
_EDGES = {
    "/XYZ": (2, 3),
    "/FitR": (2, 5),
    "/FitH": (None, 2),
    "/FitBH": (None, 2),
    "/FitV": (2, None),
    "/FitBV": (2, None),
}


@dataclass(frozen=True, slots=True)
class Target:
    """An address outside of the document, or a page by the object that it is.

    `left` and `top` are the place on the page in its own coordinates, None where none is named.
    """

    address: str = ""
    page: tuple[int, int] = (0, 0)
    left: float | None = None
    top: float | None = None


class Destinations:
    """The pages and named places of a document."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._pages = [page.obj.objgen for page in document.pages]
        self._named = dict(_read_names(document.Root))

    def find(self, holder: Any) -> Target | None:
        """Where a link or a bookmark leads; None where to no page and no address."""
        action = holder.get("/A")
        if not isinstance(action, Dictionary):
            return self._resolve(holder.get("/Dest"))
        kind = action.get("/S")
        if kind == "/GoTo":
            return self._resolve(action.get("/D"))
        address = str(action.get("/URI", "")) if kind == "/URI" else ""
        return Target(address) if address and not _UNSAFE.match(address) else None

    def number(self, target: Target) -> int:
        """The number of the page that a target is on, from 1."""
        return self._pages.index(target.page) + 1

    def _resolve(self, place: Any) -> Target | None:
        if isinstance(place, Name | String):
            place = self._named.get(_key(place))
        if isinstance(place, Dictionary):
            place = place.get("/D")
        if not isinstance(place, Array) or not len(place):
            return None
        page = self._find_page(place[0])
        if page is None:
            return None
        left, top = _EDGES.get(str(place[1]) if len(place) > 1 else "", (None, None))
        return Target(page=page, left=_number(place, left), top=_number(place, top))

    def _find_page(self, page: Any) -> tuple[int, int] | None:
        if isinstance(page, Dictionary):
            return page.objgen if page.objgen in self._pages else None
        if isinstance(page, int) and 0 <= page < len(self._pages):  # some programs count, though none should
            return self._pages[page]
        return None


def _read_names(root: Any) -> Iterator[tuple[str | bytes, Any]]:
    """The named places of a document, those of either table; ValueError for a tree that does not end."""
    old: Any = root.get("/Dests", Dictionary())
    yield from old.items()
    tree = root.get("/Names", Dictionary()).get("/Dests")
    yield from ((_key(name), place) for name, place in read_names(tree, "its named places"))


def _key(name: Any) -> str | bytes:
    return bytes(name) if isinstance(name, String) else str(name)


def _number(place: Any, at: int | None) -> float | None:
    try:
        return None if at is None or place[at] is None else float(place[at])
    except (IndexError, TypeError, ValueError):
        return None

"""The structure tree of a document that others are put into (ISO 32000-1, 14.7)."""

from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from notegen.finishing.objects import list_items


class Structure:
    """The structure of the document that others are put into; `write` ends the work."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document = document
        self._root: Any = document.Root.StructTreeRoot
        numbers = list(self._root.ParentTree.Nums)
        self._parents: dict[int, Any] = {
            int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)
        }
        names = list(self._root.IDTree.Names) if "/IDTree" in self._root else []
        self._ids: dict[bytes, Any] = {bytes(key): value for key, value in zip(names[::2], names[1::2], strict=True)}

    def write(self) -> None:
        """Put the changed tables back."""
        self._root.ParentTree.Nums = Array(
            [item for key in sorted(self._parents) for item in (key, self._parents[key])]
        )
        self._root.ParentTreeNextKey = max(self._parents, default=-1) + 1
        if self._ids:
            names = [item for key in sorted(self._ids) for item in (String(key), self._ids[key])]
            self._root.IDTree = Dictionary(Names=Array(names))

    def add_parents(self, value: Any) -> int:
        """The key under which an element, or the elements of a content, are found."""
        key = max(self._parents, default=-1) + 1
        self._parents[key] = value
        return key

    def add_id(self, name: bytes, element: Any) -> None:
        """Make an element found by its id."""
        self._ids[name] = element

    def free_slot(self, links: list[Any]) -> "Slot":
        """Take the elements of the links away; the place where the first one was."""
        slot: Slot | None = None
        for link in links:
            element = self._parents.pop(int(link.StructParent))
            parent = element.P
            at = _take_out(parent, element)
            if parent.S != Name.P:
                slot = slot or Slot(parent, at)
            elif not list_kids(parent):  # it was a paragraph of nothing but links
                slot = slot or Slot(parent.P, _take_out(parent.P, parent))
        assert slot is not None, "places stand by themselves"
        return slot

    def next_number(self, page: pikepdf.Page) -> int:
        """The number that the next marked content of a page takes."""
        return len(self._parents[int(page.obj.StructParents)])

    def describe_page(self, page: pikepdf.Page, words: str, box: pikepdf.Rectangle) -> Any:
        """A figure for a page without structure, whose content has the next number of the page."""
        number = self.next_number(page)
        figure = self.document.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Figure,
                Alt=String(words),
                Pg=page.obj,
                K=number,
                A=Dictionary(
                    O=Name.Layout,
                    BBox=Array([round(edge, 3) for edge in (box.llx, box.lly, box.urx, box.ury)]),
                    Placement=Name.Block,
                ),
            )
        )
        self._parents[int(page.obj.StructParents)].append(figure)
        return figure

    def describe_link(self, page: Any, annotation: Any) -> Any:
        """An element for a link on a page of which no structure tells."""
        link = self.document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, Pg=page))
        link.K = Dictionary(Type=Name.OBJR, Obj=annotation)
        annotation.StructParent = self.add_parents(link)
        return link


@dataclass(slots=True)
class Slot:
    """A place among the kids of an element."""

    parent: Any
    at: int

    def append(self, element: Any) -> None:
        """Put an element there, after those that were put before it."""
        element.P = self.parent
        kids = list_kids(self.parent)
        kids.insert(self.at, element)
        self.parent.K = Array(kids)
        self.at += 1


def list_kids(element: Any) -> list[Any]:
    """What is in an element, or in the tree itself."""
    return list_items(element.get("/K"))


def _take_out(parent: Any, element: Any) -> int:
    """Take a kid out of an element; the position where it was."""
    kids = list_kids(parent)
    at = next(i for i, kid in enumerate(kids) if _is_same(kid, element))
    del kids[at]
    parent.K = Array(kids)
    return at


def _is_same(kid: Any, element: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.is_indirect and kid.objgen == element.objgen

"""The structure of one document put into that of another (ISO 32000-1, 14.7)."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from notegen.finishing.links import Stands
from notegen.finishing.objects import list_items
from notegen.finishing.structures import Structure, list_kids

_MAX_DEPTH = 100
_STANDARD = frozenset(
    [
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"),
        *("Private", "P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD"),
        *("THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"),
        *("Figure", "Formula", "Form"),
    ]
)
# Below the heading of the annex, which is the second level.
_DEMOTED = {"Document": "Part", "H": "H3", "H1": "H3", "H2": "H4", "H3": "H5", "H4": "H6", "H5": "H6", "H6": "H6"}


@dataclass(frozen=True, slots=True)
class Graft:
    """A tagged document on its way. `key` keeps its ids apart.

    By the objects that they were: `stands` has its pages, `painted` the numbers of the marked content on them,
    `annotations` its links.
    """

    key: str
    source: pikepdf.Pdf
    stands: Stands
    painted: Mapping[tuple[int, int], Set[int]]
    annotations: Mapping[tuple[int, int], Any]


def is_graftable(source: pikepdf.Pdf) -> bool:
    """Whether a document is tagged, in a way that can be put into another."""
    root: Any = source.Root
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        return False
    stack = [(kid, 0) for kid in list_kids(root.StructTreeRoot)]
    seen: set[tuple[int, int]] = set()
    while stack:
        element, depth = stack.pop()
        if not isinstance(element, Dictionary):
            continue
        if depth > _MAX_DEPTH or "/Stm" in element or (element.is_indirect and element.objgen in seen):
            return False
        if "/S" in element:
            seen.add(element.objgen)
            stack += [(kid, depth + 1) for kid in list_kids(element)]
    return bool(seen)


def graft(structure: Structure, moved: Graft) -> Any:
    """The structure of an annex as one element of the document, its content and links where they have gone."""
    return _Grafter(structure, moved).graft()


class _Grafter:
    def __init__(self, structure: Structure, moved: Graft) -> None:
        self._structure = structure
        self._moved = moved
        root: Any = moved.source.Root
        self._tree = root.StructTreeRoot
        self._language = str(root.get("/Lang", ""))
        self._owners: dict[tuple[int, int], list[Any]] = {page: [] for page in moved.stands}
        self._seen: set[tuple[int, int]] = set()

    def graft(self) -> Any:
        top = self._structure.document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect))
        if self._language:
            top.Lang = String(self._language)
        top.K = Array([self._copy(kid, top, None, 0) for kid in list_kids(self._tree)])
        for page, stand in self._moved.stands.items():
            stand.form.StructParents = self._structure.add_parents(Array(self._owners[page]))
        return top

    def _copy(self, element: Any, parent: Any, page: Any, depth: int) -> Any:
        if depth > _MAX_DEPTH or (element.is_indirect and element.objgen in self._seen):
            raise ValueError("its structure has no end")
        self._seen.add(element.objgen)
        page = element.get("/Pg", page)
        new = self._structure.document.make_indirect(
            Dictionary(Type=Name.StructElem, S=self._role(element.S), P=parent)
        )
        for key in ("/T", "/Lang", "/Alt", "/ActualText", "/E"):
            if key in element:
                new[key] = String(str(element[key]))
        if "/ID" in element:
            name = self._name(bytes(element.ID))
            new.ID = String(name)
            self._structure.add_id(name, new)
        attributes = [self._attribute(entry) for entry in self._attributes(element)]
        if attributes:
            new.A = attributes[0] if len(attributes) == 1 else Array(attributes)
        kids = [made for kid in list_kids(element) if (made := self._kid(kid, new, page, depth)) is not None]
        if kids:
            new.K = Array(kids)
        goes = any(isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR" for kid in kids)
        if new.S == "/Link" and not goes:
            new.S = Name.Span  # it led out of reach
        return new

    def _kid(self, kid: Any, new: Any, page: Any, depth: int) -> Any:
        if isinstance(kid, Dictionary) and "/S" in kid:
            return self._copy(kid, new, page, depth + 1)
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR":
            return self._reference(kid, new)
        if isinstance(kid, Dictionary):
            if "/Stm" in kid:
                raise ValueError("its structure reaches into forms")
            page, kid = kid.get("/Pg", page), kid.MCID
        if page is None or page.objgen not in self._moved.stands:
            return None
        number = int(kid)
        if number not in self._moved.painted[page.objgen]:
            return None  # the page has no such content
        stand, owners = self._moved.stands[page.objgen], self._owners[page.objgen]
        owners += [None] * (number + 1 - len(owners))
        owners[number] = new
        return Dictionary(Type=Name.MCR, Pg=stand.page, Stm=stand.form, MCID=number)

    def _reference(self, kid: Any, new: Any) -> Any:
        annotation = self._moved.annotations.get(kid.Obj.objgen)
        if annotation is None:
            return None  # a link that leads nowhere now
        annotation.StructParent = self._structure.add_parents(new)
        return Dictionary(Type=Name.OBJR, Obj=annotation)

    def _role(self, role: Any) -> Name:
        """A standard role, by the annex's own table of roles."""
        roles = self._tree.get("/RoleMap", Dictionary())
        name = str(role)[1:]
        for _ in range(_MAX_DEPTH):
            if name in _STANDARD or name == "H" or f"/{name}" not in roles:
                break
            name = str(roles[f"/{name}"])[1:]
        name = _DEMOTED.get(name, name)
        return Name(f"/{name if name in _STANDARD else 'Span'}")

    def _attributes(self, element: Any) -> Iterator[Any]:
        classes = self._tree.get("/ClassMap", Dictionary())
        for name in list_items(element.get("/C")):
            if isinstance(name, Name) and name in classes:
                yield from (entry for entry in list_items(classes[name]) if isinstance(entry, Dictionary))
        yield from (entry for entry in list_items(element.get("/A")) if isinstance(entry, Dictionary))

    def _attribute(self, entry: Any) -> Any:
        made: Any = self._structure.document.copy_foreign(self._moved.source.make_indirect(Dictionary(entry)))
        if "/Headers" in made:
            made.Headers = Array([String(self._name(bytes(header))) for header in made.Headers])
        return made

    def _name(self, name: bytes) -> bytes:
        return f"annex-{self._moved.key}-".encode() + name

"""Writes a structure into a PDF: structure elements, parent tree, artifacts and link annotations."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pydyf

from notegen.errors import RenderError
from notegen.formats.pdf.attachments import name_key
from notegen.formats.pdf.structure import roles, tables
from notegen.formats.pdf.structure.parts import Annotation, Mark, Page, Part, Structure

_POINTS_PER_PIXEL = 0.75
_ESCAPED = re.compile(rb"[()\\]")


def write_structure(pdf: Any, structure: Structure, pages: Sequence[Page]) -> None:
    """Replace the structure tree of a document by this one."""
    _Writer(pdf, pages).write(structure)
    _drop(pdf, structure.dropped)
    _retitle(pdf, structure.root)


class _Writer:
    def __init__(self, pdf: Any, pages: Sequence[Page]) -> None:
        self._pdf = pdf
        self._references = pdf.page_references
        self._owners: list[list[bytes]] = [[b"null"] * len(page.marks) for page in pages]
        self._annotations: list[bytes] = []
        self._identifiers: dict[str, bytes] = {}
        self._cells = 0

    def write(self, structure: Structure) -> None:
        root = self._pdf.objects[_number(self._pdf.catalog["StructTreeRoot"])]
        numbers = self._pdf.objects[_number(root["ParentTree"])]
        # The two parts that WeasyPrint has made for its own, now empty, tree are used again.
        document = self._pdf.objects[_number(root["K"][0])]
        self._fill(document, structure.root, root.reference, "")
        entries = [pydyf.Array(owners) for owners in self._owners] + self._annotations
        numbers["Nums"] = pydyf.Array(item for pair in enumerate(entries) for item in pair)
        root["ParentTreeNextKey"] = len(entries)
        if self._identifiers:
            names = [
                item
                for key in sorted(self._identifiers, key=name_key)
                for item in (pydyf.String(key), self._identifiers[key])
            ]
            root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})

    def _add(self, part: Part, parent: bytes, language: str) -> bytes:
        element = pydyf.Dictionary({"S": f"/{part.role}"})
        self._pdf.add_object(element)
        self._fill(element, part, parent, language)
        reference: bytes = element.reference
        return reference

    def _fill(self, element: Any, part: Part, parent: bytes, language: str) -> None:
        element["P"] = parent
        self._describe(element, part, language)
        if part.role == "Table":
            self._cells += 1
            tables.associate(part, f"t{self._cells}")
        home = next((kid.page for kid in part.kids if not isinstance(kid, Part)), None)
        if home is not None:
            element["Pg"] = self._references[home]
        kids = [self._kid(kid, home, element.reference, part) for kid in part.kids]
        element["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)

    def _kid(self, kid: Part | Mark | Annotation, home: int | None, reference: bytes, part: Part) -> Any:
        if isinstance(kid, Part):
            return self._add(kid, reference, part.language)
        if isinstance(kid, Annotation):
            return self._annotate(kid, reference, part)
        owners = self._owners[kid.page]
        owners += [b"null"] * (kid.number + 1 - len(owners))  # the numbers of hyphens come after all others
        owners[kid.number] = reference
        if kid.page == home:
            return kid.number
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self._references[kid.page], "MCID": kid.number})

    def _annotate(self, annotation: Annotation, reference: bytes, part: Part) -> Any:
        target = annotation.object
        target["StructParent"] = len(self._owners) + len(self._annotations)
        target["Contents"] = pydyf.String(_spoken(part))
        target["F"] = 4
        if str(target.get("A", {}).get("URI", pydyf.String()).string).startswith("file:"):
            raise RenderError(f'the link "{part.text}" goes to a file of this computer')
        self._annotations.append(reference)
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": target.reference, "Pg": self._references[annotation.page]})

    def _describe(self, element: Any, part: Part, language: str) -> None:
        if part.language and part.language != language and part.role != "Document":
            element["Lang"] = pydyf.String(part.language)
        attributes = list(_attributes(part))
        if attributes:
            element["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)
        if part.actual is not None:
            element["ActualText"] = _text_string(part.actual)
        if part.identifier:
            element["ID"] = pydyf.String(part.identifier)
            self._identifiers[part.identifier] = element.reference
        if part.element is None:
            return
        if part.role == "Figure":
            element["Alt"] = pydyf.String(roles.alternative(part.element))
        elif part.role == "Span" and part.element.tag == "abbr":
            element["E"] = pydyf.String(part.element.get("title"))
        elif part.element.tag in roles.DECORATIONS and (alternative := _tell_decoration(part)):
            element["Alt"] = pydyf.String(alternative)


def _attributes(part: Part) -> Iterator[Any]:
    if part.role == "L":
        yield pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{part.numbering or 'None'}"})
    elif part.role in ("TH", "TD"):
        table = tables.attributes(part)
        if table:
            yield pydyf.Dictionary({"O": "/Table", **table})
    elif part.role == "Span" and part.element is not None and part.element.tag in roles.DECORATIONS:
        yield pydyf.Dictionary({"O": "/Layout", "TextDecorationType": f"/{roles.DECORATIONS[part.element.tag]}"})
    elif part.role == "Figure" and part.page is not None:
        left, top = part.box.content_box_x(), part.page.height - part.box.content_box_y()
        corners = (left, top - part.box.height, left + part.box.width, top)
        yield pydyf.Dictionary(
            {"O": "/Layout", "BBox": pydyf.Array(round(corner * _POINTS_PER_PIXEL, 3) for corner in corners)}
        )


def _tell_decoration(part: Part) -> str:
    """Text that is inserted or deleted, with a word for that; "" where more than text is in it."""
    said = part.element.get("title") if part.element is not None else ""
    words = " ".join(part.text.split())
    alone = all(inner.role == "Span" and not any(inner.parts()) for inner in part.parts())
    return f"{said}: {words}" if said and words and alone else ""


def _text_string(text: str) -> bytes:
    """A text in UTF-16BE as it stands in a file: bytes, which are half as long as pydyf's hexadecimal digits."""
    return b"(" + _ESCAPED.sub(rb"\\\g<0>", b"\xfe\xff" + text.encode("utf-16-be")).replace(b"\r", b"\\r") + b")"


def _spoken(part: Part) -> str:
    """What is said of a link: its title, the text or the picture that is clicked, or else where it leads."""
    element = part.element
    title = (element.get("title") or element.get("aria-label")) if element is not None else ""
    figures = (kid.element for kid in part.parts() if kid.role == "Figure")
    pictures = " ".join(roles.alternative(figure) for figure in figures if figure is not None).strip()
    address = element.get("href") if element is not None else ""
    return title or " ".join(part.text.split()) or pictures or address or ""


def _drop(pdf: Any, annotations: Sequence[Annotation]) -> None:
    for annotation in annotations:
        page = pdf.objects[pdf.pages["Kids"][annotation.page * 3]]
        page["Annots"].remove(annotation.object.reference)
        if not page["Annots"]:
            del page["Annots"]
        # An object that nothing refers to; it cannot be taken out, pydyf counts on its place.
        annotation.object.clear()


def _retitle(pdf: Any, root: Part) -> None:
    """Take the numbers of notes out of the outline's titles, where they would read as part of the words."""
    titles = {}
    for heading in _headings(root):
        words = "".join(mark.text for mark in heading.marks(but="Reference"))
        titles[" ".join(heading.text.split())] = " ".join(words.split())
    for entry in pdf.objects if titles else ():
        if isinstance(entry, dict) and "Title" in entry and "Dest" in entry:
            title = " ".join(entry["Title"].string.split())
            entry["Title"] = pydyf.String(titles.get(title, title))


def _headings(part: Part) -> Iterator[Part]:
    """The headings that hold a reference to a note."""
    for kid in part.parts():
        if kid.role not in roles.HEADINGS:
            yield from _headings(kid)
        elif any(inner.role == "Reference" for inner in kid.parts()):
            yield kid


def _number(reference: bytes) -> int:
    return int(reference.split()[0])

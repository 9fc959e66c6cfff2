"""Puts the pages of annexes into a document, each where a link `annex:KEY/PAGE` keeps a place for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from notegen.errors import FinishingError
from notegen.finishing.annexes import has_forms
from notegen.finishing.attachments import write
from notegen.finishing.grafting import Graft, Structure, graft, is_graftable
from notegen.finishing.opening import open_pdf

_PLACE = re.compile(r"annex:([^/]+)/(\d+)")
TOOL = f"qpdf {pikepdf.__libqpdf_version__}"
"""What writes a joined document, with its version."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page goes: the page that waits for it, the link that keeps the place, and its structure element."""

    number: int
    page: pikepdf.Page
    link: Any


def join(pdf: bytes, annexes: Mapping[str, bytes]) -> bytes:
    """The document with the pages of the annexes in their places, by the keys of the links; the same each time.

    A page is made smaller when it is larger than its place. The structure of an annex that is tagged goes into
    that of the document; a page without one becomes a figure that is called what the link says. FinishingError
    when one of them cannot be read, or does not fit.
    """
    with open_pdf(pdf) as document:
        structure = Structure(document)
        places = _find_places(document)
        for key in sorted(places):
            if key not in annexes:
                raise FinishingError(f"there is no annex {key}")
            try:
                with open_pdf(annexes[key]) as annex:
                    _join(document, structure, annex, places[key], key)
            except FinishingError as error:
                raise FinishingError(f"annex {key} cannot follow: {error}") from error
        structure.write()
        return write(document)


def _find_places(document: pikepdf.Pdf) -> dict[str, list[_Place]]:
    places: dict[str, list[_Place]] = {}
    for page in document.pages:
        for link in list(_annotations(page)):
            match = _PLACE.fullmatch(str(link.A.get("/URI", "")) if "/A" in link else "")
            if match:
                places.setdefault(match[1], []).append(_Place(int(match[2]), page, link))
    return places


def _annotations(page: pikepdf.Page) -> Iterator[Any]:
    annotations: Any = page.obj.get("/Annots", ())
    yield from annotations


def _join(document: pikepdf.Pdf, structure: Structure, annex: pikepdf.Pdf, places: list[_Place], key: str) -> None:
    if has_forms(annex):
        annex.generate_appearance_streams()
        annex.flatten_annotations()
    tagged = is_graftable(annex)
    places.sort(key=lambda place: place.number)
    slot = structure.free_slot([place.link for place in places])
    moved = Graft(key, annex, {}, {})
    for place in places:
        source = annex.pages[place.number - 1]
        form = document.copy_foreign(source.as_form_xobject())
        matrix = _paint(place, form, tagged=tagged, number=None if tagged else structure.next_number(place.page))
        if tagged:
            moved.forms[source.obj.objgen] = (place.page.obj, form)
            moved.annotations.update(_copy_links(document, source, place.page, matrix))
        else:
            slot.append(structure.describe_page(place.page, str(place.link.Contents), _box(place.link.Rect)))
        _remove_link(place)
    if tagged:
        slot.append(graft(structure, moved))


def _paint(place: _Place, form: Any, *, tagged: bool, number: int | None) -> pikepdf.Matrix:
    """Draw the form in the place; the matrix that takes its coordinates to those of the page."""
    page = place.page
    # Pages share their resources, so the name is like no other; without one it would get one by chance.
    address = str(place.link.A.URI).removeprefix("annex:").replace("/", ".")
    name = page.add_resource(form, Name.XObject, Name(f"/Annex{address}"))
    drawn = page.calc_form_xobject_placement(form, name, _box(place.link.Rect), invert_transformations=False)
    head = b"" if tagged else b"/Figure <</MCID %d>> BDC\n" % (number or 0)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + head + drawn + (b"" if tagged else b"\nEMC\n"))
    numbers = re.search(rb"([-\d. ]+) cm", drawn)
    assert numbers is not None, drawn
    matrix = pikepdf.Matrix(*map(float, numbers[1].split()))
    inner = form.get("/Matrix")
    return pikepdf.Matrix(*(float(number) for number in inner)) @ matrix if inner is not None else matrix


def _box(rectangle: Any) -> pikepdf.Rectangle:
    """A rectangle of a PDF, whichever of its corners it names first."""
    left, right = sorted((float(rectangle[0]), float(rectangle[2])))
    bottom, top = sorted((float(rectangle[1]), float(rectangle[3])))
    return pikepdf.Rectangle(left, bottom, right, top)


def _copy_links(
    document: pikepdf.Pdf, source: pikepdf.Page, page: pikepdf.Page, matrix: pikepdf.Matrix
) -> dict[tuple[int, int], Any]:
    """The links of a page to addresses outside, on the page where it went, by the objects that they were."""
    copied: dict[tuple[int, int], Any] = {}
    for link in _annotations(source):
        action = link.get("/A", Dictionary())
        if link.get("/Subtype") != "/Link" or action.get("/S") != "/URI":
            continue
        box = matrix.transform(_box(link.Rect))
        new = document.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([box.llx, box.lly, box.urx, box.ury]),
                Border=Array([0, 0, 0]),
                F=4,
                Contents=pikepdf.String(str(link.get("/Contents", action.URI))),
                A=Dictionary(Type=Name.Action, S=Name.URI, URI=pikepdf.String(str(action.URI))),
            )
        )
        page.obj.Annots.append(new)
        copied[link.objgen] = new
    return copied


def _remove_link(place: _Place) -> None:
    kept = [link for link in _annotations(place.page) if link.objgen != place.link.objgen]
    if kept:
        place.page.obj.Annots = Array(kept)
    else:
        del place.page.obj.Annots

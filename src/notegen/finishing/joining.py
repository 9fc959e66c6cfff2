"""Puts the pages of annexes into a document, each where a link `annex:KEY/PAGE` keeps a place for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Name

from notegen.errors import FinishingError
from notegen.finishing.annexes import has_forms
from notegen.finishing.attachments import write
from notegen.finishing.content import read_page
from notegen.finishing.fitting import read_pages
from notegen.finishing.grafting import Graft, graft, is_graftable
from notegen.finishing.links import Stand, copy_links, reach, to_box
from notegen.finishing.opening import open_pdf
from notegen.finishing.outlines import hang_entries, read_outline
from notegen.finishing.structures import Structure

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
        read_pages(annex)  # what became a part of them was not looked at before
    tagged = is_graftable(annex)
    places.sort(key=lambda place: place.number)
    slot = structure.free_slot([place.link for place in places])
    stands = {}
    for place in places:
        source = annex.pages[place.number - 1]
        form = document.copy_foreign(source.as_form_xobject())
        matrix = _paint(place, form, tagged=tagged, number=None if tagged else structure.next_number(place.page))
        words = str(place.link.Contents)
        stands[source.obj.objgen] = Stand(place.page.obj, form, matrix, words, to_box(source.trimbox))
        _remove_link(place)
    links = list(copy_links(document, annex, stands))
    if tagged:
        painted = {page.obj.objgen: read_page(page).marked.keys() for page in annex.pages}
        annotations = {link.objgen: copy for link, copy, _ in links if link.is_indirect}
        slot.append(graft(structure, Graft(key, annex, stands, painted, annotations)))
    for place in () if tagged else places:
        slot.append(structure.describe_page(place.page, str(place.link.Contents), to_box(place.link.Rect)))
        for _, copy, stand in links:
            if stand.page.objgen == place.page.obj.objgen:
                slot.append(structure.describe_link(stand.page, copy))
    for _, copy, stand in links if tagged else ():
        if "/StructParent" not in copy:  # no structure of the annex told of it
            slot.append(structure.describe_link(stand.page, copy))
    hang_entries(document, places[0].page, read_outline(annex).entries, lambda target: reach(target, stands))


def _paint(place: _Place, form: Any, *, tagged: bool, number: int | None) -> pikepdf.Matrix:
    """Draw the form in the place; the matrix that takes its coordinates to those of the page."""
    page = place.page
    # Pages share their resources, so the name is like no other; without one it would get one by chance.
    address = str(place.link.A.URI).removeprefix("annex:").replace("/", ".")
    name = page.add_resource(form, Name.XObject, Name(f"/Annex{address}"))
    drawn = page.calc_form_xobject_placement(form, name, to_box(place.link.Rect), invert_transformations=False)
    head = b"" if tagged else b"/Figure <</MCID %d>> BDC\n" % (number or 0)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + head + drawn + (b"" if tagged else b"\nEMC\n"))
    numbers = re.search(rb"([-\d. ]+) cm", drawn)
    assert numbers is not None, drawn
    matrix = pikepdf.Matrix(*map(float, numbers[1].split()))
    inner = form.get("/Matrix")
    return pikepdf.Matrix(*(float(number) for number in inner)) @ matrix if inner is not None else matrix


def _remove_link(place: _Place) -> None:
    kept = [link for link in _annotations(place.page) if link.objgen != place.link.objgen]
    if kept:
        place.page.obj.Annots = Array(kept)
    else:
        del place.page.obj.Annots

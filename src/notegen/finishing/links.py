"""The links of an annex, on the pages of the document that it went into."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from notegen.finishing.destinations import Destinations, Target

_PRINTED = 4
_CORNERS = 8


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a page of an annex is now: the page, the form that is drawn on it, and how it is called there.

    `matrix` takes the coordinates that the page had to those of the new one.
    """

    page: Any
    form: Any
    matrix: pikepdf.Matrix
    words: str
    box: pikepdf.Rectangle


Stands = Mapping[tuple[int, int], Stand]
"""The pages of an annex by the objects that they were."""


def list_links(page: pikepdf.Page) -> Iterator[Any]:
    """The links of a page."""
    annotations: Any = page.obj.get("/Annots", ())
    yield from (link for link in annotations if link.get("/Subtype") == "/Link")


def copy_links(document: pikepdf.Pdf, annex: pikepdf.Pdf, stands: Stands) -> Iterator[tuple[Any, Any, Stand]]:
    """Each link of an annex that leads somewhere, its copy on the new page, and where that page is."""
    destinations = Destinations(annex)
    for source in annex.pages:
        stand = stands.get(source.obj.objgen)
        for link in list_links(source) if stand else ():
            target = destinations.find(link)
            if stand and target and "/Rect" in link and (target.address or target.page in stands):
                copy = document.make_indirect(_write(link, target, stand, stands))
                if "/Annots" not in stand.page:
                    stand.page.Annots = Array()
                stand.page.Annots.append(copy)
                yield link, copy, stand


def _write(link: Any, target: Target, stand: Stand, stands: Stands) -> Dictionary:
    words = target.address or stands[target.page].words
    box = stand.matrix.transform(to_box(link.Rect))
    copy = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([round(edge, 2) for edge in (box.llx, box.lly, box.urx, box.ury)]),
        Border=Array([0, 0, 0]),
        F=_PRINTED,
        Contents=String(str(link.get("/Contents", "")).strip() or words),
    )
    corners = [float(corner) for corner in link.get("/QuadPoints", ())]
    if corners and len(corners) % _CORNERS == 0:
        moved = (stand.matrix.transform(point) for point in zip(corners[::2], corners[1::2], strict=True))
        copy.QuadPoints = Array([round(edge, 2) for point in moved for edge in point])
    copy.update(reach(target, stands))
    return copy


def reach(target: Target, stands: Stands) -> Dictionary:
    """What a link or a bookmark has to say to lead there; nothing where no page has gone."""
    if target.address:
        return Dictionary(A=Dictionary(S=Name.URI, URI=String(target.address)))
    stand = stands.get(target.page)
    if stand is None:
        return Dictionary()
    left = stand.box.llx if target.left is None else target.left
    top = stand.box.ury if target.top is None else target.top
    x, y = stand.matrix.transform((left, top))
    return Dictionary(Dest=Array([stand.page, Name.XYZ, round(x, 2), round(y, 2), None]))


def to_box(rectangle: Any) -> pikepdf.Rectangle:
    """A rectangle of a PDF, whichever of its corners it names first."""
    left, right = sorted((float(rectangle[0]), float(rectangle[2])))
    bottom, top = sorted((float(rectangle[1]), float(rectangle[3])))
    return pikepdf.Rectangle(left, bottom, right, top)

"""Where the pages of annexes go that are files: a place on a page of its own for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notegen.formats.view import View
from notegen.records.text import plain

if TYPE_CHECKING:
    from notegen.finishing.annexes import Examination, PageSize

# In points. What `templates/annexes.css` leaves of a page for the annex: head and foot, sides, and on its first page
# two lines of heading with the space below them.
HEAD_AND_FOOT = 94.0
HEADING = 62.0
SMALLEST = 300.0
"""Width and height of a page at least, so that its head has room."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page that waits for one of an annex: the name of its layout, its size, the room in it, in points.

    `address` is what the joining of documents looks for; `head` stands at the top of the page.
    """

    layout: str
    width: float
    height: float
    room: float
    address: str
    head: str


@dataclass(frozen=True, slots=True)
class AnnexPages:
    """An annex in the list of annexes, and its places where it is a file."""

    label: str
    title: str
    places: tuple[Place, ...]


def lay_annexes(view: View, examined: "Mapping[str, Examination]") -> tuple[AnnexPages, ...]:
    """The annexes with their places, the files by their names in the record; empty where none is a file."""
    if not examined:
        return ()
    pattern = view.language.labels.annex_page
    found = []
    for number, annex in enumerate(view.annexes, 1):
        pages = examined[annex.file].pages if annex.file and annex.file in examined else ()
        heads = (pattern.format(annex=annex.label, page=page, pages=len(pages)) for page in range(1, len(pages) + 1))
        places = tuple(
            _lay(number, page, size, head) for (page, size), head in zip(enumerate(pages, 1), heads, strict=True)
        )
        found.append(AnnexPages(annex.label, plain(annex.title), places))
    return tuple(found)


def _lay(annex: int, page: int, size: "PageSize", head: str) -> Place:
    width, height = round(max(size.width, SMALLEST), 2), round(max(size.height, SMALLEST), 2)
    room = round(height - HEAD_AND_FOOT - (HEADING if page == 1 else 0), 2)
    layout = f"annex-{width:g}-{height:g}".replace(".", "_")
    return Place(layout, width, height, room, f"annex:{annex}/{page}", head)

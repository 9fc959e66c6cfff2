"""Says what a text is where the content of the pages cannot: at the ends of divided words, in lines from right to left.

The text of an element stands for all that is in it (ISO 32000-1, 14.9.4), so only elements without inner ones have one.
"""

from collections.abc import Iterator, Mapping

from notegen.formats.pdf.structure.bidi import has_right_to_left
from notegen.formats.pdf.structure.parts import Annotation, Mark, Part, Structure

SOFT_HYPHEN = "\u00ad"
"""What a hyphen of the line is in a text (ISO 32000-1, 14.8.2.2.3)."""

Hyphens = Mapping[tuple[int, int], int]
"""The number of the hyphen at the end of content, by the page and the number of the content."""


def tell_words(structure: Structure, hyphens: Hyphens) -> None:
    """Give parts their texts where readers of the content would not find them."""
    _tell(structure.root, hyphens, structure.root.box.style["direction"] == "rtl")


def _tell(part: Part, hyphens: Hyphens, turned: bool) -> None:
    for inner in part.parts():
        _tell(inner, hyphens, turned)
    marks = [kid for kid in part.kids if isinstance(kid, Mark)]
    if any(mark.text and (turned or _runs_left(mark)) for mark in marks):
        if len(marks) == len(part.kids):
            part.actual = part.text
        else:
            part.kids = list(_told(part))
    elif any(mark.divided for mark in marks):
        part.kids = [piece for kid in part.kids for piece in _with_hyphen(kid, part, hyphens)]


def _runs_left(mark: Mark) -> bool:
    return mark.box.style["direction"] == "rtl" or has_right_to_left(mark.text)


def _told(part: Part) -> Iterator[Part | Mark | Annotation]:
    """The kids of a part, each run of content among them in a part of its own that has its text."""
    run: Part | None = None
    for kid in [*part.kids, None]:
        if isinstance(kid, Mark):
            run = run or Part("Span", None, part.language, part)
            run.kids.append(kid)
            continue
        if run is not None:
            run.actual = run.text
            yield run
            run = None
        if kid is not None:
            yield kid


def _with_hyphen(kid: Part | Mark | Annotation, part: Part, hyphens: Hyphens) -> Iterator[Part | Mark | Annotation]:
    yield kid
    if isinstance(kid, Mark) and (kid.page, kid.number) in hyphens:
        hyphen = Mark(kid.page, hyphens[kid.page, kid.number], kid.box, hyphen=True)
        yield Part("Span", None, part.language, part, [hyphen], actual=SOFT_HYPHEN)

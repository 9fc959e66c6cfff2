"""A document's structure as data: parts, the content painted for them, and what is no part of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from notegen.formats.pdf.structure.roles import Element

# Boxes and annotations are WeasyPrint's; nothing is known of them but the attributes used.
Box = Any


@dataclass(slots=True, frozen=True)
class Page:
    """A painted page: its root box, its marked content as box → number, its height in pixels."""

    number: int
    box: Box
    marks: Mapping[Box, int]
    height: float


@dataclass(slots=True, eq=False)
class Mark:
    """Content painted under one number (MCID) of one page.

    `space`: one belongs after it that is not painted. `divided`: its last character is a hyphen of the line.
    `hyphen`: it is only that hyphen.
    """

    page: int
    number: int
    box: Box
    space: bool = False
    divided: bool = False
    hyphen: bool = False

    @property
    def text(self) -> str:
        """Its text in logical order, words whole."""
        text: str = "" if self.hyphen else getattr(self.box, "text", "")
        return text.removesuffix(self.box.style["hyphenate_character"]) if self.divided else text + " " * self.space


@dataclass(slots=True, frozen=True)
class Annotation:
    """The active area of a link on one page."""

    page: int
    object: Any


@dataclass(slots=True, frozen=True)
class Artifact:
    """Content that belongs to the page, not to the document: its kind is Header, Footer, Watermark or nothing."""

    mark: Mark
    kind: str


@dataclass(slots=True, eq=False)
class Part:
    """A structure element: role, HTML element, language, content and inner parts in reading order.

    `box` and `page` are those of its first appearance; `actual` is its text where the content does not tell it; the
    last four are for lists, notes and tables.
    """

    role: str
    element: Element | None
    language: str
    parent: "Part | None" = None
    kids: "list[Part | Mark | Annotation]" = field(default_factory=list)
    box: Box = None
    page: Page | None = None
    actual: str | None = None
    numbering: str = ""
    identifier: str = ""
    scope: str = ""
    headers: tuple[str, ...] = ()

    def add(self, kid: "Part") -> "Part":
        """Take a part as the last one."""
        kid.parent = self
        self.kids.append(kid)
        return kid

    def parts(self) -> "Iterator[Part]":
        """Its inner parts."""
        return (kid for kid in self.kids if isinstance(kid, Part))

    def marks(self, but: str = "") -> Iterator[Mark]:
        """All content in it, in reading order; that in inner parts of one role can be left out."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Part) and kid.role != but:
                yield from kid.marks(but)

    @property
    def text(self) -> str:
        """Its whole text."""
        return "".join(mark.text for mark in self.marks())


@dataclass(slots=True)
class Structure:
    """The tree, the content outside it, the annotations that nothing refers to, the font lists of all text.

    `strayed` are the ids of the notes for which the page of their first call has no room.
    """

    root: Part
    artifacts: list[Artifact]
    dropped: list[Annotation]
    families: set[tuple[str, ...]]
    strayed: tuple[str, ...]

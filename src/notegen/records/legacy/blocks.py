"""What every reader of old files makes: blocks of text with their place, and what it left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from notegen.diagnostics import Diagnostic, Place, Source, Span

Unit = Literal["line", "page", "paragraph"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a stretch stands in its source: a line, a page or a paragraph, from 1."""

    unit: Unit
    number: int

    def __str__(self) -> str:
        return f"{self.unit} {self.number}"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture of the source: what it is called there, and its bytes, or why there are none.

    `words` describe it for those who do not see it; `decoration` says why it belongs to no text.
    """

    spot: Spot
    address: str
    content: bytes = b""
    words: str = ""
    caption: str = ""
    lacking: str = ""
    decoration: str = ""


Kind = Literal["heading", "paragraph", "item", "numbered", "table", "note"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an entry of a list, a table or a footnote: one paragraph of inline Markdown.

    `marker` is what stood before it ("1.", "-", "¹"), `level` the level of a heading from 1 or the depth of an
    entry from 0. `label` is what a term, a first cell or bold words say of the text. A table keeps its lines.
    `pictures` stand after it.
    """

    kind: Kind
    text: str
    spot: Spot
    label: str = ""
    marker: str = ""
    level: int = 0
    pictures: tuple[Picture, ...] = ()


Fate = Literal["placed", "furniture", "not understood", "left out"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What became of a stretch of the source: `target` is where it went in the record, or what it was."""

    fate: Fate
    spot: Spot
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """An old note as blocks in reading order; `dropped` was furniture of its pages. `tag`: its language, if it says.

    `pictures` are those of which nobody knows after which block they stand, `strays` blocks of which nobody knows it.
    `links` are its addresses, with the signs that stand before their words in the blocks.
    """

    name: str
    blocks: tuple[Block, ...]
    dropped: tuple[Stretch, ...] = ()
    tag: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    pictures: tuple[Picture, ...] = ()
    strays: tuple[Block, ...] = ()
    links: Mapping[str, tuple[str, Spot]] = field(default_factory=dict)


def too_long(name: str) -> Diagnostic:
    """What is said of a file that has more text than a record may have."""
    hint = "one file is one note of some pages; cut a collection into its notes"
    return Diagnostic("too-long", "this is too long for a note", place=whole(name), hint=hint)


def whole(name: str) -> Place:
    """Where a finding on a file as a whole stands: at its beginning."""
    return Place(Source(name, ""), Span(0, 0))

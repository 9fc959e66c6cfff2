"""What goes into the engine and what it refuses: plain values, so that they can go to another process."""

import datetime
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from notegen.errors import RenderError
from notegen.formats.pdf.xmp import Metadata


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for a document; `relationship` is Source, Data, Alternative, Supplement or Unspecified."""

    name: str
    media_type: str
    description: str
    relationship: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a document is made from; `names` are those of the stylesheets, for who wrote them."""

    html: str
    stylesheets: tuple[str, ...]
    folders: tuple[Path, ...]
    base: Path | None
    attachments: tuple[Attachment, ...]
    date: datetime.date | None
    metadata: Metadata
    names: tuple[str, ...] = ()


class Printed(bytes):
    """A PDF, and the ids of the footnotes for which the page of their first mark has no room."""

    strayed: tuple[str, ...] = ()

    def __new__(cls, content: bytes, strayed: Iterable[str] = ()) -> "Printed":
        """The bytes, and the ids."""
        printed = super().__new__(cls, content)
        printed.strayed = tuple(strayed)
        return printed


WritePdf = Callable[[Sheet], bytes]
"""The engine as its callers see it: in this process, or in another."""


class UndrawnPicture(RenderError):
    """The engine can make nothing of a picture that came with the HTML, as a data: URL."""

    def __init__(self, address: str) -> None:
        self.address = address
        kind = address.removeprefix("data:image/").partition(";")[0]
        super().__init__(f"a picture of the kind {kind[:20]} cannot be drawn; save it as PNG")

    def __reduce__(self) -> tuple[type["UndrawnPicture"], tuple[str]]:
        return type(self), (self.address,)


class MissingGlyphs(RenderError):
    """No font of ours has these characters; `packages` are those that might bring one."""

    def __init__(self, characters: tuple[str, ...], packages: tuple[str, ...] = ()) -> None:
        self.characters, self.packages = characters, packages
        named = ", ".join(f"{char} (U+{ord(char):04X} {unicodedata.name(char, 'unnamed')})" for char in characters)
        hint = f"; perhaps one of these has: apt-get install {' '.join(packages)}" if packages else ""
        super().__init__(f"no installed font has {named}{hint}")

    def __reduce__(self) -> tuple[type["MissingGlyphs"], tuple[tuple[str, ...], tuple[str, ...]]]:
        return type(self), (self.characters, self.packages)

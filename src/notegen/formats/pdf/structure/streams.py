"""Changes in the content of a painted page: artifacts, and spaces that no line shows."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pydyf


def marked(stream: Any) -> Iterator[tuple[int, int]]:
    """The marked content of a page: place of its properties among the operations, and its number."""
    for place, item in enumerate(stream.stream):
        if item.__class__ is pydyf.Dictionary and "MCID" in item:
            yield place, item["MCID"]


def set_aside(stream: Any, kinds: Mapping[int, str]) -> None:
    """Turn content of these numbers into artifacts: of the page's head or foot, or of its layout."""
    operations = stream.stream
    for place, number in marked(stream):
        if number in kinds:
            kind = kinds[number]
            operations[place - 1] = b"/Artifact"
            if kind:
                operations[place] = f"<</Type/Pagination/Subtype/{kind}>>".encode()
            else:
                operations[place], operations[place + 1] = b"", b"BMC"


def add_spaces(stream: Any, numbers: Collection[int], glyphs: Mapping[str, str]) -> None:
    """End content of these numbers with a space: in its own font, or in another when that one has shown none."""
    operations = stream.stream
    if not glyphs:
        return
    for start in [place for place, number in marked(stream) if number in numbers]:
        font = size = b""
        for place in range(start, operations.index(b"EMC", start)):
            item = operations[place]
            if item.__class__ is bytes and item.endswith(b" Tf"):
                font, size, _ = item.split()
            elif item == b"ET" and font:
                operations[place] = _space(font[1:].decode(), size.decode(), glyphs)
                break


def _space(font: str, size: str, glyphs: Mapping[str, str]) -> bytes:
    if font in glyphs:
        return f"[<{glyphs[font]}>] TJ\nET".encode()
    font, glyph = next(iter(glyphs.items()))
    return f"/{font} {size} Tf\n[<{glyph}>] TJ\nET".encode()


class Written(pydyf.Stream):  # type: ignore[misc]
    """A stream that is compressed once; pydyf would do it again for the file's identifier."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self.number, self.generation = stream.number, stream.generation
        self._data: bytes = stream.data

    @property
    def data(self) -> bytes:
        """The stream as it stands in the file."""
        return self._data


def shorten(stream: Any) -> None:
    """Take out of a page's content what paints nothing: kerning by zero, artifacts of blank text."""
    content: bytes = b"\n".join(item if item.__class__ is bytes else pydyf._to_bytes(item) for item in stream.stream)
    stream.stream = [content.replace(b">0<", b"").replace(b"/Artifact\n\nBMC\nBT\nET\nEMC\n", b"")]

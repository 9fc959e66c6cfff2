"""Changes in the content of a painted page: artifacts, and spaces that no line shows."""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pydyf

_LAST_GLYPH = re.compile(rb"(\[.*?)([0-9a-f]{4})>[-0-9.]*\] TJ", re.DOTALL)


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


def end_of(operations: Sequence[Any], start: int) -> int:
    """The place where marked content ends whose properties are at a place."""
    depth = 0
    for place in range(start, len(operations)):
        item = operations[place]
        if item == b"BDC" or item == b"BMC":
            depth += 1
        elif item == b"EMC":
            depth -= 1
            if not depth:
                return place
    raise ValueError("marked content without an end")


def divide(stream: Any, numbers: Mapping[int, int]) -> set[int]:
    """Give the last glyph, a hyphen, of content of these numbers another number; returns those that have none now."""
    operations = stream.stream
    divided = set()
    for start, number in reversed([(place, number) for place, number in marked(stream) if number in numbers]):
        end = end_of(operations, start)
        inner = operations[start + 2 : end]
        found = _LAST_GLYPH.fullmatch(inner[-2]) if inner[-1] == b"ET" and b"BT" in inner else None
        if found is None:
            continue
        tag, properties, begin, close = operations[start - 1], operations[start], b"BDC", b"EMC"
        text = inner.index(b"BT") + 1
        shown, hyphen = found.groups()
        rest = shown[:-1] if shown.endswith(b"<") else shown + b">"
        # Content begins and ends within one and the same text, for what follows takes its place from it.
        line = [*inner[:text], tag, properties, begin, *inner[text:-2], rest + b"] TJ", close]
        last = [tag, pydyf.Dictionary({"MCID": numbers[number]}), begin, b"[<" + hyphen + b">] TJ", close, b"ET"]
        operations[start - 1 : end + 1] = [*line, *last]
        divided.add(number)
    return divided


def add_spaces(
    stream: Any, numbers: Iterable[int], glyphs: Mapping[str, tuple[str, int]], *, on_left: bool = False
) -> None:
    """Put a space after content of these numbers, which is on its left where it runs to the left.

    It is one of the content's own font, or of another when that one has shown none; `glyphs` are the spaces of fonts
    and their widths.
    """
    operations = stream.stream
    wanted = set(numbers) if glyphs else ()
    for start, number in marked(stream):
        if number not in wanted:
            continue
        font = matrix = b""
        for place in range(start, end_of(operations, start)):
            item = operations[place]
            if item.__class__ is not bytes:
                continue
            if item.endswith(b" Tm"):
                matrix = item
            elif item.endswith(b" Tf"):
                font = item
            elif item == b"ET" and font:
                operations[place] = _space(font, matrix if on_left else b"", glyphs)
                break


def _space(choice: bytes, matrix: bytes, glyphs: Mapping[str, tuple[str, int]]) -> bytes:
    """The operations that end a text with a space: where it is, or before its beginning when that is given."""
    name, size, _ = choice.decode().split()
    font = name[1:] if name[1:] in glyphs else next(iter(glyphs))
    glyph, width = glyphs[font]
    choice = f"/{font} {size} Tf".encode()
    if matrix:
        return b"\n".join((matrix, choice, f"[{width}<{glyph}>] TJ\nET".encode()))
    return (b"" if font == name[1:] else choice + b"\n") + f"[<{glyph}>] TJ\nET".encode()


class Written(pydyf.Stream):  # type: ignore[misc]
    """A stream that is compressed once; pydyf would do it again for the file's identifier.

    At zlib's usual level, which takes half the time of pydyf's and gives half a per cent more bytes.
    """

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self.number, self.generation = stream.number, stream.generation
        content = b"\n".join(map(pydyf._to_bytes, stream.stream))
        properties = pydyf.Dictionary(stream.extra)
        if stream.compress:
            content = zlib.compress(content)
            properties["Filter"] = "/FlateDecode"
        properties["Length"] = len(content)
        self._data = b"\n".join((properties.data, b"stream", content, b"endstream"))

    @property
    def data(self) -> bytes:
        """The stream as it stands in the file."""
        return self._data


class Settled(pydyf.Object):  # type: ignore[misc]
    """An object that is written out once; pydyf would do it again for the file's identifier."""

    def __init__(self, entry: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = entry.number, entry.generation, entry.free
        self._data: bytes = entry.data

    @property
    def data(self) -> bytes:
        """The object as it stands in the file."""
        return self._data


def shorten(stream: Any) -> None:
    """Take out of a page's content what paints nothing: kerning by zero, artifacts of blank text."""
    content: bytes = b"\n".join(item if item.__class__ is bytes else pydyf._to_bytes(item) for item in stream.stream)
    stream.stream = [content.replace(b">0<", b"").replace(b"/Artifact\n\nBMC\nBT\nET\nEMC\n", b"")]

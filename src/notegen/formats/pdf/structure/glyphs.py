"""What every painted glyph stands for, where one sign on paper is two in a text.

A font in a PDF tells one text for each glyph, and WeasyPrint takes the one that it meets first. In Arabic that is
wrong for brackets, which the line turns round, and for letters that share a form. Here such a glyph gets a code of its
own for every further text (ISO 32000-1, 9.7.4.2 and 9.10.3).
"""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

import pydyf

_TEXT = re.compile(rb"<([0-9a-f]+)>")
_MAX_CODE = 0xFFFF


class Fonts(dict[Any, Any]):
    """WeasyPrint's fonts by their keys, with a record of every glyph that a page paints and its text, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[list[tuple[int, str]]] = []

    def turn_page(self) -> None:
        """Begin the record of another page."""
        self.painted.append([])

    def __setitem__(self, key: Any, font: Any) -> None:
        font.to_unicode = _Texts(self.painted)
        super().__setitem__(key, font)


class _Texts(dict[int, str]):
    """The text of every glyph. WeasyPrint asks whether it knows one already, and is always told no."""

    def __init__(self, pages: list[list[tuple[int, str]]]) -> None:
        super().__init__()
        self._pages = pages

    def __contains__(self, glyph: object) -> bool:
        return False

    def __setitem__(self, glyph: int, text: str) -> None:
        self._pages[-1].append((glyph, text))
        self.setdefault(glyph, text)


@dataclass(slots=True)
class Glyph:
    """A glyph in the content of a page: its font, the text that it stands for, the code that paints it."""

    font: str
    number: int
    text: str
    code: str


@dataclass(slots=True)
class Shown:
    """An operation that paints glyphs: its place in the content, its text without them, they."""

    place: int
    pieces: list[bytes]
    glyphs: list[list[Glyph]]

    def write(self) -> bytes:
        """The operation with the codes that the glyphs have now."""
        texts = ["".join(glyph.code for glyph in group).encode() for group in self.glyphs]
        joined = [part for pair in zip(self.pieces, texts, strict=False) for part in pair]
        return b"".join([*joined, self.pieces[-1]])


def read_glyphs(operations: list[Any], painted: Iterator[tuple[int, str]]) -> Iterator[Shown]:
    """The operations of a page that paint glyphs, with what has been recorded of each."""
    font = ""
    for place, item in enumerate(operations):
        if item.__class__ is not bytes:
            continue
        if item.endswith(b" Tf"):
            font = item[1:].split(b" ", 1)[0].decode()
        elif item.endswith(b" TJ"):
            pieces = _TEXT.split(item)
            texts = pieces[1::2]
            opened = [*(piece + b"<" for piece in pieces[:-1:2])]
            kept = [opened[0], *(b">" + piece for piece in opened[1:]), b">" + pieces[-1]] if texts else [item]
            groups = [
                [
                    Glyph(font, *_next(painted, int(text[at : at + 4], 16)), text[at : at + 4].decode())
                    for at in range(0, len(text), 4)
                ]
                for text in texts
            ]
            yield Shown(place, kept, groups)


def _next(painted: Iterator[tuple[int, str]], glyph: int) -> tuple[int, str]:
    number, text = next(painted, (-1, ""))
    if number != glyph:
        raise LookupError("content that was painted in another order than it stands")
    return number, text


class Codes:
    """Codes for the glyphs of a document's fonts: those that WeasyPrint gives, and more."""

    def __init__(self, fonts: Mapping[Any, Any]) -> None:
        self._fonts = {font.hash: font for font in fonts.values()}
        self._added: dict[str, dict[tuple[int, str], int]] = {}

    def code(self, glyph: Glyph, text: str) -> str:
        """The code under which a glyph stands for a text, in hexadecimal."""
        font = self._fonts[glyph.font]
        # The glyphs of an OpenType font with PostScript outlines are found by their numbers alone.
        if font.to_unicode.get(glyph.number) == text or font.bitmap or font.type == "otf":
            return f"{glyph.number:04x}"
        added = self._added.setdefault(glyph.font, {})
        code = added.setdefault((glyph.number, text), font.glyph_count + len(added))
        if code > _MAX_CODE:
            raise LookupError("no room for another code")
        return f"{code:04x}"

    def write(self, pdf: Any) -> None:
        """Tell the fonts of a document of the codes that were added."""
        fonts = pdf.objects[_number(_page_resources(pdf)["Font"])]
        for name, added in self._added.items():
            _extend(pdf, pdf.objects[_number(fonts[name])], self._fonts[name], added)


def _extend(pdf: Any, dictionary: Any, font: Any, added: Mapping[tuple[int, str], int]) -> None:
    inner = pdf.objects[_number(dictionary["DescendantFonts"][0])]
    texts = pdf.objects[_number(dictionary["ToUnicode"])].stream
    end = texts.index(b"endcmap")
    lines = [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>".encode() for (_, text), code in added.items()]
    # A table may hold a hundred lines (Adobe Technical Note 5014).
    for start in range(0, len(lines), 100):
        batch = lines[start : start + 100]
        texts[end:end] = [f"{len(batch)} beginbfchar".encode(), *batch, b"endbfchar"]
    codes = {**{glyph: glyph for glyph in font.to_unicode}, **{code: glyph for (glyph, _), code in added.items()}}
    places = bytearray(2 * (max(codes) + 1))
    for code, glyph in codes.items():
        places[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    stream = pydyf.Stream([bytes(places)], compress=True)
    pdf.add_object(stream)
    inner["CIDToGIDMap"] = stream.reference
    inner["W"] += [font.glyph_count, pydyf.Array(font.widths[glyph] for glyph, _ in added)]


def _page_resources(pdf: Any) -> MutableMapping[str, Any]:
    page = pdf.objects[pdf.pages["Kids"][0]]
    resources: MutableMapping[str, Any] = pdf.objects[_number(page["Resources"])]
    return resources


def _number(reference: bytes) -> int:
    return int(reference.split()[0])

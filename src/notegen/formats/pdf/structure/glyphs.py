"""What every painted glyph stands for, where one sign on paper is two in a text.

A font in a PDF tells one text for each glyph, and WeasyPrint takes the one that it meets first. In Arabic that is
wrong for brackets, which the line turns round, and for letters that share a form. Here such a glyph gets a code of its
own for every further text (ISO 32000-1, 9.7.4.2 and 9.10.3).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

import pydyf

from notegen.formats.pdf.structure import bidi

_SHOWN = re.compile(rb"<([0-9a-f]+)>")
_MAX_CODE = 0xFFFF


@dataclass(slots=True)
class Painted:
    """The texts of the glyphs of a page in the order of painting; the places of those that are not their font's."""

    texts: list[str] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


class Fonts(dict[Any, Any]):
    """WeasyPrint's fonts by their keys, with a record of what every page paints."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[Painted] = []

    def turn_page(self) -> None:
        """Begin the record of another page."""
        self.pages.append(Painted())

    def __setitem__(self, key: Any, font: Any) -> None:
        font.to_unicode = _Texts(self.pages)
        super().__setitem__(key, font)


class _Texts(dict[int, str]):
    """The text of every glyph. WeasyPrint asks whether it knows one already, and is always told no."""

    def __init__(self, pages: list[Painted]) -> None:
        super().__init__()
        self._pages = pages

    def __contains__(self, glyph: object) -> bool:
        return False

    def __setitem__(self, glyph: int, text: str) -> None:
        page = self._pages[-1]
        if self.setdefault(glyph, text) != text:
            page.others.append(len(page.texts))
        page.texts.append(text)


@dataclass(slots=True)
class Shown:
    """Operations that paint the glyphs of a line: their places in the content and their fonts, how many glyphs."""

    operations: list[Any]
    places: list[int]
    fonts: list[str]
    counts: list[int]

    def recode(self, texts: Mapping[int, str], codes: "Codes") -> None:
        """Give glyphs, by their place in the line, codes under which they stand for other texts."""
        first = 0
        for place, font, count in zip(self.places, self.fonts, self.counts, strict=True):
            inner = {number - first: text for number, text in texts.items() if first <= number < first + count}
            if inner:
                self.operations[place] = _recode(self.operations[place], font, inner, codes)
            first += count


def _recode(operation: bytes, font: str, texts: Mapping[int, str], codes: "Codes") -> bytes:
    changed = bytearray(operation)
    first = 0
    for shown in _SHOWN.finditer(operation):
        start, end = shown.span(1)
        after = first + (end - start) // 4
        for number, text in texts.items():
            if first <= number < after:
                place = start + 4 * (number - first)
                glyph = int(changed[place : place + 4], 16)
                changed[place : place + 4] = f"{codes.code(font, glyph, text):04x}".encode()
        first = after
    return bytes(changed)


def read_shown(operations: list[Any]) -> Iterator[tuple[int, str, int]]:
    """The operations of a page that paint glyphs: their places, fonts, and how many glyphs each."""
    font = ""
    for place, item in enumerate(operations):
        if item.__class__ is not bytes:
            continue
        if item.endswith(b" TJ"):
            yield place, font, sum(map(len, _SHOWN.findall(item))) // 4
        elif item.endswith(b" Tf"):
            font = item[1:].split(b" ", 1)[0].decode()


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a code stands for: a glyph and its text, and how much higher it is than in the font, in thousandths."""

    glyph: int
    text: str
    rise: int = 0


class Codes:
    """Codes for the glyphs of a document's fonts: those that WeasyPrint gives, and more."""

    def __init__(self, fonts: Mapping[Any, Any]) -> None:
        self._fonts = {font.hash: font for font in fonts.values()}
        self._added: dict[str, dict[_Meaning, int]] = {}
        self._meant: dict[tuple[str, int], _Meaning] = {}

    def width(self, name: str, glyphs: bytes) -> float:
        """How wide glyphs of a font are, by their codes in hexadecimal, in thousandths of its size."""
        widths: Mapping[int, float] = self._fonts[name].widths
        codes = (int(glyphs[place : place + 4], 16) for place in range(0, len(glyphs), 4))
        return sum(widths[self._meaning(name, code).glyph] for code in codes)

    def code(self, name: str, glyph: int, text: str) -> int:
        """The code under which a glyph of a font stands for a text; its own when there is no other."""
        if self._fonts[name].to_unicode.get(glyph) == text:
            return glyph
        return self._add(name, _Meaning(glyph, text)) or glyph

    def lift(self, name: str, operation: bytes, rise: float) -> bytes | None:
        """An operation that paints its glyphs so far higher, in parts of their size; None where there is no way."""
        changed = bytearray(operation)
        for shown in _SHOWN.finditer(operation):
            for place in range(*shown.span(1), 4):
                meant = self._meaning(name, int(operation[place : place + 4], 16))
                code = self._add(name, replace(meant, rise=round(rise * 1000)))
                if code is None:
                    return None
                changed[place : place + 4] = f"{code:04x}".encode()
        return bytes(changed)

    def _meaning(self, name: str, code: int) -> "_Meaning":
        return self._meant.get((name, code)) or _Meaning(code, self._fonts[name].to_unicode[code])

    def _add(self, name: str, meaning: "_Meaning") -> int | None:
        font = self._fonts[name]
        # The glyphs of an OpenType font with PostScript outlines are found by their numbers alone.
        if font.bitmap or font.type == "otf":
            return None
        added = self._added.setdefault(name, {})
        code = added.setdefault(meaning, font.glyph_count + len(added))
        if code > _MAX_CODE:
            return None
        self._meant[name, code] = meaning
        return code

    def sign(self, name: str, glyph: str) -> str:
        """The code, in hexadecimal, under which a space of a font is a character of the line and no distance."""
        return f"{self.code(name, int(glyph, 16), bidi.RIGHT_TO_LEFT + ' '):0{len(glyph)}x}"

    def write(self, pdf: Any) -> None:
        """Tell the fonts of a document of the codes that were added."""
        fonts = pdf.objects[_number(_page_resources(pdf)["Font"])]
        for name, added in self._added.items():
            _extend(pdf, pdf.objects[_number(fonts[name])], self._fonts[name], added)


def _extend(pdf: Any, dictionary: Any, font: Any, added: Mapping[_Meaning, int]) -> None:
    inner = pdf.objects[_number(dictionary["DescendantFonts"][0])]
    texts = pdf.objects[_number(dictionary["ToUnicode"])].stream
    end = texts.index(b"endcmap")
    lines = [f"<{code:04x}> <{meant.text.encode('utf-16-be').hex()}>".encode() for meant, code in added.items()]
    # A table may hold a hundred lines (Adobe Technical Note 5014).
    for start in range(0, len(lines), 100):
        batch = lines[start : start + 100]
        texts[end:end] = [f"{len(batch)} beginbfchar".encode(), *batch, b"endbfchar"]
    raised = _raise(pdf.objects[_number(pdf.objects[_number(inner["FontDescriptor"])]["FontFile2"])], added)
    codes = {glyph: glyph for glyph in font.to_unicode}
    codes |= {code: raised.get((meant.glyph, meant.rise), meant.glyph) for meant, code in added.items()}
    places = bytearray(2 * (max(codes) + 1))
    for code, glyph in codes.items():
        places[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    stream = pydyf.Stream([bytes(places)], compress=True)
    pdf.add_object(stream)
    inner["CIDToGIDMap"] = stream.reference
    inner["W"] += [font.glyph_count, pydyf.Array(font.widths[meant.glyph] for meant in added)]


def _raise(file: Any, added: Iterable[_Meaning]) -> Mapping[tuple[int, int], int]:
    """The raised glyphs that a font's file gets, by the glyphs that they were and how much they are raised."""
    wanted = list(dict.fromkeys((meant.glyph, meant.rise) for meant in added if meant.rise))
    if not wanted:
        return {}
    from notegen.formats.pdf.structure.outlines import raise_glyphs  # few notes need what it loads

    [content] = file.stream
    content, raised = raise_glyphs(content, wanted)
    file.stream, file.extra["Length1"] = [content], len(content)
    return raised


def _page_resources(pdf: Any) -> MutableMapping[str, Any]:
    page = pdf.objects[pdf.pages["Kids"][0]]
    resources: MutableMapping[str, Any] = pdf.objects[_number(page["Resources"])]
    return resources


def _number(reference: bytes) -> int:
    return int(reference.split()[0])

"""Fonts with PostScript outlines and numbered characters (CID-keyed CFF), which is what Chinese is set in.

WeasyPrint leaves glyphs at their places when it takes the others out. In a font of 65,535 that makes an entry for each,
some 100 kB a font. But these glyphs are found by a number that a table in the font tells (Adobe Technical Note 5176,
13), so they can stand close together; the PDF needs no more of the font than its CFF table (ISO 32000-1, 9.9).
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

# The first operator of a CID-keyed font, and where it is at the latest.
_ROS, _REACH = b"\x0c\x1e", 256
# Tables for which every glyph would be kept that might come in place of a shown one.
_SUBSTITUTING = (b"GSUB", b"GPOS")


def shorten_subsets(fonts: Mapping[Any, Any], libraries: Any) -> None:
    """Make the fonts of this kind keep no places for glyphs that they lose; `libraries` are WeasyPrint's."""
    for font in fonts.values():
        if "CFF " in font.tables and "subset" not in vars(font) and libraries.harfbuzz_subset is not None:
            font.subset = functools.partial(_subset, font, font.subset, libraries)


def _subset(font: Any, otherwise: Callable[..., None], libraries: Any, shown: Mapping[int, str], hinting: bool) -> None:
    """Take the glyphs that are not shown out of a font, or leave that to WeasyPrint."""
    content = _without_places(font.hb_face, sorted(shown), libraries) if shown else b""
    if _ROS in _table(content, b"CFF ")[:_REACH]:
        font.file_content = content
    else:
        otherwise(shown, hinting)


def _without_places(face: Any, glyphs: list[int], libraries: Any) -> bytes:
    ffi, harfbuzz, harfbuzz_subset = libraries.ffi, libraries.harfbuzz, libraries.harfbuzz_subset

    def fill(numbers: Any, values: list[int]) -> None:
        harfbuzz.hb_set_add_sorted_array(numbers, ffi.new(f"hb_codepoint_t[{len(values)}]", values), len(values))

    request = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    fill(harfbuzz_subset.hb_subset_input_glyph_set(request), glyphs)
    dropped = harfbuzz_subset.hb_subset_input_set(request, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    fill(dropped, sorted(int.from_bytes(tag, "big") for tag in _SUBSTITUTING))
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    harfbuzz_subset.hb_subset_input_set_flags(request, flags)
    subset = harfbuzz_subset.hb_subset_or_fail(face, request)
    if subset == ffi.NULL:
        return b""
    blob = ffi.gc(harfbuzz.hb_face_reference_blob(ffi.gc(subset, harfbuzz.hb_face_destroy)), harfbuzz.hb_blob_destroy)
    length = ffi.new("unsigned int *")
    start = harfbuzz.hb_blob_get_data(blob, length)
    return bytes(ffi.buffer(start, length[0]))


def embed_tables(pdf: Any, fonts: Mapping[Any, Any]) -> None:
    """Put the CFF table in the place of the font that it is in."""
    files = {id(font.file_content): _table(font.file_content, b"CFF ") for font in fonts.values()}
    for entry in pdf.objects:
        if getattr(entry, "extra", {}).get("Subtype") == "/OpenType":
            [content] = entry.stream
            table = files.get(id(content), b"")
            if _ROS in table[:_REACH]:
                entry.stream, entry.extra["Subtype"] = [table], "/CIDFontType0C"


def _table(content: bytes, tag: bytes) -> bytes:
    """A table of an OpenType font; nothing when there is no such."""
    for place in range(12, 12 + 16 * int.from_bytes(content[4:6], "big"), 16):
        if content[place : place + 4] == tag:
            start = int.from_bytes(content[place + 8 : place + 12], "big")
            return content[start : start + int.from_bytes(content[place + 12 : place + 16], "big")]
    return b""

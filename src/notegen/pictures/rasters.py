"""PNG and JPEG: whole files of the kinds that print alike in all formats, and their size.

PNG is ISO/IEC 15948, JPEG is ITU-T T.81. PDF takes the data of both as they are, so what no reader of a PDF
can decode has to be found here: the engine puts half a picture on the page as a black one.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from notegen.pictures.bounds import PictureProblem, damaged

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
"""What files of these kinds begin with."""

_CHUNK = struct.Struct(">I4s")
_HEADER = struct.Struct(">IIBBBBB")
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}  # bits of a sample, by colour type
_GREY, _PALETTE = 0, 3

_FRAME = struct.Struct(">BHHB")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_USUAL_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: those that PDF can show
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers that nothing belongs to
_SCAN, _END, _FILLING = 0xDA, 0xD9, 0xFF
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # bytes stuffed and restarts belong to a scan
_CMYK = 4


def measure_png(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels; raises PictureProblem for one that is damaged or cannot be printed."""
    chunks = _read_chunks(content)
    kind, header = next(chunks)
    if kind != b"IHDR" or len(header) != _HEADER.size:
        raise damaged("is damaged")
    width, height, depth, colours, *ways = _HEADER.unpack(header)
    if not width * height or depth not in _DEPTHS.get(colours, ()) or ways[:2] != [0, 0] or ways[2] > 1:
        raise damaged("is damaged")
    kinds = {kind for kind, _ in chunks}
    if b"IDAT" not in kinds or (colours == _PALETTE and b"PLTE" not in kinds):
        raise damaged("is damaged")
    if (colours, depth) == (_GREY, 16):
        raise PictureProblem("has 16 bits for each grey", "save it with 8 bits")
    return width, height


def _read_chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Kinds and data of the chunks, to the one that ends the file; PictureProblem for one that is not as written."""
    view, place, kind = memoryview(content), len(PNG), b""
    while kind != b"IEND":
        if place + _CHUNK.size > len(content):
            raise damaged("is cut off before its end")
        length, kind = _CHUNK.unpack_from(content, place)
        place += _CHUNK.size
        check = view[place + length : place + length + 4]
        if len(check) < 4:
            raise damaged("is cut off before its end")
        data = view[place : place + length]
        if zlib.crc32(data, zlib.crc32(kind)) != int.from_bytes(check, "big"):
            raise damaged("is damaged")
        yield kind, data
        place += length + 4


def measure_jpeg(content: bytes) -> tuple[int, int]:
    """Width and height of a JPEG in pixels; raises PictureProblem for one that is damaged or cannot be printed."""
    size, place = None, len(JPEG)
    while content[place : place + 1] == b"\xff" and place + 1 < len(content):
        marker = content[place + 1]
        if marker == _END and size:
            return size
        if marker == _FILLING or marker in _ALONE:
            place += 1 if marker == _FILLING else 2
            continue
        if marker in _FRAMES:
            size = _read_frame(marker, content[place + 4 : place + 4 + _FRAME.size])
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if marker == _SCAN:
            after = _AFTER_SCAN.search(content, place)
            place = after.start() if after else len(content)
    raise damaged("is cut off before its end" if place >= len(content) else "is damaged")


def _read_frame(marker: int, header: bytes) -> tuple[int, int]:
    if len(header) < _FRAME.size:
        raise damaged("is cut off before its end")
    depth, height, width, colours = _FRAME.unpack(header)
    if colours == _CMYK:
        raise PictureProblem("has colours for the press (CMYK)", "save it with RGB colours")
    if marker not in _USUAL_FRAMES or depth != 8:
        raise PictureProblem("is a JPEG that a PDF cannot show", "save it as PNG")
    if not width * height or colours not in (1, 3):
        raise damaged("is damaged")
    return width, height

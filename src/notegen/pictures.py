"""What a picture says of its own size, and how big one may be that a page has to bear."""

import struct

MAX_BYTES = 20_000_000
MAX_PIXELS = 40_000_000

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
"""What files of these kinds begin with."""


def measure_png(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; (0, 0) when it has none."""
    return struct.unpack(">II", content[16:24]) if len(content) > 24 else (0, 0)


def measure_jpeg(content: bytes) -> tuple[int, int, int]:
    """Width, height and channels from the first frame header (ITU-T T.81, B.2.2); (0, 0, 0) when there is none."""
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width, channels = struct.unpack(">HHB", content[place + 5 : place + 10])
            return width, height, channels
        alone = marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD9
        place += (1 if marker == 0xFF else 2) if alone else 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return 0, 0, 0

"""The C libraries that WeasyPrint works with, for what it does not offer: their names on Linux, macOS and Windows."""

import contextlib
import ctypes

PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
HARFBUZZ = ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")
SUBSETTER = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")
FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")


def load_library(names: tuple[str, ...]) -> ctypes.CDLL | None:
    """The library by the first of its names that is known here, or None."""
    for name in names:
        with contextlib.suppress(OSError):
            return ctypes.CDLL(name)
    return None

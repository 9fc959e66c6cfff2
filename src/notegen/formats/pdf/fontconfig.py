"""A font configuration of our own, made without a trace in the process that we are guests in."""

import contextlib
import ctypes
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from notegen.formats.pdf import fonts
from notegen.formats.pdf.libraries import FONTCONFIG, load_library

_VARIABLE = "FONTCONFIG_FILE"
_FILE = "notegen-fonts.conf"


@contextlib.contextmanager
def private_fonts(found: Mapping[str, tuple[Path, ...]]) -> Iterator[None]:
    """A block in which fontconfig, whenever it is asked to load, finds these families only."""
    before = os.environ.get(_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="notegen-") as folder:
        file = Path(folder, _FILE)
        file.write_text(fonts.configuration(found), encoding="utf-8")
        os.environ[_VARIABLE] = str(file)
        try:
            yield
        finally:
            if before is None:
                del os.environ[_VARIABLE]
            else:
                os.environ[_VARIABLE] = before


@contextlib.contextmanager
def own_default() -> Iterator[None]:
    """A block after which the process has the default fonts it had, or will find its own at first use.

    Pango starts a thread that loads the default configuration when its first font map is made. Within
    `private_fonts` that would be ours, for everything in the process that draws with the default fonts.
    """
    library = load_library(FONTCONFIG)
    if library is None:
        yield
        return
    library.FcConfigGetCurrent.restype = library.FcConfigGetConfigFiles.restype = ctypes.c_void_p
    library.FcStrListNext.restype = ctypes.c_char_p
    files = ctypes.c_void_p(library.FcConfigGetConfigFiles(ctypes.c_void_p(library.FcConfigGetCurrent())))
    ours = False
    while name := library.FcStrListNext(files):
        ours = ours or Path(os.fsdecode(name)).name == _FILE
    library.FcStrListDone(files)
    try:
        yield
    finally:
        if ours:
            library.FcConfigSetCurrent(None)

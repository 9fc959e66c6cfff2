"""Files put together in a zip: the same bytes for the same files; and what comes of reading one that is broken."""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError),
    *(RuntimeError, EOFError, OSError, ValueError, IndexError),
)
"""What `zipfile` raises for a package that is damaged, encrypted, or packed in a way that it does not know."""

_OLDEST = (1980, 1, 1, 0, 0, 0)


def write_package(target: Path | IO[bytes], files: Iterable[tuple[str, bytes]]) -> None:
    """Write files by their names, without times and owners."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            package.writestr(entry, content)

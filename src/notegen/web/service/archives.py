"""The folder of a series out of a zip, as far as that can be trusted."""

import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from notegen.packages import BROKEN

MAX_FILES = 5_000
EXPANSION = 10
"""How many times its own size a zip may hold."""
_PIECE = 1 << 20


class ArchiveError(Exception):
    """The zip cannot be used; the text says why."""


def unpack(archive: Path, folder: Path) -> None:
    """Put the files of a zip below a folder; ArchiveError for one that leads elsewhere, is a bomb or brings templates.

    A template is a program, and a stranger's programs do not run here, not even in a sandbox. What is hidden stays
    packed, above all what builds remember of a series: who writes that says where documents go.
    """
    most = EXPANSION * archive.stat().st_size
    try:
        with zipfile.ZipFile(archive) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            if not entries:
                raise ArchiveError("there is no file in it")
            if len(entries) > MAX_FILES:
                raise ArchiveError(f"there are more than {MAX_FILES:,} files in it")
            for entry in entries:
                path = _check(entry)
                if not any(part.startswith(".") for part in path.parts):
                    most -= _unpack(packed, entry, folder / path, most)
    except BROKEN as error:
        raise ArchiveError(f"this is no zip that can be read: {error}") from None


def _check(entry: zipfile.ZipInfo) -> PurePosixPath:
    path = PurePosixPath(entry.filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
        raise ArchiveError(f'"{entry.filename}" leads out of the folder')
    if kind not in (0, stat.S_IFREG):
        raise ArchiveError(f'"{entry.filename}" is no file')
    if "templates" in path.parts[:-1]:
        raise ArchiveError(f'"{entry.filename}": templates of callers are not accepted')
    return path


def _unpack(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, most: int) -> int:
    """The bytes that a file has; it is not believed what the zip says of them."""
    size = 0
    with packed.open(entry) as source, _create(entry, target) as file:
        while piece := source.read(_PIECE):
            size += len(piece)
            if size > most:
                raise ArchiveError(f"what is in it is more than {EXPANSION} times its size")
            file.write(piece)
    return size


def _create(entry: zipfile.ZipInfo, target: Path) -> BinaryIO:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.open("xb")
    except OSError as error:  # its own text tells where the service unpacks
        reason = "its name is taken" if isinstance(error, FileExistsError) else error.strerror
        raise ArchiveError(f'"{entry.filename}" cannot be unpacked: {reason}') from None

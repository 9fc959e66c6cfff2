"""Finished documents to files: a reader sees the old one or the new one, never half of either."""

import errno
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """Put the content there whole, with the permissions of the file it replaces; OSError when it cannot be.

    Works beside the target under a hidden name without the target's ending, and renames. A pipe or a
    device is written to, not replaced.
    """
    _make_folder(path.parent)
    path = path.resolve()  # a link stays a link
    mode = path.stat().st_mode if path.exists() else stat.S_IFREG | (0o666 & ~_umask())
    if not stat.S_ISREG(mode):
        path.write_bytes(content)
        return
    if path.exists() and not os.access(path, os.W_OK):  # a rename would not ask
        raise PermissionError(errno.EACCES, "the file is protected from writing", str(path))
    try:
        _replace(path, content, mode)
    except OSError as error:  # the hidden name tells nobody anything
        raise OSError(error.errno, error.strerror, str(path)) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # nobody asked for a file that is not there yet
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), error.filename) from None


def _replace(path: Path, content: bytes, mode: int) -> None:
    beside = _write_beside(path, content, mode)
    try:
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _write_beside(path: Path, content: bytes, mode: int) -> Path:
    """The hidden file beside the path that has the content."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix="~", delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.close()
            beside.chmod(stat.S_IMODE(mode))
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    return beside


def create_files(contents: Mapping[Path, bytes]) -> None:
    """Put each content into a new file, all of them or none; FileExistsError where there is one by the name.

    Each is written whole under a hidden name before it gets its own.
    """
    made: list[Path] = []
    try:
        for path, content in contents.items():
            _make_folder(path.parent)
            _create(path, content)
            made.append(path)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _create(path: Path, content: bytes) -> None:
    try:
        beside = _write_beside(path, content, 0o666 & ~_umask())
    except OSError as error:  # the hidden name tells nobody anything
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        os.link(beside, path)  # unlike a rename it takes no name that is there
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
    except OSError:  # not every file system has second names
        with path.open("xb") as file:
            file.write(content)
    finally:
        beside.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

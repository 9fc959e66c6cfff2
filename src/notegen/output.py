"""Finished documents to files: a reader sees the old one or the new one, never half of either."""

import os
import stat
import tempfile
from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """Put the content there whole, with the permissions of the file it replaces; OSError when it cannot be.

    Works beside the target under a hidden name without the target's ending, and renames. A pipe or a
    device is written to, not replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path = path.resolve()  # a link stays a link
    mode = path.stat().st_mode if path.exists() else stat.S_IFREG | (0o666 & ~_umask())
    if not stat.S_ISREG(mode):
        path.write_bytes(content)
        return
    try:
        _replace(path, content, mode)
    except OSError as error:  # the hidden name tells nobody anything
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(path: Path, content: bytes, mode: int) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix="~", delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.close()
            beside.chmod(stat.S_IMODE(mode))
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def create_file(path: Path, text: str) -> None:
    """Put the text into a new file; FileExistsError for one that is there, even if it came this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

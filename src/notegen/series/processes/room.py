"""The folder of a worker, in which lies what came with its jobs; and how what stopped one of them is told."""

import os
import re
import shutil
import traceback
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from notegen.diagnostics import Diagnostic
from notegen.errors import MissingExtra, NotegenError, RenderError
from notegen.series.processes.jobs import Failed, Reason

_DIGEST = 16  # bytes
_UNPACKED = 8
"""Folders of files that came with jobs, before all make room for new ones."""


def unpack(files: tuple[tuple[str, bytes], ...], room: Path) -> Path:
    """The folder with these files. Jobs of one series share it, so that its templates are compiled once."""
    digest = blake2b(digest_size=_DIGEST)
    for name, content in files:
        digest.update(f"{len(name)} {len(content)} ".encode() + os.fsencode(name) + content)
    top = room / digest.hexdigest()
    if not top.is_dir():
        others = list(room.iterdir())
        if len(others) >= _UNPACKED:
            for other in others:
                shutil.rmtree(other, ignore_errors=True)
        top.mkdir()
        for name, content in files:
            find_place(top, name).write_bytes(content)
    return top


def find_place(top: Path, name: str) -> Path:
    """Where a file of that name is below `top`, in a folder that is there."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name:
        raise RenderError(f'"{name}" is no place for a file of a series')
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    return top / path


def explain(error: Exception, found: tuple[Diagnostic, ...], room: Path) -> Failed:
    """What stopped a job that was unpacked in `room`."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError):
            return Failed(Reason.MEMORY, "it needs more memory than a note may take", found)
        cause = cause.__cause__
    if isinstance(error, MissingExtra):
        return Failed(Reason.EXTRA, str(error), found)
    if isinstance(error, NotegenError) or (isinstance(error, OSError) and error.errno is None):
        # An engine names a picture by its full path, and where a job was unpacked says nothing to anybody.
        unpacked = re.escape(f"{room}{os.sep}") + f"[0-9a-f]{{{2 * _DIGEST}}}{re.escape(os.sep)}"
        return Failed(Reason.ENGINE, re.sub(unpacked, "", str(error)), found)
    return Failed(Reason.FAULT, "".join(traceback.format_exception(error)), found)

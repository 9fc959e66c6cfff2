"""Files that users name: no more of them than can be meant, and what they are if they are no text."""

import errno
import os
import re
import select
import shlex
import stat
from pathlib import Path
from typing import BinaryIO

MAX_FILE = 200_000_000
"""Bytes of any file; a PDF of five thousand pages has less."""
PATIENCE = 2.0
"""Seconds that a pipe may stay without anybody who writes to it."""

_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)


_FOREIGN = (
    ("a document of an old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0),
    ("rich text", b"{\\rtf", 0),
    ("an OpenDocument file", b"mimetypeapplication/vnd.oasis.opendocument", 30),
)


def read_file(path: Path, limit: int = MAX_FILE) -> bytes:
    """The content; of more than `limit` bytes the first ones, one more than the limit. Raises OSError.

    A device is read as a file is, and a pipe that somebody writes to, so that nothing endless is read to its end.
    """
    if not stat.S_ISFIFO(path.stat().st_mode):
        with path.open("rb") as file:
            return read_stream(file, limit)
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(pipe, "rb") as file:
        select.select([pipe], [], [], PATIENCE)
        begun = _read_some(pipe)
        if begun == b"":
            raise OSError(errno.ENODATA, "nobody writes to this pipe", str(path))
        os.set_blocking(pipe, True)
        return (begun or b"") + read_stream(file, limit)


def find_file(folder: Path, name: str) -> Path | None:
    """The file of that name in a folder, without links; None where there is none, or no file can have the name."""
    try:
        path = (folder / name).resolve()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long a name, links in a circle, NUL
        return None


def read_stream(stream: BinaryIO, limit: int = MAX_FILE) -> bytes:
    """The content, within a limit as `read_file` keeps it."""
    return stream.read(limit + 1)


def _read_some(pipe: int) -> bytes | None:
    """A byte of a pipe, b"" where nobody holds the other end, None where somebody does who is not ready."""
    try:
        return os.read(pipe, 1)
    except BlockingIOError:
        return None


def recognize(content: bytes, name: str) -> tuple[str, str] | None:
    """What a file is that is no text, by its first bytes, and what to do with it; None where that cannot be told."""
    stem = name.rpartition(".")[0] or name
    named, record = ("FILE", "NAME.yaml") if name.startswith("<") else map(shlex.quote, (name, f"{stem}.yaml"))
    bring = f"make a record of it: notegen import {named} -o {record}"
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "a PDF", f"{bring}, or take out the one in it: notegen extract {named}"
    if foreign := recognize_foreign(content):
        return foreign
    if content.startswith(b"PK\x03\x04"):
        return ("a Word document", bring) if b"word/" in content else ("a zip archive", "take out of it what you mean")
    if _WEB_PAGE.match(content):
        return "a web page", bring
    return ("a text in UTF-16", "save the file as UTF-8") if _is_utf16(content) else None


def recognize_foreign(content: bytes) -> tuple[str, str] | None:
    """What a document is that notegen cannot import, and what to do with it; None for all else."""
    for kind, begin, offset in _FOREIGN:
        if content.startswith(begin, offset):
            return kind, "save it as .docx, and make a record of that: notegen import"
    return None


def _is_utf16(content: bytes) -> bool:
    """Whether every other byte of the beginning is zero, as in Latin text without a byte order mark."""
    head = content[:200]
    if len(head) < 4 or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    halves = (head[::2], head[1::2])
    return any(zero.count(0) > 0.9 * len(zero) and not other.count(0) for zero, other in (halves, halves[::-1]))

"""Digests of files; those of files that have not been touched are remembered from one build to the next."""

import hashlib
import os
import stat
import time
from collections.abc import Mapping
from pathlib import Path

Stamp = tuple[int, int, int, str]
"""When a file was modified and changed, in nanoseconds, its size in bytes, and its digest."""

_SETTLED = 2_000_000_000
"""Nanoseconds. A younger file may change again within one tick of the file system's clock, at the same size."""


def digest(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class Fingerprints:
    """What was remembered of files, and what is seen of them now."""

    def __init__(self, remembered: Mapping[str, Stamp]) -> None:
        self._remembered = remembered
        self._seen: dict[str, Stamp | None] = {}

    def find(self, path: str | Path) -> str | None:
        """The digest of a file, None when there is none; each file is looked at once."""
        name = str(path)
        if name not in self._seen:
            self._seen[name] = self._look(name)
        stamp = self._seen[name]
        return stamp[3] if stamp else None

    def read(self, path: str | Path) -> bytes:
        """The content of a file, from which on `find` tells the digest of what was read; OSError."""
        name = str(path)
        with Path(name).open("rb") as file:
            facts, content = os.fstat(file.fileno()), file.read()
        self._seen[name] = (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, digest(content))
        return content

    def forget(self, path: str | Path) -> None:
        """Look at a file again when it is asked for next."""
        self._seen.pop(str(path), None)

    def _look(self, name: str) -> Stamp | None:
        try:
            facts = Path(name).stat()
            if not stat.S_ISREG(facts.st_mode):
                return None  # a pipe would be waited for, and a device has no end
            known = self._remembered.get(name)
            if known and known[:3] == (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size):
                return known
            return (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, digest(Path(name).read_bytes()))
        except (OSError, ValueError):
            return None

    def remember(self) -> dict[str, Stamp]:
        """What can be relied on next time."""
        until = time.time_ns() - _SETTLED
        return {name: stamp for name, stamp in self._seen.items() if stamp and max(stamp[:2]) < until}

"""Which files a series has made: a build writes over these and over no others.

A name is written down before the file is, so that a build that was killed knows its own again. Where the hidden folder
is gone, the register that stands among the documents still names them.
"""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from notegen.output import write_file

FOREIGN = "a file is there that no build has made; move it away, and build again"
"""Why a document is not made."""

_FILE = "made.jsonl"


@dataclass(frozen=True, slots=True)
class Claims:
    """The files of a series, by paths relative to its folder, with slashes; `book` is where they are written down."""

    root: Path = Path()
    book: Path = Path(_FILE)
    made: set[str] = field(default_factory=set)

    def allow(self, path: str) -> bool:
        """Whether a document may be written there: no file is there, or one of ours."""
        return path in self.made or not (self.root / path).is_file()

    def take(self, path: str) -> None:
        """Say that a document is going to be written there; OSError."""
        if path in self.made:
            return
        with self.book.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(path)}\n")
        self.made.add(path)

    def adopt(self, register: str, wholes: Iterable[str]) -> None:
        """Where no book is: take for ours what a register of the series names, and the documents of the whole."""
        if self.book.exists():
            return
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            rows = json.loads((self.root / register).read_bytes())["documents"]
            self.made.update(str(PurePosixPath(register).parent / row["file"]) for row in rows if row["sha256"])
            self.made.update(wholes)

    def tidy(self) -> None:
        """Forget what is not there any more."""
        there = sorted(path for path in self.made if (self.root / path).exists())
        content = "".join(f"{json.dumps(path)}\n" for path in there)
        with contextlib.suppress(OSError):
            if self.book.read_text(encoding="utf-8") == content:
                return
        write_file(self.book, content.encode())


def read_claims(root: Path, hidden: Path, known: Iterable[str]) -> Claims:
    """What builds of a series have written down, and what else is `known` to be theirs."""
    claims = Claims(root, hidden / _FILE, set(known))
    with contextlib.suppress(OSError), claims.book.open(encoding="utf-8") as book:
        for line in book:
            with contextlib.suppress(ValueError):  # the last line of a build that was killed
                claims.made.add(str(json.loads(line)))
    return claims

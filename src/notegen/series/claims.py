"""Which files a series has made: a build writes over these and over no others.

A name is written down before the file is, so that a build that was killed knows its own again. Where the hidden folder
is gone, the register that stands among the documents still names them.
"""

import contextlib
import io
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from notegen.output import write_file

FOREIGN = "a file is there that no build has made; move it away, and build again"
"""Why a document is not made."""

_FILE = "made.jsonl"
_MAKER = b"notegen"


@dataclass(frozen=True, slots=True)
class Claims:
    """The files of a series, by paths relative to its folder, with slashes; `book` is where they are written down."""

    root: Path = Path()
    book: Path = Path(_FILE)
    made: set[str] = field(default_factory=set)
    lost: bool = False

    def allow(self, path: str) -> bool:
        """Whether a document may be written there: no file is there, or one of ours.

        Where the book is `lost`, a document that tells by what it was made is taken for one.
        """
        file = self.root / path
        return path in self.made or not file.is_file() or (self.lost and _names_us(file))

    def take(self, path: str) -> None:
        """Say that a document is going to be written there; OSError."""
        if path in self.made:
            return
        with self.book.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(path)}\n")
        self.made.add(path)

    def adopt(self, register: str, wholes: Collection[str]) -> None:
        """Where no book is: take for ours what a register of the series names, and the documents of the whole."""
        if not self.lost:
            return
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            rows = json.loads((self.root / register).read_bytes())["documents"]
            self.made.update(str(PurePosixPath(register).parent / row["file"]) for row in rows if row["sha256"])
            self.made.update(wholes)
        pages = (self.root / path for path in wholes if path.endswith(".html"))
        if any(page.is_file() and _names_us(page) for page in pages):
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
    book = hidden / _FILE
    claims = Claims(root, book, set(known), lost=not book.exists())
    with contextlib.suppress(OSError), book.open(encoding="utf-8") as lines:
        for line in lines:
            with contextlib.suppress(ValueError):  # the last line of a build that was killed
                path = str(json.loads(line))
                if stays_below(path):
                    claims.made.add(path)
    return claims


def _names_us(file: Path) -> bool:
    """Whether a PDF says that it was made by notegen, or another document."""
    import pikepdf  # asked for only where a build has lost its memory

    content = file.read_bytes()
    if not content.startswith(b"%PDF"):
        return _MAKER in content
    with contextlib.suppress(pikepdf.PdfError), pikepdf.open(io.BytesIO(content)) as document:
        return str(document.docinfo.get("/Creator", "")).encode() == _MAKER
    return False


def stays_below(path: str) -> bool:
    """Whether a path leads to a place in the folder of a series.

    What builds remember may have come with a stranger's folder, and no build writes or deletes elsewhere.
    """
    parts = PurePosixPath(path).parts
    return not path.startswith("/") and ".." not in parts

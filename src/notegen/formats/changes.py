"""The changes from one record to another, told field by field: for people on a terminal, and for programs."""

import json
from collections.abc import Iterator, Sequence

from notegen.diagnostics import Path
from notegen.records.comparison import Change, Piece

CONTEXT = 6
"""Words shown before and after what changed."""

_MARKS = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}


def write_path(path: Path) -> str:
    """Where a field is, with positions that count from 1: "sections 2 › text"."""
    words: list[str] = []
    for key in path:
        if isinstance(key, int) and words:
            words[-1] += f" {key + 1}"
        else:
            words.append(str(key))
    return " › ".join(words)


def write_plain(change: Change) -> str:
    """A change on one line, with [-what is deleted-] and {+what is inserted+}."""
    return "".join(_MARKS[piece.kind].format(piece.text) for piece in shorten(change.pieces))


def shorten(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces on one line, with few words around what changed and an ellipsis for the others."""
    last = len(pieces) - 1
    for i, piece in enumerate(pieces):
        text = piece.text.replace("\n\n", " ¶ ").replace("\n", " ")
        if piece.kind == "same":
            text = _cut(text, first=i == 0, last=i == last)
        yield Piece(piece.kind, text)


def _cut(text: str, *, first: bool, last: bool) -> str:
    words = text.split(" ")
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail):
        return text
    return " ".join([*head, "…", *tail])


def write_json(changes: Sequence[Change]) -> str:
    """A list with an object for each change: its path, the old and the new text, and the pieces of both."""
    data = [
        {
            "path": list(change.path),
            "old": change.old,
            "new": change.new,
            "pieces": [{"kind": piece.kind, "text": piece.text} for piece in change.pieces],
        }
        for change in changes
    ]
    return json.dumps(data, ensure_ascii=False, indent=2)

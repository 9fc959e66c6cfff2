"""What notegen has to say about a text: values with a place, a stable code and, if possible, a hint."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Any

Path = tuple[str | int, ...]
"""Keys and list positions from the record down to a value."""

EXCERPT_WIDTH = 96
"""Columns of a source line that an excerpt shows; longer lines are cut around the caret."""


_LINE_END = re.compile("\n")

MAX_PROBLEMS = 200
"""Of one kind in one text; nobody reads more, and a hostile text has millions."""


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops, a warning does so when asked, information never."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Source:
    """A text and the name that it is known by."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset in code points."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, number: int) -> int:
        """Where the line with that number, from 1, begins."""
        return self._starts[number - 1]

    def line(self, number: int) -> str:
        """The line with that number, from 1, without its end."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to, not including, `end`: offsets in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A span in a source."""

    source: Source
    span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong or worth knowing.

    `path` leads to the value in the record (`("event", "dates")`); `place` is where that stands in
    the file, None when the record did not come from a text. `replacement` is what should stand
    there instead, given only when that is certain.
    """

    code: str
    message: str
    severity: Severity = Severity.ERROR
    path: Path = ()
    place: Place | None = None
    hint: str | None = None
    replacement: str | None = None

    def summary(self) -> str:
        """One line: `file:line:column: error: message (code)`."""
        return f"{self._where()}: {self.severity}: {_one_line(self.message)} ({self.code})"

    def _where(self) -> str:
        if self.place is None:
            return format_path(self.path) or "record"
        line, column = self.place.source.position(self.place.span.start)
        return f"{show_name(self.place.source.name)}:{line}:{column}"


def show_name(name: str) -> str:
    """The name of a file, or a text with such names in it, as text: bytes that are none stand as numbers.

    Python hands a name that is not text out with lone surrogates, which no file and no JSON can hold.
    """
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # on Windows a name may have other halves of characters
        return name.encode("utf-8", "backslashreplace").decode()


def _one_line(text: str) -> str:
    # A message quotes the record, which may have said a page where a word belongs.
    text = _visible(show_name(" ".join(text.split())))
    return text if len(text) <= 400 else f"{text[:300]} … {text[-80:]}"


def format_path(path: Path) -> str:
    """The path as people write it: `participants[0].entries[2]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def write_text(diagnostic: Diagnostic) -> str:
    """The summary, the source line with a caret under the span, and the hint; several lines."""
    lines = [diagnostic.summary()]
    if diagnostic.place is not None:
        lines += _excerpt(diagnostic.place)
    if diagnostic.hint:
        lines.append(f"  hint: {_one_line(diagnostic.hint)}")
    return "\n".join(lines)


def _excerpt(place: Place) -> list[str]:
    number, column = place.source.position(place.span.start)
    line = place.source.line(number)
    if not line.strip():
        return []
    start = column - 1
    length = max(1, min(place.span.end - place.span.start, len(line) - start))
    left = max(0, min(start - EXCERPT_WIDTH // 3, len(line) - EXCERPT_WIDTH))
    shown = _visible(line[left : left + EXCERPT_WIDTH])
    before, under = _visible(line[left:start]), _visible(line[start : min(start + length, left + EXCERPT_WIDTH)])
    head, tail = "…" if left else "", "…" if left + EXCERPT_WIDTH < len(line) else ""
    carets = "^" * max(1, _columns(under))
    margin = " " * len(str(number))
    pad = " " * (len(head) + _columns(before))
    return [f"  {number} | {head}{shown}{tail}", f"  {margin} | {pad}{carets}"]


def _visible(text: str) -> str:
    # A control character must neither move the cursor nor vanish; one cell each keeps the caret true.
    return "".join(" " if c == "\t" else "\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)


def _columns(text: str) -> int:
    """Terminal cells: full-width characters take two, combining ones none."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in ("Mn", "Me") for c in text)


def as_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """The diagnostic as plain data for JSON; line and column count from 1."""
    data: dict[str, Any] = {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "path": list(diagnostic.path),
        "hint": diagnostic.hint,
        "replacement": diagnostic.replacement,
    }
    if diagnostic.place is not None:
        source, span = diagnostic.place.source, diagnostic.place.span
        line, column = source.position(span.start)
        end_line, end_column = source.position(span.end)
        data |= {
            "file": show_name(source.name),
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
        }
    return data


def sort(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """In the order of the files given and of the places in each."""

    def key(numbered: tuple[int, Diagnostic]) -> tuple[int, int]:
        index, diagnostic = numbered
        name = diagnostic.place.source.name if diagnostic.place else ""
        first = order.setdefault(name, index)
        return first, diagnostic.place.span.start if diagnostic.place else -1

    order: dict[str, int] = {}
    return [diagnostic for _, diagnostic in sorted(enumerate(diagnostics), key=key)]


def has_errors(diagnostics: Sequence[Diagnostic]) -> bool:
    """Whether any of them stops."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def more_problems(problem: Diagnostic) -> Diagnostic:
    """What is said in place of the first problem that is one too many."""
    message = f"more than {MAX_PROBLEMS} problems of one kind; the rest is not told"
    return replace(problem, code="more-problems", message=message, hint="mend these first")


def limit_problems(found: Iterator[Diagnostic]) -> list[Diagnostic]:
    """As many as a person reads, and a word about the rest."""
    told = list(islice(found, MAX_PROBLEMS + 1))
    return told if len(told) <= MAX_PROBLEMS else [*told[:-1], more_problems(told[-1])]

"""What is wrong with the columns in which the lines of a YAML text begin, in notegen's words.

A person indents by eye, and the parser tells a line that is one space off by what it then took the line for.
Here the line is held against the lines above it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notegen.diagnostics import Diagnostic, Place, Source, Span

_LINE = re.compile(r"(?P<indent> *)(?P<dashes>(?:-[ ]+)*)(?P<rest>.*)")
_KEY = re.compile(r"(?P<key>[^\W\d][\w.-]*) *:(?=\s|$)\s*(?P<value>.*)")
_GLUED = re.compile(r"(?P<key>[^\W\d][\w-]*):(?!//)(?P<value>[^\s:].*)")
_WORD = re.compile(r"[^\W\d]\w*")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?(?:\s+#.*)?")
_LOOK_BACK = 2_000
"""Lines above that are looked at; no part of a record is longer."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with something in it. `start` is where its text begins, `column` the spaces and dashes before that."""

    number: int
    start: int
    indent: int
    column: int
    text: str

    @property
    def key(self) -> str:
        """The key that the line gives, "" where it gives none."""
        match = _KEY.match(self.text)
        return match["key"] if match else ""

    @property
    def value(self) -> str:
        """What stands behind the key."""
        match = _KEY.match(self.text)
        return match["value"] if match else ""


def explain_columns(source: Source, at: int) -> Diagnostic | None:
    """What the line with the offset has against those above it; None where its column is not to blame."""
    line = _read(source, source.position(at)[0])
    if line is None:
        return None
    above = next(_walk_up(source, line.number), None)
    if not line.key and (block := _find_block(source, line)):
        return _tell_outside(source, line, *block)
    for glued in (line, above):
        if glued and (match := _GLUED.fullmatch(glued.text)):
            colon = glued.start + match.end("key")
            hint = f"write {match['key']}: {match['value']}"
            return _tell(source, colon, colon + 1, "a space is missing after the colon", hint)
    if above and above.indent < above.column and line.indent == line.column == above.indent:
        hint = "begin every entry with a dash, all in the same column"
        return _tell(source, line.start, line.start + len(line.text), "an entry of a list is expected here", hint)
    if above is None or not line.key or at > line.start + len(line.key):
        return None
    if above.column < line.column and _WORD.fullmatch(above.text):
        return _tell(
            source, above.start, above.start + len(above.text), "a key without a colon", f"write {above.text}:"
        )
    return _compare(source, line)


def _tell_outside(source: Source, line: _Line, owner: _Line, indent: int) -> Diagnostic:
    """A line of a text over several lines that stands too far left for it."""
    hint = f"begin every line of the text with {indent} spaces"
    message = f'this line is not indented as the text of "{owner.key}" has to be'
    return _tell(source, line.start, line.start + len(line.text), message, hint)


def _compare(source: Source, line: _Line) -> Diagnostic | None:
    """A line with a key that begins in no column of the lines above."""
    keys = [above for above in _walk_up(source, line.number) if above.key or above.column > above.indent]
    nearest = keys[0] if keys else None
    if nearest is None or line.column in {above.column for above in keys[:1]}:
        return None
    span = (line.start, line.start + len(line.key))
    if line.column > nearest.column:
        hint = f"begin it in the same column as {_name(nearest)}"
        if nearest.value[:1] not in "\"'[{":
            hint += "; if it belongs to the text above, put that text in quotes"
        return _tell(source, *span, "this line is indented more than the one above", hint) if nearest.value else None
    left, right = _find_neighbours(keys, line.column)
    if (left is not None and left.column == line.column) or right is None:
        return None
    names = [_name(other) for other in (right, left) if other is not None]
    hint = f"begin it in the same column as {' or as '.join(names)}"
    return _tell(source, *span, "this line lines up with none of those above", hint)


def _find_neighbours(keys: list[_Line], column: int) -> tuple[_Line | None, _Line | None]:
    """The nearest lines above that begin left of a column or in it, and right of it."""
    right = None
    for above in keys:
        if above.column <= column:
            return above, right
        if right is None or above.column < right.column:
            right = above
    return None, right


def _name(line: _Line) -> str:
    return f'"{line.key}"' if line.key else "the text behind the dash above"


def _find_block(source: Source, line: _Line) -> tuple[_Line, int] | None:
    """The line with the key of the text over several lines that ends above a line, and the indent of the text."""
    first, least = None, None
    for above in _walk_up(source, line.number):
        if _BLOCK.fullmatch(above.value):
            inside = least is None or least > above.column
            return (above, above.column + 2 if first is None else first) if inside else None
        first, least = above.indent, above.indent if least is None else min(least, above.indent)
        if least == 0:
            return None
    return None


def _walk_up(source: Source, number: int) -> Iterator[_Line]:
    """The lines with something in them above a line, the nearest first."""
    for other in range(number - 1, max(0, number - _LOOK_BACK), -1):
        if line := _read(source, other):
            yield line


def _read(source: Source, number: int) -> _Line | None:
    text = source.line(number)
    match = _LINE.match(text)
    if match is None or not match["rest"].strip() or match["rest"].startswith("#"):
        return None
    start = source.offset(number) + match.start("rest")
    return _Line(number, start, len(match["indent"]), match.start("rest"), match["rest"].rstrip())


def _tell(source: Source, start: int, end: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic("syntax", message, place=Place(source, Span(start, max(end, start + 1))), hint=hint)

"""How the parts of a record's text lie on its lines: where an entry begins and ends, and what belongs to it."""

import re
from dataclasses import dataclass

from notegen.diagnostics import Path
from notegen.tree import Tree, Value

_ANCHOR = re.compile(r"&\S+\s*")


@dataclass(frozen=True)
class Layout:
    """Questions about a text and its tree; offsets are those of the text."""

    tree: Tree

    @property
    def text(self) -> str:
        """The text itself."""
        return self.tree.source.text

    def line_start(self, offset: int) -> int:
        """Where the line begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Behind the end of the line."""
        return self.text.find("\n", offset) + 1 or len(self.text)

    def column(self, offset: int) -> int:
        """The column, from 0."""
        return offset - self.line_start(offset)

    def is_alias(self, value: Value) -> bool:
        """Whether the value is a reference to another one."""
        return self.text.startswith("*", value.span.start) and value.style == ""

    def anchor(self, value: Value) -> str:
        """The name by which others refer to the value, with the space behind it."""
        match = _ANCHOR.match(self.text, value.span.start)
        return match[0] if match else ""

    def is_flow(self, value: Value) -> bool:
        """Whether it is a mapping or a list in brackets."""
        start = value.span.start + len(self.anchor(value))
        return isinstance(value.content, tuple) and self.text[start : start + 1] in ("{", "[")

    def in_flow(self, path: Path) -> bool:
        """Whether the value stands inside brackets."""
        return any(self.is_flow(self.tree.values[path[:n]]) for n in range(len(path)))

    def keys(self, path: Path) -> list[str]:
        """The keys of a mapping in the order of the text, those without a value too."""
        found = ((span.start, key) for key, span in self.tree.keys.items() if key[:-1] == path)
        return [str(key[-1]) for _, key in sorted(found)]

    def content_end(self, value: Value) -> int:
        """Behind the last sign of the value; the parser gives a block the blank lines below it."""
        start = value.span.start
        return max(start, len(self.text[: value.span.end].rstrip())) if value.span.end > start else start

    def block_indent(self, value: Value) -> int | None:
        """The column in which the lines of a text in a block begin."""
        if value.style not in ("|", ">"):
            return None
        lines = self.text[value.span.start : value.span.end].splitlines()[1:]
        return next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), None)

    def head(self, path: Path) -> tuple[int, int]:
        """Behind the colon or the dash of a value, and the column of its key or dash."""
        if isinstance(path[-1], int):
            dash = self.dash(path[:-1], path[-1])
            return dash + 1, self.column(dash)
        key = self.tree.keys[path]
        return self.text.index(":", key.end) + 1, self.column(key.start)

    def dash(self, path: Path, item: int) -> int:
        """Where the dash of an item stands."""
        first = self.tree.values[path].span.start + len(self.anchor(self.tree.values[path]))
        if item == 0:
            return first
        column, line = self.column(first), self.line_start(self.tree.values[(*path, item)].span.start)
        while line > first:
            if self.text[line : line + column].strip(" ") == "" and self.text[line + column : line + column + 1] == "-":
                return line + column
            line = self.line_start(line - 1)
        return first

    def has_dashes(self, path: Path) -> bool:
        """Whether every item of the list begins a line of its own."""
        count = sum(1 for value in self.tree.values if value[:-1] == path and value != path)
        dashes = [self.dash(path, i) for i in range(count)]
        alone = all(self.text[self.line_start(at) : at].strip(" ") == "" for at in dashes)
        return alone and len(set(dashes)) == count and all(self.text[at : at + 1] == "-" for at in dashes)

    def chunk(self, path: Path, item: int) -> tuple[int, int]:
        """The lines of an item of a list, with the comments right above it; those above the first are the list's."""
        start = self.line_start(self.dash(path, item))
        while item and start:
            above = self.line_start(start - 1)
            if not self.text[above:start].lstrip(" ").startswith("#"):
                break
            start = above
        return start, self.chunk_end((*path, item))

    def chunk_end(self, path: Path) -> int:
        """Behind the last line of a value."""
        return self.line_end(self.content_end(self.tree.values[path]))

    def are_apart(self, path: Path, count: int) -> bool:
        """Whether there are blank lines between the items of a list."""
        return count > 1 and self.text[self.chunk(path, 0)[1] :].startswith("\n")

    def without_gap(self, start: int, end: int) -> int:
        """The end of lines to be taken out, so that no two blank lines are left where one was on each side."""
        if self.text[:start].endswith("\n\n") or start == 0:
            while self.text.startswith("\n", end):
                end += 1
        return end

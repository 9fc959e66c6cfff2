"""A record's text with other data in it: comments, order and quoting of all that stays are left as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from notegen.diagnostics import Path, Source, Span
from notegen.reader import read
from notegen.records.layout import Layout
from notegen.records.pairing import align_items, drop_empty, find_data, find_kept, write_mark
from notegen.records.writing import (
    WIDTH,
    write_after,
    write_entry,
    write_inline,
    write_item,
    write_key,
    write_lines,
    write_scalar,
)
from notegen.tree import Tree, Value


def edit(source: Source, wanted: Mapping[str, Any]) -> str:
    """The text that reads as the wanted data, with nothing else changed than that asks for.

    Scalars of the data are texts, None is a key without a value. The order of keys counts only for those
    that are new: each stands after the one before it. A text that cannot be changed in its places
    (an anchor that others refer to, what is no mapping) is written anew, part by part. One that cannot be read as a
    whole, such as a text with a key twice, stays as it is: nobody knows what else is in it.
    """
    target = drop_empty(wanted)
    tree = read(source)
    if tree.data == target or any(problem.code != "empty" for problem in tree.diagnostics):
        return source.text
    trees = [tree]
    if not source.text.endswith("\n"):  # what is put behind the last line needs its end, which may be part of a text
        ended = read(Source(source.name, source.text + "\n"))
        trees = [ended] if ended.data == tree.data else [tree, ended]
    if isinstance(tree.data, dict):
        for start in trees:
            text = _edit_finely(start, wanted)
            if _reads_as(text, target):
                return text
        text = _edit_coarsely(tree, wanted)
        if _reads_as(text, target):
            return text
    return _head(source.text) + write_lines(wanted, 0) + "\n"


def _reads_as(text: str, target: Any) -> bool:
    tree = read(Source("", text))
    return not tree.diagnostics and tree.data == target


def _head(text: str) -> str:
    """The comments that a text begins with."""
    lines = text.splitlines(keepends=True)
    count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:count])


def _edit_finely(tree: Tree, wanted: Mapping[str, Any]) -> str:
    editor = _Editor(tree)
    editor.change((), wanted)
    return editor.result()


def _edit_coarsely(tree: Tree, wanted: Mapping[str, Any]) -> str:
    """Every part of the record that differs is written anew."""
    editor = _Editor(tree)
    if not editor.layout.is_flow(tree.values[()]):
        editor.change_mapping((), wanted, deep=False)
    return editor.result()


@dataclass
class _Editor:
    """Collects what is put in place of which span, in the order of the text."""

    tree: Tree
    splices: list[tuple[Span, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.tree.source.text
        self.layout = Layout(self.tree)

    def result(self) -> str:
        """The text with all of it."""
        parts, at = [], 0
        for span, new in sorted(self.splices, key=lambda splice: (splice[0].start, splice[0].end)):
            parts += [self.text[at : span.start], new]
            at = max(at, span.end)
        return "".join([*parts, self.text[at:]])

    def _put(self, start: int, end: int, new: str) -> None:
        self.splices.append((Span(start, end), new))

    def change(self, path: Path, wanted: Any) -> None:
        """Make the value at the path the wanted one."""
        value = self.tree.values[path]
        old = find_data(self.tree.data, path)
        if old == drop_empty(wanted):
            return
        if self.layout.is_alias(value):
            self._replace(path, wanted)
        elif isinstance(old, str) and isinstance(wanted, str):
            self._change_scalar(path, value, wanted)
        elif self.layout.is_flow(value) and isinstance(wanted, Mapping | list | tuple):
            self._change_flow(path, wanted)
        elif isinstance(old, dict) and isinstance(wanted, Mapping) and drop_empty(wanted):
            self.change_mapping(path, wanted)
        elif isinstance(old, list) and isinstance(wanted, list | tuple) and self._can_change(path, old, wanted):
            self._change_sequence(path, old, wanted)
        else:
            self._replace(path, wanted)

    def _change_scalar(self, path: Path, value: Value, wanted: str) -> None:
        inside = self.layout.in_flow(path)
        short = self.layout.column(value.span.start) + len(wanted) < WIDTH
        single = "\n" not in self.text[value.span.start : value.span.end]
        if inside or (value.style in ("'", '"') and "\n" not in wanted) or (not value.style and short and single):
            written = write_scalar(wanted, flow=inside, style=value.style if value.style in ("'", '"') else "")
            if inside or value.style or not written.startswith('"') or "\n" not in wanted:
                self._put(value.span.start, value.span.end, written)
                return
        self._replace(path, wanted)

    def _replace(self, path: Path, wanted: Any) -> None:
        """The whole value anew, after its key or dash; a comment behind it stays on that line."""
        value = self.tree.values[path]
        if self.layout.in_flow(path):
            self._put(value.span.start, value.span.end, write_inline(wanted))
            return
        start, margin = self.layout.head(path)
        end = self.layout.content_end(value)
        indent = self.layout.block_indent(value)
        written = write_after(wanted, margin, used=self.layout.column(start), indent=indent)
        if isinstance(path[-1], int) and written.startswith("\n"):
            written = " " + written.lstrip()
        first, _, rest = written.partition("\n")
        stop = self.layout.line_end(end)
        if rest and self.text[end:stop].strip():
            self._put(start, end, first)
            self._put(stop, stop, self._ended(stop, rest))
        else:
            self._put(start, max(start, end), written)

    def _ended(self, at: int, lines: str) -> str:
        """Lines to be put at the beginning of a line, or behind the last one."""
        return f"{lines}\n" if at == 0 or self.text[at - 1] == "\n" else f"\n{lines}"

    def change_mapping(self, path: Path, wanted: Mapping[str, Any], *, deep: bool = True) -> None:
        """Take out keys, change values, put in keys; not `deep` writes each changed value anew."""
        present = self.layout.keys(path)
        for key in present:
            if (*path, key) in self.tree.values and wanted.get(key) is None and self._holds((*path, key)):
                self._remove_entry((*path, key), present)
        before: str | None = None
        for key, item in wanted.items():
            here = (*path, key)
            if key not in present:
                self._add_entry(path, present, before, key, item)
                continue
            before = key
            if item is None or not self._holds(here):
                if item is not None:
                    self._replace(here, item)
            elif deep:
                self.change(here, item)
            elif find_data(self.tree.data, here) != drop_empty(item):
                self._replace(here, item)

    def _holds(self, path: Path) -> bool:
        return self.tree.values[path].content is not None

    def _remove_entry(self, path: Path, present: list[str]) -> None:
        key = self.tree.keys[path]
        start, end = self.layout.line_start(key.start), self.layout.chunk_end(path)
        if self.text[start : key.start].strip():  # it stands behind a dash, and the next one takes its place
            at = present.index(str(path[-1])) + 1
            following = self.tree.keys.get((*path[:-1], present[at])) if at < len(present) else None
            if following:  # what is said of that goes above the dash
                margin = self.text[start : key.start].partition("-")[0]
                lines = map(str.strip, self.text[end : following.start].splitlines())
                self._put(start, start, "".join(f"{margin}{line}\n" for line in lines if line))
            self._put(key.start, following.start if following else end, "")
        else:
            self._put(start, self.layout.without_gap(start, end), "")

    def _add_entry(self, path: Path, present: list[str], before: str | None, key: str, item: Any) -> None:
        column = self.layout.column(self.tree.keys[(*path, present[0])].start) if present else 0
        entry = write_entry(key, item, column)
        if before is None:
            at = self.tree.keys[(*path, present[0])].start
            if not self.text[self.layout.line_start(at) : at].strip():
                at = self.layout.line_start(at)
                self._put(at, at, f"{' ' * column}{entry}\n")
            else:
                self._put(at, at, f"{entry}\n{' ' * column}")
            return
        at = self.layout.chunk_end((*path, before))
        above = self.text[self.tree.keys[(*path, before)].start : at]
        far = not path and ("\n" in entry or above.count("\n") > 5) and not self.text[:at].endswith("\n\n")
        apart = "\n" if far else ""
        self._put(at, at, apart + self._ended(at, " " * column + entry))

    def _can_change(self, path: Path, old: list[Any], wanted: Any) -> bool:
        """Whether a list can be changed item by item: one whose dash stands behind another only in place."""
        return bool(wanted) and (
            self.layout.has_dashes(path) or len(align_items(old, wanted)[0]) == len(old) == len(wanted)
        )

    def _change_flow(self, path: Path, wanted: Any) -> None:
        """A collection in brackets: what stays keeps its own text."""
        value, old = self.tree.values[path], find_data(self.tree.data, path)
        bare = self.text[value.span.start : value.span.end]
        if "\n" not in bare and not self.layout.in_flow(path) and path and _has_lines(wanted):
            self._replace(path, wanted)  # a text of several lines has no good place in brackets
            return
        kept, line = find_kept(old, wanted), self._write_flow(path, old, wanted)
        fits = not path or self.layout.column(value.span.start) + len(line) <= WIDTH + 10
        if kept and (fits or "\n" in bare or len(kept) == len(wanted)):
            self._extend_flow(path, wanted, kept)
        elif not wanted or fits or self.layout.in_flow(path):
            self._put(value.span.start + len(self.layout.anchor(value)), value.span.end, line)
        else:
            self._replace(path, wanted)

    def _extend_flow(self, path: Path, wanted: Any, kept: list[Any]) -> None:
        """Change what is there in its place, and put what is new behind it."""
        for step in kept:
            self.change((*path, step), wanted[step])
        end = self.tree.values[(*path, kept[-1])].span.end
        if isinstance(wanted, Mapping):
            new = [f"{write_key(key)}: {write_inline(item)}" for key, item in wanted.items() if key not in kept]
        else:
            new = [write_inline(item) for item in wanted[len(kept) :]]
        if new:
            self._put(end, end, "".join(f", {item}" for item in new))

    def _write_flow(self, path: Path, old: Any, wanted: Any) -> str:
        if isinstance(wanted, Mapping):
            parts = []
            for key, item in wanted.items():
                kept = self._slice((*path, key)) if isinstance(old, dict) and old.get(key, self) == item else None
                parts.append(f"{write_key(key)}: {kept or write_inline(item)}")
            return "{" + ", ".join(parts) + "}"
        known = {write_mark(item): (*path, i) for i, item in enumerate(old)} if isinstance(old, list) else {}
        kept_items = (self._slice(known[write_mark(item)]) if write_mark(item) in known else None for item in wanted)
        return "[" + ", ".join(kept or write_inline(item) for kept, item in zip(kept_items, wanted, strict=True)) + "]"

    def _slice(self, path: Path) -> str:
        span = self.tree.values[path].span
        text = self.text[span.start : span.end]
        return "" if "\n" in text or "#" in text else text

    def _change_sequence(self, path: Path, old: list[Any], wanted: Any) -> None:
        """Items that are there already stay or move with their comments; others are changed, taken out or put in."""
        stays, moved = align_items(old, wanted)
        for i in range(len(old)):
            if i not in stays.values():
                start, end = self.layout.chunk(path, i)
                self._put(start, self.layout.without_gap(start, end), "")
        column = self.layout.column(self.layout.dash(path, 0))
        at = self.layout.chunk(path, 0)[0]
        apart = "\n" if self.layout.are_apart(path, len(old)) else ""
        for j, item in enumerate(wanted):
            if j in stays:
                self.change((*path, stays[j]), item)
                at = self.layout.chunk(path, stays[j])[1]
                continue
            if j in moved:
                start, end = self.layout.chunk(path, moved[j])
                lines = self.text[start:end].removesuffix("\n")
            else:
                lines = " " * column + write_item(item, column)
            leading = at == self.layout.chunk(path, 0)[0]
            self._put(at, at, self._ended(at, lines) + apart if leading else apart + self._ended(at, lines))


def _has_lines(value: Any) -> bool:
    items = value.values() if isinstance(value, Mapping) else value
    return any(isinstance(item, str) and "\n" in item for item in items)

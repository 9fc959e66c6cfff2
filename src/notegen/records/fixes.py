"""Putting certain corrections into a record's text, leaving comments, order and quoting as they are."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from notegen.diagnostics import Diagnostic, Path, Source, Span
from notegen.reader import read
from notegen.tree import Tree, Value


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text with its corrections, and which of them went in."""

    text: str
    applied: tuple[Diagnostic, ...]


def fix(source: Source, diagnostics: Iterable[Diagnostic]) -> Fixed:
    """The text with every correction that changes the value it is about and no other.

    A correction that would change anything else (another value, the shape of the YAML) is left out.
    """
    text = source.text
    applied: list[Diagnostic] = []
    for diagnostic in sorted(_certain(source, diagnostics), key=_start, reverse=True):
        if applied and _end(diagnostic) > _start(applied[-1]):
            continue
        changed = _replace(Source(source.name, text), diagnostic)
        if changed is not None:
            text = changed
            applied.append(diagnostic)
    return Fixed(text, tuple(reversed(applied)))


def _certain(source: Source, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [d for d in dict.fromkeys(diagnostics) if d.replacement is not None and d.place and d.place.source == source]


def _start(diagnostic: Diagnostic) -> int:
    return diagnostic.place.span.start if diagnostic.place else 0


def _end(diagnostic: Diagnostic) -> int:
    return diagnostic.place.span.end if diagnostic.place else 0


def _replace(source: Source, diagnostic: Diagnostic) -> str | None:
    """The text with one correction, or None where it would do more than it should."""
    assert diagnostic.place is not None
    assert diagnostic.replacement is not None
    span, tree, right = diagnostic.place.span, read(source), diagnostic.replacement
    path = _path_at(tree, span)
    if path is None:
        return None
    value, text = tree.values[path], source.text
    if text.startswith("*", value.span.start):
        return None  # an alias: what it says stands elsewhere, and is said in other places too
    whole = text[value.span.start : span.start] + right + text[span.end : value.span.end]
    ways = [(span, _escape(right, value))]
    if not value.style:  # what cannot stand bare can stand in quotes
        ways.append((value.span, json.dumps(" ".join(whole.split()), ensure_ascii=False)))
    for place, written in ways:
        changed = text[: place.start] + written + text[place.end :]
        if _changes(tree, read(Source(source.name, changed))) == {path}:
            return changed
    return None


def _changes(before: Tree, after: Tree) -> set[Path]:
    """The paths at which two trees differ; all of them where the later one is broken."""
    if after.diagnostics:
        return set(before.values)
    old, new = (
        {path: v.content for path, v in t.values.items() if isinstance(v.content, str)} for t in (before, after)
    )
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def _path_at(tree: Tree, span: Span) -> Path | None:
    for path, value in tree.values.items():
        if isinstance(value.content, str) and value.span.start <= span.start and span.end <= value.span.end:
            return path
    return None


def _escape(text: str, value: Value) -> str:
    if value.style == "'":
        return text.replace("'", "''")
    if value.style == '"':
        return json.dumps(text, ensure_ascii=False)[1:-1]
    return text

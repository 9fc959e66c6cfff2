"""Plain data as YAML in the style of a record written by hand: short things on one line, long texts in blocks."""

import json
from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from notegen.diagnostics import Source
from notegen.reader import read

WIDTH = 100
"""Columns of a line of text that is folded or written in brackets."""
_STEP = 2
_LINE_ENDS = ("\x85", "\u2028", "\u2029", "\ufeff")


def write_scalar(text: str, *, flow: bool = False, style: str = "") -> str:
    """A text on one line: quoted as `style` says, bare where that is possible; `flow` is inside brackets."""
    plain = not any(sign in text for sign in ("\n", "\r", *_LINE_ENDS))
    if style == "'" and plain and "\t" not in text:
        return "'" + text.replace("'", "''") + "'"
    if style != '"' and plain and _reads_bare(text, flow=flow):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    for sign in _LINE_ENDS:
        quoted = quoted.replace(sign, f"\\u{ord(sign):04x}")
    return quoted


def write_key(name: str) -> str:
    """A key, quoted where it has to be."""
    bare = "\n" not in name and read(Source("", f"{name}: x")).data == {name: "x"}
    return name if bare else write_scalar(name, style='"')


def write_inline(value: Any) -> str:
    """Any value on one line, as it stands inside brackets."""
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{write_key(key)}: {write_inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(write_inline, value)) + "]"
    return write_scalar(value, flow=True)


def write_after(value: Any, margin: int, *, used: int = 0, indent: int | None = None) -> str:
    """What follows `key:` or `-` in column `margin`, without the end of its last line.

    `used` columns of the line are taken. A text in a block is indented by `indent`, by default two more
    than the margin.
    """
    inner = margin + _STEP if indent is None else indent
    if value is None:
        return ""
    if isinstance(value, Mapping | list | tuple):
        line = write_inline(value)
        if not value or (_is_flat(value) and used + len(line) < WIDTH):
            return f" {line}"
        return "\n" + write_lines(value, margin + _STEP)
    if "\n" in value:
        block = _write_literal(value, inner)
        return f" {block or write_scalar(value)}"
    line = write_scalar(value)
    if used + len(line) >= WIDTH and (folded := _fold(value, inner)):
        return f" {folded}"
    return f" {line}"


def write_lines(value: Any, column: int) -> str:
    """A mapping or a list on lines of its own that begin in `column`, without the end of the last."""
    margin = " " * column
    if isinstance(value, Mapping):
        return "\n".join(margin + write_entry(key, item, column) for key, item in value.items())
    return "\n".join(margin + write_item(item, column) for item in value)


def write_entry(key: str, value: Any, column: int) -> str:
    """`key: value`, whose key stands in `column`."""
    name = write_key(key)
    return f"{name}:{write_after(value, column, used=column + len(name) + 2)}"


def write_item(value: Any, column: int) -> str:
    """`- value`, whose dash stands in `column`."""
    written = write_after(value, column, used=column + 2)
    if written.startswith("\n"):  # a mapping or a list begins on the line of the dash
        return f"- {written.lstrip()}"
    return f"-{written}"


def _is_flat(value: Any) -> bool:
    """Whether a collection is short enough in its parts to stand in brackets."""
    most = WIDTH if isinstance(value, Mapping) else WIDTH // 2
    items = value.values() if isinstance(value, Mapping) else value
    return all(isinstance(item, str) and "\n" not in item and len(item) < most for item in items)


def _reads_bare(text: str, *, flow: bool) -> bool:
    """Whether the reader takes the text without quotes for what it is."""
    written = f"k: [{text}]" if flow else f"k: {text}"
    return read(Source("", written)).data == {"k": [text] if flow else text}


def _write_literal(text: str, column: int) -> str | None:
    body = text.removesuffix("\n")
    if not body.strip("\n") or body[0] in " \t\n" or body.endswith("\n") or any(s in text for s in ("\r", *_LINE_ENDS)):
        return None
    margin = " " * column
    lines = "\n".join(margin + line if line else "" for line in body.split("\n"))
    return ("|" if text.endswith("\n") else "|-") + "\n" + lines


def _fold(text: str, column: int) -> str | None:
    lines = wrap(text, WIDTH - column, break_long_words=False, break_on_hyphens=False)
    if " ".join(lines) != text or any(s in text for s in ("\t", "\r", *_LINE_ENDS)):
        return None
    return ">-\n" + "\n".join(" " * column + line for line in lines)

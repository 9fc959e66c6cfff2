"""What is wrong with a file of words, in sentences for who writes it."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from notegen.diagnostics import Diagnostic, Path
from notegen.tree import Tree

_HINT = "words/en.yaml has every key, and says what it means"
_SAID = {
    "extra_forbidden": "there is no such key",
    "string_type": "a text is expected here",
    "tuple_type": "a list is expected here",
    "dict_type": "a mapping is expected here",
    "model_type": "a mapping is expected here",
}


def explain(error: Exception, tree: Tree) -> Iterator[Diagnostic]:
    """A diagnostic for each mistake that kept the data of a file of words from being a language."""
    if not isinstance(error, ValidationError):  # of the patterns of dates, which are read before they are judged
        message = f'the key "{error.args[0]}" is missing in dates' if isinstance(error, KeyError) else str(error)
        yield Diagnostic("language", message, path=("dates",), place=tree.place(("dates",), key=True), hint=_HINT)
        return
    for found in error.errors(include_url=False):
        path: Path = tuple(part for part in found["loc"] if part not in ("[key]",))
        if found["type"] == "missing":
            *parent, key = path
            inside = f" in {'.'.join(map(str, parent))}" if parent else ""
            message, path = f'the key "{key}" is missing{inside}', tuple(parent)
        else:
            message = f"{'.'.join(map(str, path))}: {_say(found)}"
        yield Diagnostic("language", message, path=path, place=tree.place(path, key=True), hint=_HINT)


def _say(found: Any) -> str:
    given, bounds = found.get("input"), found.get("ctx", {})
    if found["type"] in ("too_short", "too_long") and isinstance(given, list | tuple):
        return f"{bounds.get('min_length', bounds.get('max_length'))} entries are expected here, not {len(given)}"
    if found["type"] == "literal_error":
        return f"one of {bounds['expected']} is expected here"
    if "error" in bounds:
        return str(bounds["error"])
    return _SAID.get(found["type"], "this is not what is expected here")

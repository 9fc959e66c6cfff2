"""A file of words as data; what is wrong with one, in sentences for who writes it."""

from collections.abc import Iterator
from pathlib import Path as File
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from notegen.diagnostics import Diagnostic, Path
from notegen.errors import RenderError
from notegen.reader import decode, read
from notegen.tree import Tree

Model = TypeVar("Model", bound=BaseModel)

_SAID = {
    "extra_forbidden": "there is no such key",
    "string_type": "a text is expected here",
    "string_too_short": "a text is expected here",
    "tuple_type": "a list is expected here",
    "dict_type": "a mapping is expected here",
    "model_type": "a mapping is expected here",
    "bool_parsing": "true or false is expected here",
}


def read_words(file: File, model: type[Model]) -> Model:
    """The data of a file of words; RenderError, which has every mistake with its line, for a file with mistakes."""
    source, unread = decode(file.read_bytes(), f"{file.parent.name}/{file.name}")
    tree = read(source)
    problems = [*unread] or [*tree.diagnostics]
    if not problems:
        try:
            return model.model_validate(tree.data)
        except ValidationError as error:
            problems = list(_explain(error, tree))
    hint = f"{file.parent.name}/en.yaml has every key, and says what it means"
    raise RenderError(f"{'; '.join(map(_write, problems))} ({hint})")


def _write(problem: Diagnostic) -> str:
    assert problem.place is not None
    source = problem.place.source
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{source.name}:{source.position(problem.place.span.start)[0]}: {problem.message}{hint}"


def _explain(error: ValidationError, tree: Tree) -> Iterator[Diagnostic]:
    for found in error.errors(include_url=False):
        path: Path = tuple(part for part in found["loc"] if part not in ("[key]",))
        if found["type"] == "missing":
            *parent, key = path
            inside = f" in {'.'.join(map(str, parent))}" if parent else ""
            yield _tell(f'the key "{key}" is missing{inside}', tuple(parent), tree)
        else:
            yield _tell(": ".join([*[".".join(map(str, path))] * bool(path), _say(found)]), path, tree)


def _tell(message: str, path: Path, tree: Tree) -> Diagnostic:
    return Diagnostic("language", message, path=path, place=tree.place(path, key=True))


def _say(found: Any) -> str:
    given, bounds = found.get("input"), found.get("ctx", {})
    if found["type"] in ("too_short", "too_long") and isinstance(given, list | tuple):
        return f"{bounds.get('min_length', bounds.get('max_length'))} entries are expected here, not {len(given)}"
    if found["type"] == "string_too_long":
        return f"{bounds['max_length']} characters are expected here, not {len(str(given))}"
    if found["type"] == "literal_error":
        return f"one of {bounds['expected']} is expected here"
    if "error" in bounds:
        return str(bounds["error"])
    return _SAID.get(found["type"], "this is not what is expected here")

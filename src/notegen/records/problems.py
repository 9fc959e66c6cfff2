"""What does not fit the model, in notegen's words: by the type of the error, never by its sentence."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from notegen.diagnostics import Diagnostic, Path, Place
from notegen.reader import Tree, first_line
from notegen.records.model import MAX_COUNT, Note
from notegen.records.origin import Origin

_TAGS = ("text", "list", "mapping")

_FEWER = f"write a number up to {MAX_COUNT:,}, without the commas"

_SHAPES = {
    "string_type": ("wrong-type", "a text belongs here", "indent and dash say what a list is and what a text is"),
    "tuple_type": ("wrong-type", "a list belongs here", "begin each entry with a dash, or write [a, b]"),
    "list_type": ("wrong-type", "a list belongs here", "begin each entry with a dash, or write [a, b]"),
    "dict_type": ("wrong-type", "a mapping belongs here", "write key: value, one to a line"),
    "model_type": ("wrong-type", "a mapping belongs here", "write key: value, one to a line"),
    "model_attributes_type": ("wrong-type", "a mapping belongs here", "write key: value, one to a line"),
    "bool_parsing": ("wrong-type", "true or false belongs here", "write true or false"),
    "bool_type": ("wrong-type", "true or false belongs here", "write true or false"),
    "int_parsing": ("wrong-type", "a whole number belongs here", "write it in figures alone, such as 3"),
    "int_type": ("wrong-type", "a whole number belongs here", "write it in figures alone, such as 3"),
    "int_parsing_size": ("wrong-value", "this number is too large", _FEWER),
    "less_than_equal": ("wrong-value", "this number is too large", _FEWER),
    "greater_than_equal": ("wrong-value", "this number is less than nought", "write 0, or leave the key out"),
    "too_short": ("missing-value", "the list is empty", "give at least one, or leave the key out"),
    "union_tag_invalid": ("wrong-type", "a value of another shape belongs here", None),
    "union_tag_not_found": ("wrong-type", "a value of another shape belongs here", None),
}


def check_root(tree: Tree) -> Iterator[Diagnostic]:
    """A record is a mapping."""
    if not tree.diagnostics and not isinstance(tree.data, dict):
        place = Place(tree.source, first_line(tree.source.text))
        shape = "a list" if isinstance(tree.data, list) else "a text"
        hint = "a record begins with keys, such as event:"
        yield Diagnostic("not-a-record", f"this is {shape}, not a record", place=place, hint=hint)


def explain(error: ValidationError, model: type[BaseModel], origin: Origin) -> Iterator[Diagnostic]:
    """One diagnostic for each error of the validation, with the place of the value it is about."""
    for details in error.errors(include_url=False, include_input=False):
        yield _explain_one(details, model, origin)


def _explain_one(details: ErrorDetails, model: type[BaseModel], origin: Origin) -> Diagnostic:
    kind, context = details["type"], details.get("ctx", {})
    path = _path(details["loc"], origin, missing=kind == "missing")
    if kind == "missing":
        return _missing(path, origin)
    if kind == "extra_forbidden":
        return _unknown_key(path, model, origin)
    key = details["loc"][-1:] == ("[key]",)
    place = origin.place(path, key=key)
    if origin.is_empty(path):
        advice = "write the entry, or delete the dash"
        return Diagnostic("missing-value", "there is nothing here", path=path, place=place, hint=advice)
    if kind == "literal_error":
        choices = _choices(_annotation(model, path[:-1] if key else path))
        message = "this is none of the words that may stand here"
        hint = _did_you_mean(origin.text(path), choices) or _alternatives(choices)
        return Diagnostic("wrong-value", message, path=path, place=place, hint=hint)
    if kind == "name":
        return _unknown_name(context, path, origin)
    if kind in _SHAPES:
        code, message, hint = _SHAPES[kind]
        if kind.startswith("union_tag"):
            shapes = sorted(_shapes(_annotation(model, path)))
            message = f"a {' or a '.join(shapes)} belongs here" if shapes else message
        return Diagnostic(code, message, path=path, place=place, hint=hint)
    if "hint" in context:  # ours: the model raised it with a message for people
        return Diagnostic(f"bad-{kind}", details["msg"], path=path, place=place, hint=context["hint"])
    return Diagnostic("wrong-value", "this value does not fit here", path=path, place=place)


def _path(loc: tuple[int | str, ...], origin: Origin, *, missing: bool) -> Path:
    """The path in the text: the model's own steps (tags of unions, lists of one) are left out."""
    path: Path = ()
    for index, part in enumerate(loc):
        longer = (*path, part)
        own = part == "[key]" or (origin.trees and not origin.has(longer) and (part in _TAGS or isinstance(part, int)))
        # A missing key may be called as a tag is: contact has a `text`.
        called = missing and index == len(loc) - 1 and origin.is_mapping(path)
        if not own or called:
            path = longer
    return path


def _missing(path: Path, origin: Origin) -> Diagnostic:
    message = f'the key "{path[-1]}" is missing'
    where = f" in {path[-2]}" if len(path) > 1 and isinstance(path[-2], str) else ""
    return Diagnostic("missing-key", message + where, path=path, place=origin.place(path[:-1], key=True))


def _unknown_key(path: Path, model: type[BaseModel], origin: Origin) -> Diagnostic:
    owner = _owner(model, path[:-1])
    known = [*(owner.model_fields if owner else ()), *(("extends",) if owner is Note else ())]
    hint = _did_you_mean(str(path[-1]), known) or (f"known here: {', '.join(known)}" if known else None)
    message = f'unknown key "{path[-1]}"'
    return Diagnostic("unknown-key", message, path=path, place=origin.place(path, key=True), hint=hint)


def _unknown_name(context: dict[str, Any], path: Path, origin: Origin) -> Diagnostic:
    name, known = str(context["name"]), [str(name) for name in context["known"]]
    hint = _did_you_mean(name, known) or f"known here: {', '.join(known)}"
    message = f'{context["field"]} has no "{name}"'
    place = origin.place(path, key=isinstance(path[-1], str))
    return Diagnostic("unknown-name", message, path=path, place=place, hint=hint)


def _did_you_mean(word: str, known: list[str]) -> str | None:
    close = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else None


def _alternatives(choices: list[str]) -> str | None:
    return f"one of {', '.join(choices)}" if choices else None


def _owner(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    annotation = _annotation(model, path)
    return next(iter(_models(annotation)), None) if path else model


def _annotation(model: type[BaseModel], path: Path) -> Any:
    """The type that the model has at a path."""
    annotation: Any = model
    for part in path:
        if isinstance(part, int):
            continue
        if get_origin(annotation) is dict:
            annotation = get_args(annotation)[1]
            continue
        for candidate in _models(annotation):
            if part in candidate.model_fields:
                annotation = candidate.model_fields[part].annotation
                break
    return annotation


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _choices(annotation: Any) -> list[str]:
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    return [choice for argument in get_args(annotation) for choice in _choices(argument)]


def _shapes(annotation: Any) -> set[str]:
    if annotation is str:
        return {"text"}
    if get_origin(annotation) is tuple:
        return {"list"}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {"mapping"}
    return {shape for argument in get_args(annotation) for shape in _shapes(argument)}

"""What does not fit the model, in notegen's words: by the type of the error, never by its sentence."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from notegen.diagnostics import Diagnostic, Path, Place
from notegen.records.annotations import find_annotation, find_owner, list_choices, list_shapes
from notegen.records.model import MAX_COUNT, MAX_KNOWN, Note
from notegen.records.origin import Origin
from notegen.records.slips import guess_dates
from notegen.tree import Tree, first_line

_GLUED = re.compile(r"([^\W\d]\w*):(\S.*)")
_LONGEST = 100
"""Letters of a word for which one that was meant is looked for."""

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
    """One diagnostic for each mistake, with the place of the value it is about."""
    found = error.errors(include_url=False, include_input=False)
    missing = {_path(one["loc"], origin, missing=True) for one in found if one["type"] == "missing"}
    strangers = (one for one in found if one["type"] == "extra_forbidden")
    unknown = [_path(one["loc"], origin) for one in islice(strangers, MAX_KNOWN)]
    # A key that another was meant for is not missing, and what stands beside it was meant to stand in it.
    meant = {path for path in missing for other in unknown if _is_meant(path, other, model)}
    strays = {path: [o for o in unknown if _belongs(o, path, model)] for path in missing - meant}
    told = {other for others in strays.values() for other in others}
    for details in found:
        path = _path(details["loc"], origin, missing=details["type"] == "missing")
        if path in meant or (path in told and details["type"] == "extra_forbidden"):
            continue
        if details["type"] == "too_short" and origin.has((*path, 0)):
            continue  # entries that do not fit are not counted, and are told themselves
        if strays.get(path) and details["type"] == "missing":
            yield _outside(path, strays[path], model, origin)
        else:
            yield _explain_one(details, model, origin)


def _is_meant(path: Path, other: Path, model: type[BaseModel]) -> bool:
    """Whether an unknown key is a missing one that was written in another way."""
    if path[:-1] != other[:-1]:
        return False
    owner = find_owner(model, path[:-1])
    return bool(owner) and _find_close(str(other[-1]), list(owner.model_fields) if owner else []) == path[-1]


def _belongs(other: Path, path: Path, model: type[BaseModel]) -> bool:
    """Whether an unknown key is one of those that a missing mapping has, and stands beside it."""
    owner = find_owner(model, path)
    return path[:-1] == other[:-1] and owner is not None and path != () and other[-1] in owner.model_fields


def _outside(path: Path, others: list[Path], model: type[BaseModel], origin: Origin) -> Diagnostic:
    """Keys that stand beside the key under which they belong."""
    owner = find_owner(model, path)
    required = [name for name, field in owner.model_fields.items() if field.is_required()] if owner else []
    beside = [name for name in required if origin.has((*path[:-1], name))]
    keys = list(dict.fromkeys((*beside, *(str(other[-1]) for other in others))))
    first = min(((*path[:-1], key) for key in keys), key=lambda one: _start(origin, one))
    names = " and ".join(filter(None, (", ".join(f'"{key}"' for key in keys[:-1]), f'"{keys[-1]}"')))
    message = f'{names} {"belong" if len(keys) > 1 else "belongs"} under "{path[-1]}"'
    what = "them" if len(keys) > 1 else "it"
    before = "" if origin.has(path) else f"write {path[-1]}: above, and "
    hint = f"{before}indent {what} by two spaces"
    return Diagnostic("missing-key", message, path=path, place=origin.place(first, key=True), hint=hint)


def _start(origin: Origin, path: Path) -> int:
    place = origin.place(path, key=True)
    return place.span.start if place else 0


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
        choices = list_choices(find_annotation(model, path[:-1] if key else path))
        message = "this is none of the words that may stand here"
        hint = _did_you_mean(origin.text(path), choices) or _alternatives(choices)
        return Diagnostic("wrong-value", message, path=path, place=place, hint=hint)
    if kind == "name":
        return _unknown_name(context, path, origin)
    if kind in _SHAPES:
        return _explain_shape(kind, path, model, origin)
    if kind == "blank":
        advice = _advise_blank(path, model)
        return Diagnostic("bad-blank", details["msg"], path=path, place=place, hint=advice)
    if kind == "date" and (guesses := _guess_dates(path, origin)):
        hint, certain = f"did you mean {' or '.join(guesses)}?", guesses[0] if len(guesses) == 1 else None
        return Diagnostic("bad-date", details["msg"], path=path, place=place, hint=hint, replacement=certain)
    if kind == "id" and path == ("id",) and not origin.has(path):
        hint = "it comes from the name of the file: rename that, or write id: with letters, digits, hyphens, dots"
        return Diagnostic("bad-id", details["msg"], path=path, place=place, hint=hint)
    if "hint" in context:  # ours: the model raised it with a message for people
        return Diagnostic(f"bad-{kind}", details["msg"], path=path, place=place, hint=context["hint"])
    return Diagnostic("wrong-value", "this value does not fit here", path=path, place=place)


def _guess_dates(path: Path, origin: Origin) -> list[str]:
    """What a text that is no date was meant to say; an event alone has more than one day."""
    guesses = guess_dates(origin.text(path))
    return [guess for guess in guesses if path[:2] == ("event", "dates") or len(guess) == len("2009-09-08")]


def _explain_shape(kind: str, path: Path, model: type[BaseModel], origin: Origin) -> Diagnostic:
    """A text, list or mapping where another of them belongs, and how that is written."""
    code, message, hint = _SHAPES[kind]
    text, owner, place = origin.text(path), find_owner(model, path), origin.place(path)
    if kind.startswith("union_tag"):
        shapes = sorted(list_shapes(find_annotation(model, path)))
        message = f"a {' or a '.join(shapes)} belongs here" if shapes else message
        hint = "write the text itself, without a bracket or dash of its own" if "text" in shapes else None
        hint = "write a text, or a list such as [a, b]" if shapes == ["list", "text"] else hint
    elif kind.startswith("model") and owner:
        glued = _GLUED.fullmatch(text)
        if glued and glued[1] in owner.model_fields:
            message, hint = "a space is missing after the colon", f"write {glued[1]}: {glued[2]}"
        else:
            hint = _show_mapping(text, owner)
    return Diagnostic(code, message, path=path, place=place, hint=hint)


def _show_mapping(text: str, owner: type[BaseModel]) -> str:
    """How the mapping is written, with the words that stand there where they have an obvious place in it."""
    keys = list(owner.model_fields)
    city, comma, country = text.partition(", ")
    if comma and {"city", "country"} <= set(keys) and "," not in country:
        return f"write {{city: {city}, country: {country}}}"
    if "@" in text and "email" in keys and " " not in text:
        return f"write {{email: {text}}}"
    return f"write it with its keys, one to a line: {', '.join(f'{key}:' for key in keys)}"


def _advise_blank(path: Path, model: type[BaseModel]) -> str:
    owner = find_owner(model, path[:-1])
    field = owner.model_fields.get(str(path[-1])) if owner else None
    if isinstance(path[-1], int):
        return "write something, or leave the entry out"
    return (
        "write something: the key is needed"
        if field and field.is_required()
        else "leave the key out, or write something"
    )


def _path(loc: tuple[int | str, ...], origin: Origin, *, missing: bool = False) -> Path:
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
    owner = find_owner(model, path[:-1])
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
    close = _find_close(word, known)
    return f'did you mean "{close}"?' if close else None


def _find_close(word: str, known: list[str]) -> str | None:
    return next(iter(get_close_matches(word.lower()[:_LONGEST], known, n=1, cutoff=0.6)), None)


def _alternatives(choices: list[str]) -> str | None:
    return f"one of {', '.join(choices)}" if choices else None

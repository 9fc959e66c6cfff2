"""What the model says may stand at a path of a record."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from notegen.diagnostics import Path


def find_owner(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that has the keys at a path."""
    annotation = find_annotation(model, path)
    return next(iter(_models(annotation)), None) if path else model


def find_annotation(model: type[BaseModel], path: Path) -> Any:
    """The type that the model has at a path."""
    annotation: Any = model
    for part in path:
        if isinstance(part, int):
            annotation = _entry(annotation)
            continue
        if get_origin(annotation) is dict:
            annotation = get_args(annotation)[1]
            continue
        for candidate in _models(annotation):
            if part in candidate.model_fields:
                annotation = candidate.model_fields[part].annotation
                break
    return annotation


def _entry(annotation: Any) -> Any:
    """The type of the entries of a list; the type itself where one may stand for a list of one."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0]
    for argument in get_args(annotation):
        if (inner := _entry(argument)) is not argument:
            return inner
    return annotation


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def list_choices(annotation: Any) -> list[str]:
    """The words that may stand there."""
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    return [choice for argument in get_args(annotation) for choice in list_choices(argument)]


def list_shapes(annotation: Any) -> set[str]:
    """What may stand there: text, list, mapping."""
    if annotation is str:
        return {"text"}
    if get_origin(annotation) is tuple:
        return {"list"}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {"mapping"}
    return {shape for argument in get_args(annotation) for shape in list_shapes(argument)}

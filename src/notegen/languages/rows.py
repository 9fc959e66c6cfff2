"""What is wrong with a row of a table of names that a series wrote, in words of its names.yaml."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not belong in a row; `path` leads there from the row, to the key where it is `of_key`."""

    path: tuple[str | int, ...]
    message: str
    hint: str | None = None
    of_key: bool = False


class WrongRow(ValueError):
    """A row that is none, with all that is wrong with it."""

    def __init__(self, code: object, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(": ".join((".".join(map(str, (code, *one.path))), one.message)) for one in faults))
        self.faults = tuple(faults)


def find_faults(row: object, kind: Any, given: Sequence[str] = ()) -> Iterator[Fault]:
    """What keeps a value from being a row of that kind, or a part of one; the keys `given` may be left out."""
    origin, parts = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        yield from _find_in_mapping(row, kind, given)
    elif origin is Mapping:
        if not isinstance(row, Mapping):
            yield Fault((), "a mapping by language belongs here", "write {en: …, fr: …}")
            return
        yield from _within([(key, value, parts[1]) for key, value in row.items()])
    elif origin is Sequence:
        if not isinstance(row, list | tuple):
            yield Fault((), "a list belongs here", "begin each entry with a dash, or write [a, b]")
            return
        yield from _within([(position, value, parts[0]) for position, value in enumerate(row)])
    elif origin is Literal:
        if row not in parts:
            yield Fault((), "this is none of the words that may stand here", f"one of {', '.join(parts)}")
    elif kind is bool:
        if not isinstance(row, bool):
            yield Fault((), "true or false belongs here", "write true or false")
    elif not isinstance(row, kind):
        yield Fault((), "a text belongs here", "indent and dash say what a list is and what a text is")


def _find_in_mapping(row: object, kind: Any, given: Sequence[str]) -> Iterator[Fault]:
    known = {part.name: part for part in fields(kind)}
    if not isinstance(row, Mapping):
        yield Fault((), "a mapping belongs here", f"known in it: {', '.join(known)}")
        return
    for key in row:
        if key not in known:
            close = get_close_matches(str(key), known, n=1)
            hint = f'did you mean "{close[0]}"?' if close else f"known here: {', '.join(known)}"
            yield Fault((key,), f'unknown key "{key}"', hint, of_key=True)
    yield from _within([(key, value, known[key].type) for key, value in row.items() if key in known])
    for name, part in known.items():
        required = part.default is MISSING and part.default_factory is MISSING
        if required and name not in row and name not in given:
            yield Fault((), f'the key "{name}" is missing', of_key=True)


def _within(values: Sequence[tuple[Any, object, Any]]) -> Iterator[Fault]:
    for key, value, kind in values:
        for fault in find_faults(value, kind):
            yield Fault((key, *fault.path), fault.message, fault.hint, fault.of_key)

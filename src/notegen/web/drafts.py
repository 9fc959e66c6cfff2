"""A text that is being written: what it says, what is wrong with it, and other texts that are made from it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from notegen.diagnostics import Diagnostic, Source, as_data
from notegen.intake import find_file
from notegen.reader import decode, read
from notegen.records import starter
from notegen.records.checker import examine_reading
from notegen.records.editing import edit
from notegen.records.fixes import fix
from notegen.records.loader import read_text
from notegen.records.writing import write_lines

_LONGEST_CHAIN = 5
_OWN = ("id", "symbol", "issued", "revision", "source")
"""What a copy does not take over."""

_TRANSLATED = ("title", "organizers", "sections", "footnotes", "annexes", "details")
"""What a translation brings in its own words; `event.title` besides."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text, the data in it (None where it cannot be read whole), what is wrong, what others give to it."""

    text: str
    data: Any
    diagnostics: tuple[Diagnostic, ...]
    inherited: dict[str, Any]
    valid: bool

    def told(self, name: str) -> dict[str, Any]:
        """The draft as data for JSON."""
        return {
            "text": self.text,
            "data": self.data,
            "valid": self.valid,
            "inherited": self.inherited,
            "diagnostics": [_told(number, diagnostic, name) for number, diagnostic in enumerate(self.diagnostics)],
        }


def _told(number: int, diagnostic: Diagnostic, name: str) -> dict[str, Any]:
    data = as_data(diagnostic) | {"number": number, "correction": _correction(diagnostic)}
    if diagnostic.place is not None and diagnostic.place.source.name == name:
        span = diagnostic.place.span
        data |= {"start": span.start, "end": span.end}
    return data


def _correction(diagnostic: Diagnostic) -> str | None:
    """What taking the hint puts in: the certain replacement, or the one thing that a question asks for."""
    if diagnostic.replacement is not None:
        return diagnostic.replacement
    hint = diagnostic.hint or ""
    meant = hint.startswith('did you mean "') and hint.endswith('"?') and hint.count('"') == 2
    return hint.split('"')[1] if meant else None


def read_draft(text: str, name: str, folder: File) -> Draft:
    """What a text says and all that is wrong with it; `name` is its file in the folder."""
    reading = examine_reading(read_text(text, name, folder=folder))
    tree = read(Source(name, text))
    data = tree.data if isinstance(tree.data, dict) and not tree.diagnostics else None
    inherited = _inherit(data, folder) if data is not None else {}
    return Draft(text, data, reading.diagnostics, inherited, reading.note is not None)


def _inherit(data: Mapping[str, Any], folder: File) -> dict[str, Any]:
    """What the records give that this one extends; {} where there are none."""
    found: dict[str, Any] = {}
    for _ in range(_LONGEST_CHAIN):
        name = data.get("extends")
        target = find_file(folder, name) if isinstance(name, str) else None
        if target is None:
            break
        source, problems = decode(target.read_bytes(), target.name)
        other = read(source).data if not problems else None
        if not isinstance(other, dict):
            break
        found = _merge(found, other)
        data, folder = other, target.parent
    found.pop("extends", None)
    return found


def _merge(over: Mapping[str, Any], under: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: _merge(over[key], under[key]) for key in over if _are_mappings(over[key], under.get(key))}
    return {**under, **over, **both}


def _are_mappings(*values: Any) -> bool:
    return all(isinstance(value, dict) for value in values)


def write_draft(text: str, name: str, data: Mapping[str, Any]) -> str:
    """The text with the data in it."""
    return edit(Source(name, text), data)


def correct(draft: Draft, name: str, number: int) -> str:
    """The text with the hint of one diagnostic taken; as it was where that has none."""
    if not 0 <= number < len(draft.diagnostics):
        return draft.text
    diagnostic = draft.diagnostics[number]
    correction = _correction(diagnostic)
    if correction is None:
        return draft.text
    chosen = Diagnostic(diagnostic.code, diagnostic.message, place=diagnostic.place, replacement=correction)
    return fix(Source(name, draft.text), [chosen]).text


def begin(language: str, kind: str, folder: File, *, in_series: bool) -> str:
    """A new record: for a kind of event, or with nothing in it but its language where `kind` is empty."""
    if kind:
        today = datetime.datetime.now(tz=datetime.UTC).date()
        return starter.write_record(language, kind, today, in_series=in_series)
    schema = next((above for above in (folder, folder.parent) if (above / starter.NOTE_SCHEMA).is_file()), None)
    hint = (
        f"# yaml-language-server: $schema={'' if schema == folder else '../'}{starter.NOTE_SCHEMA}\n" if schema else ""
    )
    return f"{hint}notegen: 1\nlanguage: {language}\n"


def copy(text: str, name: str) -> str:
    """The record for another event: without what belongs to one note alone."""
    data = read(Source(name, text)).data
    if not isinstance(data, dict):
        return text
    return edit(Source(name, text), {key: value for key, value in data.items() if key not in _OWN})


def translate(text: str, name: str, language: str) -> str:
    """A record in another language that extends this one: its texts are there as keys without a value."""
    data = read(Source(name, text)).data
    data = data if isinstance(data, dict) else {}
    head = {"notegen": "1", "extends": File(name).name, "language": language}
    event = {"event": {"title": None}} if isinstance(data.get("event"), dict) else {}
    body = {key: _empty(data[key]) for key in _TRANSLATED if key in data}
    ordered = {key: (event | body)[key] for key in data if key in event | body}
    return write_lines(head | ordered, 0) + "\n"


def _empty(value: Any) -> Any:
    """The same mappings and list entries without their texts; a list of texts is left to the translator."""
    if isinstance(value, dict):
        kept = {key: _empty(item) for key, item in value.items() if not _is_texts(item) and key != "numbered"}
        return kept | {key: item for key, item in value.items() if key == "numbered"}
    if isinstance(value, list):
        return None if _is_texts(value) else [_empty(item) for item in value]
    return None


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)

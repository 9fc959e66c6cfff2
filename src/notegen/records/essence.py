"""What a record says, however it is written: a code or a name, a name alone or in a mapping, quoted, in any lines."""

from collections.abc import Mapping
from typing import Any

from notegen.languages.language import find_language
from notegen.languages.names import (
    Names,
    find_organization,
    find_state,
    organization_acronym,
    organization_name,
    state_name,
)
from notegen.records.model import Note
from notegen.records.text import join_lines, tidy_spaces


def read_essence(note: Note, language: str) -> dict[str, Any]:
    """The data of a record in which States and organizations have the names that a page in `language` prints."""
    data: dict[str, Any] = _tidy(note.model_dump(mode="json", exclude_defaults=True))
    if not note.origin.has(("id",)):
        data.pop("id", None)  # it is only the name of the file
    names, tags = note.origin.names, (language, note.language, "en")
    places = data["event"].get("place", [])
    for place in places if isinstance(places, list) else [places]:
        if "country" in place:
            place["country"] = _name_state(place["country"], names, tags)
    if isinstance(data.get("organizers"), list):
        data["organizers"] = [_name(name, "organizations", names, tags) for name in data["organizers"]]
    for group in data.get("participants", ()):
        for key in group.keys() & {"entries", "also"}:
            group[key] = [_read_entry(entry, group["kind"], names, tags) for entry in group[key]]
    return {"language": note.language, "status": note.status} | data


def _tidy(value: Any, parts: tuple[str, ...] = ()) -> Any:
    """The value without what comes of how a text is quoted: white space at its ends, and where its lines end."""
    if isinstance(value, dict):
        return {key: _tidy(item, (*parts, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_tidy(item, parts) for item in value]
    if not isinstance(value, str):
        return value
    blocks = parts[0] in ("sections", "annexes") and parts[-1] == "text"
    return join_lines(value.strip()) if blocks else tidy_spaces(value).strip()


def _read_entry(entry: str | Mapping[str, str], kind: str, names: Names, tags: tuple[str, ...]) -> Any:
    if isinstance(entry, str):
        return _name(entry, kind, names, tags)
    named = {**entry, "state": _name_state(entry["state"], names, tags)} if "state" in entry else dict(entry)
    return next(iter(named.values())) if named.keys() in ({"name"}, {"state"}) else named


def _name(written: str, kind: str, names: Names, tags: tuple[str, ...]) -> str:
    if kind == "states":
        return _name_state(written, names, tags)
    organization = find_organization(names, written)
    if organization is None:
        return written
    name, language = organization_name(organization, tags[0])
    acronym = organization_acronym(organization, language)
    return name if acronym == name else find_language(language).entries.acronym.format(name=name, acronym=acronym)


def _name_state(written: str, names: Names, tags: tuple[str, ...]) -> str:
    state = find_state(names, written, *tags)
    # With an article, or in words of its own, a name is printed as it was written.
    named = state is not None and (written.isupper() or written in state.short.values())
    return state_name(state, tags[0]) if state is not None and named else written

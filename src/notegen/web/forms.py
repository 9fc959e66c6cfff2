"""What the form is made from: the JSON Schema of the record, with words for its fields and lists of names."""

from functools import cache
from typing import Any

from notegen.languages.language import find_language, whole_languages
from notegen.languages.names import Names, organization_acronym, organization_name, sort_key, state_name
from notegen.languages.screen import find_screen, whole_screens
from notegen.records import starter
from notegen.records.schema import record_schema

STATES, ORGANIZATIONS, BOTH = "states", "organizations", "both"

_NAMED: dict[tuple[str, str], str] = {
    ("Venue", "country"): STATES,
    ("Named", "state"): STATES,
    ("Named", "name"): ORGANIZATIONS,
    ("Parties", "hosts"): STATES,
    ("Parties", "organizers"): ORGANIZATIONS,
    ("Parties", "funders"): BOTH,
    ("Note", "organizers"): ORGANIZATIONS,
    ("Event", "kind"): "kinds",
    ("Group", "entries"): "kind",  # by the kind of the group
    ("Group", "also"): BOTH,
}
"""Fields that names are looked up for, by model and key; every other thing about a field says the schema."""

_RARE: dict[str, tuple[str, ...]] = {
    "Note": (
        "id",
        "revision",
        "summary",
        "keywords",
        "source",
        "parties",
        "details",
        "header",
        "labels",
        "extends",
        "version",
    ),
    "Group": ("heading", "attendance", "also", "join", "note", "counts"),
    "Subsubsection": ("numbered",),
    "Subsection": ("numbered", "sections"),
    "Section": ("numbered", "sections"),
    "Venue": ("online",),
}
"""Fields that stand folded away where a record has nothing in them."""


@cache
def form_schema() -> dict[str, Any]:
    """The schema of a record, with what the form has to know besides.

    `x-names` is the table that a field takes names of, `x-rare` marks one that is seldom used. What is
    there for programs, the version of the format, is `x-fixed`: it has no field.
    """
    schema = record_schema()
    parts = {name: part["properties"] for name, part in schema["$defs"].items() if "properties" in part}
    parts["Note"] = schema["properties"]
    for (part, key), table in _NAMED.items():
        parts[part][key] = parts[part][key] | {"x-names": table}
    for part, keys in _RARE.items():
        for key in keys:
            parts[part][key] = parts[part][key] | {"x-rare": True}
    for key in schema["properties"]["labels"]["properties"].values():
        key["x-rare"] = True
    schema["properties"]["notegen"] = schema["properties"]["notegen"] | {"x-fixed": True}
    return schema


def list_names(names: Names, language: str) -> dict[str, list[tuple[str, str]]]:
    """What a field of names offers: for each the text to put in, and another by which people look for it."""
    states = sorted(((state_name(row, language), row.alpha3) for row in names.states), key=lambda row: row[0])
    bodies = ((organization_acronym(row, language), organization_name(row, language)[0]) for row in names.organizations)
    return {
        STATES: sorted(states, key=lambda row: sort_key(row[0], language)),
        ORGANIZATIONS: sorted(bodies, key=lambda row: sort_key(row[0], "en")),
    }


@cache
def screen_words(tag: str) -> dict[str, Any]:
    """The words of the screen in a language, and what there is to choose from: languages, kinds of event."""
    language = find_language(tag)
    return {
        "language": language.language,
        "direction": language.direction,
        "words": find_screen(tag if tag in whole_screens() else "en").model_dump(),
        "languages": {other: find_language(other).name for other in whole_languages()},
        "starters": list(starter.languages()),
        "kinds": list(starter.kinds()),
    }


def choose_screen(asked: str) -> str:
    """The language of a header Accept-Language that there are words in, English where there are none."""
    for part in asked.split(","):
        tag = part.split(";")[0].strip().lower().split("-")[0]
        if tag in whole_screens():
            return tag
    return "en"

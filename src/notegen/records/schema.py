"""JSON Schema of the record and of `series.yaml`, for editors and other programs: draft 2020-12, from the models.

An editor that reads YAML by its own rules takes `1540` for a number and `NO`, by the older ones, for
false, where notegen keeps the text: wherever a text may stand the schema takes these too. It also takes
an empty value for every key that may be left out, as notegen does. What a schema cannot say (that a mark
has its footnote, that a State exists) `notegen check` says.
"""

import copy
import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from notegen.languages.language import Labels, find_language
from notegen.records.model import ROWS, Note
from notegen.records.series import Series
from notegen.records.values import listed

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NOTE_ID = "urn:notegen:schema:note:1"
SERIES_ID = "urn:notegen:schema:series:1"

_TEXT = ["string", "number", "boolean"]
_CONSTRAINTS: dict[str, Schema] = {
    "Named": {"oneOf": [{"required": ["name"]}, {"required": ["state"]}]},
    "Annex": {"oneOf": [{"required": ["text"]}, {"required": ["file"]}]},
    "Group": {"anyOf": [{"required": [key]} for key in ("entries", "also", "note", "counts")]},
    "Venue": {"anyOf": [{"required": [key]} for key in ("city", "country", "venue", "online")]},
    "Contact": {"anyOf": [{"required": ["text"]}, {"required": ["email"]}]},
}
"""What the validators of these models demand beyond their fields."""


def record_schema() -> Schema:
    """The JSON Schema of a record, with every key described."""
    schema = _generate(Note)
    schema["properties"]["extends"] = {
        "title": "Extends",
        "description": "A record beside this one to start from: mappings merge, everything else replaces.",
        "type": ["string", "null"],
        "examples": ["other-record.yaml"],
    }
    _refine_note(schema)
    # What a record lacks the one that it extends may have.
    full = {"required": ["event"], "properties": {"event": {"required": schema["$defs"]["Event"].pop("required")}}}
    schema.pop("required")
    schema |= {"if": {"not": {"required": ["extends"]}}, "then": full}
    head = {"$schema": DIALECT, "$id": NOTE_ID, "title": "Record of an information note"}
    return head | {key: value for key, value in schema.items() if key != "title"}


def series_schema() -> Schema:
    """The JSON Schema of `series.yaml`; its `defaults` are those of a record, none of them needed."""
    schema, note = _generate(Series), record_schema()
    for key in ("id", "extends", "notegen"):
        del note["properties"][key]
    description = schema["properties"]["defaults"]["description"]
    schema["properties"]["defaults"] = {
        "title": "Defaults",
        "description": description,
        "type": ["object", "null"],
        "properties": note["properties"],
        "additionalProperties": False,
    }
    schema["$defs"] = dict(sorted((note["$defs"] | schema["$defs"]).items()))
    head = {"$schema": DIALECT, "$id": SERIES_ID, "title": "Series of information notes"}
    return head | {key: value for key, value in schema.items() if key != "title"}


def write_schema(schema: Schema) -> str:
    """The schema as the text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


class _Generator(GenerateJsonSchema):
    """Pydantic's own, but one value may stand where `listed` makes a list of it."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        written = super().function_before_schema(schema)
        if schema["function"]["function"] is not listed:
            return written
        return {"anyOf": [copy.deepcopy(written["items"]), written]}


def _generate(model: type[BaseModel]) -> Schema:
    schema = model.model_json_schema(schema_generator=_Generator)
    for name, part in ((model.__name__, schema), *schema["$defs"].items()):
        part |= _CONSTRAINTS.get(name, {})
        for key, value in part.get("properties", {}).items():
            part["properties"][key] = _refine(value, optional=key not in part.get("required", ()))
            # Pydantic leaves a description out that is the same as that of the model referred to.
            target = schema["$defs"].get(value.get("$ref", "").rpartition("/")[2], {})
            part["properties"][key] = {"title": _title(key), "description": target.get("description")} | {
                name: item for name, item in part["properties"][key].items() if name != "title"
            }
    version = schema["properties"]["notegen"]
    schema["properties"]["notegen"] = {
        "title": "Notegen",
        "description": version["description"],
        "enum": [1, "1", None],
    }
    return schema


def _refine_note(schema: Schema) -> None:
    properties, parts = schema["properties"], schema["$defs"]
    text = {"type": _TEXT}
    properties["header"]["items"] = {"anyOf": [{"enum": list(ROWS)}, {"type": "string", "description": "A detail."}]}
    words = find_language("en").labels
    labels = {
        label: {"title": _title(label), "description": f'In place of "{getattr(words, label)}".'} | text
        for label in Labels.model_fields
    }
    properties["labels"] |= {"properties": labels, "additionalProperties": False}
    properties["footnotes"]["propertyNames"] = {"pattern": r"^[^\s\[\]^]+$", "not": {"const": "disclaimer"}}
    parts["Disclaimer"] = {
        "description": parts["Disclaimer"]["description"],
        "anyOf": [text, {key: value for key, value in parts["Disclaimer"].items() if key != "description"}],
    }


def _title(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _refine(schema: Any, *, optional: bool = False) -> Any:
    """The schema of a value as YAML may bring it; `optional` takes an empty one as well."""
    if isinstance(schema, list):
        return [_refine(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {
        key: _refine(value) if key in ("anyOf", "oneOf", "items", "additionalProperties") else value
        for key, value in schema.items()
    }
    schema = _without_null(schema)
    if "minLength" in schema:  # pydantic does not see that the length is that of the list which `listed` makes
        schema["anyOf"][1]["minItems"] = schema.pop("minLength")
    if schema.get("type") == "string" and not schema.keys() & {"enum", "format", "pattern"}:
        schema["type"] = list(_TEXT)
    if schema.get("default", 0) in (None, [], {}):
        del schema["default"]
    return _with_null(schema) if optional else schema


def _without_null(schema: Schema) -> Schema:
    """The one schema beside `null` in place of the choice; what optional keys take is said once, in `_refine`."""
    others: list[Schema] = [part for part in schema.get("anyOf", ()) if part != {"type": "null"}]
    if len(others) != 1:
        return schema
    return {key: value for key, value in schema.items() if key != "anyOf"} | others[0]


def _with_null(schema: Schema) -> Schema:
    if "enum" in schema:
        return {key: value for key, value in schema.items() if key != "type"} | {"enum": [*schema["enum"], None]}
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return schema | {"type": [*kinds, "null"]}
    choice = next((key for key in ("anyOf", "oneOf") if key in schema), None)
    if choice:
        return schema | {choice: [*schema[choice], {"type": "null"}]}
    reference = {key: value for key, value in schema.items() if key == "$ref"}
    rest = {key: value for key, value in schema.items() if key != "$ref"}
    return rest | {"anyOf": [reference, {"type": "null"}]}

"""The series file: what holds for every record in its folder and below."""

from pathlib import Path as File
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from notegen.records.values import Contact, Id, Language, Part, Text, Version, check_id

FILE = "series.yaml"
DEFAULT_LANGUAGE = "en"


class Identity(Part):
    """What the series is."""

    id: Id = Field(description="Short name for files.")
    title: Text = Field(description="Title of the series.")
    publisher: Text | None = Field(default=None, description="Body that issues the notes.")
    contact: Contact | None = Field(default=None, description="Printed in every note that brings none of its own.")


class SeriesDisclaimer(Part):
    """The disclaimer of every note of the series, by language."""

    mark: Literal["number", "asterisk"] = Field(default="number", description="Mark on the title.")
    required: bool = Field(default=True, description="A note without one is told.")
    text: dict[Language, Text] = Field(default={}, description="The wording in each language.")


def _check_name(name: str) -> str:
    try:
        check_id(name.format(id="id", language="en"))
    except (KeyError, IndexError, ValueError):
        hint = "letters, digits, dots, {id} and {language}; never a path"
        raise PydanticCustomError("name-pattern", '"{name}" names no file', {"name": name, "hint": hint}) from None
    return name


def _check_defaults(defaults: dict[str, Any]) -> dict[str, Any]:
    for key in ("id", "extends", "notegen", "revision", "version"):
        if key in defaults:
            hint = "it belongs to one record; take it out of defaults"
            raise PydanticCustomError("default", '"{key}" cannot be a default', {"key": key, "hint": hint})
    return defaults


class Output(Part):
    """Where documents of the series go."""

    folder: Text = Field(default="out", description="Below the folder of the series.")
    formats: tuple[Text, ...] = Field(default=("pdf",), description="What `notegen render -f` takes.")
    name: Annotated[Text, AfterValidator(_check_name)] = Field(
        default="{id}.{language}", description="File name without ending; {id} and {language} stand for the note's."
    )


class Compendium(Part):
    """The one document of all notes."""

    title: Text = Field(description="Its title.")
    order: Literal["date", "title", "place"] = Field(default="date", description="What the notes are sorted by.")
    statistics: bool = Field(default=True, description="Tables of who came where.")


class Series(Part):
    """`series.yaml`."""

    notegen: Version = Field(default=1, description="Version of this format.")
    series: Identity = Field(description="What the series is.")
    profile: Literal["un", "plain"] = Field(default="un", description="Which rules the checker applies.")
    rules: dict[str, Literal["off", "info", "warning", "error"]] = Field(
        default={}, description="What a rule of the checker weighs in this series, by its code."
    )
    languages: tuple[Language, ...] = Field(
        default=("en",), min_length=1, description="The first is that of records that name none."
    )
    style: Id = Field(default="un", description="A file in styles/ without .css.")
    defaults: Annotated[dict[str, Any], AfterValidator(_check_defaults)] = Field(
        default={}, description="Any keys of a record, merged under every record."
    )
    disclaimer: SeriesDisclaimer = Field(default=SeriesDisclaimer(), description="The first footnote of every note.")
    output: Output = Field(default=Output(), description="Where documents go.")
    compendium: Compendium | None = Field(default=None, description="One document of all notes.")


def first_language(series: Series | None) -> str:
    """The language of a record that neither names one nor extends one that does."""
    if series is None:
        return DEFAULT_LANGUAGE
    return str(series.defaults.get("language", series.languages[0]))


def find_series(folder: File, top: File | None = None) -> File | None:
    """The nearest `series.yaml` in the folder or above it, up to `top` where that is given."""
    for above in (folder, *folder.parents):
        if (above / FILE).is_file():
            return above / FILE
        if above == top:
            break
    return None

"""The series file: what holds for every record in its folder and below."""

from pathlib import Path as File
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from notegen.records.model import Contact, Language, Part, Text, Version, check_id

FILE = "series.yaml"


class Identity(Part):
    """What the series is."""

    id: Annotated[str, AfterValidator(check_id)] = Field(description="Short name for files.")
    title: Text = Field(description="Title of the series.")
    publisher: Text | None = Field(default=None, description="Body that issues the notes.")
    contact: Contact | None = Field(default=None, description="Printed in every note that brings none of its own.")


class SeriesDisclaimer(Part):
    """The disclaimer of every note of the series, by language."""

    mark: Literal["number", "asterisk"] = Field(default="number", description="Mark on the title.")
    required: bool = Field(default=True, description="A note without one is told.")
    text: dict[Language, Text] = Field(default={}, description="The wording in each language.")


class Output(Part):
    """Where documents of the series go."""

    folder: Text = "out"
    formats: tuple[Text, ...] = ("pdf",)
    name: Text = "{id}.{language}"


class Compendium(Part):
    """The one document of all notes."""

    title: Text
    order: Literal["date", "title", "place"] = "date"
    statistics: bool = True


class Series(Part):
    """`series.yaml`."""

    notegen: Version = 1
    series: Identity
    profile: Literal["un", "plain"] = Field(default="un", description="Which rules the checker applies.")
    languages: tuple[Language, ...] = Field(default=("en",), description="The first is that of records that name none.")
    style: Text = Field(default="un", description="A file in styles/ without .css.")
    defaults: dict[str, Any] = Field(default={}, description="Any keys of a record, merged under every record.")
    disclaimer: SeriesDisclaimer = SeriesDisclaimer()
    output: Output = Output()
    compendium: Compendium | None = None


def find_series(folder: File) -> File | None:
    """The nearest `series.yaml` in the folder or above it."""
    for above in (folder, *folder.parents):
        if (above / FILE).is_file():
            return above / FILE
    return None

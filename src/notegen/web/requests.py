"""What the page of the preview sends."""

from typing import Any

from pydantic import BaseModel, Field

from notegen.reader import MAX_BYTES

MAX_WIDTH = 2400  # pixels


class Draft(BaseModel):
    """A text that is being written; with `data`, the text that it is to become is asked for."""

    path: str = Field(max_length=500)
    text: str = Field(max_length=MAX_BYTES)
    data: dict[str, Any] | None = None


class Drawn(BaseModel):
    """A text, or the file without one, to be drawn; pixels of width."""

    path: str = Field(max_length=500)
    text: str | None = Field(default=None, max_length=MAX_BYTES)
    width: int = Field(ge=50, le=MAX_WIDTH)


class Correction(Draft):
    """The number of a diagnostic whose hint is taken."""

    number: int


class Saving(Draft):
    """What the file held when it was read."""

    digest: str = Field(max_length=64)


class Beginning(BaseModel):
    """A record to begin: for a kind of event, or from another one, as a copy or a translation of it."""

    language: str = "en"
    kind: str = ""
    copy_of: str | None = None
    translation_of: str | None = None

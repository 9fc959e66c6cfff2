"""The kinds of value that a record is made of, and the errors that they raise."""

import datetime
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from notegen.languages.dates import DateProblem, Moment, Period, parse_moment, parse_period
from notegen.languages.tags import languages
from notegen.reader import FORBIDDEN

_PERIOD = r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$"  # for editors; the parser says what is a date
_ID = re.compile(r"\w[\w.-]{0,99}")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


def check_id(text: str) -> str:
    """The id itself when it can be part of a file's name on every system."""
    if not _ID.fullmatch(text) or ".." in text or text.endswith(".") or text.split(".")[0].lower() in _DEVICES:
        raise PydanticCustomError(
            "id",
            '"{id}" cannot be an id',
            {"id": text, "hint": "letters, digits, hyphens, dots; at most 100, and never a path"},
        )
    return text


def _period(value: Any) -> Period:
    return value if isinstance(value, Period) else _dated(parse_period, value)


def _day(value: Any) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    moment: Moment = _dated(parse_moment, value)
    if moment.day is None:
        hint = "write the whole date: 2009-10-05"
        raise PydanticCustomError("date", "{message}", {"message": f'"{value}" is not a day', "hint": hint})
    return moment.first_day()


def _dated(parse: Any, value: Any) -> Any:
    if isinstance(value, list | tuple | dict):
        hint = "write 2009-09-08, 2009-09 or 2009 (year-month-day)"
        raise PydanticCustomError("date", "{message}", {"message": "a date belongs here", "hint": hint})
    try:
        return parse(str(value))
    except DateProblem as problem:
        raise PydanticCustomError("date", "{message}", {"message": problem.message, "hint": problem.hint}) from None


def listed(value: Any) -> Any:
    """One value where a list may stand is a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def unlisted(value: tuple[Any, ...]) -> Any:
    """A list of one is written as the one."""
    return value[0] if len(value) == 1 else list(value)


def _written(value: tuple[Period, ...]) -> str | list[str]:
    texts = [str(period) for period in value]
    return texts[0] if len(texts) == 1 else texts


def kind_of(value: Any) -> str:
    """The shape of a value, which decides between the members of a union."""
    return "text" if isinstance(value, str) else "list" if isinstance(value, list | tuple) else "mapping"


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "there is no text here", {"hint": "leave the key out, or write something"})
    # Most texts are printable, which is asked much more quickly.
    if not text.isprintable() and (match := FORBIDDEN.search(text)):
        raise PydanticCustomError(
            "character",
            "the character {code} cannot stand in a record",
            {"code": f"U+{ord(match[0]):04X}", "hint": "delete it"},
        )
    return text


def _web(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"]+", text):
        raise PydanticCustomError(
            "url", '"{url}" is not a web address', {"url": text, "hint": "it begins with https://"}
        )
    return text


def _mail(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+", text):
        raise PydanticCustomError(
            "email", '"{mail}" is not an e-mail address', {"mail": text, "hint": "name@example.org"}
        )
    return text


Text = Annotated[str, AfterValidator(_not_blank)]
"""A text of one paragraph with inline Markdown."""
Blocks = Annotated[str, AfterValidator(_not_blank), Field(json_schema_extra={"contentMediaType": "text/markdown"})]
"""A text of paragraphs, lists, tables and figures in Markdown."""
Day = Annotated[
    datetime.date,
    BeforeValidator(_day),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2009-10-05"]}),
]
ISO8601Period = Annotated[
    Period,
    BeforeValidator(_period),
    PlainSerializer(str),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": _PERIOD, "examples": ["2009-09-08/2009-09-10", "2023-09"]}
    ),
]
Periods = Annotated[tuple[ISO8601Period, ...], BeforeValidator(listed), PlainSerializer(_written), Field(min_length=1)]
TextOrList = Annotated[
    Annotated[Text, Tag("text")] | Annotated[tuple[Text, ...], Tag("list")],
    Discriminator(kind_of),
]


if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[languages()]
    """The BCP 47 tag of a language that there is a file of words for."""


Version = Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)]
"""The version of the format; texts arrive as texts."""


WebAddress = Annotated[str, AfterValidator(_web), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
MailAddress = Annotated[str, AfterValidator(_mail), WithJsonSchema({"type": "string", "format": "email"})]
Id = Annotated[
    str,
    AfterValidator(check_id),
    WithJsonSchema({"type": ["string", "number"], "pattern": r"^\w[\w.-]{0,99}$"}),
]


class Part(BaseModel):
    """A mapping of the record: frozen, and every key is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class Contact(Part):
    """Whom to ask."""

    text: Text | None = Field(default=None, description="A sentence, printed before the address.")
    email: MailAddress | None = Field(default=None, description="E-mail address.", examples=["1540experts@un.org"])

    @model_validator(mode="after")
    def _someone(self) -> "Contact":
        if not (self.text or self.email):
            raise PydanticCustomError("contact", "a contact says nothing", {"hint": "give text or email"})
        return self

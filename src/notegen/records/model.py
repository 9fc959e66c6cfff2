"""The record: what a note says, as frozen data. The contract of the format, version 1."""

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PrivateAttr,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from notegen.languages.dates import DateProblem, Moment, Period, parse_moment, parse_period
from notegen.languages.language import Labels
from notegen.records.origin import Origin

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
GROUPS = ("states", "organizations", "civil_society", "industry", "academia", "persons", "other")
ROWS = ("event", "organizers", "date_and_venue", "date", "venue", "participants")
DEFAULT_HEADER = ("event", "organizers", "date_and_venue", "participants")

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
    try:
        return parse(str(value))
    except DateProblem as problem:
        raise PydanticCustomError("date", "{message}", {"message": problem.message, "hint": problem.hint}) from None


def _listed(value: Any) -> Any:
    """One value where a list may stand is a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def _unlisted(value: tuple[Any, ...]) -> Any:
    return value[0] if len(value) == 1 else list(value)


def _written(value: tuple[Period, ...]) -> str | list[str]:
    texts = [str(period) for period in value]
    return texts[0] if len(texts) == 1 else texts


def _row(value: str, info: ValidationInfo) -> str:
    known = (*ROWS, *info.data.get("details", {}))
    return _known("header", value, known)


def _label(value: str) -> str:
    return _known("labels", value, tuple(Labels.model_fields))


def _known(field: str, name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        raise PydanticCustomError("name", "name", {"field": field, "name": name, "known": known})
    return name


def _kind(value: Any) -> str:
    return "text" if isinstance(value, str) else "list" if isinstance(value, list | tuple) else "mapping"


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "there is no text here", {"hint": "leave the key out, or write something"})
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
Blocks = Annotated[str, AfterValidator(_not_blank)]
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
    WithJsonSchema({"type": "string", "examples": ["2009-09-08/2009-09-10", "2023-09"]}),
]
Periods = Annotated[tuple[ISO8601Period, ...], BeforeValidator(_listed), PlainSerializer(_written), Field(min_length=1)]
TextOrList = Annotated[
    Annotated[Text, Tag("text")] | Annotated[tuple[Text, ...], Tag("list")],
    Discriminator(_kind),
]
Language = Literal["ar", "en", "es", "fr", "ru", "zh"]


Version = Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)]
"""The version of the format; texts arrive as texts."""


class Part(BaseModel):
    """A mapping of the record: frozen, and every key is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Provenance(Part):
    """Where the record was taken from."""

    url: Annotated[str, AfterValidator(_web)] = Field(description="Address of the source.")
    retrieved: Day | None = Field(default=None, description="Day on which it was read.")


class Venue(Part):
    """Where the event was."""

    city: Text | None = Field(default=None, description="City as printed.", examples=["San José"])
    country: Text | None = Field(default=None, description="UN short name or ISO 3166 code.", examples=["CR"])
    venue: Text | None = Field(default=None, description="Building or hotel.")
    online: bool = Field(default=False, description="Held online, alone or beside a place.")

    @model_validator(mode="after")
    def _somewhere(self) -> "Venue":
        if not (self.city or self.country or self.venue or self.online):
            raise PydanticCustomError(
                "place", "a place says nothing", {"hint": "give city and country, or online: true"}
            )
        return self


class Event(Part):
    """What took place."""

    title: Text = Field(description="Full title of the event.")
    kind: Text | None = Field(default=None, description="workshop, seminar, conference, …", examples=["workshop"])
    dates: Periods = Field(description="A day, a month, a year, an interval a/b, or a list of these.")
    place: Annotated[tuple[Venue, ...], BeforeValidator(_listed), PlainSerializer(_unlisted)] = Field(
        default=(), description="One place, a list of places, or {online: true}."
    )


class Parties(Part):
    """Who stood behind the event, as codes and acronyms, for indexes and statistics."""

    organizers: tuple[Text, ...] = Field(default=(), description="Acronyms or names.")
    hosts: tuple[Text, ...] = Field(default=(), description="ISO 3166 codes or names.")
    funders: tuple[Text, ...] = Field(default=(), description="Codes, acronyms or names.")


class Named(Part):
    """An entry that is more than a name."""

    name: Text | None = Field(default=None, description="Name as printed.")
    state: Text | None = Field(default=None, description="UN short name or ISO 3166 code of a State.")
    acronym: Text | None = Field(default=None, description="Printed in parentheses after the name.")
    note: Text | None = Field(default=None, description="Printed after the name.")

    @model_validator(mode="after")
    def _one_name(self) -> "Named":
        if (self.name is None) == (self.state is None):
            hint = "give either name or state"
            raise PydanticCustomError("entry", "an entry has one name", {"hint": hint})
        return self


Entry = Annotated[Annotated[Text, Tag("text")] | Annotated[Named, Tag("mapping")], Discriminator(_kind)]


class Numbers(Part):
    """Participants who are counted, not named."""

    persons: int | None = Field(default=None, ge=0)
    women: int | None = Field(default=None, ge=0)
    states: int | None = Field(default=None, ge=0)
    organizations: int | None = Field(default=None, ge=0)


class Group(Part):
    """One group of participants."""

    kind: Literal["states", "organizations", "civil_society", "industry", "academia", "persons", "other"] = Field(
        description="Decides how entries are looked up and which heading stands by default."
    )
    heading: Text | None = Field(default=None, description="Default: by kind and language.")
    attendance: Literal["attended", "invited", "registered", "visited"] = Field(
        default="attended", description="What they did."
    )
    entries: tuple[Entry, ...] = Field(default=(), description="Names, codes, acronyms or mappings.")
    also: tuple[Entry, ...] = Field(default=(), description='"…, as well as A, B and C".')
    join: Literal["language", "commas"] = Field(
        default="language", description='"A, B and C" as the language does, or commas alone.'
    )
    note: Text | None = Field(default=None, description="Text after the list.")
    counts: Numbers | None = Field(default=None, description="When they are counted, not named.")

    @model_validator(mode="after")
    def _someone(self) -> "Group":
        if not (self.entries or self.also or self.note or self.counts):
            raise PydanticCustomError(
                "group", "a group without participants", {"hint": "give entries, counts or a note"}
            )
        return self


class Detail(Part):
    """A further row of the header."""

    label: Text
    text: Text


class Subsubsection(Part):
    """Text and items under a heading, in this order; nothing below."""

    heading: Text | None = None
    numbered: bool = Field(default=True, description="false leaves the number out.")
    text: Blocks | None = None
    items: tuple[Text, ...] = Field(default=(), description="A bulleted list after the text.")


class Subsection(Subsubsection):
    """A section inside a section."""

    sections: tuple[Subsubsection, ...] = Field(default=(), description="The lowest level.")


class Section(Subsubsection):
    """A numbered section: text, items and subsections, in this order."""

    sections: tuple[Subsection, ...] = Field(default=(), description="Subsections, two levels at most.")


class Contact(Part):
    """Whom to ask."""

    text: Text | None = None
    email: Annotated[str, AfterValidator(_mail)] | None = None

    @model_validator(mode="after")
    def _someone(self) -> "Contact":
        if not (self.text or self.email):
            raise PydanticCustomError("contact", "a contact says nothing", {"hint": "give text or email"})
        return self


class Annex(Part):
    """A part after the note: a text, or a file."""

    title: Text
    text: Blocks | None = None
    file: Text | None = Field(default=None, description="A PDF under the record's folder.")

    @model_validator(mode="after")
    def _one_content(self) -> "Annex":
        if (self.text is None) == (self.file is None):
            raise PydanticCustomError("annex", "an annex is a text or a file", {"hint": "give either text or file"})
        return self


class Disclaimer(Part):
    """The first footnote: says that the note is no official report. A text alone takes the mark 1."""

    text: Text
    mark: Literal["number", "asterisk"] = "number"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @model_serializer(mode="wrap")
    def _to_text(self, write: Any) -> Any:
        return self.text if self.mark == "number" else write(self)


class Note(Part):
    """One event and what is said about it."""

    notegen: Version = Field(default=1, description="Version of this format.")
    id: Annotated[str, AfterValidator(check_id)] | None = Field(
        default=None, description="Default: the file's name without .yaml."
    )
    language: Language = Field(default="en", description="BCP 47 tag. Default: the series', then en.")
    title: Text | None = Field(default=None, description="Default: the language's words for an information note.")
    symbol: Text | None = Field(default=None, description="Document symbol.", examples=["S/AC.44/2009/INF.4"])
    status: Literal["final", "draft"] = Field(default="final", description="A draft is marked on every page.")
    issued: Day | None = Field(default=None, description="Date of the note, not of the event.")
    summary: Text | None = Field(default=None, description="One to three sentences for metadata and lists.")
    keywords: tuple[Text, ...] = ()
    source: Provenance | None = None
    event: Event
    organizers: TextOrList | None = Field(default=None, description="Text as printed, or names that are joined.")
    parties: Parties | None = None
    participants: tuple[Group, ...] = ()
    details: dict[str, Detail] = Field(default={}, description="Further rows of the header.")
    header: tuple[Annotated[str, AfterValidator(_row)], ...] | None = Field(
        default=None, description="Order of the rows of the header."
    )
    labels: dict[Annotated[str, AfterValidator(_label)], Text] = Field(
        default={}, description="Another label for a row, a group or a phrase."
    )
    sections: tuple[Section, ...] = ()
    footnotes: dict[str, Text] = Field(default={}, description="Texts by the key of their mark, [^key].")
    disclaimer: Disclaimer | None = Field(default=None, description="Default: the series'.")
    contact: Contact | None = Field(default=None, description="Default: the series'.")
    annexes: tuple[Annex, ...] = ()

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @property
    def origin(self) -> Origin:
        """Where the record came from; no part of what it says, and so not of its equality."""
        return self._origin

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of the header in their order."""
        return self.header if self.header is not None else (*DEFAULT_HEADER, *self.details)

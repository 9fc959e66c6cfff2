"""The record: what a note says, as frozen data. The contract of the format, version 1."""

from itertools import islice
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainSerializer,
    PrivateAttr,
    Tag,
    ValidationInfo,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from notegen.languages.language import Labels
from notegen.records.origin import Origin
from notegen.records.symbols import Edition
from notegen.records.values import (
    Blocks,
    Contact,
    Day,
    Id,
    Language,
    Part,
    Periods,
    Text,
    TextOrList,
    Version,
    WebAddress,
    kind_of,
    listed,
    unlisted,
)

ROWS = ("event", "organizers", "date_and_venue", "date", "venue", "participants")
MAX_COUNT = 10_000_000_000
"""Of participants: more than there are people, and less than a database can hold."""
MAX_KNOWN = 200
"""Names of a record among which one that was meant is looked for; it takes time."""
DEFAULT_HEADER = ("event", "organizers", "date_and_venue", "participants")


def _row(value: str, info: ValidationInfo) -> str:
    details = info.data.get("details")
    if details is None or value in details:  # None: they are wrong themselves, and told so
        return value
    return _known("header", value, (*ROWS, *islice(details, MAX_KNOWN)))


def _detail(value: str) -> str:
    if value in ROWS:
        hint = "every note has that row; call the detail something else"
        raise PydanticCustomError("detail", '"{name}" is a row of its own', {"name": value, "hint": hint})
    return value


def _label(value: str) -> str:
    return _known("labels", value, tuple(Labels.model_fields))


def _known(field: str, name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        raise PydanticCustomError("name", "name", {"field": field, "name": name, "known": known})
    return name


class Provenance(Part):
    """Where the record was taken from."""

    url: WebAddress = Field(description="Address of the source.")
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
    place: Annotated[tuple[Venue, ...], BeforeValidator(listed), PlainSerializer(unlisted)] = Field(
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


Entry = Annotated[Annotated[Text, Tag("text")] | Annotated[Named, Tag("mapping")], Discriminator(kind_of)]


Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]


class Numbers(Part):
    """Participants who are counted, not named."""

    persons: Count | None = Field(default=None, description="How many persons came.")
    women: Count | None = Field(default=None, description="How many of them were women.")
    states: Count | None = Field(default=None, description="How many States they came from.")
    organizations: Count | None = Field(default=None, description="How many organizations they came from.")


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

    label: Text = Field(description="Printed before the text.", examples=["Project"])
    text: Text = Field(description="What the row says.")


class Subsubsection(Part):
    """Text and items under a heading, in this order; nothing below."""

    heading: Text | None = Field(default=None, description="Its title, without a number.", examples=["Objectives"])
    numbered: bool = Field(default=True, description="false leaves the number out.")
    text: Blocks | None = Field(default=None, description="Paragraphs, lists, tables and figures in Markdown.")
    items: tuple[Text, ...] = Field(default=(), description="A bulleted list after the text.")


class Subsection(Subsubsection):
    """A section inside a section."""

    sections: tuple[Subsubsection, ...] = Field(default=(), description="The lowest level.")


class Section(Subsubsection):
    """A numbered section: text, items and subsections, in this order."""

    sections: tuple[Subsection, ...] = Field(default=(), description="Subsections, two levels at most.")


class Annex(Part):
    """A part after the note: a text, or a file."""

    title: Text = Field(description="Its title; the word for an annex is printed before it.")
    text: Blocks | None = Field(default=None, description="Paragraphs, lists, tables and figures in Markdown.")
    file: Text | None = Field(default=None, description="A PDF under the record's folder.")

    @model_validator(mode="after")
    def _one_content(self) -> "Annex":
        if (self.text is None) == (self.file is None):
            raise PydanticCustomError("annex", "an annex is a text or a file", {"hint": "give either text or file"})
        return self


class Disclaimer(Part):
    """The first footnote: says that the note is no official report. A text alone takes the mark 1."""

    text: Text = Field(description="Its wording.")
    mark: Literal["number", "asterisk"] = Field(default="number", description="Its mark on the title.")

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
    id: Id | None = Field(default=None, description="Default: the file's name without .yaml.")
    language: Language = Field(default="en", description="BCP 47 tag. Default: the series', then en.")
    title: Text | None = Field(default=None, description="Default: the language's words for an information note.")
    symbol: Text | None = Field(default=None, description="Document symbol.", examples=["S/AC.44/2009/INF.4"])
    version: Edition | None = Field(
        default=None, description="Rev., Add. or Corr. of what was issued before; printed behind the symbol."
    )
    status: Literal["final", "draft"] = Field(default="final", description="A draft is marked on every page.")
    issued: Day | None = Field(default=None, description="Date of the note, not of the event.")
    revision: Text | None = Field(
        default=None,
        description="Which revision of the text this is; in a translation, of which one of the original.",
        examples=["3", "2009-10-05"],
    )
    summary: Text | None = Field(default=None, description="One to three sentences for metadata and lists.")
    keywords: tuple[Text, ...] = Field(default=(), description="Words to find the note by; metadata.")
    source: Provenance | None = Field(default=None, description="Where the record was taken from.")
    event: Event = Field(description="What took place, when and where.")
    organizers: TextOrList | None = Field(default=None, description="Text as printed, or names that are joined.")
    parties: Parties | None = Field(default=None, description="Who stood behind the event, for indexes.")
    participants: tuple[Group, ...] = Field(default=(), description="Who came, in groups.")
    details: dict[Annotated[str, AfterValidator(_detail)], Detail] = Field(
        default={}, description="Further rows of the header."
    )
    header: tuple[Annotated[str, AfterValidator(_row)], ...] | None = Field(
        default=None, description="Order of the rows of the header."
    )
    labels: dict[Annotated[str, AfterValidator(_label)], Text] = Field(
        default={}, description="Another label for a row, a group or a phrase."
    )
    sections: tuple[Section, ...] = Field(default=(), description="What is said, under numbered headings.")
    footnotes: dict[str, Text] = Field(default={}, description="Texts by the key of their mark, [^key].")
    disclaimer: Disclaimer | None = Field(default=None, description="Default: the series'.")
    contact: Contact | None = Field(default=None, description="Default: the series'.")
    annexes: tuple[Annex, ...] = Field(default=(), description="Parts after the note.")

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @property
    def origin(self) -> Origin:
        """Where the record came from; no part of what it says, and so not of its equality."""
        return self._origin

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of the header in their order."""
        return self.header if self.header is not None else (*DEFAULT_HEADER, *self.details)

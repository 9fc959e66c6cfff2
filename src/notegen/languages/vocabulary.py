"""The parts of a file in `words/`, as frozen data. What a part means is said in `words/en.yaml`, beside each key."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from notegen.languages.fields import may_have, with_fields


class Words(BaseModel):
    """A mapping of a file of words: every key is needed, and no other is known."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Labels(Words):
    """The names of rows, groups and parts."""

    model_config = ConfigDict(str_min_length=1)
    title: str
    event: str
    organizers: str
    date_and_venue: str
    date: str
    venue: str
    participants: str
    states: str
    organizations: str
    civil_society: str
    industry: str
    academia: str
    persons: str
    other: str
    summary: str
    contact: str
    annex: str
    annexes: str
    annex_page: Annotated[str, with_fields("annex", "page", "pages")]
    draft: str
    notes: str
    symbol: str
    online: str
    page: str
    record: str
    figure: str
    inserted: str
    deleted: str
    changes: Annotated[str, with_fields("new", "old")]
    unchanged: str
    unprinted: str
    qr: Annotated[str, with_fields("text")]
    footnote: Annotated[str, with_fields("mark")]
    back: str


def _has_other(forms: dict[str, str]) -> dict[str, str]:
    assert "other" in forms, "the form for everything else is `other`"
    return forms


Plural = Annotated[
    dict[Literal["zero", "one", "two", "few", "many", "other"], Annotated[str, may_have("n")]],
    AfterValidator(_has_other),
]
"""A phrase by plural category of CLDR; `{n}` is the number."""

ByKind = Annotated[dict[str, str], AfterValidator(_has_other)]
"""A word by the kind of group that it agrees with."""


class Counts(Words):
    """How participants are told who are counted and not named, notes and pages; what parts the thousands."""

    thousands: str
    persons: Plural
    states: Plural
    organizations: Plural
    women: Plural
    notes: Plural
    pages: Plural


class Attendance(Words):
    """What is said beside a group that did not simply attend; by the kind of group where the word agrees with it."""

    heading: Annotated[str, with_fields("heading", "said")]
    invited: ByKind
    registered: ByKind
    visited: ByKind


class Lists(Words):
    """What stands between the parts of a list in running text, and after a label.

    `pair` joins two, `separator` and `last` more than two, `plain` those of a list without an end;
    `euphony` has another `pair` and `last` before parts that begin with certain letters, the first that fits.
    """

    pair: str
    separator: str
    last: str
    plain: str
    also: str
    parts: str
    end: str
    colon: str
    euphony: dict[str, tuple[str, ...]]


class Entries(Words):
    """How a name stands with its acronym, and with a note."""

    acronym: Annotated[str, with_fields("name", "acronym")]
    note: Annotated[str, with_fields("name", "note")]


class Places(Words):
    """How a place is written, and what parts several."""

    city: Annotated[str, with_fields("city", "country")]
    venue: Annotated[str, with_fields("venue", "place")]
    online: Annotated[str, with_fields("place")]
    separator: str
    last: str


class Quotes(Words):
    """Pairs of quotation marks, and the apostrophe inside a word."""

    outer: str = Field(min_length=2, max_length=2)
    inner: str = Field(min_length=2, max_length=2)
    apostrophe: str


class Spacing(Words):
    """The space that stands before or after a sign, by sign; it does not break."""

    before: dict[str, str]
    after: dict[str, str]


class Keep(Words):
    """Words that stay on one line with the number before or after them, or with the word after them."""

    before_number: tuple[str, ...]
    after_number: tuple[str, ...]
    before_word: tuple[str, ...]


class Listing(Words):
    """What the page says that lists the documents of a series; `{n}` is a number, `{symbol}` another document."""

    years: str
    languages: str
    whole: str
    compendium: str
    registry: str
    calendar: str
    events: str
    database: str
    size: Annotated[str, with_fields("n")]
    replaces: Annotated[str, with_fields("symbol")]
    replaced: Annotated[str, with_fields("symbol")]


class Numbering(Words):
    """How the entries of numbered lists are marked, by depth: `{letter}`, `{roman}` or `{number}`.

    `letters` are parted by spaces.
    """

    model_config = ConfigDict(str_min_length=1)
    letters: str
    levels: tuple[Annotated[str, may_have("letter", "roman", "number")], ...] = Field(min_length=3, max_length=3)


Wordings = tuple[str, ...]


class Reading(Words):
    """What old notes have in the place of a label, and how they write dates: what `notegen import` looks for.

    A wording counts beside the label of the same name. `joints` are met between the last two of a list,
    `ordinals` before headings, `page` beside the number of a page. `months` has twelve lists of other names,
    `dates` patterns with the fields of `dates.header`. `nameless` are what entries begin with that name nobody, such as
    "several experts", where {n} is a number.
    """

    title: Wordings
    event: Wordings
    organizers: Wordings
    date_and_venue: Wordings
    date: Wordings
    venue: Wordings
    participants: Wordings
    states: Wordings
    organizations: Wordings
    civil_society: Wordings
    industry: Wordings
    academia: Wordings
    persons: Wordings
    other: Wordings
    summary: Wordings
    contact: Wordings
    annex: Wordings
    notes: Wordings
    symbol: Wordings
    issued: Wordings
    also: Wordings
    joints: Wordings
    online: Wordings
    disclaimer: Wordings
    page: Wordings
    ordinals: Wordings
    months: tuple[Wordings, ...] = Field(min_length=12, max_length=12)
    weekdays: Wordings
    day_endings: Wordings
    dates: Wordings
    nameless: Wordings
    not_understood: str


class Kinds(Words):
    """The kinds of event, by the words that a record has for them."""

    conference: str
    meeting: str
    seminar: str
    training: str
    visit: str
    webinar: str
    workshop: str
    round_table: str


class Groups(Words):
    """The regional groups of Members of the United Nations."""

    african: str
    asia_pacific: str
    eastern_european: str
    latin_american_and_caribbean: str
    western_european_and_others: str


class Compendium(Words):
    """The words of the document of all notes; what their fields mean is said in `words/en.yaml`."""

    contents: str
    notes: str
    statistics: str
    index_of_states: str
    index_of_organizations: str
    index_note: str
    here: Annotated[str, with_fields("n", "total")]
    by_year: str
    by_kind: str
    by_state: str
    by_organization: str
    by_region: str
    hosts: str
    funders: str
    year: str
    kind: str
    state: str
    organization: str
    region: str
    name: str
    events: str
    states: str
    members: str
    attendances: str
    other_kinds: str
    total: str
    no_kind: str
    no_region: str
    chart: Annotated[str, with_fields("title", "colon", "values")]
    value: Annotated[str, with_fields("name", "n")]
    first: Annotated[str, with_fields("n", "total")]
    attended: str
    missing: Annotated[str, with_fields("n", "total")]
    unknown: Annotated[str, with_fields("names")]
    host: str
    organizer: str
    funder: str
    kinds: Kinds
    groups: Groups

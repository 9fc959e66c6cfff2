"""What a series must know of a note to list it: plain data, made once for each record and kept beside it.

A register, a page, a calendar or a database of a thousand notes is put together from these, and no record is read
again for it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from notegen.formats.header import Header
from notegen.formats.ics import list_events
from notegen.formats.jsonld import describe_event
from notegen.formats.phrases import set_type
from notegen.formats.view import View, view
from notegen.languages.dates import enclose
from notegen.languages.language import Language, find_language
from notegen.records.model import Note
from notegen.records.symbols import find_replaced
from notegen.records.text import parse_inline, plain
from notegen.series.wholes.rows import Row, list_event_rows, list_note_rows


@dataclass(frozen=True, slots=True)
class Abstract:
    """A note in one language. Texts are plain, "" where there is none; days are ISO 8601.

    `supersedes` is the symbol of the document that this revision replaces. `written_dates` and `written_places` are
    those of the event by language. `calendar` is its part of a calendar, `graph` its node of JSON-LD, `event_rows`
    and `note_rows` are those of the database, without their first column, which says what they belong to.
    """

    id: str
    language: str
    title: str
    event: str
    symbol: str
    version: str
    supersedes: str
    status: str
    issued: str
    summary: str
    source: str
    retrieved: str
    kind: str
    dates: str
    first_day: str
    last_day: str
    written_dates: Mapping[str, str]
    written_places: Mapping[str, str]
    calendar: str
    graph: Mapping[str, Any]
    event_rows: Sequence[Row]
    note_rows: Sequence[Row]


def make_abstract(note: Note, languages: Sequence[str]) -> Abstract:
    """The abstract of a note for the pages of a series in these languages."""
    shown, periods = view(note), note.event.dates
    tongues = [find_language(tag) for tag in dict.fromkeys((note.language, *languages))]
    return Abstract(
        id=note.id or "",
        language=note.language,
        title=plain(shown.title),
        event=shown.event,
        symbol=shown.symbol,
        version=shown.version,
        supersedes=find_replaced(shown.symbol),
        status=note.status,
        issued=str(note.issued or ""),
        summary=shown.summary,
        source=note.source.url if note.source else "",
        retrieved=str(note.source.retrieved or "") if note.source else "",
        kind=note.event.kind or "",
        dates=", ".join(map(str, periods)),
        first_day=str(enclose(periods).start.first_day()),
        last_day=str(enclose(periods).end.last_day()),
        written_dates={words.language: words.format_dates(periods) for words in tongues},
        written_places={words.language: _write_place(note, shown, words) for words in tongues},
        calendar="".join(event.to_ical().decode() for event in list_events(note, shown)),
        graph=describe_event(note, shown),
        event_rows=list(list_event_rows(note, shown)),
        note_rows=list(list_note_rows(note, shown)),
    )


def _write_place(note: Note, shown: View, words: Language) -> str:
    if words == shown.language:
        return shown.place
    return plain(Header(note, words, lambda text: set_type(parse_inline(text), words) if text else ()).places())


def read_abstract(content: bytes) -> Abstract:
    """The abstract of which `write_abstract` made this."""
    return Abstract(**json.loads(content))


def write_abstract(abstract: Abstract) -> bytes:
    """The abstract as JSON."""
    content = {
        field.name: getattr(abstract, field.name) for field in fields(abstract)
    }  # asdict copies all that is in it
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()

"""The event of a note for calendars: iCalendar (RFC 5545).

A stretch of days is one all-day event. Several dates are as many events. A month or a year is an event
of all its days that says in its summary that no day is known, and blocks none of them.
"""

import datetime
import uuid
from collections.abc import Iterable
from itertools import chain

import icalendar

from notegen.formats.manuscript import Manuscript
from notegen.formats.view import View
from notegen.languages.dates import Period
from notegen.records.model import Note
from notegen.records.text import plain

PRODUCT = "-//notegen//notegen//EN"


def write(manuscript: Manuscript) -> bytes:
    """A calendar of the note's event."""
    return write_calendar(list_events(manuscript.note, manuscript.view))


def write_calendar(events: Iterable[icalendar.Event], name: str = "") -> bytes:
    """A calendar of these events under that name, with the same bytes for the same events."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)  # RFC 7986, and the name that programs knew before it
        calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def list_events(note: Note, shown: View) -> list[icalendar.Event]:
    """The event of a note, once for each of its dates, in the language of the view.

    Translations of a note have the same UIDs: it is the same event.
    """
    periods = list(dict.fromkeys(note.event.dates))
    return [_write_event(note, shown, period, several=len(periods) > 1) for period in periods]


def _write_event(note: Note, shown: View, period: Period, *, several: bool) -> icalendar.Event:
    first, last = period.start.first_day(), period.end.last_day()
    event = icalendar.Event()
    event.add("uid", _identify(note, period if several else None))
    event.add("dtstamp", _stamp(note, first))
    event.add("dtstart", first)
    if last < datetime.date.max:
        event.add("dtend", last + datetime.timedelta(days=1))  # the day after the last one
    exact = period.start.precision == period.end.precision == 3
    summary = shown.event if exact else f"{shown.event} ({shown.language.format_dates((period,))})"
    event.add("summary", summary, parameters={"LANGUAGE": shown.language.language})
    if shown.place:
        event.add("location", shown.place)
    if description := "\n\n".join(_describe(shown)):
        event.add("description", description)
    if note.contact:
        words = plain(shown.contact[0]) if shown.contact else ""
        event.add("contact", " ".join(filter(None, (words, note.contact.email))))
    if note.source:
        event.add("url", note.source.url)
    if categories := [*filter(None, (note.event.kind,)), *note.keywords]:
        event.add("categories", categories)
    event.add("status", "TENTATIVE" if shown.draft else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy because a note was written
    return event


def _describe(shown: View) -> Iterable[str]:
    colon = shown.language.lists.colon
    organizers = (f"{row.label}{colon}{plain(row.text)}" for row in shown.rows if row.key == "organizers")
    return filter(None, chain((shown.summary,), organizers))


def _identify(note: Note, period: Period | None) -> str:
    """A UID that stays the same when the note is written again."""
    series = note.origin.series
    if note.id is None:
        name = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{note.event.title} {note.event.dates[0]}"))
    else:
        name = note.id
    date = f".{str(period).replace('/', '--')}" if period else ""
    return f"{name}{date}@{f'{series.series.id}.' if series else ''}notegen"


def _stamp(note: Note, first: datetime.date) -> datetime.datetime:
    """When the facts were written down, as far as the record says; no clock, for the bytes stay the same."""
    retrieved = note.source.retrieved if note.source else None
    day = note.issued or retrieved or first
    return datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)

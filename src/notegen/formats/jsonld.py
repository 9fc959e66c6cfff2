"""The event of a note for search engines and aggregators: schema.org as JSON-LD.

https://schema.org/Event for what took place, https://schema.org/Report for the note about it.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from notegen.formats.manuscript import Manuscript
from notegen.formats.view import View
from notegen.languages.dates import Period, enclose
from notegen.languages.names import (
    find_organization,
    find_state,
    organization_acronym,
    organization_name,
    state_name,
)
from notegen.records.model import Note, Venue
from notegen.records.text import parse_inline, plain

CONTEXT = "https://schema.org"


def write(manuscript: Manuscript) -> bytes:
    """The event as a JSON-LD document."""
    described = {"@context": CONTEXT} | describe_event(manuscript.note, manuscript.view)
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def describe_event(note: Note, shown: View) -> dict[str, Any]:
    """The event as a schema.org node in the language of the view, without a context; what is unknown is left out."""
    language = shown.language.language
    event, dates = note.event, tuple(dict.fromkeys(note.event.dates))
    sub_events = [{"@type": "Event", "name": shown.event} | _dates((period,)) for period in dates]
    parties = note.parties
    bodies = parties.organizers if parties and parties.organizers else note.organizers or ()
    found: dict[str, Any] = {
        "@type": "Event",
        "additionalType": event.kind,
        "identifier": note.id,
        "name": shown.event,
        "description": shown.summary,
        "inLanguage": language,
        "keywords": list(note.keywords),
        **_dates(dates),
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "eventAttendanceMode": _mode(event.place),
        "location": _one(location for place in event.place for location in _locations(note, place, language)),
        "organizer": _one(_bodies(note, (bodies,) if isinstance(bodies, str) else bodies, language)),
        "funder": _one(_bodies(note, parties.funders if parties else (), language)),
        "subEvent": sub_events if len(sub_events) > 1 else [],
        "subjectOf": describe_report(note, shown),
    }
    return _said(found)


def describe_report(note: Note, shown: View) -> dict[str, Any]:
    """The note itself as a schema.org node."""
    series = note.origin.series
    publisher = {"@type": "Organization", "name": series.series.publisher} if series and series.series.publisher else {}
    found = {
        "@type": "Report",
        "name": plain(shown.title),
        "identifier": shown.symbol,
        "reportNumber": shown.symbol,
        "inLanguage": shown.language.language,
        "datePublished": str(note.issued) if note.issued else None,
        "creativeWorkStatus": "Draft" if shown.draft else None,
        "version": shown.version or note.revision,
        "publisher": publisher,
        "isPartOf": {"@type": "CreativeWorkSeries", "name": series.series.title} if series else {},
        "url": note.source.url if note.source else None,
    }
    return _said(found)


def _said(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value}


def _one(found: Iterable[dict[str, Any]]) -> Any:
    """Each once, and a list of one as the one."""
    values: list[dict[str, Any]] = []
    values.extend(value for value in found if value not in values)
    return values[0] if len(values) == 1 else values


def _dates(periods: tuple[Period, ...]) -> dict[str, str]:
    whole = enclose(periods)
    return {"startDate": str(whole.start), "endDate": str(whole.end)}


def _mode(places: tuple[Venue, ...]) -> str | None:
    if not places:
        return None
    online = any(place.online for place in places)
    present = any(place.city or place.country or place.venue for place in places)
    mode = "Mixed" if online and present else "Online" if online else "Offline"
    return f"{CONTEXT}/{mode}EventAttendanceMode"


def _locations(note: Note, place: Venue, language: str) -> Iterator[dict[str, Any]]:
    state = find_state(note.origin.names, place.country or "", language, note.language, "en")
    country = state.alpha2 if state else _plain(place.country)
    address = _said({"addressLocality": _plain(place.city), "addressCountry": country})
    name = _plain(place.venue)
    if address or name:
        written = {"@type": "PostalAddress"} | address if address else {}
        yield _said({"@type": "Place", "name": name, "address": written})
    if place.online:
        yield {"@type": "VirtualLocation"}


def _bodies(note: Note, names: Iterable[str], language: str) -> Iterator[dict[str, Any]]:
    for written in names:
        state = find_state(note.origin.names, written, language, note.language, "en")
        body = None if state else find_organization(note.origin.names, written)
        if state:
            yield {"@type": "GovernmentOrganization", "name": state_name(state, language), "identifier": state.alpha2}
        elif body:
            name, _ = organization_name(body, language)
            acronym = organization_acronym(body, language)
            shorter = acronym if acronym != name else None
            yield _said({"@type": "Organization", "name": name, "alternateName": shorter, "url": body.url})
        else:
            yield {"@type": "Organization", "name": _plain(written)}


def _plain(text: str | None) -> str:
    return plain(parse_inline(text)) if text else ""

"""What an Akoma Ntoso document says of itself: work, expression and manifestation, and what it refers to."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import quote

from notegen.formats.akn.elements import element
from notegen.formats.view import View
from notegen.languages.codes import alpha3
from notegen.records.model import Note
from notegen.records.text import plain

DOCUMENT = "informationNote"


def describe(note: Note, view: View, publisher: str, component: str = "") -> ET.Element:
    """The `meta` of the note, or of a component of it such as "annex_1", whose ids begin with its name."""
    author = f"{component}__publisher" if component else "publisher"
    parts = [_identify(note, view, component or "main", f"#{author}")]
    if view.keywords and not component:
        words = (element("keyword", value=word, showAs=word, dictionary="#keywords") for word in view.keywords)
        parts.append(element("classification", *words, source=f"#{author}"))
    organization = _reference("TLCOrganization", author, "organization", publisher or "notegen")
    others = [] if component else _refer(note, view)
    parts.append(element("references", *others, organization, source=f"#{author}"))
    return element("meta", *parts)


def _identify(note: Note, view: View, component: str, author: str) -> ET.Element:
    """IRIs by the Akoma Ntoso naming convention: /akn/JURISDICTION/doc/KIND/DATE/NUMBER/LANGUAGE@/!COMPONENT."""
    series = note.origin.series
    jurisdiction = "un" if series is None or series.profile == "un" else series.series.id.lower()
    day = (str(note.issued), "issued") if note.issued else (str(note.event.dates[0].start.first_day()), "event")
    number = note.id or _slug(note.symbol or note.event.title)
    language = alpha3(view.language.language)
    work = f"/akn/{jurisdiction}/doc/{DOCUMENT}/{day[0]}/{quote(number)}"
    expression = f"{work}/{language}@"
    return element(
        "identification",
        element(
            "FRBRWork",
            *_level(work, f"/!{component}", day, author),
            element("FRBRcountry", value=jurisdiction),
            element("FRBRsubtype", value=DOCUMENT),
            element("FRBRnumber", value=view.symbol or number),
        ),
        element(
            "FRBRExpression",
            *_level(expression, f"/!{component}", day, author),
            element("FRBRlanguage", language=language),
        ),
        element(
            "FRBRManifestation",
            *_level(f"{expression}.akn", f"/!{component}", day, author),
            element("FRBRformat", value="xml"),
        ),
        source=author,
    )


def _level(uri: str, component: str, day: tuple[str, str], author: str) -> Iterator[ET.Element]:
    this = uri.removesuffix(".akn") + component + (".akn" if uri.endswith(".akn") else "")
    yield element("FRBRthis", value=this)
    yield element("FRBRuri", value=uri)
    yield element("FRBRdate", date=day[0], name=day[1])
    yield element("FRBRauthor", href=author)


def _refer(note: Note, view: View) -> Iterator[ET.Element]:
    if note.source:
        yield element("original", eId="original", href=note.source.url, showAs=note.source.url)
    for i, name in enumerate(note.parties.organizers if note.parties else (), 1):
        yield _reference("TLCOrganization", f"organizer_{i}", "organization", name)
    if view.place:
        yield _reference("TLCLocation", "place", "location", view.place)
    yield _reference("TLCEvent", "event", "event", f"{view.event}, {view.dates}")
    yield _reference("TLCConcept", "kind", "concept", plain(view.title))


def _reference(tag: str, eid: str, kind: str, shown: str) -> ET.Element:
    return element(tag, eId=eid, href=f"/akn/ontology/{kind}/{quote(_slug(shown))}", showAs=shown)


def _slug(text: str) -> str:
    """The words as a part of an address, in any script."""
    return re.sub(r"\W+", "-", unicodedata.normalize("NFC", text).lower()).strip("-")[:80].strip("-")

"""`index.html`: the page that lists a series by year, with links to every document; without server or script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from notegen.formats import html
from notegen.formats.document import MEDIA_TYPES
from notegen.formats.view import view
from notegen.languages.language import Language, find_language
from notegen.records.model import Note
from notegen.records.series import Series
from notegen.records.versions import Versions
from notegen.series.editions import choose, first_day, list_notes, sort_groups
from notegen.series.register import Line


@dataclass(frozen=True, slots=True)
class Link:
    """A document, as a line of the page has it; `href` is relative to the page."""

    href: str
    name: str
    media_type: str
    size: str


@dataclass(frozen=True, slots=True)
class Version:
    """The documents of a note in one language."""

    language: Language
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A note on the page, in the language of the page where it is there in that, otherwise in its own."""

    language: Language
    anchor: str
    title: str
    href: str
    dates: str
    place: str
    summary: str
    symbol: str
    draft: bool
    supersedes: str
    superseded_by: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The notes on events that began in a year."""

    number: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """Documents of the series as a whole, by what the words call them: `compendium`, `registry`, `calendar`, …"""

    kind: str
    file: str


def name_page(series: Series, language: str) -> str:
    """The file of the page in a language: `index.html` in the first of the series, `index.fr.html` in another."""
    return "index.html" if language == series.languages[0] else f"index.{language}.html"


def write_listing(
    series: Series, notes: Sequence[Note], lines: Iterable[Line], wholes: Sequence[Whole], *, language: str
) -> bytes:
    """The page in one of the languages of the series, with the newest events first; UTF-8.

    `notes` are all of the series in all languages, `lines` their finished documents.
    """
    words = find_language(language)
    documents: dict[tuple[str, str], list[Line]] = {}
    formats = {name: position for position, name in enumerate(series.output.formats)}
    for line in sorted(lines, key=lambda line: formats.get(line.format, len(formats))):
        documents.setdefault((line.id, line.language), []).append(line)
    groups = reversed(sort_groups(notes))
    dated = [(first_day(list_notes(group)[0])[:4], _enter(group, series, words, documents)) for group in groups]
    years = [Year(year, tuple(entry for _, entry in rows)) for year, rows in groupby(dated, key=lambda row: row[0])]
    folder = next((note.origin.series_folder for note in notes if note.origin.series_folder), None)
    page = html.fill(
        "listing.html",
        folder,
        identity=series.series,
        words=words,
        own=find_language(series.languages[0]),
        years=years,
        count=words.count("notes", len(dated)),
        pages=[(find_language(tag), name_page(series, tag)) for tag in series.languages],
        wholes=[(getattr(words.listing, whole.kind), quote(whole.file), _ending(whole.file)) for whole in wholes],
        css=Markup("\n".join(_shield(html.stylesheet(name, folder)) for name in ("web", "listing"))),
    )
    return page.encode()


def _shield(css: str) -> str:
    """A stylesheet of a series is its own affair, but cannot close the element."""
    return css.replace("</", "<\\/")


def _ending(file: str) -> str:
    return Path(file).suffix[1:].upper()


def _enter(group: Versions, series: Series, words: Language, documents: Mapping[tuple[str, str], list[Line]]) -> Entry:
    note = choose(group, (words.language, *series.languages))
    shown = view(note)
    by_language = {
        version.language: documents.get((version.id or "", version.language), []) for version in list_notes(group)
    }
    order = [tag for tag in series.languages if tag in by_language]
    order += [tag for tag in by_language if tag not in order]
    lines = by_language[note.language]
    return Entry(
        language=shown.language,
        anchor=note.id or "",
        title=shown.event,
        href=next((quote(line.file) for name in ("html", "pdf") for line in lines if line.format == name), ""),
        dates=words.format_dates(note.event.dates),
        place=shown.place if shown.language == words else view(note, words.language).place,
        summary=shown.summary,
        symbol=shown.symbol or shown.version,
        draft=shown.draft,
        supersedes=next((line.supersedes for line in lines), ""),
        superseded_by=next((line.superseded_by for line in lines), ""),
        versions=tuple(
            Version(find_language(tag), tuple(_link(line, words) for line in by_language[tag]))
            for tag in order
            if by_language[tag]
        ),
    )


def _link(line: Line, words: Language) -> Link:
    size = words.listing.size.format(n=f"{max(1, round(line.bytes / 1000)):,}".replace(",", words.counts.thousands))
    pages = [words.count("pages", line.pages)] if line.pages else []
    return Link(
        href=quote(line.file),
        name=line.format.upper(),
        media_type=MEDIA_TYPES[line.format].partition(";")[0],
        size=words.lists.plain.join([*pages, size]),
    )

"""`index.html`: the page that lists a series by year, with links to every document; without server or script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from notegen.formats import html
from notegen.formats.document import MEDIA_TYPES
from notegen.languages.language import Language, find_language
from notegen.records.series import Series
from notegen.series.folders import name_compendium, name_page
from notegen.series.wholes.abstracts import Abstract
from notegen.series.wholes.editions import Versions, find_superseded, first, group
from notegen.series.wholes.register import Line


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


def write_listing(
    series: Series,
    abstracts: Sequence[Abstract],
    lines: Iterable[Line],
    wholes: Sequence[Whole],
    *,
    language: str,
    folder: Path | None = None,
) -> bytes:
    """The page in one of the languages of the series, with the newest events first; UTF-8.

    `lines` are the finished documents, `folder` is that of the series, whose own template and styles come first.
    """
    words = find_language(language)
    documents: dict[tuple[str, str], list[Line]] = {}
    formats = {name: position for position, name in enumerate(series.output.formats)}
    for line in sorted(lines, key=lambda line: formats.get(line.format, len(formats))):
        documents.setdefault((line.id, line.language), []).append(line)
    superseded = find_superseded(abstracts)
    groups = reversed(group(abstracts, series.languages))
    dated = [(first(found).first_day[:4], _enter(found, words, documents, superseded)) for found in groups]
    years = [Year(year, tuple(entry for _, entry in rows)) for year, rows in groupby(dated, key=lambda row: row[0])]
    page = html.fill(
        "listing.html",
        folder,
        identity=series.series,
        words=words,
        own=find_language(series.languages[0]),
        years=years,
        count=words.count("notes", len(dated)),
        pages=[(find_language(tag), name_page(tag, series.languages)) for tag in series.languages],
        wholes=[_link_whole(whole, series, words) for whole in _sort_wholes(wholes, series, words)],
        css=Markup("\n".join(_shield(html.stylesheet(name, folder)) for name in ("web", "listing"))),
    )
    return page.encode()


def _shield(css: str) -> str:
    """A stylesheet of a series is its own affair, but cannot close the element."""
    return css.replace("</", "<\\/")


def _link_whole(whole: Whole, series: Series, words: Language) -> tuple[str, str, str, Language | None]:
    """What it is called, its address, its format, and its language where that is not the page's."""
    tag = _find_language(whole, series)
    other = find_language(tag) if tag not in ("", words.language) else None
    return getattr(words.listing, whole.kind), quote(whole.file), Path(whole.file).suffix[1:].upper(), other


def _sort_wholes(wholes: Sequence[Whole], series: Series, words: Language) -> list[Whole]:
    """As they are given, but what is in the language of the page before the same in another language."""
    kinds = [whole.kind for whole in wholes]
    return sorted(wholes, key=lambda whole: (kinds.index(whole.kind), _find_language(whole, series) != words.language))


def _find_language(whole: Whole, series: Series) -> str:
    names = {name_compendium(tag, series.languages): tag for tag in series.languages}
    return names.get(whole.file, "") if whole.kind == "compendium" else ""


def _enter(
    versions: Versions,
    words: Language,
    documents: Mapping[tuple[str, str], list[Line]],
    superseded: Mapping[str, str],
) -> Entry:
    abstract = versions.get(words.language) or first(versions)
    lines = {tag: documents.get((abstract.id, tag), []) for tag in versions}
    own = lines[abstract.language]
    return Entry(
        language=find_language(abstract.language),
        anchor=abstract.id,
        title=abstract.event,
        href=next((quote(line.file) for name in ("html", "pdf") for line in own if line.format == name), ""),
        dates=abstract.written_dates[words.language],
        place=abstract.written_places[words.language],
        summary=abstract.summary,
        symbol=abstract.symbol or abstract.version,
        draft=abstract.status == "draft",
        supersedes=abstract.supersedes,
        superseded_by=superseded.get(abstract.symbol, ""),
        versions=tuple(
            Version(find_language(tag), tuple(_link(line, words) for line in found))
            for tag, found in lines.items()
            if found
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

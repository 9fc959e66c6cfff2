"""The documents of a series as a whole: its register, its page in each language, its events and its database."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from notegen.languages.names import Names
from notegen.records.series import Series
from notegen.series.report import BuiltDocument
from notegen.series.wholes.abstracts import Abstract
from notegen.series.wholes.database import write_database
from notegen.series.wholes.events import write_calendar, write_graph
from notegen.series.wholes.listing import Whole, name_page, write_listing
from notegen.series.wholes.register import list_lines, write_csv, write_json

WHOLES = (
    Whole("registry", "register.csv"),
    Whole("registry", "register.json"),
    Whole("calendar", "calendar.ics"),
    Whole("events", "events.jsonld"),
    Whole("database", "series.sqlite"),
)


def name_wholes(series: Series) -> tuple[str, ...]:
    """The names of the files that `write_wholes` gives for a series."""
    return (*(whole.file for whole in WHOLES), *(name_page(series, tag) for tag in series.languages))


def write_wholes(
    series: Series,
    names: Names,
    abstracts: Sequence[Abstract],
    documents: Iterable[BuiltDocument],
    *,
    folder: Path,
    home: Path | None = None,
    more: Sequence[Whole] = (),
) -> dict[str, bytes]:
    """The files by name; all belong into `folder`, below which the documents are.

    `names` are those of the series, `home` is its own folder, for templates and styles. `more` are further documents
    in `folder` that the pages link first. The same values give the same bytes. Raises RenderError for a template.
    """
    lines = list_lines(abstracts, documents, folder)
    listed = (*more, *WHOLES)
    return {
        "register.csv": write_csv(lines),
        "register.json": write_json(series, lines),
        "calendar.ics": write_calendar(series, abstracts),
        "events.jsonld": write_graph(series, abstracts, lines),
        "series.sqlite": write_database(series, names, abstracts, lines),
    } | {
        name_page(series, tag): write_listing(series, abstracts, lines, listed, language=tag, folder=home)
        for tag in series.languages
    }

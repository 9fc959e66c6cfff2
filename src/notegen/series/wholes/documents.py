"""The documents of a series as a whole: its register, its page in each language, its events and its database."""

from collections.abc import Sequence
from pathlib import Path

from notegen.languages.names import Names
from notegen.records.series import Series
from notegen.series.folders import name_page
from notegen.series.wholes.abstracts import Abstract
from notegen.series.wholes.database import write_database
from notegen.series.wholes.events import write_calendar, write_graph
from notegen.series.wholes.listing import Whole, write_listing
from notegen.series.wholes.register import Line, write_csv, write_json

WHOLES = (
    Whole("registry", "register.csv"),
    Whole("registry", "register.json"),
    Whole("calendar", "calendar.ics"),
    Whole("events", "events.jsonld"),
    Whole("database", "series.sqlite"),
)


def write_lists(series: Series, names: Names, abstracts: Sequence[Abstract], lines: Sequence[Line]) -> dict[str, bytes]:
    """The files that are in no language, by name; the same values give the same bytes.

    `names` are those of the series, `lines` its finished documents.
    """
    return {
        "register.csv": write_csv(lines),
        "register.json": write_json(series, lines),
        "calendar.ics": write_calendar(series, abstracts),
        "events.jsonld": write_graph(series, abstracts, lines),
        "series.sqlite": write_database(series, names, abstracts, lines),
    }


def write_page(
    series: Series,
    abstracts: Sequence[Abstract],
    lines: Sequence[Line],
    language: str,
    *,
    folder: Path | None = None,
    volumes: Sequence[str] = (),
) -> dict[str, bytes]:
    """The page in one of the languages of the series, by its name, with links to all files.

    `folder` is that of the series, for its own template and styles, `volumes` are the files of its compendia.
    Raises RenderError for a template.
    """
    wholes = (*(Whole("compendium", name) for name in volumes), *WHOLES)
    page = write_listing(series, abstracts, lines, wholes, language=language, folder=folder)
    return {name_page(language, series.languages): page}

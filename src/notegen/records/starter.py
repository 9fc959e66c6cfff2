"""Records and series to begin with: commented, in the user's language, and without anything for the checker to say."""

import datetime
import json
from functools import cache
from pathlib import Path
from string import Template
from textwrap import indent, wrap
from typing import Any

from notegen.languages.tags import languages as languages
from notegen.reader import decode, read
from notegen.records.schema import record_schema, series_schema, write_schema
from notegen.records.values import check_id

STARTERS = Path(__file__).parent / "starters"
_STAND_IN = "en"
NOTE_SCHEMA, SERIES_SCHEMA = "note.schema.json", "series.schema.json"


def has_starter(language: str) -> bool:
    """Whether there are words to begin with in the language; English ones stand in for those of any other."""
    return language in _words()["languages"]


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of event that there is a starter for."""
    return tuple(_words()["kinds"])


def write_record(language: str, kind: str, today: datetime.date, *, in_series: bool = False) -> str:
    """A record to begin with, in any of the languages; KeyError for another one or another kind.

    The event ends `today`. A record that stands `in_series` takes its disclaimer from there; one that stands alone
    brings its own.
    """
    length, words = _words()["kinds"][kind], _find_words(language)
    first = today - datetime.timedelta(days=int(length["days"]) - 1)
    main, last = words["headings"][kind]
    fields = {
        "schema": NOTE_SCHEMA,
        "title": words["titles"][kind],
        "kind": kind,
        "today": str(today),
        "dates": str(today) if first == today else f"{first}/{today}",
        "place": "{online: true}" if length["venue"] == "online" else words["place"],
        "main": main,
        "last": last,
        "disclaimer": "" if in_series else f"\ndisclaimer: >-\n{_fold(words['disclaimer'], 2)}\n",
    }
    written = _fill(language if has_starter(language) else _STAND_IN, fields)
    return written if has_starter(language) else written.replace(f"language: {_STAND_IN}\n", f"language: {language}\n")


def write_series(identifier: str, title: str, language: str) -> dict[str, str]:
    """The files of a series to begin with, name to text: `series.yaml` and the schemas that editors complete by.

    Raises PydanticCustomError for an identifier that cannot be part of a file's name.
    """
    fields = {
        "schema": SERIES_SCHEMA,
        "id": json.dumps(check_id(identifier), ensure_ascii=False),
        "title": json.dumps(title, ensure_ascii=False),
        "language": language,
        "disclaimer": _fold(_find_words(language)["disclaimer"], 6),
    }
    return {
        "series.yaml": _fill("series", fields),
        NOTE_SCHEMA: write_schema(record_schema()),
        SERIES_SCHEMA: write_schema(series_schema()),
    }


@cache
def _words() -> Any:
    path = STARTERS / "kinds.yaml"
    source, _ = decode(path.read_bytes(), path.name)
    tree = read(source)
    assert not tree.diagnostics, tree.diagnostics
    return tree.data


def _find_words(language: str) -> Any:
    if language not in languages():
        raise KeyError(language)
    return _words()["languages"][language if has_starter(language) else _STAND_IN]


def _fill(name: str, fields: dict[str, str]) -> str:
    return Template((STARTERS / f"{name}.yaml").read_text("utf-8")).substitute(fields)


def _fold(text: str, margin: int) -> str:
    """A text in lines of some 100 characters for a folded block; Chinese, which has no spaces, in one."""
    return indent("\n".join(wrap(text, 100, break_long_words=False, break_on_hyphens=False)), " " * margin)

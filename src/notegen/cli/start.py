"""`notegen new` and `notegen schema`: what one begins with."""

import datetime
import re
import shlex
from pathlib import Path

import click

from notegen.cli.exits import DONE
from notegen.cli.targets import check_record_name
from notegen.cli.voice import Voice, voiced
from notegen.diagnostics import show_name
from notegen.languages.tags import languages
from notegen.output import create_files

_WORD = re.compile(r"[^\W_]+")
KINDS = ("workshop", "seminar", "conference", "meeting", "visit", "webinar")


@click.command()
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--series", "title", metavar="TITLE", help="A folder for a whole series with this title.")
@click.option(
    "--language", metavar="TAG", help=f"Of its words: {', '.join(languages())}.", default="en", show_default=True
)
@click.option("--kind", type=click.Choice(KINDS), default="workshop", show_default=True)
@voiced
def new(voice: Voice, path: Path, title: str | None, language: str, kind: str) -> int:
    """Write a record to begin with, or the folder of a series. Never overwrites.

    The record is complete and commented in its language: change the words, and print it.

    \b
      notegen new oslo.yaml
      notegen new oslo.yaml --kind webinar --language fr
      notegen new notes/ --series "Workshops on border control"
    """
    from notegen.cli.arguments import choose_language
    from notegen.records import starter
    from notegen.records.schema import record_schema, write_schema
    from notegen.records.series import find_series

    language = choose_language(language) or language
    if title is None:
        check_record_name(path)
        series = find_series(path.resolve().parent)
        today = datetime.datetime.now(tz=datetime.UTC).date()
        files = {path: starter.write_record(language, kind, today, in_series=series is not None)}
        schema = (series or path).with_name(starter.NOTE_SCHEMA)
        if not schema.exists() and path.parent.resolve() == schema.parent.resolve():
            files[path.with_name(starter.NOTE_SCHEMA)] = write_schema(record_schema())
    else:
        if not title.strip():
            raise click.UsageError('a series has a title: --series "Workshops on border control"')
        identifier = _name_series(path.resolve().name)
        files = {path / name: text for name, text in starter.write_series(identifier, title, language).items()}
    for file in files:
        if file.exists():
            raise click.UsageError(f'"{file}" is there already, and nothing is overwritten')
    create_files({file: text.encode() for file, text in files.items()})
    for file in files:
        voice.say(f"{file}")
    if title is not None:
        more = "" if language == "en" else f" --language {language}"
        record, folder = shlex.quote(str(path / "oslo.yaml")), shlex.quote(str(path))
        voice.say(f"next: notegen new {record}{more}, then notegen build {folder}")
    if not starter.has_starter(language):
        voice.say(f'its words are English, for there is nothing to begin with in "{language}" yet')
    return DONE


def _name_series(folder: str) -> str:
    """The id of a series in a folder of that name, as far as an id can have it."""
    from notegen.records.values import check_id

    try:
        return check_id("-".join(_WORD.findall(show_name(folder).lower()))[:100])
    except ValueError:
        return "notes"


@click.command(short_help="Write the JSON Schema of a record, for editors.")
@click.option("--series", is_flag=True, help="Of series.yaml instead of a record.")
@voiced
def schema(voice: Voice, series: bool) -> int:
    """Write the JSON Schema of a record, for editors.

    \b
      notegen schema > note.schema.json
      notegen schema --series > series.schema.json
    """
    from notegen.records.schema import record_schema, series_schema, write_schema

    click.echo(write_schema(series_schema() if series else record_schema()), nl=False)
    return DONE

"""What the arguments of the command line mean: which records, which formats, which files.

What cannot be meant is click's UsageError, before any work begins.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from glob import glob
from pathlib import Path

import click

STREAM = "-"
"""Standard input as a record, standard output as a document."""


_NICKNAMES = {
    "word": "docx",
    "doc": "docx",
    "htm": "html",
    "web": "html",
    "text": "txt",
    "markdown": "md",
    "xml": "akn",
}
"""What people call formats."""


@dataclass(frozen=True, slots=True)
class Job:
    """A record and its documents by format; None is standard output."""

    record: str
    documents: Mapping[str, Path | None]


def find_records(paths: Iterable[str]) -> list[str]:
    """The records that are meant, each once: a folder stands for those in it and below it.

    A folder that cannot be looked into is among them, so that it is told with them, as one that cannot be read.
    """
    records: dict[str, None] = {}
    for path in paths:
        place = Path(path)
        if path == STREAM:
            records[path] = None
        elif place.is_dir():
            inside = _find_inside(place)
            if not inside:
                raise click.UsageError(f'there is no record in "{path}"; a record is a file that ends in .yaml')
            records |= dict.fromkeys(map(str, inside))
        elif place.exists():
            records[str(place)] = None
        elif any(sign in path for sign in "*?[") and (found := sorted(glob(path))):  # noqa: PTH207  # a pattern may be absolute
            records |= dict.fromkeys(found)  # a pattern that no shell has expanded
        else:
            raise click.UsageError(f'there is no file or folder "{path}"')
    return list(records)


def _find_inside(folder: Path) -> list[Path]:
    """The records in and below a folder, and the folders that nobody lets us look into."""
    from notegen.records.series_folder import may_be_record

    files, closed = walk(folder)
    return sorted([*(file for file in files if may_be_record(Path(file.name))), *closed])


def walk(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files in and below a folder, and the folders that nobody lets us look into; hidden ones are passed by."""
    closed: list[Path] = []
    found: list[Path] = []
    for place, below, files in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        below[:] = [name for name in below if not name.startswith(".")]
        found += (Path(place, name) for name in files)
    return sorted(filter(_may_be_read, found)), sorted(closed)


def _may_be_read(file: Path) -> bool:
    """Whether it is a file, or should be one: who reads it tells why it is none, such as a link that leads nowhere."""
    try:
        return file.is_file() or (file.is_symlink() and not file.exists())
    except OSError:  # in a folder that is listed and not entered
        return True


def choose_versions(records: Sequence[str], language: str) -> list[str]:
    """The translations of the records where there are some, otherwise the records themselves."""
    from notegen.records.versions import find_version

    chosen: dict[str, None] = {}
    for record in records:
        version = find_version(Path(record), language) if record != STREAM else None
        chosen[str(version or record)] = None
    return list(chosen)


def choose_formats(names: str | None, output: str | None) -> list[str]:
    """The formats of a list with commas; without one, that of the output's ending, or PDF."""
    from notegen.formats.document import MEDIA_TYPES  # only what makes documents needs it

    if names is None:
        return [_format_of(output or "", MEDIA_TYPES)]
    chosen = list(dict.fromkeys(name.strip().lower() for name in names.split(",")))
    for name in chosen:
        if name not in MEDIA_TYPES:
            meant = _NICKNAMES.get(name)
            hint = f"did you mean {meant}?" if meant else f"there are {', '.join(MEDIA_TYPES)}"
            raise click.UsageError(f'there is no format "{name}"; {hint}')
    return chosen


def _format_of(output: str, known: Iterable[str]) -> str:
    """The format that a file's ending names; PDF for a folder, a device, or a name without one."""
    ending = Path(output).suffix[1:].lower()
    if ending in known:
        return ending
    if ending and _folder(output) is None:
        raise click.UsageError(f'no format has the ending of "{output}"; there are {", ".join(known)}, or name one: -f')
    return "pdf"


def choose_language(tag: str | None) -> str | None:
    """The language of ours that a tag means, so that FR and fr-CA are fr; None for none."""
    from notegen.languages.tags import languages, match

    if tag is None or (found := match(tag)):
        return tag and found
    meant = _guess_language(tag)
    hint = f'did you mean "{meant}"?' if meant else f"there are {', '.join(languages())}"
    raise click.UsageError(f'there is no language "{tag}"; {hint}')


def _guess_language(text: str) -> str | None:
    """The language whose name in itself or in English is like the text."""
    from babel import Locale

    from notegen.languages.language import find_language, whole_languages

    names = {find_language(tag).name: tag for tag in whole_languages()}
    names |= {name: tag for tag in whole_languages() if (name := Locale.parse(tag).get_display_name("en"))}
    folded = {name.casefold(): tag for name, tag in names.items()}
    close = get_close_matches(text.casefold(), folded, 1, 0.7)
    return folded[close[0]] if close else None


def check_style(style: str | None, records: Sequence[str]) -> None:
    """Refuse a style that neither notegen nor the series of a record has."""
    from notegen.errors import RenderError
    from notegen.formats.html import stylesheets
    from notegen.records.series import find_series

    if style is None:
        return
    for folder in {Path.cwd() if record == STREAM else Path(record).resolve().parent for record in records}:
        series = find_series(folder)
        try:
            stylesheets(style, series.parent if series else None)
        except RenderError as error:
            raise click.UsageError(str(error)) from None


def plan(records: Sequence[str], output: str | None, formats: Sequence[str]) -> list[Job]:
    """Where each document goes: beside its record, to one file, into one folder, or to standard output."""
    folder = _folder(output)
    if folder is None and len(records) * len(formats) > 1 and (output is not None or STREAM in records):
        raise click.UsageError("several documents go to a folder: -o FOLDER/")
    taken = {Path(record).resolve(): record for record in records if record != STREAM}
    jobs = []
    for record in records:
        documents = {name: _target(record, name, output, folder) for name in formats}
        for target in filter(None, documents.values()):
            other = taken.setdefault(target.resolve(), record)
            if other != record:
                raise click.UsageError(f'"{record}" and "{other}" would both be written to "{target}"')
            if record != STREAM and target.resolve() == Path(record).resolve():
                raise click.UsageError(f'"{target}" is what is read, and its document would replace it: -o FOLDER/')
        jobs.append(Job(record, documents))
    return jobs


def _folder(output: str | None) -> Path | None:
    """The folder that an output names: one that is there, or that ends in a slash."""
    if output is None or output == STREAM:
        return None
    return Path(output) if output.endswith(("/", os.sep)) or Path(output).is_dir() else None


def _target(record: str, name: str, output: str | None, folder: Path | None) -> Path | None:
    stem = "note" if record == STREAM else Path(record).stem
    if folder is not None:
        return folder / f"{stem}.{name}"
    if output == STREAM or (output is None and record == STREAM):
        return None
    return Path(record).parent / f"{stem}.{name}" if output is None else Path(output)

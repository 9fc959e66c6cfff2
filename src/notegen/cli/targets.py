"""Which names a verb may write to: none that says something else than it would hold.

What may not be written to is click's UsageError, before any work begins.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from notegen.cli.arguments import STREAM, Job

_RECORDS = ("yaml", "yml")
_FOREIGN = {"css": "a stylesheet"} | dict.fromkeys(("png", "jpg", "jpeg", "svg"), "a picture")
"""Endings of what records and series bring along."""
_ENDINGS = {"text": ("txt", "text"), "html": ("html", "htm"), "md": ("md", "markdown"), "jsonld": ("jsonld", "json")}
"""The endings of a format that has others than its name."""


def check_document_name(target: Path, form: str) -> None:
    """Refuse a name that is a record's, or of which the ending belongs to another format than `form`."""
    for name in dict.fromkeys((target, target.resolve())):  # what a link leads to would be replaced
        ending = name.suffix[1:].lower()
        fitting = _endings(form)
        if ending in fitting:
            continue
        if ending in _RECORDS:
            raise click.UsageError(f'"{name}" is a name for a record, not for {form}: -o {name.stem}.{fitting[0]}')
        if other := _format_of(ending):
            raise click.UsageError(f'"{name}" is a name for {other}, not for {form}: -o {name.stem}.{fitting[0]}')
        if ending in _FOREIGN:
            raise click.UsageError(
                f'"{name}" is a name for {_FOREIGN[ending]}, not for {form}: -o {name.stem}.{fitting[0]}'
            )


def check_documents(jobs: Sequence[Job], output: str | None) -> None:
    """Refuse names of documents that say something else than these would hold, or belong to files that are read."""
    targets = {job.record: {name: target for name, target in job.documents.items() if target} for job in jobs}
    for record, documents in targets.items():
        for name, target in documents.items():
            check_document_name(target, name)
        if Path(output or "") not in documents.values():
            _check_source_stays(documents.values(), record)
    check_files_stay((target for documents in targets.values() for target in documents.values()), targets)


def check_record_name(path: Path) -> None:
    """Refuse a name by which a record would not be found again."""
    from notegen.records.series_folder import may_be_record

    if path.suffix[1:] not in _RECORDS:
        raise click.UsageError(f'"{path}" is no name for a record; a record is a file that ends in .yaml')
    if not may_be_record(Path(path.name)):
        raise click.UsageError(f'"{path}" is no name for a record; it is hidden, or belongs to a series')


def check_inputs_stay(target: Path, inputs: Iterable[str]) -> None:
    """Refuse a name of what is read."""
    for name in inputs:
        if name != STREAM and Path(name).resolve() == target.resolve():
            raise click.UsageError(f'"{target}" is what is read; write to another file')


def check_files_stay(targets: Iterable[Path], records: Iterable[str]) -> None:
    """Refuse names of files that the records are made with, or other records of their folders or series."""
    from notegen.records.holdings import find_holders

    named = [Path("stdin" if record == STREAM else record) for record in records]
    for target, holder in find_holders(targets, named).items():
        shown = os.path.relpath(holder)
        raise click.UsageError(f'"{target}" is a file that "{shown}" is made with; write elsewhere: -o FOLDER/')


def _check_source_stays(targets: Iterable[Path], record: str) -> None:
    """Refuse a name that nobody has given, if the old note has it that the record was imported from."""
    from notegen.records.holdings import is_source

    for target in targets:
        if record != STREAM and target.exists() and is_source(target, Path(record)):
            said = f'"{target}" is the old note that "{record}" was imported from'
            raise click.UsageError(f"{said}; write elsewhere: -o FOLDER/, or name it to write over it: -o {target}")


def _endings(form: str) -> tuple[str, ...]:
    return _ENDINGS.get(form, (form,))


def _format_of(ending: str) -> str | None:
    """The format that an ending belongs to."""
    from notegen.formats.document import MEDIA_TYPES  # only what makes documents needs it

    return next((form for form in MEDIA_TYPES if ending in _endings(form)), None)

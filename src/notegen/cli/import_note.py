"""`notegen import`: old notes become records."""

import codecs
import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notegen.cli.arguments import STREAM, walk
from notegen.cli.exits import DONE, INVALID, attempt_all
from notegen.cli.targets import check_record_name
from notegen.cli.voice import Voice, voiced
from notegen.diagnostics import Severity, has_errors, show_name
from notegen.intake import read_file, read_stream
from notegen.output import create_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notegen.languages.names import Names
    from notegen.records.legacy.draft import Draft
    from notegen.records.legacy.pictures import NameFile
    from notegen.records.legacy.surroundings import Known


@click.command("import")
@click.argument("path", metavar="FILE|FOLDER")
@click.option("-o", "--output", metavar="FILE|FOLDER/", help="Where to write.  [default: standard output]")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Of the report."
)
@click.option("--encoding", metavar="NAME", help="Of an old text, such as windows-1252.  [default: UTF-8]")
@voiced
def import_note(voice: Voice, path: str, output: str | None, form: str, encoding: str | None) -> int:
    """Make a record of an old note: text, Markdown, Word, HTML or PDF.

    The record has comments where a person should look. The report says what became of every stretch of
    the source, and which share of its words was kept. What is not understood stands in a section of its
    own. With -o pictures become files beside the record. Nothing is overwritten.

    \b
      notegen import old.txt > note.yaml
      notegen import old.docx -o note.yaml
      notegen import old/ -o notes/           a folder as a series, one record each
      notegen import old.txt -v > note.yaml   tell of every stretch where it went

    The report goes to standard error; with -o and --format json to standard output.
    """
    from notegen.records.legacy.collection import slug
    from notegen.records.legacy.pictures import name_files
    from notegen.records.legacy.surroundings import find_names
    from notegen.records.series_folder import may_be_record

    source = Path(path)
    _check_encoding(encoding)
    if path != STREAM and source.is_dir():
        return _import_folder(voice, source, output, form, encoding)
    if path != STREAM and not source.exists():
        raise click.UsageError(f'there is no file or folder "{path}"')
    if may_be_record(Path(source.name)):
        raise click.UsageError(f'"{path}" is a record already: notegen check {path}')
    target = _target(source, output)
    drafts: list[Draft] = []
    known = find_names(source.parent, None if target is None else target.parent)
    voice.report(known.diagnostics)
    name_file = None if target is None else name_files(slug(target.stem) or "picture", _taken(target.parent))
    reading = functools.partial(_read, encoding=encoding, names=known.names, drafts=drafts, name_file=name_file)
    code = attempt_all(voice, {path: functools.partial(reading, path)})
    if not drafts:
        return code
    code = max(code, INVALID if has_errors(known.diagnostics) else DONE)
    (draft,) = drafts
    record = draft.record.encode()
    if target is None:
        sys.stdout.buffer.write(record)
        sys.stdout.flush()
    else:
        files = {target.parent / name: content for name, content in draft.pictures.items()} | {target: record}
        create_files(files)
    _report(voice, drafts, form, to_stdout=target is not None)
    for file in files if target is not None else ():
        voice.say(f"{file}")
    return code


def _check_encoding(encoding: str | None) -> None:
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        raise click.UsageError(f'there is no encoding "{encoding}"; many old texts have windows-1252') from None


def _target(source: Path, output: str | None) -> Path | None:
    if output is None or output == STREAM:
        return None
    target = Path(output)
    if output.endswith("/") or target.is_dir():
        target = target / f"{source.stem if str(source) != STREAM else 'note'}.yaml"
    check_record_name(target)
    if target.exists():
        raise click.UsageError(f'"{target}" is there already, and nothing is overwritten')
    return target


def _taken(folder: Path) -> set[str]:
    """The names of the files in a folder without their endings, in lower case."""
    return {file.stem.casefold() for file in folder.iterdir()} if folder.is_dir() else set()


def _read(
    path: str, *, encoding: str | None, names: "Names", drafts: "list[Draft]", name_file: "NameFile | None"
) -> int:
    from notegen.records.legacy.importer import import_bytes

    content = read_stream(sys.stdin.buffer) if path == STREAM else read_file(Path(path))
    name, folder = ("<stdin>", None) if path == STREAM else (show_name(path), Path(path).parent)
    draft = import_bytes(content, name, encoding=encoding, names=names, folder=folder, name_file=name_file)
    drafts.append(draft)
    return DONE if draft.note is not None else INVALID


def _import_folder(voice: Voice, folder: Path, output: str | None, form: str, encoding: str | None) -> int:
    from notegen.records.legacy.collection import slug
    from notegen.records.legacy.importer import ENDINGS
    from notegen.records.legacy.pictures import name_files
    from notegen.records.legacy.surroundings import find_names_of_series
    from notegen.records.series import FILE

    if output is None or output == STREAM:
        raise click.UsageError("a folder becomes a series: -o FOLDER/")
    target = Path(output)
    if (target / FILE).exists():
        raise click.UsageError(f'"{target / FILE}" is there already, and nothing is overwritten')
    inside, closed = walk(folder)
    notes = [file for file in inside if file.suffix.lower() in ENDINGS and not _is_hidden(file, folder)]
    files = sorted([*notes, *closed])  # a folder that cannot be looked into is told as a file that cannot be read
    if not files:
        raise click.UsageError(f'there is no old note in "{folder}"; they end in {", ".join(ENDINGS)}')
    drafts: list[Draft] = []
    known = find_names_of_series(folder, target)
    voice.report(known.diagnostics)
    taken = _taken(target)
    reading = functools.partial(_read, encoding=encoding, names=known.names, drafts=drafts)
    works = {}
    for file in files:
        name_file = name_files(slug(file.stem) or "picture", taken)
        works[str(file)] = functools.partial(reading, str(file), name_file=name_file)
    code = attempt_all(voice, works)
    if drafts:
        _write_series(voice, target, drafts, known)
        _report(voice, drafts, form, to_stdout=True)
    return max(code, INVALID if has_errors(known.diagnostics) else DONE)


def _write_series(voice: Voice, target: Path, drafts: "Sequence[Draft]", known: "Known") -> None:
    from notegen.records.legacy.collection import make_collection, slug
    from notegen.records.naming import FILE as NAMES
    from notegen.records.series import FILE

    there = [file.name for file in target.iterdir()] if target.is_dir() else []
    identifier = slug(target.resolve().name) or "notes"
    collection = make_collection(drafts, identifier, there, known.names)
    contents = {name: content for draft in drafts for name, content in draft.pictures.items()}
    sources = {name: draft.name for draft in drafts for name in draft.pictures}
    if known.file is not None and NAMES not in there:
        contents[NAMES], sources[NAMES] = known.file.read_bytes(), str(known.file)
    contents |= {name: text.encode() for name, text in {FILE: collection.series, **collection.records}.items()}
    sources |= {FILE: "what the notes share", **collection.sources}
    create_files({target / name: content for name, content in contents.items()})
    for name, source in sources.items():
        voice.say(f"{target / name} ({source})")


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~")) for part in file.relative_to(folder).parts)


def _report(voice: Voice, drafts: "Sequence[Draft]", form: str, *, to_stdout: bool) -> None:
    from notegen.records.legacy.report import write_json, write_lines

    if form == "json":
        click.echo(write_json(drafts), err=not to_stdout)
        return
    for draft in drafts:
        for line in write_lines(draft, placed=voice.verbose):
            voice.say(line)
        # What was guessed stands beside its line in the record.
        voice.report([d for d in draft.diagnostics if voice.verbose or d.severity is not Severity.INFO])

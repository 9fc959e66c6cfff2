"""`notegen diff`: what changed from one record to another."""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notegen.cli.arguments import STREAM
from notegen.cli.exits import DONE
from notegen.cli.voice import Voice, tell_size, voiced
from notegen.diagnostics import show_name
from notegen.errors import InvalidRecord
from notegen.intake import read_file
from notegen.output import write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notegen.records.comparison import Change, Piece
    from notegen.records.model import Note

FORMATS = ("text", "json", "html", "pdf")


@click.command(short_help="Tell what changed between two records.")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("-o", "--output", metavar="FILE", help="Where to write.  [default: standard output]")
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), help="[default: by the ending of FILE, or text]")
@click.option("--language", metavar="TAG", help="Of labels, names and dates on a page.  [default: the new record's]")
@click.option("--style", metavar="NAME", help="House style of a PDF.  [default: the series' of the new record]")
@voiced
def diff(
    voice: Voice, old: str, new: str, output: str | None, form: str | None, language: str | None, style: str | None
) -> int:
    """Tell what changed from one record to another, by field and by word.

    OLD and NEW are records, PDFs with a record in them, or REVISION:PATH of git, such as HEAD~1:note.yaml. As a
    page, it is the new note with insertions underlined and deletions struck through, for clearance; fields that
    are not on the page stand at its end.

    \b
      notegen diff old.yaml new.yaml
      notegen diff HEAD~1:note.yaml note.yaml -o changes.pdf
      notegen diff issued.pdf note.yaml -f html > changes.html

    On a terminal without colours, [-this-] was deleted and {+this+} inserted. Exit code 0 whether or not
    something changed.
    """
    from notegen.cli.arguments import choose_language
    from notegen.cli.targets import check_document_name, check_files_stay, check_inputs_stay

    language = choose_language(language)
    ending = Path(output or "").suffix[1:]
    chosen = form or (ending if ending in FORMATS else "text")
    if not form and ending not in ("", "txt", *FORMATS):
        raise click.UsageError(
            f'no format has the ending of "{output}"; there are {", ".join(FORMATS)}, or name one: -f'
        )
    if output not in (None, STREAM):
        check_inputs_stay(Path(output), (old, new))
        check_document_name(Path(output), chosen)
        check_files_stay([Path(output)], (old, new))
    if chosen == "pdf" and output in (None, STREAM) and sys.stdout.isatty():
        raise click.UsageError("a PDF is nothing for a terminal: -o FILE.pdf")
    with ExitStack() as stack:
        notes = [_read(name, stack) for name in (old, new)]
        content = _write(voice, notes, (show_name(old), show_name(new)), chosen, (language, style))
    if output in (None, STREAM):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        write_file(Path(output), content)
        voice.say(f"{output} ({tell_size(len(content))})")
    return DONE


def _write(
    voice: Voice, notes: "Sequence[Note]", names: tuple[str, str], form: str, look: tuple[str | None, str | None]
) -> bytes:
    from notegen.formats import changes as reports
    from notegen.records.comparison import compare_notes

    old, new = notes
    if form in ("html", "pdf"):
        from notegen.formats.clearance import write_clearance
        from notegen.formats.document import Look, write_pdf

        return write_clearance(old, new, form, names=names, look=Look(*look), write_pdf=write_pdf).content
    found = compare_notes(old, new)
    if form == "json":
        return f"{reports.write_json(found)}\n".encode()
    if not found:
        voice.say("nothing changed")
    colored = voice.color and sys.stdout.isatty()
    return "".join(f"{_tell(change, colored)}\n" for change in found).encode()


def _tell(change: "Change", colored: bool) -> str:
    from notegen.formats.changes import shorten, write_path, write_plain

    if not colored:
        return f"{write_path(change.path)}\n  {write_plain(change)}"
    line = "".join(map(_paint, shorten(change.pieces)))
    return f"{click.style(write_path(change.path), bold=True)}\n  {line}"


def _paint(piece: "Piece") -> str:
    if piece.kind == "same":
        return piece.text
    deleted = piece.kind == "deleted"
    return click.style(piece.text, fg="red" if deleted else "green", strikethrough=deleted, underline=not deleted)


def _read(name: str, stack: ExitStack) -> "Note":
    from notegen.cli.history import fetch_revision
    from notegen.cli.reading import read
    from notegen.formats.verification import read_note, take_record
    from notegen.records.series import find_series

    path = Path(name)
    if name != STREAM and not path.exists():
        revision, colon, inner = name.partition(":")
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="notegen-")))
        found = fetch_revision(revision, inner, folder) if colon and inner else None
        if found is None:
            raise click.UsageError(f'there is no file "{name}", and no such file in the history of git')
        path = found
    # Of a pipe nothing can be read twice.
    if name != STREAM and path.is_file() and read_file(path, 1024)[:1024].lstrip().startswith(b"%PDF-"):
        series = find_series(path.resolve().parent)
        return read_note(take_record(read_file(path)), series=series.parent if series else None)
    reading = read(STREAM if name == STREAM else str(path))
    if reading.note is None:
        raise InvalidRecord(reading.diagnostics)
    return reading.note

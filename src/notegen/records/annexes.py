"""Annexes that are files: PDFs under the folder of the record, which follow the note in its own PDF."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from notegen.diagnostics import Diagnostic, Severity
from notegen.errors import FinishingError
from notegen.records.figures import FigureProblem, file_key, read_file
from notegen.records.model import Note

if TYPE_CHECKING:
    from notegen.finishing.annexes import Examination


def list_annexes(note: Note) -> dict[str, bytes]:
    """The files of the annexes by the names under which they travel; raises FigureProblem."""
    named = [annex.file for annex in note.annexes if annex.file]
    return {file_key(name): read_file(note.origin.shelf, name, "annex") for name in named}


def check_annexes(note: Note) -> Iterator[Diagnostic]:
    """Every file of an annex is there and can follow; what the PDF can no longer claim with it is told."""
    files = [(i, annex.file) for i, annex in enumerate(note.annexes) if annex.file]
    if files:
        from notegen.finishing.annexes import examine  # pikepdf takes its time, and few notes have files behind them

    for i, name in files:
        path = ("annexes", i, "file")
        place = note.origin.place(path)
        try:
            found = examine(read_file(note.origin.shelf, name, "annex"))
        except FigureProblem as problem:
            yield Diagnostic("bad-annex", str(problem), path=path, place=place, hint=problem.hint)
        except FinishingError as error:
            message = f'"{name}" cannot be an annex: {error}'
            hint = "an annex is a PDF; save it anew with the program that made it"
            yield Diagnostic("bad-annex", message, path=path, place=place, hint=hint)
        else:
            if not found.accessible or found.archival != "A":
                message = f'"{name}" {join_reasons(found)}, so {_tell_claims(found)}'
                hint = "save it as PDF/A-3a with PDF/UA-1, or leave it as it is"
                yield Diagnostic("annex-conformance", message, Severity.WARNING, path=path, place=place, hint=hint)
            if found.left:
                message = f'not all of "{name}" comes along: {"; ".join(found.left)}'
                hint = "the file itself travels in the PDF and has it"
                yield Diagnostic("annex-left-behind", message, Severity.WARNING, path=path, place=place, hint=hint)


def join_reasons(found: "Examination") -> str:
    """What an annex lacks, as the end of a sentence."""
    *first, last = found.losses or ("does not say what it conforms to",)
    return f"{', '.join(first)} and {last}" if first else last


def _tell_claims(found: "Examination") -> str:
    kept = [f"PDF/A-3{found.archival.lower()}"] * bool(found.archival) + ["PDF/UA-1"] * found.accessible
    return f"the PDF claims {' and '.join(kept)} only" if kept else "the PDF claims neither PDF/UA nor PDF/A"

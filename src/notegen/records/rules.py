"""What an editor would say of a valid note. A rule's finding never stops a document."""

from notegen.diagnostics import Diagnostic
from notegen.records.model import Note


def examine(note: Note) -> list[Diagnostic]:
    """Every finding of the rules."""
    return []

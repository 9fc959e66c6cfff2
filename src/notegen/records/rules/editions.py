"""Rules about the symbols of a whole series: what follows what, and what is missing between."""

from collections.abc import Iterator, Sequence

from notegen.diagnostics import Severity
from notegen.records.model import Note
from notegen.records.rules.rule import BOTH, Finding, Rule
from notegen.records.rules.translations import FindBetween
from notegen.records.symbols import list_broken_chains, list_gaps, split_symbol, write_symbol
from notegen.records.versions import is_own


def find_broken_chains(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """What a version is a version of is there: Rev.2 follows Rev.1, Corr.1 corrects what was issued.

    Why: whoever reads "Rev.2" looks for what it replaces, and who reads "Corr.1" for what it corrects. Only a
    series of which every record is at hand is looked at.

    Source: United Nations Editorial Manual Online, series symbols (MH-06).

    Bad:
        - {symbol: S/AC.44/2009/INF.4}
        - {symbol: S/AC.44/2009/INF.4, version: {rev: 2}}

    Good:
        - {symbol: S/AC.44/2009/INF.4}
        - {symbol: S/AC.44/2009/INF.4, version: {rev: 1}}
        - {symbol: S/AC.44/2009/INF.4, version: {rev: 1, corr: 1}}
    """
    broken = list_broken_chains(symbol for note in notes if (symbol := write_symbol(note.symbol, note.version)))
    for note in notes:
        missing = broken.get(write_symbol(note.symbol, note.version))
        if missing and is_own(note, ("version",)):
            path = ("version",) if note.version else ("symbol",)
            hint = "add the record that is missing, or mend the number"
            edition = note.version or split_symbol(note.symbol or "")[1]
            yield note, Finding(path, f'{edition} without "{missing}"', hint=hint)


def find_gaps(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """The numbers of the symbols of a series follow each other.

    Why: whoever sees INF.4 and INF.6 asks for INF.5. It may have been withdrawn, or belong to another
    office; it may also have been forgotten. Only a series of which every record is at hand is looked at.

    Source: house rule.

    Bad:
        - {symbol: S/AC.44/2009/INF.4}
        - {symbol: S/AC.44/2009/INF.6}

    Good:
        - {symbol: S/AC.44/2009/INF.4}
        - {symbol: S/AC.44/2009/INF.5}
        - {symbol: S/AC.44/2010/INF.1}
    """
    gaps = list_gaps(note.symbol for note in notes if note.symbol)
    for note in notes:
        # Of a document's versions and translations the first one tells.
        if note.symbol and (missing := gaps.pop(split_symbol(note.symbol)[0], None)):
            are = "are" if " " in missing else "is"
            hint = "a number that was withdrawn may stay free"
            yield note, Finding(("symbol",), f"{missing} {are} missing before this", hint=hint)


RULES: tuple[Rule[FindBetween], ...] = (
    Rule("broken-version-chain", Severity.WARNING, find_broken_chains, BOTH),
    Rule("symbol-gap", Severity.INFO, find_gaps, BOTH),
)
"""Only for a series of which every note is at hand."""

"""Rules about the symbols of a whole series: what follows what, and what is missing between."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from notegen.diagnostics import Severity
from notegen.records.model import Note
from notegen.records.rules.rule import BOTH, Finding, Rule
from notegen.records.rules.translations import FindBetween
from notegen.records.symbols import Edition, split_symbol, write_symbol
from notegen.records.versions import is_own

_NUMBERED = re.compile(r"(.*?)(\d{1,6})")
_NAMED = 3
"""How many missing symbols are named one by one."""


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
    there = {(split_symbol(note.symbol)[0], edition_of(note)) for note in notes if note.symbol}
    for note in notes:
        edition = edition_of(note)
        if not note.symbol or edition is None or not is_own(note, ("version",)):
            continue
        symbol, before = split_symbol(note.symbol)[0], edition.before
        if (symbol, before) not in there:
            missing = write_symbol(symbol, before)
            path = ("version",) if note.version else ("symbol",)
            hint = "add the record that is missing, or mend the number"
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
    runs: dict[str, dict[int, Note]] = {}
    for note in notes:
        if note.symbol and (match := _NUMBERED.fullmatch(split_symbol(note.symbol)[0])):
            runs.setdefault(match[1], {}).setdefault(int(match[2]), note)
    for stem, numbered in runs.items():
        for one, other in pairwise(sorted(numbered)):
            if other - one > 1:
                message = f"{_name(stem, one + 1, other - 1)} missing before this"
                yield numbered[other], Finding(("symbol",), message, hint="a number that was withdrawn may stay free")


def edition_of(note: Note) -> Edition | None:
    """The edition that the note is, by its version or else by its symbol."""
    return note.version or split_symbol(note.symbol or "")[1]


def _name(stem: str, first: int, last: int) -> str:
    if last - first >= _NAMED:
        return f"{stem}{first} to {stem}{last} are"
    return ", ".join(f"{stem}{number}" for number in range(first, last + 1)) + (" is" if first == last else " are")


RULES: tuple[Rule[FindBetween], ...] = (
    Rule("broken-version-chain", Severity.WARNING, find_broken_chains, BOTH),
    Rule("symbol-gap", Severity.INFO, find_gaps, BOTH),
)
"""Only for a series of which every note is at hand."""

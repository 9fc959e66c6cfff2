"""Rules about several notes: what only shows when they lie side by side."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path as File

from notegen.diagnostics import Severity
from notegen.records.model import Note
from notegen.records.rules import editions, revisions, translated_facts, translated_numbers, translations
from notegen.records.rules.rule import BOTH, Finding, Rule
from notegen.records.symbols import write_symbol


def find_repeated_symbols(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A document symbol belongs to one note.

    Why: a symbol is what a note is cited and filed by; two notes with one symbol cannot be told apart.

    Source: Editorial Manual, series symbols (MH-06).

    Bad:
        - {symbol: S/AC.44/2009/INF.4}
        - {symbol: S/AC.44/2009/INF.4}

    Good:
        - {symbol: S/AC.44/2009/INF.4}
        - {symbol: S/AC.44/2009/INF.5}
        - {symbol: S/AC.44/2009/INF.5, version: {rev: 1}}
    """
    yield from _repeated(notes, "symbol", lambda note: (_symbol(note), note.language) if note.symbol else None)


def find_repeated_ids(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """An id belongs to one note in each language of a series.

    Why: documents are named by the id; of two notes with one id only the later would be found.

    Source: the record format.

    Bad:
        - {id: 2009-09-08-san-jose}
        - {id: 2009-09-08-san-jose}

    Good:
        - {id: 2009-09-08-san-jose}
        - {id: 2009-09-08-san-jose, language: fr}
    """
    yield from _repeated(notes, "id", lambda note: (note.id, note.language, _series(note)) if note.id else None)


def find_differing_disclaimers(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """The notes of a series have one disclaimer in each language.

    Why: a note whose disclaimer differs looks as if its standing did.

    Source: three notes of the founding series (DIS-02).

    Bad:
        - {disclaimer: For information – not an official report.}
        - {disclaimer: For information only.}

    Good:
        - {disclaimer: For information – not an official report.}
        - {disclaimer: For information - not an official  report.}
    """
    first: dict[object, tuple[str, Note]] = {}
    for note in notes:
        if note.disclaimer is None:
            continue
        wording = " ".join(note.disclaimer.text.replace("-", "–").split())
        before, other = first.setdefault((_series(note), note.language), (wording, note))
        if wording != before:
            message = f"this disclaimer is not that of {other.origin.name}"
            yield note, Finding(("disclaimer",), message, hint="leave it out: the series has one for all")


def _repeated(
    notes: Sequence[Note], field: str, key: Callable[[Note], tuple[object, ...] | None]
) -> Iterator[tuple[Note, Finding]]:
    seen: dict[object, Note] = {}
    for note in notes:
        value = key(note)
        if value is None:
            continue
        other = seen.setdefault(value, note)
        if other is not note:
            message = f'{other.origin.name} has the {field} "{value[0]}" too'
            yield note, Finding((field,), message)


def _symbol(note: Note) -> str:
    return write_symbol(note.symbol, note.version)


def _series(note: Note) -> File | None:
    return note.origin.series_folder


FindAcross = Callable[[Sequence[Note]], Iterator[tuple[Note, Finding]]]

RULES: tuple[Rule[FindAcross], ...] = (
    Rule("repeated-symbol", Severity.ERROR, find_repeated_symbols, BOTH),
    Rule("repeated-id", Severity.ERROR, find_repeated_ids, BOTH),
    Rule("differing-disclaimer", Severity.ERROR, find_differing_disclaimers, BOTH),
    *translations.RULES,
    *translated_numbers.RULES,
    *translated_facts.RULES,
    *revisions.RULES,
    *editions.RULES,
)

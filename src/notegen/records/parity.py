"""The parity table of a series: which note is there in which language, and which version differs or is older."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from notegen.diagnostics import Diagnostic
from notegen.records.model import Note
from notegen.records.rules import revisions, translated_facts, translated_numbers, translations
from notegen.records.rules.examination import examine_together
from notegen.records.rules.rule import Settings
from notegen.records.versions import Versions, group_versions

Standing = Literal["original", "ok", "differs", "older", "older?", "missing", "alone"]

_MODULES = (translations, translated_numbers, translated_facts, revisions)
CODES = frozenset(rule.code for module in _MODULES for rule in module.RULES)
"""The rules about a translation beside its original."""
_NO_AGES: Mapping[str, datetime] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cell:
    """A note in one language.

    A version is `older` whatever else differs, and `older?` where git alone says so; `alone` is one
    without its original.
    """

    language: str
    standing: Standing
    findings: tuple[Diagnostic, ...] = ()

    @property
    def differences(self) -> int:
        """How many findings say that it differs, its age apart."""
        return sum(finding.code != revisions.OLDER.code for finding in self.findings)

    def __str__(self) -> str:
        count = f"{self.differences} differ{'s' if self.differences == 1 else ''}"
        if self.standing in ("older", "older?") and self.differences:
            return f"{self.standing}, {count}"
        return count if self.standing == "differs" else self.standing


@dataclass(frozen=True, slots=True)
class Row:
    """A note in every language of its series, the original's first."""

    id: str
    cells: tuple[Cell, ...]


def compare(
    original: Note, translation: Note, settings: Settings | None = None, *, ages: Mapping[str, datetime] = _NO_AGES
) -> list[Diagnostic]:
    """How a translation differs from its original, each finding at its place in the translation.

    Both must be versions of one note, as `group_versions` has it. `settings` default to those of the
    series; `ages` as for `examine_together`.
    """
    found = examine_together((original, translation), settings, ages=ages)
    return [finding for finding in found if finding.code in CODES]


def write_parity(
    notes: Sequence[Note], settings: Settings | None = None, *, ages: Mapping[str, datetime] = _NO_AGES
) -> tuple[Row, ...]:
    """A row for each note, in the order given; a column for each language of the series or of a note."""
    languages = _list_languages(notes)
    return tuple(_write_row(versions, languages, settings, ages) for versions in group_versions(notes))


def _list_languages(notes: Iterable[Note]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for note in notes:
        found |= dict.fromkeys(note.origin.series.languages if note.origin.series else ())
    return tuple(found | dict.fromkeys(note.language for note in notes))


def _write_row(
    versions: Versions, languages: Sequence[str], settings: Settings | None, ages: Mapping[str, datetime]
) -> Row:
    original = versions.original
    cells = {original.language: Cell(original.language, "original")} if original else {}
    for note in versions.translations:
        found = tuple(compare(original, note, settings, ages=ages)) if original else ()
        cells.setdefault(note.language, Cell(note.language, _judge(found) if original else "alone", found))
    return Row(versions.id or "", tuple(cells.get(language, Cell(language, "missing")) for language in languages))


def _judge(found: Sequence[Diagnostic]) -> Standing:
    age = next((finding for finding in found if finding.code == revisions.OLDER.code), None)
    if age is None:
        return "differs" if found else "ok"
    return "older" if age.path == ("revision",) else "older?"


def format_parity(rows: Sequence[Row]) -> str:
    """The table as plain text in aligned columns, the languages over it; "" without rows."""
    if not rows:
        return ""
    table = [["note", *(cell.language for cell in rows[0].cells)]]
    table += [[row.id, *map(str, row.cells)] for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in table)
    return "\n".join(line.rstrip() for line in lines)

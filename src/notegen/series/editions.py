"""Which notes of a series hold: revisions that replace others, and the languages of each note."""

from collections.abc import Iterable, Sequence

from notegen.records.model import Note
from notegen.records.symbols import split_symbol, write_symbol
from notegen.records.versions import Versions, group_versions


def find_superseded(notes: Iterable[Note]) -> dict[str, str]:
    """Symbols of the series by that of the revision that holds in their place."""
    symbols = {write_symbol(note.symbol, note.version) for note in notes} - {""}
    return {before: symbol for symbol in sorted(symbols) if (before := find_replaced(symbol)) in symbols}


def find_replaced(symbol: str) -> str:
    """The symbol of the document that a revision replaces, "" for what is none."""
    stem, edition = split_symbol(symbol)
    return write_symbol(stem, edition.before) if edition and edition.replaces else ""


def list_current(notes: Sequence[Note]) -> list[Versions]:
    """The notes with their translations, by date, without those that a revision of the series replaces."""
    superseded = find_superseded(notes)
    return sort_groups([note for note in notes if write_symbol(note.symbol, note.version) not in superseded])


def sort_groups(notes: Sequence[Note]) -> list[Versions]:
    """The notes with their translations, by date and id."""
    return sorted(group_versions(notes), key=lambda group: (first_day(list_notes(group)[0]), group.id or ""))


def list_notes(group: Versions) -> tuple[Note, ...]:
    """The original, if it is there, and the translations."""
    return (*filter(None, (group.original,)), *group.translations)


def first_day(note: Note) -> str:
    """The first day of the event, ISO 8601."""
    return str(min(period.start.first_day() for period in note.event.dates))


def choose(group: Versions, languages: Sequence[str]) -> Note:
    """The version in the first of these languages that there is one in, otherwise the original."""
    versions = {note.language: note for note in reversed(list_notes(group))}
    return next((versions[tag] for tag in languages if tag in versions), list_notes(group)[0])

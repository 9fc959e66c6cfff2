"""Which notes of a series hold: revisions that replace others, and the languages of each note."""

from collections.abc import Iterable, Mapping, Sequence

from notegen.series.wholes.abstracts import Abstract

Versions = Mapping[str, Abstract]
"""A note in its languages."""


def find_superseded(abstracts: Iterable[Abstract]) -> dict[str, str]:
    """Symbols of the series by that of the revision that holds in their place."""
    symbols = {abstract.symbol: abstract.supersedes for abstract in abstracts}
    return {before: symbol for symbol, before in sorted(symbols.items()) if before and before in symbols}


def group(abstracts: Iterable[Abstract], languages: Sequence[str]) -> list[Versions]:
    """The notes with their languages, by date of the event and id; languages in their order in the series."""
    ranks = {tag: rank for rank, tag in enumerate(languages)}
    versions: dict[str, dict[str, Abstract]] = {}
    for abstract in sorted(
        abstracts, key=lambda abstract: (ranks.get(abstract.language, len(ranks)), abstract.language)
    ):
        versions.setdefault(abstract.id, {}).setdefault(abstract.language, abstract)
    return sorted(versions.values(), key=lambda found: (first(found).first_day, first(found).id))


def first(versions: Versions) -> Abstract:
    """The note in the first language that it is there in."""
    return next(iter(versions.values()))


def group_current(abstracts: Sequence[Abstract], languages: Sequence[str]) -> list[Versions]:
    """As `group` does, without notes that a revision of the series replaces."""
    superseded = find_superseded(abstracts)
    return group((abstract for abstract in abstracts if abstract.symbol not in superseded), languages)

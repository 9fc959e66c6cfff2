"""The statistics of a series as a reader has them: under each heading remarks, a chart, and its numbers in a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from notegen.formats.phrases import set_type, text
from notegen.languages.language import Language
from notegen.languages.names import sort_key
from notegen.records.text import Tokens, plain
from notegen.series.compendium.charts import Bar
from notegen.series.compendium.naming import call
from notegen.series.compendium.statistics import Region, Statistics, Tally

MOST_BARS = 25
MOST_KINDS = 6
"""Kinds of event that have a column of their own beside the years."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its head and its numbers."""

    head: Tokens
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One part of the statistics. The bars are those of the first number of the first rows, and carry short names."""

    key: str
    heading: str
    remarks: tuple[str, ...]
    bars: tuple[Bar, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None


def tabulate(found: Statistics, words: Language) -> tuple[Table, ...]:
    """All parts of the statistics in the language; those without a number have remarks only."""
    say = words.compendium
    attended = (_typeset(say.attended, words),)
    return (
        _years(found, words),
        _kinds(found, words),
        _tallied("by_state", say.state, found.states, found, words, attended),
        _tallied("by_organization", say.organization, found.organizations, found, words, attended),
        _regions(found, words),
        _tallied("hosts", say.name, found.hosts, found, words),
        _tallied("funders", say.name, found.funders, found, words),
    )


def kind_name(kind: str, words: Language) -> str:
    """The word of the language for a kind of event, or the record's own with a capital letter."""
    if not kind:
        return words.compendium.no_kind
    own = kind.replace(" ", "_").replace("-", "_")
    return str(getattr(words.compendium.kinds, own, kind[:1].upper() + kind[1:]))


def _years(found: Statistics, words: Language) -> Table:
    say = words.compendium
    kinds = _ranked(found.kinds, words)
    shown, rest = kinds[:MOST_KINDS], kinds[MOST_KINDS:]

    def line(numbers: Mapping[str, int]) -> tuple[int, ...]:
        others = (sum(numbers.get(kind, 0) for kind in rest),) if rest else ()
        return (sum(numbers.values()), *(numbers.get(kind, 0) for kind in shown), *others)

    rows = []
    for year in found.years:
        numbers = {kind: found.by_year.get((year, kind), 0) for kind in kinds}
        rows.append(Row(text(str(year)), line(numbers)))
    names = [kind_name(kind, words) for kind in shown] + [say.other_kinds] * bool(rest)
    return Table(
        key="by_year",
        heading=say.by_year,
        remarks=(),
        bars=tuple(Bar(plain(row.head), row.numbers[0]) for row in rows),
        columns=(say.year, say.events, *(_typeset(name, words) for name in names)),
        rows=tuple(rows),
        total=Row(text(say.total), line(found.kinds)),
    )


def _kinds(found: Statistics, words: Language) -> Table:
    say = words.compendium
    named = [kind for kind in _ranked(found.kinds, words) if kind]
    rows = tuple(Row(text(_typeset(kind_name(kind, words), words)), (found.kinds[kind],)) for kind in named)
    missing = found.kinds.get("", 0)
    return Table(
        key="by_kind",
        heading=say.by_kind,
        remarks=tuple(_missing(missing, found, words)),
        bars=tuple(Bar(plain(row.head), row.numbers[0]) for row in rows),
        columns=(say.kind, say.events),
        rows=rows,
        total=Row(text(say.total), (found.notes - missing,)),
    )


def _tallied(
    key: str, head: str, tally: Tally, found: Statistics, words: Language, remarks: Sequence[str] = ()
) -> Table:
    say = words.compendium
    called = {name: call(who, words) for name, who in tally.who.items()}
    ranked = sorted(called, key=lambda name: (-tally.events[name], called[name].order))
    said = [*(remarks if ranked else ()), *_missing(tally.missing, found, words)]
    if len(ranked) > MOST_BARS:
        said.append(_typeset(say.first.format(n=MOST_BARS, total=len(ranked)), words))
    if key == "by_state" and found.unknown:
        said.append(_typeset(say.unknown.format(names=words.join(found.unknown)), words))
    return Table(
        key=key,
        heading=getattr(say, key),
        remarks=tuple(said),
        bars=tuple(Bar(plain(called[name].short), tally.events[name]) for name in ranked[:MOST_BARS]),
        columns=(head, say.events),
        rows=tuple(Row(called[name].name, (tally.events[name],)) for name in ranked),
    )


def _regions(found: Statistics, words: Language) -> Table:
    say = words.compendium
    regions = [region for region in found.regions if region.name or region.states]
    rows = tuple(
        Row(text(_region_name(region, words)), (region.states, region.members, region.attendances))
        for region in regions
    )
    totals = tuple(map(sum, zip(*(row.numbers for row in rows), strict=True)))
    return Table(
        key="by_region",
        heading=say.by_region,
        remarks=tuple(_missing(found.states.missing, found, words)),
        bars=tuple(Bar(plain(row.head), row.numbers[0], row.numbers[1]) for row in rows) if totals[0] else (),
        columns=(say.region, say.states, say.members, say.attendances),
        rows=rows if totals[0] else (),
        total=Row(text(say.total), totals),
    )


def _region_name(region: Region, words: Language) -> str:
    own = region.name.casefold().replace(" ", "_").replace("-", "_")
    return str(getattr(words.compendium.groups, own)) if own else words.compendium.no_region


def _missing(number: int, found: Statistics, words: Language) -> Iterator[str]:
    if number:
        yield _typeset(words.compendium.missing.format(n=number, total=found.notes), words)


def _ranked(kinds: Mapping[str, int], words: Language) -> list[str]:
    """The most frequent first, those without a kind last."""
    tag = words.language
    return sorted(kinds, key=lambda kind: (not kind, -kinds[kind], sort_key(kind_name(kind, words), tag)))


def _typeset(content: str, words: Language) -> str:
    return plain(set_type(text(content), words))

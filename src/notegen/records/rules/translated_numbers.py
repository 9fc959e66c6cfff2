"""Rules about a translation beside its original: the numbers and dates that their texts name."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from notegen.diagnostics import Path, Severity
from notegen.languages.language import find_language
from notegen.records.model import Note
from notegen.records.rules.counterparts import Comparison, Counterparts
from notegen.records.rules.quantities import LANGUAGES, find_quantities, says_in_words
from notegen.records.rules.rule import BOTH, Finding, Rule
from notegen.records.rules.translations import FindBetween, run, see
from notegen.records.text import Passage

SMALL = 10
"""Up to here each language writes numbers in words or in figures as it likes, and ordinals too."""

MANY = 6
"""Of values that a finding lists."""

Place = tuple[Path, tuple[int, int]]
"""A text and the characters in it."""
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Said:
    """What one version of a part names, each where it first stands; days are (month, day)."""

    words: str
    numbers: dict[Decimal, Place] = field(default_factory=dict)
    days: dict[tuple[int, int], Place] = field(default_factory=dict)
    months: dict[int, Place] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)


def _read(texts: Sequence[Passage], language: str) -> Said:
    said = Said("\n".join(passage.text for passage in texts))
    for passage in texts:
        found = find_quantities(passage.text, language)
        _add(said.numbers, found.numbers, passage.path)
        _add(said.days, found.days, passage.path)
        _add(said.months, found.months, passage.path)
        said.named.update(found.named)
    return said


def _add(places: dict[T, Place], found: Mapping[T, tuple[int, int]], path: Path) -> None:
    for value, at in found.items():
        places.setdefault(value, (path, at))


def _read_all(comparison: Comparison) -> list[tuple[Counterparts, Said, Said]]:
    one, other = comparison.original.language, comparison.translation.language
    if not {one, other} <= LANGUAGES:  # 2 millions and 2,000,000 would differ
        return []
    return [(part, _read(part.original, one), _read(part.translation, other)) for part in comparison.parts]


def find_different_numbers(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A section of a translation has the figures of that of its original.

    Why: 21 States that became 12 are found by nobody who reads one language. Numbers in words are not
    compared, nor times of day; a number that returns throughout the note, such as that of its
    resolution, need not stand in every section.

    Source: house rule (REC-01).

    Bad:
        - {id: a, sections: [{text: "When the workshop was announced, 21 States had yet to report."}]}
        - {id: a, language: fr, sections: [{text: "À l'annonce de l'atelier, 12 États devaient encore faire rapport."}]}

    Good:
        - {id: a, sections: [{text: "Twenty-one States had yet to report; 3,500 copies were made."}]}
        - {id: a, language: fr, sections: [{text: "21 États devaient faire rapport ; 3 500 copies ont été faites."}]}
    """
    yield from run(notes, _numbers)


def _numbers(comparison: Comparison) -> Iterator[Finding]:
    parts = _read_all(comparison)
    one, other = comparison.original.language, comparison.translation.language
    known = _Known.of([there.numbers for _, there, _ in parts], [here.numbers for *_, here in parts])
    known.original.update(_list_facts(comparison.original))
    for part, there, here in parts:
        missing = [n for n in there.numbers if n not in here.numbers and not says_in_words(here.words, n, other)]
        extra = [n for n in here.numbers if n not in there.numbers and not says_in_words(there.words, n, one)]
        small = [[n for n in side if n <= SMALL] for side in (missing, extra)]
        large = known.forgive(*([n for n in side if n > SMALL] for side in (missing, extra)))
        if not all(small):
            small = [[], []]
        missing, extra = ([*a, *b] for a, b in zip(small, large, strict=True))
        texts = [[_write_number(number) for number in side] for side in (missing, extra)]
        yield from _tell(comparison, part, texts, [there.numbers[n] for n in missing], [here.numbers[n] for n in extra])


def _write_number(number: Decimal) -> str:
    return f"{number:,f}" if number >= 10_000 else f"{number:f}"


def _list_facts(note: Note) -> Iterator[Decimal]:
    """The numbers that the record says beside its texts."""
    for period in note.event.dates:
        yield from (Decimal(period.start.year), Decimal(period.end.year))
    for group in note.participants:
        yield from map(Decimal, group.counts.model_dump(exclude_none=True).values() if group.counts else ())


@dataclass(frozen=True, slots=True)
class _Known:
    """In how many parts each value stands, wherever that is."""

    original: Counter[object]
    translation: Counter[object]

    @classmethod
    def of(cls, original: Iterable[Mapping[T, Place]], translation: Iterable[Mapping[T, Place]]) -> "_Known":
        counts = (Counter(value for part in side for value in part) for side in (original, translation))
        return cls(*counts)  # type: ignore[arg-type]

    def forgive(self, missing: list[T], extra: list[T]) -> tuple[list[T], list[T]]:
        """What of a difference remains.

        On one side alone, a value that returns in the original may be left out of a part, and one that
        the original knows may be added. On both sides one took the place of the other.
        """
        if missing and extra:
            return missing, extra
        missing = [value for value in missing if self.original[value] < 2 or value not in self.translation]
        return missing, [value for value in extra if value not in self.original]


def _tell(
    comparison: Comparison, part: Counterparts, texts: list[list[str]], missing: list[Place], extra: list[Place]
) -> Iterator[Finding]:
    if not missing and not extra:
        return
    english = find_language("en")
    there, here = (english.join(side if len(side) <= MANY else [*side[:MANY], "others"]) for side in texts)
    message = f"{here} here, and the original has {there or 'not'}" if here else f"the original has {there} here"
    path, (start, end) = extra[0] if extra else (missing[0][0], (0, 0))
    yield Finding(path, message, start, end, see(comparison.original, missing[0][0] if missing else part.path))


def find_different_days(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A section of a translation names the days and months of that of its original.

    Why: a date is the figure most easily copied wrong, and each language writes it in its own way.

    Source: house rule (REC-01).

    Bad:
        - {id: a, sections: [{text: "On 28 April 2004 the Council adopted the resolution."}]}
        - {id: a, language: zh, sections: [{text: 2004年4月27日，安理会通过该决议。}]}

    Good:
        - {id: a, sections: [{text: "The workshop was planned for 20 and 21 March 2014."}]}
        - {id: a, language: zh, sections: [{text: 讲习班原定于2014年3月20日和21日举办。}]}
    """
    yield from run(notes, _dates)


def _dates(comparison: Comparison) -> Iterator[Finding]:
    parts = _read_all(comparison)
    days = _Known.of([there.days for _, there, _ in parts], [here.days for *_, here in parts])
    for period in comparison.original.event.dates:
        days.original.update((moment.month, moment.day) for moment in (period.start, period.end))
    for part, there, here in parts:
        missing, extra = days.forgive(
            [day for day in there.days if day not in here.days], [day for day in here.days if day not in there.days]
        )
        texts = [[_write_day(*day) for day in side] for side in (missing, extra)]
        yield from _tell(comparison, part, texts, [there.days[d] for d in missing], [here.days[d] for d in extra])
        lost = [month for month in there.months if month not in here.named]
        new = [month for month in here.months if month not in there.named]
        texts = [[find_language("en").dates.months[month - 1] for month in side] for side in (lost, new)]
        yield from _tell(comparison, part, texts, [there.months[m] for m in lost], [here.months[m] for m in new])


def _write_day(month: int, day: int) -> str:
    return f"{day} {find_language('en').dates.months[month - 1]}"


RULES: tuple[Rule[FindBetween], ...] = (
    Rule("version-numbers", Severity.WARNING, find_different_numbers, BOTH),
    Rule("version-dates", Severity.WARNING, find_different_days, BOTH),
)

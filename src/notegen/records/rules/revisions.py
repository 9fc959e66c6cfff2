"""The rule about the age of a translation: by the revision that it names, or by when the files were changed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from notegen.diagnostics import Severity
from notegen.languages.dates import Moment, Period, format_period
from notegen.languages.language import find_language
from notegen.records.model import Note
from notegen.records.rules.counterparts import Comparison, compare_versions
from notegen.records.rules.rule import BOTH, Finding, Rule
from notegen.records.rules.translations import FindBetween, run
from notegen.records.versions import own_revision


def find_older(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A translation is made from the present revision of its original.

    Why: who changes the original writes another `revision` into it, 4 for 3 or the day; a translation
    keeps the one that it was made from, until it has been brought up to date. Where a translation names
    no revision, `notegen check` asks git which of the two files was changed last, and tells it as mere
    information: git does not know a new text from a mended comma.

    Source: house rule (REC-01).

    Bad:
        - {id: a, revision: 4}
        - {id: a, language: fr, revision: 3}

    Good:
        - {id: a, revision: 4}
        - {id: a, language: fr, revision: 4}
    """
    yield from run(notes, _older)


def _older(comparison: Comparison) -> Iterator[Finding]:
    there, here = own_revision(comparison.original), own_revision(comparison.translation)
    if here and here != there:
        has = f"and the original is at {there}" if there else "and the original names no revision"
        hint = f"bring it up to date, then write revision: {there}" if there else "write revision: into the original"
        yield Finding(("revision",), f"this was made from revision {here}, {has}", hint=hint)


def find_overtaken(notes: Sequence[Note], ages: Mapping[str, datetime]) -> Iterator[tuple[Note, Finding]]:
    """Translations that name no revision and were changed before their original was.

    `ages` says when each record was last changed, by the name that it was read under.
    """
    for comparison in compare_versions(notes):
        one, other = comparison.original, comparison.translation
        changed, before = ages.get(one.origin.name), ages.get(other.origin.name)
        if changed and before and before < changed and own_revision(other) is None:
            message = f"the original was changed on {_write_day(changed)}, this on {_write_day(before)}"
            hint = "look it over; with revision: 1 in both records git is not asked"
            yield other, Finding(("language",), message, hint=hint)


def _write_day(time: datetime) -> str:
    day = Moment(time.year, time.month, time.day)
    return format_period(Period(day, day), find_language("en").dates)


OLDER: Rule[FindBetween] = Rule("version-older", Severity.WARNING, find_older, BOTH)
OVERTAKEN: Rule[FindBetween] = Rule(OLDER.code, Severity.INFO, find_older, BOTH)
"""By git alone: a comma that was mended in the original makes every translation look older."""

RULES: tuple[Rule[FindBetween], ...] = (OLDER,)

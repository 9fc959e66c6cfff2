"""Running the rules over a note: settings of the series, remarks that silence, places."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path as File
from types import MappingProxyType

from notegen.diagnostics import Diagnostic, Place, Severity, limit_problems
from notegen.records.model import Note
from notegen.records.rules import (
    abbreviations,
    acronyms,
    across,
    alphabet,
    capitals,
    citations,
    counts,
    dates,
    disclaimers,
    documents,
    editions,
    event_dates,
    expansions,
    footnotes,
    glyphs,
    headings,
    identity,
    lists,
    numbers,
    organizations,
    participation,
    places,
    ranges,
    remnants,
    spelling,
    state_words,
    states,
    timing,
    whole,
    wording,
)
from notegen.records.rules.revisions import OVERTAKEN, find_overtaken
from notegen.records.rules.rule import Find, Finding, Rule, Settings, Subject, choose

RULES: tuple[Rule[Find], ...] = (
    *states.RULES,
    *state_words.RULES,
    *alphabet.RULES,
    *participation.RULES,
    *counts.RULES,
    *organizations.RULES,
    *acronyms.RULES,
    *expansions.RULES,
    *abbreviations.RULES,
    *capitals.RULES,
    *footnotes.RULES,
    *headings.RULES,
    *lists.RULES,
    *spelling.RULES,
    *whole.RULES,
    *wording.RULES,
    *identity.RULES,
    *disclaimers.RULES,
    *dates.RULES,
    *ranges.RULES,
    *timing.RULES,
    *event_dates.RULES,
    *places.RULES,
    *numbers.RULES,
    *citations.RULES,
    *documents.RULES,
    *remnants.RULES,
    *glyphs.RULES,
)
"""Every rule of the checker; a new module of rules is one line here."""

_IGNORE = re.compile(r"#\s*notegen:\s*ignore\[([\w\s,-]+)\]")


def examine(note: Note, settings: Settings | None = None) -> list[Diagnostic]:
    """Every finding of the rules about a valid note; `settings` default to those of its series."""
    settings = settings or _settings(note)
    subject = Subject(note, note.origin.names)
    found: list[Diagnostic] = []
    for rule, severity in choose(RULES, settings, note.language):
        diagnostics = (_diagnose(finding, rule.code, severity, note) for finding in rule.find(subject))
        found += limit_problems(diagnostic for diagnostic in diagnostics if not _is_ignored(diagnostic))
    return found


def examine_together(
    notes: Sequence[Note],
    settings: Settings | None = None,
    *,
    ages: Mapping[str, datetime] = MappingProxyType({}),
    complete: Collection[File] = (),
) -> list[Diagnostic]:
    """What shows only when several notes lie side by side.

    `ages` says when records were last changed, by the name that each was read under. `complete` are the
    folders of the series of which every note is among these: what is missing in them is told.
    """
    notes = tuple(notes)
    found = [
        (rule, note, finding)
        for rule in across.RULES
        if rule not in editions.RULES
        for note, finding in rule.find(notes)
    ]
    for folder in complete:
        whole = [note for note in notes if note.origin.series_folder == folder]
        found += [(rule, note, finding) for rule in editions.RULES for note, finding in rule.find(whole)]
    found += [(OVERTAKEN, note, finding) for note, finding in find_overtaken(notes, ages)]
    return [
        diagnostic
        for rule, note, finding in found
        for _, severity in choose((rule,), settings or _settings(note), note.language)
        if not _is_ignored(diagnostic := _diagnose(finding, rule.code, severity, note))
    ]


def _settings(note: Note) -> Settings:
    series = note.origin.series
    return Settings(series.profile, series.rules) if series else Settings()


def _diagnose(finding: Finding, code: str, severity: Severity, note: Note) -> Diagnostic:
    replacement = finding.replacement
    if finding.end > finding.start:
        place = note.origin.locate(finding.path, finding.start, finding.end)
        if replacement is not None and not note.origin.spells(finding.path):
            replacement = None  # the place is that of the whole text, which is not what it replaces
    else:
        place = note.origin.place(finding.path, key=finding.on_key)
    return Diagnostic(code, finding.message, severity, finding.path, place, finding.hint, replacement)


def _is_ignored(diagnostic: Diagnostic) -> bool:
    """Whether a comment at the end of its line, or on a line of its own above, silences the rule."""
    place = diagnostic.place
    if place is None or "ignore[" not in place.source.text:
        return False
    return diagnostic.code in {code for line in _lines(place) for code in _silenced(line)}


def _lines(place: Place) -> Iterator[str]:
    number, _ = place.source.position(place.span.start)
    yield place.source.line(number)
    while number > 1 and (above := place.source.line(number - 1)).lstrip().startswith("#"):
        yield above
        number -= 1


def _silenced(line: str) -> list[str]:
    match = _IGNORE.search(line)
    return [code.strip() for code in match[1].split(",")] if match else []

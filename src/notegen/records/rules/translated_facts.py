"""Rules about a translation beside its original: what each says that no language changes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notegen.diagnostics import Path, Severity
from notegen.languages.language import find_language
from notegen.languages.names import find_state
from notegen.records.model import Group, Note, Venue
from notegen.records.rules.counterparts import Comparison, list_texts
from notegen.records.rules.participants import list_participants
from notegen.records.rules.rule import BOTH, Finding, Rule
from notegen.records.rules.translations import FindBetween, count, run, see


def find_different_states(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A translation lists the States that its original lists.

    Why: each language has its own names and its own order, so that a State that was lost in between is
    hard to see. Names that nobody knows are told by another rule, and stand here for whom they may.

    Source: house rule (REC-01).

    Bad:
        - {id: a, participants: [{kind: states, entries: [Belize, Cuba, Mexico]}]}
        - {id: a, language: fr, participants: [{kind: states, entries: [Belize, Cuba]}]}

    Good:
        - {id: a, participants: [{kind: states, entries: [Belize, Cuba, Mexico]}]}
        - {id: a, language: fr, participants: [{kind: states, entries: [Belize, Cuba], also: [{name: le Mexique}]}]}
    """
    yield from run(notes, _states)


def _states(comparison: Comparison) -> Iterator[Finding]:
    original, translation = comparison.original, comparison.translation
    there, here = _list_states(original), _list_states(translation)
    hint = see(original, _group(original))
    missing = [state.name for code, state in there.known.items() if code not in here.known]
    extra = [state.path for code, state in here.known.items() if code not in there.known]
    if len(missing) > here.unknown:
        yield Finding(_group(translation), f"the original lists {find_language('en').join(missing)} too", hint=hint)
    elif len(extra) <= there.unknown and there.total != here.total:
        message = f"{count(here.total, 'name')} here, and the original has {there.total or 'none'}"
        yield Finding(_group(translation), message, hint=hint)
    for path in extra if len(extra) > there.unknown else ():
        yield Finding(path, "the original does not list this State", hint=hint)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A State by its English name, and where it is listed."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class _States:
    """Who is listed among States: those known by their codes, how many nobody knows, how many there are."""

    known: dict[str, _Listed]
    unknown: int
    total: int


def _list_states(note: Note) -> _States:
    entries = [entry for entry in list_participants(note, note.origin.names) if entry.kind == "states"]
    known = {e.state.alpha2: _Listed(e.state.short.get("en", e.text), e.path) for e in entries if e.state}
    return _States(known, sum(entry.naming is None for entry in entries), len(entries))


def _group(note: Note) -> Path:
    states = (("participants", i) for i, group in enumerate(note.participants) if group.kind == "states")
    return next(states, ("participants",))


def find_different_groups(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A translation has the groups of participants of its original: kinds, attendance, numbers.

    Why: who was invited in one language came in the other; fifty persons are fifty everywhere.

    Source: house rule (REC-01).

    Bad:
        - {id: a, participants: [{kind: states, attendance: invited, entries: [BZ, CU]}]}
        - {id: a, language: fr, participants: [{kind: states, entries: [BZ, CU]}]}

    Good:
        - {id: a, participants: [{kind: states, attendance: invited, entries: [BZ, CU]}]}
        - {id: a, language: fr, participants: [{kind: states, attendance: invited, entries: [BZ, CU]}]}
    """
    yield from run(notes, _groups)


def _groups(comparison: Comparison) -> Iterator[Finding]:
    there, here = comparison.original.participants, comparison.translation.participants
    hint = see(comparison.original, ("participants",))
    if [group.kind for group in there] != [group.kind for group in here]:
        kinds = [", ".join(group.kind for group in groups) or "none" for groups in (here, there)]
        message = f"the groups are {kinds[0]}, and those of the original {kinds[1]}"
        yield Finding(("participants",), message, hint=hint, on_key=True)
        return
    for i, (one, other) in enumerate(zip(there, here, strict=True)):
        yield from _compare_groups(one, other, ("participants", i), see(comparison.original, ("participants", i)))


def _compare_groups(one: Group, other: Group, path: Path, hint: str) -> Iterator[Finding]:
    if one.attendance != other.attendance:
        message = f'"{other.attendance}", and the original has "{one.attendance}"'
        yield Finding((*path, "attendance"), message, hint=hint)
    if one.counts != other.counts:
        counts = one.counts.model_dump(exclude_none=True) if one.counts else {}
        has = ", ".join(f"{name}: {number}" for name, number in counts.items()) or "no counts"
        yield Finding((*path, "counts"), f"the original has {has}", hint=hint)
    there, here = (len(group.entries) + len(group.also) for group in (one, other))
    if one.kind != "states" and there != here:
        message = f"{count(here, 'name')} here, and the original has {there or 'none'}"
        yield Finding((*path, "entries"), message, hint=hint)


def find_different_data(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A translation has the dates, country, parties and symbol of its original.

    Why: they are facts, not words. A translation that `extends` its original takes them over; one that
    writes them anew can be wrong.

    Source: house rules (REC-01, MH-06).

    Bad:
        - {id: a, event: {title: Workshop, dates: 2009-09-08/2009-09-10}}
        - {id: a, language: fr, event: {title: Atelier, dates: 2009-09-08/2009-09-11}}

    Good:
        - {id: a, event: {title: Workshop, dates: 2009-09-08, place: {country: Norway}}}
        - {id: a, language: fr, event: {title: Atelier, dates: 2009-09-08, place: {country: Norvège}}}
    """
    yield from run(notes, _data)


def _data(comparison: Comparison) -> Iterator[Finding]:
    one, other = comparison.original, comparison.translation
    if one.event.dates != other.event.dates:
        dates = find_language("en").format_dates(one.event.dates)
        path: Path = ("event", "dates")
        yield Finding(path, f"the original has {dates}", hint=see(one, path))
    there, here = (_list_places(note) for note in (one, other))
    if there != here:
        path, countries = ("event", "place"), ", ".join(place[0] for place in there if place[0])
        message = f"the original has {count(len(there), 'place')}"
        yield Finding(path, message + (f" in {countries}" if countries else ""), hint=see(one, path))
    if one.symbol != other.symbol:
        has = f'the symbol "{one.symbol}"' if one.symbol else "no symbol"
        yield Finding(("symbol",), f"the original has {has}", hint=see(one, ("symbol",)))
    if one.version != other.version:
        has = f"is {one.version}" if one.version else "is no later version"
        yield Finding(("version",), f"the original {has}", hint=see(one, ("version",)))
    for role in ("organizers", "hosts", "funders"):
        names = [sorted(getattr(note.parties, role, ())) for note in (one, other)]
        if names[0] != names[1]:
            path = ("parties", role)
            yield Finding(path, f"the original has {', '.join(names[0]) or 'none'}", hint=see(one, path))


def _list_places(note: Note) -> list[tuple[str, bool]]:
    return [(_country(place, note), place.online) for place in note.event.place]


def _country(place: Venue, note: Note) -> str:
    state = find_state(note.origin.names, place.country, note.language) if place.country else None
    return state.short["en"] if state else place.country or ""


def find_untranslated(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A translation has no text in the words of its original.

    Why: what a translation does not say it takes over from the record that it `extends`: a footnote or
    a label that was forgotten is printed in the other language.

    Source: the record format.

    Bad:
        - id: a
          event: {title: Workshop on border controls, dates: 2009}
        - id: a
          language: fr
          event: {title: Workshop on border controls, dates: 2009}

    Good:
        - id: a
          event: {title: Workshop on border controls, dates: 2009}
        - id: a
          language: fr
          event: {title: Atelier sur le contrôle des frontières, dates: 2009}
    """
    yield from run(notes, _untranslated)


_WORD = re.compile(r"[^\W\d_]+")


def _untranslated(comparison: Comparison) -> Iterator[Finding]:
    there = dict(_list_words(comparison.original))
    for path, text in _list_words(comparison.translation):
        if there.get(path) == text and (path == ("title",) or _is_language(text)):
            begin = text if len(text) < 60 else text[:50].rsplit(" ", 1)[0] + " …"
            yield Finding(path, f'"{begin}" stands as in the original', hint="translate it")


def _list_words(note: Note) -> Iterator[tuple[Path, str]]:
    # Names of participants and places may be the same in both languages.
    for passage in list_texts(note):
        if passage.path[:2] != ("event", "place") and not {"entries", "also"} & set(passage.path):
            yield passage.path, " ".join(passage.text.split())
    yield from ((("labels", name), label) for name, label in note.labels.items())
    yield from ((("details", name, "label"), detail.label) for name, detail in note.details.items())


def _is_language(text: str) -> bool:
    """Whether these are words of a language, and not a name, a number or an address."""
    words = _WORD.findall(re.sub(r"\S+[@/]\S+", " ", text))
    return any("\u3400" <= letter <= "\u9fff" for letter in text) or (
        len(words) > 1 and any(len(word) > 1 and not word[0].isupper() and not word[0].istitle() for word in words)
    )


RULES: tuple[Rule[FindBetween], ...] = (
    Rule("version-states", Severity.ERROR, find_different_states, BOTH),
    Rule("version-participants", Severity.ERROR, find_different_groups, BOTH),
    Rule("version-data", Severity.ERROR, find_different_data, BOTH),
    Rule("version-untranslated", Severity.WARNING, find_untranslated, BOTH),
)

"""Rules about the order in which States are listed."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from notegen.diagnostics import Severity
from notegen.languages.names import sort_key, state_name
from notegen.records.rules.participants import Participant
from notegen.records.rules.rule import UN, Finding, Rule, Subject
from notegen.records.rules.states import find_old_name, is_of_its_time


def find_disorder(subject: Subject) -> Iterator[Finding]:
    """States stand in the alphabetical order of the language of the note, by their United Nations short names.

    Why: the order is the only one that favours nobody. The United Republic of Tanzania stands at U and the
    Republic of Korea at R; articles and accents do not count.

    Source: United Nations Editorial Manual Online, order "in each of the language versions" (NAME-04).

    Bad:
        participants: [{kind: states, entries: [Cuba, Belize, Panama]}]

    Good:
        participants: [{kind: states, entries: [Belize, Côte d'Ivoire, Cuba]}]
    """
    return _find(subject, subject.note.language)


def find_chinese_disorder(subject: Subject) -> Iterator[Finding]:
    """States in a Chinese note stand in the order of their English names.

    Why: the Chinese lists of the Committee and of the United Nations follow the English order, so
    that all lists agree. An office that orders by the Chinese names switches the rule off.

    Source: lists of the Security Council Committee in Chinese (NAME-05).

    Bad:
        participants: [{kind: states, entries: [古巴, 伯利兹]}]

    Good:
        participants: [{kind: states, entries: [伯利兹, 古巴]}]
    """
    return _find(subject, "en")


def _find(subject: Subject, tag: str) -> Iterator[Finding]:
    for i, group in enumerate(subject.note.participants):
        if group.kind != "states" or len(group.entries) < 2:
            continue
        entries = [entry for entry in subject.participants if entry.group == i and not entry.also and not entry.body]
        keyed = [(key, entry) for entry in entries if (key := _key(subject, entry, tag))]
        keys = [key for key, _ in keyed]
        in_order = _find_longest_order(keys)
        astray = [keyed[k] for k in range(len(keyed)) if k not in in_order]
        if len(astray) > max(2, len(keyed) // 3):
            yield Finding(
                ("participants", i, "entries"), _scold(subject, keyed, tag), on_key=True, hint=_hint(subject, keyed)
            )
            continue
        stay = [keyed[k] for k in in_order]
        for key, entry in astray:
            after = [other.text for other_key, other in stay if other_key > key]
            hint = f'it belongs before "{after[0]}"' if after else "it belongs at the end"
            message = f'"{entry.text}" stands out of alphabetical order'
            yield Finding(entry.path, message, entry.start, entry.end, hint)


def _key(subject: Subject, entry: Participant, tag: str) -> str | None:
    language = subject.note.language
    if entry.state and not is_of_its_time(subject, entry.state, entry.text):
        return sort_key(state_name(entry.state, tag), tag)
    if tag != language:
        return None
    old = find_old_name(subject, entry.state) if entry.state else None
    article = "the" if old and old.name[language].startswith("the ") else ""  # one State was filed under it
    return article + sort_key(entry.text, language)


def _find_longest_order(keys: Sequence[str]) -> list[int]:
    """The positions of the longest part that is in order; the others are the fewest that have to move."""
    lasts: list[str] = []
    chains: list[list[int]] = []
    for i, key in enumerate(keys):
        at = bisect_right(lasts, key)
        chain = [*(chains[at - 1] if at else ()), i]
        lasts[at : at + 1], chains[at : at + 1] = [key], [chain]
    return chains[-1] if chains else []


def _scold(subject: Subject, keyed: Sequence[tuple[str, Participant]], tag: str) -> str:
    english = [sort_key(state_name(entry.state, "en"), "en") for _, entry in keyed if entry.state]
    if tag != "en" and english == sorted(english):
        return f"these States stand in the order of their English names, not of the {subject.language.name} ones"
    return "these States stand in no alphabetical order"


def _hint(subject: Subject, keyed: Sequence[tuple[str, Participant]]) -> str:
    in_order = [entry for _, entry in sorted(keyed, key=lambda pair: pair[0])]
    return "write " + ", ".join(_correct(subject, entry) for entry in in_order)


def _correct(subject: Subject, entry: Participant) -> str:
    """The name by which the entry was put in its place: the order of wrong names would look like none."""
    state, language = entry.state, subject.note.language
    if state is None or language not in state.short or entry.text in (state.alpha2, state.alpha3):
        return entry.text
    return entry.text if is_of_its_time(subject, state, entry.text) else state_name(state, language)


RULES = (
    Rule("alphabetical-order", Severity.WARNING, find_disorder, UN, ("ar", "en", "es", "fr", "ru")),
    Rule("chinese-order", Severity.INFO, find_chinese_disorder, UN, ("zh",)),
)

"""Rules about the names of organizations and other bodies."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from notegen.diagnostics import Severity
from notegen.languages.names import Organization, find_organization, organization_name
from notegen.records.rules.mentions import find_end, find_mention_at, is_acronym
from notegen.records.rules.rule import BOTH, UN, Finding, Rule, Subject

_SURE, _LIKELY = 0.8, 0.7  # likeness above which a wrong spelling is corrected, or is one at all in running text


def find_misspelt_bodies(subject: Subject) -> Iterator[Finding]:
    """A body is spelt as it spells itself.

    Why: a name is no matter of house style: the Organisation for the Prohibition of Chemical Weapons
    has its s and the Stimson Center its American ending in every note.

    Source: the bodies' own publications, organizations.json (ORG-01).

    Bad:
        participants: [{kind: civil_society, entries: [Henry L. Stimson Centre]}]

    Good:
        participants: [{kind: civil_society, entries: [Henry L. Stimson Center]}]
    """
    for passage, mentions in subject.mentions:
        for mention in mentions:
            body, wrong = mention.naming.row, mention.naming.text
            if not isinstance(body, Organization) or mention.naming.form != "misspelt" or is_acronym(wrong):
                continue
            right, likeness = _find_right_name(body, wrong)
            whole = mention.end - mention.start == len(passage.text.strip())
            if whole or likeness >= _LIKELY:
                message = f'"{wrong}" is not how the body spells its name'
                certain = right if likeness >= _SURE else None
                yield Finding(passage.path, message, mention.start, mention.end, f'it is "{right}"', certain)


@lru_cache(maxsize=1024)
def _find_right_name(body: Organization, wrong: str) -> tuple[str, float]:
    """The name of the body that the wrong one is nearest to, and how near it is, up to 1."""
    former = [name for old in body.former for name in old.name.values()]
    names = [name for name in (*body.names.values(), body.acronym, *former) if not is_acronym(name)]
    return max(((name, SequenceMatcher(None, wrong, name).ratio()) for name in names), key=lambda pair: pair[1])


def find_former_bodies(subject: Subject) -> Iterator[Finding]:
    """A participant has the name that it had at the time of the event.

    Why: the Organization of the Islamic Conference could not attend in 2015: it was the
    Organisation of Islamic Cooperation by then.

    Source: the bodies' own publications, organizations.json (ORG-01, NAME-10).

    Bad:
        event: {title: Seminar, dates: 2015-03-02}
        participants: [{kind: organizations, entries: [Organization of the Islamic Conference]}]

    Good:
        event: {title: Seminar, dates: 2009-03-02}
        participants: [{kind: organizations, entries: [Organization of the Islamic Conference]}]
    """
    day = subject.note.event.dates[0].start.first_day()
    for entry in subject.participants:
        former = entry.naming.former if entry.naming and entry.body else None
        end = find_end(former) if former else None
        if entry.body and former and end and end <= day:
            message = f'"{entry.text}" had another name by then'
            hint = f'it is "{organization_name(entry.body, subject.note.language)[0]}" since {former.until}'
            yield Finding(entry.path, message, entry.start, entry.end, hint)


_AMPERSAND = re.compile(r"(?<=\s)&(?=\s)")


def find_ampersands(subject: Subject) -> Iterator[Finding]:
    """The word "and" is written out, save in a name that the body itself writes with "&".

    Why: the sign is a shorthand of tables and letterheads. Rohde & Schwarz keeps its own; a company
    that is listed under industry is taken to know its name.

    Source: house rule of the series; the founding note (AMP-01).

    Bad:
        sections: [{text: Discussions on trade facilitation & security were held.}]

    Good:
        sections: [{text: "Discussions with Rohde & Schwarz on trade facilitation and security were held."}]
    """
    for passage, mentions in subject.mentions:
        path = passage.path
        if path[0] == "participants" and subject.note.participants[int(path[1])].kind == "industry":
            continue
        for match in _AMPERSAND.finditer(passage.text) if "&" in passage.text else ():
            if find_mention_at(mentions, match.start()) is None:
                hint = "write the word; a body that has the sign in its name is told so in names.yaml"
                yield Finding(path, '"&" in place of a word', match.start(), match.end(), hint)


_BRACKETS = re.compile(r"\s*[(（]([^\s()（）]+(?:\s[^\s()（）]+)?)[)）]")


def find_strange_acronyms(subject: Subject) -> Iterator[Finding]:
    """An acronym stands beside the body that it belongs to.

    Why: "Japan Science and Technology Agency (RISTEX)" gives one body the acronym of another, so that
    the other seems to have come.

    Source: United Nations Correspondence Manual, F.24; the founding note (ACR-01, ACR-05).

    Bad:
        participants: [{kind: academia, entries: [{name: Japan Science and Technology Agency, acronym: RISTEX}]}]

    Good:
        participants: [{kind: academia, entries: [{name: Japan Science and Technology Agency, acronym: JST}]}]
    """
    for entry in subject.participants:
        if entry.acronym and entry.body and (finding := _contradict(subject, entry.body, entry.acronym)):
            yield Finding((*entry.path[:-1], "acronym"), *finding)
    for passage, mentions in subject.mentions:
        for mention in mentions:
            body, match = mention.naming.row, _BRACKETS.match(passage.text, mention.end)
            if not match or not isinstance(body, Organization) or mention.naming.form == "acronym":
                continue
            if finding := _contradict(subject, body, match[1]):
                message, _, _, hint = finding
                yield Finding(passage.path, message, match.start(1), match.end(1), hint)


def _contradict(subject: Subject, body: Organization, acronym: str) -> tuple[str, int, int, str] | None:
    other = find_organization(subject.names, acronym)
    former = [old.acronym for old in body.former if old.acronym]
    own = {_squeeze(text) for text in (body.acronym, *body.variants, *body.acronyms.values(), *former)}
    if other is None or other is body or _squeeze(acronym) in own:
        return None
    message = f'"{acronym}" is the acronym of {organization_name(other, subject.note.language)[0]}'
    hint = f'"{body.acronym}"' if is_acronym(body.acronym) else "leave it out"
    return message, 0, len(acronym), hint


def _squeeze(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


RULES = (
    Rule("misspelt-organization", Severity.WARNING, find_misspelt_bodies, BOTH),
    Rule("former-organization-name", Severity.INFO, find_former_bodies, BOTH),
    Rule("ampersand-for-and", Severity.INFO, find_ampersands, UN, ("en", "fr", "es")),
    Rule("acronym-of-another", Severity.WARNING, find_strange_acronyms, BOTH),
)

"""Rules about who took part: each once, in the right group, said truly, and nothing private."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Path, Severity
from notegen.languages.names import sort_key
from notegen.records.rules.mentions import find_mentions
from notegen.records.rules.participants import Participant
from notegen.records.rules.rule import BOTH, Finding, Rule, Subject
from notegen.records.text import MARK


def find_repeated_participants(subject: Subject) -> Iterator[Finding]:
    """Nobody stands twice among the participants.

    Why: whoever counts the list counts it wrong. A code and a name, an acronym and a full name are one.
    One State may be invited in one group and have attended in another.

    Source: the founding note, which lists "1540 Committee members and experts" twice (NAME-09).

    Bad:
        participants: [{kind: states, entries: [Belize, CR, Costa Rica]}]

    Good:
        participants: [{kind: states, entries: [Belize, Costa Rica]}]
    """
    first: dict[object, Participant] = {}
    for entry in subject.participants:
        group = subject.note.participants[entry.group]
        who = entry.naming.row if entry.naming else sort_key(entry.text, subject.note.language)
        other = first.setdefault((who, group.attendance, entry.note), entry)
        if other is not entry:
            where = "in this group" if other.group == entry.group else f"in group {other.group + 1}"
            what = "" if other.text == entry.text else f' as "{other.text}"'
            message = f'"{entry.text}" is listed {where} already{what}'
            yield Finding(entry.path, message, entry.start, entry.end, "leave one of them out")


_FIRST_AND = re.compile(r"(?:and|et|e|y|и)\s+(?=\S)|(?:和|以及)|و(?=ال)")
_AND = re.compile(r"\s+(?:and|et|e|y|и)\s+(?:the\s+|la\s+|le\s+|el\s+|l['’])?|和|以及")


def find_joined_entries(subject: Subject) -> Iterator[Finding]:
    """An entry names one participant, without the "and" that joins the list.

    Why: the list is joined by the program; "and UNODA and …" as one entry prints two "and", cannot be
    counted, and nobody finds UNODA in it.

    Source: the founding note; no comma or second "and" in a list (LI-02).

    Bad:
        participants: [{kind: organizations, entries: [WCO, and IAEA]}]

    Good:
        participants: [{kind: organizations, entries: [WCO, IAEA]}]
    """
    for entry in subject.participants:
        if entry.naming:
            continue
        match = _FIRST_AND.match(entry.text)
        if match:
            start, end = entry.start, entry.start + len(match[0].rstrip())
            hint = "the list is joined by the program; give each participant an entry of its own"
            yield Finding(entry.path, f'an entry that begins with "{match[0].strip()}"', start, end, hint)
        elif _is_joint(subject, entry):
            hint = "give each an entry of its own"
            yield Finding(entry.path, "two participants in one entry", entry.start, entry.end, hint)


def _is_joint(subject: Subject, entry: Participant) -> bool:
    """Whether the entry is two known names with "and" between them and nothing else."""
    found = find_mentions(subject.names, entry.text, subject.note.language)
    if len(found) != 2 or found[0].start or found[1].end != len(entry.text):
        return False
    return _AND.fullmatch(entry.text, found[0].end, found[1].start) is not None


def find_misplaced_participants(subject: Subject) -> Iterator[Finding]:
    """The participants of a group are what the kind of the group says.

    Why: a State among the organizations is missing from the list of States, and from every count and
    search; an intergovernmental body is not civil society.

    Source: the groups of the founding series; genre of such notes (NAME-07).

    Bad:
        participants: [{kind: organizations, entries: [WCO, Panama]}]

    Good:
        participants: [{kind: states, entries: [Panama]}, {kind: organizations, entries: [WCO]}]
    """
    official, private = ("international", "regional", "un"), ("civil_society", "industry", "academia")
    for entry in subject.participants:
        if entry.kind in ("organizations", *private) and entry.state and not entry.also:
            message = f'"{entry.text}" is a State, and this is a group of kind `{entry.kind}`'
            yield Finding(entry.path, message, entry.start, entry.end, "list it in a group of kind `states`")
        elif entry.kind in private and entry.body and entry.body.kind in official and not entry.also:
            message = f'"{entry.text}" is an intergovernmental body'
            hint = "list it in a group of kind `organizations`"
            yield Finding(entry.path, message, entry.start, entry.end, hint)


def find_mere_invitations(subject: Subject) -> Iterator[Finding]:
    """A note that was issued after the event says who came, not only who was invited.

    Why: half of the press releases about such events were written before them. A note that says "invited"
    afterwards leaves open whether anybody came.

    Source: press releases about the events of the series (REC-02).

    Bad:
        issued: 2009-10-05
        participants: [{kind: states, attendance: invited, entries: [Belize]}]

    Good:
        issued: 2009-09-01
        participants: [{kind: states, attendance: invited, entries: [Belize]}]
    """
    note = subject.note
    past = note.issued is not None and note.issued > max(period.end.last_day() for period in note.event.dates)
    if past and note.participants and all(group.attendance == "invited" for group in note.participants):
        hint = "write attended, or registered, where that is known"
        yield Finding(("participants", 0, "attendance"), "the event is over: who came?", hint=hint)


_PRIVATE_DOMAINS = (
    "gmail|googlemail|yahoo|ymail|hotmail|outlook|live|icloud|aol|gmx|web|protonmail|proton|mail|yandex|qq|163|126"
)
_PRIVATE_MAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:{_PRIVATE_DOMAINS})\.(?:\w{{2,3}}\.)?\w{{2,3}}\b|\b[^\W\d_]{{2,40}}[._][^\W\d_]{{3,40}}@[\w.-]{{1,64}}\.\w{{2,}}"
)
_ANY_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/])(?:\+|00)\d[\d ().-]{6,}\d")
_MOBILE = re.compile(
    r"(?i)\b(?:mobile|mob|cell|cellphone|portable|móvil|celular|моб)\b\.?(?:\s*(?:phone|tel)\.?)?\s*:?\s*"
    r"\+?\d[\d ().-]{5,}\d"
)
_MOBILE_WORDS = ("mob", "cell", "portable", "móvil", "celular", "моб")
_OFFICE = re.compile(r"^(?:info|contact|office|press|media|secretariat|experts?|registry|mission)[._-]", re.IGNORECASE)


def find_personal_data(subject: Subject) -> Iterator[Finding]:
    """A note has no private telephone number or e-mail address of a participant.

    Why: a note is published and kept for good; nobody asked those who came.

    Source: house rule; data protection in general (REC-05).

    Bad:
        participants: [{kind: persons, entries: ["J. Doe, j.doe@example.org"]}]

    Good:
        participants: [{kind: persons, entries: [J. Doe]}]
        sections: [{text: "Please write to the experts at 1540experts@un.org."}]
    """
    for passage in subject.passages:
        if passage.path[0] in ("contact", "disclaimer") or not any(c in passage.text for c in "@0123456789"):
            continue
        listed = passage.path[0] == "participants"
        mail, phone = (_ANY_MAIL, _PHONE) if listed else (_PRIVATE_MAIL, _MOBILE)
        spoken = listed or any(word in passage.text.casefold() for word in _MOBILE_WORDS)
        for match in mail.finditer(passage.text) if "@" in passage.text else ():
            if listed or not _OFFICE.match(match[0]):
                yield _warn(passage.path, match, "an e-mail address of a person")
        for match in phone.finditer(MARK.sub(lambda mark: "_" * len(mark[0]), passage.text)) if spoken else ():
            yield _warn(passage.path, match, "a telephone number of a person")


def _warn(path: Path, match: re.Match[str], what: str) -> Finding:
    hint = "leave it out; the office to be asked belongs under contact"
    return Finding(path, f"{what} in a note for publication", match.start(), match.end(), hint)


RULES = (
    Rule("repeated-participant", Severity.ERROR, find_repeated_participants, BOTH),
    Rule("joined-entries", Severity.WARNING, find_joined_entries, BOTH),
    Rule("misplaced-participant", Severity.WARNING, find_misplaced_participants, BOTH),
    Rule("only-invited", Severity.WARNING, find_mere_invitations, BOTH),
    Rule("personal-data", Severity.WARNING, find_personal_data, BOTH),
)

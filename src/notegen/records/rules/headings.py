"""Rules about headings and the sections below them."""

import re
from collections.abc import Iterator, Sequence

from notegen.diagnostics import Path, Severity
from notegen.records.model import Subsubsection
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject
from notegen.records.text import MARK

Siblings = tuple[Path, Sequence[Subsubsection]]

_LAST_SIGN = re.compile(rf"(?s:.*?)([.:;,。：；，،؛])\s*(?:{MARK.pattern}\s*)*$")
_ABBREVIATION = re.compile(r"(?:\.\.|\b(?:[^\W\d_]|etc|al|Inc|Ltd|Co|Corp|Jr|Sr|No|др|пр|г|гг|т|г-н|núm))\.\s*$")
_NUMBER = re.compile(r"\s*(?:\d{1,2}[.)]|[IVX]{1,5}[.)]|[A-H][.)]|\([a-z]\)|\d{1,2}\.\d{1,2}[.)]?)\s+(?=\S)")


def find_lone_subheadings(subject: Subject) -> Iterator[Finding]:
    """A section is divided into two subsections or more, or not at all.

    Why: where there is an A there is a B; a lone subheading is left out or joined to the one above.

    Source: EM headings and subheadings (HD-03).

    Bad:
        sections: [{heading: Highlights, sections: [{heading: Opening, text: The Chair spoke.}]}]

    Good:
        sections:
          - heading: Highlights
            sections: [{heading: Opening, text: The Chair spoke.}, {heading: Debate, text: All spoke.}]
    """
    for path, siblings in _levels(subject):
        if len(path) > 1 and len(siblings) == 1 and siblings[0].heading:
            hint = "leave the subheading out, or divide the section in two"
            yield Finding((*path, 0, "heading"), "this is the only subheading of its section", hint=hint)


def find_headings_with_stops(subject: Subject) -> Iterator[Finding]:
    """A heading ends without a full stop, colon, semicolon or comma.

    Why: a heading stands alone; the sign is left over from a paragraph or a form, and it is
    repeated in the outline of the document.

    Source: EM headings and subheadings, every example (HD-01).

    Bad:
        sections: [{heading: "Objectives:", items: [Promote awareness, Share experience]}]

    Good:
        sections: [{heading: Objectives, items: [Promote awareness, Share experience]}]
    """
    for path, heading in headings(subject):
        match = _LAST_SIGN.match(heading)
        if match and not _ABBREVIATION.search(heading[: match.end(1)]):
            message = f'the heading ends with "{match[1]}"'
            yield Finding(path, message, match.start(1), match.end(1), "leave it out", "")


def find_empty_sections(subject: Subject) -> Iterator[Finding]:
    """A section has a text, items or subsections.

    Why: a heading with nothing below it is a section that was forgotten, or a text that went
    under the wrong key.

    Source: the record format.

    Bad:
        sections: [{heading: Objectives}, {heading: Background, text: It was the fourth workshop.}]

    Good:
        sections: [{heading: Background, text: It was the fourth workshop.}]
    """
    for path, siblings in _levels(subject):
        for i, section in enumerate(siblings):
            if not (section.text or section.items or _below(section)):
                hint = "give text or items, or leave the section out"
                where = (*path, i, "heading") if section.heading else (*path, i)
                yield Finding(where, "nothing stands in this section", hint=hint)


def find_repeated_headings(subject: Subject) -> Iterator[Finding]:
    """No two sections side by side have the same heading.

    Why: a reference to "Highlights" must lead to one place, and so must the outline of the document.

    Source: EM headings and subheadings: a logical hierarchy (HD-03).

    Bad:
        sections: [{heading: Highlights, text: The Chair spoke.}, {heading: Highlights, text: All spoke.}]

    Good:
        sections: [{heading: Opening, text: The Chair spoke.}, {heading: Highlights, text: All spoke.}]
    """
    for path, siblings in _levels(subject):
        seen: set[str] = set()
        for i, section in enumerate(siblings):
            key = " ".join(MARK.sub("", section.heading or "").casefold().split())
            if key and key in seen:
                hint = "join the two, or give one another heading"
                yield Finding((*path, i, "heading"), "an earlier section has this heading", hint=hint)
            seen.add(key)


def find_odd_numbering(subject: Subject) -> Iterator[Finding]:
    """Sections side by side are numbered, or they are not; one alone is not numbered among many.

    Why: where all sections but one say `numbered: false`, a lone "1" is printed in the middle.

    Source: EM headings and subheadings (HD-02).

    Bad:
        sections:
          - {heading: Background, text: It was the fourth workshop., numbered: false}
          - {heading: Highlights, text: The Chair spoke., numbered: false}
          - {heading: Comments, text: There were none.}

    Good:
        sections:
          - {heading: Background, text: It was the fourth workshop.}
          - {heading: Highlights, text: The Chair spoke.}
          - {heading: Comments, text: There were none., numbered: false}
    """
    for path, siblings in _levels(subject):
        numbered = [i for i, section in enumerate(siblings) if section.numbered]
        if len(siblings) > 2 and len(numbered) == 1:
            where = (*path, numbered[0], "heading") if siblings[numbered[0]].heading else (*path, numbered[0])
            hint = "numbered: false here too, or nowhere"
            yield Finding(where, "only this section of its level has a number", hint=hint)


def find_typed_numbers(subject: Subject) -> Iterator[Finding]:
    """A numbered heading does not bring its own number.

    Why: notegen numbers the sections, so "1. Objectives" is printed with two numbers.

    Source: the record format; EM headings and subheadings (HD-02).

    Bad:
        sections: [{heading: 1. Objectives, text: To promote awareness.}]

    Good:
        sections: [{heading: Objectives, text: To promote awareness.}]
    """
    for path, siblings in _levels(subject):
        for i, section in enumerate(siblings):
            match = _NUMBER.match(section.heading or "") if section.numbered else None
            if match:
                hint = "leave it out: the sections are numbered by themselves"
                message = f'the heading brings its own number, "{match[0].strip()}"'
                yield Finding((*path, i, "heading"), message, match.start(), match.end(), hint, "")


def _levels(subject: Subject) -> Iterator[Siblings]:
    """Every group of sections that stand side by side, with the path of the group."""
    waiting: list[Siblings] = [(("sections",), subject.note.sections)]
    while waiting:
        path, siblings = waiting.pop(0)
        if siblings:
            yield path, siblings
        waiting += [((*path, i, "sections"), _below(section)) for i, section in enumerate(siblings)]


def _below(section: Subsubsection) -> Sequence[Subsubsection]:
    below: Sequence[Subsubsection] = getattr(section, "sections", ())
    return below


def headings(subject: Subject) -> Iterator[tuple[Path, str]]:
    """The heading of every section and of every group of participants, with its path."""
    for path, siblings in _levels(subject):
        for i, section in enumerate(siblings):
            if section.heading:
                yield (*path, i, "heading"), section.heading
    for i, group in enumerate(subject.note.participants):
        if group.heading:
            yield ("participants", i, "heading"), group.heading


RULES: tuple[Rule[Find], ...] = (
    Rule("lone-subheading", Severity.WARNING, find_lone_subheadings, UN),
    Rule("heading-end", Severity.WARNING, find_headings_with_stops, BOTH),
    Rule("empty-section", Severity.WARNING, find_empty_sections, BOTH),
    Rule("repeated-heading", Severity.WARNING, find_repeated_headings, BOTH),
    Rule("odd-numbering", Severity.INFO, find_odd_numbering, BOTH),
    Rule("typed-number", Severity.WARNING, find_typed_numbers, BOTH),
)

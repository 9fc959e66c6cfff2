"""Rules about acronyms: how they are spelt, and that the reader can know what they mean."""

import re
from collections.abc import Iterator
from functools import lru_cache

from notegen.diagnostics import Severity
from notegen.languages.names import Names, Organization, organization_name
from notegen.records.rules.mentions import Mention, find_mention_at, is_acronym
from notegen.records.rules.rule import BOTH, UN, Finding, Rule, Subject
from notegen.records.text import Passage


def find_unexplained_acronyms(subject: Subject) -> Iterator[Finding]:
    """An organization has its full name, with the acronym, where it is first met.

    Why: a note is read by officials of other fields and languages, for whom acronyms are not words.

    Source: United Nations Correspondence Manual, F.24 (ACR-01).

    Bad:
        sections: [{text: Experts of the OPCW took part.}]

    Good:
        sections:
          - text: >-
              Experts of the Organisation for the Prohibition of Chemical Weapons (OPCW) took part. OPCW gave a talk.
    """
    told = {entry.body for entry in subject.participants}
    told |= {m.naming.row for _, found in subject.mentions for m in found if m.naming.form != "acronym"}  # type: ignore[misc]
    for passage, mentions in _read_prose(subject):
        for mention in mentions if not passage.text.isupper() else ():
            body, name = mention.naming.row, passage.text[mention.start : mention.end]
            if not isinstance(body, Organization) or mention.naming.form != "acronym" or body in told:
                continue
            if _is_loose(passage.text, mention) and is_acronym(name) and body.acronym != "United Nations":
                told.add(body)
                if name not in subject.expanded:
                    full = organization_name(body, subject.note.language)[0]
                    message = f'"{name}" is not explained in this note'
                    hint = f'write "{full}" first' if name in full else f'write "{full} ({name})" first'
                    yield Finding(passage.path, message, mention.start, mention.end, hint)


def _is_loose(text: str, mention: Mention) -> bool:
    """Whether it stands as a word, not in a document symbol such as IAEA/GOV/2013/38."""
    around = text[max(0, mention.start - 1) : mention.start] + text[mention.end : mention.end + 1]
    return "/" not in around


def find_misspelt_acronyms(subject: Subject) -> Iterator[Finding]:
    """An acronym has its letters in the order of the name.

    Why: OPWC, UNRPCD and OCSE were printed on official pages; no spelling checker sees them.

    Source: organizations.json; slips met on pages of the United Nations (ACR-05).

    Bad:
        sections: [{text: An expert of OPWC took part.}]

    Good:
        sections: [{text: An expert of OPCW took part.}]
    """
    swapped = _swap_letters(subject.names)
    for passage, mentions in subject.mentions:
        for mention in mentions:
            body = mention.naming.row
            if mention.naming.form == "misspelt" and is_acronym(mention.naming.text) and isinstance(body, Organization):
                right = _find_right_acronym(body, mention.naming.text)
                message = f'"{mention.naming.text}" is no acronym of this body'
                yield Finding(passage.path, message, mention.start, mention.end, f'it is "{right}"', right)
        for match in _CAPITALS.finditer(passage.text):
            if (
                match[0] in swapped
                and match[0] not in subject.expanded
                and find_mention_at(mentions, match.start()) is None
            ):
                hint = f'did you mean "{swapped[match[0]]}"?'
                yield Finding(passage.path, f'"{match[0]}" is not a known acronym', match.start(), match.end(), hint)


_CAPITALS = re.compile(r"(?<![\w/.&-])[A-Z]{3,}(?=s?(?![\w/&]|-\d))")


@lru_cache(maxsize=8)
def _swap_letters(names: Names) -> dict[str, str]:
    """Each acronym of four letters and more with two neighbours exchanged, where that is no word of its own."""
    known = {text for body in names.organizations for text in (body.acronym, *body.variants, *body.misspelt)}
    right = [a for a in known if a.isalpha() and a.isupper() and len(a) > 3]
    right = [a for a in right if any(a in (body.acronym, *body.variants) for body in names.organizations)]
    swaps = {a[:i] + a[i + 1] + a[i] + a[i + 2 :]: a for a in right for i in range(1, len(a) - 1)}
    return {wrong: a for wrong, a in swaps.items() if wrong not in known}


def _find_right_acronym(body: Organization, wrong: str) -> str:
    known = (body.acronym, *body.variants)
    return next(
        (text for text in known if sorted(text) == sorted(wrong)), next(filter(is_acronym, known), body.acronym)
    )


def find_two_acronyms(subject: Subject) -> Iterator[Finding]:
    """One body has one acronym in a note.

    Why: UNLIREC and UN-LiREC are one Centre; a reader takes them for two.

    Source: United Nations Correspondence Manual, F.24 (ACR-01, ACR-05).

    Bad:
        sections: [{text: UNLIREC and CARICOM gave talks. The experts of UN-LiREC agreed.}]

    Good:
        sections: [{text: UNLIREC and CARICOM gave talks. The experts of UNLIREC agreed.}]
    """
    first: dict[Organization, str] = {}
    told = set()
    for passage, mentions in subject.mentions:
        for mention in mentions:
            body, name = mention.naming.row, passage.text[mention.start : mention.end]
            if mention.naming.form != "acronym" or not isinstance(body, Organization) or not is_acronym(name):
                continue
            if first.setdefault(body, name) != name and name not in told:
                told.add(name)
                message = f'"{name}" is "{first[body]}" elsewhere in this note'
                yield Finding(passage.path, message, mention.start, mention.end, f'write "{first[body]}" throughout')


_ROMAN = re.compile(r"[IVXLCDM]+")
_COMMON = frozenset(
    (
        *("AIDS", "CEO", "CET", "CHF", "COVID", "DNA", "EST", "EUR", "FAQ", "GBP", "GMT", "GPS", "HIV", "HTML"),
        *("JPY", "PDF", "RNA", "RSVP", "SARS", "TBC", "TBD", "URL", "USB", "USD", "UTC", "VAT"),
    )
)


def find_unknown_acronyms(subject: Subject) -> Iterator[Finding]:
    """An acronym that no table knows is explained in the note.

    Why: nobody can look it up. A series tells the bodies of its field in names.yaml.

    Source: United Nations Correspondence Manual, F.24 (ACR-01).

    Bad:
        sections: [{text: The XBCA presented its work.}]

    Good:
        sections: [{text: The Xylo Border Control Association (XBCA) presented its work. Questions to XBCA followed.}]
    """
    told = set(_swap_letters(subject.names))
    for passage, mentions in _read_prose(subject):
        for match in _CAPITALS.finditer(passage.text):
            word = match[0]
            if word in told or word in _COMMON or word in subject.expanded or _ROMAN.fullmatch(word):
                continue
            if find_mention_at(mentions, match.start()) is None and not _is_among_capitals(passage.text, match):
                told.add(word)
                message = f'"{word}" is not explained in this note'
                hint = "write the full name with the acronym in brackets, or tell it in names.yaml"
                yield Finding(passage.path, message, match.start(), match.end(), hint)


def _is_among_capitals(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()].split()[-1:]
    after = text[match.end() : match.end() + 40].split()[:1]
    return any(len(word) > 1 and word.strip(".,;:").isalpha() and word.isupper() for word in before + after)


def _read_prose(subject: Subject) -> Iterator[tuple[Passage, tuple[Mention, ...]]]:
    parts = ("organizers", "sections", "annexes", "footnotes")
    return ((passage, mentions) for passage, mentions in subject.mentions if passage.path[0] in parts)


RULES = (
    Rule("unexplained-acronym", Severity.WARNING, find_unexplained_acronyms, UN, ("en", "fr", "es")),
    Rule("misspelt-acronym", Severity.WARNING, find_misspelt_acronyms, BOTH),
    Rule("one-acronym", Severity.INFO, find_two_acronyms, BOTH),
    Rule("unknown-acronym", Severity.INFO, find_unknown_acronyms, UN, ("en", "fr", "es")),
)

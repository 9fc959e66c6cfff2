"""Rules about how abbreviations are written: what is never abbreviated, stops, articles."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Severity
from notegen.languages.names import find_organization
from notegen.records.rules.mentions import find_mention_at, is_acronym
from notegen.records.rules.rule import UN, Finding, Rule, Subject

_NEVER = {
    "UN": "United Nations",
    "UNO": "United Nations",
    "GA": "General Assembly",
    "UNGA": "General Assembly",
    "SC": "Security Council",
    "UNSC": "Security Council",
    "ECOSOC": "Economic and Social Council",
    "SG": "Secretary-General",
    "UNSG": "Secretary-General",
    "UNOG": "United Nations Office at Geneva",
    "UNON": "United Nations Office at Nairobi",
    "UNOV": "United Nations Office at Vienna",
}
_BODIES_OF_ITS_OWN = r"(?!\s+(?:Women|Habitat|Volunteers?|Global\s+Compact|Chronicle|News|numbers?|Nos?\.|\d))"
# GA, SC and SG mean other things as well: only where the words around them say that the organ is meant.
_ABBREVIATED = re.compile(
    rf"(?<![\w/.(-])(?:(?P<certain>UN){_BODIES_OF_ITS_OWN}|(?P<all>UNO|UNGA|UNSC|ECOSOC|UNSG|UNOG|UNON|UNOV)"
    r"|(?P<organ>GA|SC)(?=\s+(?:resolution|decision|session|meeting)s?\b)|(?<=\bthe\s)(?P<the>GA|SC|SG)(?!\s+[A-Z\d]))"
    r"(?![\w/)]|-[A-Z]|\.\w)"
)


def find_abbreviated_organs(subject: Subject) -> Iterator[Finding]:
    """The United Nations, its principal organs, its Secretary-General and its offices are never abbreviated.

    Why: the house writes them out, also as an adjective: a United Nations official. Names such as
    UN-Women and UNDP are others.

    Source: United Nations Correspondence Manual, F.24 (ACR-03).

    Bad:
        sections: [{text: The UN and its Member States took part.}]

    Good:
        sections: [{text: The United Nations and UN Women took part.}]
    """
    for passage, mentions in subject.mentions:
        if passage.path[0] == "participants" and passage.path[2] in ("entries", "also"):
            continue
        for match in _ABBREVIATED.finditer(passage.text):
            short = match[0]
            mention = find_mention_at(mentions, match.start())
            if mention and mention.naming.text != short:  # a name that holds it, such as UN-LiREC
                continue
            full = _NEVER[short]
            certain = match["certain"] and passage.text[match.end() : match.end() + 1] not in ("'", "’")
            message = f'"{short}" is not abbreviated: {full}'
            start, end = match.span()
            yield Finding(passage.path, message, start, end, f'write "{full}"', full if certain else None)


_STOP = re.compile(r"[A-Z]\.[A-Z]\.")
_STOPS = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}(?!\w)")


def find_stops(subject: Subject) -> Iterator[Finding]:
    """An acronym has no full stops.

    Why: the house writes UNDP, not U.N.D.P. Initials of persons keep their stops.

    Source: United Nations Editorial Manual Online, abbreviations (ACR-04).

    Bad:
        sections: [{text: An expert of the I.A.E.A. took part.}]

    Good:
        sections: [{text: An expert of IAEA took part.}]
    """
    for passage, _ in subject.mentions:
        for match in _STOPS.finditer(passage.text) if _STOP.search(passage.text) else ():
            letters, after = match[0].replace(".", ""), passage.text[match.end() :].lstrip()
            initials = len(letters) < 3 and (after[:1].isupper() or letters not in ("UN", "EU", "AU"))
            if initials or find_organization(subject.names, letters) is None:
                continue
            ends = not after or after[0].isupper()  # then the last stop is that of the sentence
            right = _NEVER.get(letters, letters)
            message = f'"{match[0]}" is written without stops'
            end = match.end() - 1 if ends else match.end()
            yield Finding(passage.path, message, match.start(), end, f'write "{right}"', right)


_ARTICLE = re.compile(r"\b[Tt]he\s+$")
_NO_NOUN = re.compile(r"\s*(?:[.,;:)]|$)|\s+(?:and|or|is|are|was|were|has|have|had|in|at|to|for|on|of|as|will|may)\b")


def find_articles(subject: Subject) -> Iterator[Finding]:
    """An acronym of an organization has no article.

    Why: the house writes "the members of UNESCO" and "the programmes of WHO". Many bodies write
    the article themselves (the OPCW), so that the rule is for a series that asks for it.

    Source: United Nations Editorial Manual Online, abbreviations (ACR-04).

    Bad:
        sections: [{text: The programmes of the IAEA were presented.}]

    Good:
        sections: [{text: The programmes of IAEA and the IAEA safeguards system were presented.}]
    """
    for passage, mentions in subject.mentions:
        for mention in mentions:
            article = _ARTICLE.search(passage.text, max(0, mention.start - 8), mention.start)
            name = passage.text[mention.start : mention.end]
            alone = mention.naming.form == "acronym" and is_acronym(name) and _NO_NOUN.match(passage.text, mention.end)
            if article and alone:
                message = f'"{name}" has no article'
                yield Finding(passage.path, message, article.start(), mention.end, f'write "{name}"')


RULES = (
    Rule("abbreviated-united-nations", Severity.WARNING, find_abbreviated_organs, UN, ("en",)),
    Rule("stops-in-acronym", Severity.INFO, find_stops, UN, ("en",)),
    Rule("article-before-acronym", Severity.INFO, find_articles, UN, ("en",), off=True),
)

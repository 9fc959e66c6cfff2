"""Rules about citing documents and resolutions of the General Assembly."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Severity
from notegen.records.rules.rule import UN, Find, Finding, Rule, Subject

_ASSEMBLY = re.compile(r"\b[Rr]esolutions?\s+(([AS]/RES/)(\d{1,4}(?:/\d{1,3})?))\b")


def find_symbols_for_resolutions(subject: Subject) -> Iterator[Finding]:
    """After the word "resolution" stands its number, not its document symbol.

    Why: A/RES/65/12 is the symbol of the document in which resolution 65/12 is printed; the symbol says
    "resolution" a second time.

    Source: United Nations Editorial Manual Online, resolutions and decisions (RES-03).

    Bad:
        sections: [{heading: Background, text: It recalled General Assembly resolution A/RES/65/12.}]

    Good:
        sections: [{heading: Background, text: It recalled General Assembly resolution 65/12 (A/RES/65/12).}]
    """
    for passage in subject.saying("/RES/"):
        for match in _ASSEMBLY.finditer(passage.text):
            message = f'"{match[1]}" is a document symbol'
            yield Finding(passage.path, message, *match.span(1), f"write resolution {match[3]}", match[3])


_OLD_ASSEMBLY = re.compile(r"General Assembly\s+resolutions?\s+(\d{1,4}\s+\((19[4-7]\d)\))")


def find_old_assembly_resolutions(subject: Subject) -> Iterator[Finding]:
    """A General Assembly resolution from before the thirty-first session names its session in Roman figures.

    Why: until 1976 resolutions were numbered through and told apart by session: 3363 (XXX). The year
    in parentheses is the manner of the Security Council.

    Source: United Nations Editorial Manual Online, resolutions and decisions (RES-03).

    Bad:
        sections: [{heading: Background, text: It recalled General Assembly resolution 2373 (1968).}]

    Good:
        sections: [{heading: Background, text: It recalled General Assembly resolution 2373 (XXII).}]
    """
    for passage in subject.saying("General Assembly"):
        for match in _OLD_ASSEMBLY.finditer(passage.text):
            message = f'"{" ".join(match[1].split())}" gives the year of a General Assembly resolution, not its session'
            yield Finding(passage.path, message, *match.span(1), "write the session: 3363 (XXX)")


_PAGE = re.compile(
    r"((?:\bp\.|\bpp\.|\bpages?)\s?\d+(?:[-–]\d+)?)"
    r"\s+(?:of|du document|del documento)\s+(?:document\s+)?[A-Z][A-Z0-9.]*/[A-Z0-9]"
)


def find_cited_pages(subject: Subject) -> Iterator[Finding]:
    """A document of the United Nations is cited by paragraph, not by page.

    Why: paragraph numbers are the same in all six languages, page numbers are not.

    Source: United Nations Editorial Manual Online, footnotes, chapter 3, and instructions (CIT-01).

    Bad:
        sections: [{heading: Background, text: It is told on p. 5 of S/2009/124.}]

    Good:
        sections: [{heading: Background, text: "It is told in the report (S/2009/124, para. 5)."}]
    """
    for passage in subject.saying("p. ", "pp. ", "page"):
        for match in _PAGE.finditer(passage.text):
            yield Finding(passage.path, "a page of a document is cited", *match.span(1), "cite the paragraph: para. 5")


RULES: tuple[Rule[Find], ...] = (
    Rule("resolution-symbol", Severity.INFO, find_symbols_for_resolutions, UN),
    Rule("assembly-resolution", Severity.INFO, find_old_assembly_resolutions, UN, ("en",)),
    Rule("page-cited", Severity.INFO, find_cited_pages, UN, ("en", "fr", "es")),
)

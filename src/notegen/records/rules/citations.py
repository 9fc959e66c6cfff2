"""Rules about citing resolutions of the Security Council."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Severity
from notegen.records.rules.resolutions import YEARS, find_citations, year_of, years_of
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject
from notegen.records.text import Passage


def _cited(subject: Subject) -> tuple[Passage, ...]:
    """What a note says itself, with its title and its summary, which web pages and lists show."""
    extra = [Passage(("event", "title"), subject.note.event.title)]
    if subject.note.summary:
        extra.append(Passage(("summary",), subject.note.summary))
    return (*extra, *subject.words)


def find_wrong_years(subject: Subject) -> Iterator[Finding]:
    """The year in parentheses is that in which the Security Council adopted the resolution.

    Why: the number leads to the text, and the year proves the number. A press release of 2024 prints
    "1540 (2024)": the year of the day, not of the resolution. Resolutions are numbered through in the
    order of adoption, so the year follows from the number.

    Source: United Nations Editorial Manual Online, resolutions and decisions; the numbers and years
    themselves are those of the Security Council (RES-02).

    Bad:
        sections: [{heading: Background, text: It recalled resolution 1540 (2024).}]

    Good:
        sections: [{heading: Background, text: It recalled resolutions 1540 (2004) and 1673 (2006).}]
    """
    for cited in find_citations(_cited(subject)):
        years = years_of(cited.number)
        if cited.year is None or years is None or cited.year in years:
            continue
        certain = cited.passage.text[cited.year_start : cited.year_end].isascii() and len(years) == 1
        right = str(years.start) if len(years) == 1 else f"{years.start} to {years.stop - 1}"
        message = f"Security Council resolution {cited.number} is of {right}, not of {cited.year}"
        hint = f"write {cited.number} ({right})" if len(years) == 1 else "look up the number and the year"
        replacement = right if certain else None
        yield Finding(cited.path, message, cited.year_start, cited.year_end, hint, replacement)


def find_missing_years(subject: Subject) -> Iterator[Finding]:
    """A resolution of the Security Council is cited with its year where a note first names it.

    Why: "resolution 1540" may be of any body; "resolution 1540 (2004)" is the Security Council's. Once
    a note has given the year, what it writes later is not asked about.

    Source: United Nations Editorial Manual Online, resolutions and decisions (RES-01).

    Bad:
        sections: [{heading: Background, text: It dealt with the implementation of resolution 1540.}]

    Good:
        sections:
          - heading: Background
            text: It dealt with resolution 1540 (2004). The 1540 Committee presented its work.
    """
    given = set()
    for cited in find_citations(_cited(subject)):
        # "UNSCR 1540" has a rule of its own, and the title of an event is a name that others gave.
        if cited.passage.text.startswith(("U", "SC"), cited.cue) or cited.path[0] == "event":
            continue
        after = cited.passage.text[cited.end : cited.end + 12]
        if cited.year is not None or re.match(r"\s*[\[(/]|,?\s+(?:of|de|от)\s|[-–]\w|\s+(?:Committee|comm)", after):
            given.add(cited.number)
        elif cited.number not in given and cited.number in YEARS:
            given.add(cited.number)
            full = f"{cited.number} ({YEARS[cited.number]})"
            replacement = full if cited.passage.text[cited.start : cited.end].isascii() else None
            message = f"resolution {cited.number} without its year"
            yield Finding(cited.path, message, cited.start, cited.end, f"write {full}", replacement)


_ABBREVIATION = re.compile(
    r"\b(?:UN)?SCRs?(?:\s+(?:[Rr]esolution\s+)?|/)(\d{3,4})(?!\d)|\bUNSC\s+[Rr]esolution\s+(\d{3,4})(?!\d)"
)


def find_abbreviated_resolutions(subject: Subject) -> Iterator[Finding]:
    """A resolution is called a resolution, not "UNSCR".

    Why: UNSCR is the shorthand of memoranda; the Security Council is never abbreviated, and the
    abbreviation leaves the year out.

    Source: United Nations Editorial Manual Online, resolutions and decisions; United Nations
    Correspondence Manual, 24 (RES-01).

    Bad:
        sections: [{heading: Background, text: It dealt with the implementation of UNSCR 1540.}]

    Good:
        sections:
          - heading: Background
            text: It dealt with Security Council resolution 1540 (2004); see https://example.org/unscr-1540.
    """
    for passage in subject.saying("SC"):
        for match in _ABBREVIATION.finditer(passage.text):
            number = int(match[1] or match[2])
            year = year_of(number)
            full = f"Security Council resolution {number}" + (f" ({year})" if year else " and its year in parentheses")
            message = f'"{_flat(match[0])}" abbreviates the Security Council'
            yield Finding(passage.path, message, *match.span(), f"write {full}")


_NUMBER_SIGN = re.compile(
    r"(?:[Rr](?:esolution|ésolution|esolución)|[Рр]езолюци\w{1,3}|قرار)\s+"
    r"((?:(?i:no\.?|nr\.?|núm\.|nro\.?|n\.?\s?[°º])|№|رقم)\s*(\d{3,4})(?!\d)(?:\s*\((\d{4})\))?)"
)
_COUNCIL = re.compile(r"Security Council|Conseil de sécurité|Consejo de Seguridad|Совет\w* Безопасности|مجلس الأمن")


def find_number_signs(subject: Subject) -> Iterator[Finding]:
    """The number of a resolution stands alone, without "no.", "núm." or "№".

    Why: the United Nations cite "resolution 1540 (2004)" in all six languages; "no." belongs to laws
    and decrees.

    Source: United Nations Editorial Manual Online, resolutions and decisions; the forms of the other
    languages as on un.org (RES-01).

    Bad:
        sections: [{heading: Background, text: It dealt with resolution no. 1540 (2004).}]

    Good:
        sections: [{heading: Background, text: It dealt with resolution 1540 (2004) and Decree No. 1540.}]
    """
    for passage in subject.saying("esolu", "ésolu", "езолюц", "قرار"):
        for match in _NUMBER_SIGN.finditer(passage.text):
            number, year = int(match[2]), int(match[3]) if match[3] else None
            # A cabinet's resolution has a number too: the year or the text must say that it is the Council's.
            if year is None and number in YEARS and _COUNCIL.search(passage.text):
                year = YEARS[number]
            if year is None or year != year_of(number):
                continue
            start, end = match.start(1), match.end(2)
            replacement = match[2] if match[2].isascii() else None
            sign = _flat(passage.text[start : match.start(2)]).strip()
            message = f'"{sign}" before the number of a resolution'
            yield Finding(passage.path, message, start, end, f"write {number} ({year})", replacement)


_FORM = re.compile(
    r"(?:[Rr](?:esolutions?|ésolutions?|esoluci(?:ón|ones))|[Рр]езолюци\w{1,3}|قرار\w*)\s+"
    r"(\d{3,4})(/|\(|\s*\[|,\s+|\s+(?:of|de|от)\s+)(\d{4})(?:[\])]|\s+года)?(?![\d/-])"
)


def find_resolution_forms(subject: Subject) -> Iterator[Finding]:
    """The year of a resolution stands in parentheses after a space: 1540 (2004).

    Why: "1540/2004" looks like a resolution of the Economic and Social Council or of a session of the
    General Assembly. One form is found by one search.

    Source: United Nations Editorial Manual Online, resolutions and decisions (RES-01).

    Bad:
        sections: [{heading: Background, text: It dealt with resolution 1540/2004.}]

    Good:
        sections: [{heading: Background, text: It dealt with resolution 1540 (2004) and resolution 2004/31.}]
    """
    for passage in subject.saying("esolu", "ésolu", "езолюц", "قرار"):
        for match in _FORM.finditer(passage.text):
            number, year = int(match[1]), int(match[3])
            if YEARS.get(number) == year:
                start, end = match.start(1), match.end()
                full = f"{match[1]} ({match[3]})"
                message = f'"{_flat(passage.text[start:end])}" is not how a resolution is cited'
                yield Finding(passage.path, message, start, end, f"write {full}", full)


_CAPITAL = re.compile(r"(?<=[a-z]\s)(?:of|the|with|to|under|by)\s+(Resolutions?)\s+\d{3,4}\s*\((?:19|20)\d\d\)")


def find_capital_resolutions(subject: Subject) -> Iterator[Finding]:
    """The word "resolution" has a small letter in running text.

    Why: a resolution is cited as "resolution 1540 (2004)"; the capital is left to titles.

    Source: United Nations Editorial Manual Online, resolutions and decisions, whose examples have the
    small letter (RES-01).

    Bad:
        sections: [{heading: Background, text: It dealt with the implementation of Resolution 1540 (2004).}]

    Good:
        sections:
          - heading: Background
            text: Resolution 1540 (2004) was presented at the Workshop on Implementing Resolution 1540 (2004).
    """
    for passage in subject.saying("Resolution"):
        for match in _CAPITAL.finditer(passage.text):
            if passage.path[-1] != "heading" and not _has_title(passage.text[: match.start()]):
                small = match[1][0].lower() + match[1][1:]
                message = f'"{match[1]}" with a capital in running text'
                yield Finding(passage.path, message, *match.span(1), f'write "{small}"', small)


def _has_title(before: str) -> bool:
    """Whether a title may be under way: capitals within the sentence, or a quotation."""
    sentence = re.split(r"[.!?]\s", before)[-1]
    return bool(re.search(r"\S\s+(?:[A-ZÉ][\w-]+\s+(?:on|for|sur|pour|sobre|para)\b|[“\"«*])", " x " + sentence[-120:]))


def _flat(text: str) -> str:
    return " ".join(text.split())


RULES: tuple[Rule[Find], ...] = (
    Rule("resolution-year", Severity.ERROR, find_wrong_years, BOTH),
    Rule("resolution-without-year", Severity.WARNING, find_missing_years, UN),
    Rule("resolution-abbreviated", Severity.WARNING, find_abbreviated_resolutions, UN),
    Rule("resolution-number-sign", Severity.WARNING, find_number_signs, UN),
    Rule("resolution-form", Severity.WARNING, find_resolution_forms, UN),
    Rule("resolution-capital", Severity.INFO, find_capital_resolutions, UN, ("en",)),
)

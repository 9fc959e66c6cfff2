"""Rules about the disclaimer: that a note says it is no official report, and says so in the words of its series."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from notegen.diagnostics import Path, Severity
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject
from notegen.records.series import Series

STATUS = re.compile(
    r"not\s+an\s+official|non\s+officiel|pas\s+un\s+\w+\s+officiel|no\s+(?:es\s+un\s+)?(?:\w+\s+)?oficial|no\s+constituye"
    r"|не\s+является\s+официальн|неофициальн|не\s+официальн|非正式|不是正式|并非正式|非官方|غير\s+رسمي|ليست?\s+\w+\s+رسمي",
    re.IGNORECASE,
)
"""A status line in any of the six languages: what makes a footnote on the title a disclaimer."""

_VIEWS = re.compile(
    r"\bviews\b|\bopinions\b|\bvues\b|\bopiniones\b|мнени|точк\w+\s+зрения|взгляд|观点|意见|看法|آراء|وجهات",
    re.IGNORECASE,
)
_SCRIPTS = {"ar": "ARABIC", "zh": "CJK", "ru": "CYRILLIC"}
_FUNCTION_WORDS = {
    "en": frozenset(("the", "of", "and", "not", "or", "those", "here", "in", "do", "an")),
    "fr": frozenset(("les", "des", "du", "ne", "pas", "celles", "ni", "et", "ici", "un")),
    "es": frozenset(("las", "los", "del", "no", "el", "ni", "y", "sus", "una", "un")),
}


def find_missing_disclaimers(subject: Subject) -> Iterator[Finding]:
    """A note without a document symbol has a disclaimer on its title.

    Why: a note that looks like a paper of the United Nations and does not say what it is will be quoted
    as one. An official document has a symbol; everything else has a status line. A series that does not
    require a disclaimer says `disclaimer: {required: false}`.

    Source: the three information notes of the founding series; United Nations Editorial Manual Online,
    masthead and cover (DIS-01, MH-07).

    Bad:
        title: Information Note

    Good:
        title: Information Note
        disclaimer: >-
          For information – not an official report. The views expressed here do not necessarily represent
          those of the organizers or participants in the event.
    """
    note, origin, series = subject.note, subject.note.origin, subject.note.origin.series
    unread = origin.series_folder is not None and series is None  # nobody knows what a broken series would give
    if note.disclaimer or note.symbol or unread or (series and not series.disclaimer.required):
        return
    path: Path = ("title",) if note.title else ("event", "title")
    hint = "add disclaimer: with the status line and the sentence on views"
    if series:
        hint = f"series.yaml has no disclaimer in this language: add disclaimer: {{text: {{{note.language}: …}}}}"
    yield Finding(path, "nothing says that this note is no official report", hint=hint)


def find_official_symbols(subject: Subject) -> Iterator[Finding]:
    """A note that says it is no official report has no document symbol.

    Why: a symbol makes an official document, and the status line denies it; a reader cannot know which
    of the two to believe. Press releases have numbers of their own (SC/9752) and a status line with them.

    Source: United Nations Editorial Manual Online, masthead and cover (MH-07).

    Bad:
        symbol: S/AC.44/2009/INF.4
        disclaimer: For information – not an official report. The views are those of the authors.

    Good:
        symbol: S/AC.44/2009/INF.4
    """
    note = subject.note
    status = STATUS.search(note.disclaimer.text) if note.disclaimer else None
    if note.symbol and status and not _PRESS_RELEASE.fullmatch(note.symbol):
        message = f'a document symbol on a note that says "{" ".join(status[0].split())}"'
        hint = "leave symbol: out; an official document is no note of this series"
        yield Finding(("symbol",), message, hint=hint)


_PRESS_RELEASE = re.compile(r"[A-Z]{2,}(?:/SM)?/\d+(?:-[A-Z/]+\d+)*")


def find_other_languages(subject: Subject) -> Iterator[Finding]:
    """The disclaimer is in the language of the note.

    Why: it is there to be read by those who read the note. A translated note often keeps the footnote
    of the note that it was translated from.

    Source: the three information notes of the founding series (DIS-01).

    Bad:
        language: fr
        disclaimer: For information – not an official report. The views are those of the authors and not of others.

    Good:
        language: fr
        disclaimer: >-
          Document d’information – rapport non officiel. Les vues exprimées ici ne reflètent pas
          nécessairement celles des organisateurs.
    """
    disclaimer = subject.note.disclaimer
    if disclaimer and disclaimer.text == _agreed(subject.note.origin.series, subject.note.language):
        return
    if disclaimer and (other := _other_language(disclaimer.text, subject.note.language)):
        hint = f"translate it, or give it in series.yaml: disclaimer: {{text: {{{subject.note.language}: …}}}}"
        message = f'the disclaimer seems to be in "{other}", the note is in "{subject.note.language}"'
        yield Finding(_path(subject), message, hint=hint)


def _other_language(text: str, language: str) -> str | None:
    """The language of a text when it is plainly not in `language`; None for one that is not known here."""
    if language not in _SCRIPTS and language not in _FUNCTION_WORDS:
        return None
    letters = [unicodedata.name(char, "").split()[0] for char in text if char.isalpha()]
    for tag, script in _SCRIPTS.items():
        if len(letters) >= 10 and letters.count(script) > len(letters) / 2:
            return None if tag == language else tag
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {tag: sum(word in known for word in words) for tag, known in _FUNCTION_WORDS.items()}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] >= 3 and not counts.get(language) else None


def find_own_wording(subject: Subject) -> Iterator[Finding]:
    """The disclaimer has the words of its series; where there is no series, the status line and the views.

    Why: lawyers agreed on one wording, and last year's note is copied with last year's. Dashes, spaces and
    apostrophes are not compared. The three notes of the founding series have the same words and
    two kinds of dash.

    Source: the three information notes of the founding series (DIS-01, DIS-02).

    Bad:
        disclaimer: For information – not an official report.

    Good:
        disclaimer: >-
          For information - not an official report. The views expressed here do not necessarily represent
          those of the organizers or participants in the event.
    """
    note, series = subject.note, subject.note.origin.series
    text = note.disclaimer.text if note.disclaimer else ""
    agreed = _agreed(series, note.language)
    if not text or text == agreed or _other_language(text, note.language):
        return
    if agreed is None:
        yield from _find_missing_parts(subject, text)
    elif (difference := _first_difference(text, agreed)) is not None:
        start, end, there = difference
        hint = "leave disclaimer: out, and the series gives it" + (f'; here it has "{there}"' if there else "")
        yield Finding(_path(subject), "the disclaimer has other words than the series", start, end, hint)


def _agreed(series: Series | None, language: str) -> str | None:
    return next((text for tag, text in series.disclaimer.text.items() if tag == language), None) if series else None


def _find_missing_parts(subject: Subject, text: str) -> Iterator[Finding]:
    status, views = STATUS.search(text), _VIEWS.search(text)
    if status and not views:
        hint = '"The views expressed here do not necessarily represent those of …"'
        yield Finding(_path(subject), "the disclaimer does not say whose views the note holds", hint=hint)
    elif views and not status and not subject.note.symbol:
        hint = '"For information – not an official report."'
        yield Finding(_path(subject), "the disclaimer does not say that this is no official report", hint=hint)


_WORD = re.compile(r"[^\s–—―‒‐‑-]+")


def _first_difference(text: str, agreed: str) -> tuple[int, int, str] | None:
    """Where the first other words begin and end, and what the series has there; None for the same words."""
    ours, theirs = list(_WORD.finditer(text)), _WORD.findall(agreed)
    words = [_plain(match[0]) for match in ours]
    matcher = SequenceMatcher(None, words, [_plain(word) for word in theirs], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            first, last = ours[min(i, len(ours) - 1)], ours[max(min(j, len(ours)) - 1, min(i, len(ours) - 1))]
            return first.start(), last.end(), " ".join(theirs[k:m])
    return None


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).replace("’", "'")


def _path(subject: Subject) -> Path:
    """The text of the disclaimer, which may stand in a mapping of its own."""
    return ("disclaimer", "text") if subject.note.origin.is_mapping(("disclaimer",)) else ("disclaimer",)


def find_long_summaries(subject: Subject) -> Iterator[Finding]:
    """A summary has one to three sentences.

    Why: it is what search engines, lists and the metadata of the PDF show, and they cut what is longer.

    Source: the record format of notegen, `summary`; no house says more (MH-01 asks for none).

    Bad:
        summary: States met. They spoke of borders. They heard experts. They will meet again.

    Good:
        summary: Nine States, e.g. Cuba, spoke of borders. Experts of the U.N. replied. They will meet again.
    """
    text = subject.note.summary or ""
    ends = list(_ends(text))
    if len(ends) > 3:
        start = ends[2] + len(text[ends[2] :]) - len(text[ends[2] :].lstrip())
        hint = "keep the first three, or write shorter"
        yield Finding(("summary",), f"a summary of {len(ends)} sentences", start, len(text.rstrip()), hint)


_END = re.compile(r"[.!?؟](?=[”\"»)]*(?:\s|$))|[。！？]")
_ABBREVIATIONS = frozenset(
    ("art", "etc", "fig", "gen", "mme", "mrs", "nos", "núm", "para", "paras", "prof", "sra", "vol")
)


def _ends(text: str) -> Iterator[int]:
    """Where sentences end, rather too few than too many."""
    for match in _END.finditer(text):
        last = re.search(r"\w*$", text[: match.start()])
        word, rest = last[0] if last else "", text[match.end() :].lstrip('”"») \n')
        short = len(word) < 3 and not word.isdigit() and match[0] == "."
        if not short and word.casefold() not in _ABBREVIATIONS and not rest[:1].islower():
            yield match.end()


RULES: tuple[Rule[Find], ...] = (
    Rule("missing-disclaimer", Severity.WARNING, find_missing_disclaimers, UN),
    Rule("symbol-and-disclaimer", Severity.ERROR, find_official_symbols, UN),
    Rule("disclaimer-language", Severity.WARNING, find_other_languages, BOTH),
    Rule("disclaimer-wording", Severity.ERROR, find_own_wording, UN),
    Rule("long-summary", Severity.INFO, find_long_summaries, BOTH),
)

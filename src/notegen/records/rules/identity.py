"""Rules about what a note says it is: its symbol, its state and the rows of a masthead."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Path, Severity
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject

_SYMBOL = re.compile(r"[A-Z][A-Z0-9.]*(?:/[A-Za-z0-9.()-]+)+(?:-[A-Z]+/\d+)*(?:/?\s?(?:REV|ADD|COR)\s?\d+)?")


def find_odd_symbols(subject: Subject) -> Iterator[Finding]:
    """A document symbol is made of capitals and figures parted by strokes, without spaces.

    Why: the symbol is what a document is found by; in the Official Document System one wrong sign finds
    nothing. Rev.1, Add.1 and Corr.1 are parts; a double symbol has a hyphen (SC/9752-DC/3195).

    Source: United Nations Editorial Manual Online, footnotes, chapter 3 (MH-06).

    Bad:
        symbol: s/ac.44/2009 - INF 4

    Good:
        symbol: S/AC.44/2009/INF.4/Rev.1
    """
    symbol = subject.note.symbol
    if symbol and not _SYMBOL.fullmatch(symbol):
        bad = re.search(r"\s+|[^A-Za-z0-9./()\s-]|^[a-z]+", symbol)
        start, end = bad.span() if bad else (0, 0)
        hint = "capitals and figures parted by strokes: S/AC.44/2009/INF.4"
        yield Finding(("symbol",), f'"{symbol}" is not written like a document symbol', start, end, hint)


def find_dated_drafts(subject: Subject) -> Iterator[Finding]:
    """A draft has no date of issue.

    Why: `issued` is the day on which the note went out; a draft has not gone out. One of the two was
    forgotten when the other was changed.

    Source: the record format of notegen, `status` and `issued` (MH-05).

    Bad:
        status: draft
        issued: 2009-10-05

    Good:
        status: final
        issued: 2009-10-05
    """
    if subject.note.status == "draft" and subject.note.issued:
        yield Finding(("issued",), "a draft with a date of issue", hint="take one of them out", on_key=True)


_DISTRIBUTION = re.compile(r"distr(?:ibuci[oó]n|ibution|\.)?:?", re.IGNORECASE)
_CATEGORIES = re.compile(
    r"general|limited|restricted|générale|limitée|restreinte|limitada|reservada|общая|ограниченная"
    r"|для служебного пользования|普遍|一般|有限|限制|عام|محدود|مقيد",
    re.IGNORECASE,
)


def find_odd_distributions(subject: Subject) -> Iterator[Finding]:
    """The distribution of a document is General, Limited or Restricted.

    Why: the word decides who gets the document; the list is closed, and "Public" or "Internal" are
    words of other houses.

    Source: United Nations Editorial Manual Online, masthead and cover (MH-02).

    Bad:
        details: {distribution: {label: "Distr.:", text: Public}}

    Good:
        details: {distribution: {label: "Distr.:", text: General}}
    """
    for path, label, text in _rows(subject):
        if _DISTRIBUTION.fullmatch(label) and not _CATEGORIES.fullmatch(text):
            yield Finding(path, f'"{text}" is no category of distribution', hint="General, Limited or Restricted")


def find_distribution_of_unofficial_notes(subject: Subject) -> Iterator[Finding]:
    """A note with a disclaimer has no distribution line.

    Why: "Distr.: General" stands in the masthead of official documents alone; beside "not an official
    report" it says the opposite.

    Source: United Nations Editorial Manual Online, masthead and cover (MH-07).

    Bad:
        details: {distribution: {label: "Distr.:", text: General}}
        disclaimer: For information – not an official report. The views are those of the authors.

    Good:
        details: {distribution: {label: "Distr.:", text: General}}
        symbol: S/AC.44/2009/INF.4
    """
    if not subject.note.disclaimer or subject.note.symbol:
        return
    for path, label, _ in _rows(subject):
        if _DISTRIBUTION.fullmatch(label):
            message = "a distribution line on a note that is no official document"
            yield Finding((*path[:-1], "label"), message, hint="leave the row out")


_ORIGINAL = re.compile(r"original:?|оригинал:?|原件[：:]?|الأصل:?", re.IGNORECASE)
_LANGUAGES = re.compile(
    r"(?:arabic|chinese|english|french|russian|spanish|arabe|chinois|anglais|français|russe|espagnol|árabe|chino|inglés|francés"
    r"|ruso|español|арабский|китайский|английский|французский|русский|испанский|阿拉伯文|中文|英文|法文|俄文|西班牙文"
    r"|بالعربية|بالصينية|بالإنكليزية|بالفرنسية|بالروسية|بالإسبانية"
    r"|العربية|الصينية|الإنكليزية|الفرنسية|الروسية|الإسبانية|[/,\s]|and|et|y|и|和|و)+",
    re.IGNORECASE,
)


def find_odd_originals(subject: Subject) -> Iterator[Finding]:
    """The language of the original is an official language of the United Nations.

    Why: the row tells the translators which text counts, and there are six official languages.

    Source: United Nations Editorial Manual Online, masthead and cover (MH-03).

    Bad:
        details: {original: {label: "Original:", text: german}}

    Good:
        details: {original: {label: "Original:", text: English}}
    """
    for path, label, text in _rows(subject):
        if _ORIGINAL.fullmatch(label) and not _LANGUAGES.fullmatch(text):
            hint = "Arabic, Chinese, English, French, Russian or Spanish"
            yield Finding(path, f'"{text}" is no official language', hint=hint)


def _rows(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    for key, detail in subject.note.details.items():
        yield ("details", key, "text"), " ".join(detail.label.split()), " ".join(detail.text.split()).rstrip(".")


RULES: tuple[Rule[Find], ...] = (
    Rule("symbol-form", Severity.WARNING, find_odd_symbols, UN),
    Rule("draft-issued", Severity.INFO, find_dated_drafts, BOTH),
    Rule("distribution-category", Severity.WARNING, find_odd_distributions, UN),
    Rule("distribution-unofficial", Severity.WARNING, find_distribution_of_unofficial_notes, UN),
    Rule("original-language", Severity.WARNING, find_odd_originals, UN),
)

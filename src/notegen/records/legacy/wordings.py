"""The words of all languages that an old note can have in the place of a label."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from notegen.languages.language import Language, find_language, whole_languages
from notegen.records.model import ROWS

GROUPS = ("states", "organizations", "civil_society", "industry", "academia", "persons", "other")
PARTS = ("symbol", "issued", "summary", "contact", "notes")
_LABELS = (*ROWS, *GROUPS, *PARTS)
_LETTERS = {"ar": r"[\u0600-\u06ff]", "zh": r"[\u4e00-\u9fff]", "ru": r"[\u0400-\u04ff]"}
_PAGE = re.compile(
    r"[-–—\s\[(]*\d{1,3}(?:\s*(?:/|of|de|sur|из|من)\s*\d{1,3})?[-–—\s\])]*|\d{2}-\d{5}(?:\s*\([EFSRCA]\))?|/?\.\.\.|…"
)


def key(text: str) -> str:
    """A wording without case, accents and signs: what is compared."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).split())


@cache
def _wordings(tag: str) -> Mapping[str, str]:
    """What each wording of a language stands for; the language's own labels count most, rows before groups."""
    words = find_language(tag)
    found: dict[str, str] = {}
    for name in _LABELS:
        if name != "persons":  # its heading is that of the whole row
            label = getattr(words.labels, name, None)
            found |= {key(label): name} if label and key(label) not in found else {}
    for name in _LABELS:
        for wording in getattr(words.reading, name):
            found.setdefault(key(wording), name)
    return found


@cache
def _everywhere() -> frozenset[str]:
    return frozenset(wording for tag in whole_languages() for wording in _wordings(tag))


def find_label(text: str, tag: str) -> str | None:
    """The row, group or part that a label is that of."""
    return _wordings(tag).get(key(text))


def is_label(text: str) -> bool:
    """Whether this is a label in any language."""
    return key(text) in _everywhere()


def is_title(text: str, tag: str) -> bool:
    """Whether this is what the language calls an information note."""
    words = find_language(tag)
    return key(text) in {key(words.labels.title), *map(key, words.reading.title)}


def find_group(heading: str, tag: str) -> str | None:
    """The kind of group that a heading names: as a whole, else by the longest wording in it."""
    whole = find_label(heading, tag)
    if whole in GROUPS:
        return whole
    text = f" {key(heading)} "
    inside = [
        (len(wording), name)
        for wording, name in _wordings(tag).items()
        if name in GROUPS and (wording in text if tag in ("zh", "ar") else f" {wording} " in text)
    ]
    return max(inside)[1] if inside else None


def has_any(text: str, wordings: Iterable[str]) -> str | None:
    """The longest of the wordings that is in the text, as a word."""
    lowered = f" {key(text)} "
    spaceless = lowered.replace(" ", "")
    for wording in sorted(wordings, key=len, reverse=True):
        found = key(wording)
        if f" {found} " in lowered or (re.search(_LETTERS["zh"], found) and found in spaceless):
            return wording
    return None


def is_disclaimer(text: str, words: Language) -> bool:
    """Whether the text says that this is no official report."""
    lowered = key(text)
    return any(key(phrase) in lowered for phrase in words.reading.disclaimer)


def is_page_number(line: str) -> bool:
    """Whether a line is a page's number, job number or sign of continuation and nothing else."""
    if len(line) > 40:
        return False
    return _PAGE.fullmatch(line) is not None or _numbered_page().fullmatch(line.casefold()) is not None


@cache
def _numbered_page() -> re.Pattern[str]:
    """A word for a page with its number, in any language."""
    pages = {re.escape(wording.casefold()) for tag in whole_languages() for wording in find_language(tag).reading.page}
    number = r"\d{1,3}(?:\s*(?:/|of|de|sur|из|من)\s*\d{1,3})?"
    return re.compile(rf"[-–—\s]*(?:{'|'.join(sorted(pages))})\s*{number}\s*页?[-–—\s]*")


def guess_language(texts: Iterable[str]) -> str:
    """The language whose letters, labels and joints the texts have most; English where nothing tells."""
    lines = [text for text in texts if text]
    whole = " ".join(lines)[:50_000]
    letters = sum(c.isalpha() for c in whole) or 1
    for tag, pattern in _LETTERS.items():
        if len(re.findall(pattern, whole)) / letters > 0.4:
            return tag
    lowered = f" {' '.join(whole.casefold().split())} "
    scores = {}
    for tag in whole_languages():
        if tag not in _LETTERS:
            labels = sum(key(re.split("[:：]", line)[0]) in _wordings(tag) for line in lines)
            lists = find_language(tag).lists
            joints = sum(lowered.count(joint.casefold()) for joint in (lists.last, lists.also.strip(", ")))
            common = sum(lowered.count(f" {word} ") for word in _function_words(tag))
            scores[tag] = 20 * labels + joints + common
    best = max(scores, key=lambda tag: (scores[tag], tag == "en"))
    return best if scores[best] else "en"


def _function_words(tag: str) -> tuple[str, ...]:
    """Short words that dates and running text of the language have, from its own patterns."""
    running = " ".join(find_language(tag).dates.running.model_dump().values())
    return tuple({word for word in running.split() if word.isalpha()})

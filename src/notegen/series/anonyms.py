"""Entries among the participants that name nobody: "six others", "several experts", "observers"."""

import re
from functools import cache

from notegen.languages.language import Language, find_language
from notegen.languages.names import sort_key
from notegen.records.rules.counts import number_words

_GROUPS = ("states", "organizations", "civil_society", "industry", "academia", "persons", "other")
_FIGURES = r"\d[\d.,\u00a0\u202f]*"
_HAN_FIGURES = r"(?:\d+|[一二两三四五六七八九十百千]+)"
_WORD = re.compile(r"[^\W\d_]+")


def is_anonym(text: str, language: str) -> bool:
    """Whether an entry in a language names nobody: by a number, or a word such as "several", and no name after it.

    In languages with capitals, several words without any capital are none either; a single one may be a name. So is
    what stands above a group, such as "Experts".
    """
    text = " ".join(text.split())
    if not text:
        return False
    words = find_language(language)
    if sort_key(text, language) in _list_headings(language):
        return True
    counted = _find_beginning(language).match(text)
    if counted:
        rest = text[counted.end() :]
        return not any(map(_is_name, _WORD.findall(rest))) if rest.strip() else counted["number"] is None
    return _has_capitals(words) and text.islower() and " " in text


def _is_name(word: str) -> bool:
    """Whether a word begins as names do; NGOs and IAEA are not enough behind a number."""
    core = word.removesuffix("s")
    return word[0].isupper() and not core.isupper()


def _has_capitals(words: Language) -> bool:
    return words.labels.title[0].lower() != words.labels.title[0].upper()


@cache
def _list_headings(language: str) -> frozenset[str]:
    words = find_language(language)
    labels = (getattr(words.labels, name) for name in _GROUPS)
    others = (wording for name in _GROUPS for wording in getattr(words.reading, name))
    return frozenset(sort_key(wording, language) for wording in (*labels, *others))


@cache
def _find_beginning(language: str) -> re.Pattern[str]:
    """What entries begin with that name nobody, as the file of the language has it; {n} is a number."""
    words = find_language(language)
    written = sorted(number_words(language), key=len, reverse=True)
    number = "|".join([_HAN_FIGURES if language == "zh" else _FIGURES, *map(re.escape, written)])
    beginnings = sorted(words.reading.nameless, key=len, reverse=True)
    patterns = [re.escape(start).replace(r"\{n\}", f"(?:{number})") for start in beginnings if start != "{n}"]
    patterns.append(f"(?P<number>{number})" if "{n}" in beginnings else "(?P<number>(?!))")
    end = "" if language == "zh" else r"(?!\S)"
    return re.compile(f"(?i)(?:{'|'.join(patterns)}){end}")

"""Running text as a language prints it: quotation marks, apostrophes, the spaces beside signs.

A record is typed with straight marks. They are changed where there is no doubt of what they are, and
left as they are everywhere else.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from notegen.languages.language import Language, find_language

_JOINT = "\ue000"  # between two texts; markup stands there, which no mark minds
_FIXED = "\ue001"  # in place of a text that is printed as it is, such as code
_ADDRESS = re.compile(rf"[^\s{_JOINT}{_FIXED}]*(?:://|@|www\.)[^\s{_JOINT}{_FIXED}]*")
_CHANGED = frozenset("'\":;!?«»")
_OPENERS = frozenset("([{–—-/«“„‘¿¡（《")
_CLOSERS = frozenset(".,:;!?…)]}–—-/»”’、。，：；！？）》،؛؟")


def typeset(texts: Sequence[str | None], language: Language) -> list[str | None]:
    """The texts of one paragraph in the typography of the language; None is what is printed as it is.

    >>> typeset(['the "', "final", '" report\\'s'], find_language("en"))
    ['the “', 'final', '” report’s']
    """
    letters = set("".join(text or "" for text in texts))
    if _CHANGED.isdisjoint(letters) or _JOINT in letters or _FIXED in letters:
        return list(texts)
    whole = _JOINT.join(_FIXED if text is None else text for text in texts)
    addresses = _ADDRESS.findall(whole)
    whole = _quote(_ADDRESS.sub(_FIXED, whole), language)
    for pattern, replacement in _spaces(language.language):
        whole = pattern.sub(replacement, whole)
    found = iter(addresses)
    return [
        None if text is None else re.sub(_FIXED, lambda _: next(found), part)
        for part, text in zip(whole.split(_JOINT), texts, strict=True)
    ]


def _quote(text: str, language: Language) -> str:
    letters = list(text)
    marks = [(i, _beside(letters, i, -1), _beside(letters, i, 1)) for i, char in enumerate(text) if char in "'\""]
    single = any(not before.isalnum() and after.isalnum() for i, before, after in marks if text[i] == "'")
    for i, before, after in marks:
        inside = before.isalpha() and after.isalpha()
        # At the end of a word it is an apostrophe too, unless it may close what another has opened.
        if text[i] == "'" and (inside or (before.isalpha() and not after.isalnum() and not single)):
            letters[i] = language.quotes.apostrophe
    doubles = [mark for mark in marks if text[mark[0]] == '"']
    if _are_paired(doubles):
        for number, (i, _, _) in enumerate(doubles):
            outer = language.quotes.outer
            inside = text.count(outer[0], 0, i) > text.count(outer[1], 0, i)
            letters[i] = (language.quotes.inner if inside else outer)[number % 2]
    return "".join(letters)


def _beside(letters: Sequence[str], at: int, step: int) -> str:
    at += step
    while 0 <= at < len(letters) and letters[at] == _JOINT:
        at += step
    return letters[at] if 0 <= at < len(letters) else " "


def _are_paired(doubles: Sequence[tuple[int, str, str]]) -> bool:
    """Whether they open and close in turn: each as its neighbours allow."""
    for number, (_, before, after) in enumerate(doubles):
        opens = (before.isspace() or before in _OPENERS or _is_unspaced(before)) and not after.isspace()
        closes = not before.isspace() and (after.isspace() or after in _CLOSERS or _is_unspaced(after))
        if not (closes if number % 2 else opens):
            return False
    return len(doubles) % 2 == 0


def _is_unspaced(letter: str) -> bool:
    # Chinese has no spaces to tell by.
    return unicodedata.category(letter) == "Lo"


@cache
def _spaces(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    language = find_language(tag)
    end = rf"(?={_JOINT}*(?:[\s)\]»”]|$))"
    found = []
    for sign, space in language.spacing.before.items():
        before, ahead = (r"\S", "") if sign == language.quotes.outer[1] else (rf"[\w)\]»”’%{_FIXED}]", end)
        pattern = rf"({before}{_JOINT}*) ?({_JOINT}*{re.escape(sign)}){ahead}"
        found.append((re.compile(pattern), rf"\g<1>{space}\g<2>"))
    for sign, space in language.spacing.after.items():
        found.append((re.compile(rf"({re.escape(sign)}{_JOINT}*) ?(?=\S)"), rf"\g<1>{space}"))
    return tuple(found)

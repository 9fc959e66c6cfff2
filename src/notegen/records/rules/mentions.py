"""What a text names: States and bodies under their right and their wrong names, each where it stands."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from notegen.languages.dates import DateProblem, parse_moment
from notegen.languages.names import FormerName, Names, Organization, State, Texts, sort_key
from notegen.records.model import Named, Note

Form = Literal["short", "formal", "customary", "former", "name", "acronym", "misspelt"]


@dataclass(frozen=True, slots=True)
class Naming:
    """A name of a State or body as the tables have it, and what kind of name that is."""

    row: State | Organization
    form: Form
    text: str
    former: FormerName | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that stands at characters `start` to `end` of a text."""

    start: int
    end: int
    naming: Naming


_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+|[^\w\s]")
_PLAIN = str.maketrans("\u2019\u2010\u2011", "'--")
_ARTICLE = re.compile(r"^(?:the |la |le |les |l'|el |los |las )")
_EXPANDED = re.compile(
    r"[(（]([^\s()（）]+(?:\s[^\s()（）]+)?)[)）]|(?<!\S)([A-ZА-ЯЁ]\S*)\s[(（](?:\w+\s\w+|[^\W\d_][^\W\dA-Z_])"
)
_Node = dict[str, Any]  # by the next word; under the empty word the Naming that ends here


@lru_cache(maxsize=1024)  # an entry is asked about by several rules, and by the notes of a whole series
def find_mentions(names: Names, text: str, language: str) -> tuple[Mention, ...]:
    """Every name in the text, the longest where several begin at one word; none inside another."""
    plain, root = text.translate(_PLAIN), _index_words(names, language)
    if root.keys().isdisjoint(_TOKEN.findall(plain)):
        return ()
    return tuple(_find_mentions(plain, root))


def _find_mentions(text: str, root: _Node) -> Iterator[Mention]:
    words = [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text)]
    i = 0
    while i < len(words):
        node, j, found = root.get(words[i][2]), i, None
        while node is not None:
            j += 1
            if "" in node:
                found = (j, node[""])
            node = node.get(words[j][2]) if j < len(words) else None
        if found:
            yield Mention(words[i][0], words[found[0] - 1][1], found[1])
        i = found[0] if found else i + 1


def find_mention_at(mentions: Sequence[Mention], position: int) -> Mention | None:
    """The mention that the character at the position is part of."""
    i = bisect_right(mentions, position, key=lambda mention: mention.start)
    return mentions[i - 1] if i and mentions[i - 1].end > position else None


def recognize(names: Names, text: str, language: str) -> Naming | None:
    """The State or body that a whole text names; capitals, accents and articles do not count, save in an acronym."""
    exact, tidy = " ".join(text.replace("\u2019", "'").split()), _index_texts(names, language)
    naming = tidy.get(exact) or tidy.get(sort_key(text, language))
    return None if naming and naming.form == "acronym" and naming.text != exact else naming


def find_end(former: FormerName) -> datetime.date | None:
    """The first day on which a former name was no longer in force; None where that is not known."""
    try:
        return parse_moment(former.until).first_day() if former.until else None
    except DateProblem:  # a series may have written anything
        return None


def is_acronym(text: str) -> bool:
    """Whether a registered short name is one of capitals, as IAEA and CoE are and Europol and World Bank are not."""
    return all(sum(letter.isupper() for letter in word) > 1 for word in text.split())


def find_expanded(note: Note, texts: Iterable[str]) -> frozenset[str]:
    """The acronyms in brackets, before brackets with words, and beside the name of a participant."""
    found = {m[1] or m[2] for text in texts if "(" in text or "（" in text for m in _EXPANDED.finditer(text)}
    listed = (entry for group in note.participants for entry in (*group.entries, *group.also))
    given = {entry.acronym if isinstance(entry, Named) else entry for entry in listed}
    return frozenset(name.removesuffix("s") for name in found | given if name)


def list_names(names: Names, language: str) -> Iterator[Naming]:
    """Every name of every row, the right ones of all rows before the wrong ones."""
    for state in names.states:
        kinds: tuple[tuple[Form, Texts], ...] = (("short", state.short), ("formal", state.formal))
        for form, texts in kinds:
            if language in texts:
                yield Naming(state, form, _ARTICLE.sub("", texts[language]))
    for body in names.organizations:
        yield from (Naming(body, "name", text) for text in body.names.values())
        acronyms = (body.acronym, *body.variants, *body.acronyms.values())
        yield from (Naming(body, "acronym", text) for text in acronyms)
    for state in names.states:
        yield from (Naming(state, "customary", text) for text in state.customary.get(language, ()))
        for old in state.former:
            if language in old.name:
                yield Naming(state, "former", old.name[language], old)
    for body in names.organizations:
        yield from (Naming(body, "former", text, old) for old in body.former for text in old.name.values())
        yield from (Naming(body, "misspelt", text) for text in body.misspelt)


@lru_cache(maxsize=32)
def _index_texts(names: Names, language: str) -> dict[str, Naming]:
    # By the text itself too: "Vietnam" and "Viet Nam" have one key.
    index: dict[str, Naming] = {}
    for naming in list_names(names, language):
        index.setdefault(sort_key(naming.text, language), naming)
        index.setdefault(naming.text, naming)
    return index


@lru_cache(maxsize=32)
def _index_words(names: Names, language: str) -> _Node:
    root: _Node = {}
    for naming in list_names(names, language):
        node = root
        for word in _TOKEN.findall(naming.text.translate(_PLAIN)):
            node = node.setdefault(word, {})
        node.setdefault("", naming)
    return root

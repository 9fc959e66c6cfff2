"""Lists of participants: names parted as the language does, States and bodies as the tables know them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from notegen.languages.language import find_language
from notegen.languages.names import (
    Names,
    find_organization,
    find_state,
    organization_acronym,
    organization_name,
    state_name,
)
from notegen.records.legacy.characters import words

Join = Literal["language", "commas"]
_ACRONYM = re.compile(r"(?P<name>.*\S)\s*[(（](?P<acronym>[^()（）]{2,20})[)）]")
_MASK = "\ue000"
_OPEN, _CLOSE = "([（［", ")]）］"


@dataclass(frozen=True, slots=True)
class Listed:
    """The entries of a list and how it joins them; `uncertain` where a joint could not be told from a name's own."""

    entries: tuple[str, ...]
    join: Join = "language"
    uncertain: bool = False


def read_list(text: str, kind: str, tag: str, names: Names) -> Listed:
    """The names of a list. Put together again they are the words of the text, whatever is uncertain in it."""
    words_of = find_language(tag)
    text = text.strip().rstrip(";؛；.。,،，").strip()
    masked, kept = _mask(text, tag, names)
    parts = [_unmask(part, kept) for part in _split(masked, _separator(tag))]
    parts = [part for part in parts if words(part)]
    if not parts:
        return Listed(())
    for entries in _candidates(parts, kind, tag, names):
        if words(words_of.join(entries)) == words(text):
            return Listed(tuple(entries), "language", uncertain=False)
    uncertain = any(joint.strip() in parts[-1] for joint in words_of.reading.joints) and len(parts) > 1
    return Listed(tuple(parts), "commas", uncertain)


def _separator(tag: str) -> str:
    return r"[,،，;؛；、]" if tag in ("zh", "ar") else r"[,;]"


def _candidates(parts: list[str], kind: str, tag: str, names: Names) -> Iterator[list[str]]:
    """Ways to part the last of the parts, the likeliest first."""
    language = find_language(tag)
    if language.direction == "rtl":
        yield from _candidates_with_and(parts, kind, tag, names)
        return
    *most, last = parts
    for joint in dict.fromkeys((*language.reading.joints, language.lists.last, *language.lists.euphony)):
        for match in re.finditer(re.escape(joint), last):
            before, after = last[: match.start()].strip(), last[match.end() :].strip()
            if before and after and _are_two(before, after, kind, tag, names):
                yield [*most, before, after]
    stripped = re.sub(rf"^(?:{'|'.join(re.escape(joint.strip()) for joint in language.reading.joints)})\s+", "", last)
    if most and stripped != last:  # "A, B, and C"
        yield [*most, stripped]
    yield parts


def _candidates_with_and(parts: list[str], kind: str, tag: str, names: Names) -> Iterator[list[str]]:
    """Arabic writes its "and" as one with the next name."""
    bare = [parts[0], *(re.sub(r"^و\s*", "", part) for part in parts[1:])]
    if all(part.startswith("و") for part in parts[1:]):
        yield bare
    *most, last = parts
    for match in re.finditer(r"\s+و\s*", last):
        before, after = last[: match.start()], last[match.end() :]
        if _are_two(before, after, kind, tag, names):
            yield [*(re.sub(r"^و\s*", "", part) if i else part for i, part in enumerate((*most, before))), after]
    yield parts


def _are_two(before: str, after: str, kind: str, tag: str, names: Names) -> bool:
    """Whether a joint stands between two names and not inside one."""
    named = any(is_known(name, tag, names) or is_former_state(name, tag, names) for name in (before, after))
    return named or (kind != "states" and before.endswith((")", "）")))


def is_known(text: str, tag: str, names: Names) -> bool:
    """Whether the tables have this name or acronym, without what stands in parentheses after it."""
    bare = re.sub(r"\s*[(（][^()（）]*[)）]$", "", text.strip())
    for name in {text.strip(), bare}:
        if find_state(names, name, tag) or find_organization(names, name) or name.casefold() in _known(names, tag):
            return True
    return False


def is_former_state(text: str, tag: str, names: Names) -> bool:
    """Whether this is what a State was called in the past."""
    return text.strip().casefold() in _former(names, tag)


@lru_cache(maxsize=16)
def _former(names: Names, tag: str) -> frozenset[str]:
    return frozenset(row.name[tag].casefold() for state in names.states for row in state.former if tag in row.name)


@lru_cache(maxsize=16)
def _known(names: Names, tag: str) -> frozenset[str]:
    """Names of States and bodies in a language, with and without an article."""
    found = set()
    for state in names.states:
        found |= {state.short.get(tag, ""), state.formal.get(tag, ""), *state.customary.get(tag, ())}
    for body in names.organizations:
        former = (name for row in body.former for name in row.name.values())
        found |= {body.names.get(tag, ""), *former}
    if tag == "en":
        found |= {name.replace(" and ", " & ") for name in found}
    plain = {name.casefold() for name in found if name}
    return frozenset(plain | ({f"the {name}" for name in plain} if tag == "en" else set()))


@lru_cache(maxsize=16)
def _compound(names: Names, tag: str) -> re.Pattern[str] | None:
    """Names that hold a separator or a joint themselves."""
    language = find_language(tag)
    signs = re.compile("|".join([_separator(tag), *(re.escape(joint) for joint in language.reading.joints)]))
    compound = sorted(
        (name for name in _known(names, tag) | _former(names, tag) if signs.search(name)), key=len, reverse=True
    )
    return re.compile("|".join(map(re.escape, compound)), re.IGNORECASE) if compound else None


def _mask(text: str, tag: str, names: Names) -> tuple[str, list[str]]:
    """The text with every compound name behind one sign."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"{_MASK}{len(kept) - 1}{_MASK}"

    pattern = _compound(names, tag)
    return (pattern.sub(hide, text) if pattern else text), kept


def _unmask(text: str, kept: Sequence[str]) -> str:
    return re.sub(f"{_MASK}(\\d+){_MASK}", lambda match: kept[int(match[1])], text).strip()


def _split(text: str, separator: str) -> list[str]:
    """The parts between separators that stand in no parentheses."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and re.match(separator, character):
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def write_entry(text: str, kind: str, tag: str, names: Names) -> Any:
    """A name as the record has it: printed, it has the words of the text."""
    text = text.strip()
    if kind == "states":
        return _write_state(text, tag, names)
    match = _ACRONYM.fullmatch(text)
    if match and _looks_like_acronym(match["acronym"], names):
        body = find_organization(names, match["acronym"])
        if body and _prints(body.acronym, names, tag) == tuple(part.replace("’", "'") for part in match.groups()):
            return body.acronym
        return {"name": match["name"], "acronym": match["acronym"]}
    return {"name": text} if find_organization(names, text) else text


def _looks_like_acronym(text: str, names: Names) -> bool:
    capitals = sum(c.isupper() for c in text)
    return bool(find_organization(names, text)) or (
        capitals >= 2 and " " not in text.strip() and capitals * 2 >= len(text) - 1
    )


def _prints(acronym: str, names: Names, tag: str) -> tuple[str, str] | None:
    body = find_organization(names, acronym)
    if body is None:
        return None
    name, language = organization_name(body, tag)
    return (name.replace("’", "'"), organization_acronym(body, tag)) if language == tag else None


def _write_state(text: str, tag: str, names: Names) -> Any:
    match = re.fullmatch(r"(.*\S)\s*([(（][^()（）]+[)）])", text)
    if match and not find_state(names, text, tag) and find_state(names, match[1], tag):
        return {"state": match[1], "note": match[2]}
    state = find_state(names, text, tag)
    changed = state is not None and (text.isupper() or text in state.short.values()) and state_name(state, tag) != text
    if changed or (text.isupper() and find_organization(names, text)):
        return {"name": text}
    return text

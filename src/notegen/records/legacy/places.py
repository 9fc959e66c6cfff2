"""Where an event was: "Hotel X, San José, Costa Rica" as venue, city and country."""

import re
from typing import Any

from notegen.languages.language import find_language
from notegen.languages.names import Names, find_state
from notegen.records.legacy.characters import is_wide, words
from notegen.records.legacy.wordings import has_any, key

_PARENTHESES = re.compile(r"\s*[(（]([^()（）]+)[)）]\s*$")
_COMMA = re.compile(r"\s*[,،，]\s*")


def read_places(text: str, tag: str, names: Names) -> list[dict[str, Any]]:
    """The places that a text names, as the record has them; nothing for a text without words."""
    found: list[dict[str, Any]] = []
    for part in _split(text.strip(" ,.;،؛，；。、"), tag, names):
        if place := _read_place(part, tag, names):
            found.append(place)
    online = [place for place in found if place.get("online") and len(place) == 1]
    if online and len(found) == 2:  # "Geneva, and online" is one place
        (there,) = (place for place in found if place is not online[0])
        return [there | {"online": True}]
    return found


def is_doubtful(city: str) -> bool:
    """Whether what stands where a city is expected may be something else: it is long, has figures, or begins small."""
    return len(words(city)) > (10 if is_wide(city) else 4) or bool(re.search(r"\d", city)) or city[:1].islower()


def _split(text: str, tag: str, names: Names) -> list[str]:
    parts = [part for part in re.split(r"\s*[;؛；]\s*", text) if words(part)]
    patterns = find_language(tag).places
    if len(parts) != 1 or "(" not in patterns.city:
        return parts
    # "Lomé (Togo) et Dakar (Sénégal)": a country in parentheses ends a place.
    joints = "|".join(re.escape(joint) for joint in {patterns.separator, patterns.last})
    pieces = re.split(rf"(?<=\))(?:{joints})", text)
    return pieces if all(_PARENTHESES.search(piece) for piece in pieces) else parts


def _read_place(text: str, tag: str, names: Names) -> dict[str, Any]:
    text, online = _take_online(text.strip(), tag)
    place: dict[str, Any] = {}
    rest, state = _take_country(text, tag, names)
    if state:
        place["country"] = state
    pieces = [piece for piece in _COMMA.split(rest.strip(" ,،，")) if words(piece)]
    if pieces:
        place |= _cut_city(pieces, tag, names, known=bool(state))
    order = ("city", "country", "venue")
    return {name: place[name] for name in order if name in place} | ({"online": True} if online else {})


def _cut_city(pieces: list[str], tag: str, names: Names, *, known: bool) -> dict[str, str]:
    if tag == "zh":  # country, city and building stand together
        for state in names.states:
            capital = state.capital.get("zh", "")
            if capital and pieces[0].startswith(capital) and pieces[0] != capital:
                return {"city": capital, "venue": ", ".join([pieces[0].removeprefix(capital), *pieces[1:]])}
    if len(pieces) == 1:
        return {"city": pieces[0]}
    capitals = {key(state.capital.get(tag, "")) for state in names.states} - {""}
    if not known and key(pieces[0]) in capitals and key(pieces[-1]) not in capitals:
        return {"city": pieces[0], "venue": ", ".join(pieces[1:])}
    return {"city": pieces[-1], "venue": ", ".join(pieces[:-1])}


def _take_online(text: str, tag: str) -> tuple[str, bool]:
    language = find_language(tag)
    said = language.places.online.replace("{place}", "")
    if text.endswith(said):
        return text.removesuffix(said), True
    wordings = (language.labels.online, *language.reading.online)
    if key(text) in set(map(key, wordings)):
        return "", True
    wording = has_any(text, wordings)
    if wording is None:
        return text, False
    joints = "|".join(re.escape(joint.strip()) for joint in (*language.reading.joints, ",", "،", "，"))
    bare = re.sub(rf"(?:\s*(?:{joints}))*\s*[(（]?{re.escape(wording)}[)）]?\s*$", "", text, flags=re.IGNORECASE)
    return (bare, True) if bare != text else (text, False)


def _take_country(text: str, tag: str, names: Names) -> tuple[str, str]:
    """The text without its country, and the country as the record has it."""
    if (match := _PARENTHESES.search(text)) and (state := country(match[1], tag, names)):
        return text[: match.start()], state
    pieces = _COMMA.split(text)
    for size in (1, 2):
        tail = ", ".join(pieces[-size:])
        if len(pieces) >= size and (state := country(tail, tag, names)):
            return ", ".join(pieces[:-size]), state
    if tag == "zh":
        for row in sorted(names.states, key=lambda row: -len(row.short.get("zh", ""))):
            short = row.short.get("zh", "")
            if short and text.startswith(short) and len(text) > len(short):
                return text.removeprefix(short), row.alpha2
    return text, ""


def country(text: str, tag: str, names: Names) -> str:
    """The code of a State under its own name; another name that must mean a State as it is written."""
    text = text.strip(" .")
    state = find_state(names, text, tag)
    if state is not None:
        return state.alpha2
    bare = key(text)
    for row in names.states:
        if bare in {key(name) for name in row.customary.get(tag, ())} | {key(row.formal.get(tag, ""))}:
            return text
    return ""

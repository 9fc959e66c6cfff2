"""A group of participants: its heading, the names in it, those who came besides, and numbers."""

import re
from collections.abc import Sequence
from typing import Any

from notegen.languages.language import Language, find_language
from notegen.languages.names import Names, find_state, suggest_state
from notegen.records.legacy.characters import words
from notegen.records.legacy.entries import Listed, is_former_state, is_known, read_list, write_entry
from notegen.records.legacy.wordings import find_group, key

_LONG = 14
"""Words of a part of a list above which it is a sentence and no name."""

_ORDER = ("kind", "heading", "attendance", "join", "entries", "also", "note", "counts")

Group = dict[str, Any]
Remarks = list[tuple[tuple[str | int, ...], str]]


def read_group(heading: str, text: str, tag: str, names: Names, listed: Sequence[str] = ()) -> tuple[Group, Remarks]:
    """The group as the record has it, and what a person should look at, by the path in it.

    `listed` are names that stood one to a line.
    """
    language = find_language(tag)
    heading, attendance = _take_attendance(heading.strip(), language)
    kind = _find_kind(heading, text or " ".join(listed[:20]), tag, names)
    group: Group = {"kind": kind}
    if heading and heading != getattr(language.labels, kind):
        group["heading"] = heading
    if attendance:
        group["attendance"] = attendance
    remarks: Remarks = []
    if listed:
        _fill(group, Listed(tuple(entry.rstrip(";,.،؛；。、") for entry in listed), "commas"), tag, names, remarks)
        if text:
            group["note"] = text
        return group, remarks
    text = text.strip().rstrip(";؛；").strip()
    if counts := _read_counts(text, language):
        return group | {"kind": "persons" if kind == "other" else kind} | counts, remarks
    main, also = _cut_also(text, language)
    found = read_list(main, kind, tag, names)
    if _is_prose(found, text, tag, names):
        group["note"] = text
        return group, remarks
    _fill(group, found, tag, names, remarks)
    if also:
        more = read_list(also, kind, tag, names)
        group["also"] = [write_entry(entry, kind, tag, names) for entry in more.entries]
        _suggest(more.entries, kind, tag, names, remarks, "also")
    return {name: group[name] for name in _ORDER if name in group}, remarks


def _fill(group: Group, found: Listed, tag: str, names: Names, remarks: Remarks) -> None:
    group["entries"] = [write_entry(entry, group["kind"], tag, names) for entry in found.entries]
    if found.join == "commas" and len(found.entries) > 1:
        group["join"] = "commas"
    if found.uncertain:
        remarks.append(
            (("entries", len(found.entries) - 1), "one name or two? What joins them could be part of a name")
        )
    _suggest(found.entries, group["kind"], tag, names, remarks, "entries")


def _suggest(entries: Sequence[str], kind: str, tag: str, names: Names, remarks: Remarks, where: str) -> None:
    for i, entry in enumerate(entries if kind == "states" else ()):
        if not is_known(entry, tag, names) and (name := suggest_state(names, entry, tag)):
            remarks.append(((where, i), f'the UN short name may be "{name}"'))


def _find_kind(heading: str, text: str, tag: str, names: Names) -> str:
    """The kind that the heading names, else that of most names."""
    if found := find_group(heading, tag) if heading else None:
        return found
    entries = read_list(text, "other", tag, names).entries
    former = sum(is_former_state(entry, tag, names) for entry in entries)
    known = former + sum(is_known(entry, tag, names) for entry in entries)
    if entries and known * 2 > len(entries):
        states = former + sum(find_state(names, entry, tag) is not None for entry in entries)
        return "states" if states * 2 >= known else "organizations"
    return "other"


def _take_attendance(heading: str, language: Language) -> tuple[str, str]:
    """The heading without what is said of how they took part, and that."""
    for attendance in ("invited", "registered", "visited"):
        for said in getattr(language.attendance, attendance).values():
            start, end = language.attendance.heading.replace("{said}", said).split("{heading}")
            bare = heading.removesuffix(end).removeprefix(start)
            if bare != heading:
                return bare.strip(), attendance
    return heading, ""


def _cut_also(text: str, language: Language) -> tuple[str, str]:
    """What stands before and after "as well as", at its last place in the list."""
    wordings = (language.lists.also.strip(" ,،，、"), *language.reading.also)
    best = -1, ""
    for wording in wordings:
        for match in re.finditer(
            rf"[,،，、]\s*{re.escape(wording)}(?!\w)" if language.language != "zh" else rf"[，、]{re.escape(wording)}",
            text,
            re.IGNORECASE,
        ):
            best = max(best, (match.start(), match[0]))
    at, said = best
    if at < 1:
        return text, ""
    return text[:at], text[at + len(said) :].strip()


def _is_prose(found: Listed, text: str, tag: str, names: Names) -> bool:
    """Whether the text tells who came in sentences."""
    size = 40 if tag == "zh" else _LONG
    if not found.entries or re.search(r"[.!?。؟]\s+\S", text.rstrip(".。")):
        return not any(is_known(entry, tag, names) for entry in found.entries)
    long = [entry for entry in found.entries if len(words(entry)) > size and not is_known(entry, tag, names)]
    return bool(long) and not any(is_known(entry, tag, names) for entry in found.entries)


def _read_counts(text: str, language: Language) -> Group | None:
    """Numbers of participants as the language counts them, and a note in parentheses after them."""
    match = re.fullmatch(r"(?P<counted>[^()（）]+?)\s*(?P<note>[(（].*[)）])?", text)
    if match is None or not re.search(r"\d|واحد|ان$", match["counted"]):
        return None
    left, counts = key(match["counted"]), {}
    for kind in ("persons", "states", "organizations", "women"):
        for form in getattr(language.counts, kind).values():
            pattern = key(form.replace("{n}", "7777")).replace("7777", r"(?P<n>\d+(?: \d{3})*)")
            if "(?P<n>" in pattern and (
                found := re.search(rf"(?<!\w){pattern}(?!\w)" if language.language != "zh" else pattern, left)
            ):
                counts[kind] = int(found["n"].replace(" ", ""))
                left = left.replace(found[0], " ", 1)
                break
    joints = {key(joint) for joint in language.reading.joints} | {""}
    if not counts or key(left) not in joints:
        return None
    order = [kind for kind in ("persons", "women", "states", "organizations") if kind in counts]
    shown = language.join([language.count(kind, counts[kind]) for kind in order])
    if sorted(words(shown)) != sorted(words(match["counted"])):
        return None
    return {"counts": {kind: counts[kind] for kind in order}} | ({"note": match["note"]} if match["note"] else {})

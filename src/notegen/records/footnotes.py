"""Footnotes of a record: every mark has a note, every note a mark, and they are numbered as they come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from notegen.diagnostics import Diagnostic, Path, Severity
from notegen.records.model import MAX_KNOWN, Note
from notegen.records.text import MARK, Passage, marks, passages

# What Markdown takes literally, so that a mark in it is none: an escaped character, code.
_CODE = r"(?<!`)(?P<ticks>`+)(?!`)[\s\S]*?(?<!`)(?P=ticks)(?!`)"
_MARK_OR_LITERAL = re.compile(rf"\\[\s\S]|{_CODE}|\[\^(?P<key>[^\s\[\]^]+)\]")

DISCLAIMER = "disclaimer"
"""The key of the footnote that the disclaimer is; no record may use it for another."""

STRAYED = "strayed-footnote"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote with the mark that it is printed with."""

    key: str
    mark: str
    text: str


def number_footnotes(note: Note) -> tuple[Footnote, ...]:
    """The footnotes in the order of their first marks; the disclaimer, marked on the title, comes first."""
    found = [Footnote(DISCLAIMER, "*", note.disclaimer.text)] if note.disclaimer else []
    count = 0
    if note.disclaimer and note.disclaimer.mark == "number":
        found, count = [Footnote(DISCLAIMER, "1", note.disclaimer.text)], 1
    seen = set()
    for passage in passages(note):
        if passage.path[0] in ("footnotes", "disclaimer"):
            break
        for key in marks(passage.tokens()) if "[^" in passage.text else ():
            if key in note.footnotes and key not in seen:
                seen.add(key)
                count += 1
                found.append(Footnote(key, str(count), note.footnotes[key]))
    return tuple(found)


def check_footnotes(note: Note) -> Iterator[Diagnostic]:
    """Marks without a note, notes without a mark, marks inside notes, the key of the disclaimer."""
    used = set()
    for passage in passages(note):
        inside = passage.path[0] in ("footnotes", "disclaimer")
        for key, at in _find_marks(passage):
            if inside:
                yield _at_mark(note, passage, key, at, "footnote-in-footnote", "a footnote cannot hold a mark")
            elif key not in note.footnotes and note.origin.is_empty(("footnotes", key)):
                if key not in used:
                    yield _textless(note, key)
            elif key not in note.footnotes:
                hint = _suggest(key, note)
                message = f'there is no footnote "{key}"'
                yield _at_mark(note, passage, key, at, "unknown-footnote", message, hint)
            used.add(key)
    yield from _misplaced(note)
    for key in note.footnotes:
        path: Path = ("footnotes", key)
        place = note.origin.place(path, key=True)
        if key == DISCLAIMER:
            hint = "the disclaimer is a key of the record"
            yield Diagnostic("reserved-footnote", f'"{key}" is the disclaimer', path=path, place=place, hint=hint)
        elif not MARK.fullmatch(f"[^{key}]"):
            message = f'"{key}" cannot be the key of a footnote'
            yield Diagnostic("bad-footnote", message, path=path, place=place, hint="one word, without brackets")
        elif key not in used:
            message = f"no text has the mark [^{key}], so this footnote is not printed"
            yield Diagnostic("unused-footnote", message, Severity.WARNING, path, place)


def _textless(note: Note, key: str) -> Diagnostic:
    message, path = f'the footnote "{key}" has no text', ("footnotes", key)
    place = note.origin.place(path, key=True)
    return Diagnostic("missing-value", message, path=path, place=place, hint="write its text behind the colon")


def tell_strayed(note: Note, number: int) -> Diagnostic:
    """That the page of its first mark has no room for a footnote, by its number in the order of the page."""
    footnote = number_footnotes(note)[number - 1]
    message = f"footnote {footnote.mark} does not fit on the page of its mark"
    hint = "make it shorter, or move its mark"
    for passage in passages(note) if footnote.key != DISCLAIMER else ():
        for key, at in _find_marks(passage):
            if key == footnote.key:
                place = note.origin.locate(passage.path, at, at + len(f"[^{key}]"))
                return Diagnostic(STRAYED, message, Severity.WARNING, passage.path, place, hint)
    path: Path = (DISCLAIMER,)
    return Diagnostic(STRAYED, message, Severity.WARNING, path, note.origin.place(path), hint)


def _misplaced(note: Note) -> Iterator[Diagnostic]:
    """Marks in words that are no running text: labels, the summary, keywords."""
    words: dict[Path, str] = {("labels", name): label for name, label in note.labels.items()}
    words |= {("details", name, "label"): detail.label for name, detail in note.details.items()}
    words |= {("keywords", i): word for i, word in enumerate(note.keywords)}
    for path, text in (words | {("summary",): note.summary or ""}).items():
        if match := MARK.search(text):
            place = note.origin.locate(path, match.start(), match.end())
            hint = "put it into the text"
            yield Diagnostic("misplaced-footnote", "a mark cannot stand here", path=path, place=place, hint=hint)


def _find_marks(passage: Passage) -> Iterator[tuple[str, int]]:
    """Each mark of a passage and where it begins, -1 when that is not known."""
    if "[^" not in passage.text:
        return
    matches = _MARK_OR_LITERAL.finditer(passage.text)
    for key in marks(passage.tokens()):
        yield key, next((match.start() for match in matches if match["key"] == key), -1)


def _at_mark(
    note: Note, passage: Passage, key: str, at: int, code: str, message: str, hint: str | None = None
) -> Diagnostic:
    place = note.origin.locate(passage.path, at, at + len(f"[^{key}]"))
    return Diagnostic(code, message, path=passage.path, place=place, hint=hint)


def _suggest(key: str, note: Note) -> str:
    close = get_close_matches(key, list(note.footnotes)[:MAX_KNOWN], n=1)
    return f'did you mean "{close[0]}"?' if close else f"write it under footnotes: {{{key}: …}}"

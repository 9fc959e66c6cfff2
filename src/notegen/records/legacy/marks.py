"""Footnotes of an old note: their texts, wherever a page's foot has carried them, and the marks that call them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from notegen.languages.language import Language
from notegen.records.legacy.blocks import Block
from notegen.records.legacy.characters import is_wide, words
from notegen.records.legacy.wordings import is_disclaimer, is_title

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TITLE_MARK = re.compile(
    r"\s*(?:\[\^(?P<key>[^\]\s]+)\]|(?P<raised>[⁰¹²³⁴-⁹]+)|(?P<bare>(?<=\D)\d{1,2})|\(?(?P<sign>\*+|†)\)?|[(\[](?P<inside>\d)[)\]])\s*$"
)
_PLAIN_NOTE = re.compile(r"[(\[]?(\d{1,2})[)\].]?\s+(\S.*)", re.DOTALL)
_ANY_MARK = re.compile(r"\[\^[^\]\s]+\]|[⁰¹²³⁴-⁹]+")


@dataclass(frozen=True, slots=True)
class NoteText:
    """The text of a footnote, and the mark before it: "1", "*", or the key of `[^key]`."""

    mark: str
    block: Block
    disclaimer: bool = False

    @property
    def key(self) -> str:
        """Its key in the record."""
        return f"note-{self.mark}" if self.mark.isdigit() else "note" if not self.mark.isalnum() else self.mark


@dataclass(slots=True)
class Marks:
    """The notes of a paper and which of them have been called."""

    notes: list[NoteText]
    keys: dict[int, str] = field(default_factory=dict)
    consumed: list[str] = field(default_factory=list)

    def footnotes(self) -> dict[str, str]:
        """The texts by key of those that were called."""
        return {self.keys[i]: note.block.text for i, note in enumerate(self.notes) if i in self.keys}

    def uncalled(self) -> list[NoteText]:
        """Those that no text has a mark of."""
        return [note for i, note in enumerate(self.notes) if i not in self.keys and not note.disclaimer]

    def call(self, text: str) -> tuple[str, bool]:
        """The text with `[^key]` for every mark of a note, and whether a bare figure was taken for one."""
        guessed = False
        for i, note in enumerate(self.notes):
            if note.disclaimer or i in self.keys:
                continue
            for pattern, sure in _patterns(note.mark):
                if match := pattern.search(text):
                    key = self._key(note)
                    self.keys[i] = key
                    self.consumed += [match[0]] * ("^" not in match[0])
                    text = f"{text[: match.start()]}[^{key}]{text[match.end() :]}"
                    guessed = guessed or not sure
                    break
        return self._release(text), guessed

    def _key(self, note: NoteText) -> str:
        key, number = note.key, 2
        while key in self.keys.values():
            key, number = f"{note.key}-{number}", number + 1
        return key

    def _release(self, text: str) -> str:
        """Marks that call nothing are text."""
        known = set(self.keys.values())
        return re.sub(r"\[\^([^\]\s]+)\]", lambda m: m[0] if m[1] in known else rf"\[^{m[1]}\]", text)


def _patterns(mark: str) -> list[tuple[re.Pattern[str], bool]]:
    """What can call a note, the surest first."""
    found = [(re.compile(rf"(?<=\S)\s?\[\^{re.escape(mark)}\]"), True)]
    if mark.isdigit():
        raised = mark.translate({ord(str(i)): c for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")})
        found += [
            (re.compile(rf"(?<![⁰¹²³⁴-⁹]){raised}(?![⁰¹²³⁴-⁹])"), True),
            (re.compile(rf"(?<=\S)\[{mark}\]|\s?\({mark}\)(?=[.,;]?$)"), True),
            (_in_parentheses(mark), False),
            (
                re.compile(
                    rf"(?<=[^\W\d_][.,;:!?)»”\"'。，；])\s?{mark}(?=\s+[^\W\d_]|$)|(?<=[^\W\d_]{{3}}){mark}(?=[\s.,;:)]|$)"
                ),
                False,
            ),
            (re.compile(rf"(?<=[\u4e00-\u9fff，。；]){mark}(?=[\u4e00-\u9fff，。；]|$)"), False),
        ]
    elif not mark.isalnum():
        found.append((re.compile(rf"(?<=[\w.,;:)”’»]){re.escape(mark)}(?![\w{re.escape(mark[0])}])"), True))
    return found


def _in_parentheses(mark: str) -> re.Pattern[str]:
    """A figure in parentheses behind a word, or behind the sign that ends a sentence."""
    return re.compile(rf"(?<=[^\W\d_])\s?\({mark}\)(?=[.,;:]?(?:\s|$))|(?<=[.,;:!?)»”])\s?\({mark}\)(?=\s|$)")


def cut_title_mark(title: str) -> tuple[str, str]:
    """A title without its mark, and the mark."""
    match = _TITLE_MARK.search(title)
    if match is None or match.start() == 0:
        return title, ""
    found = match["key"] or match["bare"] or match["sign"] or match["inside"] or match["raised"].translate(_RAISED)
    return title[: match.start()].rstrip(), found


def take_notes(blocks: Sequence[Block], language: Language) -> tuple[list[Block], Marks, str]:
    """The blocks without those that are footnotes, the footnotes, and the mark on the title."""
    title_mark = ""
    for block in blocks[:8]:
        bare, mark = cut_title_mark(block.text)
        if mark and (is_title(bare, language.language) or block.kind == "heading"):
            title_mark = mark
            break
    whole = "\n".join(block.text for block in blocks)
    foot = {id(block) for block in _find_foot(blocks)}
    rest, notes = [], list[NoteText]()
    for block in blocks:
        typed = NoteText(block.marker.strip("()"), block) if id(block) in foot else None
        note = _read_note(block, title_mark, whole, language) or typed
        if note and words(note.block.text):  # a mark alone is no note
            said = is_disclaimer(note.block.text, language) or (title_mark == note.mark and not notes)
            said = said and not any(other.disclaimer for other in notes)
            notes.append(replace(note, disclaimer=said))
        else:
            rest.append(block)
    return rest, Marks(notes), title_mark


def _find_foot(blocks: Sequence[Block]) -> Sequence[Block]:
    """The notes "(1) …" at the end of a text, if what stands before them calls each of them."""
    at = len(blocks)
    while at and blocks[at - 1].kind == "numbered" and re.fullmatch(r"\(\d{1,2}\)", blocks[at - 1].marker):
        at -= 1
    before = "\n".join(block.text for block in blocks[:at])
    called = all(_in_parentheses(block.marker.strip("()")).search(before) for block in blocks[at:])
    return blocks[at:] if called else ()


def _read_note(block: Block, title_mark: str, whole: str, language: Language) -> NoteText | None:
    said = is_disclaimer(block.text, language)
    if block.kind == "note":
        mark = block.marker.translate(_RAISED)
        keyed = re.fullmatch(r"\[\^(.+)\]", mark)
        return NoteText(keyed[1] if keyed else mark, block)
    if block.kind == "item" and block.marker in ("*", "†") and (said or title_mark == block.marker):
        return NoteText(block.marker, block, said)
    if block.kind == "numbered" and block.marker.strip("().").isdigit():
        number = block.marker.strip("().")
        if said or (block.marker.startswith("(") and title_mark == number and _is_long(block.text)):
            return NoteText(number, block, said)
    if block.kind == "paragraph" and (match := _PLAIN_NOTE.fullmatch(block.text)):
        number, text = match.groups()
        bare = block.text[len(number) : len(number) + 1].isspace() or block.text.startswith(f"[{number}]")
        called = any(
            pattern.search(other) for pattern, _ in _patterns(number) for other in [whole.replace(block.text, "")]
        )
        if said or (bare and _is_long(text) and (called or title_mark == number)):
            return NoteText(number, replace(block, text=text, marker=number), said)
    if block.kind == "paragraph" and (found := _ANY_MARK.match(block.text)):
        text = block.text[found.end() :].strip()
        return NoteText(found[0].strip("[]^").translate(_RAISED), replace(block, text=text), said)
    if block.kind == "paragraph" and said and len(block.text) < 700:
        return NoteText(title_mark or "1", block, True)
    return None


def _is_long(text: str) -> bool:
    return len(text) > (8 if is_wide(text) else 25) and text.rstrip()[-1:] in ".!?。”»)"

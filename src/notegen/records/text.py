"""The texts of a record: Markdown to tokens, and every text of a note in reading order.

Markdown is CommonMark by markdown-it-py without raw HTML, headings, code blocks and entities, with
tables, with links for e-mail and web addresses, and with `[^key]` for a footnote. What is not
Markdown is printed as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from notegen.diagnostics import Path
from notegen.records.addresses import link_addresses
from notegen.records.model import Annex, Entry, Group, Named, Note, Subsubsection

MARK = re.compile(r"\[\^([^\s\[\]^]+)\]")
"""A footnote mark; its group is the key."""

# Not all that str.split() takes for white space: a space that does not break stays.
_SPACES = re.compile(r"[ \t\r\n\u2028\u2029]+")
# Ends of lines and paragraphs that word processors and web pages leave in a text; Markdown has others.
_ENDS = str.maketrans("\u2028\u2029", "  ")
_OFF = ["html_inline", "entity", "heading", "lheading", "code", "fence", "hr", "html_block", "reference"]

# What stands deeper is not read at all. A level of a list counts twice, and a page has room for no more.
_DEEPEST = 40

Tokens = tuple[Token, ...]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable("table").disable(_OFF)
    parser.inline.ruler.before("link", "footnote_mark", _read_mark)
    parser.core.ruler.after("inline", "addresses", link_addresses)
    parser.core.ruler.after("inline", "places", _unlink_places)
    return parser


def _read_mark(state: StateInline, silent: bool) -> bool:
    match = MARK.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("footnote_mark", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def leads_nowhere(address: str) -> bool:
    """Whether it is a place in the document, of which a text knows none, or one that is kept for annexes."""
    return address.strip().lower().startswith(("#", "annex:"))


def _unlink_places(state: StateCore) -> None:
    """A core rule of markdown-it: links to such places are words."""
    for token in state.tokens:
        if token.type != "inline" or not token.children or not ("#" in token.content or ":" in token.content):
            continue
        kept, dropped = [], False  # links are not nested
        for child in token.children:
            if child.type == "link_open":
                dropped = leads_nowhere(str(child.attrs["href"]))
            if not (dropped and child.type in ("link_open", "link_close")):
                kept.append(child)
        token.children = kept


@lru_cache(maxsize=512)
def parse_inline(text: str) -> Tokens:
    """The tokens of a text of one paragraph; they are shared, so nobody changes them."""
    # Line ends of the YAML are spaces here: an inline text has no lines of its own.
    (inline,) = _parser().parseInline(tidy_spaces(text).strip(" "))
    return tuple(inline.children or ())


def tidy_spaces(text: str) -> str:
    """The text of one paragraph in one line, with one space wherever there are several."""
    return _SPACES.sub(" ", text)


@lru_cache(maxsize=512)
def parse_blocks(text: str) -> Tokens:
    """The tokens of a text of paragraphs, lists, quotes, tables and figures; shared like the others."""
    return tuple(_parser().parse(text.translate(_ENDS)))


def find_too_deep(tokens: Sequence[Token]) -> Token | None:
    """The list item or quote whose content is left out, for it is nested too deeply."""
    holders = ("list_item_open", "blockquote_open")
    return next((token for token in tokens if token.type in holders and token.level >= _DEEPEST - 1), None)


def join_lines(text: str) -> str:
    """A text of blocks that prints alike, with each paragraph in one line; a line that is broken on purpose stays."""
    lines: list[str | None] = [*text.split("\n")]
    for token in parse_blocks(text):
        if token.type == "inline" and token.map is not None and token.map[1] - token.map[0] > 1:
            first, *others = lines[slice(*token.map)]
            joined = str(first)
            for line in map(str, others):
                broken = joined.endswith(("  ", "\\"))
                joined = joined + "\n" + line if broken else joined.rstrip(" ") + " " + line.lstrip(" \t>")
            lines[slice(*token.map)] = [joined, *[None] * len(others)]
    return re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", "\n".join(line for line in lines if line is not None))


def walk(tokens: Sequence[Token]) -> Iterator[Token]:
    """Every token, those inside `inline` tokens in place of them."""
    for token in tokens:
        if token.type == "inline":
            yield from token.children or ()
        else:
            yield token


def marks(tokens: Sequence[Token]) -> list[str]:
    """The keys of the footnote marks in order."""
    return [token.content for token in walk(tokens) if token.type == "footnote_mark"]


def plain(tokens: Sequence[Token]) -> str:
    """The words alone: no marks, no markup; one space where a line or a block ends."""
    parts = []
    for token in walk(tokens):
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or (token.block and token.nesting < 0):
            parts.append(" ")
        elif token.type == "image":
            parts.append(plain(token.children or ()))
    return tidy_spaces("".join(parts)).strip(" ")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a record: where it is, what it says, and whether it may hold blocks."""

    path: Path
    text: str
    blocks: bool = False

    def tokens(self) -> Tokens:
        """The passage as tokens."""
        return parse_blocks(self.text) if self.blocks else parse_inline(self.text)


def passages(note: Note) -> Iterator[Passage]:
    """Every printed text of the note, in the order of the page; footnotes come last."""
    if note.title:
        yield Passage(("title",), note.title)
    for row in note.rows:
        yield from _row(note, row)
    for i, section in enumerate(note.sections):
        yield from _section(section, ("sections", i))
    if note.contact and note.contact.text:
        yield Passage(("contact", "text"), note.contact.text)
    for i, annex in enumerate(note.annexes):
        yield from _annex(annex, ("annexes", i))
    for key, text in note.footnotes.items():
        yield Passage(("footnotes", key), text)
    if note.disclaimer:
        path: Path = ("disclaimer", "text") if note.origin.is_mapping(("disclaimer",)) else ("disclaimer",)
        yield Passage(path, note.disclaimer.text)


def _row(note: Note, row: str) -> Iterator[Passage]:
    if row == "event":
        yield Passage(("event", "title"), note.event.title)
    elif row == "organizers":
        if isinstance(note.organizers, str):
            yield Passage(("organizers",), note.organizers)
        for i, name in enumerate(note.organizers if isinstance(note.organizers, tuple) else ()):
            yield Passage(("organizers", i), name)
    elif row in ("date_and_venue", "venue"):
        yield from _places(note)
    elif row == "participants":
        for i, group in enumerate(note.participants):
            yield from _group(group, ("participants", i))
    elif row in note.details:
        yield Passage(("details", row, "text"), note.details[row].text)


def _places(note: Note) -> Iterator[Passage]:
    listed = len(note.event.place) > 1 or note.origin.has(("event", "place", 0))
    for i, place in enumerate(note.event.place):
        path: Path = ("event", "place", i) if listed else ("event", "place")
        for key in ("venue", "city", "country"):
            if text := getattr(place, key):
                yield Passage((*path, key), text)


def _group(group: Group, path: Path) -> Iterator[Passage]:
    if group.heading:
        yield Passage((*path, "heading"), group.heading)
    yield from _entries(group.entries, (*path, "entries"))
    yield from _entries(group.also, (*path, "also"))
    if group.note:
        yield Passage((*path, "note"), group.note)


def _entries(entries: Sequence[Entry], path: Path) -> Iterator[Passage]:
    for i, entry in enumerate(entries):
        if isinstance(entry, Named):
            for key in ("name", "state", "acronym", "note"):
                if text := getattr(entry, key):
                    yield Passage((*path, i, key), text)
        else:
            yield Passage((*path, i), entry)


def _section(section: Subsubsection, path: Path) -> Iterator[Passage]:
    if section.heading:
        yield Passage((*path, "heading"), section.heading)
    if section.text:
        yield Passage((*path, "text"), section.text, blocks=True)
    for i, item in enumerate(section.items):
        yield Passage((*path, "items", i), item)
    for i, sub in enumerate(getattr(section, "sections", ())):
        yield from _section(sub, (*path, "sections", i))


def _annex(annex: Annex, path: Path) -> Iterator[Passage]:
    yield Passage((*path, "title"), annex.title)
    if annex.text:
        yield Passage((*path, "text"), annex.text, blocks=True)

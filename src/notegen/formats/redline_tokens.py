"""Two texts as tokens made one: words that were inserted or deleted stand between tokens that say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markdown_it.token import Token

from notegen.records.comparison import Kind, align, compare_items, split_words
from notegen.records.text import Tokens, plain

# In HTML, and in words for who cannot see it.
TAGS = {"inserted": "ins", "deleted": "del"}


@dataclass(frozen=True, slots=True, eq=False)
class _Atom:
    """A word, or a token that is not divided, with the markup that is open around it; equal when it says the same."""

    word: str
    token: Token
    around: Tokens

    def _key(self) -> tuple[str, str, tuple[str, ...]]:
        picture = [self.token] if self.token.type == "image" else []
        said = tuple(f"{token.type} {sorted(token.attrs.items())}" for token in (*self.around, *picture))
        return self.word, self.token.type, said

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Atom) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())


def merge_inline(old: Tokens, new: Tokens) -> Tokens:
    """Two texts of one paragraph as one."""
    if _keys(old) == _keys(new):
        return new
    found = compare_items(list(_atoms(old)), list(_atoms(new)), lambda atom: atom.word.isspace())
    return tuple(token for kind, atoms in found for token in _write(kind, atoms))


def mark_inline(tokens: Tokens, kind: Kind) -> Tokens:
    """A text of one paragraph that is inserted or deleted as a whole."""
    return tuple(_write(kind, list(_atoms(tokens))))


def merge_blocks(old: Tokens, new: Tokens) -> Tokens:
    """Two texts of blocks as one: blocks that have become others are compared inside."""
    before, after = list(_nodes(old)), list(_nodes(new))
    merged: list[Token] = []
    for i, j in align(before, after, _write_node):
        if j is None:
            assert i is not None
            merged += mark_blocks(before[i], "deleted")
        elif i is None:
            merged += mark_blocks(after[j], "inserted")
        else:
            merged += _merge_nodes(before[i], after[j])
    return tuple(merged)


def mark_blocks(tokens: Tokens, kind: Kind) -> Tokens:
    """Blocks that are inserted or deleted as a whole."""
    return tuple(
        token.copy(children=list(mark_inline(tuple(token.children), kind))) if token.children else token
        for token in tokens
    )


def _merge_nodes(old: Tokens, new: Tokens) -> Tokens:
    (opening, *inner), (other, *others) = old, new
    if opening.type != other.type or _count_columns(old) != _count_columns(new):
        return (*mark_blocks(old, "deleted"), *mark_blocks(new, "inserted"))
    if other.type == "inline":
        return (other.copy(children=list(merge_inline(tuple(opening.children or ()), tuple(other.children or ())))),)
    cells, new_cells = list(_nodes(tuple(inner[:-1]))), list(_nodes(tuple(others[:-1])))
    if other.type == "tr_open":
        merged = [token for pair in zip(cells, new_cells, strict=True) for token in _merge_nodes(*pair)]
        return (other, *merged, others[-1])
    return (other, *merge_blocks(tuple(inner[:-1]), tuple(others[:-1])), others[-1])


def _count_columns(node: Tokens) -> int:
    """How many columns a table has, all of whose rows are as wide; 0 where it is none."""
    return sum(token.type == "th_open" for token in node) if node[0].type == "table_open" else 0


def _nodes(tokens: Tokens) -> Iterator[Tokens]:
    """The blocks of one level, each with all that is in it."""
    node: list[Token] = []
    depth = 0
    for token in tokens:
        node.append(token)
        depth += token.nesting
        if depth == 0:
            yield tuple(node)
            node = []


def _write_node(node: Tokens) -> str:
    pictures = [str(child.attrs["src"]) for token in node for child in token.children or () if child.type == "image"]
    return " ".join([node[0].type, plain(node), *pictures])


def _keys(tokens: Tokens) -> list[tuple[str, str, str]]:
    return [(token.type, token.content, str(sorted(token.attrs.items()))) for token in tokens]


def _atoms(tokens: Sequence[Token]) -> Iterator[_Atom]:
    around: list[Token] = []
    for token in tokens:
        if token.nesting > 0:
            around.append(token)
        elif token.nesting < 0:
            around.pop()
        elif token.type == "text":
            for word in split_words(token.content):
                yield _Atom(word, token, tuple(around))
        elif token.type in ("softbreak", "hardbreak"):
            yield _Atom(" ", token.copy(type="text", content=" "), tuple(around))
        else:
            yield _Atom(token.content or str(token.attrs.get("src", "")), token, tuple(around))


def _write(kind: Kind, atoms: Sequence[_Atom]) -> Iterator[Token]:
    """The atoms as tokens, in runs that have the same markup around them."""
    for (around, _), run in groupby(atoms, lambda atom: (atom.around, _is_call(atom, kind))):
        if kind != "same":
            yield Token(f"{kind}_open", TAGS[kind], 1)
        yield from around
        for has_words, alike in groupby(run, lambda atom: bool(_words(atom, kind))):
            if has_words:
                yield Token("text", "", 0, content="".join(_words(atom, kind) for atom in alike))
            else:
                yield from (token for atom in alike for token in _show(atom.token, kind))
        yield from (_closing(token) for token in reversed(around))
        if kind != "same":
            yield Token(f"{kind}_close", TAGS[kind], -1)


def _show(token: Token, kind: Kind) -> Iterator[Token]:
    """A token that is no words; a picture within a mark is no figure, so its caption stands behind it."""
    yield token
    if token.type == "image" and kind != "same" and token.attrs.get("title"):
        yield Token("text", "", 0, content=f" {token.attrs['title']}")


def _words(atom: _Atom, kind: Kind) -> str:
    """What an atom is in words; "" for one that is shown in another way."""
    if _stays(atom.token, kind):
        return str(atom.token.meta["mark"])
    if atom.token.type == "image" and kind == "deleted":
        return f"[{plain(atom.token.children or ())}] {atom.token.attrs.get('title', '')}".rstrip()
    return atom.word if atom.token.type == "text" else ""


def _is_call(atom: _Atom, kind: Kind) -> bool:
    """Whether it is the mark of a footnote, a link, of which no words can be told in place of it."""
    return atom.token.type == "footnote_mark" and not _stays(atom.token, kind)


def _stays(token: Token, kind: Kind) -> bool:
    """Whether it is a mark that is deleted here, though its footnote stays."""
    return kind == "deleted" and token.type == "footnote_mark" and bool(token.meta.get("stays"))


def _closing(token: Token) -> Token:
    return Token(token.type.replace("_open", "_close"), token.tag, -1, markup=token.markup)

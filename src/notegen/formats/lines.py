"""Lines of plain text by their width on a screen, in any script."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

# Signs of full width that no line begins with, and that none ends with.
_NOT_FIRST = frozenset("，。、；：？！）》」』】〉”’…·—～％")
_NOT_LAST = frozenset("（《「『【〈“‘")
_SPACES = " \t\n"
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}

Direction = Literal["ltr", "rtl"]


def width(text: str) -> int:
    """Columns that the text takes: two for a Chinese character, none for a mark that combines."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if _is_wide(character) else 1


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")


def wrap(text: str, columns: int, first: str = "", others: str | None = None) -> list[str]:
    """The text in lines of at most so many columns; a longer word has a line of its own.

    `first` stands before the first line and `others` before the rest, by default as many spaces.
    """
    others = " " * width(first) if others is None else others
    lines: list[str] = []
    for forced in text.split("\n"):
        line, taken = first if not lines else others, False
        for piece in _pieces(forced):
            if taken and width(line + piece.rstrip(_SPACES)) > columns:
                lines.append(line.rstrip(_SPACES))
                line = others
            line += piece
            taken = True
        lines.append(line.rstrip(_SPACES))
    return lines


def fit_columns(cells: Sequence[Sequence[str]], columns: int, gap: int = 2) -> list[int] | None:
    """The width of each column of a table so that all fit, the widest cut first; None when some word would not."""
    widths = [max(1, *map(width, column)) for column in zip(*cells, strict=True)]
    narrowest = [max(1, *map(longest, column)) for column in zip(*cells, strict=True)]
    gaps = gap * (len(widths) - 1)
    while sum(widths) + gaps > columns:
        room = [column if column > least else 0 for column, least in zip(widths, narrowest, strict=True)]
        if not any(room):
            return None
        widths[room.index(max(room))] -= 1
    return widths


def longest(text: str) -> int:
    """Columns that the longest word of the text takes, in which no line can end."""
    return max((width(piece.rstrip(_SPACES)) for piece in _pieces(text)), default=0)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces between which a line may end: after spaces, and between Chinese characters."""
    start = 0
    for i in range(1, len(text)):
        before, after = text[i - 1], text[i]
        spaced = before in _SPACES and after not in _SPACES
        wide = (_is_wide(before) or _is_wide(after)) and after not in _SPACES
        if spaced or (wide and after not in _NOT_FIRST and before not in _NOT_LAST and _columns(after)):
            yield text[start:i]
            start = i
    if text:
        yield text[start:]


def pad(text: str, columns: int, side: str = "left") -> str:
    """The text filled with spaces on the other side to so many columns."""
    spaces = " " * max(0, columns - width(text))
    return spaces + text if side == "right" else text + spaces


def turn(lines: Sequence[str], direction: Direction) -> list[str]:
    """The lines, each with a mark of the direction where its own first letter would show another.

    In an e-mail a line is a paragraph, so one that begins with "UNODA" in Arabic text would stand turned round.
    """
    return [line if _direction(line) in (direction, None) else _MARKS[direction] + line for line in lines]


def _direction(line: str) -> Direction | None:
    for character in line:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return None

"""Document symbols and what stands behind them: Rev.1, Add.2, Corr.1."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from notegen.records.values import Part

_SUFFIX = re.compile(r"(?:/Rev\.([1-9]\d{0,3}))?(?:/Add\.([1-9]\d{0,3}))?(?:/Corr\.([1-9]\d{0,3}))?$")


def _check_number(number: int) -> int:
    if not 1 <= number <= LAST:
        hint = f"from 1 to {LAST}; leave the key out where there is none"
        raise PydanticCustomError("version", "{number} numbers no version", {"number": number, "hint": hint})
    return number


LAST = 9999
Number = Annotated[
    int, AfterValidator(_check_number), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LAST})
]


_NUMBERED = re.compile(r"(.*?)(\d{1,6})")
_NAMED = 3
"""How many missing symbols are named one by one."""


class Edition(Part):
    """Which state of a document this is; written as the United Nations does: Rev.1, Add.2, Rev.1/Corr.1."""

    rev: Number | None = Field(default=None, description="A new text in place of the old one.")
    add: Number | None = Field(default=None, description="An addition to the text.")
    corr: Number | None = Field(default=None, description="Corrections of the text.")

    @model_validator(mode="after")
    def _some(self) -> "Edition":
        if not (self.rev or self.add or self.corr):
            raise PydanticCustomError("version", "a version says nothing", {"hint": "give rev, add or corr"})
        return self

    def __str__(self) -> str:
        parts = (("Rev", self.rev), ("Add", self.add), ("Corr", self.corr))
        return "/".join(f"{name}.{number}" for name, number in parts if number)

    @property
    def before(self) -> "Edition | None":
        """The edition that this one presupposes; None for the document as it was first issued.

        Rev.2 follows Rev.1, Corr.2 follows Corr.1, and Rev.1/Corr.1 corrects Rev.1.
        """
        rev, add, corr = self.rev or 0, self.add or 0, self.corr or 0
        if corr:
            corr -= 1
        elif add:
            add -= 1
        else:
            rev -= 1
        return Edition(rev=rev or None, add=add or None, corr=corr or None) if rev or add or corr else None

    @property
    def replaces(self) -> bool:
        """Whether what came before holds no more: a revision replaces it, the others stand beside it."""
        return not (self.add or self.corr)


def write_symbol(symbol: str | None, version: Edition | None) -> str:
    """The symbol as it is printed, "S/AC.44/2009/INF.4/Rev.1"; "" where there is none."""
    if not symbol or not version:
        return symbol or ""
    return f"{split_symbol(symbol)[0]}/{version}"


def find_replaced(symbol: str) -> str:
    """The symbol of the document that a revision replaces, "" for what is none."""
    stem, edition = split_symbol(symbol)
    return write_symbol(stem, edition.before) if edition and edition.replaces else ""


def list_broken_chains(symbols: Iterable[str]) -> dict[str, str]:
    """Symbols of versions, and of each the document that it presupposes and that is not among the symbols."""
    there = set(symbols)
    parts = {symbol: split_symbol(symbol) for symbol in there}
    before = {symbol: write_symbol(stem, edition.before) for symbol, (stem, edition) in parts.items() if edition}
    return {symbol: missing for symbol, missing in sorted(before.items()) if missing not in there}


def list_gaps(symbols: Iterable[str]) -> dict[str, str]:
    """Symbols of documents, and of each what is missing before it: "INF.5" before INF.6 where there is INF.4."""
    runs: dict[str, dict[int, str]] = {}
    for symbol in symbols:
        stem, _ = split_symbol(symbol)
        if match := _NUMBERED.fullmatch(stem):
            runs.setdefault(match[1], {})[int(match[2])] = stem
    return {
        numbers[other]: _name_gap(start, one + 1, other - 1)
        for start, numbers in sorted(runs.items())
        for one, other in pairwise(sorted(numbers))
        if other - one > 1
    }


def _name_gap(start: str, first: int, last: int) -> str:
    if last - first >= _NAMED:
        return f"{start}{first} to {start}{last}"
    return ", ".join(f"{start}{number}" for number in range(first, last + 1))


def split_symbol(symbol: str) -> tuple[str, Edition | None]:
    """The symbol of the document itself, and the edition that is written behind it."""
    match = _SUFFIX.search(symbol)
    if match is None or not match[0]:
        return symbol, None
    rev, add, corr = (int(number) if number else None for number in match.groups())
    return symbol[: match.start()], Edition(rev=rev, add=add, corr=corr)

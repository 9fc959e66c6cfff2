"""Custom properties of CSS that are the same everywhere, put in their places once for all documents.

WeasyPrint looks `var()` and `calc()` up and works them out for every element of every document.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ROOT = re.compile(r"(?:^|[;}])\s*:root\s*\{([^{}]*)\}")
_DECLARATION = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]*)")
_STYLED = re.compile(r"style\s*=[^>]*--")
_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_CALC = re.compile(r"calc(\((?:[^()a-z]|[a-z]+(?!\()|\([^()]*\))*\))")
_TOKEN = re.compile(r"(\d*\.?\d+)([a-z]*)|([-+*/()])")
# One value may refer to another, and two, by mistake, to each other.
_DEPTH = 8


def put_constants(sheets: tuple[str, ...], html: str) -> tuple[str, ...]:
    """The stylesheets with the values of what is declared but once, for `:root`, and with sums of one unit done."""
    return sheets if _STYLED.search(html) else _put_constants(sheets)


def read_constants(sheets: Sequence[str]) -> dict[str, str]:
    """What the stylesheets declare for `:root`, as it is written there; the last one counts."""
    rules = (rule for sheet in sheets for rule in _ROOT.findall(_COMMENT.sub(" ", sheet)))
    return {name: value.strip() for rule in rules for name, value in _DECLARATION.findall(rule)}


@functools.lru_cache(maxsize=16)
def _put_constants(sheets: tuple[str, ...]) -> tuple[str, ...]:
    values = dict(_constants([_COMMENT.sub(" ", sheet) for sheet in sheets]))
    for _ in range(_DEPTH):
        sheets = tuple(_VAR.sub(lambda found: values.get(found[1], found[0]), sheet) for sheet in sheets)
    for _ in range(_DEPTH):
        sheets = tuple(_CALC.sub(lambda found: _work_out(found[1]) or found[0], sheet) for sheet in sheets)
    return sheets


def _constants(sheets: Sequence[str]) -> Iterator[tuple[str, str]]:
    declared = [name for sheet in sheets for name, _ in _DECLARATION.findall(sheet)]
    for sheet in sheets:
        if "@media" in sheet or "@supports" in sheet:
            continue  # what is declared may hold in some cases only
        for rule in _ROOT.findall(sheet):
            for name, value in _DECLARATION.findall(rule):
                if declared.count(name) == 1 and "!" not in value:
                    yield name, value.strip()


def _work_out(text: str) -> str:
    """What a calculation comes to; nothing when that cannot be written as a number of one unit."""
    tokens = _TOKEN.findall(text)
    if "".join(map("".join, tokens)) != "".join(text.split()):
        return ""
    try:
        value, unit = _sum(tokens)
    except (ValueError, IndexError, ZeroDivisionError):
        return ""
    written = f"{float(value):.9f}".rstrip("0").rstrip(".")
    return written + unit if not tokens and Fraction(written) == value else ""


Tokens = list[tuple[str, str, str]]
Length = tuple[Fraction, str]


def _sum(tokens: Tokens) -> Length:
    value, unit = _product(tokens)
    while tokens and tokens[0][2] in ("+", "-"):
        sign = tokens.pop(0)[2]
        other, other_unit = _product(tokens)
        if unit != other_unit:
            raise ValueError(unit)
        value += other if sign == "+" else -other
    return value, unit


def _product(tokens: Tokens) -> Length:
    value, unit = _factor(tokens)
    while tokens and tokens[0][2] in ("*", "/"):
        sign = tokens.pop(0)[2]
        other, other_unit = _factor(tokens)
        if (unit and other_unit) or (sign == "/" and other_unit):
            raise ValueError(other_unit)
        value, unit = value * other if sign == "*" else value / other, unit or other_unit
    return value, unit


def _factor(tokens: Tokens) -> Length:
    number, unit, sign = tokens.pop(0)
    if number:
        return Fraction(number), unit
    if sign == "-":
        value, unit = _factor(tokens)
        return -value, unit
    if sign != "(":
        raise ValueError(sign)
    found = _sum(tokens)
    if tokens.pop(0)[2] != ")":
        raise ValueError(sign)
    return found

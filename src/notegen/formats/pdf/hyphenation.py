"""Hyphenation patterns for pyphen that are read in a tenth of its time: each when a word first asks for it."""

import functools
import re
from pathlib import Path
from typing import Any

import pyphen

_DIGITS = re.compile(r"\d")
_TAGS = re.compile(r"(\d?)(\D?)")


def quicken_hyphenation() -> None:
    """Put readers of ours for all languages into pyphen's cache; what it has read already stays."""
    for path in pyphen.LANGUAGES.values():
        pyphen.hdcache.setdefault(path, _Dictionary(path))


class _Dictionary:
    """A dictionary that is read at its first word."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def positions(self, word: str) -> Any:
        """Where a word can be divided."""
        return self._read.positions(word)

    @functools.cached_property
    def _read(self) -> Any:
        with self._path.open("rb") as file:
            encoding = file.readline().decode().strip()
        if encoding.lower() == "microsoft-cp1251":
            encoding = "cp1251"
        lines = [line.strip() for line in self._path.read_text(encoding).split("\n")[1:]]
        lines = [line for line in lines if line and not line.startswith(pyphen.ignored)]
        text = "\n".join(lines)
        if "/" in text or "^^" in text:  # patterns that change letters
            return pyphen.HyphDict(self._path)
        found = pyphen.HyphDict.__new__(pyphen.HyphDict)
        found.patterns = _Patterns(zip(_DIGITS.sub("", text).split("\n"), lines, strict=True))
        found.maxlen = max(map(len, found.patterns))
        found.cache = {}
        return found


class _Patterns(dict[str, Any]):
    """Patterns as pyphen wants them, by their letters; as written until they are asked for."""

    def get(self, letters: str, default: Any = None) -> Any:
        """The first place of a pattern that has a value, and the values from there on."""
        pattern = super().get(letters)
        if pattern.__class__ is str:
            pattern = self[letters] = _values(pattern)
        return pattern


def _values(pattern: str) -> tuple[int, tuple[int, ...]] | None:
    values = [int(digit or "0") for digit, _ in _TAGS.findall(pattern)]
    places = [place for place, value in enumerate(values) if value]
    return (places[0], tuple(values[places[0] : places[-1] + 1])) if places else None

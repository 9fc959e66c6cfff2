"""Custom properties of stylesheets: which of them are asked for and declared nowhere."""

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARED = re.compile(r"(--[\w-]+)\s*:")
_ASKED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")  # one with a value to stand in has a comma
_NEAR = 0.8  # from where on another name is meant, of 1


def find_undeclared(stylesheets: Sequence[str], names: Sequence[str], html: str) -> Iterator[str]:
    """A sentence for each place that asks for a custom property which no stylesheet declares, nor the page."""
    bare = [_COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text) for text in stylesheets]
    declared = {name for text in (*bare, html) for name in _DECLARED.findall(text)}
    for name, text in zip_longest(names, bare, fillvalue=""):
        for match in _ASKED.finditer(text):
            if match[1] not in declared:
                close = difflib.get_close_matches(match[1], sorted(declared), 1, _NEAR)
                hint = f'; did you mean "{close[0]}"?' if close else ""
                where = f"{name}:{text.count(chr(10), 0, match.start()) + 1}"
                yield f'{where}: nothing declares "{match[1]}"{hint}'

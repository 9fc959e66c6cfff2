"""Web and e-mail addresses in running text become links.

Our own few lines and not linkify-it: its tables of Unicode cost every start more than all of the
record's Markdown, and it links words that only look like addresses ("resolution.In").
"""

import re
from urllib.parse import quote

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ADDRESS = re.compile(
    r"https?://[^\s<>\"“”«»，。；：、（）]+|(?<![\w.@/])[\w.+-]*\w@[\w-]+(?:\.[\w-]+)+",
)
_ENDS = ".,;:!?'’*_،؛؟"
_PAIRS = {")": "(", "]": "["}


def link_addresses(state: StateCore) -> None:
    """A core rule of markdown-it: in every text outside a link, addresses become links."""
    for token in state.tokens:
        if token.type == "inline" and token.children and ("://" in token.content or "@" in token.content):
            token.children = _link(token.children)


def _link(tokens: list[Token]) -> list[Token]:
    linked: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "text" and depth == 0:
            linked += _split(token)
        else:
            linked.append(token)
    return linked


def _split(token: Token) -> list[Token]:
    pieces: list[Token] = []
    done = 0
    for match in _ADDRESS.finditer(token.content):
        address = _trim(match[0])
        start, end = match.start(), match.start() + len(address)
        if "@" not in address and len(address) <= len("https://"):
            continue
        pieces += [_text(token.content[done:start], token.level), *_anchor(address, token.level)]
        done = end
    return [piece for piece in (*pieces, _text(token.content[done:], token.level)) if piece.content or piece.nesting]


def _trim(address: str) -> str:
    """The address without the punctuation of the sentence around it."""
    while address and (address[-1] in _ENDS or _is_unpaired(address)):
        address = address[:-1]
    return address


def _is_unpaired(address: str) -> bool:
    opening = _PAIRS.get(address[-1])
    return opening is not None and address.count(address[-1]) > address.count(opening)


def _anchor(address: str, level: int) -> tuple[Token, Token, Token]:
    target = quote(address, safe=":/?#[]@!$&'()*+,;=%~") if "://" in address else f"mailto:{address}"
    opening = Token("link_open", "a", 1, attrs={"href": target}, level=level, markup="linkify", info="auto")
    return opening, _text(address, level + 1), Token("link_close", "a", -1, level=level, markup="linkify", info="auto")


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)

"""Links of old notes: signs of private use stand around their words until the record is written.

So what reads labels, names and marks of footnotes never takes an address for text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from markdown_it.common.normalize_url import normalizeLink

from notegen.records.legacy.blocks import Spot, Stretch
from notegen.records.text import parse_inline, plain

END = "\U000ffffd"
"""The sign at the end of a link; what its sign at the beginning is tells the address."""
SIGNS = "\U000f0000-\U000ffffd"
"""All signs, for a class of characters."""
_FIRST = 0xF0000
_SIGN = re.compile(f"([{SIGNS}])")
_MAX_ADDRESS = 2000
_MAX_LINKS = 1000
_KEPT = re.compile(r"(?:https?://|mailto:)[^/]", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w%!#$&'*+,\-./:;=?@~]")
_BRACKET = re.compile(r"\\.|\[\^[^\]]+\]|([\[\]])")


@dataclass(slots=True)
class Links:
    """The addresses of a paper by which it leads elsewhere, each with its sign and where it was first found."""

    found: dict[str, tuple[str, Spot]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def begin(self, address: str, spot: Spot) -> str:
        """The sign that stands before the words of a link; nothing where a record cannot have the address."""
        address = _UNSAFE.sub(lambda match: quote(match[0], errors="replace"), address.strip())
        if not address or address.startswith("#") or (len(self.found) >= _MAX_LINKS and address not in self.found):
            return ""
        kept = _KEPT.match(address) and len(address) < _MAX_ADDRESS
        sign = chr(_FIRST + len(self.found)) if kept else ""
        return self.found.setdefault(address, (sign, spot))[0]

    def write(self, text: str) -> str:
        """The text as Markdown with its links; the words alone where the links would change what it prints."""
        if not _SIGN.search(text):
            return text
        parts = list(split_links(text))
        addresses = {sign: address for address, (sign, _) in self.found.items() if sign}
        for bare in (True, False):
            pieces = [_write(words, addresses.get(sign, ""), bare=bare) for sign, words in parts]
            written = "".join(piece for piece, _ in pieces)
            if _reads(written, "".join(words for _, words in parts), [there for _, there in pieces if there]):
                self.kept |= {addresses[sign] for sign, _ in parts if sign in addresses}
                return written
        return "".join(words for _, words in parts)

    def lost(self, printed: str) -> Iterator[Stretch]:
        """A word on each address that is neither in the record as a link nor printed."""
        for address, (_, spot) in self.found.items():
            if address not in self.kept and re.sub("^(?:mailto:|https?://)|/$", "", address) not in printed:
                yield Stretch("left out", spot, address, "address of a link; only its words are in the record")


def _write(words: str, address: str, *, bare: bool) -> tuple[str, str]:
    """A stretch of text as a link to the address, and where it leads; an address that is its own words stands bare."""
    if not address:
        return words, ""
    said = re.sub(r"\\(?=[^\w\s])|\s", "", words)
    scheme = "mailto:" if address.lower().startswith("mailto:") else ""
    own = address[len(scheme) :]
    alone = own if len(said) == len(own) else own.rstrip("/")
    if bare and sorted(said) == sorted(alone):  # an Arabic PDF can have its parts in another order
        return alone, normalizeLink(scheme + alone)
    escaped = _BRACKET.sub(lambda match: f"\\{match[1]}" if match[1] else match[0], words)
    return f"[{escaped}]({address})", normalizeLink(address)


def _reads(written: str, text: str, addresses: list[str]) -> bool:
    """Whether Markdown prints the same letters as of the text, and leads to all the addresses."""
    tokens = parse_inline(written)
    there = Counter(str(token.attrs["href"]) for token in tokens if token.type == "link_open")
    shown, meant = ("".join(plain(read).split()) for read in (tokens, parse_inline(text)))
    return Counter(shown) == Counter(meant) and Counter(addresses) <= there


def split_links(text: str) -> Iterator[tuple[str, str]]:
    """The stretches of a text with the sign of their link, "" outside of links.

    What one address has on both sides of a space is one link; spaces at its edges are outside, and signs without
    words or without their other half are gone.
    """
    stretches: list[tuple[str, str]] = [("", "")]
    sign, closed = "", text.count(END)
    for part in _SIGN.split(text):
        if _SIGN.fullmatch(part):
            sign = part if part != END and closed else ""
            closed -= part == END
            continue
        core = part.strip() if sign else ""
        lead, tail = (part[: part.index(core)], part[part.index(core) + len(core) :]) if core else (part, "")
        before, gap = stretches[-2:] if len(stretches) > 1 else (("", ""), stretches[-1])
        if core and before[0] == sign and not (gap[1] + lead).strip():
            stretches[-2:] = [(sign, f"{before[1]}{gap[1]}{lead}{core}"), ("", tail)]
        else:
            stretches[-1] = ("", gap[1] + lead)
            stretches += [(sign, core), ("", tail)] if core else []
    yield from ((sign, words) for sign, words in stretches if words)


def tidy(text: str) -> str:
    """The text with its signs close around words, as `split_links` has them."""
    if not _SIGN.search(text):
        return text
    return "".join(f"{sign}{words}{END}" if sign else words for sign, words in split_links(text))


def drop_links(text: str) -> str:
    """The text without signs."""
    return _SIGN.sub("", text)


def go_on(before: str, after: str) -> tuple[str, str]:
    """The ends of two lines without the signs between them where one link goes on; a hyphen may be at the first."""
    ended = re.search(f"([{SIGNS}])[^{SIGNS}]*({END})\u00ad?$", before)
    if ended and after.startswith(ended[1]):
        return before[: ended.start(2)] + before[ended.end(2) :], after[1:]
    return before, after


def finish(value: object, links: Links) -> object:
    """Data of a record with all links written."""
    if isinstance(value, Mapping):
        return {key: finish(part, links) for key, part in value.items()}
    if isinstance(value, list):
        return [finish(part, links) for part in value]
    return links.write(value) if isinstance(value, str) else value

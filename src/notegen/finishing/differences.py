"""Where two PDFs differ, told by what a person would look at first: words, look, structure, metadata, files."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import pikepdf

from notegen.finishing.content import content_streams, read_page
from notegen.finishing.inspect import inspect
from notegen.finishing.opening import open_pdf
from notegen.finishing.survey import read_metadata, read_specifications

_AROUND = 3
"""Words shown before and after the first one that differs."""
_SHORT = 80


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: where it is ("text", "look", "structure", …) and what it is, in a sentence."""

    area: str
    told: str


@dataclass(frozen=True, slots=True)
class _Page:
    size: tuple[float, ...]
    words: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class _Whole:
    pages: tuple[_Page, ...]
    fonts: Mapping[str, bytes]
    pictures: frozenset[bytes]
    structure: Any
    metadata: Mapping[str, str]
    files: Mapping[str, bytes]


def find_differences(given: bytes, expected: bytes) -> tuple[Difference, ...]:
    """How a PDF differs from the expected one; none when, and only when, they have the same bytes.

    FinishingError when the given one cannot be read.
    """
    if given == expected:
        return ()
    found: list[Difference] = []
    if given.startswith(expected):
        more = len(given) - len(expected)
        found.append(Difference("revision", f"{more} bytes were added after the document was finished"))
    one, other = _read(given), _read(expected)
    found += _compare_pages(one.pages, other.pages)
    found += _compare_keys("fonts", one.fonts, other.fonts)
    if one.pictures != other.pictures:
        found.append(Difference("pictures", "its pictures are others"))
    if one.structure != other.structure:
        found.append(Difference("structure", "its tags, links or bookmarks are others"))
    found += _compare_metadata(one.metadata, other.metadata)
    found += _compare_keys("files", one.files, other.files)
    if not found:
        found.append(Difference("bytes", _tell_first(given, expected)))
    return tuple(found)


def _read(pdf: bytes) -> _Whole:
    facts = inspect(pdf)
    with open_pdf(pdf) as document:
        metadata = read_metadata(document)
        return _Whole(
            pages=tuple(_read_page(page) for page in document.pages),
            fonts=dict(_fonts(document)),
            pictures=frozenset(_pictures(document)),
            structure=(facts.tree, facts.outline, facts.links, facts.language),
            metadata={_short_name(name): str(metadata[name]) for name in metadata}
            | {name: str(text) for name, text in document.docinfo.items()},
            files={name: bytes(entry.EF.F.read_bytes()) for name, entry in read_specifications(document).items()},
        )


def _read_page(page: pikepdf.Page) -> _Page:
    text = read_page(page)
    inner = [words for marked in text.inner.values() for words in marked.values()]
    words = " ".join([*text.marked.values(), *inner, *text.artifacts, text.loose]).split()
    content = b"\n".join(part.read_bytes() for part in content_streams(page))
    return _Page(tuple(float(edge) for edge in page.mediabox), tuple(words), content)


def _fonts(document: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in entry:
                    name = str(entry.get("/FontName", "/"))[1:]
                    yield name.rpartition("+")[2], hashlib.sha256(entry[key].read_bytes()).digest()


def _pictures(document: pikepdf.Pdf) -> Iterator[bytes]:
    for entry in document.objects:
        if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") == "/Image":
            yield hashlib.sha256(entry.read_raw_bytes()).digest()


def _compare_pages(one: Sequence[_Page], other: Sequence[_Page]) -> Iterator[Difference]:
    if len(one) != len(other):
        yield Difference("pages", f"{_count(len(one))} in place of {_count(len(other))}")
    told = set()
    for number, (page, expected) in enumerate(zip_longest(one, other), start=1):
        if page is None or expected is None:
            break
        if page.words != expected.words:
            if "text" not in told:  # what follows is often no more than the same words, moved
                yield Difference("text", f"page {number}: {_tell_words(page.words, expected.words)}")
            told.add("text")
        elif page.content != expected.content:
            yield Difference("look", f"page {number} is painted in another way")
        if page.size != expected.size:
            yield Difference("look", f"page {number} has another size")


def _count(pages: int) -> str:
    return "1 page" if pages == 1 else f"{pages} pages"


def _tell_words(one: Sequence[str], other: Sequence[str]) -> str:
    at = next((i for i, (a, b) in enumerate(zip_longest(one, other)) if a != b), 0)
    return f"it says {_quote(one, at)}, the record {_quote(other, at)}"


def _quote(words: Sequence[str], at: int) -> str:
    part = " ".join(words[max(0, at - _AROUND) : at + _AROUND + 1])
    return f'"{printable(part)}"' if part else "nothing"


def _compare_metadata(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[Difference]:
    for name in sorted(one.keys() | other.keys()):
        if one.get(name) != other.get(name):
            told = ", ".join(printable(side.get(name) or "nothing") for side in (one, other))
            yield Difference("metadata", f"{name.lstrip('/')}: {told.replace(', ', ' in place of ', 1)}")


def _compare_keys(area: str, one: Mapping[str, bytes], other: Mapping[str, bytes]) -> Iterator[Difference]:
    for name in sorted(one.keys() | other.keys()):
        if name not in other:
            yield Difference(area, f"{printable(name)} is one more")
        elif name not in one:
            yield Difference(area, f"{printable(name)} is missing")
        elif one[name] != other[name]:
            yield Difference(area, f"{printable(name)} is another")


def _short_name(name: str) -> str:
    return name.rpartition("}")[2]


def printable(text: str) -> str:
    """A text of a stranger's file for a terminal: on one line, short, without what would steer it."""
    shown = "".join(" " if unicodedata.category(char).startswith(("C", "Z")) else char for char in text[: 4 * _SHORT])
    shown = " ".join(shown.split())
    return shown if len(shown) <= _SHORT else f"{shown[: _SHORT - 1]}…"


def _tell_first(given: bytes, expected: bytes) -> str:
    at = next(
        (i for i, (a, b) in enumerate(zip(given, expected, strict=False)) if a != b), min(len(given), len(expected))
    )
    return f"the file was written otherwise, from byte {at} on, with the same content as far as this can see"

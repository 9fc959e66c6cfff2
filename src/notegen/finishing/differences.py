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
from notegen.finishing.opening import note_damage, open_pdf
from notegen.finishing.survey import METADATA, read_metadata, read_specifications

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
    """What is compared; a page, the structure or the metadata is None where it cannot be read, as `damage` tells."""

    pages: tuple[_Page | None, ...]
    fonts: Mapping[str, bytes]
    pictures: frozenset[bytes]
    structure: Any
    metadata: Mapping[str, str] | None
    files: Mapping[str, bytes]
    damage: tuple[str, ...]


def find_differences(given: bytes, expected: bytes) -> tuple[Difference, ...]:
    """How a PDF differs from the expected one; none when, and only when, they have the same bytes.

    A part of the given one that cannot be read is a difference too; FinishingError when all of it cannot be.
    """
    if given == expected:
        return ()
    found: list[Difference] = []
    if given.startswith(expected):
        more = len(given) - len(expected)
        found.append(Difference("revision", f"{more} bytes were added after the document was finished"))
    one, other = _read(given), _read(expected)
    found += [Difference("damage", printable(told)) for told in one.damage]
    found += _compare_pages(one.pages, other.pages)
    found += _compare_keys("fonts", one.fonts, other.fonts)
    if one.pictures != other.pictures:
        found.append(Difference("pictures", "its pictures are others"))
    if one.structure is not None and one.structure != other.structure:
        found.append(Difference("structure", "its tags, links or bookmarks are others"))
    if one.metadata is not None and other.metadata is not None:
        found += _compare_metadata(one.metadata, other.metadata)
    found += _compare_keys("files", one.files, other.files)
    if not found:
        found.append(Difference("bytes", _tell_first(given, expected)))
    return tuple(found)


def _read(pdf: bytes) -> _Whole:
    damage: list[str] = []
    with open_pdf(pdf) as document:
        metadata: dict[str, str] | None = None
        with note_damage(METADATA, damage):
            written = read_metadata(document)
            metadata = {_short_name(name): str(written[name]) for name in written}
            metadata |= {name: str(text) for name, text in document.docinfo.items()}
        pages = tuple(_read_page(page, number, damage) for number, page in enumerate(document.pages, start=1))
        structure = None
        if None not in pages and metadata is not None:
            with note_damage("the structure", damage):
                facts = inspect(pdf)
                structure = (facts.tree, facts.outline, facts.links, facts.language)
        return _Whole(
            pages=pages,
            fonts=dict(_fonts(document, damage)),
            pictures=frozenset(_pictures(document)),
            structure=structure,
            metadata=metadata,
            files={name: bytes(entry.EF.F.read_bytes()) for name, entry in read_specifications(document).items()},
            damage=tuple(damage),
        )


def _read_page(page: pikepdf.Page, number: int, damage: list[str]) -> _Page | None:
    with note_damage(f"page {number}", damage):
        return _take_page(page)
    return None


def _take_page(page: pikepdf.Page) -> _Page:
    text = read_page(page)
    inner = [words for marked in text.inner.values() for words in marked.values()]
    words = " ".join([*text.marked.values(), *inner, *text.artifacts, text.loose]).split()
    content = b"\n".join(part.read_bytes() for part in content_streams(page))
    return _Page(tuple(float(edge) for edge in page.mediabox), tuple(words), content)


def _fonts(document: pikepdf.Pdf, damage: list[str]) -> Iterator[tuple[str, bytes]]:
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in entry:
                    name = str(entry.get("/FontName", "/"))[1:].rpartition("+")[2]
                    content = b""
                    with note_damage(f"the font {name}", damage):
                        content = entry[key].read_bytes()
                    yield name, hashlib.sha256(content).digest()


def _pictures(document: pikepdf.Pdf) -> Iterator[bytes]:
    for entry in document.objects:
        if isinstance(entry, pikepdf.Stream) and entry.get("/Subtype") == "/Image":
            yield hashlib.sha256(entry.read_raw_bytes()).digest()


def _compare_pages(one: Sequence[_Page | None], other: Sequence[_Page | None]) -> Iterator[Difference]:
    if len(one) != len(other):
        yield Difference("pages", f"{_count(len(one))} in place of {_count(len(other))}")
    told = set()
    for number, (page, expected) in enumerate(zip_longest(one, other), start=1):
        if page is None or expected is None:
            continue
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

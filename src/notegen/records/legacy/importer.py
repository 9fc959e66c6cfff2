"""An old note of any format to a record."""

import re
from dataclasses import replace
from pathlib import Path, PurePath

from notegen.diagnostics import Diagnostic, Severity, Source
from notegen.errors import FinishingError, InvalidRecord
from notegen.finishing.inspect import inspect
from notegen.intake import recognize_foreign
from notegen.languages.names import Names
from notegen.reader import MAX_BYTES
from notegen.records.legacy.blocks import Paper, too_long, whole
from notegen.records.legacy.characters import clean, words
from notegen.records.legacy.draft import Draft, make_draft
from notegen.records.legacy.pictures import Album, NameFile
from notegen.records.legacy.plaintext import read_plaintext
from notegen.records.legacy.shelves import Shelf, take_data

ENDINGS = (".txt", ".text", ".md", ".markdown", ".docx", ".html", ".htm", ".pdf")
"""The endings of files that can be read."""
_NO_TEXT = "there is no text in it"
_MAX_MARKUP = 3_000_000
_MAX_FILE = 80_000_000
"""Characters of a web page, with the markup and styles in it; bytes of it with its pictures."""


def import_text(text: str, name: str = "<text>") -> Draft:
    """The record of an old note in text or Markdown, and what became of every line.

    What cannot be a note at all raises InvalidRecord: an empty text, one that is longer than a record may be.
    """
    _check(text, name, MAX_BYTES)
    cleaned = clean(text)
    return make_draft(read_plaintext(cleaned, name), Source(name, cleaned))


def import_bytes(
    content: bytes,
    name: str,
    *,
    encoding: str | None = None,
    names: Names | None = None,
    folder: Path | None = None,
    name_file: NameFile | None = None,
) -> Draft:
    """The record of an old note in a file: text, Markdown, Word, HTML or PDF.

    Its pictures come along where `name_file` gives names to them; those of a web page are looked for in its `folder`.
    Raises InvalidRecord for what cannot be a note, FinishingError for a PDF that cannot be read, RenderError where
    pandoc fails on a Word file, and MissingExtra where the extra for Word is not installed.
    """
    ending = PurePath(name).suffix.lower()
    album = Album(name_file)
    if foreign := recognize_foreign(content):
        said, hint = foreign
        raise InvalidRecord([Diagnostic("not-text", f"this is {said}", place=whole(name), hint=hint)])
    if content[:1024].lstrip()[:5] == b"%PDF-" or ending == ".pdf":
        return _draft(_read_pdf(content, name, kept=name_file is not None), names, album)
    if content[:4] == b"PK\x03\x04" or ending == ".docx":
        from notegen.records.legacy.word import read_word

        return _draft(read_word(content, name), names, album)
    if len(content) > _MAX_FILE:
        raise InvalidRecord([too_long(name)])
    text, data = take_data(_decode(content, name, encoding))
    shelf = Shelf(folder, data)
    _check(text, name, _MAX_MARKUP if text[:2000].lstrip()[:1] == "<" else MAX_BYTES)
    text = clean(text)
    if ending in (".html", ".htm") or re.match(
        r"\s*<(?:!doctype\s+html|html|\?xml[^>]*>\s*<html)", text, re.IGNORECASE
    ):
        from notegen.records.legacy.webpage import read_webpage

        return _draft(read_webpage(text, name, shelf), names, album)
    return make_draft(read_plaintext(text, name, shelf), Source(name, text), names, album)


def _read_pdf(content: bytes, name: str, *, kept: bool) -> Paper:
    """The blocks of a PDF, its pictures if they are kept, and a word on the record that it carries if we made it."""
    from notegen.records.legacy.layout import read_layout
    from notegen.records.legacy.links import Links
    from notegen.records.legacy.printed import read_lines
    from notegen.records.legacy.printed_pictures import read_pictures

    links = Links()
    paper = read_layout(read_lines(content, name, links), name)
    paper = replace(paper, pictures=tuple(read_pictures(content, kept=kept)), links=links.found)
    if not any(words(block.text) for block in paper.blocks):
        hint = "a scanned page has to go through character recognition first"
        raise InvalidRecord([Diagnostic("no-text", _NO_TEXT, place=whole(name), hint=hint)])
    try:
        carried = [file.name for file in inspect(content).attachments if file.relationship == "Source"]
    except FinishingError:  # what PDFium reads need not please a stricter reader
        carried = []
    if not any(name.endswith(".yaml") for name in carried):
        return paper
    hint = f"take it as it is: notegen extract {name}"
    told = Diagnostic("own-record", "this PDF carries its record", Severity.WARNING, place=whole(name), hint=hint)
    return replace(paper, diagnostics=(*paper.diagnostics, told))


def _draft(paper: Paper, names: Names | None, album: Album) -> Draft:
    if not any(words(block.text) for block in paper.blocks):
        raise InvalidRecord([Diagnostic("no-text", _NO_TEXT, place=whole(paper.name))])
    if sum(len(block.text) for block in paper.blocks) > MAX_BYTES:
        raise InvalidRecord([too_long(paper.name)])
    return make_draft(paper, None, names, album)


def _decode(content: bytes, name: str, encoding: str | None) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = encoding or "utf-16"
    try:
        text = content.decode(encoding or "utf-8-sig")
    except (UnicodeDecodeError, LookupError):
        hint = "if it is an old text, name its encoding: --encoding windows-1252"
        said = f"this is no text in {encoding or 'UTF-8'}"
        raise InvalidRecord([Diagnostic("not-text", said, place=whole(name), hint=hint)]) from None
    if "\0" in text:
        raise InvalidRecord([Diagnostic("not-text", "this is no text, but a file for a program", place=whole(name))])
    return text


def _check(text: str, name: str, limit: int) -> None:
    if len(text) > limit:
        raise InvalidRecord([too_long(name)])
    if not words(text):
        raise InvalidRecord([Diagnostic("no-text", _NO_TEXT, place=whole(name))])

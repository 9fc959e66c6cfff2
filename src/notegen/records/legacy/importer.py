"""An old note of any format to a record."""

import re
from pathlib import PurePath

from notegen.diagnostics import Diagnostic, Source
from notegen.errors import InvalidRecord
from notegen.languages.names import Names
from notegen.reader import MAX_BYTES
from notegen.records.legacy.blocks import Paper
from notegen.records.legacy.characters import clean, words
from notegen.records.legacy.draft import Draft, make_draft
from notegen.records.legacy.plaintext import read_plaintext

ENDINGS = (".txt", ".text", ".md", ".markdown", ".html", ".htm")
"""The endings of files that can be read."""


def import_text(text: str, name: str = "<text>") -> Draft:
    """The record of an old note in text or Markdown, and what became of every line.

    What cannot be a note at all raises InvalidRecord: an empty text, one that is longer than a record may be.
    """
    cleaned = clean(text)
    _check(cleaned, name)
    return make_draft(read_plaintext(cleaned, name), Source(name, cleaned))


def import_bytes(content: bytes, name: str, *, encoding: str | None = None, names: Names | None = None) -> Draft:
    """The record of an old note in a file: text, Markdown or HTML.

    Raises InvalidRecord for what cannot be a note.
    """
    ending = PurePath(name).suffix.lower()
    text = clean(_decode(content, name, encoding))
    _check(text, name)
    if ending in (".html", ".htm") or re.match(
        r"\s*<(?:!doctype\s+html|html|\?xml[^>]*>\s*<html)", text, re.IGNORECASE
    ):
        from notegen.records.legacy.webpage import read_webpage

        return _draft(read_webpage(text, name), names)
    return make_draft(read_plaintext(text, name), Source(name, text), names)


def _draft(paper: Paper, names: Names | None) -> Draft:
    if not any(words(block.text) for block in paper.blocks):
        raise InvalidRecord([Diagnostic("no-text", f"{paper.name}: there is no text in it")])
    if sum(len(block.text) for block in paper.blocks) > MAX_BYTES:
        raise InvalidRecord([_too_long(paper.name)])
    return make_draft(paper, None, names)


def _decode(content: bytes, name: str, encoding: str | None) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = encoding or "utf-16"
    try:
        text = content.decode(encoding or "utf-8-sig")
    except (UnicodeDecodeError, LookupError):
        hint = "if it is an old text, name its encoding: --encoding windows-1252"
        said = f"{name}: this is no text in {encoding or 'UTF-8'}"
        raise InvalidRecord([Diagnostic("not-text", said, hint=hint)]) from None
    if "\0" in text:
        raise InvalidRecord([Diagnostic("not-text", f"{name}: this is no text, but a file for a program")])
    return text


def _check(text: str, name: str) -> None:
    if not words(text):
        raise InvalidRecord([Diagnostic("no-text", f"{name}: there is no text in it")])
    if len(text) > MAX_BYTES and not re.match(r"\s*<", text):
        raise InvalidRecord([_too_long(name)])


def _too_long(name: str) -> Diagnostic:
    hint = "one file is one note of some pages; cut a collection into its notes"
    return Diagnostic("too-long", f"{name}: this is too long for a note", hint=hint)

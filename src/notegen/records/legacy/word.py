"""Old notes as Word files to blocks: pandoc reads them, with their footnotes."""

import io
import json
import re
import zipfile
from typing import Any

from notegen.diagnostics import Diagnostic
from notegen.errors import InvalidRecord, RenderError
from notegen.packages import BROKEN
from notegen.pandoc import find_pandoc, run_pandoc
from notegen.records.legacy.blocks import Paper, Spot, Stretch, too_long, whole
from notegen.records.legacy.links import Links
from notegen.records.legacy.media import Media, read_media
from notegen.records.legacy.pandoc import read_tree
from notegen.records.legacy.pictures import hang

TIME_LIMIT = 20
"""Seconds. Pandoc takes less than one for a note."""
_MEMORY = "512M"
_MAX_UNPACKED = 40_000_000
_MAX_DOCUMENT = 8_000_000
"""Bytes of all files in a Word file when they are unpacked, and of the document without its pictures."""


def read_word(content: bytes, name: str) -> Paper:
    """The blocks of a Word file, its heads and feet dropped; MissingExtra without pandoc, RenderError when it fails."""
    dropped, media = _look_inside(content, name)
    document = _parse(_run(find_pandoc(), content, name), name)
    links = Links()
    read = read_tree(document, links, media.take)
    blocks, loose = hang(block for block in read if block.text.strip() or block.pictures)
    return Paper(name, blocks, dropped, pictures=(*loose, *media.rest()), links=links.found)


def _look_inside(content: bytes, name: str) -> tuple[tuple[Stretch, ...], Media]:
    """What a Word file has besides its text: heads and feet of pages, comments, and the files of its pictures.

    Raises InvalidRecord for what is no Word file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
            if "word/document.xml" not in sizes:
                raise _refuse(name, "it is a package of files, but no Word file")
            if sum(sizes.values()) > _MAX_UNPACKED or sizes["word/document.xml"] > _MAX_DOCUMENT:
                raise InvalidRecord([too_long(name)])
            parts = sorted(part for part in sizes if re.fullmatch(r"word/(?:header|footer|comments)\d*\.xml", part))
            texts = [(part, archive.read(part).decode("utf-8", "replace")) for part in parts]
            media = read_media(archive)
    except BROKEN as error:
        raise _refuse(name, "it is no Word file, or a broken one") from error
    dropped = []
    for part, text in texts:
        said = " ".join("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(?:</w:p>)", text)).split())
        if said:
            why = "comment" if "comments" in part else "head or foot of the pages"
            dropped.append(Stretch("furniture", Spot("paragraph", 0), said, why))
    return tuple(dict.fromkeys(dropped)), media


def _refuse(name: str, why: str) -> InvalidRecord:
    hint = "an old .doc is opened and saved as .docx first"
    return InvalidRecord([Diagnostic("not-word", why, place=whole(name), hint=hint)])


def _run(pandoc: str, content: bytes, name: str) -> bytes:
    options = ["+RTS", f"-M{_MEMORY}", "-RTS", "--from=docx", "--to=json"]
    try:
        ended = run_pandoc(pandoc, options, content, seconds=TIME_LIMIT)
    except RenderError as error:
        raise RenderError(f"{name}: {error}") from error
    if ended.returncode:
        raise _refuse(name, "it is no Word file, or a broken one")
    return ended.stdout


def _parse(output: bytes, name: str) -> Any:
    try:
        return json.loads(output)
    except (ValueError, RecursionError) as error:
        raise _refuse(name, "its parts are nested too deeply") from error

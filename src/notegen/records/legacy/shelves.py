"""Where the pictures of old web pages and texts lie: in the text itself, beside it, or out of reach."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes
from xml.parsers.expat import ExpatError, ParserCreate

from notegen.pictures.bounds import MAX_BYTES
from notegen.records.figures import FigureProblem, read_file
from notegen.records.legacy.blocks import Picture, Spot
from notegen.records.legacy.pictures import MAX_PICTURES

_DATA = re.compile(
    r"(?P<quote>[\"'])?data:image/[\w.+-]{1,40}(?:;(?!base64)[\w=.-]{1,40}){0,3}"
    r"(?P<data>(?:;base64)?,(?(quote)(?:(?!(?P=quote))[^<>])*|[^\"'\s<>)]*))",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"data:#(\d+)\s*")
_SVG_END = re.compile(r"</svg\s*>", re.IGNORECASE)
_MAX_DRAWING = 2_000_000
_SVG = "http://www.w3.org/2000/svg"


@dataclass(slots=True)
class Shelf:
    """Where pictures are looked for: `data` were in the text, `folder` is that of the page, where it has one."""

    folder: Path | None = None
    data: list[str] = field(default_factory=list)
    found: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def take(self, address: str, words: str, spot: Spot) -> Picture:
        """The picture at an address, or why it cannot be had."""
        address = address.strip()
        if address not in self.found:
            full = len(self.found) >= 2 * MAX_PICTURES
            self.found[address] = (b"", "there are too many pictures") if full else self._find(address)
        content, lacking = self.found[address]
        return Picture(spot, _TAKEN.sub("in the page itself", address), content, words, lacking=lacking)

    def _find(self, address: str) -> tuple[bytes, str]:
        if taken := _TAKEN.fullmatch(address):
            content = _decode(self.data[int(taken[1])]) if int(taken[1]) < len(self.data) else b""
            return (content, "") if content else (b"", "it is broken")
        if re.match(r"(?:https?:)?//", address, re.IGNORECASE):
            return b"", "it is on the network"
        name = unquote(re.split("[?#]", address)[0])
        if self.folder is None or not name or re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
            return b"", "it is not in the file"
        try:
            if not (self.folder / name).resolve().is_relative_to(self.folder.resolve()):
                return b"", "it is outside of the folder of the note"
            content = read_file(self.folder, name, "picture")
        except FigureProblem as problem:
            return b"", str(problem)
        except (OSError, RuntimeError, ValueError):  # too long a name, links in a circle, NUL, no permission
            return b"", "it cannot be read"
        return (content, "") if content else (b"", "it is empty")


def take_data(text: str) -> tuple[str, list[str]]:
    """The text with a short sign for every picture that it holds, in as many lines; and these pictures as they were."""
    data: list[str] = []

    def take(match: re.Match[str]) -> str:
        data.append(match["data"])
        return f"{match['quote'] or ''}data:#{len(data) - 1}" + "\n" * match[0].count("\n")

    return _DATA.sub(take, text), data


def _decode(written: str) -> bytes:
    """The bytes of a picture after its media type; none when they are broken or too many."""
    head, _, rest = written.partition(",")
    if len(rest) > 2 * MAX_BYTES:
        return b""
    if not head:
        return unquote_to_bytes(rest)
    try:
        return base64.b64decode(re.sub(r"\s", "", unquote(rest)), validate=True)
    except (binascii.Error, ValueError):
        return b""


def read_drawing(text: str, start: int) -> bytes:
    """The drawing that begins at a place of a page, as a file; nothing where it is not whole."""
    end = _SVG_END.search(text, start, start + _MAX_DRAWING)
    drawing = text[start : end.end()] if end else ""
    if not re.match(r"<svg[^>]*\sxmlns=", drawing):
        drawing = drawing.replace("<svg", f'<svg xmlns="{_SVG}"', 1)
    try:
        # It begins with its root, so it declares no entities.
        ParserCreate(namespace_separator=" ").Parse(drawing.encode(), True)
    except ExpatError:
        return b""
    return drawing.encode()

"""Pictures for a document: only from the folders given, only kinds and sizes that a page can bear."""

import base64
import re
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from notegen.errors import RenderError
from notegen.pictures.bounds import MAX_BYTES, PictureProblem
from notegen.pictures.recognition import recognize


def read_picture(url: str, folders: tuple[Path, ...]) -> tuple[bytes, str]:
    """Content and media type of a picture; RenderError for everything that may not be read."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        content = _decode(url)
    elif path := find_path(url):
        content = _read(path, folders)
    else:
        raise RenderError(f"{url}: documents are made without the network; only files can be shown")
    try:
        return content, recognize(content).media_type
    except PictureProblem as problem:
        name = url if parts.scheme == "file" else "data: URL"
        raise RenderError(f"{name}: the picture {problem}; {problem.hint}") from None


def find_path(url: str) -> Path | None:
    """The file of this computer that an address names."""
    parts = urlsplit(url)
    local = parts.scheme == "file" and parts.netloc in ("", "localhost")
    return Path(url2pathname(parts.path)) if local else None


def _decode(url: str) -> bytes:
    header, _, data = url.partition(",")
    if len(data) > MAX_BYTES:
        raise RenderError("data: URL: larger than 20 MB")
    if not re.match(r"data:image/(png|jpeg|svg\+xml)[;,]", header + ","):
        raise RenderError(f"{header[:60]}: only PNG, JPEG and SVG pictures can be shown")
    try:
        return base64.b64decode(unquote(data)) if header.endswith(";base64") else unquote_to_bytes(data)
    except ValueError as error:
        raise RenderError("data: URL: its base64 text is broken") from error


def _read(path: Path, folders: tuple[Path, ...]) -> bytes:
    try:
        real = path.resolve(strict=True)
        if not any(real.is_relative_to(folder.resolve()) for folder in folders):
            raise RenderError(f"{path}: not in the folders that this document may use")
        if not real.is_file():
            raise RenderError(f"{path}: not a file")
        if real.stat().st_size > MAX_BYTES:
            raise RenderError(f"{path}: larger than 20 MB")
        return real.read_bytes()
    except (OSError, ValueError) as error:
        raise RenderError(f"{path}: {getattr(error, 'strerror', None) or 'cannot be read'}") from error

"""Pictures of old notes: files beside the record in a format that prints, and where the record shows them."""

import io
import posixpath
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from notegen.pictures.bounds import MAX_BYTES, MAX_PIXELS, PictureProblem
from notegen.pictures.recognition import recognize
from notegen.records.figures import FigureProblem, read_figure
from notegen.records.legacy.blocks import Block, Picture, Spot, Stretch
from notegen.records.legacy.markup import escape_all

MAX_PICTURES = 60
MAX_TOTAL = 60_000_000
"""How many pictures of one note are kept, and their bytes together."""
_KEPT = (
    ".png",
    ".jpg",
    ".jpeg",
    ".svg",
    ".gif",
    ".emf",
    ".wmf",
    ".heic",
    ".avif",
    ".jp2",
    ".jxl",
    ".eps",
    ".ico",
    ".wdp",
    ".tif",
    ".tiff",
    ".bmp",
    ".webp",
)
"""Endings of pictures that others can make printable."""
_SPACER = 2
"""Pixels: what is not wider or not higher only sets other things apart."""
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/svg+xml": ".svg"}
_CONVERTED = ("GIF", "BMP", "TIFF", "WEBP", "JPEG")
_PLAIN = ("1", "L", "LA", "P", "RGB", "RGBA")
"""Formats that are made PNG, JPEG only of a kind that no page can show, and kinds of pixels that PNG has too."""
_FILE_NAME = re.compile(r"[^\n]*\.(?:png|jpe?g|jfif|gif|bmp|tiff?|webp|svg|emf|wmf|heic|pdf)", re.IGNORECASE)
_BY_PROGRAM = re.compile(r"\s*(?:AI-generated content may be incorrect\.|Description automatically generated.*)$", re.S)

NameFile = Callable[[str], str]
"""The name of the next file with that ending."""
TakePicture = Callable[[str, str, Spot], Picture]
"""The picture at an address, with the words that describe it, at a place of the source."""


def name_files(stem: str, taken: set[str]) -> NameFile:
    """Names such as `old-1.png` whose part before the ending is not taken, in lower case; each is taken then."""

    def name(ending: str) -> str:
        free = next(name for n in count(1) if (name := f"{stem}-{n}").casefold() not in taken)
        taken.add(free.casefold())
        return free + ending

    return name


def hang(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], tuple[Picture, ...]]:
    """The blocks, with the pictures that stood alone after them, and pictures before the first."""
    hung: list[Block] = []
    loose: list[Picture] = []
    for block in blocks:
        if not block.pictures or block.text.strip():
            hung.append(block)
        elif hung:
            hung[-1] = replace(hung[-1], pictures=(*hung[-1].pictures, *block.pictures))
        else:
            loose += block.pictures
    return tuple(hung), tuple(loose)


def without_pictures(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of text, without the pictures after them."""
    return [replace(block, pictures=()) if block.pictures else block for block in blocks if block.text or block.label]


def picture_blocks(pictures: Iterable[Picture]) -> list[Block]:
    """Pictures that stand alone, each in a block without text, as readers collect them and `hang` takes them."""
    return [Block("paragraph", "", picture.spot, pictures=(picture,)) for picture in pictures]


@dataclass(slots=True)
class Album:
    """The pictures of one note so far: as files by name, and the account of them.

    Without `name_file` the record has no folder to keep them in, and they are told.
    """

    name_file: NameFile | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    account: list[Stretch] = field(default_factory=list)
    names: dict[bytes, str] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def show(self, picture: Picture, target: str) -> tuple[str, str]:
        """Markdown of a figure, where the picture can be one, and what a person should look at there."""
        if self._is_furniture(picture):
            return "", ""
        name, lacking = self._keep(picture)
        if not name:
            return "", f'a picture was left out: "{tell(picture)}" ({lacking})'
        try:
            read_figure(self.files, name)
        except FigureProblem as problem:
            self._tell("not understood", picture, name)
            return "", f"a picture stood here: {problem}; {problem.hint or 'make a file of it that can be printed'}"
        self._tell("placed", picture, f"{target} ({name})")
        words = read_words(picture)
        asked = "" if words else f"write what {name} shows between the brackets before its name"
        return write_figure(name, words, picture.caption), asked

    def set_aside(self, picture: Picture) -> None:
        """Keep a picture that belongs to no text of the record."""
        if not self._is_furniture(picture):
            name, _ = self._keep(picture)
            if name:
                self._tell("not understood", picture, name)

    def rest(self, pictures: Sequence[Picture]) -> list[Picture]:
        """Those that have neither been shown nor set aside."""
        return [picture for picture in pictures if id(picture) not in self.seen]

    def _is_furniture(self, picture: Picture) -> bool:
        why = picture.decoration or ("spacer" if 0 < min(_measure(picture.content), default=0) <= _SPACER else "")
        if why:
            self._tell("furniture", picture, why)
        return bool(why)

    def _keep(self, picture: Picture) -> tuple[str, str]:
        """The name of the file that has the picture, or why there is none, which is told."""
        lacking = picture.lacking
        if not lacking and self.name_file is None:
            lacking = "the record is in no folder that could hold it"
        elif not lacking and picture.content not in self.names and not self._has_room(picture):
            lacking = "there are too many pictures"
        if lacking or self.name_file is None:
            self._tell("left out", picture, lacking)
            return "", lacking
        if picture.content not in self.names:
            content, ending = make_printable(picture.content, picture.address)
            name = self.name_file(ending)
            self.files[name], self.names[picture.content] = content, name
        return self.names[picture.content], ""

    def _has_room(self, picture: Picture) -> bool:
        total = sum(map(len, self.files.values())) + len(picture.content)
        return len(self.files) < MAX_PICTURES and total <= MAX_TOTAL

    def _tell(self, fate: str, picture: Picture, target: str) -> None:
        self.seen.add(id(picture))
        self.account.append(Stretch(fate, picture.spot, f"picture: {tell(picture)}", target))  # type: ignore[arg-type]


def tell(picture: Picture) -> str:
    """What a picture is called where its words or its name in the source have to do."""
    return " ".join((read_words(picture) or picture.caption or posixpath.basename(picture.address)).split())


def read_words(picture: Picture) -> str:
    """The words for who cannot see the picture; none where a program took the name of the file for them."""
    words = " ".join(_BY_PROGRAM.sub("", picture.words).split())
    return "" if _FILE_NAME.fullmatch(words) else words


def write_figure(name: str, words: str, caption: str) -> str:
    """A figure in Markdown."""
    title = " ".join(caption.split()).replace("\\", r"\\").replace('"', r"\"")
    return f"![{escape_all(words)}]({name}" + (f' "{title}")' if title else ")")


def make_printable(content: bytes, address: str) -> tuple[bytes, str]:
    """A picture as PNG, JPEG or SVG where it can be made one, otherwise as it is; and the ending for its file."""
    try:
        return content, _ENDINGS[recognize(content).media_type]
    except PictureProblem:
        pass
    if (converted := _convert(content)) is not None:
        return converted, ".png"
    ending = posixpath.splitext(address.lower())[1]
    return content, ending if ending in _KEPT else ".bin"


def _convert(content: bytes) -> bytes | None:
    """The first picture of an older format as PNG; None for what is none, or too big."""
    from PIL import Image  # for few notes only

    if len(content) > MAX_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_CONVERTED) as image:
                if not 0 < image.width * image.height <= MAX_PIXELS or image.mode.startswith("I"):
                    return None
                file = io.BytesIO()
                (image if image.mode in _PLAIN else image.convert("RGB")).save(file, "PNG")
                return file.getvalue()
    except Exception:  # a broken picture ends in errors of any kind
        return None


def _measure(content: bytes) -> tuple[int, ...]:
    """Width and height in pixels, where they are known."""
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    try:
        found = recognize(content)
    except PictureProblem:
        return ()
    return (found.width, found.height) if found.media_type != "image/svg+xml" else ()

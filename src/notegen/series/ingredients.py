"""What documents of a series have in common: its files, those of notegen, and the tools of this computer.

What is named here, and the files of the note itself (`notes.py`), goes into the content key of a document, and these
files and no others go with a job to its worker. So the key cannot miss one: the document could not be made without.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from notegen.assets import builtin
from notegen.series.fingerprints import Fingerprints
from notegen.series.folders import NAMES, SERIES, Folder, Settings
from notegen.series.ledger import Parts
from notegen.series.toolchain import digest_series, list_tools

_KINDS = ("templates", "styles")

COMPENDIUM, LISTING = "compendium", "listing"
"""The documents of a series as a whole, as a kind of format."""

_STYLES = {
    "pdf": ("page.css", "note.css", "{}.css"),
    "html": ("web.css",),
    COMPENDIUM: ("page.css", "note.css", "{}.css", "compendium.css"),
    LISTING: ("web.css", "listing.css"),
}
"""The stylesheets of a format; {} is the style of the series. Of other formats it is not known here: they get all."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What the notes of a series are made with; `carried` are the files that go with every job.

    `maker` is the digest of this part of notegen, which makes what stands for a note in the lists of the series.
    """

    folder: Folder
    settings: Settings
    files: Fingerprints
    carried: tuple[tuple[str, bytes], ...]
    pictures: tuple[str, ...]
    maker: str

    @property
    def of_series(self) -> bool:
        """Whether there is a `series.yaml`, and not only records in a folder."""
        return any(name == SERIES for name, _ in self.carried)

    def list_parts(self, format: str, language: str) -> Parts:
        """What all documents in a format and a language have in common, with versions or digests."""
        names = dict.fromkeys([name for name, _ in self.carried if "/" not in name] + list(self.pictures))
        parts = {name: self.files.find(self.folder.root / name) or "" for name in names}
        for kind in _KINDS:
            for name in self._list_assets(kind, format):
                # By content, wherever it lies: a file of the series that says the same as notegen's changes nothing.
                own = self.files.find(self.folder.root / kind / name)
                usual = self.files.find(builtin(kind) / name)
                parts[f"{kind}/{name}"] = own or usual or ""
                if own and usual and kind == "templates":  # it may extend the one that it stands for
                    parts[f"notegen/{kind}/{name}"] = usual
        return parts | dict(list_tools(format, language, self.files))

    def _list_assets(self, kind: str, format: str) -> list[str]:
        if kind == "styles" and format in _STYLES:
            return [name.format(self.settings.style) for name in _STYLES[format]]
        own = {name.partition("/")[2] for name, _ in self.carried if name.startswith(f"{kind}/")}
        names = own.union(path.name for path in builtin(kind).iterdir()) - set(self.pictures)
        others = tuple({COMPENDIUM, LISTING} - {format})
        return sorted(name for name in names if not name.startswith(others))


def gather(folder: Folder, settings: Settings, files: Fingerprints) -> Ingredients:
    """What the notes of a series are made with, read once, so that what is made is made from what is digested."""
    own = [name for name in (SERIES, NAMES) if (folder.root / name).is_file()]
    assets = [name for kind in _KINDS for name in _walk(folder, kind)]
    carried = {name: files.read(folder.root / name) for name in [*own, *assets]}
    texts = [carried[name] for name in assets if name not in folder.pictures]
    texts += [unquote_to_bytes(text) for text in texts]  # an address has %20 for a space
    pictures = tuple(name for name in folder.pictures if _is_named(name, texts))
    carried |= {name: files.read(folder.root / name) for name in pictures}
    return Ingredients(folder, settings, files, tuple(carried.items()), pictures, digest_series(files))


def _walk(folder: Folder, kind: str) -> Iterator[str]:
    for path in sorted((folder.root / kind).rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder.root).as_posix()


def _is_named(picture: str, texts: list[bytes]) -> bool:
    """Whether a template or a style names a picture, by whatever path."""
    name = picture.rpartition("/")[2].encode(errors="surrogateescape")
    return any(name in text for text in texts)

"""The series below a folder: which records each has, and what its `series.yaml` says of its documents."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from notegen.diagnostics import Diagnostic, has_errors
from notegen.series.claims import stays_below
from notegen.series.fingerprints import Fingerprints
from notegen.series.ledger import Ledger

if TYPE_CHECKING:
    from notegen.tree import Tree

SERIES, NAMES = "series.yaml", "names.yaml"
LISTS = ("register.csv", "register.json", "calendar.ics", "events.jsonld", "series.sqlite")
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where documents of a series go, as `output` in `series.yaml` says; the style of its pages, its languages.

    `compendium` tells that it wants one.
    """

    folder: str = "out"
    formats: tuple[str, ...] = ("pdf",)
    name: str = "{id}.{language}"
    style: str = "un"
    languages: tuple[str, ...] = ("en",)
    compendium: bool = False

    def place(self, id: str, language: str, format: str) -> str:
        """Where a document belongs, relative to the folder of the series, with slashes."""
        name = f"{self.name.format(id=id, language=language)}.{format}"
        return os.path.normpath(f"{self.folder}/{name}").replace(os.sep, "/")

    def place_whole(self, name: str) -> str:
        """Where a document of the series as a whole belongs, as `place` tells it."""
        return os.path.normpath(f"{self.folder}/{name}").replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with its `series.yaml`, or the one that was asked for when there is none above.

    `root` is its real path; `shown` the one that people know it by. `records` and `pictures` are relative to it, with
    slashes. `whole` tells that all records of the series are here, none outside of what was asked for.
    """

    root: Path
    shown: Path
    records: tuple[str, ...]
    pictures: tuple[str, ...]
    whole: bool
    inside: str = ""

    def show(self, path: str) -> Path:
        """A path of the series as people know it."""
        return Path(os.path.normpath(self.shown / path))


def find_folders(folder: Path) -> list[Folder]:
    """Every series that has records in the folder or below it, those above others first; OSError."""
    real = folder.resolve()
    top = next((above for above in (real, *real.parents) if (above / SERIES).is_file()), real)
    inside = "" if top == real else real.relative_to(top).as_posix()
    found: dict[str, tuple[list[str], list[str]]] = {str(top): ([], [])}
    homes = {str(real): str(top)}
    for place, below, files in _walk(real):
        home = place if SERIES in files else homes[place]
        records, pictures = found.setdefault(home, ([], []))
        homes |= {f"{place.rstrip(os.sep)}{os.sep}{name}": home for name in below}
        start = len(home.rstrip(os.sep)) + 1
        for name in files:
            path = f"{place}{os.sep}{name}"[start:].replace(os.sep, "/")
            if name.lower().endswith(_PICTURES):
                pictures += [path] * (_find_mode(f"{place}{os.sep}{name}") == stat.S_IFREG)
            elif name.endswith((".yaml", ".yml")) and name not in (SERIES, NAMES) and not name.startswith("."):
                # A link that leads nowhere should be a record: who reads it tells why it is none.
                records += [path] * (_find_mode(f"{place}{os.sep}{name}") in (stat.S_IFREG, None))
    if inside:  # templates and styles of the series show pictures of all its folders
        found[str(top)][1][:] = _find_pictures(top)
    return [
        Folder(
            root=Path(home),
            shown=Path(os.path.normpath(folder / os.path.relpath(home, real))),
            records=tuple(records),
            pictures=tuple(pictures),
            whole=home != str(top) or not inside,
            inside=inside if home == str(top) else "",
        )
        for home, (records, pictures) in found.items()
        if records or (Path(home) / SERIES).is_file()
    ]


def _walk(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Every folder but hidden ones, with the names of folders and files in it; OSError."""
    for place, below, files in os.walk(top, onerror=_complain):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield place, below, sorted(files)


def _find_pictures(top: Path) -> Iterator[str]:
    for place, _, files in _walk(top):
        for name in files:
            if name.lower().endswith(_PICTURES) and _find_mode(f"{place}{os.sep}{name}") == stat.S_IFREG:
                yield (Path(place) / name).relative_to(top).as_posix()


def _find_mode(path: str) -> int | None:
    """What kind of file it is, None for what is not there: a pipe would be waited for, and a device has no end."""
    try:
        return stat.S_IFMT(Path(path).stat().st_mode)
    except OSError:
        return None


def _complain(error: OSError) -> None:
    raise error


def leave_out(folder: Folder, settings: Settings) -> Folder:
    """The folder without what lies among its documents, templates and styles, which are no records."""
    aside = tuple(f"{name}/" for name in ("templates", "styles", os.path.normpath(settings.folder)))
    records = tuple(name for name in folder.records if not name.startswith(aside))
    pictures = tuple(name for name in folder.pictures if not name.startswith(aside[2]))
    return Folder(folder.root, folder.shown, records, pictures, folder.whole, folder.inside)


def read_settings(folder: Folder, ledger: Ledger, files: Fingerprints) -> tuple[Settings, list[Diagnostic]]:
    """What the series says, and what is wrong with its files; the ledger knows it while they stay as they are."""
    known = {name: files.find(folder.root / name) for name in (SERIES, NAMES)}
    if known[SERIES] is None:
        return Settings(), []
    if ledger.settings.get("digests") == known:
        said = ledger.settings["said"]
        tuples = {name: tuple(said[name]) for name in ("formats", "languages")}
        settings = Settings(**{**said, **tuples})
        if stays_below(settings.place("id", "language", "format")):
            return settings, []
    from notegen.records.series_folder import read_series_folder

    given = read_series_folder(folder.root / SERIES, str(folder.show(SERIES)))
    if given.series is None or has_errors(given.diagnostics):
        return Settings(), list(given.diagnostics)
    output = given.series.output
    formats = tuple(dict.fromkeys(output.formats))
    settings = Settings(
        folder=output.folder,
        formats=formats,
        name=output.name,
        style=given.series.style,
        languages=given.series.languages,
        compendium=given.series.compendium is not None,
    )
    assert given.tree
    return settings, [*given.diagnostics, *_check(settings, given.tree)]


def _check(settings: Settings, tree: "Tree") -> Iterator[Diagnostic]:
    from notegen.formats.document import MEDIA_TYPES

    folder = Path(os.path.normpath(settings.folder))
    path: tuple[str | int, ...] = ("output", "folder")
    if folder.is_absolute() or ".." in folder.parts:
        hint = "a name such as out"
        message = f'"{settings.folder}" is not below the folder of the series'
        yield Diagnostic("bad-output", message, path=path, place=tree.place(path), hint=hint)
    for position, name in enumerate(settings.formats):
        if name not in MEDIA_TYPES:
            path = ("output", "formats", position)
            message, hint = f'there is no format "{name}"', f"there are {', '.join(MEDIA_TYPES)}"
            yield Diagnostic("bad-output", message, path=path, place=tree.place(path), hint=hint)


def list_names(languages: Sequence[str], compendium: bool) -> dict[str, str]:
    """The names of the documents of a series as a whole, with their languages."""
    first = languages[0]
    names = dict.fromkeys(LISTS, first) | {name_page(tag, languages): tag for tag in languages}
    return names | ({name_compendium(tag, languages): tag for tag in languages} if compendium else {})


def name_page(language: str, languages: Sequence[str]) -> str:
    """The file of the page in a language."""
    return "index.html" if language == languages[0] else f"index.{language}.html"


def name_compendium(language: str, languages: Sequence[str]) -> str:
    """The file of the compendium in a language, named as the pages are."""
    return "compendium.pdf" if language == languages[0] else f"compendium.{language}.pdf"

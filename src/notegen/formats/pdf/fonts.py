"""The typefaces that documents are set in, and where this computer has them."""

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Family:
    """One typeface: its name in CSS, the Debian package that brings it, the files of its static faces."""

    name: str
    package: str
    files: tuple[str, ...]


FAMILIES: tuple[Family, ...] = (
    Family(
        "Liberation Serif",
        "fonts-liberation2",
        (
            "LiberationSerif-Regular.ttf",
            "LiberationSerif-Bold.ttf",
            "LiberationSerif-Italic.ttf",
            "LiberationSerif-BoldItalic.ttf",
        ),
    ),
    Family(
        "Liberation Sans",
        "fonts-liberation2",
        (
            "LiberationSans-Regular.ttf",
            "LiberationSans-Bold.ttf",
            "LiberationSans-Italic.ttf",
            "LiberationSans-BoldItalic.ttf",
        ),
    ),
    Family(
        "Liberation Mono",
        "fonts-liberation2",
        (
            "LiberationMono-Regular.ttf",
            "LiberationMono-Bold.ttf",
            "LiberationMono-Italic.ttf",
            "LiberationMono-BoldItalic.ttf",
        ),
    ),
    Family("Noto Naskh Arabic", "fonts-noto-core", ("NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf")),
    Family("Noto Serif CJK SC", "fonts-noto-cjk", ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")),
)

GENERIC: Mapping[str, str] = {
    "serif": "Liberation Serif",
    "sans-serif": "Liberation Sans",
    "monospace": "Liberation Mono",
    "system-ui": "Liberation Sans",
}
"""What generic families of CSS stand for."""
_OTHER_SCRIPTS = ("Noto Naskh Arabic", "Noto Serif CJK SC")

# Looked at first, so that a start does not walk through thousands of other fonts.
_USUAL = (
    "truetype/liberation2",
    "truetype/liberation",
    "truetype/noto",
    "opentype/noto",
)


def folders() -> tuple[Path, ...]:
    """The folders in which this system keeps fonts, those of the user last."""
    home = Path.home()
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    if sys.platform == "win32":
        return Path("C:/Windows/Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts"
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"


def installed(places: Iterable[Path] | None = None) -> dict[str, tuple[Path, ...]]:
    """The families that are installed with all their faces: name to font files.

    Later folders do not replace what an earlier one has; a family with a face missing does not count.
    """
    wanted = {name for family in FAMILIES for name in family.files}
    found: dict[str, Path] = {}
    for folder in _walk(folders() if places is None else places):
        for name in sorted(wanted & _files(folder)):
            found.setdefault(name, folder / name)
        if len(found) == len(wanted):
            break
    return {
        family.name: tuple(found[name] for name in family.files)
        for family in FAMILIES
        if all(name in found for name in family.files)
    }


def advise(names: Collection[str], found: Collection[str]) -> str:
    """What to do about the first of a list of families as CSS names them; nothing when it is installed."""
    name = next(iter(names))
    name = GENERIC.get(name.lower(), name)
    family = next((family for family in FAMILIES if family.name.lower() == name.lower()), None)
    if family is None:
        there = ", ".join(f'"{known.name}"' for known in FAMILIES)
        return f'"{name}" is none of the fonts that notegen sets documents in; there are {there}'
    return "" if family.name in found else f'the font "{name}" is not installed: apt-get install {family.package}'


def specify(names: tuple[str, ...]) -> tuple[str, ...]:
    """The families of a list in CSS by their own names; a generic one is followed by those of the other scripts."""
    generic = [name for name in names if name.lower() in GENERIC]
    if not generic:
        return names
    return tuple(dict.fromkeys((*(GENERIC.get(name.lower(), name) for name in names), *_OTHER_SCRIPTS)))


def absent(found: Collection[str]) -> tuple[str, ...]:
    """The Debian packages of the families that are not installed."""
    return tuple(dict.fromkeys(family.package for family in FAMILIES if family.name not in found))


def configuration(found: Mapping[str, tuple[Path, ...]]) -> str:
    """A fontconfig file that knows these families and nothing else of what the computer has."""
    files = sorted({file for faces in found.values() for file in faces})
    parts = [f"<dir>{escape(str(folder))}</dir>" for folder in sorted({file.parent for file in files})]
    # The system's own caches are read, so that nothing has to be scanned again.
    parts += ["<cachedir>/var/cache/fontconfig</cachedir>", '<cachedir prefix="xdg">fontconfig</cachedir>']
    parts.append("<selectfont><rejectfont><glob>*</glob></rejectfont><acceptfont>")
    parts += [f"<glob>{escape(str(file))}</glob>" for file in files]
    # A collection (.ttc) holds more families than the one that is wanted, hence also by name.
    parts.append('</acceptfont><rejectfont><pattern><patelt name="scalable"><bool>true</bool></patelt></pattern>')
    parts.append("</rejectfont><acceptfont>")
    parts += [
        f'<pattern><patelt name="family"><string>{escape(name)}</string></patelt>'
        '<patelt name="variable"><bool>false</bool></patelt></pattern>'
        for name in found
    ]
    parts.append("</acceptfont></selectfont>")
    return f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>{''.join(parts)}</fontconfig>"


def _walk(places: Iterable[Path]) -> Iterator[Path]:
    roots = tuple(places)
    for root in roots:
        yield root
        yield from (root / usual for usual in _USUAL)
    for root in roots:
        for folder, inner, _ in os.walk(root):
            inner.sort()
            yield Path(folder)


def _files(folder: Path) -> set[str]:
    try:
        return {file.name for file in folder.iterdir()}
    except OSError:
        return set()

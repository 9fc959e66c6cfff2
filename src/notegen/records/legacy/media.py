"""The files of pictures in a Word file, and which part of it shows each of them."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from notegen.records.legacy.blocks import Picture, Spot

_RELATION = re.compile(r"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"""\b(Id|Target|Type|TargetMode)\s*=\s*["']([^"']*)["']""")
_TWIN = re.compile(
    r"""<a:blip\b[^>]*r:embed="(\w+)"[^>]*>(?:(?!<a:blip\b).){0,1000}?svgBlip\b[^>]*r:embed="(\w+)\"""", re.DOTALL
)
_NOWHERE = Spot("paragraph", 0)
_NO_PICTURE = {"chart": "chart", "chartEx": "chart", "diagramData": "diagram"}


@dataclass(slots=True)
class Media:
    """The files by their names in the package, those that only heads and feet show, and what is no picture.

    `twins` are the same picture in two formats.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    furniture: set[str] = field(default_factory=set)
    drawn: list[str] = field(default_factory=list)
    twins: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def take(self, address: str, words: str, spot: Spot) -> Picture:
        """The picture at an address of the document."""
        part = _part(address)
        self.taken |= {part, self.twins.get(part, part)}
        content = self.files.get(part, b"")
        outside = re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE)
        lacking = "" if content else "it is in another file" if outside else "it is broken"
        return Picture(spot, address, content, words, lacking=lacking)

    def rest(self) -> list[Picture]:
        """The pictures of which pandoc did not tell where they stand: in notes, in heads and feet, in drawings."""
        left = [part for part in self.files if part not in self.taken]
        found = [
            Picture(_NOWHERE, part, self.files[part], decoration="head or foot of the pages" * (part in self.furniture))
            for part in left
        ]
        return [*found, *(Picture(_NOWHERE, kind, lacking=f"Word draws this {kind} itself") for kind in self.drawn)]


def read_media(archive: zipfile.ZipFile) -> Media:
    """The files that the parts of a document say they show."""
    media, names = Media(), set(archive.namelist())
    shown: dict[str, set[str]] = {}
    for name in sorted(name for name in names if re.fullmatch(r"word/_rels/\w+\.xml\.rels", name)):
        part = posixpath.basename(name).removesuffix(".xml.rels")
        relations = _read_relations(archive.read(name).decode("utf-8", "replace"))
        if part == "document":
            media.twins = _find_twins(archive.read("word/document.xml").decode("utf-8", "replace"), relations)
            media.drawn = [_NO_PICTURE[kind] for kind, _ in relations.values() if kind in _NO_PICTURE]
        for kind, target in relations.values():
            if kind == "image" and target in names:
                shown.setdefault(target, set()).add(part)
    media.files = {target: archive.read(target) for target in shown}
    media.furniture = {target for target, parts in shown.items() if all(re.match("header|footer", p) for p in parts)}
    return media


def _read_relations(text: str) -> dict[str, tuple[str, str]]:
    """By its id what a part is related to: the last word of the type, and the name in the package."""
    found = {}
    for match in _RELATION.findall(text):
        given = dict(_ATTRIBUTE.findall(match))
        if {"Id", "Target", "Type"} <= given.keys() and given.get("TargetMode") != "External":
            found[given["Id"]] = (posixpath.basename(given["Type"]), _part(given["Target"]))
    return found


def _find_twins(document: str, relations: dict[str, tuple[str, str]]) -> dict[str, str]:
    twins: dict[str, str] = {}
    for one, other in _TWIN.findall(document):
        if one in relations and other in relations:
            first, second = relations[one][1], relations[other][1]
            twins |= {first: second, second: first}
    return twins


def _part(target: str) -> str:
    return posixpath.normpath(posixpath.join("word", target)).lstrip("/")

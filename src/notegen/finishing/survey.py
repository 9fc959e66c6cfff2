"""What a PDF says of itself, without reading its pages: claims, fonts, attached files, signatures."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pikepdf

from notegen.finishing.objects import read_names
from notegen.finishing.opening import note_damage, open_pdf
from notegen.finishing.signatures import Signature, read_signatures

METADATA = "the metadata"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}part"


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the document; its name is without the prefix that marks a subset."""

    name: str
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that travels in the document; its size is in bytes."""

    name: str
    media_type: str
    relationship: str
    description: str
    size: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What `survey` finds. `claims` are such as "PDF/A-3a"; `properties` are the XMP properties of one namespace.

    `encrypted`: locked, though with a password that is empty. `repaired`: its table of contents was wrong. `damage`
    tells of its metadata and attached files what cannot be read; such a file has 0 bytes.
    """

    pages: int
    title: str
    publisher: str
    language: str
    version: str
    encrypted: bool
    repaired: bool
    claims: tuple[str, ...]
    fonts: tuple[Font, ...]
    attachments: tuple[AttachedFile, ...]
    signatures: tuple[Signature, ...]
    properties: Mapping[str, tuple[str, ...]]
    damage: tuple[str, ...]


def survey(pdf: bytes, namespace: str = "") -> Survey:
    """The survey of a PDF, with the properties of a namespace of XMP; FinishingError when it cannot be read."""
    damage: list[str] = []
    with open_pdf(pdf) as document:
        metadata: Any = {}
        with note_damage(METADATA, damage):
            metadata = read_metadata(document)
        return Survey(
            pages=len(document.pages),
            title=read_title(document, metadata),
            publisher=_read_publisher(metadata),
            language=str(document.Root.get("/Lang", "")),
            version=document.pdf_version,
            encrypted=document.is_encrypted,
            repaired=bool(document.get_warnings()),
            claims=tuple(read_claims(metadata)) if metadata else (),
            fonts=read_fonts(document),
            attachments=tuple(read_attachments(document, damage)),
            signatures=tuple(read_signatures(document, pdf)),
            properties=_read_properties(metadata, namespace) if namespace else {},
            damage=tuple(damage),
        )


def read_metadata(document: pikepdf.Pdf) -> Any:
    """The XMP metadata for reading; a mapping by qualified names."""
    return document.open_metadata()  # not as a block: at its end, pikepdf would write


def read_title(document: pikepdf.Pdf, metadata: Any) -> str:
    """The title of a document, "" where it has none."""
    return str(metadata.get("dc:title", "") or document.docinfo.get("/Title", ""))


def read_claims(metadata: Any) -> Iterator[str]:
    """The standards that a document claims to conform to."""
    if metadata.pdfa_status:
        yield f"PDF/A-{metadata.pdfa_status.lower()}"
    if metadata.get(_PDFUA):
        yield f"PDF/UA-{metadata[_PDFUA]}"


def read_fonts(document: pikepdf.Pdf) -> tuple[Font, ...]:
    """The fonts of a document by name, each once."""
    return tuple(sorted(set(_fonts(document)), key=lambda font: font.name))


def _fonts(document: pikepdf.Pdf) -> Iterator[Font]:
    for entry in document.objects:
        if not isinstance(entry, pikepdf.Dictionary) or entry.get("/Type") != "/Font":
            continue
        if "/BaseFont" not in entry or entry.get("/Subtype") in ("/CIDFontType0", "/CIDFontType2"):
            continue
        inner = entry.DescendantFonts[0] if "/DescendantFonts" in entry else entry
        descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
        prefix, plus, name = str(entry.BaseFont)[1:].rpartition("+")
        yield Font(
            name,
            any(file in descriptor for file in ("/FontFile", "/FontFile2", "/FontFile3")),
            bool(plus) and len(prefix) == 6,
        )


def read_attachments(document: pikepdf.Pdf, damage: list[str] | None = None) -> Iterator[AttachedFile]:
    """The files that travel in a document, in the order of their names; `damage` is told which cannot be read."""
    for name, entry in sorted(read_specifications(document).items()):
        size = 0
        with nullcontext() if damage is None else note_damage(f"the attached file {name}", damage):
            size = len(entry.EF.F.read_bytes())
        yield AttachedFile(
            name=name,
            media_type=str(entry.EF.F.get("/Subtype", "/"))[1:],
            relationship=str(entry.get("/AFRelationship", "/"))[1:],
            description=str(entry.get("/Desc", "")),
            size=size,
        )


def read_specifications(document: pikepdf.Pdf) -> dict[str, Any]:
    """The file specifications of a document by name; ValueError for a tree of names that does not end."""
    names: Any = document.Root.get("/Names", pikepdf.Dictionary())
    return {str(name): entry for name, entry in read_names(names.get("/EmbeddedFiles"), "its attached files")}


def _read_publisher(metadata: Any) -> str:
    names = metadata.get("dc:publisher", ())
    return names if isinstance(names, str) else ", ".join(sorted(map(str, names)))


def _read_properties(metadata: Any, namespace: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for name in metadata:
        uri, brace, local = name.removeprefix("{").partition("}")
        if brace and uri == namespace:
            value = metadata[name]
            found[local] = (value,) if isinstance(value, str) else tuple(sorted(map(str, value)))
    return found

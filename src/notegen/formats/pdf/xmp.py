"""The metadata packet of a PDF (ISO 16684-1), and the same facts for its information dictionary."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

from notegen.formats.pdf.recipe import SCHEMA, Recipe, write_recipe

_CONTROLS = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

PRODUCER = "notegen with WeasyPrint"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself, in the terms of Dublin Core, and how it was made. Empty values are left out.

    `archival` is the level of PDF/A-3 that it claims, `accessible` whether it claims PDF/UA-1.
    """

    title: str
    language: str
    creator: str = ""
    contributors: tuple[str, ...] = ()
    publisher: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    identifier: str = ""
    version: str = ""
    coverage: str = ""
    date: datetime.date | None = None
    source: str = ""
    rights: str = ""
    tool: str = "notegen"
    recipe: Recipe | None = None
    archival: Literal["A", "B", ""] = "A"
    accessible: bool = True


# PDF/A wants every property declared that it does not know itself (ISO 19005-3, 6.6.2.3); PDF/UA's is one.
_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289 that the document follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>{recipe}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{claims}
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
{properties}
</rdf:Description>
{recipe}
{schema}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def packet(metadata: Metadata, written: datetime.date | None = None) -> bytes:
    """The XMP packet: claims of conformance and Dublin Core; `written` dates the file."""
    properties = "\n".join(_properties(metadata, written))
    recipe = write_recipe(metadata.recipe) if metadata.recipe else ""
    schema = _SCHEMA.format(recipe=SCHEMA if recipe else "")
    return _PACKET.format(
        claims="\n".join(_claims(metadata)), properties=properties, recipe=_without_controls(recipe), schema=schema
    ).encode()


def _claims(metadata: Metadata) -> Iterator[str]:
    if metadata.archival:
        level = f'pdfaid:part="3" pdfaid:conformance="{metadata.archival}"'
        yield f'<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"\n {level}/>'
    if metadata.accessible:
        yield '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'


def information(metadata: Metadata, written: datetime.date | None = None) -> dict[str, str]:
    """The entries of the information dictionary, as equal to the packet as PDF/A wants it (6.6.3)."""
    stamp = f"{written:D:%Y%m%d}000000Z" if written else ""
    entries = {
        "Title": metadata.title,
        "Author": metadata.creator,
        "Subject": metadata.description,
        "Keywords": ", ".join(metadata.subjects),
        "Creator": metadata.tool,
        "Producer": PRODUCER,
        "CreationDate": stamp,
        "ModDate": stamp,
    }
    return {name: text for name, text in entries.items() if text}


def _properties(metadata: Metadata, written: datetime.date | None) -> Iterator[str]:
    yield "<dc:format>application/pdf</dc:format>"
    yield _alternatives("dc:title", metadata.title)
    yield _items("dc:language", "Bag", (metadata.language,))
    yield _items("dc:creator", "Seq", (metadata.creator,))
    yield _items("dc:contributor", "Bag", metadata.contributors)
    yield _items("dc:publisher", "Bag", (metadata.publisher,))
    yield _alternatives("dc:description", metadata.description)
    yield _items("dc:subject", "Bag", metadata.subjects)
    yield _items("dc:date", "Seq", (metadata.date.isoformat() if metadata.date else "",))
    yield _alternatives("dc:rights", metadata.rights)
    yield _single("dc:identifier", metadata.identifier)
    yield _single("xmpMM:VersionID", metadata.version)
    yield _single("dc:coverage", metadata.coverage)
    yield _single("dc:source", metadata.source)
    yield _single("pdf:Keywords", ", ".join(metadata.subjects))
    yield _single("pdf:Producer", PRODUCER)
    yield _single("xmp:CreatorTool", metadata.tool)
    for name in ("xmp:CreateDate", "xmp:ModifyDate") if written else ():
        yield _single(name, f"{written:%Y-%m-%d}T00:00:00Z")


def _single(name: str, text: str) -> str:
    return f"<{name}>{_escape(text)}</{name}>" if text else ""


def _items(name: str, kind: str, texts: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{_escape(text)}</rdf:li>" for text in texts if text)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _alternatives(name: str, text: str) -> str:
    if not text:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_escape(text)}</rdf:li></rdf:Alt></{name}>'


def _escape(text: str) -> str:
    """The text for XML, without the control characters that XML 1.0 cannot hold."""
    return escape(_without_controls(text), quote=False)


def _without_controls(text: str) -> str:
    return _CONTROLS.sub("", text)

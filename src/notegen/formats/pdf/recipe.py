"""How a document was made: all that must be the same again for the same bytes, besides its record."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from notegen import assets

NAMESPACE = "urn:notegen:recipe#"
"""Of the XMP properties that hold a recipe."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`record` is the name of the attached record; `materials` are files of the series with their SHA-256 digests.

    `version` is that of notegen, `engine` names what laid the page out, with versions; the engine fills in both.
    """

    record: str
    style: str
    version: str = ""
    engine: str = ""
    materials: tuple[tuple[str, str], ...] = ()


_PROPERTIES = {
    "record": ("Text", "name of the attached record that the document was made from"),
    "style": ("Text", "house style"),
    "version": ("Text", "version of notegen"),
    "engine": ("Text", "programs that laid the pages out, with their versions"),
    "material": ("bag Text", "file of the series that the document was made with: SHA-256 and name"),
}

# PDF/A wants every property declared that it does not know itself (ISO 19005-3, 6.6.2.3).
SCHEMA = f"""<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>notegen recipe schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>notegen</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{
    "".join(
        f'''<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description>
</rdf:li>'''
        for name, (kind, description) in _PROPERTIES.items()
    )
}</rdf:Seq></pdfaSchema:property>
</rdf:li>"""


def write_recipe(recipe: Recipe) -> str:
    """The recipe as RDF, for an XMP packet that declares SCHEMA."""
    texts = {
        "record": recipe.record,
        "style": recipe.style,
        "version": recipe.version,
        "engine": recipe.engine,
    }
    singles = "".join(f"<notegen:{name}>{escape(text, quote=False)}</notegen:{name}>\n" for name, text in texts.items())
    items = "".join(f"<rdf:li>{digest} {escape(name, quote=False)}</rdf:li>" for name, digest in recipe.materials)
    materials = f"<notegen:material><rdf:Bag>{items}</rdf:Bag></notegen:material>\n" if items else ""
    return f'<rdf:Description rdf:about="" xmlns:notegen="{NAMESPACE}">\n{singles}{materials}</rdf:Description>'


def read_recipe(properties: Mapping[str, tuple[str, ...]]) -> Recipe | None:
    """The recipe of a document, from its properties in NAMESPACE; None where it names no record."""
    texts = {name: properties.get(name, ("",))[0] for name in ("record", "style", "version", "engine")}
    parts = (entry.partition(" ") for entry in properties.get("material", ()))
    materials = tuple(sorted((name, digest) for digest, _, name in parts))
    return Recipe(**texts, materials=materials) if texts["record"] else None


def list_materials(series: Path | None, style: str) -> tuple[tuple[str, str], ...]:
    """The files of a series that its documents are made with, by name, with their digests; without pictures."""
    if series is None:
        return ()
    return tuple((name, digest(path.read_bytes())) for name, path in _materials(series, style))


def _materials(series: Path, style: str) -> Iterator[tuple[str, Path]]:
    from notegen.records import naming  # the engine's process loads this module, and has no use for names

    if (series / naming.FILE).is_file():
        yield naming.FILE, series / naming.FILE
    for name in sorted({f"{name}.css" for name in ("page", "note", style)}):
        if (series / "styles" / name).is_file():
            yield f"styles/{name}", series / "styles" / name
    own = assets.folders("templates", series)[0]
    if own != assets.builtin("templates"):
        for path in sorted(own.rglob("*")):
            if path.is_file():
                yield f"templates/{path.relative_to(own).as_posix()}", path


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()

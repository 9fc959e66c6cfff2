"""Files that travel in a PDF: taken out, and put in as PDF/A-3 wants them (ISO 19005-3, 6.8)."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from notegen.finishing.opening import open_pdf
from notegen.finishing.survey import read_specifications


@dataclass(frozen=True, slots=True)
class File:
    """A file to attach; `relationship` is Source, Data, Alternative, Supplement or Unspecified."""

    name: str
    media_type: str
    description: str
    relationship: str
    content: bytes


def extract(pdf: bytes) -> Mapping[str, bytes]:
    """The attached files by name; FinishingError when the PDF cannot be read."""
    with open_pdf(pdf) as document:
        return {name: bytes(entry.EF.F.read_bytes()) for name, entry in sorted(read_specifications(document).items())}


def attach(pdf: bytes, files: Sequence[File]) -> bytes:
    """The PDF with the files attached and associated with the whole of it; one of the same name is replaced.

    The same input gives the same bytes. A claim to PDF/A-1 or PDF/A-2 is not looked at: neither allows files of
    all kinds. FinishingError when the PDF cannot be read.
    """
    with open_pdf(pdf) as document:
        read_specifications(document)  # so that a tree in a circle is told
        for file in files:
            _drop(document, file.name)
            specification = pikepdf.AttachedFileSpec(
                document,
                file.content,
                filename=file.name,
                mime_type=file.media_type,
                description=file.description,
                relationship=pikepdf.Name(f"/{file.relationship}"),
                creation_date="",
                mod_date="",
            )
            stream = specification.obj.EF.F
            for date in ("/CreationDate", "/ModDate"):
                if date in stream.Params:
                    del stream.Params[date]
            document.attachments[file.name] = specification  # pikepdf associates it too
        return write(document)


def write(document: pikepdf.Pdf) -> bytes:
    """The bytes of a changed document; the same for the same changes."""
    made = io.BytesIO()
    document.save(made, deterministic_id=True)
    return made.getvalue()


def _drop(document: pikepdf.Pdf, name: str) -> None:
    if name in document.attachments:
        del document.attachments[name]
    associated = [entry for entry in document.Root.get("/AF", ()) if str(entry.get("/UF", "")) != name]
    document.Root.AF = pikepdf.Array(associated)

"""Files that travel in a PDF, as PDF/A-3 wants them associated (ISO 19005-3, 6.8)."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any

import pydyf

from notegen.formats.pdf.sheet import Attachment


def attach(pdf: Any, attachments: Sequence[Attachment], date: datetime.date | None) -> None:
    """Embed the files in a document and associate them with the whole of it."""
    names = pydyf.Array()
    references = pydyf.Array()
    for attachment in sorted(attachments, key=lambda attachment: name_key(attachment.name)):
        specification = _embed(pdf, attachment, date)
        names += [pydyf.String(attachment.name), specification.reference]
        references.append(specification.reference)
    if references:
        tree = pydyf.Dictionary({"Names": names})
        pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree
        pdf.catalog["AF"] = references


def name_key(name: str) -> bytes:
    """What a name tree is sorted by: the name as it stands in the file (ISO 32000-1, 7.9.6)."""
    data: bytes = pydyf.String(name).data
    return data


def _embed(pdf: Any, attachment: Attachment, date: datetime.date | None) -> Any:
    parameters = pydyf.Dictionary(
        {
            "Size": len(attachment.content),
            "CheckSum": f"<{hashlib.md5(attachment.content, usedforsecurity=False).hexdigest()}>",
        }
    )
    if date is not None:
        parameters["CreationDate"] = parameters["ModDate"] = pydyf.String(f"{date:D:%Y%m%d}000000Z")
    stream = pydyf.Stream(
        [attachment.content],
        {"Type": "/EmbeddedFile", "Subtype": pydyf.name(attachment.media_type), "Params": parameters},
        compress=True,
    )
    pdf.add_object(stream)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(attachment.name),
            "UF": pydyf.String(attachment.name),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "Desc": pydyf.String(attachment.description),
            "AFRelationship": pydyf.name(attachment.relationship),
        }
    )
    pdf.add_object(specification)
    return specification

"""What PDF/A-3 wants of a document besides its structure: metadata, and nothing that it forbids."""

import datetime
from typing import Any

import pydyf

from notegen.formats.pdf.structure.streams import Settled, Written
from notegen.formats.pdf.xmp import Metadata, information, packet


def describe(pdf: Any, metadata: Metadata, date: datetime.date | None) -> None:
    """Put the same metadata in the information dictionary and in the packet."""
    pdf.info.clear()
    pdf.info.update({name: pydyf.String(text) for name, text in information(metadata, date).items()})
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].stream = [packet(metadata, date)]


def mend(pdf: Any) -> None:
    """Take out what PDF/A forbids and WeasyPrint writes; write everything for good."""
    for place, entry in enumerate(pdf.objects):
        is_stream = isinstance(entry, pydyf.Stream)
        properties = entry.extra if is_stream else entry
        if not isinstance(properties, dict):
            continue
        if properties.get("Interpolate") == "true":
            properties["Interpolate"] = "false"
        for resources in (properties, properties.get("Resources")):
            if isinstance(resources, dict):
                for name in ("ExtGState", "XObject", "Pattern", "Shading"):
                    if resources.get(name) == {}:
                        del resources[name]
        pdf.objects[place] = Written(entry) if is_stream else Settled(entry)

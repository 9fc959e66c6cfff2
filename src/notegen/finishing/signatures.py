"""The signatures of a PDF: who is named, and how much of the file each covers. Their cryptography is not judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

_MAX_FIELDS = 10_000


@dataclass(frozen=True, slots=True)
class Signature:
    """A field for a signature. `signed` is false while it is empty.

    `signer` is the name that the signature gives, which may be none; `covered` is how many bytes of the file it
    covers, from its beginning and without the signature itself; `whole`: nothing was added after it.
    """

    field: str
    signed: bool
    signer: str
    kind: str
    covered: int
    whole: bool


def read_signatures(document: pikepdf.Pdf, pdf: bytes) -> Iterator[Signature]:
    """The fields for signatures (ISO 32000-1, 12.7.4.5) of an open document, whose bytes are given."""
    form: Any = document.Root.get("/AcroForm", pikepdf.Dictionary())
    stack = [(field, "", "") for field in reversed(list(form.get("/Fields", ())))]
    seen = 0
    while stack:
        field, above, inherited = stack.pop()
        seen += 1
        if seen > _MAX_FIELDS:
            raise ValueError("its form has no end")
        own = str(field.get("/T", ""))
        name = f"{above}.{own}" if above and own else above or own
        kind = str(field.get("/FT", inherited))
        kids = [kid for kid in field.get("/Kids", ()) if "/T" in kid or "/Kids" in kid]
        if kids:
            stack += [(kid, name, kind) for kid in reversed(kids)]
        elif kind == "/Sig":
            yield _read_signature(name, field.get("/V"), pdf)


def _read_signature(field: str, value: Any, pdf: bytes) -> Signature:
    if value is None:
        return Signature(field, False, "", "", 0, False)
    ranges = [int(number) for number in value.get("/ByteRange", ())]
    pairs = list(zip(ranges[::2], ranges[1::2], strict=False))
    covered = sum(length for _, length in pairs)
    end = max((start + length for start, length in pairs), default=0)
    # Two ranges, from the first byte to the last, with the signature alone between them.
    whole = len(pairs) == 2 and ranges[0] == 0 and end == len(pdf)
    return Signature(
        field, True, str(value.get("/Name", "")), str(value.get("/SubFilter", "/"))[1:], min(covered, len(pdf)), whole
    )

"""A twin for how pydyf writes the parts of a file."""

from collections.abc import Callable
from typing import Any


def write(pydyf: Any) -> Callable[[Any], bytes]:
    """Of `_to_bytes`: a name or a number as it stands in the file; most are texts or bytes already."""
    original = pydyf._to_bytes

    def to_bytes(item: Any) -> bytes:
        kind = item.__class__
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        return original(item)  # type: ignore[no-any-return]

    return to_bytes

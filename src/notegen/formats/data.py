"""The record itself as JSON: valid against `notegen schema`, and read back equal."""

import json
import re
from typing import Any

from notegen.formats.manuscript import Manuscript

# What a reader of YAML, and so `load`, would take for an end of a line or refuse.
_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def write(manuscript: Manuscript) -> bytes:
    """The record with what its series gave it; keys that say nothing new are left out."""
    note = manuscript.note
    data = note.model_dump(mode="json", exclude_defaults=True)
    data = {"notegen": note.notegen, "language": note.language} | data  # a series has defaults of its own for these
    return (write_json(data) + "\n").encode()


def write_json(data: Any) -> str:
    """The data as JSON that is the same data to a reader of YAML."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)

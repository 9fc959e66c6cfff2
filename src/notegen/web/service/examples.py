"""What the OpenAPI document shows: bodies, answers, and problems, with examples."""

from typing import Any

from notegen.web.problems import MEDIA_TYPE
from notegen.web.service.bodies import PDF, WORD

_YAML = """\
event:
  title: Workshop on the sealing of containers
  dates: 2019-05-07/2019-05-09
  place: {city: Oslo, country: NO}
organizers: The Harbour Office
participants:
  - kind: states
    entries: [Chile, Ghana, NO]
sections:
  - heading: Background
    text: The participants compared seals.
disclaimer: For information – not an official report.
"""
_JSON = {
    "event": {"title": "Workshop on the sealing of containers", "dates": "2019-05-07"},
    "sections": [{"heading": "Background", "text": "The participants compared seals."}],
}

RECORD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A record; docs/record.md tells its keys, /v1/schema their types.",
        "content": {
            "application/yaml": {"schema": {"type": "string"}, "example": _YAML},
            "application/json": {"schema": {"type": "object"}, "example": _JSON},
        },
    }
}

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "diagnostics": {"type": "array", "items": {"type": "object"}},
    },
}
_TELL = {
    400: "The request cannot be understood.",
    401: "There is no token, or one that nobody has.",
    404: "There is no such thing, or no more.",
    409: "It is not the time for this.",
    408: "The body was not all there in time.",
    413: "The body, or the document, is too large.",
    415: "The body is of another type.",
    422: "The record has errors (`diagnostics`), or needs more than a note may.",
    429: "Too many requests wait already; `Retry-After` tells when to come again.",
    500: "The document could not be made.",
    501: "A part is not installed.",
    503: "No worker was free in time.",
}


def problem(status: int) -> dict[str, Any]:
    """How a problem of this status is documented."""
    return {"description": _TELL[status], "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}


PROBLEMS: dict[int | str, dict[str, Any]] = {status: problem(status) for status in _TELL if status not in (404, 409)}
"""What any request may be answered with."""


def binary(*media_types: str) -> dict[str, Any]:
    """How an answer of these types is documented."""
    schema = {"type": "string", "format": "binary"}
    content = {media_type.partition(";")[0]: {"schema": schema} for media_type in media_types}
    return {"description": "The document.", "content": content}


def file_body(media_type: str, description: str) -> dict[str, Any]:
    """How a body that is a file is documented."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"requestBody": {"required": True, "description": description, "content": content}}


_TEXT = {"schema": {"type": "string"}}
_FILE = {"schema": {"type": "string", "format": "binary"}}
OLD_NOTE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "An old note.",
        "content": {"text/plain": _TEXT, "text/markdown": _TEXT, "text/html": _TEXT, PDF: _FILE, WORD: _FILE},
    }
}

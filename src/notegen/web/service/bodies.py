"""The bodies of requests: bounded in size and in time, and records as YAML whatever they came as."""

import asyncio
import json
from http import HTTPStatus
from typing import Any

from fastapi import Request

from notegen.formats.data import write_json
from notegen.web.problems import Problem

YAML = "application/yaml"
JSON = "application/json"
PDF = "application/pdf"
ZIP = "application/zip"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """All of the body; a refusal when it is larger than `most` bytes, or is not all there in time."""
    told = request.headers.get("content-length", "0")
    if told.isdigit() and int(told) > most:
        raise _too_large(most)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise _too_large(most)
    except TimeoutError:
        raise Problem(
            HTTPStatus.REQUEST_TIMEOUT, "slow-body", f"the body was not all there after {seconds:g} seconds"
        ) from None
    if not body:
        raise Problem(HTTPStatus.BAD_REQUEST, "no-body", "the request has no body")
    return bytes(body)


def _too_large(most: int) -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", f"a body has at most {most:,} bytes")


def demand_type(request: Request, *types: str) -> str:
    """The media type of the body, one of these; a Problem for another."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    given = {"text/yaml": YAML, "application/x-yaml": YAML, "text/x-yaml": YAML}.get(given, given)
    if given not in types:
        detail = f"the Content-Type of this body is one of {', '.join(types)}"
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media-type", detail)
    return given


def read_record(body: bytes, media_type: str) -> bytes:
    """The record as YAML. What is wrong with YAML its reader tells, with places; with JSON this does."""
    if media_type != JSON:
        return body
    try:
        data = json.loads(body, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        detail = f"this is no JSON: {error}" if isinstance(error, ValueError) else "this JSON is too deep"
        raise Problem(HTTPStatus.BAD_REQUEST, "not-json", detail) from None
    return write_json(data).encode("utf-8", "surrogatepass")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f'the key "{twice}" stands twice in one object')
    return found

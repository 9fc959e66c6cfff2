"""What there is to choose from, and how the service is."""

import json
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from notegen.formats.document import MEDIA_TYPES
from notegen.formats.html import house_styles
from notegen.languages.language import find_language, whole_languages
from notegen.records.schema import record_schema, series_schema, write_schema
from notegen.web.problems import Problem
from notegen.web.service import journal
from notegen.web.service.examples import PROBLEMS
from notegen.web.service.state import state_of

router = APIRouter(responses=PROBLEMS)


@router.get("/v1/schema", tags=["choices"], summary="JSON Schema of the record, or of series.yaml")
async def schema(
    of: Annotated[Literal["record", "series"], Query(description="What the schema is of.")] = "record",
) -> dict[str, Any]:
    """Draft 2020-12."""
    found: dict[str, Any] = json.loads(write_schema(series_schema() if of == "series" else record_schema()))
    return found


@router.get("/v1/languages", tags=["choices"], summary="The languages of documents")
async def list_languages() -> list[dict[str, str]]:
    """BCP 47 tags, with the direction of writing."""
    return [{"tag": tag, "direction": find_language(tag).direction} for tag in whole_languages()]


@router.get("/v1/styles", tags=["choices"], summary="The house styles")
async def list_styles() -> list[str]:
    """Names for `style`."""
    return list(house_styles())


@router.get("/v1/formats", tags=["choices"], summary="The formats of documents")
async def list_formats() -> dict[str, str]:
    """Names for `format`, with their media types."""
    return dict(MEDIA_TYPES)


@router.get("/healthz", tags=["watching"], summary="Whether the service runs")
async def health() -> dict[str, str]:
    """Answered as long as there is a process."""
    return {"status": "running"}


@router.get("/readyz", tags=["watching"], summary="Whether the service can take requests")
async def readiness(request: Request) -> dict[str, str]:
    """Answered with 503 until a worker has made its first document, and when the queue is full."""
    state = state_of(request)
    if not request.app.state.ready.is_set():
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "starting", "the workers are not ready")
    if state.desk.full:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "queue-full", "too many requests wait already")
    return {"status": "ready"}


@router.get("/metrics", tags=["watching"], summary="Numbers for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """In the text format of Prometheus."""
    return Response(state_of(request).numbers.write(), media_type=journal.MEDIA_TYPE)

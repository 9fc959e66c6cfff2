"""A series in, as a zip of its folder, and its documents out, when they are made."""

import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response, StreamingResponse

from notegen.web.problems import Problem
from notegen.web.service.archives import ArchiveError
from notegen.web.service.bodies import ZIP, demand_type, read_body
from notegen.web.service.examples import PROBLEMS, binary, file_body, problem
from notegen.web.service.jobs import RESULT, SeriesJob
from notegen.web.service.state import state_of

router = APIRouter(prefix="/v1/series", tags=["series"])
_Answers = dict[int | str, dict[str, Any]]
_ANSWERS: _Answers = {**PROBLEMS, 404: problem(404)}
_EARLY: _Answers = {**_ANSWERS, 409: problem(409)}
_EVENTS = "text/event-stream"


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    summary="Build a series",
    responses=PROBLEMS,
    openapi_extra=file_body(ZIP, "The folder of a series, without templates."),
)
async def begin(request: Request, response: Response) -> dict[str, Any]:
    """A job; `Location` is where to ask for it, `/events` below that tells its progress, `/result` has the zip."""
    state = state_of(request)
    demand_type(request, ZIP)
    body = await read_body(request, state.settings.series_bytes, state.settings.body_seconds)
    if state.series.full:
        after = {"Retry-After": str(max(1, round(state.settings.expiry / 10)))}
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "queue-full", "too many series are kept already", headers=after)
    try:
        job = await state.series.begin(body, _owner(request))
    except ArchiveError as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unusable-zip", str(error)) from None
    response.headers["Location"] = f"/v1/series/{job.id}"
    return job.describe()


@router.get("/{id}", summary="How far a series is", responses=_ANSWERS)
async def ask(request: Request, id: str) -> dict[str, Any]:
    """Its stage, and how many documents are made; `expires_in` counts seconds from when it is done.

    In the end `good` says whether all are there, `problems` what is wrong with the series' own files.
    """
    return _find(request, id).describe()


@router.get(
    "/{id}/events",
    summary="The progress of a series",
    response_class=StreamingResponse,
    responses={**_ANSWERS, 200: {"description": "Server-sent events.", "content": {_EVENTS: {}}}},
)
async def follow(request: Request, id: str) -> StreamingResponse:
    """Server-sent events: `begin`, a `document` for each note, a `whole` for what holds them all, and an `end`."""
    job = _find(request, id)
    return StreamingResponse(_write_events(request, job), media_type=_EVENTS, headers={"Cache-Control": "no-store"})


@router.get(
    "/{id}/result",
    summary="The documents of a series",
    response_class=FileResponse,
    responses={**_EARLY, 200: binary(ZIP)},
)
async def fetch(request: Request, id: str) -> FileResponse:
    """A zip of all documents and `report.json`: `good` and `problems` of the series, its `documents` and `wholes`."""
    job = _find(request, id)
    if not (job.folder / RESULT).exists() or not job.ended:
        raise Problem(HTTPStatus.CONFLICT, "not-done", job.detail or "the series is not built yet")
    return FileResponse(job.folder / RESULT, media_type=ZIP, filename="series.zip")


def _owner(request: Request) -> str:
    owner: str = request.scope["state"]["told"].get("who", "")
    return owner


def _find(request: Request, identifier: str) -> SeriesJob:
    job = state_of(request).series.find(identifier, _owner(request))
    if job is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not-found", "there is no such series, or it has expired")
    return job


async def _write_events(request: Request, job: SeriesJob) -> AsyncIterator[str]:
    async for event in state_of(request).series.follow(job):
        yield f"event: {event['event']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"

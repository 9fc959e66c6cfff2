"""Finished documents in: old notes to records, and what a PDF says of itself."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from notegen.errors import FinishingError
from notegen.series.processes.jobs import Failed
from notegen.web.problems import Problem
from notegen.web.service import work
from notegen.web.service.answers import HTTP_CODES, explain
from notegen.web.service.bodies import PDF, WORD, YAML, demand_type, read_body
from notegen.web.service.desk import while_connected
from notegen.web.service.examples import OLD_NOTE_BODY, PROBLEMS, binary, file_body
from notegen.web.service.state import state_of

router = APIRouter(prefix="/v1", tags=["files"])

ENDINGS = {"text/plain": ".txt", "text/markdown": ".md", "text/html": ".html", PDF: ".pdf", WORD: ".docx"}
"""What an old note can be, and how its name would end."""


@router.post("/import", summary="A record of an old note", responses=PROBLEMS, openapi_extra=OLD_NOTE_BODY)
async def import_note(request: Request) -> dict[str, Any]:
    """The record as YAML, the share of words that it keeps, and what became of every stretch of the note."""
    ending = ENDINGS[demand_type(request, *ENDINGS)]
    account: dict[str, Any] = await _work(request, work.import_note, await _receive(request), f"note{ending}")
    return account


@router.post(
    "/extract",
    summary="The record in a PDF",
    response_class=Response,
    responses={200: binary(YAML), **PROBLEMS},
    openapi_extra=file_body(PDF, "A PDF that notegen made."),
)
async def extract(request: Request) -> Response:
    """The record as YAML, with what its series gave."""
    demand_type(request, PDF)
    record: bytes = await _work(request, work.extract, await _receive(request))
    return Response(record, media_type=YAML)


@router.post(
    "/verify",
    summary="Whether a PDF is what its own record makes",
    responses=PROBLEMS,
    openapi_extra=file_body(PDF, "A PDF that notegen made, or another."),
)
async def verify(request: Request) -> dict[str, Any]:
    """Identical bytes or what differs; claims of conformance, attachments, fonts, signatures."""
    demand_type(request, PDF)
    verdict: dict[str, Any] = await _work(request, work.verify, await _receive(request), "document.pdf")
    return verdict


async def _receive(request: Request) -> bytes:
    settings = state_of(request).settings
    return await read_body(request, settings.body_bytes, settings.body_seconds)


async def _work(request: Request, function: Callable[..., Any], *arguments: Any) -> Any:
    state = state_of(request)
    outcome = await while_connected(request, state.desk.run(work.attempt, function, *arguments))
    if isinstance(outcome, Failed):
        state.report_fault(outcome)
        raise explain(outcome)
    if isinstance(outcome, work.Unworkable):
        raise Problem(HTTP_CODES[FinishingError], "unusable-pdf", outcome.detail)
    return outcome

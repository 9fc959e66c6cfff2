"""Records in, documents and findings out."""

import re
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from notegen.diagnostics import Severity, as_data
from notegen.formats.document import MEDIA_TYPES
from notegen.formats.html import house_styles
from notegen.languages.tags import languages
from notegen.series.processes.jobs import Failed, Job
from notegen.web.problems import Problem
from notegen.web.service import work
from notegen.web.service.answers import explain
from notegen.web.service.bodies import JSON, YAML, demand_type, read_body, read_record
from notegen.web.service.desk import while_connected
from notegen.web.service.examples import PROBLEMS, RECORD_BODY, binary
from notegen.web.service.state import state_of

router = APIRouter(prefix="/v1", tags=["documents"])
NAME = "record"


@router.post(
    "/render",
    summary="A document from a record",
    response_class=Response,
    responses={200: binary(*MEDIA_TYPES.values()), **PROBLEMS},
    openapi_extra=RECORD_BODY,
)
async def render(
    request: Request,
    format: Annotated[str, Query(description="One of /v1/formats.", examples=["pdf"])] = "pdf",
    language: Annotated[str | None, Query(description="BCP 47 tag; default: the record's.", examples=["fr"])] = None,
    style: Annotated[str | None, Query(description="One of /v1/styles.", examples=["un"])] = None,
) -> Response:
    """The record as a document. The header Notegen-Findings counts what the checker found."""
    state = state_of(request)
    demand_choice("format", format, tuple(MEDIA_TYPES))
    demand_choice("language", language, tuple(languages()))
    demand_choice("style", style, house_styles())
    record = await receive_record(request)
    job = Job(record, NAME, format, language=language, style=style)
    outcome = await while_connected(request, state.desk.make(job))
    told = request.scope["state"]["told"]
    told["format"] = format
    state.numbers.documents.labels(format, "failed" if isinstance(outcome, Failed) else "made").inc()
    if isinstance(outcome, Failed):
        told["reason"] = str(outcome.reason)
        state.report_fault(outcome)
        raise explain(outcome)
    if (outcome.pages or 0) > state.settings.pages:
        detail = f"the document has {outcome.pages} pages; {state.settings.pages} are the most"
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-many-pages", detail)
    told["pages"] = outcome.pages
    counts = ", ".join(
        f"{severity}={sum(found.severity is severity for found in outcome.diagnostics)}" for severity in Severity
    )
    headers = {"Content-Disposition": f'inline; filename="note.{format}"', "Notegen-Findings": counts}
    return Response(outcome.content, media_type=outcome.media_type, headers=headers)


@router.post(
    "/check",
    summary="What is wrong with a record",
    responses=PROBLEMS,
    openapi_extra=RECORD_BODY,
)
async def check(
    request: Request,
    profile: Annotated[Literal["un", "plain"] | None, Query(description="Which rules apply; default: un.")] = None,
) -> dict[str, Any]:
    """Every finding with line, column and hint; `valid` says that the record can be printed."""
    record = await receive_record(request)
    checked = await while_connected(request, state_of(request).desk.run(work.check, record, NAME, profile))
    if isinstance(checked, Failed):
        state_of(request).report_fault(checked)
        raise explain(checked)
    return {"valid": checked.valid, "diagnostics": [as_data(found) for found in checked.diagnostics]}


async def receive_record(request: Request) -> bytes:
    """The record of a request as YAML."""
    settings = state_of(request).settings
    media_type = demand_type(request, YAML, JSON)
    return read_record(await read_body(request, settings.body_bytes, settings.body_seconds), media_type)


def demand_choice(name: str, given: str | None, known: tuple[str, ...]) -> None:
    """Refuse what is none of those that there are."""
    if given is not None and given not in known:
        shown = re.sub(r"[^\w.-]", "?", given[:40])
        detail = f'there is no {name} "{shown}"; there are {", ".join(known)}'
        raise Problem(HTTPStatus.BAD_REQUEST, f"no-such-{name}", detail)

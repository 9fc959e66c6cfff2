"""What the service answers when something cannot be done: the table of HTTP codes.

The command line has a table of exit codes for the same in `cli/exits.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from notegen.diagnostics import Diagnostic
from notegen.errors import FinishingError, InvalidRecord, MissingExtra, NotegenError, RenderError
from notegen.series.jobs import Failed, Reason
from notegen.web.problems import answer_problem

HUNG_UP = 499
"""No code of HTTP: what logs call a request whose sender did not wait."""

HTTP_CODES: Mapping[type[NotegenError], HTTPStatus] = {
    InvalidRecord: HTTPStatus.UNPROCESSABLE_ENTITY,
    RenderError: HTTPStatus.INTERNAL_SERVER_ERROR,
    FinishingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    MissingExtra: HTTPStatus.NOT_IMPLEMENTED,
}
"""The status of each exception."""

REASONS: Mapping[Reason, tuple[HTTPStatus, str]] = {
    Reason.RECORD: (HTTP_CODES[InvalidRecord], "invalid-record"),
    Reason.ENGINE: (HTTP_CODES[RenderError], "not-rendered"),
    Reason.EXTRA: (HTTP_CODES[MissingExtra], "missing-extra"),
    Reason.FILE: (HTTPStatus.INTERNAL_SERVER_ERROR, "file-lost"),
    # The same body would fail again: it is the body that is at fault.
    Reason.TIME: (HTTPStatus.UNPROCESSABLE_ENTITY, "too-much-time"),
    Reason.MEMORY: (HTTPStatus.UNPROCESSABLE_ENTITY, "too-much-memory"),
    Reason.CRASH: (HTTPStatus.INTERNAL_SERVER_ERROR, "worker-lost"),
    Reason.FAULT: (HTTPStatus.INTERNAL_SERVER_ERROR, "fault"),
}
"""The status and the type of the problem for each reason why nothing came of a job."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a problem document says (RFC 9457); `name` ends its type, `headers` go with it."""

    status: HTTPStatus
    name: str
    detail: str
    diagnostics: tuple[Diagnostic, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


class Gone(Exception):
    """Who asked has hung up."""


class Refusal(Exception):
    """A request that is answered with a problem document."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.detail)


def refuse(
    status: HTTPStatus,
    name: str,
    detail: str,
    *,
    diagnostics: Sequence[Diagnostic] = (),
    headers: tuple[tuple[str, str], ...] = (),
) -> Refusal:
    """The refusal to raise."""
    return Refusal(Problem(status, name, detail, tuple(diagnostics), headers))


def explain(failed: Failed) -> Refusal:
    """The refusal for a job of which nothing came. A traceback stays here; who asked is told that there was one."""
    status, name = REASONS[failed.reason]
    detail = "notegen itself is at fault" if failed.reason is Reason.FAULT else failed.message
    return refuse(status, name, detail, diagnostics=failed.diagnostics)


def respond(problem: Problem) -> Response:
    """The problem document as a response."""
    more = {"type": f"urn:notegen:problem:{problem.name}"}
    response = answer_problem(problem.status, problem.detail, problem.diagnostics, more)
    response.headers.update(dict(problem.headers))
    return response


def answer_refusals(app: FastAPI) -> None:
    """Let an application answer refusals, and the errors of notegen, with problem documents."""

    @app.exception_handler(Refusal)
    async def tell(_request: Request, refusal: Refusal) -> Response:
        return respond(refusal.problem)

    @app.exception_handler(HTTPException)
    async def tell_router(_request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        name = status.phrase.lower().replace(" ", "-")
        return respond(Problem(status, name, status.description, headers=tuple((error.headers or {}).items())))

    @app.exception_handler(RequestValidationError)
    async def tell_parameters(_request: Request, error: RequestValidationError) -> Response:
        where = "; ".join(f"{'.'.join(map(str, part['loc'][1:]))}: {part['msg']}" for part in error.errors())
        return respond(Problem(HTTPStatus.BAD_REQUEST, "parameter", where))

    @app.exception_handler(Gone)
    async def leave(_request: Request, _error: Gone) -> Response:
        return Response(status_code=HUNG_UP)  # nobody is there to read it

    @app.exception_handler(Exception)
    async def confess(_request: Request, _error: Exception) -> Response:
        return respond(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", "notegen itself is at fault"))

"""What the service answers when something cannot be done: the table of HTTP codes.

The command line has a table of exit codes for the same in `cli/exits.py`.
"""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import Response

from notegen.errors import FinishingError, InvalidRecord, MissingExtra, NotegenError, RenderError
from notegen.series.processes.jobs import Failed, Reason
from notegen.web.problems import Problem

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


class Gone(Exception):
    """Who asked has hung up."""


def explain(failed: Failed) -> Problem:
    """The problem of a job of which nothing came. A traceback stays here; who asked is told that there was one."""
    status, name = REASONS[failed.reason]
    detail = "notegen itself is at fault" if failed.reason is Reason.FAULT else failed.message
    return Problem(status, name, detail, diagnostics=failed.diagnostics)


def answer_nobody(app: FastAPI) -> None:
    """Let an application end the requests of those who have hung up."""

    @app.exception_handler(Gone)
    async def leave(_request: Request, _error: Gone) -> Response:
        return Response(status_code=HUNG_UP)  # nobody is there to read it

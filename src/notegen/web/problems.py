"""What is told of a request that cannot be answered: problem documents after RFC 9457, of both servers."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from notegen.diagnostics import Diagnostic, as_data

MEDIA_TYPE = "application/problem+json"
_TOLD = 5  # of the parameters that do not fit: a body can have thousands


class Problem(Exception):
    """A request is refused: an HTTP status, a name that ends the type of the problem, and a sentence for people.

    `headers` go with the answer, `more` are further members of the document.
    """

    def __init__(
        self,
        status: HTTPStatus,
        name: str,
        detail: str,
        *,
        diagnostics: Sequence[Diagnostic] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        self.status, self.name, self.detail = status, name, detail
        self.diagnostics, self.headers, self.more = tuple(diagnostics), dict(headers or {}), dict(more or {})
        super().__init__(detail)


def respond(problem: Problem) -> Response:
    """The problem document as a response."""
    document: dict[str, Any] = {
        "type": f"urn:notegen:problem:{problem.name}",
        "title": problem.status.phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.diagnostics:
        document["diagnostics"] = [as_data(diagnostic) for diagnostic in problem.diagnostics]
    return JSONResponse(document | problem.more, problem.status, problem.headers, media_type=MEDIA_TYPE)


def answer_problems(app: FastAPI) -> None:
    """Let an application answer problems, and whatever else goes wrong, with problem documents."""

    @app.exception_handler(Problem)
    async def refuse(_request: Request, problem: Problem) -> Response:
        return respond(problem)

    @app.exception_handler(HTTPException)
    async def refuse_route(_request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        name = status.phrase.lower().replace(" ", "-")
        return respond(Problem(status, name, status.description, headers=error.headers))

    @app.exception_handler(RequestValidationError)
    async def refuse_parameters(_request: Request, error: RequestValidationError) -> Response:
        where = "; ".join(f"{'.'.join(map(str, part['loc'][1:]))}: {part['msg']}" for part in error.errors()[:_TOLD])
        return respond(Problem(HTTPStatus.BAD_REQUEST, "parameter", where))

    @app.exception_handler(Exception)
    async def confess(_request: Request, _error: Exception) -> Response:
        return respond(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", "notegen itself is at fault"))

"""What is told of a request that cannot be answered: problem documents after RFC 9457."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from notegen.diagnostics import Diagnostic, as_data

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A request is refused: an HTTP status and a sentence for people; `more` are further members of the document."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        self.status, self.detail, self.more = status, detail, more
        super().__init__(detail)


def answer_problem(
    status: int, detail: str, diagnostics: Sequence[Diagnostic] = (), more: dict[str, Any] | None = None
) -> Response:
    """The problem document as a response."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if diagnostics:
        document["diagnostics"] = [as_data(diagnostic) for diagnostic in diagnostics]
    return JSONResponse(document | (more or {}), status, media_type=MEDIA_TYPE)


def tell_problems(app: FastAPI) -> None:
    """Let an application answer with problem documents."""

    @app.exception_handler(Problem)
    async def refuse(_request: Request, problem: Problem) -> Response:
        return answer_problem(problem.status, problem.detail, more=problem.more)

    @app.exception_handler(RequestValidationError)
    async def misunderstand(_request: Request, error: RequestValidationError) -> Response:
        where = "; ".join(f"{'.'.join(map(str, part['loc']))}: {part['msg']}" for part in error.errors()[:5])
        return answer_problem(HTTPStatus.UNPROCESSABLE_ENTITY, where)

"""Who is let in: those with a token, where there are tokens."""

import logging
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from notegen.web.problems import Problem, respond
from notegen.web.service.tokens import TokenFileError, Tokens, read_tokens

logger = logging.getLogger("notegen.service.tokens")
OPEN = frozenset({"/healthz", "/readyz"})
"""What is answered to everybody: those who watch over a service have no token."""


class Guard:
    """ASGI middleware that asks for a bearer token; the file is read again when it has changed."""

    def __init__(self, app: ASGIApp, path: Path) -> None:
        self.app, self._path = app, path
        self._tokens = read_tokens(path)
        self._seen = self._look()

    def _look(self) -> tuple[int, int]:
        status = self._path.stat()
        return status.st_mtime_ns, status.st_size

    def _read(self) -> Tokens:
        try:
            seen = self._look()
            if seen != self._seen:
                self._tokens, self._seen = read_tokens(self._path), seen
        except (OSError, TokenFileError) as error:
            logger.error("the tokens stay as they were: %s", error)
        return self._tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http" or scope["path"] in OPEN:
            await self.app(scope, receive, send)
            return
        scheme, _, token = Request(scope).headers.get("authorization", "").partition(" ")
        name = self._read().find(token.strip()) if scheme.lower() == "bearer" else None
        if name is None:
            detail = "this service asks for a token: Authorization: Bearer TOKEN"
            headers = {"WWW-Authenticate": 'Bearer realm="notegen"'}
            problem = Problem(HTTPStatus.UNAUTHORIZED, "no-token", detail, headers=headers)
            await respond(problem)(scope, receive, send)
            return
        scope["state"]["told"]["who"] = name
        await self.app(scope, receive, send)

"""Who may talk to a server that reads and writes files of its user: this user's own browser page, and nobody else.

Every page of the web can send requests to the loopback address. So a request names the address of this
server (no name that somebody has pointed here), carries the token of this start, and, where it changes
anything, comes from a page of this server.
"""

import hmac
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""On every answer: nothing is loaded from elsewhere, nothing inline runs, nobody frames the page."""

_READING = ("GET", "HEAD")


class Guard:
    """ASGI middleware that lets in who knows the token, and sets the HEADERS."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app, self.token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *((name.encode(), value.encode()) for name, value in HEADERS.items()),
                ]
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refuse(scope, headers)
        await (refusal or self.app)(scope, receive, send_guarded)

    def _refuse(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        host, port = scope["server"]
        if headers.get("host") not in (f"{host}:{port}", f"localhost:{port}"):
            return PlainTextResponse("this server has another name", 421)
        if scope["path"] == "/" and scope["query_string"].startswith(b"token="):
            return self._welcome(scope["query_string"].removeprefix(b"token=").decode("latin-1"), port)
        if not self._knows(_read_cookie(headers.get("cookie", ""), port)):
            return PlainTextResponse("Open the whole address that notegen preview has told, with its token.", 403)
        own = (f"http://{host}:{port}", f"http://localhost:{port}")
        if scope["method"] not in _READING and headers.get("origin") not in own:
            return PlainTextResponse("only a page of this server may ask that", 403)
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("only a page of this server may ask that", 403)
        return None

    def _knows(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token.encode())

    def _welcome(self, token: str, port: int) -> Response:
        if not self._knows(token):
            return PlainTextResponse("this token is of another start of notegen preview", 403)
        response = RedirectResponse("/", 303)
        # The token leaves the address bar and the history; scripts never see it.
        response.set_cookie(_name_cookie(port), token, httponly=True, samesite="strict", path="/")
        return response


def _name_cookie(port: int) -> str:
    # A browser hands the cookies of a host to all its ports; under one name, two servers would take theirs in turn.
    return f"notegen-preview-{port}"


def _read_cookie(header: str, port: int) -> str:
    try:
        cookie = SimpleCookie(header).get(_name_cookie(port))
    except CookieError:
        return ""
    return cookie.value if cookie else ""

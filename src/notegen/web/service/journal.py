"""What the service tells of every request: a line of JSON, and numbers for Prometheus. Never a word of a record."""

import json
import logging
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from notegen.web.service.answers import HUNG_UP

logger = logging.getLogger("notegen.service")
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Numbers:
    """The numbers of one service since its start."""

    def __init__(self, waiting: Callable[[], float], working: Callable[[], float]) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "notegen_requests", "Requests by route and status.", ("route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "notegen_request_seconds",
            "Seconds from the first byte of a request to the last of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.documents = Counter(
            "notegen_documents", "Documents by format and outcome.", ("format", "outcome"), registry=self._registry
        )
        for name, told, count in (
            ("notegen_waiting", "Requests that wait for a worker.", waiting),
            ("notegen_working", "Requests that a worker has.", working),
        ):
            Gauge(name, told, registry=self._registry).set_function(count)

    def write(self) -> bytes:
        """The numbers in the text format of Prometheus."""
        return generate_latest(self._registry)


class Journal:
    """ASGI middleware that gives every request an identifier, and tells of it when it is answered."""

    def __init__(self, app: ASGIApp, numbers: Numbers) -> None:
        self.app, self.numbers = app, numbers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then tell."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        entry = _Entry(scope)
        try:
            await self.app(scope, entry.receiving(receive), entry.sending(send))
        finally:
            self._tell(scope, entry)

    def _tell(self, scope: Scope, entry: "_Entry") -> None:
        seconds = time.perf_counter() - entry.started
        # Of a path that is none only that: anybody can ask for as many as they like.
        route = getattr(scope.get("route"), "path", "none")
        self.numbers.requests.labels(route, str(entry.status)).inc()
        self.numbers.seconds.labels(route).observe(seconds)
        line: dict[str, Any] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": entry.identifier,
            "method": scope["method"],
            "route": route,
            "status": entry.status,
            "milliseconds": round(1000 * seconds),
            "bytes_in": entry.bytes_in,
            "bytes_out": entry.bytes_out,
            **scope.get("state", {}).get("told", {}),
        }
        logger.info(json.dumps(line, ensure_ascii=False))


class _Entry:
    """What is seen of one request as it passes."""

    def __init__(self, scope: Scope) -> None:
        self.started = time.perf_counter()
        self.identifier = uuid.uuid4().hex
        self.status = HUNG_UP
        self.bytes_in = self.bytes_out = 0
        scope.setdefault("state", {})["told"] = {}

    def receiving(self, receive: Receive) -> Receive:
        async def receive_counted() -> Message:
            message = await receive()
            self.bytes_in += len(message.get("body", b""))
            return message

        return receive_counted

    def sending(self, send: Send) -> Send:
        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", self.identifier.encode())]
            self.bytes_out += len(message.get("body", b""))
            await send(message)

        return send_counted


def log_to_stderr() -> None:
    """Let the lines go to standard error as they are."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False

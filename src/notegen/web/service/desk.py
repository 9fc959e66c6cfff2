"""Where requests wait for a worker: so many, and not longer than they want."""

import asyncio
import math
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi import Request

from notegen.series.processes.jobs import Job, Outcome
from notegen.series.processes.workers import Workers
from notegen.web.problems import Problem
from notegen.web.service.answers import Gone

Result = TypeVar("Result")
_FIRST_GUESS = 0.5  # seconds that a document takes, before one has been seen


class Desk:
    """Workers, and a queue before them. For one event loop alone."""

    def __init__(self, workers: Workers, places: int, patience: float) -> None:
        self._workers = workers
        self._places = places
        self._patience = patience
        self._asked: set[Future[Any]] = set()
        self._pace = _FIRST_GUESS

    @property
    def waiting(self) -> int:
        """How many requests no worker has yet."""
        return sum(not future.running() for future in self._asked)

    @property
    def working(self) -> int:
        """How many requests are being worked on."""
        return sum(future.running() for future in self._asked)

    @property
    def full(self) -> bool:
        """Whether another request would be refused."""
        return len(self._asked) >= self._places + self._workers.count

    async def make(self, job: Job) -> Outcome:
        """The document of a job; a Problem when there is no place in the queue, or no worker in time."""
        outcome: Outcome = await self._await(lambda: self._workers.submit(job))
        return outcome

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function returns that is called in a worker, a `Failed` when nothing comes of it."""
        return await self._await(lambda: self._workers.run(function, *arguments))

    async def _await(self, submit: Callable[[], "Future[Any]"]) -> Any:
        if self.full:
            raise self._turn_away(HTTPStatus.TOO_MANY_REQUESTS, "queue-full", "too many requests wait already")
        future = submit()
        self._asked.add(future)
        work = asyncio.wrap_future(future)
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            await asyncio.wait({work}, timeout=self._patience)
            if not work.done() and future.cancel():
                raise self._turn_away(HTTPStatus.SERVICE_UNAVAILABLE, "no-worker", "no worker was free in time")
            result = await work
        finally:
            future.cancel()
            self._asked.discard(future)
        queued = max(1, len(self._asked) / self._workers.count)
        self._pace += ((loop.time() - started) / queued - self._pace) / 8
        return result

    def _turn_away(self, status: HTTPStatus, name: str, detail: str) -> Problem:
        after = math.ceil(max(1.0, self._pace * len(self._asked) / self._workers.count))
        return Problem(status, name, detail, headers={"Retry-After": str(after)})


async def while_connected(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """What the work comes to; it is cancelled, and Gone raised, when who asked hangs up. The body must be read."""

    async def leave() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    task, gone = asyncio.ensure_future(work), asyncio.ensure_future(leave())
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise Gone
        return task.result()
    finally:
        gone.cancel()
        task.cancel()

"""Processes that make documents: at most so long, with at most so much memory, and none of them takes another along.

    with Workers(2, seconds=60, megabytes=1000) as workers:
        futures = [workers.submit(job) for job in jobs]
        outcomes = [future.result() for future in futures]

A note that hangs, wants all the memory or kills its process is a `Failed` of that note alone. Safe to use from a
program with threads and from asyncio (`asyncio.wrap_future`): nothing is forked from the program itself, and the
threads here wait and do not render.
"""

import contextlib
import os
import pickle
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from notegen.series.processes.jobs import Failed, Job, Outcome, Reason
from notegen.series.processes.nursery import Nursery, Worker
from notegen.series.processes.worker import BEGUN, OUT_OF_MEMORY, USUAL_ORIGIN, Limits, Origin

MINUTE = 60.0
GIGABYTE = 1000  # megabytes
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class _Order:
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    limits: Limits
    future: "Future[Any]"


class Workers:
    """So many worker processes; by default one for each core. See the module."""

    def __init__(
        self,
        count: int | None = None,
        *,
        seconds: float = MINUTE,
        megabytes: int = GIGABYTE,
        origin: Origin = USUAL_ORIGIN,
    ) -> None:
        self.count = count or count_cores()
        self.limits = Limits(seconds, megabytes)
        self._nursery = Nursery(origin)
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._busy: dict[int, Worker] = {}
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._tend, daemon=True) for _ in range(self.count)]
        for thread in self._threads:
            thread.start()

    def submit(self, job: Job) -> "Future[Outcome]":
        """The document of a job, when it is made; the future is running from when a worker has it."""
        return self.run(perform, job)

    def run(self, function: Callable[..., Any], *arguments: Any, limits: Limits | None = None) -> "Future[Any]":
        """What a function returns that is called in a worker, or a Failed.

        It is called with the arguments and a folder for its files as the last one. Function, arguments and result
        must be picklable; what it raises is a fault. `limits` are its own; otherwise they are those of a note.
        """
        future: Future[Any] = Future()
        if self._stopped.is_set():
            raise RuntimeError("these workers have been sent home")
        self._orders.put(_Order(function, arguments, limits or self.limits, future))
        return future

    def close(self) -> None:
        """Wait until all is done, and end the processes."""
        for _ in self._threads:
            self._orders.put(None)
        for thread in self._threads:
            thread.join()
        self._stopped.set()
        self._nursery.close()

    def stop(self) -> None:
        """End the processes at once; what is not done is cancelled or failed."""
        self._stopped.set()
        with contextlib.suppress(queue.Empty):
            while True:
                if order := self._orders.get_nowait():
                    order.future.cancel()
        self._nursery.close()
        for _ in self._threads:
            self._orders.put(None)
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop() if kind else self.close()

    @property
    def processes(self) -> tuple[int, ...]:
        """The processes that have work now."""
        return tuple(worker.process for worker in list(self._busy.values()))

    def _tend(self) -> None:
        """Keep one worker busy, and put another in its place when it is gone."""
        worker: Worker | None = None
        while order := self._orders.get():
            if order.future.set_running_or_notify_cancel():
                outcome, worker = self._attempt(order, worker)
                order.future.set_result(outcome)
        if worker and not self._stopped.is_set():
            self._nursery.end(worker)

    def _attempt(self, order: _Order, worker: Worker | None) -> tuple[Any, Worker | None]:
        """What came of an order, and the worker that is left."""
        try:
            content = pickle.dumps((order.limits, order.function, order.arguments), pickle.HIGHEST_PROTOCOL)
            for _ in range(_ATTEMPTS):
                worker = worker or self._nursery.start()
                if _hand_over(worker, content):
                    return self._wait(worker, order.limits)
                self._nursery.end(worker)  # it was gone before it had this order, which is not to blame
                worker = None
        except OSError as error:
            return Failed(Reason.CRASH, f"no worker could be started: {error}"), None
        return Failed(Reason.CRASH, "no worker stays alive"), None

    def _wait(self, worker: Worker, limits: Limits) -> tuple[Any, Worker | None]:
        self._busy[worker.process] = worker
        try:
            if not worker.connection.poll(limits.seconds):
                self._nursery.end(worker)
                return Failed(Reason.TIME, f"it took longer than {limits.seconds:g} seconds"), None
            outcome, leaving = worker.connection.recv()
        except (EOFError, OSError):
            return self._explain(self._nursery.end(worker), limits), None
        finally:
            del self._busy[worker.process]
        if isinstance(outcome, Failed) and outcome.reason is Reason.MEMORY:
            outcome, leaving = replace(outcome, message=_tell_memory(limits)), True  # it may be in pieces
        if leaving or limits != self.limits:  # with it goes what a bigger order took
            self._nursery.end(worker)
            return outcome, None
        return outcome, worker

    def _explain(self, code: int, limits: Limits) -> Failed:
        if self._stopped.is_set():
            return Failed(Reason.CRASH, "the work was stopped")
        if code == OUT_OF_MEMORY:
            return Failed(Reason.MEMORY, _tell_memory(limits))
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Failed(Reason.CRASH, f"its process came to an end before it was finished ({how})")


def count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tell_memory(limits: Limits) -> str:
    return f"it needs more than {limits.megabytes} MB of memory"


def _hand_over(worker: Worker, content: bytes) -> bool:
    """Whether the worker has begun with an order."""
    try:
        worker.connection.send_bytes(content)
        return worker.connection.recv_bytes() == BEGUN
    except (EOFError, OSError):
        return False


def perform(job: Job, room: Path | None = None) -> Outcome:
    """The document of a job, as `making.make` makes it; who only asks for it loads nothing of that."""
    from notegen.series.processes.making import make

    return make(job, room)

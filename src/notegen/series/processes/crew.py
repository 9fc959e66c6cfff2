"""Who works on a build: processes here, which are started when they are wanted, or somebody elsewhere for the notes.

with Crew(count=2) as crew:
submit, window = crew.hire()
futures = [submit(job) for job in jobs]
"""

import contextlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

from notegen.series.processes.jobs import Job, Outcome
from notegen.series.processes.worker import USUAL_ORIGIN, Limits, Origin
from notegen.series.processes.workers import Workers

LIMITS = Limits(60, 1000)
"""What a note may take by default."""

Submit = Callable[[Job], "Future[Outcome]"]
"""What makes documents of notes."""


class Elsewhere(Protocol):
    """Others who make notes, for as long as a block lasts: a cluster, an executor, the workers of a service."""

    @property
    def window(self) -> int:
        """How many jobs should be on their way."""

    def submit(self, job: Job) -> "Future[Outcome]":
        """The document of a job."""

    def __enter__(self) -> "Elsewhere": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Lent:
    """Others who make notes, whom somebody else looks after."""

    submit: Submit
    window: int

    def __enter__(self) -> "Lent":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Crew:
    """At most `count` processes here, by default one for each core; they go home when the block ends.

    `limits` are those of a note. Notes are made `elsewhere` where that is given, what is made of all
    of them always here.
    """

    def __init__(
        self, limits: Limits = LIMITS, *, count: int | None = None, elsewhere: Elsewhere | None = None
    ) -> None:
        self.limits = limits
        self._count, self._elsewhere = count, elsewhere
        self._block = contextlib.ExitStack()
        self._workers: Workers | None = None

    def expect(self) -> None:
        """Let the processes that make notes begin to load: there is work, though it is not known how much."""
        if self._elsewhere is None:
            self.load()

    def load(self) -> Workers:
        """Processes here that have the engine loaded, or load it now."""
        return self._start(self._count, USUAL_ORIGIN)

    def hire(self) -> tuple[Submit, int]:
        """What takes notes, and how many of them should be on their way; OSError where nobody answers elsewhere."""
        if self._elsewhere is None:
            workers = self.load()
            return workers.submit, 2 * workers.count + 2
        elsewhere = self._block.enter_context(self._elsewhere)
        return elsewhere.submit, elsewhere.window

    def run(self, function: Callable[..., Any], *arguments: Any, limits: Limits) -> "Future[Any]":
        """What a function returns in a process here, as `Workers.run`.

        Where none has been started, it is a single one, which loads no more than the function needs.
        """
        return self._start(1, "exec").run(function, *arguments, limits=limits)

    def _start(self, count: int | None, origin: Origin) -> Workers:
        if self._workers is None:
            seconds, megabytes = self.limits.seconds, self.limits.megabytes
            workers = Workers(count, seconds=seconds, megabytes=megabytes, origin=origin)
            self._workers = self._block.enter_context(workers)
        return self._workers

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._block.__exit__(kind, error, trace)

"""Documents from the computers of a Dask cluster, through its `concurrent.futures` interface.

A job brings all that it needs and the document comes back as bytes, so the computers of the cluster share nothing but
notegen and fonts of the same versions, which is checked. Each worker of Dask has processes of its own to make notes
in, so that one that hangs or wants all the memory fails alone there too.
"""

import errno
import threading
from concurrent.futures import Executor, Future
from types import TracebackType
from typing import Any

from notegen.errors import MissingExtra
from notegen.series.processes.jobs import Failed, Job, Outcome, Reason
from notegen.series.processes.workers import Workers
from notegen.series.toolchain import name_toolchain

PATIENCE = 30  # seconds that a scheduler and its first worker have to answer
_AHEAD = 4
"""Jobs on their way for each thread of the cluster, so that none waits for the next."""


class Cluster:
    """The computers behind a scheduler, for as long as the block lasts."""

    def __init__(self, address: str, *, seconds: float, megabytes: int) -> None:
        self._address, self._limits = address, (seconds, megabytes)
        self._client: Any = None
        self._executor: Executor

    def __enter__(self) -> "Cluster":
        try:
            from distributed import Client
        except ImportError:
            raise MissingExtra("cluster") from None
        try:
            connect: Any = Client
            self._client = connect(self._address, timeout=PATIENCE, set_as_default=False)
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            self.__exit__(type(error), error, None)
            what = "no worker has come to the scheduler" if self._client else "no scheduler answers there"
            raise ConnectionError(errno.ECONNREFUSED, what, self._address) from error
        self._executor = self._client.get_executor(pure=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client:
            self._client.close()

    @property
    def window(self) -> int:
        """How many jobs should be on their way."""
        threads: int = sum(self._client.nthreads().values())
        return max(16, _AHEAD * threads)

    def submit(self, job: Job) -> "Future[Outcome]":
        """The document of a job; when its computer is lost, another one makes it."""
        return self._executor.submit(make_there, job, *self._limits, name_toolchain())


def make_there(job: Job, seconds: float, megabytes: int, toolchain: str) -> Outcome:
    """The document of a job, on a computer of the cluster; refused where it might have other bytes than here."""
    if toolchain != name_toolchain():
        message = "a worker of the cluster has another version of notegen, of a library or of a font than this computer"
        return Failed(Reason.ENGINE, message)
    return _hire(seconds, megabytes).submit(job).result()


_LOCK = threading.Lock()
_HIRED: dict[tuple[float, int], Workers] = {}
"""The processes of this worker of Dask; they end with it."""


def _hire(seconds: float, megabytes: int) -> Workers:
    from distributed import get_worker

    with _LOCK:
        if (seconds, megabytes) not in _HIRED:
            threads = get_worker().state.nthreads
            _HIRED[seconds, megabytes] = Workers(threads, seconds=seconds, megabytes=megabytes)
        return _HIRED[seconds, megabytes]

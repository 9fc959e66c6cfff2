"""The other side of `workers.py`: a process that loads the engine once and splits off workers.

Run as `python -P -m notegen.series.processes.worker SOCKET ROOM ORIGIN`. It has one thread, so it can fork at any
time, whatever the program does that asks for workers. When that program comes to an end, so does all here.
"""

import contextlib
import datetime
import gc
import os
import pickle
import resource
import shutil
import signal
import socket
import struct
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

ORDER = struct.Struct("=i")
"""A question: 0, with a socket beside it, for a new worker, or the process of one to end. An answer: its process,
or how it ended, as `subprocess` counts: the negative number of a signal."""

RECYCLE = 500
"""Notes that a worker makes; what libraries remember of each goes with it."""

OUT_OF_MEMORY = 113
"""The exit code of a worker that could not even say so."""

BEGUN = b"begun"
_SERVE = "serve"

Origin = Literal["fork", "exec"]
"""How workers begin: as copies of a process that has all loaded, or anew, which takes longer."""

# Elsewhere libraries of the system do not survive a fork.
USUAL_ORIGIN: Origin = "fork" if sys.platform.startswith("linux") else "exec"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one order may take; megabytes on top of what a worker has when it starts."""

    seconds: float
    megabytes: int


def main() -> None:
    """Answer orders until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked for workers decides when they end
    control = socket.socket(fileno=int(sys.argv[1]))
    room = Path(sys.argv[2])
    if sys.argv[3] == _SERVE:
        serve(control.detach(), room)
    if sys.argv[3] == "fork":
        _warm()
    while True:
        order, sockets, _, _ = socket.recv_fds(control, ORDER.size, 1)
        if len(order) < ORDER.size:
            break
        (process,) = ORDER.unpack(order)
        answer = _end(process) if process else _start(sockets[0], room, control)
        control.sendall(ORDER.pack(answer))
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    shutil.rmtree(room, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def _warm() -> None:
    """Load all that a note needs, and make one; what fails here fails in the first job, where it is told."""
    with contextlib.suppress(Exception):
        from notegen.records.starter import write_record
        from notegen.series.processes.jobs import Job
        from notegen.series.processes.making import make

        record = write_record("en", "workshop", datetime.date(2009, 9, 10)).encode()
        for name in ("pdf", "html"):
            make(Job(record, format=name))
    gc.collect()
    gc.freeze()


def _start(other: int, room: Path, control: socket.socket) -> int:
    process = os.fork()
    if process:
        os.close(other)
        return process
    try:
        if sys.argv[3] == "fork":
            control.close()
            serve(other, room)
        os.set_inheritable(other, True)
        command = [sys.executable, "-P", "-m", __spec__.name, str(other), str(room), _SERVE]
        os.execv(sys.executable, command)  # noqa: S606
    finally:
        os._exit(1)


def _end(process: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    try:
        _, status = os.waitpid(process, 0)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status)


def serve(other: int, room: Path) -> None:
    """Do what comes through the socket, one after the other; never returns."""
    connection = Connection(other)
    own = room / str(os.getpid())
    own.mkdir()
    begun_with = _measure_memory()
    code = 0
    try:
        for turn in range(1, RECYCLE + 1):
            order = connection.recv_bytes()
            connection.send_bytes(BEGUN)
            connection.send((_do(order, own, begun_with), turn == RECYCLE))
    except (EOFError, OSError):
        pass
    except MemoryError:
        code = OUT_OF_MEMORY
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        os._exit(code)


def _do(order: bytes, own: Path, begun_with: int | None) -> object:
    try:
        limits, function, arguments = pickle.loads(order)  # noqa: S301  # from who started us
        _limit_time(limits.seconds)
        if begun_with is not None:
            _limit_memory(begun_with + limits.megabytes * 1_000_000)
        result: object = function(*arguments, own)
    except Exception as error:
        from notegen.series.processes.jobs import Failed, Reason

        reason = Reason.MEMORY if isinstance(error, MemoryError) else Reason.FAULT
        return Failed(reason, "".join(traceback.format_exception(error)))
    return result


def _measure_memory() -> int | None:
    """Bytes that this process has; None where there is no /proc: such a system has no limit that works."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    return None


def _limit_memory(most: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)  # it stays as it is, for the next order may have more
    bounds = [bound for bound in (most, hard, sys.maxsize) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))


def _limit_time(seconds: float) -> None:
    """End this process some time after it should have been ended, in case nobody is left to do so."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + 2 * seconds) + 10
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()

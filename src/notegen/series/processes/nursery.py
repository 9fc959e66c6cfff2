"""Where workers come from: a process that has the engine loaded and splits off as many as are wanted."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from notegen.series.processes.worker import ORDER, Origin


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that waits at the other end of a connection."""

    process: int
    connection: "Connection[Any, Any]"


class Nursery:
    """The process of `worker.py`, seen from here; it begins to load when this is made. Any thread may ask."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._lock = threading.Lock()
        self._closed = False
        self._room = tempfile.TemporaryDirectory(prefix="notegen-", ignore_cleanup_errors=True)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._launch()

    def _launch(self) -> None:
        self._control, theirs = socket.socketpair()
        Path(self._room.name).mkdir(exist_ok=True)
        arguments = (str(theirs.fileno()), self._room.name, self._origin)
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "notegen.series.processes.worker", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,  # ended as one
            )
        # One that came to an end is not waited for yet: its workers live, and its number must stay theirs.
        self._processes.append(process)

    def start(self) -> Worker:
        """Another worker; OSError when there can be none."""
        with self._lock:
            if self._closed:
                raise ConnectionError("the work was stopped")
            for _ in range(2):
                ours, theirs = socket.socketpair()
                with theirs, contextlib.suppress(ConnectionError):
                    socket.send_fds(self._control, [ORDER.pack(0)], [theirs.fileno()])
                    return Worker(self._receive(), Connection(ours.detach()))
                ours.close()
                self._control.close()
                self._launch()
        raise ConnectionError("the process that starts them came to an end")

    def end(self, worker: Worker) -> int:
        """Kill a worker if it lives; how it ended, as `subprocess` counts."""
        worker.connection.close()
        with self._lock:
            if self._closed:
                return -signal.SIGKILL
            try:
                self._control.sendall(ORDER.pack(worker.process))
                return self._receive()
            except ConnectionError:
                # With its parent gone the process is the system's child; nobody waits for it but the system.
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.process, signal.SIGKILL)
                return -signal.SIGKILL

    def close(self) -> None:
        """Kill all workers and see the process off."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._control.close()
                for process in self._processes:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                self._room.cleanup()

    def _receive(self) -> int:
        answer = self._control.recv(ORDER.size, socket.MSG_WAITALL)
        if len(answer) < ORDER.size:
            raise ConnectionError
        number: int
        (number,) = ORDER.unpack(answer)
        return number

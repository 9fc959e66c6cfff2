"""The HTTP service for the tests: real servers, in a thread or in a process of their own."""

import contextlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import uvicorn

from notegen.web.service.app import create_service
from notegen.web.service.settings import Settings

ROOT = Path(__file__).parent.parent
PROGRAM = Path(sys.executable).with_name("notegen")
NOTE = ROOT / "examples" / "unsc-1540" / "2009-09-08-san-jose.yaml"
PATIENCE = 60  # seconds, on a machine that has other work
YAML = {"Content-Type": "application/yaml"}
MINIMAL = "event: {{title: Workshop {number}, dates: 2019-05-07}}\n"
# Two thousand footnotes take WeasyPrint far longer than any test wants to wait.
ENDLESS = (
    MINIMAL.format(number=0)
    + "sections: [{text: '"
    + " ".join(f"x[^n{number}]" for number in range(3000))
    + "'}]\nfootnotes:\n"
    + "".join(f"  n{number}: Some words of a note.\n" for number in range(3000))
)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, its process, and what it has written so far."""

    address: str
    process: int
    said: list[str]

    def client(self, **options: object) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=120, **options)  # type: ignore[arg-type]


@contextlib.contextmanager
def serve(settings: Settings) -> Iterator[Server]:
    """A server in a thread of this process, with settings that the command line does not offer."""
    config = uvicorn.Config(create_service(settings), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    running = Server(f"http://127.0.0.1:{port}", os.getpid(), [])
    await_readiness(running)
    try:
        yield running
    finally:
        server.should_exit = True
        thread.join()


@contextlib.contextmanager
def start(*arguments: str) -> Iterator[Server]:
    """`notegen serve` as a process."""
    process = subprocess.Popen([PROGRAM, "serve", "--port", "0", *arguments], stderr=subprocess.PIPE, text=True)
    assert process.stderr
    said: list[str] = [process.stderr.readline().strip()]
    assert re.fullmatch(r"http://\S+:\d+", said[0]), said
    reader = threading.Thread(target=lambda: said.extend(line.strip() for line in process.stderr or ()))
    reader.start()
    server = Server(said[0], process.pid, said)
    try:
        await_readiness(server)
        yield server
    finally:
        process.terminate()
        assert process.wait(60) == 0
        reader.join()
        process.stderr.close()


def wait(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def await_readiness(server: Server) -> None:
    def is_ready() -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{server.address}/readyz").status_code == 200
        return False

    wait(is_ready)


SMALL = Settings(workers=1, seconds=60, queue=1, patience=60)


def settings(**changes: object) -> Settings:
    """Settings of a small service, with changes."""
    return replace(SMALL, **changes)  # type: ignore[arg-type]


def children(process: int) -> list[int]:
    """The processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]

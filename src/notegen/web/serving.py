"""A server on the loopback address, from its start to its end."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from notegen.series.processes.workers import Workers
from notegen.web.folder import Folder
from notegen.web.guard import Guard
from notegen.web.preview import make_app

LOOPBACK = "127.0.0.1"
SECONDS, MEGABYTES = 30, 1500  # that one drawing may take
_WORKERS = 2  # one draws while the other finishes what nobody waits for any more


def serve_preview(place: Path, port: int, announce: Callable[[str], None]) -> None:
    """Serve the preview of a record or a folder until the process is told to end.

    `port` 0 takes a free one; OSError when the port is taken. `announce` is called with the address to
    open, once the server listens.
    """
    # With the protocol named, asyncio lets small answers go at once; without, each waits 40 ms for its receipt.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    token = secrets.token_urlsafe(24)
    with listener, Workers(_WORKERS, seconds=SECONDS, megabytes=MEGABYTES) as workers:
        app = make_app(Folder(place), workers)
        desk = app.state.desk
        settings = uvicorn.Config(
            Guard(app, token),
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="on",
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(settings)
        address = f"http://{LOOPBACK}:{listener.getsockname()[1]}/?token={token}"
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(server, listener, desk.watch.stop, lambda: announce(address)))


async def _run(
    server: uvicorn.Server, listener: socket.socket, stop: Callable[[], None], ready: Callable[[], None]
) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    if server.started:
        ready()
    while not server.should_exit and not serving.done():
        await asyncio.sleep(0.1)
    stop()  # those who listen to events would keep it open
    await serving

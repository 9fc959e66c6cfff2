"""`notegen serve`: the HTTP service."""

import errno
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notegen.cli.exits import DONE
from notegen.cli.voice import Voice, voiced
from notegen.errors import MissingExtra

if TYPE_CHECKING:
    from socket import socket

    from notegen.web.service.settings import Settings

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})  # addresses at which only this computer can be asked
_GRACE = 10.0  # seconds beyond a document's own, for what is in work when the service is asked to end


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8540, show_default=True, metavar="PORT", help="0 takes a free one."
)
@click.option(
    "-j", "--workers", type=click.IntRange(min=1), metavar="N", help="Processes that make documents.  [default: cores]"
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    default=60,
    metavar="SECONDS",
    show_default=True,
    help="What one document may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=100),
    default=1000,
    show_default=True,
    metavar="MB",
    help="What one document may take, on top of what a warm process has.",
)
@click.option(
    "--queue", type=click.IntRange(min=0), default=100, show_default=True, metavar="N", help="Requests that may wait."
)
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="How long they wait.",
)
@click.option(
    "--tokens",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Who may use it: names and hashes.",
)
@click.option(
    "--new-token", "holder", metavar="NAME", help="Make a token for somebody, write it and its line, and end."
)
@voiced
def serve(
    voice: Voice,
    host: str,
    port: int,
    workers: int | None,
    timeout: float,
    memory: int,
    queue: int,
    patience: float,
    tokens: Path | None,
    holder: str | None,
) -> int:
    """Answer requests over HTTP: records in, documents out.

    \b
      notegen serve
      notegen serve --new-token registry            makes a token; its line goes into a file
      notegen serve --host 0.0.0.0 --tokens FILE    for others, behind the office's proxy

    Listens on this computer alone unless --host says otherwise, and then only with --tokens. docs/service.md shows
    requests. An interrupt or SIGTERM lets it finish what it has begun.
    """
    try:
        from notegen.web.service.settings import Settings
        from notegen.web.service.tokens import TokenFileError, read_tokens
    except ImportError as error:
        raise MissingExtra("web") from error
    try:
        if holder is not None:
            return _make_token(voice, holder)
        settings = Settings(workers, timeout, memory, queue, patience, tokens=tokens)
        if tokens is None and host not in _LOOPBACK:
            raise click.UsageError(f"{host} can be reached by others, so --tokens FILE must say who may")
        if tokens is not None:
            read_tokens(tokens)  # a service would start without them, and refuse everybody
        return _run(voice, settings, _listen(host, port))
    except TokenFileError as error:
        raise click.UsageError(str(error)) from None


def _make_token(voice: Voice, holder: str) -> int:
    from notegen.web.service.tokens import new_token

    token, line = new_token(holder)
    click.echo(f"the token, for {holder} alone: {token}", err=True)  # also to the quiet: it is told this once
    voice.say("its line for the file:")
    click.echo(line)
    return DONE


def _listen(host: str, port: int) -> "socket":
    import socket  # every start of notegen reads this module

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise click.UsageError(f'there is no address "{host}"') from None
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
    except OSError as error:
        why = "another program listens there" if error.errno == errno.EADDRINUSE else str(error.strerror)
        raise click.UsageError(f"cannot listen at {host} port {port}: {why}; --port takes another") from None
    listening.listen()  # who reads the address can ask at once, and waits until there is an answer
    return listening


def _run(voice: Voice, settings: "Settings", listening: "socket") -> int:
    try:
        import uvicorn

        from notegen.web.service.app import create_service
        from notegen.web.service.journal import log_to_stderr
    except ImportError as error:
        raise MissingExtra("web") from error
    if not voice.quiet:
        log_to_stderr()
    host, port = listening.getsockname()[:2]
    voice.say(f"http://{f'[{host}]' if ':' in host else host}:{port}")
    config = uvicorn.Config(
        create_service(settings),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(settings.seconds + settings.patience + _GRACE),
    )
    # The server ends by itself at these, and then sends them again to those who waited for them before.
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: None)
    uvicorn.Server(config).run(sockets=[listening])
    return DONE

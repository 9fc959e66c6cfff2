"""`notegen preview`: a page in the browser that shows a record as it prints, and edits it."""

import errno
from pathlib import Path

import click

from notegen.cli.exits import DONE
from notegen.cli.voice import Voice, voiced
from notegen.errors import MissingExtra


@click.command(short_help="Show and edit records in the browser.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="PORT",
    help="Of the loopback address.  [default: a free one]",
)
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser.", show_default=True)
@voiced
def preview(voice: Voice, path: Path, port: int, browser: bool) -> int:
    """Show records in the browser as they will print, and edit them there.

    PATH is a record or a folder, by default the current one. The page follows every change of the
    record, its series, styles, templates and pictures. Only this computer can open it, and only with the
    address that is told here. Control-C ends it.

    \b
      notegen preview series/
      notegen preview note.yaml --no-browser
    """
    from notegen.languages.screen import find_mistakes, find_screen
    from notegen.records.series_folder import may_be_record

    if not path.exists():
        raise click.UsageError(f'there is no file or folder "{path}"')
    if path.is_file() and not may_be_record(Path(path.name)):
        raise click.UsageError(f'"{path}" is no record; a record is a file that ends in .yaml')
    try:
        from notegen.web.serving import serve_preview
    except ImportError as error:
        raise MissingExtra("web") from error
    find_screen("en")  # stands in for every other
    for mistake in find_mistakes().values():
        voice.warn(mistake, "", "the page does not offer the language until this is mended")

    def announce(address: str) -> None:
        click.echo(address)
        voice.say("Control-C ends it")
        if browser:
            import webbrowser

            webbrowser.open(address)

    try:
        serve_preview(path, port, announce)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.UsageError(f"another program listens at port {port}; --port takes another") from None
    return DONE

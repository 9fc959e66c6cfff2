"""How far a build is, on a terminal: a bar, the rate, the time left, and the notes in work."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from notegen.cli.voice import Voice

if TYPE_CHECKING:
    from notegen.series.build import Build


@contextlib.contextmanager
def show_progress(voice: Voice, work: "Build", form: str) -> Iterator[tuple[Callable[[], None], bool]]:
    """A block with a bar below what is said; gives what moves it on, and whether anybody sees it."""
    if voice.quiet or form != "text" or not sys.stderr.isatty():
        yield lambda: None, voice.quiet or form != "text"
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    class Notes(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(", ".join(record.stem for record in work.working), overflow="ellipsis", no_wrap=True)

    console = Console(stderr=True, no_color=not voice.color, highlight=False)
    columns = (BarColumn(24), MofNCompleteColumn(), Rate(), TimeRemainingColumn(), TextColumn("·"), Notes())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("", total=len(work.stale))
        yield lambda: progress.advance(bar), True

"""Files that change, told to all who listen: records, series, templates, styles, pictures."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

ENDINGS = frozenset({".yaml", ".yml", ".html", ".css", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".md"})

DEBOUNCE = 60
"""Milliseconds in which further changes join the first: an editor that renames on save makes several."""
_STEP = 12  # milliseconds without a change that end the waiting


class _Filter(DefaultFilter):
    """Files that a document can be made from, without the hidden ones that are written beside them."""

    def __call__(self, change: Change, path: str) -> bool:
        name = Path(path).name
        wanted = Path(path).suffix.lower() in ENDINGS and not name.startswith((".", "~")) and not name.endswith("~")
        return wanted and super().__call__(change, path)


class Watch:
    """Changes in some folders, for any number of listeners."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(dict.fromkeys(folder.resolve() for folder in folders))
        self._listeners: set[asyncio.Queue[frozenset[Path] | None]] = set()
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Watch until `stop`."""
        changes = awatch(
            *self.folders,
            watch_filter=_Filter(),
            debounce=DEBOUNCE,
            step=_STEP,
            stop_event=self._stop,
            rust_timeout=500,
        )
        async for found in changes:
            paths = frozenset(Path(path) for _, path in found)
            for listener in self._listeners:
                listener.put_nowait(paths)

    def stop(self) -> None:
        """Let the watching and all listening end."""
        self._stop.set()
        for listener in self._listeners:
            listener.put_nowait(None)

    @contextlib.asynccontextmanager
    async def listen(self) -> AsyncIterator["asyncio.Queue[frozenset[Path] | None]"]:
        """A queue of the files of each change; None is the end."""
        queue: asyncio.Queue[frozenset[Path] | None] = asyncio.Queue()
        self._listeners.add(queue)
        if self._stop.is_set():
            queue.put_nowait(None)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

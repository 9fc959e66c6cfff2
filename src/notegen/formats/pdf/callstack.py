"""Room for deep calls, taken at once.

CPython 3.11 and later keep the frames of a thread in chunks of 16 kB, and give the last one back to the system as
soon as its last frame is left. A loop whose calls happen to straddle the end of a chunk asks for memory and returns
it at each turn: a thousand times for a note of two pages, which is a tenth of its time, or not at all, as deep as the
caller happens to be. Frames above one that does not fit into such a chunk get one of its size, and all lie in it.
"""

import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

_WORDS = 70_000
"""The size of the frame; with it, a chunk has a megabyte and near half of it is free. Untouched, it takes none."""


def _call(function: Callable[..., Any], *arguments: Any) -> Any:
    # The object for a traceback is as big as the frame. Made when memory has run out, it would fail, and CPython
    # would forget the MemoryError for it; made now, it is there.
    sys._getframe()
    return function(*arguments)


in_one_chunk = FunctionType(_call.__code__.replace(co_stacksize=_WORDS), globals(), "in_one_chunk")
"""Call a function with arguments; what it calls has all its frames in one chunk of memory."""

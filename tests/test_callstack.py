"""However deep the caller is, calls take no memory from the system and give none back."""

import resource
from collections.abc import Callable
from typing import Any

import pytest

from notegen.formats.pdf.callstack import in_one_chunk

CALLS = 1000


def call_often(function: Callable[..., Any], below: int) -> None:
    """Calls that reach so many frames down, again and again."""

    def reach(left: int) -> None:
        if left:
            reach(left - 1)

    for _ in range(CALLS):
        function(reach, below)


def dig(depth: int, function: Callable[[], None]) -> None:
    """Call a function with so many frames above it."""
    if depth:
        dig(depth - 1, function)
    else:
        function()


def count_faults(call: Callable[..., Any]) -> int:
    """The most pages of memory that the calls take anew, of all depths at which they can begin in a chunk of 16 kB."""

    def count(depth: int) -> int:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        dig(depth, lambda: call(call_often, lambda function, below: function(below), 3))
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

    dig(300, lambda: None)
    return max(map(count, range(300)))


def test_frames_lie_in_one_chunk() -> None:
    """And a plain call, at some depth, takes pages as often as it is repeated, or there would be no need."""
    assert count_faults(in_one_chunk) < CALLS / 10
    assert count_faults(lambda function, *arguments: function(*arguments)) > CALLS


def test_what_is_called_gives_and_raises_as_before() -> None:
    assert in_one_chunk(divmod, 7, 2) == (3, 1)
    with pytest.raises(ValueError, match="seven"):
        in_one_chunk(int, "seven")

"""Records from files or standard input, as the command line names them."""

import sys
from pathlib import Path

from notegen.cli.arguments import STREAM
from notegen.intake import read_stream
from notegen.reader import MAX_BYTES
from notegen.records.loader import Reading, read_bytes, read_record


def read(record: str) -> Reading:
    """The record with all that the reader says; OSError when it cannot be read."""
    if record == STREAM:
        return read_bytes(read_stream(sys.stdin.buffer, MAX_BYTES), "<stdin>", folder=Path.cwd())
    return read_record(Path(record))

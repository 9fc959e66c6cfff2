"""Pandoc, which reads and writes Word files: a program beside us, in a sandbox, with nothing of its user's.

In a sandbox it reads no file but those named in its options: neither pictures by their address nor a user's templates.
"""

import subprocess
from collections.abc import Sequence

from notegen.errors import MissingExtra, RenderError

EXTRA = "word"
_ALONE = ("--sandbox", "--data-dir=/nowhere")
_ENVIRONMENT = {"LANG": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"}


def find_pandoc() -> str:
    """The program; MissingExtra where it is not installed."""
    try:
        from pypandoc import get_pandoc_path

        return str(get_pandoc_path())
    except (ImportError, OSError):
        raise MissingExtra(EXTRA) from None


def run_pandoc(
    program: str, options: Sequence[str], content: bytes, *, seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """How pandoc ended, and what it wrote; RenderError when it cannot be run or takes longer than that."""
    command = [program, *options, *_ALONE]
    try:
        return subprocess.run(
            command, input=content, capture_output=True, env=_ENVIRONMENT, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RenderError(f"pandoc did not finish: {error}") from error

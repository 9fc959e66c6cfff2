"""Which languages there are; apart from their words, so that the command line can say it at every start."""

from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"


@cache
def languages() -> tuple[str, ...]:
    """The BCP 47 tags that there is a file for."""
    return tuple(sorted(path.stem for path in WORDS.glob("*.yaml")))

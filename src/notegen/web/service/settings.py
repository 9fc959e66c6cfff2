"""What an installation decides about its service."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits of the service; each has a value that suits an office.

    `workers` is how many processes make documents, None for one on each core; each document takes at most `seconds`
    and `megabytes`. `queue` requests wait at most, none of them longer than `patience` seconds. A body has at most
    `body_bytes`, and comes in within `body_seconds`; a PDF has at most `pages`. `series` jobs are kept at most, each
    for `expiry` seconds from when it is done, in folders below `folder`.
    """

    workers: int | None = None
    seconds: float = 60.0
    megabytes: int = 1000
    queue: int = 100
    patience: float = 30.0
    body_bytes: int = 10_000_000
    body_seconds: float = 30.0
    pages: int = 500
    series: int = 16
    series_bytes: int = 100_000_000
    expiry: float = 3600.0
    folder: Path | None = None
    tokens: Path | None = None

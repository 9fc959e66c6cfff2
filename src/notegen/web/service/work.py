"""What the workers do for the service besides documents; each is called with a folder for its files as the last."""

from dataclasses import dataclass
from pathlib import Path

from notegen.diagnostics import Diagnostic, limit_problems
from notegen.records.checker import examine_reading
from notegen.records.loader import read_bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker has to say of a record; `valid` when it can be printed."""

    valid: bool
    diagnostics: tuple[Diagnostic, ...]


def check(record: bytes, name: str, profile: str | None, _room: Path) -> Checked:
    """Everything that is wrong with a record that lies in no folder."""
    reading = examine_reading(read_bytes(record, name), profile)
    return Checked(reading.note is not None, tuple(limit_problems(iter(reading.diagnostics))))

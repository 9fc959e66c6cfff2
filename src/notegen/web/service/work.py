"""What the workers do for the service besides documents; each is called with a folder for its files as the last."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notegen.diagnostics import Diagnostic, limit_problems
from notegen.errors import FinishingError, InvalidRecord, MissingExtra
from notegen.formats import verdicts
from notegen.formats.verification import take_record
from notegen.formats.verification import verify as verify_pdf
from notegen.records.checker import examine_reading
from notegen.records.legacy.importer import import_bytes
from notegen.records.legacy.report import write_json
from notegen.records.loader import read_bytes
from notegen.series.processes.jobs import Failed, Reason


@dataclass(frozen=True, slots=True)
class Unworkable:
    """A finished PDF that nothing can be done with, and why."""

    detail: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker has to say of a record; `valid` when it can be printed."""

    valid: bool
    diagnostics: tuple[Diagnostic, ...]


def check(record: bytes, name: str, profile: str | None, _room: Path) -> Checked:
    """Everything that is wrong with a record that lies in no folder."""
    reading = examine_reading(read_bytes(record, name), profile)
    return Checked(reading.note is not None, tuple(limit_problems(iter(reading.diagnostics))))


def attempt(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function of this module returns that is called with the arguments; errors of notegen as values."""
    try:
        return function(*arguments)
    except InvalidRecord as error:
        return Failed(Reason.RECORD, "no record can be made of it", error.diagnostics)
    except MissingExtra as error:
        return Failed(Reason.EXTRA, str(error))
    except FinishingError as error:
        return Unworkable(str(error))


def import_note(content: bytes, name: str, _room: Path) -> dict[str, Any]:
    """The record of an old note as YAML, and the account of it; the ending of the name tells what it is."""
    draft = import_bytes(content, name)
    (account,) = json.loads(write_json([draft]))
    return {"record": draft.record, "valid": draft.note is not None, **account}


def extract(pdf: bytes, _room: Path) -> bytes:
    """The record that a PDF carries, as YAML."""
    return take_record(pdf).record


def verify(pdf: bytes, name: str, _room: Path) -> dict[str, Any]:
    """Whether a PDF is what its own record makes."""
    (verdict,) = json.loads(verdicts.write_json([verdicts.Verdict(name, verify_pdf(pdf))]))
    return {key: value for key, value in verdict.items() if key != "file"}

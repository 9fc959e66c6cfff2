"""Every case of `cases/check`: what `notegen check` prints about a record that does not read.

What the rules find in a record that reads has its cases in `cases/rules`, and is left out here. A
case is a record, `name.yaml`, or a folder `name/` with the record `note.yaml` and the files that it
needs. Beside it `name.expected` holds what the reader says, nothing for a record without mistakes.
To add a case, write the record, run

    NOTEGEN_UPDATE=1 .venv/bin/python -m pytest tests/test_check_cases.py

and read the new `.expected` file: is it what a colleague would need to be told?
"""

import os
from pathlib import Path

import pytest

from notegen.diagnostics import write_text
from notegen.records.checker import examine_reading
from notegen.records.loader import read_record
from notegen.records.rules.examination import RULES

CASES = Path(__file__).parent / "cases" / "check"
RULE_CODES = {rule.code for rule in RULES}
NAMES = sorted(path.stem if path.is_file() else path.name for path in CASES.iterdir() if path.suffix != ".expected")


def _record(name: str) -> str:
    return f"{name}/note.yaml" if (CASES / name).is_dir() else f"{name}.yaml"


@pytest.mark.parametrize("name", NAMES)
def test_check_tells_what_is_expected(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    reading = examine_reading(read_record(Path(_record(name))))
    told = "".join(f"{write_text(found)}\n" for found in reading.diagnostics if found.code not in RULE_CODES)
    expected = CASES / f"{name}.expected"
    if os.environ.get("NOTEGEN_UPDATE"):
        expected.write_text(told, encoding="utf-8", newline="")
    assert expected.exists(), "run with NOTEGEN_UPDATE=1, then read what was written"
    assert told == expected.read_text(encoding="utf-8")
    assert (reading.note is None) == (": error: " in told)


def test_there_are_cases_and_every_one_has_its_record() -> None:
    assert len(NAMES) >= 40
    assert [name for name in NAMES if not (CASES / _record(name)).is_file()] == []


def test_every_expected_file_belongs_to_a_case_and_nothing_else_lies_about() -> None:
    expected = {path.stem for path in CASES.glob("*.expected")}
    assert expected == set(NAMES)
    known = {".yaml", ".expected"}
    assert [path.name for path in CASES.iterdir() if path.is_file() and path.suffix not in known] == []

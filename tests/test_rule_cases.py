"""Cases of the rules: `tests/cases/rules/<code>.yaml` says what a rule finds in a note and what it leaves alone.

How to add one is told in `tests/cases/rules/README.md`; it needs no Python.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from notegen.diagnostics import Diagnostic, Source
from notegen.records.fixes import fix
from notegen.records.loader import read_text
from notegen.records.rules.examination import RULES, examine
from notegen.records.rules.rule import Settings

FOLDER = Path(__file__).parent / "cases" / "rules"
EVENT = "event: {title: Workshop on border controls, dates: 2009-09-08/2009-09-10}\n"
CASE_KEYS = {"about", "note", "profile", "finds"}
FINDING_KEYS = {"code", "at", "hint", "fix"}

codes = {rule.code for rule in RULES}
files = sorted(FOLDER.glob("*.yaml"))


@dataclass(frozen=True)
class Case:
    """One note and what must be found in it; `code` is the file's name."""

    code: str
    text: str
    profile: str
    finds: list[dict[str, str]]

    @property
    def compared(self) -> set[str]:
        return {self.code} | {finding["code"] for finding in self.finds if "code" in finding}


def read_cases(path: Path) -> list[Case]:
    # All values are texts, as in a record: NO is Norway, and a date stays as it is written.
    listed = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    assert isinstance(listed, list), f"{path.name}: a list of cases is expected"
    return [read_case(path.stem, case) for case in listed]


def read_case(code: str, case: dict[str, Any]) -> Case:
    assert {"note", "finds"} <= case.keys() <= CASE_KEYS, f"{code}: a case has {sorted(CASE_KEYS)}: {case}"
    assert all(finding.keys() <= FINDING_KEYS for finding in case["finds"]), f"{code}: {case['finds']}"
    note = case["note"]
    text = note if isinstance(note, str) else yaml.safe_dump(note, allow_unicode=True, sort_keys=False, width=10_000)
    if "event" not in yaml.load(text, yaml.BaseLoader):
        text = EVENT + text
    return Case(code, text, case.get("profile", "un"), case["finds"])


def cases() -> list[Any]:
    found = [(path.stem, i, case) for path in files for i, case in enumerate(read_cases(path), 1)]
    return [pytest.param(case, id=f"{code}-{i}") for code, i, case in found]


def find(case: Case, text: str) -> list[Diagnostic]:
    reading = read_text(text, "case.yaml", folder=FOLDER / "pictures")
    assert reading.note is not None, [d.summary() for d in reading.diagnostics]
    levels = {rule.code: str(rule.severity) for rule in RULES if rule.off and rule.code in case.compared}
    found = [d for d in examine(reading.note, Settings(case.profile, levels)) if d.code in case.compared]
    return sorted(found, key=lambda d: d.place.span.start if d.place else -1)


def tell(diagnostic: Diagnostic, keys: set[str]) -> dict[str, str | None]:
    """What the diagnostic says under the keys that the case names."""
    assert diagnostic.place is not None
    span = diagnostic.place.span
    said = {
        "code": diagnostic.code,
        "at": fold(diagnostic.place.source.text[span.start : span.end]),
        "hint": diagnostic.hint,
        "fix": diagnostic.replacement,
    }
    return {key: said[key] for key in said if key in keys}


def fold(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("case", cases())
def test_a_rule_finds_what_its_case_says_and_nothing_else(case: Case) -> None:
    found = find(case, case.text)
    expected = [finding | {"at": fold(finding["at"])} if "at" in finding else finding for finding in case.finds]
    everything = [tell(diagnostic, FINDING_KEYS) for diagnostic in found]
    assert len(found) == len(expected), everything
    assert [tell(d, set(e)) for d, e in zip(found, expected, strict=True)] == expected, everything


@pytest.mark.parametrize("case", [c for c in cases() if any("fix" in finding for finding in c.values[0].finds)])
def test_a_correction_leaves_nothing_to_find_at_its_place(case: Case) -> None:
    found = find(case, case.text)
    fixed = fix(Source("case.yaml", case.text), found)
    certain = {(d.code, d.place) for d in found if d.replacement is not None}  # two rules may share a place
    assert len(fixed.applied) >= len({place for _, place in certain}), "a correction was not put in"
    assert len(find(case, fixed.text)) == len(found) - len(certain)


@pytest.mark.parametrize("path", files, ids=lambda path: path.stem)
def test_a_case_file_is_named_after_a_rule(path: Path) -> None:
    assert path.stem in codes, f"no rule has the code {path.stem}"


@pytest.mark.parametrize("code", sorted(codes))
def test_a_rule_has_a_case_file_with_something_found_and_something_clean(code: str) -> None:
    path = FOLDER / f"{code}.yaml"
    assert path.is_file(), f"write {path.relative_to(FOLDER.parent.parent.parent)}"
    assert {bool(case.finds) for case in read_cases(path)} == {True, False}, "one case that finds and one that is clean"

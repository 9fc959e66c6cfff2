"""What other programs get of the checker."""

import datetime
import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from notegen.cli.main import command
from notegen.cli.start import KINDS
from notegen.diagnostics import Diagnostic, Place, Source, Span
from notegen.records import starter
from notegen.records.starter import kinds
from notegen.reports import write_annotations, write_sarif

ROOT = Path(__file__).parent.parent
NOTE = ROOT / "examples" / "unsc-1540" / "2009-09-08-san-jose.yaml"
# The schema of the standard, from the repository of its committee (oasis-tcs/sarif-spec).
SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    command.main(["check", *arguments], standalone_mode=False)
    return capsys.readouterr().out


def test_a_sarif_log_is_valid_and_has_the_two_mistakes_of_the_founding_note(capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(run(capsys, str(NOTE), "--format", "sarif"))
    assert list(Draft7Validator(SCHEMA).iter_errors(log)) == []
    results = {result["ruleId"]: result for result in log["runs"][0]["results"]}
    assert "Dominican Republic" in results["unknown-state"]["message"]["text"]
    region = results["repeated-participant"]["locations"][0]["physicalLocation"]["region"]
    line = NOTE.read_text(encoding="utf-8").splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "1540 Committee members and experts"


def test_a_sarif_log_that_says_what_the_standard_does_not_know_is_refused() -> None:
    log = json.loads(write_sarif([], {}, "1"))
    assert list(Draft7Validator(SCHEMA).iter_errors(log | {"version": "3"}))


def test_a_sarif_log_without_places_is_valid() -> None:
    log = json.loads(write_sarif([Diagnostic("x", "wrong", path=("event", "dates"))], {}, "1"))
    assert list(Draft7Validator(SCHEMA).iter_errors(log)) == []


def test_json_has_every_finding_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, str(NOTE), "--format", "json"))
    (state,) = [finding for finding in found if finding["code"] == "unknown-state"]
    assert (state["line"], state["column"], state["path"]) == (31, 9, ["participants", 0, "entries", 3])


def test_an_annotation_escapes_what_ends_it() -> None:
    source = Source("a:b,c.yaml", "x\n")
    found = Diagnostic("code", "50% of\nthis", place=Place(source, Span(0, 1)))
    assert write_annotations([found]) == (
        "::error file=a%3Ab%2Cc.yaml,line=1,col=1,endLine=1,endColumn=2,title=code::50%25 of%0Athis"
    )


def test_the_command_line_offers_every_starter() -> None:
    assert set(KINDS) == set(kinds())
    assert all(
        starter.write_record(language, kind, datetime.date(2009, 9, 10))
        for language in starter.languages()
        for kind in KINDS
    )

"""The JSON Schemas that editors use: fresh, described, and of one mind with the checker.

`examples/*.schema.json` are written by

    NOTEGEN_UPDATE=1 .venv/bin/python -m pytest tests/test_schema.py
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notegen.diagnostics import has_errors
from notegen.records.loader import read_text
from notegen.records.schema import record_schema, series_schema, write_schema

ROOT = Path(__file__).parents[1]
FILES = {"note": record_schema, "series": series_schema}
NAMES = set(ROOT.glob("examples/**/names.yaml"))
SERIES = sorted(ROOT.glob("examples/**/series.yaml"))
RECORDS = sorted({*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("tests/cases/render/*.yaml")} - set(SERIES) - NAMES)

RIGHT = {
    "the least": "event: {title: Workshop, dates: 2009}",
    "texts that editors take for something else": (
        "title: 1540\nevent: {title: 010, dates: [2009-09-08, 2010], place: {country: NO}}\nsymbol: 1.10"
    ),
    "one that extends": "extends: other.yaml\nevent: {dates: 2009-09}",
    "empty values": "event: {title: Workshop, dates: 2009, kind: ~, place: }\nsections:\nparties: ~\n",
    "lists and single values": (
        "event: {title: Workshop, dates: [2009-09, 2009-10-01/2009-10-02], place: [{city: Lima}, {online: true}]}\n"
        "organizers: [UNODA, OAS]\ndisclaimer: {text: No report., mark: asterisk}\n"
        "participants: [{kind: states, entries: [NO, {state: CU}], also: [{name: European Union, acronym: EU}]}]"
    ),
    "labels, rows and footnotes": (
        "event: {title: 'Workshop[^a]', dates: 2009}\nlabels: {organizers: Organizer}\nheader: [event, project]\n"
        "details: {project: {label: Project, text: P 1}}\nfootnotes: {a: First.}\ndisclaimer: No report."
    ),
}
WRONG = {
    "no event": "title: Information note",
    "no dates": "event: {title: Workshop}",
    "a date that is none": "event: {title: Workshop, dates: 8 September 2009}",
    "no dates in the list": "event: {title: Workshop, dates: []}",
    "an unknown key": "event: {title: Workshop, dates: 2009, venue: Lima}",
    "an unknown language": "language: qaa\nevent: {title: Workshop, dates: 2009}",
    "an unknown kind": "event: {title: Workshop, dates: 2009}\nparticipants: [{kind: nations, entries: [Cuba]}]",
    "nobody in the group": "event: {title: Workshop, dates: 2009}\nparticipants: [{kind: states}]",
    "two names": (
        "event: {title: Workshop, dates: 2009}\nparticipants: [{kind: states, entries: [{state: CU, name: Cuba}]}]"
    ),
    "a place that says nothing": "event: {title: Workshop, dates: 2009, place: {}}",
    "an annex that is two things": "event: {title: W, dates: 2009}\nannexes: [{title: A, text: B, file: c.pdf}]",
    "an unknown label": "event: {title: Workshop, dates: 2009}\nlabels: {orgs: Organizer}",
    "a mark that is none": "event: {title: Workshop, dates: 2009}\ndisclaimer: {text: No report., mark: dagger}",
    "three levels below a section": (
        "event: {title: W, dates: 2009}\nsections: [{sections: [{sections: [{text: a, sections: [{text: b}]}]}]}]"
    ),
    "an address that is none": "event: {title: Workshop, dates: 2009}\nsource: {url: un.org}",
    "the disclaimer among the footnotes": "event: {title: W, dates: 2009}\nfootnotes: {disclaimer: No report.}",
    "a version to come": "notegen: 2\nevent: {title: Workshop, dates: 2009}",
}


def validate(schema: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    file = ROOT / "examples" / f"{schema}.schema.json"
    command = [sys.executable, "-m", "check_jsonschema", "--no-cache", "--schemafile", str(file), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", FILES)
def test_the_schema_in_the_examples_is_fresh(name: str) -> None:
    file, text = ROOT / "examples" / f"{name}.schema.json", write_schema(FILES[name]())
    if os.environ.get("NOTEGEN_UPDATE"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text("utf-8") == text, "run the tests with NOTEGEN_UPDATE=1"


def test_both_schemas_are_good_json_schema() -> None:
    files = [ROOT / "examples" / f"{name}.schema.json" for name in FILES]
    command = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        # `then` only says what is needed of keys that are described above.
        for key, value in schema.get("properties", {}).items():
            yield f"{path}.{key}", value
        for key, value in schema.items():
            if key != "then":
                yield from properties(value, f"{path}.{key}")
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part, path)


@pytest.mark.parametrize("name", FILES)
def test_every_key_has_a_title_and_a_description(name: str) -> None:
    found = list(properties(FILES[name]()))
    assert len(found) > 50
    assert [path for path, key in found if not (key.get("title") and key.get("description"))] == []


def test_the_examples_and_the_records_of_the_tests_are_valid() -> None:
    assert len(RECORDS) >= 2
    done = validate("note", *RECORDS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_series_of_the_examples_is_valid() -> None:
    assert SERIES
    done = validate("series", *SERIES)
    assert done.returncode == 0, done.stdout + done.stderr


def test_right_records_are_valid_and_the_checker_agrees(tmp_path: Path) -> None:
    paths = []
    for i, (name, text) in enumerate(RIGHT.items()):
        if "extends" not in name:
            assert not has_errors(read_text(text, name).diagnostics), name
        paths.append(tmp_path / f"{i}.yaml")
        paths[-1].write_text(text, encoding="utf-8")
    done = validate("note", *paths)
    assert done.returncode == 0, done.stdout + done.stderr


def test_wrong_records_are_not_valid_and_the_checker_agrees(tmp_path: Path) -> None:
    for i, (name, text) in enumerate(WRONG.items()):
        assert has_errors(read_text(text, name).diagnostics), name
        (tmp_path / f"{i:02}.yaml").write_text(text, encoding="utf-8")
    done = validate("note", *sorted(tmp_path.iterdir()))
    valid = [name for i, name in enumerate(WRONG) if f"{i:02}.yaml::" not in done.stdout]
    assert valid == [], done.stdout + done.stderr


def test_a_wrong_series_is_not_valid(tmp_path: Path) -> None:
    head = "series: {id: a, title: B}\n"
    wrong = {
        "an unknown profile": "profile: eu\n",
        "an unknown default": "defaults: {author: Smith}\n",
        "an id among the defaults": "defaults: {id: a}\n",
        "an unknown weight": "rules: {long-note: loud}\n",
        "no languages": "languages: []\n",
    }
    for i, text in enumerate(wrong.values()):
        (tmp_path / f"{i}.yaml").write_text(head + text, encoding="utf-8")
    done = validate("series", *sorted(tmp_path.iterdir()))
    assert [name for i, name in enumerate(wrong) if f"{i}.yaml::" not in done.stdout] == [], done.stdout + done.stderr


def test_defaults_of_a_series_need_not_be_a_whole_record(tmp_path: Path) -> None:
    file = tmp_path / "series.yaml"
    file.write_text("series: {id: a, title: B}\ndefaults: {event: {kind: webinar}, keywords: [ports]}\n", "utf-8")
    done = validate("series", file)
    assert done.returncode == 0, done.stdout + done.stderr

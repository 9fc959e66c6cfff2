"""What the formats make of a record: files to read, and what holds for every one of them."""

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest

import notegen
from notegen.formats.document import FORMATS, MEDIA_TYPES
from notegen.formats.ics import list_events, write_calendar
from notegen.formats.view import view
from processes import FOUNDING_NOTE, ROOT, run

CASES = ROOT / "tests" / "cases" / "formats"
EXPECTED = sorted(path for path in CASES.iterdir() if path.suffix[1:] in MEDIA_TYPES and path.name != "README.md")
EVERYTHING = ROOT / "tests" / "cases" / "render" / "everything.yaml"


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name)
def test_a_record_becomes_what_was_looked_at(expected: Path) -> None:
    """`NOTEGEN_UPDATE=1 pytest tests/test_formats.py` writes it anew."""
    note = notegen.load(expected.with_suffix(".yaml"))
    content = notegen.render(note, expected.suffix[1:]).content
    if os.environ.get("NOTEGEN_UPDATE"):
        expected.write_bytes(content)
    assert content.decode() == expected.read_bytes().decode()


def test_every_case_has_its_record() -> None:
    assert EXPECTED
    records = {path.with_suffix("") for path in CASES.glob("*.yaml")}
    assert {path.with_suffix("") for path in EXPECTED} == records


def test_a_format_loads_none_of_the_others(tmp_path: Path) -> None:
    code = (
        "import sys, notegen; notegen.render(notegen.loads(sys.argv[1]), 'jsonld');"
        "print(*{name.split('.')[0] for name in sys.modules} & {'icalendar', 'jinja2', 'weasyprint', 'pikepdf'})"
    )
    record = "event: {title: Workshop on seals, dates: 2019-05-07}\n"
    printed = subprocess.run([sys.executable, "-c", code, record], capture_output=True, text=True, check=True).stdout
    assert printed.split() == []


def test_the_command_line_writes_each_format_by_the_ending_of_the_file(tmp_path: Path) -> None:
    for name in FORMATS.keys() - {"pdf"}:
        ended = run(["render", str(FOUNDING_NOTE), "-q", "-o", f"note.{name}"], tmp_path)
        assert ended.returncode == 0
        assert (tmp_path / f"note.{name}").read_bytes() == notegen.render(notegen.load(FOUNDING_NOTE), name).content


def test_the_help_names_every_format(tmp_path: Path) -> None:
    said = run(["render", "--help"], tmp_path).stdout.decode()
    assert set(" ".join(said.split()).partition("-f, --format FORMATS ")[2].partition(".")[0].split(" ")) >= {
        f"{name}," for name in FORMATS
    }


# Calendars


def test_a_calendar_reads_back_with_the_day_after_the_last() -> None:
    note = notegen.load(FOUNDING_NOTE)
    calendar = icalendar.Calendar.from_ical(notegen.render(note, "ics").content)
    (event,) = calendar.events
    assert (event.start, event.end) == (datetime.date(2009, 9, 8), datetime.date(2009, 9, 11))
    assert event["summary"] == note.event.title
    assert event["uid"] == "2009-09-08-san-jose@unsc-1540.notegen"


def test_lines_of_a_calendar_have_at_most_75_bytes_and_end_as_they_must() -> None:
    for path in FOUNDING_NOTE.parent.glob("20*.yaml"):
        content = notegen.render(notegen.load(path), "ics").content
        lines = content.split(b"\r\n")
        assert lines.pop() == b""
        assert max(map(len, lines)) <= 75
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        content.decode()


def test_the_language_versions_of_a_note_are_one_event() -> None:
    notes = [notegen.load(path) for path in FOUNDING_NOTE.parent.glob("2006-11-09-accra*.yaml")]
    assert len(notes) == 6
    events = [event for note in notes for event in list_events(note, view(note))]
    assert {event["uid"] for event in events} == {"2006-11-09-accra@unsc-1540.notegen"}
    assert len({event["summary"] for event in events}) == 6


def test_many_notes_make_one_calendar_with_a_name() -> None:
    notes = [notegen.load(path) for path in sorted(FOUNDING_NOTE.parent.glob("20*.yaml"))]
    content = write_calendar([event for note in notes for event in list_events(note, view(note))], "Résolution 1540")
    calendar = icalendar.Calendar.from_ical(content)
    assert len(calendar.events) == sum(len(note.event.dates) for note in notes)
    assert calendar["name"] == "Résolution 1540"


# Data for search engines


def test_json_ld_says_nothing_that_is_empty() -> None:
    def empty(value: object) -> bool:
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return value in ("", [], {}, None) or any(map(empty, children))

    for path in (*FOUNDING_NOTE.parent.glob("20*.yaml"), EVERYTHING):
        found = json.loads(notegen.render(notegen.load(path), "jsonld").content)
        assert found["@context"] == "https://schema.org"
        assert not empty(found)

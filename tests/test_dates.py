"""Dates: ISO 8601 in, the words of six languages out."""

import datetime

import pytest
from babel.dates import get_month_names

from notegen.languages.dates import DateProblem, Moment, Period, join, parse_moment, parse_period
from notegen.languages.language import find_language, languages

# The table "Date ranges" of the brief on languages; spaces that do not break are the words' own affair.
TABLE = {
    "en": ["21 November 2016", "8–10 September 2009", "30 September – 2 October 2009"],
    "fr": ["21 novembre 2016", "8–10 septembre 2009", "30 septembre – 2 octobre 2009"],
    "es": ["21 de noviembre de 2016", "8 a 10 de septiembre de 2009", "30 de septiembre a 2 de octubre de 2009"],
    "ru": ["21 ноября 2016 года", "8–10 сентября 2009 года", "30 сентября – 2 октября 2009 года"],
    "zh": ["2016年11月21日", "2009年9月8日至10日", "2009年9月30日至10月2日"],
    "ar": [
        "21 تشرين الثاني/نوفمبر 2016",
        "8–10 أيلول/سبتمبر 2009",
        "30 أيلول/سبتمبر – 2 تشرين الأول/أكتوبر 2009",
    ],
}
RANGES = ["2016-11-21", "2009-09-08/2009-09-10", "2009-09-30/2009-10-02"]


def written(language: str, *texts: str) -> str:
    return find_language(language).format_dates(tuple(parse_period(text) for text in texts)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", TABLE)
def test_each_language_writes_dates_as_the_table_shows(language: str) -> None:
    assert [written(language, text) for text in RANGES] == TABLE[language]


def test_the_table_has_every_language() -> None:
    assert sorted(TABLE) == list(languages())


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
def test_months_are_called_as_babel_calls_them(language: str) -> None:
    expected = tuple(get_month_names("wide", context="format", locale=language)[month] for month in range(1, 13))
    assert find_language(language).dates.months == expected


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


def test_the_first_of_a_month_is_special_in_french_alone() -> None:
    assert written("fr", "2009-06-01") == "1er juin 2009"
    assert written("fr", "2009-06-01/2009-06-03") == "1er–3 juin 2009"
    assert written("fr", "2009-05-31/2009-06-01") == "31 mai – 1er juin 2009"
    assert written("es", "2009-06-01") == "1 de junio de 2009"


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

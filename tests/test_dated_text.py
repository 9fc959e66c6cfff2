"""Dates that a text names in words, in every language, and back."""

import pytest

from notegen.languages.dated_text import read_dates
from notegen.languages.dates import Period, parse_period
from notegen.languages.language import find_language
from notegen.languages.tags import languages

PERIODS = [
    "2009-09-08",
    "2009-09-08/2009-09-10",
    "2009-09-30/2009-10-02",
    "2009-12-30/2010-01-02",
    "2016-06-01",
    "2023-09",
    "2023-09/2023-11",
    "2023-11/2024-02",
    "2009",
    "2009/2011",
    "2020-12-03 2020-12-10 2020-12-15",
    "2020-12-03 2020-12-04",
    "2020-12-03/2020-12-05 2020-12-10",
    "2020-06-01 2020-07-14/2020-07-15",
]
MET = [
    ("en", "8-10 September 2009", "2009-09-08/2009-09-10"),
    ("en", "September 8-10, 2009", "2009-09-08/2009-09-10"),
    ("en", "from 30 Sept. to 2 Oct. 2009", "2009-09-30/2009-10-02"),
    ("en", "the 1st and 2nd June 2011", "2011-06-01 2011-06-02"),
    ("en", "30 September and 1 October 2009", "2009-09-30 2009-10-01"),
    ("en", "March 3, 2011", "2011-03-03"),
    ("fr", "du 8 au 10 septembre 2009", "2009-09-08/2009-09-10"),
    ("fr", "les 1er et 2 juin 2011", "2011-06-01 2011-06-02"),
    ("es", "del 8 al 10 de septiembre del 2009", "2009-09-08/2009-09-10"),
    ("es", "8-10 de setiembre de 2009", "2009-09-08/2009-09-10"),
    ("ru", "8-10 сентября 2009 г.", "2009-09-08/2009-09-10"),
    ("ru", "с 8 по 10 сентября 2009 года", "2009-09-08/2009-09-10"),
    ("zh", "2009年9月8-10日", "2009-09-08/2009-09-10"),
    ("zh", "会议于2009年9月8日至10日举行", "2009-09-08/2009-09-10"),
    ("ar", "8-10 أيلول/سبتمبر 2009", "2009-09-08/2009-09-10"),
    ("ar", "في الفترة من ٨ إلى ١٠ سبتمبر ٢٠٠٩", "2009-09-08/2009-09-10"),
    ("ar", "يومي 3 و 4 كانون الأول / ديسمبر 2015", "2015-12-03 2015-12-04"),
]


def periods(text: str) -> tuple[Period, ...]:
    return tuple(parse_period(part) for part in text.split())


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("text", PERIODS)
def test_dates_in_a_header_are_read_back(text: str, tag: str) -> None:
    written = find_language(tag).format_dates(periods(text))
    found = read_dates(f"{written}; X", tag)
    assert found is not None, written
    assert found.periods == periods(text), written
    assert (found.start, found.end) == (0, len(written))


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("text", PERIODS[:8])
def test_dates_in_running_text_are_read_back(text: str, tag: str) -> None:
    written = find_language(tag).format_dates(periods(text), "running")
    found = read_dates(written, tag)
    assert found is not None, written
    assert found.periods == periods(text), written


@pytest.mark.parametrize(("tag", "text", "expected"), MET)
def test_dates_that_old_notes_have_are_read(tag: str, text: str, expected: str) -> None:
    found = read_dates(text, tag)
    assert found is not None
    assert found.periods == periods(expected)


@pytest.mark.parametrize("text", ["", "San José", "31 February 2009", "resolution 1540", "in September", "S/2009/12"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_dates(text, "en") is None

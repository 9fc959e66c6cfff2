"""The rules about the disclaimer where a series gives its words."""

from pathlib import Path

import pytest

from notegen.diagnostics import Diagnostic
from notegen.records.checker import examine_reading
from notegen.records.loader import read_record

AGREED = "For information – not an official report. The views expressed here are the authors’ own."
SERIES = f"notegen: 1\nseries: {{id: x, title: X}}\nlanguages: [en, fr]\ndisclaimer:\n  text:\n    en: {AGREED}\n"
NOTE = "title: Information Note\nevent: {title: Workshop, dates: 2009-09-08}\nsections: [{text: It was held.}]\n"
CODES = ("missing-disclaimer", "disclaimer-wording", "disclaimer-language", "symbol-and-disclaimer")


def find(folder: Path, note: str = "", series: str = SERIES) -> list[Diagnostic]:
    (folder / "series.yaml").write_text(series, "utf-8")
    (folder / "note.yaml").write_text(NOTE + note, "utf-8")
    return [d for d in examine_reading(read_record(folder / "note.yaml")).diagnostics if d.code in CODES]


def caret(diagnostic: Diagnostic) -> str:
    assert diagnostic.place is not None
    span = diagnostic.place.span
    return diagnostic.place.source.text[span.start : span.end]


def test_the_words_of_the_series_are_right(tmp_path: Path) -> None:
    assert not find(tmp_path)


@pytest.mark.parametrize("change", [("–", "-"), ("–", "—"), ("’", "'"), (" – ", "  –  ")])
def test_dashes_spaces_and_apostrophes_are_not_compared(tmp_path: Path, change: tuple[str, str]) -> None:
    assert not find(tmp_path, f"disclaimer: {AGREED.replace(*change)}\n")


@pytest.mark.parametrize("shape", ["disclaimer: {}\n", "disclaimer:\n  text: {}\n"])
def test_another_word_is_found_where_it_stands(tmp_path: Path, shape: str) -> None:
    (found,) = find(tmp_path, shape.format(AGREED.replace("official", "offical")))
    assert (found.code, caret(found)) == ("disclaimer-wording", "offical")
    assert found.hint == 'leave disclaimer: out, and the series gives it; here it has "official"'


def test_a_series_without_words_in_the_language_is_told(tmp_path: Path) -> None:
    (found,) = find(tmp_path, "language: fr\n")
    assert (found.code, caret(found)) == ("missing-disclaimer", "Information Note")
    assert found.hint == "series.yaml has no disclaimer in this language: add disclaimer: {text: {fr: …}}"


def test_a_series_may_do_without(tmp_path: Path) -> None:
    assert not find(tmp_path, series="notegen: 1\nseries: {id: x, title: X}\ndisclaimer: {required: false}\n")


def test_a_symbol_beside_the_disclaimer_of_the_series_is_found(tmp_path: Path) -> None:
    (found,) = find(tmp_path, "symbol: S/AC.44/2009/INF.4\n")
    assert (found.code, caret(found)) == ("symbol-and-disclaimer", "S/AC.44/2009/INF.4")


def test_a_series_that_cannot_be_read_is_not_said_to_have_no_disclaimer(tmp_path: Path) -> None:
    assert not find(tmp_path, series=SERIES.replace("[en, fr]", "[en"))

"""The words of each language: files that a translator writes, complete or refused."""

import re
import shutil
import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import Locale
from babel.lists import format_list
from pydantic import ValidationError

from notegen.languages.language import Language, find_language
from notegen.languages.screen import screens
from notegen.languages.tags import WORDS, languages
from notegen.languages.typography import typeset
from notegen.reader import decode, read
from notegen.records.model import Note
from processes import ROOT

SIX = ("ar", "en", "es", "fr", "ru", "zh")
ALL = languages()
STANDINGS = ("attested", "ordinary UN usage", "our proposal")
TYPOGRAPHY = ROOT / "tests" / "cases" / "languages" / "typography.yaml"
BY_LANGUAGE = {"counts", "attendance", "spacing", "keep"}
"""Parts whose mappings have other keys, or whose lists other lengths, in each language."""


def content(tag: str) -> Any:
    source, problems = decode((WORDS / f"{tag}.yaml").read_bytes(), tag)
    tree = read(source)
    assert problems == []
    assert tree.diagnostics == ()
    return tree.data


def keys(data: Any, path: str = "") -> set[str]:
    if not isinstance(data, dict):
        return {path}
    return {key for name, value in data.items() for key in keys(value, f"{path}.{name}")}


def fields(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}


def strings(data: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    if isinstance(data, dict):
        return {k: v for name, value in data.items() for k, v in strings(value, (*path, name)).items()}
    if isinstance(data, list):
        return {k: v for i, value in enumerate(data) for k, v in strings(value, (*path, str(i))).items()}
    return {path: data}


def test_there_is_a_file_for_each_language_of_the_united_nations_and_for_one_more() -> None:
    assert set(SIX) < set(ALL)


@pytest.mark.parametrize("tag", ["ar", "en", "es", "fr", "pt", "ru", "zh"])
def test_our_languages_have_a_screen_a_row_of_dates_and_a_page(tag: str) -> None:
    """Others may: a language is one file."""
    assert tag in screens()
    cases = ROOT / "tests" / "cases" / "languages"
    assert tag in yaml.safe_load((cases / "dates.yaml").read_text(encoding="utf-8"))[0]["header"]
    assert (cases / "pages" / f"{tag}.expected.yaml").exists()


@pytest.mark.parametrize("tag", ALL)
def test_a_record_may_have_each_language_that_there_is_a_file_for(tag: str) -> None:
    assert Note.model_validate({"language": tag, "event": {"title": "A", "dates": "2009"}}).language == tag


@pytest.mark.parametrize("tag", ALL)
def test_a_file_of_words_is_whole(tag: str) -> None:
    ours, english = content(tag), content("en")
    assert find_language(tag).language == tag
    assert ours.keys() == english.keys()
    for part in ours.keys() - BY_LANGUAGE - {"lists", "dates", "fonts"}:
        assert keys(ours[part]) == keys(english[part])
    for part in ("lists", "dates", "counts", "attendance", "spacing", "keep"):
        assert ours[part].keys() == english[part].keys()
    blank = {path for path, text in strings(ours).items() if not text.strip()} - {("counts", "thousands")}
    assert {path[0] for path in blank} <= {"lists", "dates", "spacing"}, "nothing but what joins may be blank"


@pytest.mark.parametrize("tag", ALL)
def test_it_is_noted_behind_every_string_where_it_comes_from(tag: str) -> None:
    lines = (WORDS / f"{tag}.yaml").read_text(encoding="utf-8").splitlines()
    assert unattributed(lines) == []
    assert sum(any(standing in line for standing in STANDINGS) for line in lines) > 90


def unattributed(lines: list[str]) -> list[str]:
    """The lines with words but without a note; the five settings at the top are no words."""
    settings = ("language", "name", "direction", "fonts", "hyphenate")
    values = [line for line in lines if re.match(r"\s*\w+: *[^#\s]", line) and not line.startswith(settings)]
    return [line for line in values if not re.search(rf"   # (?:{'|'.join(STANDINGS)})(?::|$)", line)]


def test_a_string_without_its_note_is_found() -> None:
    lines = ["name: English", "labels:", '  title: "Note"   # attested', '  event: "Event"', '  date: "Date"   # sure']
    assert unattributed(lines) == lines[3:]


@pytest.mark.parametrize("tag", ALL)
def test_a_number_has_every_form_that_its_language_knows(tag: str) -> None:
    categories = Locale.parse(tag).plural_form.tags | {"other"}
    for kind in ("persons", "women", "states", "organizations", "notes"):
        assert content(tag)["counts"][kind].keys() == categories


@pytest.mark.parametrize("tag", ALL)
def test_a_translation_has_the_fields_that_the_english_has(tag: str) -> None:
    ours, english = strings(content(tag)), strings(content("en"))
    for path in english:
        if path[0] in ("labels", "entries", "places", "compendium") or path == ("attendance", "heading"):
            assert fields(ours[path]) == fields(english[path]), path
    for path, text in ours.items():
        if path[0] == "counts" and path[1] != "thousands":
            assert fields(text) <= {"n"}, path
        if path[:2] in (("dates", "header"), ("dates", "running")):
            assert fields(text) <= {f + n for f in ("d", "m", "alone", "within", "y") for n in ("", "2")}, path
        if path[:2] == ("numbering", "levels"):
            assert fields(text) < {"letter", "roman", "number"}, path
            assert len(fields(text)) == 1, path


@pytest.mark.parametrize(
    ("tag", "kind", "expected"),
    [
        ("en", "persons", {0: "0 persons", 1: "1 person", 2: "2 persons", 1200: "1,200 persons"}),
        ("fr", "states", {0: "0 État", 1: "1 État", 2: "2 États", 1_000_000: "1^000^000 d’États"}),
        ("ru", "persons", {1: "1 человек", 3: "3 человека", 50: "50 человек", 52: "52 человека"}),
        ("ru", "states", {1: "1 государство", 3: "3 государства", 11: "11 государств", 21: "21 государство"}),
        ("ar", "states", {1: "دولة واحدة", 2: "دولتان", 3: "3 دول", 11: "11 دولة", 21: "21 دولة", 100: "100 دولة"}),
        ("ar", "persons", {2: "شخصان", 10: "10 أشخاص", 50: "50 شخصا", 102: "102 شخص", 103: "103 أشخاص"}),
        ("zh", "states", {1: "1个国家", 21: "21个国家", 1200: "1~200个国家"}),
    ],
)
def test_what_is_counted_takes_the_form_of_its_number(tag: str, kind: str, expected: dict[int, str]) -> None:
    counted = {number: find_language(tag).count(kind, number) for number in expected}
    assert {n: text.replace("\u00a0", "~").replace("\u202f", "^") for n, text in counted.items()} == expected


@pytest.mark.parametrize("tag", ALL)
def test_each_language_is_called_as_it_calls_itself(tag: str) -> None:
    name = Locale.parse(tag).get_language_name(tag)
    assert name is not None
    assert find_language(tag).name.casefold() == name.casefold()


def test_arabic_alone_runs_from_right_to_left() -> None:
    assert [tag for tag in SIX if find_language(tag).direction == "rtl"] == ["ar"]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ["A", "A and B", "A, B and C"]),
        ("fr", ["A", "A et B", "A, B et C"]),
        ("es", ["A", "A y B", "A, B y C"]),
        ("ru", ["A", "A и B", "A, B и C"]),
        ("zh", ["A", "A和B", "A、B和C"]),
        ("pt", ["A", "A e B", "A, B e C"]),
    ],
)
def test_lists_are_joined_as_the_language_does(tag: str, expected: list[str]) -> None:
    assert [find_language(tag).join(list("ABC")[:n]) for n in (1, 2, 3)] == expected
    assert find_language(tag).join([]) == ""


def test_every_part_of_an_arabic_list_takes_the_word_for_and() -> None:
    join = find_language("ar").join
    assert join(["بليز", "كوبا"]) == "بليز وكوبا"
    assert join(["بليز", "كوبا", "بنما"]) == "بليز، وكوبا، وبنما"
    assert join(["بليز", "IAEA", "1540"]) == "بليز، و\u00a0IAEA، و\u00a01540"


def test_a_spanish_and_gives_way_before_its_own_sound() -> None:
    join = find_language("es").join
    assert join(["Francia", "Italia"]) == "Francia e Italia"
    assert join(["Haití", "Iraq", "Yemen"]) == "Haití, Iraq y Yemen"
    assert join(["Cuba", "Haití", "Irlanda"]) == "Cuba, Haití e Irlanda"
    assert join(["Uno", "Hierro"]) == "Uno y Hierro"  # hie- begins with another sound


@pytest.mark.parametrize(
    ("tag", "locale"), [("en", "en_GB"), ("fr", "fr"), ("es", "es"), ("ru", "ru"), ("zh", "zh"), ("pt", "pt")]
)
def test_lists_are_joined_as_babel_joins_them(tag: str, locale: str) -> None:
    for names in (["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"]):
        assert find_language(tag).join(names) == format_list(names, locale=locale)


def test_a_language_without_a_file_is_an_error() -> None:
    with pytest.raises(KeyError):
        find_language("qaa")
    with pytest.raises(KeyError):
        find_language("../words/en")


@pytest.mark.parametrize("path", sorted(keys(content("en"))))
def test_a_file_that_lacks_a_key_is_refused(path: str) -> None:
    data: Any = content("en")
    parent, names = data, path.strip(".").split(".")
    if names[0] in ("counts", "attendance") and len(names) == 3 and names[2] != "other":
        names.pop()
    for name in names[:-1]:
        parent = parent[name]
    del parent[names[-1]]
    with pytest.raises((ValidationError, AssertionError, KeyError)):
        Language.model_validate(data)


def test_a_file_with_a_key_too_many_is_refused() -> None:
    data: Any = content("en")
    data["labels"]["titel"] = "Note"
    with pytest.raises(ValidationError):
        Language.model_validate(data)


def test_the_words_are_ordinary_yaml(tmp_path: Path) -> None:
    for tag in ALL:
        copy = shutil.copy(WORDS / f"{tag}.yaml", tmp_path)
        assert keys(yaml.safe_load(Path(copy).read_text(encoding="utf-8"))) == keys(content(tag))


def typography() -> list[tuple[str, str, str]]:
    cases = yaml.safe_load(TYPOGRAPHY.read_text(encoding="utf-8"))
    return [(tag, typed, shown) for case in cases for tag, texts in case.items() for typed, shown in texts.items()]


@pytest.mark.parametrize(("tag", "typed", "shown"), typography())
def test_what_is_typed_is_printed_in_the_typography_of_the_language(tag: str, typed: str, shown: str) -> None:
    parts = [part for part in re.split(r"(`[^`]*`)|\|", typed.replace("~", "\u00a0")) if part is not None]
    found = typeset([None if part.startswith("`") else part for part in parts], find_language(tag))
    rejoined = [part if new is None else new for part, new in zip(parts, found, strict=True)]
    assert "".join(rejoined).replace("\u00a0", "~").replace("\u202f", "^") == shown.replace("|", "")


@pytest.mark.parametrize(("tag", "typed", "shown"), typography())
def test_what_is_printed_can_be_found_by_what_was_typed(tag: str, typed: str, shown: str) -> None:
    def words(text: str) -> str:
        return re.sub("[ ~^]", "", re.sub("[“”‘’«»„]", "'", text.replace('"', "'")))

    assert words(typed) == words(shown)


def test_text_that_is_set_already_is_left_alone() -> None:
    for tag in ALL:
        for _, shown in ((typed, shown) for of, typed, shown in typography() if of == tag and "`" not in shown):
            text = shown.replace("~", "\u00a0").replace("^", "\u202f").replace("|", "")
            assert typeset([text], find_language(tag)) == [text]

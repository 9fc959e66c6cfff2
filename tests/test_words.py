"""The words of each language: files that a translator writes, complete or refused."""

import shutil
import string
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from babel import Locale
from babel.lists import format_list
from pydantic import ValidationError

from notegen.languages.language import WORDS, Language, find_language, languages
from notegen.reader import decode, read
from notegen.records.values import Language as Tag

SIX = ("ar", "en", "es", "fr", "ru", "zh")


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


def test_there_is_a_file_for_each_language_that_a_record_may_have() -> None:
    assert languages() == SIX == tuple(sorted(get_args(Tag)))


@pytest.mark.parametrize("tag", SIX)
def test_a_file_of_words_is_whole(tag: str) -> None:
    assert find_language(tag).language == tag
    assert keys(content(tag)) == keys(content("en"))
    assert all(text.strip() for path, text in strings(content(tag)).items() if path[0] != "lists")


@pytest.mark.parametrize("tag", SIX)
def test_a_translation_has_the_fields_that_the_english_has(tag: str) -> None:
    ours, english = strings(content(tag)), strings(content("en"))
    for path in english:
        if path[0] in ("labels", "counts", "attendance"):
            assert fields(ours[path]) == fields(english[path]), path
        if path[0] == "dates" and path[1] not in ("names", "first"):
            allowed = {"d", "m", "y", "d2", "m2", "y2"}
            assert fields(ours[path]) <= allowed, path


@pytest.mark.parametrize("tag", SIX)
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
        ("ar", ["A", "A وB", "A، B وC"]),
    ],
)
def test_lists_are_joined_as_the_language_does(tag: str, expected: list[str]) -> None:
    assert [find_language(tag).join(list("ABC")[:n]) for n in (1, 2, 3)] == expected
    assert find_language(tag).join([]) == ""


@pytest.mark.parametrize(("tag", "locale"), [("en", "en_GB"), ("fr", "fr"), ("es", "es"), ("ru", "ru"), ("zh", "zh")])
def test_lists_are_joined_as_babel_joins_them(tag: str, locale: str) -> None:
    for names in (["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"]):
        assert find_language(tag).join(names) == format_list(names, locale=locale)


def test_a_language_without_a_file_is_an_error() -> None:
    with pytest.raises(KeyError):
        find_language("de")
    with pytest.raises(KeyError):
        find_language("../words/en")


@pytest.mark.parametrize("path", sorted(strings(content("en"))), ids=".".join)
def test_a_file_that_lacks_a_key_is_refused(path: tuple[str, ...]) -> None:
    data: Any = content("en")
    if path[0] in ("fonts", "keep"):
        path = path[: 1 if path[0] == "fonts" else 2]
    parent = data
    for name in path[:-1]:
        parent = parent[name]
    if isinstance(parent, list):
        del parent[int(path[-1])]
    else:
        del parent[path[-1]]
    with pytest.raises((ValidationError, AssertionError, KeyError)):
        Language.model_validate(data)


def test_a_file_with_a_key_too_many_is_refused() -> None:
    data: Any = content("en")
    data["labels"]["titel"] = "Note"
    with pytest.raises(ValidationError):
        Language.model_validate(data)


def test_the_words_are_ordinary_yaml(tmp_path: Path) -> None:
    for tag in SIX:
        copy = shutil.copy(WORDS / f"{tag}.yaml", tmp_path)
        assert keys(yaml.safe_load(Path(copy).read_text(encoding="utf-8"))) == keys(content(tag))

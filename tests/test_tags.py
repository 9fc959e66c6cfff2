"""Which language a tag means to a program that renders, and what it is told of one that there is not."""

import pytest
from babel.core import get_global

import notegen
from notegen.languages.codes import alpha3
from processes import FOUNDING_NOTE


@pytest.mark.parametrize(("asked", "language"), [("FR", "fr"), ("fr-CA", "fr"), ("zh-Hans-CN", "zh"), ("en_GB", "en")])
def test_a_tag_means_the_nearest_language_that_there_is(asked: str, language: str) -> None:
    note = notegen.load(FOUNDING_NOTE)
    assert notegen.render(note, "html", language=asked) == notegen.render(note, "html", language=language)


@pytest.mark.parametrize("asked", ["xx", "zh-TW", "zh-Hant", "../words/en"])
def test_a_language_that_there_is_not_is_told_with_those_that_there_are(asked: str) -> None:
    note = notegen.loads("event: {title: A, dates: 2009}")
    with pytest.raises(notegen.RenderError, match=f'there is no language "{asked}"; there are ar, '):
        notegen.render(note, "txt", language=asked)


def test_what_is_no_note_is_told_how_to_read_one() -> None:
    with pytest.raises(TypeError, match=r"notegen\.load"):
        notegen.render("note.yaml")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en", "eng"), ("zh-Hant", "zho"), ("pt_BR", "por"), ("sw", "swa"), ("haw", "haw"), ("qaa", "qaa"), ("xx", "und")],
)
def test_a_language_has_a_code_of_three_letters(tag: str, code: str) -> None:
    assert alpha3(tag) == code


def test_babel_knows_the_codes_of_three_letters_by_the_same_tags() -> None:
    alike = {code for code, tag in get_global("language_aliases").items() if len(tag) == 2 and alpha3(tag) == code}
    assert len(alike) == 181, "all but Tagalog and Twi, which CLDR has under other names"

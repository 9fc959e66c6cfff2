"""What becomes of the texts of a record on the printed page."""

import json
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest

import notegen
from notegen.finishing.inspect import inspect
from notegen.formats.numbering import mark_item
from notegen.formats.phrases import set_type
from notegen.languages.language import find_language
from notegen.records.text import parse_inline, plain


def printed(text: str, language: str = "en") -> bytes:
    """The PDF of a note with this text in its only section."""
    record = {
        "event": {"title": "Workshop on seals", "dates": "2019-05-07"},
        "language": language,
        "sections": [{"heading": "A", "text": text}],
    }
    return notegen.render(notegen.loads(json.dumps(record))).content


def said(pdf: bytes, role: str) -> list[str]:
    """The words of every part of a role, with those inside it."""

    def words(part: dict[str, Any]) -> str:
        return str(part.get("text", "")) + "".join(map(words, part.get("children", ())))

    def parts(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield part
        for child in part.get("children", ()):
            yield from parts(child)

    return [words(part).strip() for part in parts(inspect(pdf).tree) if part["role"] == role]


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_numbered_list_begins_where_it_says(language: str) -> None:
    pdf = printed("3. third\n4. fourth\n\ntext\n\n5. fifth", language)
    assert said(pdf, "Lbl")[-3:] == [mark_item(number, 0, find_language(language)) for number in (3, 4, 5)]


@pytest.mark.parametrize("end", ["\u2028", "\u2029"])
def test_ends_of_lines_of_other_programs_are_spaces(end: str) -> None:
    assert said(printed(f"one{end}two {end} three\n\n| h{end}e |\n|-|\n| {end} |"), "P")[-1] == "one two three"
    assert plain(parse_inline(f"one{end}two {end} three")) == "one two three"


def test_nothing_is_lost_in_or_after_a_deep_list() -> None:
    levels = [f"level {number}" for number in range(1, 20)]
    text = "\n".join(f"{'  ' * depth}- {level}" for depth, level in enumerate(levels))
    pdf = printed(f"{text}\n\nAfter the list.\n\nAnother one.")
    assert said(pdf, "LBody")[-1] == levels[-1]
    assert said(pdf, "P")[-2:] == ["After the list.", "Another one."]


def test_an_empty_item_of_an_arabic_list_is_printed_as_it_is() -> None:
    bodies = said(printed("- واحد\n-\n- اثنان", "ar"), "LBody")[-3:]
    assert [body.strip("\u200b") for body in bodies] == ["واحد", "", "اثنان"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("word [^a] next", "word|1| next"),
        ("*word* [^a].", "word|1|."),
        ("word\n[^a]", "word|1|"),
        ("word[^a] [^b]", "word|1| |2|"),
        ("word[^a], [^b]", "word|1|, |2|"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_mark_of_a_footnote_follows_its_word_at_once(typed: str, shown: str, language: str) -> None:
    tokens = set_type(parse_inline(typed), find_language(language))
    numbers = {"a": "|1|", "b": "|2|"}
    parts = [numbers[token.content] if token.type == "footnote_mark" else token.content for token in tokens]
    assert "".join(parts).replace("،", ",") == shown


def test_a_wide_table_stays_on_the_paper() -> None:
    heads = ["Country", "Institution", "Representative", "Responsibilities", "Recommendations", "Administration"]
    rows = [[*heads, "Implementation"], ["-"] * 7, ["Honduras", *["coordination"] * 6]]
    page = pypdfium2.PdfDocument(printed("\n".join(f"|{'|'.join(row)}|" for row in rows)))[0]
    text = page.get_textpage()
    assert max(text.get_charbox(i)[2] for i in range(text.count_chars())) < page.get_width() - 22 * 72 / 25.4 + 1

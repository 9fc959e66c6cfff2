"""The reader: hostile texts end in a diagnostic within a second, and every value keeps its place."""

import time

import pytest

from notegen.diagnostics import EXCERPT_WIDTH, MAX_PROBLEMS, Diagnostic, Place, Severity, Source, Span, write_text
from notegen.reader import MAX_BYTES, MAX_DEPTH, MAX_VALUES, decode, read
from notegen.records.loader import Reading, read_bytes
from notegen.tree import Tree

SECONDS = 1.0
DEEP = 50_000
EVENT = "event: {title: Workshop, dates: 2009}\n"


def read_words(text: str) -> Tree:
    return read(Source("record.yaml", text))


def codes(text: str | bytes) -> list[str]:
    return [d.code for d in read_in_time(text).diagnostics if d.severity is Severity.ERROR]


def read_in_time(content: str | bytes) -> Reading:
    """What the loader says, with everything that a person would see of it, within the time."""
    content = content.encode() if isinstance(content, str) else content
    started = time.process_time()
    reading = read_bytes(content, "record.yaml")
    printed = [write_text(diagnostic) for diagnostic in reading.diagnostics]
    assert time.process_time() - started < SECONDS
    assert all(len(line) < 600 for text in printed for line in text.split("\n"))
    return reading


def text_at(tree: Tree, *path: str | int) -> str:
    span = tree.place(path).span
    return tree.source.text[span.start : span.end]


NESTINGS = {
    "lists in brackets": "[" * DEEP,
    "lists in brackets, closed": "[" * DEEP + "]" * DEEP,
    "mappings in braces": "{" * DEEP,
    "mappings in braces with keys": "{a: " * DEEP,
    "mappings in braces, closed": "{a: " * DEEP + "b" + "}" * DEEP,
    "lists with dashes": "- " * DEEP,
    "complex keys": "? " * DEEP,
    "complex keys in brackets": "[? " * DEEP,
    "lists and mappings by turns": "[{a: " * DEEP,
    "mappings by indent": "".join(" " * i + "a:\n" for i in range(1900)),
    "lists by indent": "".join(" " * i + "-\n" for i in range(1900)),
    "colons": ": " * DEEP,
    "anchors": "&a " * DEEP,
    "anchored lists": "&a [" * DEEP,
    "tags": "! " * DEEP,
    "literal blocks": "|\n" * DEEP,
    "quotes": "'\"" * DEEP,
}


@pytest.mark.parametrize("text", NESTINGS.values(), ids=NESTINGS.keys())
@pytest.mark.parametrize("before", ["", EVENT + "summary: ", EVENT + "sections:\n- "], ids=["root", "value", "entry"])
def test_fifty_thousand_nestings_are_a_diagnostic_within_a_second(text: str, before: str) -> None:
    assert any(d.place for d in read_in_time(before + text).diagnostics)


def test_nesting_stops_one_level_too_deep_and_not_before() -> None:
    deepest = "[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH
    assert read_words(deepest).diagnostics == ()
    assert [d.code for d in read_words(f"[{deepest}]").diagnostics] == ["too-deep"]


def test_aliases_do_not_nest_deeper_than_the_text_may() -> None:
    levels = "".join(f"a{i}: &a{i} " + "[" * 35 + (f"*a{i - 1}" if i else "x") + "]" * 35 + "\n" for i in range(60))
    assert codes(levels) == ["too-deep"]


def test_an_alias_bomb_is_a_diagnostic() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    assert codes(bomb) == ["too-many-values"]


def test_an_alias_bomb_of_mappings_is_a_diagnostic() -> None:
    bomb = "a0: &a0 {x: y}\n"
    bomb += "".join(f"a{i}: &a{i} {{{', '.join(f'k{j}: *a{i - 1}' for j in range(9))}}}\n" for i in range(1, 12))
    assert codes(bomb) == ["too-many-values"]


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_one_long_text_under_many_aliases_is_a_diagnostic(quote: str) -> None:
    long = "x [^a] " * 30_000
    assert codes(f"summary: &a {quote}{long}x{quote}\nkeywords: [{', '.join(['*a'] * 30_000)}]\n") == ["too-large"]


def test_many_values_are_refused_before_they_are_built() -> None:
    assert codes("keywords: [" + "a," * 110_000 + "]") == ["too-many-values"]
    assert codes("sections: [" + "{}," * 80_000 + "]") == ["too-many-values"]
    assert codes("keywords:\n" + "- a\n" * 60_000) == ["too-many-values"]
    assert MAX_VALUES < 60_000


HOSTILE = {
    "unknown keys": EVENT + "".join(f"k{i}: 1\n" for i in range(20_000)),
    "unknown keys in one line": "{" + "".join(f"kk{i}: 1, " for i in range(20_000)) + "}",
    "keys that stand again": EVENT + "a: 1\n" * 20_000,
    "entries without a name": EVENT + "participants: [{kind: states, entries: [" + "{}," * 20_000 + "]}]",
    "the same mark": EVENT + "sections: [{text: '" + "[^x]" * 10_000 + "'}]",
    "other marks": EVENT + "sections: [{text: '" + "".join(f"[^x{i}]" for i in range(10_000)) + "'}]",
    "marks and notes": EVENT
    + "sections: [{text: '"
    + "".join(f"[^x{i}] " for i in range(2_000))
    + "'}]\nfootnotes: {"
    + ", ".join(f"y{i}: z" for i in range(2_000))
    + "}",
    "rows and details": EVENT
    + "details: {"
    + ", ".join(f"y{i}: {{label: a, text: b}}" for i in range(5_000))
    + "}\nheader: ["
    + ", ".join(f"x{i}" for i in range(5_000))
    + "]",
    "figures": EVENT + "sections: [{text: '" + "![](b.png) " * 4_000 + "'}]",
    "a long date": EVENT + "issued: " + "9" * 200_000,
    "a long key": "a" * 240_000 + ": 1\n",
    "a long unknown key in braces": '{? "' + "a" * 240_000 + '" : 1}',
    "escapes": 'summary: "' + "\\n" * 110_000 + '"',
    "lines": "\n" * 240_000,
    "comment": "#" * 240_000,
    "documents": "---\n" * 60_000,
    "control characters": "\x01" * 240_000,
    "a huge whole number": EVENT + "participants: [{kind: other, counts: {persons: " + "9" * 100_000 + "}}]",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_much_of_anything_is_told_within_a_second(text: str) -> None:
    assert read_in_time(text).note is None


def test_two_thousand_problems_are_told_as_the_first_and_a_word_about_the_rest() -> None:
    found = read_in_time(EVENT + "".join(f"k{i}: 1\n" for i in range(2_000))).diagnostics
    assert [d.code for d in found] == ["unknown-key"] * MAX_PROBLEMS + ["more-problems"]
    found = read_in_time(EVENT + "a: 1\n" * 2_000).diagnostics
    assert [d.code for d in found].count("duplicate-key") == MAX_PROBLEMS
    assert [d.code for d in found].count("more-problems") == 1


def test_a_file_that_is_too_large_is_not_read() -> None:
    diagnostic = read_in_time(b"a: " + b"x" * MAX_BYTES).diagnostics[0]
    assert diagnostic.code == "too-large"
    assert diagnostic.message == "the file has more than 250,000 bytes, and no record has"
    assert codes(b"x" * 10_000_000) == ["too-large"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"])
def test_another_encoding_is_told_by_its_first_wrong_byte(encoding: str) -> None:
    text = ("\ufeff" if encoding.endswith("e") else "") + EVENT + "summary: San José\n"
    (diagnostic,) = read_in_time(text.encode(encoding)).diagnostics
    assert diagnostic.code == "not-utf-8"
    assert diagnostic.hint is not None
    assert ("UTF-16" in diagnostic.hint) == encoding.startswith(("utf-16", "utf-32"))


def test_utf_16_without_a_mark_is_told_once() -> None:
    assert codes(EVENT.encode("utf-16-be")) == ["not-text"]


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert codes(b"\xef\xbb\xbf" + EVENT.encode()) == []


def test_lines_may_end_as_windows_ends_them() -> None:
    source, problems = decode(b"event:\r\n  title: Workshop\r\n  text: |\r\n    a\r\n    b\r\n", "record.yaml")
    tree = read(source)
    assert problems == []
    assert tree.data == {"event": {"title": "Workshop", "text": "a\nb\n"}}
    assert source.position(tree.place(("event", "title")).span.start) == (2, 10)


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("style", ["|", ">", "|-"])
def test_other_line_ends_neither_raise_nor_move_the_place(end: str, style: str) -> None:
    tree = read_words(f"summary: {style}{end}  some [^mark] here{end}")
    text = str(tree.values["summary",].content)
    at = text.index("[^mark]")
    span = tree.locate(("summary",), at, at + 7).span
    assert tree.source.text[span.start : span.end] == "[^mark]"


def test_a_control_character_is_told_by_number_and_place() -> None:
    (diagnostic,) = read_in_time(EVENT + "summary: a\x00b\n").diagnostics
    assert diagnostic.message == "the character U+0000 cannot stand in a record"
    assert diagnostic.place is not None
    assert diagnostic.place.source.position(diagnostic.place.span.start) == (2, 11)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff"])
def test_no_control_character_comes_in(character: str) -> None:
    assert codes(f"{EVENT}summary: a{character}b\n") == ["control-character"]
    escape = f"\\u{ord(character):04x}"
    assert "control-character" in codes(f'{EVENT}summary: "a{escape}b"\n')
    assert "control-character" in codes(f'{EVENT}footnotes: {{"a{escape}": b}}\n')


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\U0000d800", "\\ud83d\\ude00", "\\U00110000"])
def test_an_escape_cannot_bring_half_a_character_in(escape: str) -> None:
    assert codes(f'{EVENT}summary: "{escape}"\n')[0] in ("syntax", "control-character")


def test_half_a_character_in_a_text_is_a_diagnostic() -> None:
    assert [d.code for d in read_words("summary: \ud800\n").diagnostics] == ["control-character"]


@pytest.mark.parametrize("tag", ["!!int", "!!python/object:os.system", "!mine", "!<tag:x,2000:y>", "!!binary", "!!map"])
def test_a_tag_is_refused(tag: str) -> None:
    assert codes(f"{EVENT}summary: {tag} x\n") == ["tag"]


@pytest.mark.parametrize("text", ["a: &a [*a]", "a: &a {b: *a}", "&a [[*a]]", "a: *b", "a: &a {? *a : b}"])
def test_an_anchor_that_is_not_finished_is_no_value(text: str) -> None:
    assert codes(text) == ["bad-alias"]


def test_a_merge_key_merges_nothing() -> None:
    assert read_words("a: &a {b: c}\nd:\n  <<: *a\n").data == {"a": {"b": "c"}, "d": {"<<": {"b": "c"}}}


def test_an_alias_may_repeat_a_text_and_a_key() -> None:
    tree = read_words("a: &a text\nb: *a\n*a : c\n")
    assert tree.data == {"a": "text", "b": "text", "text": "c"}
    assert text_at(tree, "b") == "*a"
    assert [d.code for d in read_words("a: &k b\nb: c\n*k : d\n").diagnostics] == ["duplicate-key"]


def test_every_scalar_is_its_own_text() -> None:
    scalars = "[NO, yes, 010, 1e3, 0x1F, 12:30, 2009-09-08, 1_000, .inf, =, <<, on, 1.0]"
    assert read_words(f"a: {scalars}").data == {"a": scalars.strip("[]").split(", ")}


def test_nothing_is_given_by_null_and_nothing_else() -> None:
    tree = read_words("a: ~\nb: null\nc:\nd: NULL\ne: Null\nf: 'null'\ng: ''\nh: nUll\ni: [~, a]\nj: !!str\n")
    assert tree.data == {"f": "null", "g": "", "h": "nUll", "i": [None, "a"], "j": ""}


def test_a_key_that_stands_again_does_not_replace_the_first() -> None:
    tree = read_words("a: 1\nb: {c: 2, c: 3}\na: 4\n")
    assert tree.data == {"a": "1", "b": {"c": "2"}}
    assert [(d.code, d.path) for d in tree.diagnostics] == [("duplicate-key", ("b", "c")), ("duplicate-key", ("a",))]


def test_values_and_keys_keep_their_places() -> None:
    tree = read_words(
        "event:\n  title: 'Work''shop'\n  place:\n    - {city: São Paulo}\n    - x\ntext: |\n  one\n  two\n"
    )
    assert text_at(tree, "event", "title") == "'Work''shop'"
    assert text_at(tree, "event", "place", 0) == "{city: São Paulo}"
    assert text_at(tree, "event", "place", 0, "city") == "São Paulo"
    assert text_at(tree, "event", "place", 1) == "x"
    assert text_at(tree, "text").startswith("|\n  one")
    assert tree.place(("event", "place"), key=True).span == Span(31, 36)


def test_a_path_that_the_text_lacks_has_the_place_of_its_nearest_parent() -> None:
    tree = read_words("# comment\nevent: {title: a}\n")
    assert text_at(tree, "event", "place", 3, "city") == "{title: a}"
    assert text_at(tree, "nothing") == "# comment"
    assert tree.locate(("event", "title"), 0, 9) == tree.place(("event", "title"))
    assert tree.locate(("event",), 0, 1) == tree.place(("event",))


def test_a_block_at_the_very_end_has_a_place() -> None:
    tree = read_words("a: |")
    assert tree.locate(("a",), 0, 1) == tree.place(("a",))


STYLES = {
    "plain": "a: one [^m] two",
    "plain over lines": "a: one\n  more [^m]\n\n  two",
    "single quotes": "a: 'it''s ''one'' [^m] two'",
    "double quotes": 'a: "one\\n[^m] two"',
    "double quotes with escapes": 'a: "\\x41\\u00e9\\U0001F600\\\\ \\"\\t\\_\\N\\L\\P\\ [^m] \\/"',
    "double quotes with lines taken back": 'a: "one \\\n    \\  tw\\\n    o\\n\\\n\n\n    [^m] two"',
    "double quotes with an n after the line": 'a: "n\\nn\\nn[^m]"',
    "literal": "a: |\n  one\n   [^m] two\n",
    "literal with a comment": "a: |+2 # [^m] is below\n   one [^m]\n\n",
    "folded": "a: >-\n  one\n  two\n\n   more [^m]\n\n  three",
    "after an anchor": "a: &m 'm [^m]'",
    "after a tag": "a: !!str &x 'x [^m]'",
    "in brackets": "a: [b, 'c [^m]', d]",
    "wide characters": "a: 讲习班 [^m] 系列",
    "beyond sixteen bits": "a: 😀😀 [^m] 😀",
}


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES.keys())
def test_a_word_inside_a_text_is_found_in_every_style(text: str) -> None:
    tree = read_words(text)
    path, content = next(
        (p, v.content)
        for p, v in tree.values.items()
        if "[^m]" in str(v.content) and not v.mapping and isinstance(v.content, str)
    )
    assert isinstance(content, str)
    at = content.index("[^m]")
    span = tree.locate(path, at, at + 4).span
    assert tree.source.text[span.start : span.end] == "[^m]"


def test_a_text_under_an_alias_is_found_at_the_alias() -> None:
    for end in ("", "\n"):
        tree = read_words(f"a: &a |\n  some [^m]\nb: *a{end}")
        span = tree.locate(("b",), 5, 9).span
        assert tree.source.text[span.start : span.end] == "*a"


def excerpt(text: str, word: str) -> tuple[str, str]:
    start = text.index(word)
    diagnostic = Diagnostic("x", "y", place=Place(Source("s", text), Span(start, start + len(word))))
    _, line, carets = write_text(diagnostic).split("\n")
    return line, carets


@pytest.mark.parametrize("before", [0, 1, 31, 32, 33, 95, 96, 97, 500])
@pytest.mark.parametrize("after", [0, 1, 60, 500])
def test_the_caret_stands_under_its_word_however_long_the_line(before: int, after: int) -> None:
    line, carets = excerpt("." * before + "[^m]" + "," * after, "[^m]")
    at = carets.index("^")
    assert line[at : at + 4] == "[^m]"
    assert carets[at:] == "^^^^"
    assert len(line) <= EXCERPT_WIDTH + len("  1 | ……")


def test_a_full_width_character_moves_the_caret_by_two_and_a_combining_one_by_none() -> None:
    assert excerpt("讲习班 x", "x")[1] == "    |        ^"
    assert excerpt("a: 讲习班", "讲习班")[1] == "    |    ^^^^^^"
    assert excerpt("e\u0301o\u0303 x", "x")[1] == "    |    ^"
    assert excerpt("กำลังนี้ x", "x")[1] == "    |      " + " " * 1 + "^"


def test_a_message_is_one_line_whatever_it_quotes() -> None:
    diagnostic = Diagnostic("x", "one\ntwo\r\u2028three" + "!" * 1000, hint="a\nb")
    assert write_text(diagnostic).split("\n")[1:] == ["  hint: a b"]
    assert len(write_text(diagnostic)) < 500


def test_a_diagnostic_without_a_text_tells_its_path() -> None:
    assert Diagnostic("x", "y", path=("a", 0, "b", 1)).summary() == "a[0].b[1]: error: y (x)"
    assert Diagnostic("x", "y").summary() == "record: error: y (x)"

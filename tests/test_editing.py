"""Other data goes into the text of a record, and all else in the text stays."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from notegen.diagnostics import Source
from notegen.reader import read
from notegen.records.editing import edit
from processes import FOUNDING_NOTE, ROOT

CASES = sorted((ROOT / "tests" / "cases" / "editing").glob("*.yaml"))


def data_of(text: str) -> Any:
    tree = read(Source("record.yaml", text))
    assert not tree.diagnostics, tree.diagnostics
    return tree.data


def change(text: str, wanted: Any) -> str:
    return edit(Source("record.yaml", text), wanted)


# Cases: a text, the data wanted, the text expected, in one file


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case(path: Path) -> None:
    before, wanted, after = path.read_text(encoding="utf-8").split("=== ")[1:]
    before, wanted, after = (part.partition("\n")[2] for part in (before, wanted, after))
    assert change(before, data_of(wanted)) == after


@pytest.mark.parametrize(
    "text",
    [
        "summary: One.\nsections:\n  # checked\n  - heading: A\nsections:\n  - heading: B\n",
        "summary: One.\nsections: [\n",
        "summary: &a One.\nx: *b\n",
    ],
)
def test_a_text_that_cannot_be_read_as_a_whole_stays_as_it_is(text: str) -> None:
    assert change(text, {"summary": "Two."}) == text


# The founding note


FOUNDING = FOUNDING_NOTE.read_text(encoding="utf-8")


def test_data_that_are_there_already_change_nothing() -> None:
    for path in sorted((ROOT / "examples").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert change(text, data_of(text)) == text


def test_one_name_changes_one_word() -> None:
    wanted = data_of(FOUNDING)
    wanted["participants"][0]["entries"][3] = "Dominican Republic"
    assert change(FOUNDING, wanted) == FOUNDING.replace("- Dominica Republic", "- Dominican Republic")


def test_a_section_moves_as_it_was_written() -> None:
    wanted = data_of(FOUNDING)
    wanted["sections"].insert(0, wanted["sections"].pop(3))
    lines = FOUNDING.splitlines(keepends=True)
    start = lines.index("  - heading: Bilateral consultations\n")
    end = lines.index("  - heading: Additional comments\n")
    first = lines.index("  - heading: Objectives\n")
    assert change(FOUNDING, wanted) == "".join(lines[:first] + lines[start:end] + lines[first:start] + lines[end:])


def test_what_was_taken_out_and_put_back_costs_its_quoting_and_nothing_else() -> None:
    wanted = data_of(FOUNDING)
    shorter = copy.deepcopy(wanted)
    del shorter["participants"][1]["entries"][4:7]
    assert change(change(FOUNDING, shorter), wanted) == FOUNDING


# Properties

WORDS = some.sampled_from(
    ["Oslo", "NO", "~", "null", "010", "a: b", "- x", "#no", "x #y", "it's", '"q"', "[x", "{", "*a", "&b", "!t", "%",
     "@", "São Paulo", "نص", "文", "a, b", "x:", "?", "? y", "|", ">-", "---", "true", "=", "é\u00a0!"]
)  # fmt: skip
LINES = some.lists(WORDS, min_size=1, max_size=30).map(" ".join)
TEXTS = some.one_of(
    LINES,
    some.lists(some.one_of(LINES, some.just(""), LINES.map("  ".__add__)), max_size=5).map("\n".join),
    some.text(some.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12),
    some.sampled_from(["", " ", "\n", "a\n", "a\n\n", " a", "a ", "\ta", "a\u2028b", "a\x85b", "a\tb"]),
)
KEYS = some.sampled_from(["a", "b", "event", "x y", "NO", "1", "é", "-", "a: b", '"', "#"])
DATA = some.recursive(
    TEXTS,
    lambda inner: (
        # A record has no lists right inside lists.
        some.lists(inner.filter(lambda item: not isinstance(item, list)), max_size=4)
        | some.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)
RECORDS = some.dictionaries(KEYS, DATA, min_size=1, max_size=5)


@some.composite
def texts_of_records(draw: Any) -> str:
    """A record in some style of YAML, with comments above and behind its entries."""
    text: str = yaml.dump(
        draw(RECORDS),
        default_flow_style=draw(some.sampled_from([False, None, True])),
        default_style=draw(some.sampled_from([None, None, '"', "'", "|", ">"])),
        indent=draw(some.sampled_from([2, 4])),
        width=draw(some.sampled_from([20, 80])),
        allow_unicode=True,
        sort_keys=False,
    )
    tree = read(Source("", text))
    keys = sorted(span.start for path, span in tree.keys.items() if len(path) < 3)
    for number, at in enumerate(reversed(keys)):
        start = text.rfind("\n", 0, at) + 1
        if text[start:at].strip() == "" and draw(some.booleans()):
            commented = f"{text[:start]}{text[start:at]}# comment {number}\n{text[start:]}"
            if read(Source("", commented)).data == tree.data:
                text = commented
    return text.removesuffix("\n") if draw(some.booleans()) and not text.endswith("\n\n") else text


def readable(text: str) -> bool:
    tree = read(Source("", text))
    # What ends a document by its own sign is a stream of documents, and no record.
    return isinstance(tree.data, dict) and not tree.diagnostics and "\n..." not in text


RUNS = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@RUNS
@given(texts_of_records().filter(readable), RECORDS)
def test_the_result_reads_as_the_wanted_data(text: str, wanted: dict[str, Any]) -> None:
    changed = change(text, wanted)
    assert data_of(changed) == wanted


@RUNS
@given(texts_of_records().filter(readable), some.data())
def test_one_changed_text_leaves_every_other_byte_and_every_comment(text: str, draw: some.DataObject) -> None:
    wanted = data_of(text)
    places = list(leaves(wanted))
    if not places:
        return
    path = draw.draw(some.sampled_from(places))
    put(wanted, path, draw.draw(LINES))
    changed = change(text, wanted)
    assert data_of(changed) == wanted
    span = read(Source("", text)).values[path].span
    assert changed.startswith(text[: span.start].rstrip(" \n"))
    assert changed.rstrip().endswith(text[span.end :].strip())


@RUNS
@given(texts_of_records().filter(readable), some.data())
def test_one_more_key_and_one_more_item_leave_every_line_that_was_there(text: str, draw: some.DataObject) -> None:
    wanted = data_of(text)
    wanted["new"] = draw.draw(DATA)
    lists = [item for item in wanted.values() if isinstance(item, list)]
    if lists and "\n-" in text:
        lists[0].insert(draw.draw(some.integers(0, len(lists[0]))), draw.draw(TEXTS))
    changed = change(text, wanted)
    assert data_of(changed) == wanted
    for number in range(20):
        assert changed.count(f"# comment {number}\n") == text.count(f"# comment {number}\n")


@RUNS
@given(texts_of_records().filter(readable), some.randoms(use_true_random=False))
def test_lists_in_another_order_keep_every_comment_and_line(text: str, random: Any) -> None:
    wanted = data_of(text)
    for item in wanted.values():
        if isinstance(item, list):
            random.shuffle(item)
    changed = change(text, wanted)
    assert data_of(changed) == wanted
    for number in range(20):
        assert changed.count(f"# comment {number}\n") == text.count(f"# comment {number}\n")


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Any:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        yield from leaves(item, (*path, key))
    if isinstance(data, str):
        yield path


def put(data: Any, path: tuple[str | int, ...], value: str) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value

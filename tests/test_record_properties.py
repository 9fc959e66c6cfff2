"""What holds for every note and every text: written notes are read back, no text raises, places are true."""

import datetime
import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from notegen.diagnostics import Diagnostic, Source, write_text
from notegen.languages.dates import Moment, Period
from notegen.languages.language import Labels
from notegen.reader import read
from notegen.records.checker import check
from notegen.records.dump import dumps
from notegen.records.loader import loads, read_text
from notegen.records.model import MAX_COUNT, ROWS, Note

EXAMPLE = Path(__file__).parents[1] / "examples/unsc-1540/2009-09-08-san-jose.yaml"
SECONDS = 1.0

# The same examples at every run; NOTEGEN_RANDOM=1 looks for others.
_PHASES = [phase for phase in Phase if phase is not Phase.explain]
_COMMON: dict[str, Any] = {
    "derandomize": not os.environ.get("NOTEGEN_RANDOM"),
    "database": None,
    "deadline": None,
    "phases": _PHASES,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
few = settings(max_examples=100, **_COMMON)
many = settings(max_examples=600, **_COMMON)

# The reader's alphabet without the bracket that begins marks, links and figures; marks are put in on purpose.
CHARACTERS = st.characters(
    exclude_categories=["Cs"], exclude_characters=["[", *map(chr, range(9)), "\x0b", "\x0c"]
).filter(lambda c: not ("\x0e" <= c <= "\x1f" or "\x7f" <= c <= "\x84" or "\x86" <= c <= "\x9f" or c in "\ufffe\uffff"))
AWKWARD = st.sampled_from(
    [
        "NO",
        "010",
        "null",
        "~",
        "yes",
        "1e3",
        "- a",
        "a: b",
        "# c",
        "'",
        '"',
        "*a",
        "&a",
        "!a",
        "%",
        "@",
        "`",
        "|",
        ">",
        "? a",
        "a #b",
        "{a}",
        "a\n",
        "\na",
        " a ",
        "a\n\n\nb",
        "a \nb",
        "\ta",
        "a\r\nb",
        "a\x85b",
        "a\u2028b",
        "=",
        "<<",
        "2009-09-08",
        "\ufeffa",
        "\u00a0a",
        "---",
        "...",
        "--- a",
        "a\n---\nb",
        "😀",
        "كلمة",
        "讲习班",
        ":",
        "a:",
        "-",
        "\\",
        "''",
    ]
)
WORDS = st.text(CHARACTERS, min_size=1, max_size=40)
TEXTS = st.one_of(WORDS, AWKWARD, st.tuples(WORDS, AWKWARD, WORDS).map("".join)).filter(lambda text: bool(text.strip()))
KEYS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8).filter(lambda key: key != "disclaimer")


@st.composite
def marked(draw: st.DrawFn, keys: list[str]) -> str:
    """A text, perhaps with marks of footnotes."""
    text = draw(TEXTS)
    for key in draw(st.lists(st.sampled_from(keys), max_size=2)) if keys else ():
        text += f" {draw(WORDS).strip() or 'a'} [^{key}]"
    return text


def moments() -> st.SearchStrategy[Moment]:
    days = st.dates(datetime.date(1, 1, 1))
    return st.builds(
        lambda day, precision: Moment(*(day.year, day.month, day.day)[:precision]), days, st.integers(1, 3)
    )


@st.composite
def periods(draw: st.DrawFn) -> str:
    start = draw(moments())
    end = draw(st.just(start) | moments().filter(lambda moment: moment.precision == start.precision))
    return str(Period(*sorted((start, end), key=Moment.first_day)))


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


def lists(values: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=least, max_size=3)


def places(text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    place = some(city=text, country=text, venue=text, online=st.booleans()).filter(lambda p: any(p.values()))
    return place | lists(place)


def groups(text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    name = st.sampled_from(["name", "state"]).flatmap(
        lambda key: st.fixed_dictionaries({key: text}, optional={"acronym": text, "note": text})
    )
    entries = lists(text | name, 1)
    counts = some(**{key: st.integers(0, MAX_COUNT) for key in ("persons", "women", "states", "organizations")})
    content = some(entries=entries, also=entries, note=text, counts=counts).filter(bool)
    kinds = ["states", "organizations", "civil_society", "industry", "academia", "persons", "other"]
    attendance = st.sampled_from(["attended", "invited", "registered", "visited"])
    join = st.sampled_from(["language", "commas"])
    frame = st.fixed_dictionaries(
        {"kind": st.sampled_from(kinds)}, optional={"heading": text, "attendance": attendance, "join": join}
    )
    return st.tuples(frame, content).map(lambda parts: parts[0] | parts[1])


def sections(text: st.SearchStrategy[str], levels: int = 3) -> st.SearchStrategy[Any]:
    fields = {"heading": text, "numbered": st.booleans(), "text": text, "items": lists(text)}
    if levels > 1:
        fields["sections"] = st.lists(sections(text, levels - 1), max_size=2)
    return some(**fields)


def header(details: dict[str, Any]) -> st.SearchStrategy[list[str]]:
    return lists(st.sampled_from([*ROWS, *details]))


@st.composite
def notes(draw: st.DrawFn) -> Note:
    """Any note, with every key and every shape that the format has."""
    footnotes = draw(st.dictionaries(KEYS, TEXTS, max_size=3))
    text = marked(list(footnotes))
    details = draw(st.dictionaries(TEXTS, st.fixed_dictionaries({"label": TEXTS, "text": text}), max_size=2))
    url = st.sampled_from(["https://un.org/a?b=c#d", "http://a"])
    days = st.dates().map(str)
    event = st.fixed_dictionaries(
        {"title": text, "dates": periods() | lists(periods(), 1)}, optional={"kind": TEXTS, "place": places(text)}
    )
    disclaimer = TEXTS | st.fixed_dictionaries(
        {"text": TEXTS}, optional={"mark": st.sampled_from(["number", "asterisk"])}
    )
    annex = st.fixed_dictionaries({"title": text, "text": text}) | st.fixed_dictionaries({"title": text, "file": TEXTS})
    optional = some(
        id=st.from_regex(r"[a-z][a-z0-9-]{3,12}[0-9]", fullmatch=True),
        language=st.sampled_from(["ar", "en", "es", "fr", "ru", "zh"]),
        title=text,
        symbol=TEXTS,
        status=st.sampled_from(["final", "draft"]),
        issued=days,
        summary=TEXTS,
        keywords=lists(TEXTS),
        source=st.fixed_dictionaries({"url": url}, optional={"retrieved": days}),
        organizers=text | lists(text),
        parties=some(organizers=lists(TEXTS), hosts=lists(TEXTS), funders=lists(TEXTS)),
        participants=lists(groups(text)),
        header=header(details),
        labels=st.dictionaries(st.sampled_from(list(Labels.model_fields)), TEXTS, max_size=3),
        sections=lists(sections(text)),
        disclaimer=disclaimer,
        contact=some(text=text, email=st.just("1540experts@un.org")).filter(bool),
        annexes=lists(annex),
    )
    data = {"notegen": 1, "event": draw(event), "footnotes": footnotes, "details": details, **draw(optional)}
    return Note.model_validate(data)


def assert_read_back(note: Note) -> None:
    text = dumps(note)
    assert loads(text) == note
    assert dumps(loads(text)) == text


@few
@given(notes())
def test_a_note_that_was_written_is_read_back_the_same(note: Note) -> None:
    assert_read_back(note)


@pytest.mark.slow
@many
@given(notes())
def test_many_notes_that_were_written_are_read_back_the_same(note: Note) -> None:
    assert_read_back(note)


def assert_told(text: str) -> None:
    """Diagnostics or a note, never an exception, within the time, and every place inside its text."""
    started = time.process_time()
    reading = read_text(text, "record.yaml")
    assert all(isinstance(write_text(diagnostic), str) for diagnostic in reading.diagnostics)
    assert time.process_time() - started < SECONDS
    assert reading.note is not None or reading.diagnostics
    for diagnostic in reading.diagnostics:
        assert isinstance(diagnostic, Diagnostic)
        assert diagnostic.place is not None
        span, source = diagnostic.place.span, diagnostic.place.source
        assert 0 <= span.start <= span.end <= len(source.text) + 1


YAML_PIECES = st.sampled_from(
    [
        "event:",
        "title: ",
        "dates: ",
        "2009",
        "2009-09/2009-10",
        "participants:\n",
        "- ",
        "kind: states",
        "\n",
        "\n  ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ": ",
        "? ",
        "&a ",
        "*a",
        "!",
        "!!str ",
        "|",
        ">-",
        "'",
        '"',
        "\\",
        "#",
        "%",
        "@",
        "\t",
        "---\n",
        "<<: *a",
        "sections:",
        "text: ",
        "[^x]",
        "![a](b.png)",
        "footnotes: {x: y}",
        "extends: a",
        "~",
        "null",
        "讲",
        "\u2028",
        "\r",
    ]
)
RANDOM_YAML = st.lists(YAML_PIECES | st.text(max_size=3), max_size=40).map("".join)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS | st.sampled_from(["a [^x]", "![](b)", "2009-02-30"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*Note.model_fields, "text", "title", "kind", "extends", "city"]) | TEXTS, inner
        )
    ),
    max_leaves=25,
)


@few
@given(st.text(st.characters(), max_size=200) | RANDOM_YAML)
def test_no_text_raises(text: str) -> None:
    assert_told(text)


@few
@given(st.dictionaries(st.sampled_from([*Note.model_fields, "extends"]), JSON, min_size=1))
def test_no_data_raises(data: dict[str, Any]) -> None:
    assert_told(yaml.safe_dump({"event": {"title": "Workshop", "dates": "2009"}} | data, allow_unicode=True))


@pytest.mark.slow
@many
@given(st.text(st.characters(), max_size=500) | RANDOM_YAML)
def test_no_text_of_many_raises(text: str) -> None:
    assert_told(text)


@pytest.mark.slow
@many
@given(st.dictionaries(st.sampled_from([*Note.model_fields, "extends"]), JSON, min_size=1))
def test_no_data_of_many_raises(data: dict[str, Any]) -> None:
    assert_told(yaml.safe_dump({"event": {"title": "Workshop", "dates": "2009"}} | data, allow_unicode=True))


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """The bytes of the example with pieces cut, doubled, moved and put in."""
    content = EXAMPLE.read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 80)))
        piece = draw(YAML_PIECES.map(str.encode) | st.binary(max_size=4) | st.just(content[start:end] * 2))
        content = content[:start] + piece + content[end if draw(st.booleans()) else start :]
    return content


def assert_checked(folder: Path, content: bytes) -> None:
    path = folder / "record.yaml"
    path.write_bytes(content)
    started = time.process_time()
    found = check(path)
    assert time.process_time() - started < SECONDS
    assert isinstance(found, list)
    assert all(isinstance(diagnostic, Diagnostic) and write_text(diagnostic) for diagnostic in found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the series of the example."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "series.yaml").write_bytes((EXAMPLE.parent / "series.yaml").read_bytes())
    return folder


@few
@given(content=mutations())
def test_no_mutation_of_the_example_raises(folder: Path, content: bytes) -> None:
    assert_checked(folder, content)


@pytest.mark.slow
@many
@given(content=mutations() | st.binary(max_size=500))
def test_no_mutation_of_many_raises(folder: Path, content: bytes) -> None:
    assert_checked(folder, content)


@st.composite
def texts_with_a_word(draw: st.DrawFn) -> tuple[str, str, str]:
    """A record with one text, the text, and a word that stands once in it and once in the record."""
    before, after = draw(TEXTS | st.just("")), draw(TEXTS | st.just(""))
    word = draw(st.sampled_from(["[^mark]", "wórd", "讲习班", "x\u0301y😀z"]))
    text = before.replace(word, "") + word + after.replace(word, "")
    style = draw(st.sampled_from(["'", '"', "|", ">", None]))
    width = draw(st.sampled_from([10, 40, 1000]))
    record = yaml.dump(
        {"before": ["wor", "mark"], "text": text}, default_style=style, allow_unicode=True, width=width, sort_keys=False
    )
    return record, text, word


def assert_located(record: str, text: str, word: str) -> None:
    tree = read(Source("record.yaml", record.replace("\r\n", "\n")))
    assert tree.diagnostics == ()
    content = tree.values["text",].content
    assert isinstance(content, str)
    start = content.index(word)
    span = tree.locate(("text",), start, start + len(word)).span
    found = tree.source.text[span.start : span.end]
    assert (yaml.safe_load(f'"{found}"') if tree.values["text",].style == '"' else found) == word


@few
@given(texts_with_a_word())
def test_a_word_in_a_text_of_any_style_is_found(case: tuple[str, str, str]) -> None:
    assert_located(*case)


@pytest.mark.slow
@many
@given(texts_with_a_word())
def test_a_word_in_many_texts_of_any_style_is_found(case: tuple[str, str, str]) -> None:
    assert_located(*case)

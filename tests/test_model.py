"""The record as frozen data: what a program may build, what is refused, and how footnotes are numbered."""

import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from notegen.diagnostics import Diagnostic, Severity
from notegen.languages.dates import Moment, Period
from notegen.records.dump import dumps
from notegen.records.footnotes import check_footnotes, number_footnotes
from notegen.records.loader import loads, read_text
from notegen.records.model import DEFAULT_HEADER, Note
from notegen.records.rules.examination import RULES
from notegen.records.text import marks, parse_blocks, parse_inline, passages, plain

EVENT = {"title": "Workshop", "dates": "2009-09-08/2009-09-10"}


def note(**fields: Any) -> Note:
    return Note.model_validate({"event": EVENT, **fields})


def messages(**fields: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        note(**fields)
    return [error["type"] for error in caught.value.errors()]


RULE_CODES = {rule.code for rule in RULES}


def footnote_diagnostics(text: str) -> list[Diagnostic]:
    return [d for d in read_text(text, "x").diagnostics if "footnote" in d.code and d.code not in RULE_CODES]


def told(text: str) -> list[tuple[str, str]]:
    """Message and marked text of all that is said of the footnotes of a record."""
    found = []
    for diagnostic in footnote_diagnostics(f"event: {{title: Workshop, dates: 2009}}\n{text}"):
        assert diagnostic.place is not None
        span = diagnostic.place.span
        found.append((diagnostic.message, diagnostic.place.source.text[span.start : span.end]))
    return found


def test_a_program_makes_a_note_from_its_own_data() -> None:
    made = note(issued=datetime.date(2009, 10, 5), participants=[{"kind": "other", "counts": {"persons": 50}}])
    assert made.issued == datetime.date(2009, 10, 5)
    assert made.event.dates == (Period(Moment(2009, 9, 8), Moment(2009, 9, 10)),)
    assert made.participants[0].counts is not None
    assert loads(dumps(made)) == made


def test_a_note_is_frozen() -> None:
    with pytest.raises(ValidationError):
        note().title = "Other"  # type: ignore[misc]


def test_two_notes_that_say_the_same_are_equal_wherever_they_come_from() -> None:
    text = "event: {title: Workshop, dates: 2009-09-08/2009-09-10}\n"
    assert loads(text, name="a") == loads(f"# more\n{text}", name="b") == note()


def test_one_date_and_one_place_may_stand_without_a_list() -> None:
    place = {"city": "Doha"}
    assert note(event={**EVENT, "place": place}) == note(event={**EVENT, "place": [place]})
    assert note(event={**EVENT, "dates": ["2009"]}) == note(event={**EVENT, "dates": 2009})


def test_organizers_are_a_text_or_a_list() -> None:
    assert note(organizers="UNODA").organizers == "UNODA"
    assert note(organizers=["UNODA", "OSCE"]).organizers == ("UNODA", "OSCE")
    assert messages(organizers={"name": "UNODA"}) == ["union_tag_invalid"]


@pytest.mark.parametrize(
    "kind", ["states", "organizations", "civil_society", "industry", "academia", "persons", "other"]
)
def test_every_kind_of_group_is_known(kind: str) -> None:
    assert note(participants=[{"kind": kind, "entries": ["A"]}]).participants[0].attendance == "attended"


@pytest.mark.parametrize(
    "id",
    ["2009-09-08-san-jose", "a", "São-José", "INF.4", "会议", "0", "a" * 100, "com10", "console"],
)
def test_an_id_is_part_of_the_name_of_a_file(id: str) -> None:
    assert note(id=id).id == id


@pytest.mark.parametrize(
    "id",
    [
        "",
        ".",
        "..",
        "a/b",
        "/a",
        "a\\b",
        "../a",
        "a..b",
        ".hidden",
        "-rf",
        "a b",
        "a\n",
        "a\x00b",
        "C:",
        "a:b",
        "~",
        "a*",
        "a?",
        "con",
        "CON",
        "nul.txt",
        "Com1",
        "lpt9.a",
        "a.",
        "a" * 101,
        "a\u202eb",
        "\u2044",
        "a\u2215b",
        "<a>",
        "|",
        '"',
        "$(a)",
    ],
)
def test_an_id_is_never_a_path_or_a_device(id: str) -> None:
    assert messages(id=id) == ["id"]


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"event": {"title": "a"}}, ["missing"]),
        ({"event": {**EVENT, "venu": "x"}}, ["extra_forbidden"]),
        ({"event": {**EVENT, "dates": []}}, ["too_short"]),
        ({"event": {**EVENT, "place": {}}}, ["place"]),
        ({"language": "qaa"}, ["literal_error"]),
        ({"status": "Draft"}, ["literal_error"]),
        ({"notegen": 2}, ["literal_error"]),
        ({"title": " \n"}, ["blank"]),
        ({"issued": "2009"}, ["date"]),
        ({"source": {"url": "javascript:alert(1)"}}, ["url"]),
        ({"source": {"url": "https://a b"}}, ["url"]),
        ({"contact": {"email": "a@b"}}, ["email"]),
        ({"contact": {"email": "a@b.c d@e.f"}}, ["email"]),
        ({"contact": {}}, ["contact"]),
        ({"annexes": [{"title": "a"}]}, ["annex"]),
        ({"participants": [{"kind": "states"}]}, ["group"]),
        ({"participants": [{"kind": "states", "entries": [{"note": "a"}]}]}, ["entry"]),
        ({"header": ["event", "project"]}, ["name"]),
        ({"labels": {"titel": "a"}}, ["name"]),
        ({"participants": [{"kind": "other", "counts": {"persons": -1}}]}, ["greater_than_equal"]),
    ],
)
def test_what_is_no_record_is_refused(fields: dict[str, Any], kinds: list[str]) -> None:
    assert messages(**fields) == kinds


def test_the_header_has_its_usual_rows_and_the_details_after_them() -> None:
    details = {"project": {"label": "Project", "text": "WHO"}}
    assert note(details=details).rows == (*DEFAULT_HEADER, "project")
    assert note(details=details, header=["project", "event"]).rows == ("project", "event")
    assert note(header=[]).rows == ()


def test_sections_nest_two_levels_and_no_more() -> None:
    three = {"heading": "3"}
    assert note(sections=[{"sections": [{"sections": [three]}]}]).sections[0].sections[0].sections[0].heading == "3"
    assert messages(sections=[{"sections": [{"sections": [{**three, "sections": []}]}]}]) == ["extra_forbidden"]


def test_a_disclaimer_is_a_text_or_a_text_with_a_mark() -> None:
    assert note(disclaimer="Views.") == note(disclaimer={"text": "Views.", "mark": "number"})
    assert "disclaimer: Views." in dumps(note(disclaimer="Views."))
    assert "mark: asterisk" in dumps(note(disclaimer={"text": "Views.", "mark": "asterisk"}))


def test_what_says_nothing_new_is_not_written() -> None:
    assert dumps(note()) == "notegen: 1\nlanguage: en\nevent:\n  title: Workshop\n  dates: 2009-09-08/2009-09-10\n"


def test_a_long_text_is_written_as_a_block_and_norway_in_quotes() -> None:
    written = dumps(note(sections=[{"text": "One.\n\nTwo.\n"}], parties={"funders": ["NO", "010"]}))
    assert "text: |\n" in written
    assert "'NO'" in written
    assert "'010'" in written


def test_footnotes_are_numbered_by_their_first_marks_after_the_disclaimer() -> None:
    made = note(
        title="Note[^t]",
        header=["organizers", "event"],
        organizers=["UNODA[^o]", "OSCE"],
        sections=[{"heading": "One[^h]", "text": "a[^o] b[^t]", "items": ["c[^i]"], "sections": [{"text": "d[^s]"}]}],
        annexes=[{"title": "Annex[^a]", "text": "e"}],
        footnotes={key: key.upper() for key in "ashiot"},
        disclaimer="Views.",
    )
    assert [(f.key, f.mark) for f in number_footnotes(made)] == [
        ("disclaimer", "1"),
        *[(key, str(i)) for i, key in enumerate("tohisa", 2)],
    ]
    starred = made.model_copy(update={"disclaimer": note(disclaimer={"text": "V", "mark": "asterisk"}).disclaimer})
    assert [f.mark for f in number_footnotes(starred)] == ["*", "1", "2", "3", "4", "5", "6"]
    assert list(check_footnotes(made)) == []


def test_every_mark_has_a_note_and_every_note_a_mark() -> None:
    assert told("title: 'Note[^a][^b]'\nfootnotes: {a: A, c: C}\n") == [
        ('there is no footnote "b"', "[^b]"),
        ("no text has the mark [^c], so this footnote is not printed", "c"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "title: 'Note [^x]'",
        "organizers: 'UNODA [^x]'",
        "organizers: [UNODA, 'OSCE [^x]']",
        "participants: [{kind: other, heading: 'H [^x]', note: n}]",
        "participants: [{kind: other, note: 'n [^x]'}]",
        "participants: [{kind: other, entries: ['e [^x]']}]",
        "participants: [{kind: other, entries: [{name: a, note: 'e [^x]'}]}]",
        "participants: [{kind: other, entries: [a], also: ['e [^x]']}]",
        "details: {project: {label: P, text: 'WHO [^x]'}}",
        "sections: [{heading: 'H [^x]'}]",
        "sections: [{text: '- H [^x]'}]",
        'sections: [{text: "|a|b|\\n|-|-|\\n|c|d [^x]|"}]',
        "sections: [{text: '**strong [^x]** and [link](https://un.org)'}]",
        "sections: [{items: ['i [^x]']}]",
        "sections: [{sections: [{sections: [{text: 't [^x]'}]}]}]",
        "contact: {text: 'Ask [^x]'}",
        "annexes: [{title: 'A [^x]', text: a}]",
        "annexes: [{title: A, text: 'a [^x]'}]",
    ],
)
def test_a_mark_may_stand_anywhere_and_is_found_there(text: str) -> None:
    assert told(text) == [('there is no footnote "x"', "[^x]")]
    assert told(text + "\nfootnotes: {x: y}") == []


def test_a_mark_in_the_title_of_the_event_and_its_places_is_found() -> None:
    for event in ("{title: 'W [^x]', dates: 2009}", "{title: W, dates: 2009, place: [{city: a}, {venue: 'b [^x]'}]}"):
        (diagnostic,) = footnote_diagnostics(f"event: {event}\n")
        assert diagnostic.code == "unknown-footnote"


def test_a_mark_that_is_escaped_or_in_code_is_none() -> None:
    assert told("sections: [{text: 'a `[^x]` \\[^x] ``[^x]``'}]") == []


def test_the_second_mark_is_found_and_not_the_first_that_only_looks_like_it() -> None:
    text = "sections: [{text: 'a `[^x]` \\[^x] [^x]'}]"
    (diagnostic,) = footnote_diagnostics(f"event: {{title: W, dates: 2009}}\n{text}\n")
    assert diagnostic.place is not None
    assert diagnostic.place.source.position(diagnostic.place.span.start) == (2, text.rindex("[^x]") + 1)


def test_what_is_told_of_footnotes_has_its_weight() -> None:
    found = footnote_diagnostics("event: {title: 'W[^a]', dates: 2009}\nfootnotes: {b: c}\n")
    assert [d.severity for d in found] == [Severity.ERROR, Severity.WARNING]


def test_raw_html_is_text() -> None:
    assert plain(parse_inline("a <b>b</b> &amp; c")) == "a <b>b</b> &amp; c"
    assert [token.type for token in parse_blocks("<div>a</div>")] == ["paragraph_open", "inline", "paragraph_close"]


def test_punctuation_after_an_address_is_no_part_of_its_link() -> None:
    for sign in ".,;?،؛؟":
        link, _, _, rest = parse_inline(f"https://un.org/a{sign} b")
        assert (link.attrs["href"], rest.content) == ("https://un.org/a", f"{sign} b")


def test_an_inline_text_has_no_lines_of_its_own() -> None:
    assert plain(parse_inline("a\n  b\n\n- c")) == "a b - c"


@pytest.mark.parametrize("address", ["#list", "annex:1/1", "ANNEX:1/1"])
def test_a_link_to_a_place_in_the_document_is_words(address: str) -> None:
    tokens = parse_inline(f"See [the *list*]({address}), [one](https://un.org/#list).")
    assert [token.attrs["href"] for token in tokens if token.type == "link_open"] == ["https://un.org/#list"]
    assert sum(token.nesting for token in tokens) == 0
    assert plain(tokens) == "See the list, one."


def test_marks_are_read_in_their_order() -> None:
    assert marks(parse_inline("a[^one] **b[^two]** [c[^three]](https://un.org) [^] [^a b] [^[x]")) == [
        "one",
        "two",
        "three",
    ]


def test_the_passages_are_in_the_order_of_the_page() -> None:
    made = note(title="T", header=["participants", "event"], participants=[{"kind": "other", "note": "N"}])
    assert [p.path for p in passages(made)] == [("title",), ("participants", 0, "note"), ("event", "title")]

"""What changed from one record to another, as fields, as words, and as a page for clearance."""

import io
import json
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import notegen
from notegen.finishing import inspect
from notegen.formats.changes import write_path, write_plain
from notegen.formats.clearance import write_clearance
from notegen.formats.document import Look, write_pdf
from notegen.formats.redline_tokens import merge_blocks, merge_inline
from notegen.records.comparison import Change, Piece, align, compare_notes, compare_texts
from notegen.records.text import Tokens, join_lines, parse_blocks, parse_inline, plain, walk
from processes import run
from verapdf import Flavour, Validate

RECORD = """\
status: draft
keywords: [seals]
event: {title: Workshop on seals, dates: 2019-05-07/2019-05-09}
participants:
  - {kind: states, entries: [Belize, Botswana, Chile]}
sections:
  - heading: Background
    text: |
      The participants compared three seals.[^seals] The office was closed.

      One held.
  - heading: Thanks
    items: [the office, the town]
footnotes:
  seals: Twelve kinds of seal were shown.
  spare: Not shown.
disclaimer: For information.
"""
CHANGES = {
    "status: draft": "status: final",
    "2019-05-09": "2019-05-10",
    "Botswana, ": "",
    "three seals": "*four* seals",
    "seals.[^seals] The office": "seals. The office",
    "      One held.\n": "      One held.[^spare]\n\n      Another broke.\n",
    "[the office, the town]": "[the town, the port]",
    "  seals: Twelve kinds of seal were shown.\n": "",
}
OLD = RECORD.replace("  spare: Not shown.\n", "")


def changed() -> str:
    text = RECORD
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module", name="pdf")
def write_redline() -> bytes:
    old, new = notegen.loads(OLD), notegen.loads(changed())
    return write_clearance(old, new, "pdf", names=("a", "b"), look=Look(), write_pdf=write_pdf).content


# Words


def test_the_words_that_changed_are_told_and_no_others() -> None:
    assert compare_texts("agreed on three seals.", "agreed upon four seals.") == (
        *(Piece("same", "agreed "), Piece("deleted", "on three"), Piece("inserted", "upon four")),
        Piece("same", " seals."),
    )


def test_a_script_without_spaces_is_compared_by_character() -> None:
    assert compare_texts("比较三种封条", "比较四种封条")[1:3] == (Piece("deleted", "三"), Piece("inserted", "四"))


texts = st.text(alphabet="ab .\n中é-", max_size=40)


@given(texts, texts)
def test_the_pieces_make_both_texts_again(old: str, new: str) -> None:
    pieces = compare_texts(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == new


def test_long_texts_are_compared_by_sentence_and_soon() -> None:
    old = " ".join(f"Sentence {i} says this." for i in range(4000))
    new = old.replace("Sentence 2000 says this", "Sentence 2000 says that")
    assert [piece.text for piece in compare_texts(old, new) if piece.kind == "inserted"] == [
        "Sentence 2000 says that. "
    ]


def test_items_that_share_words_belong_together() -> None:
    old, new = ["one two three", "four five six", "seven"], ["zero", "four five nine", "seven"]
    assert list(align(old, new, str)) == [(None, 0), (0, None), (1, 1), (2, 2)]


# Fields


def test_every_field_that_differs_is_told_once_with_its_path() -> None:
    found = compare_notes(notegen.loads(OLD), notegen.loads(changed()))
    assert [(write_path(change.path), write_plain(change)) for change in found] == [
        ("status", "[-draft-]{+final+}"),
        ("event › dates", "2019-05-07/[-2019-05-09-]{+2019-05-10+}"),
        ("participants 1 › entries 2", "[-Botswana-]"),
        (
            "sections 1 › text",
            "The participants compared [-three-]{+*four*+} seals.[-[^seals]-] The office was closed. ¶ One held."
            "{+[^spare] ¶ Another broke.+}",
        ),
        ("sections 2 › items 1", "[-the office-]"),
        ("sections 2 › items 2", "{+the port+}"),
        ("footnotes › spare", "{+Not shown.+}"),
        ("footnotes › seals", "[-Twelve kinds of seal were shown.-]"),
    ]


def test_a_record_and_itself_have_no_changes() -> None:
    assert compare_notes(notegen.loads(RECORD), notegen.loads(RECORD)) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "participants: [{kind: states, entries: [Chile, Ghana]}]",
            "participants: [{kind: states, entries: [CL, GHA]}]",
        ),
        (
            "participants: [{kind: states, entries: [Chile, Ghana]}]",
            "participants: [{kind: states, entries: [{state: CL}, {name: Ghana}]}]",
        ),
        (
            "participants: [{kind: organizations, entries: [IAEA]}]",
            "participants: [{kind: organizations, entries: [International Atomic Energy Agency (IAEA)]}]",
        ),
        ("organizers: [WHO]", "organizers: [World Health Organization (WHO)]"),
        ("sections: [{text: What was said.}]", "sections:\n- text: |\n    What was said.\n"),
    ],
)
def test_two_ways_to_write_the_same_are_no_change(old: str, new: str) -> None:
    one, other = (notegen.loads(f"event: {{title: Seals, dates: 2019-05-07}}\n{text}") for text in (old, new))
    assert compare_notes(one, other) == ()


def test_a_place_is_in_the_same_country_by_its_code() -> None:
    one, other = (
        notegen.loads(f"event: {{title: Seals, dates: 2019, place: {{city: Accra, country: {country}}}}}")
        for country in ("GH", "Ghana")
    )
    assert compare_notes(one, other) == ()


def test_a_group_whose_members_are_all_others_is_still_that_group() -> None:
    old, new = (
        notegen.loads(
            "event: {title: S, dates: 2019}\nparticipants:\n"
            f"  - {{kind: states, entries: [{states}]}}\n"
            f"  - {{kind: organizations, heading: Bodies, entries: [{bodies}]}}"
        )
        for states, bodies in (("CL, GH", "IAEA"), ("Peru, Cuba, Fiji", "WCO"))
    )
    assert [(write_path(change.path), write_plain(change)) for change in compare_notes(old, new)] == [
        ("participants 1 › entries 1", "{+Peru+}"),
        ("participants 1 › entries 2", "{+Cuba+}"),
        ("participants 1 › entries 3", "{+Fiji+}"),
        ("participants 1 › entries 1", "[-Chile-]"),
        ("participants 1 › entries 2", "[-Ghana-]"),
        ("participants 2 › entries 1", "{+World Customs Organization (WCO)+}"),
        ("participants 2 › entries 1", "[-International Atomic Energy Agency (IAEA)-]"),
    ]


FOLDED = {
    "|": "sections:\n- text: |\n    One two\n    three.\n\n\n    - four\n      five\n\n    > six\n    > seven\n",
    "other lines": "sections:\n- text: |\n    One\n    two three.\n\n    - four five\n\n    > six seven\n",
    "quoted": 'sections: [{text: "One two three.\\n\\n- four\\nfive\\n\\n> six\\nseven"}]\n',
}


@pytest.mark.parametrize("way", FOLDED)
def test_the_same_text_in_other_lines_is_no_change(way: str) -> None:
    event = "event: {title: S, dates: 2019}\n"
    old = notegen.loads(event + FOLDED["|"] + "summary: |\n  One\n  two.\n")
    new = notegen.loads(event + FOLDED[way] + "summary: One  two.\n")
    assert compare_notes(old, new) == ()
    redline = write_clearance(old, new, "html", names=("a", "b"), look=Look(), write_pdf=write_pdf).content.decode()
    assert "<ins" not in redline
    assert "<del" not in redline


def test_a_line_that_is_broken_on_purpose_is_a_change() -> None:
    old, new = (
        notegen.loads(f'event: {{title: S, dates: 2019}}\nsections: [{{text: "One{end}\\ntwo."}}]')
        for end in ("", "  ")
    )
    assert [change.path for change in compare_notes(old, new)] == [("sections", 0, "text")]


@given(st.text(alphabet="ab -*>|\\1.[]\n\n", max_size=60))
def test_a_text_with_joined_lines_says_what_it_said(text: str) -> None:
    def said(text: str) -> list[tuple[str, str]]:
        tokens = [token for token in walk(parse_blocks(text)) if token.type != "softbreak"]
        return [(token.type, "".join(token.content.split())) for token in tokens if token.type != "text"] + [
            ("", "".join(plain(parse_blocks(text)).split()))
        ]

    assert said(join_lines(text)) == said(text)


def test_far_from_a_change_words_are_left_out() -> None:
    long = " ".join(map(str, range(30)))
    assert write_plain(Change(("a",), long, f"{long} x")) == "… 24 25 26 27 28 29{+ x+}"


# Tokens


def words(tokens: Tokens, without: str) -> str:
    """The text that is left when one side is taken away."""
    kept, depth = [], 0
    for token in tokens:
        if token.type == f"{without}_open":
            depth += 1
        if not depth:
            kept.append(token.copy(children=[]) if token.type == "image" else token)
            if token.children:
                kept[-1] = token.copy(children=list(_keep(tuple(token.children), without)))
        if token.type == f"{without}_close":
            depth -= 1
    return plain(tuple(kept))


def _keep(tokens: Tokens, without: str) -> Tokens:
    kept, depth = [], 0
    for token in tokens:
        depth += token.type == f"{without}_open"
        kept += [] if depth else [token]
        depth -= token.type == f"{without}_close"
    return tuple(kept)


marked = st.lists(
    st.sampled_from(["one", "*two*", "**three four**", "[five](https://un.org)", "`six`", "seven"]), max_size=6
)


@given(marked, marked)
def test_a_merged_text_holds_both(old: list[str], new: list[str]) -> None:
    one, other = parse_inline(" ".join(old)), parse_inline(" ".join(new))
    merged = merge_inline(one, other)
    assert plain(_keep(merged, "inserted")).split() == plain(one).split()
    assert plain(_keep(merged, "deleted")).split() == plain(other).split()
    depth: list[str] = []
    for token in merged:
        if token.nesting > 0:
            depth.append(token.type.removesuffix("_open"))
        elif token.nesting < 0:
            assert depth.pop() == token.type.removesuffix("_close"), "markup is nested as HTML wants it"
    assert not depth


blocks = st.lists(
    st.sampled_from(["One two.", "One three.", "- a\n- b", "- a\n- c", "> q", "| a | b |\n|---|---|\n| 1 | 2 |"]),
    max_size=4,
)


@settings(deadline=None)
@given(blocks, blocks)
def test_merged_blocks_hold_both_and_are_nested(old: list[str], new: list[str]) -> None:
    one, other = parse_blocks("\n\n".join(old)), parse_blocks("\n\n".join(new))
    merged = merge_blocks(one, other)
    assert words(merged, "inserted").split() == plain(one).split()
    assert words(merged, "deleted").split() == plain(other).split()
    assert sum(token.nesting for token in merged) == 0


def test_a_table_with_another_number_of_columns_is_another_table() -> None:
    old = parse_blocks("| a | b |\n|---|---|\n| c | d |")
    new = parse_blocks("| a | b | new |\n|---|---|---|\n| c | d | x |")
    merged = merge_blocks(old, new)
    tables = [[token.type for token in merged].count(kind) for kind in ("table_open", "tr_open", "th_open")]
    assert tables == [2, 4, 5]
    assert words(merged, "inserted") == plain(old)
    assert words(merged, "deleted") == plain(new)


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        ('![a seal](two.png "Old words")', "[a seal] Old words|a seal Old words"),
        ('![a seal](one.png "New words")', "[a seal] Old words|a seal New words"),
        ("![a seal](one.png)", "[a seal] Old words|a seal"),
    ],
)
def test_a_picture_with_another_file_or_caption_is_another_picture(picture: str, shown: str) -> None:
    (_, inline, _) = merge_blocks(parse_blocks('![a seal](one.png "Old words")'), parse_blocks(picture))
    tokens = tuple(inline.children or ())
    kinds = [token.type for token in tokens if token.nesting]
    assert kinds == ["deleted_open", "deleted_close", "inserted_open", "inserted_close"]
    assert f"{plain(_keep(tokens, 'inserted'))}|{plain(_keep(tokens, 'deleted'))}" == shown


# The page


def _find(tree: dict[str, object], alternative: str) -> list[dict[str, object]]:
    found = [tree] if tree.get("alt") == alternative else []
    for child in tree.get("children", ()):  # type: ignore[attr-defined]
        found += _find(child, alternative)
    return found


def test_the_redline_tells_changes_to_those_who_hear_it(pdf: bytes) -> None:
    tree = inspect(pdf).tree
    for alternative in ("Deleted: , Botswana", "Inserted: four", "Deleted: three", "Inserted: Another broke."):
        assert _find(tree, alternative), alternative
    assert _find(tree, "Deleted: Twelve kinds of seal were shown.")
    assert _find(tree, "Inserted: Not shown.")
    assert _find(tree, "Inserted: final"), "a field that the page does not show"
    with pikepdf.open(io.BytesIO(pdf)) as document:
        attributes = [entry.A for entry in document.objects if isinstance(entry, pikepdf.Dictionary) and "/A" in entry]
        drawn = {str(entry.get("/TextDecorationType")) for entry in attributes if isinstance(entry, pikepdf.Dictionary)}
    assert drawn >= {"/Underline", "/LineThrough"}
    assert inspect(pdf).title == "Changes: b against a"
    assert inspect(pdf).attachments == (), "it is no note, and has no record"


def test_the_symbol_of_a_note_stands_below_the_head_of_its_redline() -> None:
    old, new = notegen.loads(f"symbol: S/1\n{OLD}"), notegen.loads(f"symbol: S/1\n{changed()}")
    content = write_clearance(old, new, "pdf", names=("a", "b"), look=Look(), write_pdf=write_pdf).content
    page = pypdfium2.PdfDocument(content)[0].get_textpage()

    def find(text: str) -> tuple[float, float]:
        found = page.search(text).get_next()
        assert found, text
        _, bottom, _, top = page.get_charbox(found[0])
        return bottom, top

    assert find("Inserted")[0] > find("S/1")[1]


@pytest.mark.slow
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_the_redline_conforms(pdf: bytes, tmp_path: Path, verapdf: Validate, flavour: Flavour) -> None:
    path = tmp_path / "redline.pdf"
    path.write_bytes(pdf)
    assert verapdf([path], flavour) == {path: []}


def test_the_redline_is_a_web_page_too() -> None:
    old, new = notegen.loads(OLD), notegen.loads(changed())
    page = write_clearance(old, new, "html", names=("<a>", "b"), look=Look("fr"), write_pdf=write_pdf).content.decode()
    assert "Modifications : b par rapport à &lt;a&gt;" in page
    assert '<del title="Supprimé">three</del>' in page
    assert "<ins" in page.partition('class="footnotes"')[2]


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_a_redline_without_changes_says_so(form: str) -> None:
    note = notegen.loads(OLD)
    content = write_clearance(note, note, form, names=("a", "b"), look=Look("fr"), write_pdf=write_pdf).content
    shown = content.decode() if form == "html" else pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()
    assert "Aucune modification" in shown
    assert "Supprimé" not in shown, "there is nothing for a key to explain"


def _show(old: notegen.Note, new: notegen.Note) -> str:
    content = write_clearance(old, new, "html", names=("a", "b"), look=Look(), write_pdf=write_pdf).content.decode()
    return content.partition("<h1")[2]


def test_a_redline_strikes_the_file_of_an_annex_that_is_not_there_any_more(pdf: bytes, tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    for file in (before / "old.pdf", tmp_path / "new.pdf"):
        file.write_bytes(pdf)
    event = "event: {title: Seals, dates: 2019}\n"
    old = notegen.loads(event + "annexes: [{title: List, file: old.pdf}, {title: Two, text: Words.}]", folder=before)
    new = notegen.loads(event + "annexes: [{title: Two, text: Words.}]", folder=tmp_path)
    exchanged = notegen.loads(event + "annexes: [{title: List, file: new.pdf}]", folder=tmp_path)
    struck, inserted = '<p><del title="Deleted">old.pdf</del></p>', '<p><ins title="Inserted"><a download="new.pdf"'
    assert struck in _show(old, new)
    assert struck in (page := _show(old, exchanged))
    assert inserted in page
    assert inserted in _show(new, exchanged)
    assert "<ins" not in _show(exchanged, exchanged)


def test_a_redline_marks_an_address_to_write_to_with_its_words() -> None:
    event = "event: {title: Seals, dates: 2019}\n"
    none, one, other = (
        notegen.loads(event + contact)
        for contact in ("", "contact: {text: Call, email: old@un.org}", "contact: {text: Call, email: new@un.org}")
    )

    def link(name: str) -> str:
        return f'<a class="address" dir="ltr" href="mailto:{name}@un.org">{name}@un.org</a>'

    gone, come = f'<del title="Deleted">{link("old")}</del>', f'<ins title="Inserted">{link("new")}</ins>'
    assert f"Call {gone}{come}</p>" in _show(one, other)
    assert f"{link('old')}</del></p>" in _show(one, none)
    assert f"{link('new')}</ins></p>" in _show(none, other)
    assert f'<p class="contact">Call {link("old")}</p>' in _show(one, one)


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_redline_is_printed_in_every_script(language: str) -> None:
    old, new = notegen.loads(OLD), notegen.loads(changed())
    content = write_clearance(old, new, "pdf", names=("a", "b"), look=Look(language), write_pdf=write_pdf).content
    assert inspect(content).language == language


# The command line


def test_a_pdf_is_compared_by_its_record(tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(changed())
    (tmp_path / "old.pdf").write_bytes(notegen.render(notegen.loads(OLD)).content)
    ended = run(["diff", "old.pdf", "new.yaml", "-f", "json"], tmp_path)
    assert ended.returncode == 0
    assert json.loads(ended.stdout)[0] == {
        "path": ["status"],
        "old": "draft",
        "new": "final",
        "pieces": [{"kind": "deleted", "text": "draft"}, {"kind": "inserted", "text": "final"}],
    }


def test_a_revision_of_git_brings_the_series_of_its_time(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *words], cwd=tmp_path, check=True, timeout=60
        )

    notes = tmp_path / "notes" / "2019"
    notes.mkdir(parents=True)
    git("init", "-q")
    series = tmp_path / "notes" / "series.yaml"
    series.write_text("series: {id: s, title: S}\ndisclaimer: {text: {en: Old words.}}\n")
    (notes / "a.yaml").write_text("event: {title: Seals, dates: 2019-05-07}\n")
    git("add", "-A")
    git("commit", "-qm", "one")
    series.write_text(series.read_text().replace("Old", "New"))
    for name in ("HEAD:notes/2019/a.yaml", "HEAD:2019/a.yaml"):
        ended = run(["diff", name, "2019/a.yaml"], tmp_path / "notes")
        assert ended.stdout.decode() == "disclaimer\n  [-Old-]{+New+} words.\n", ended.stderr
    ended = run(["diff", "HEAD~7:notes/2019/a.yaml", "2019/a.yaml"], tmp_path / "notes")
    assert ended.returncode == 2
    assert b"no such file in the history" in ended.stderr

"""The structure tree of documents: what a screen reader is told."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from notegen.errors import RenderError
from notegen.finishing.inspect import Facts, inspect
from notegen.formats.pdf.engine import Sheet, write_pdf
from sheets import FOLDER, sample, sheet
from verapdf import Validate

Tree = dict[str, Any]

LONG = " ".join(f"Sentence {number} of a paragraph that is longer than one page." for number in range(80))
ROWS = "".join(f'<tr><th scope="row">State {row}</th><td>{row}</td></tr>' for row in range(60))
HEAD = "<thead><tr><th>State</th><th>Persons</th></tr></thead>"
NOTE = (
    '<a class="footnote-call" id="call-{0}" href="#note-{0}">{0}</a><span class="footnote" id="note-{0}">'
    '<a class="footnote-number" href="#call-{0}">{0}</a> Text of {0}.</span>'
)
SHEETS: dict[str, Sheet] = {
    "sample": sample(),
    "long paragraph": sheet(f"<p>{LONG}</p>"),
    "long list": sheet("<ol>" + "".join(f"<li>Item {number}</li>" for number in range(60)) + "</ol>"),
    "long table": sheet(f"<table>{HEAD}<tfoot><tr><td>All</td><td>60</td></tr></tfoot><tbody>{ROWS}</tbody></table>"),
    "head alone": sheet(f"<table>{HEAD}</table>"),
    "notes": sheet(
        f"<section><h1>Head{NOTE.format('a')}</h1><p>One{NOTE.format('b')} and two{NOTE.format('c')} and more.</p>"
        f"<div><ul><li>Item{NOTE.format('d')}<ul><li>Inner{NOTE.format('e')}</li></ul></li></ul></div>"
        f"<table><tr><td>Cell{NOTE.format('f')}</td></tr></table><dl><dt>Term</dt><dd>Text{NOTE.format('g')}</dd></dl>"
        "<p>End.</p></section>"
    ),
    "languages": sheet(
        '<div lang="fr"><p>Bonjour <em>tout <b lang="en">the</b> monde</em></p><p lang="en">Back</p></div>'
        '<p>Word <bdi lang="es">San José</bdi> and <span lang="en">same</span>.</p>'
    ),
    "wrappers": sheet(
        "<div><div><p>Inner</p></div> loose <b>text</b><div><span>alone</span></div>"
        "<header><h1>Head</h1></header></div>"
        '<div></div><p></p><p><span aria-hidden="true">hidden</span>shown</p><div><img src="flag.png" alt="Flag"></div>'
    ),
}


@pytest.fixture(scope="module", name="files")
def write_all(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("structure")
    for name, made in SHEETS.items():
        (folder / f"{name}.pdf").write_bytes(write_pdf(made))
    return {name: folder / f"{name}.pdf" for name in SHEETS}


@pytest.fixture(scope="module", name="facts")
def inspect_all(files: dict[str, Path]) -> dict[str, Facts]:
    return {name: inspect(file.read_bytes()) for name, file in files.items()}


def every(tree: Tree, role: str) -> Iterator[Tree]:
    """All elements of a role."""
    if tree["role"] == role:
        yield tree
    for child in tree.get("children", ()):
        yield from every(child, role)


def roles(tree: Tree) -> list[str]:
    """The roles of an element's children."""
    return [child["role"] for child in tree.get("children", ())]


def of(body: str, **options: Any) -> Tree:
    """The structure of a document with this body."""
    return inspect(write_pdf(sheet(body, **options))).tree


def test_the_sample_has_the_structure_that_its_file_says(facts: dict[str, Facts]) -> None:
    expected = yaml.safe_load((FOLDER / "note.yaml").read_text(encoding="utf-8"))
    assert facts["sample"].tree == expected


def test_every_document_conforms(files: dict[str, Path], verapdf: Validate) -> None:
    for flavour in ("ua1", "3a"):
        assert verapdf(files.values(), flavour) == {path: [] for path in files.values()}


# One part for one element


def test_a_paragraph_over_pages_is_one_paragraph_with_all_its_words(facts: dict[str, Facts]) -> None:
    found = facts["long paragraph"]
    assert found.pages > 2
    [paragraph] = every(found.tree, "P")
    assert "children" not in paragraph
    assert paragraph["text"] == LONG


def test_a_list_over_pages_is_one_list(facts: dict[str, Facts]) -> None:
    found = facts["long list"]
    assert found.pages > 1
    [numbered] = every(found.tree, "L")
    assert numbered["numbering"] == "Decimal"
    assert roles(numbered) == ["LI"] * 60
    assert numbered["children"][59]["children"] == [
        {"role": "Lbl", "text": "60. "},
        {"role": "LBody", "text": "Item 59"},
    ]


def test_a_table_over_pages_is_one_table_and_its_repeated_head_an_artifact(facts: dict[str, Facts]) -> None:
    found = facts["long table"]
    assert found.pages > 1
    [table] = every(found.tree, "Table")
    assert roles(table) == ["THead", "TBody", "TFoot"]
    assert [roles(group) for group in table["children"]] == [["TR"], ["TR"] * 60, ["TR"]]
    assert {"State", "Persons"} <= set(found.artifacts[1])
    assert "State" not in found.artifacts[0]


def test_a_table_in_columns_says_its_head_once() -> None:
    tree = of(f'<div class="columns"><table>{HEAD}<tbody>{ROWS[:400]}</tbody></table></div>')
    [head] = every(tree, "THead")
    assert [cell["text"] for cell in every(head, "TH")] == ["State", "Persons"]


def test_contents_are_a_table_of_contents_without_its_leaders() -> None:
    body = (
        '<ul role="doc-toc"><li><p>2009</p><a href="#a">Part<br><b>One</b></a></li></ul>'
        '<h1 id="a">Part one</h1><div role="doc-index"><ul><li>Belize, <a href="#a"></a></li></ul></div>'
    )
    style = 'li { list-style: none } a::after { content: leader(". ") target-counter(attr(href), page) }'
    contents, _, index = of(body, style=style)["children"]
    assert contents == {
        "role": "TOC",
        "children": [
            {
                "role": "TOCI",
                "children": [
                    {"role": "P", "text": "2009"},
                    {"role": "Reference", "children": [{"role": "Link", "text": "Part One 1"}]},
                ],
            }
        ],
    }
    assert index["role"] == "Index"
    [entry] = every(index, "LBody")
    assert entry["text"] == "Belize, 1"


def test_a_drawing_with_words_beside_it_is_one_figure() -> None:
    picture = '<div role="img" aria-label="Two bars"><img src="flag.png" alt=""><span>A</span> <span>2</span></div>'
    [figure] = of(picture)["children"]
    assert (figure["role"], figure["alt"], figure["text"]) == ("Figure", "Two bars", "A 2")
    with pytest.raises(RenderError, match="no alternative text"):
        of(picture.replace(' aria-label="Two bars"', ""))


def test_a_paragraph_in_columns_is_one_paragraph() -> None:
    tree = of(f'<div class="columns"><p>{LONG[:900]}</p></div>')
    assert roles(tree) == ["P"]


# What the elements are


def test_headings_links_and_wrappers() -> None:
    body = '<header><h1 data-title="x">A</h1></header><div><h2>B</h2><p><a href="https://un.org">c</a></p></div>'
    assert of(body)["children"] == [
        {"role": "H1", "text": "A"},
        {"role": "H2", "text": "1. B"},
        {"role": "P", "children": [{"role": "Link", "text": "c"}]},
    ]


def test_wrappers_leave_no_trace_and_loose_text_is_a_paragraph(facts: dict[str, Facts]) -> None:
    assert [(child["role"], child.get("text")) for child in facts["wrappers"].tree["children"]] == [
        ("P", "Inner"),
        ("P", "loose text"),
        ("P", "alone"),
        ("H1", "Head"),
        ("P", "shown"),
        ("Figure", None),
    ]


@pytest.mark.parametrize("html", ["<dl><dt>A</dt><dd>B</dd><dd>C</dd><dt>D</dt><dd>E</dd></dl>"])
def test_a_definition_list_is_a_list_of_labels_and_texts(html: str) -> None:
    [found] = of(html)["children"]
    assert found["numbering"] == "None"
    assert [roles(item) for item in found["children"]] == [["Lbl", "LBody", "LBody"], ["Lbl", "LBody"]]


def test_rows_of_a_definition_list_may_be_wrapped() -> None:
    bare, wrapped = "<dt>A</dt><dd>B</dd>", "<div><dt>A</dt><dd>B</dd></div>"
    assert of(f"<dl>{bare}{bare}</dl>") == of(f"<dl>{wrapped}{wrapped}</dl>")


@pytest.mark.parametrize(
    ("style", "numbering"),
    [
        ("disc", "Disc"),
        ("'– '", "Disc"),
        ("none", "None"),
        ("upper-roman", "UpperRoman"),
        ("lower-alpha", "LowerAlpha"),
    ],
)
def test_a_list_says_how_it_is_numbered(style: str, numbering: str) -> None:
    [found] = of("<ul><li>x</li></ul>", style=f"ul {{ list-style-type: {style} }}")["children"]
    assert found["numbering"] == numbering


def test_cells_know_their_headers() -> None:
    body = (
        "<table><thead><tr><th rowspan=2>A</th><th colspan=2>B</th></tr><tr><th>C</th><th id=d>D</th></tr></thead>"
        "<tr><th>E</th><td>1</td><td>2</td></tr><tr><td colspan=2>3</td><td>4</td></tr></table>"
    )
    [table] = of(body)["children"]
    names = {cell["text"]: cell["id"] for cell in every(table, "TH")}
    assert names["D"] == "d"
    scopes = {cell["text"]: cell["scope"] for cell in every(table, "TH")}
    assert scopes == {"A": "Column", "B": "Column", "C": "Column", "D": "Column", "E": "Row"}
    headers = {cell["text"]: cell["headers"] for cell in every(table, "TD")}
    assert headers == {
        "1": [names[name] for name in "BCE"],
        "2": [names[name] for name in "BDE"],
        "3": [names[name] for name in "ABC"],
        "4": [names[name] for name in "BD"],
    }


def test_a_first_row_of_header_cells_is_a_head() -> None:
    [table] = of("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>")["children"]
    assert [cell["scope"] for cell in every(table, "TH")] == ["Column", "Column"]


def test_a_head_without_a_body_is_a_row_of_header_cells() -> None:
    [table] = every(of(f"<table>{HEAD}</table><p>After.</p>"), "Table")
    assert roles(table) == ["TR"]
    assert [cell["scope"] for cell in every(table, "TH")] == ["Column", "Column"]


def test_empty_cells_stay_in_their_columns() -> None:
    [table] = of("<table><tr><td></td><td>x</td></tr></table>")["children"]
    assert list(every(table, "TD")) == [{"role": "TD"}, {"role": "TD", "text": "x"}]


def test_the_caption_of_a_table_in_a_figure_is_the_tables() -> None:
    [table] = of("<figure><table><tr><td>x</td></tr></table><figcaption>C</figcaption></figure>")["children"]
    assert (table["role"], roles(table)) == ("Table", ["Caption", "TBody"])


def test_a_picture_has_its_place_in_points_from_the_foot_of_the_page() -> None:
    style = "@page { size: 200pt 300pt; margin: 20pt; @top-left { content: none } }"
    style += "body { margin: 0 } img { width: 40pt; display: block }"
    [figure] = of('<div><img src="flag.png" alt="Flag"></div>', style=style)["children"]
    assert figure == {"role": "Figure", "alt": "Flag", "box": [20, 260, 60, 280]}


def test_a_drawing_has_the_words_of_its_title() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Two bars</title></svg>'
    assert [figure["alt"] for figure in every(of(f"<p>x {drawing}</p>"), "Figure")] == ["Two bars"]
    with pytest.raises(RenderError, match="no alternative text"):
        of("<p>x <svg width='9' height='9'></svg></p>")


def test_abbreviations_have_their_expansion() -> None:
    [span] = every(of('<p>The <abbr title="World Customs Organization">WCO</abbr>.</p>'), "Span")
    assert span == {"role": "Span", "text": "WCO", "expansion": "World Customs Organization"}


def test_a_part_says_its_language_where_it_changes(facts: dict[str, Facts]) -> None:
    first, second, third = facts["languages"].tree["children"]
    assert first["lang"] == "fr"
    [emphasis] = first["children"]
    assert "lang" not in emphasis
    assert emphasis["children"] == [{"role": "Span", "text": "the", "lang": "en"}]
    assert "lang" not in second
    assert third["children"] == [{"role": "Span", "text": "San José", "lang": "es"}]


# Notes


def test_a_note_follows_the_block_that_holds_its_call(facts: dict[str, Facts]) -> None:
    [section] = facts["notes"].tree["children"]
    assert [(child["role"], child.get("id")) for child in section["children"]] == [
        ("H1", None),
        ("Note", "note-a"),
        ("P", None),
        ("Note", "note-b"),
        ("Note", "note-c"),
        ("L", None),
        ("Note", "note-d"),
        ("Note", "note-e"),
        ("Table", None),
        ("Note", "note-f"),
        ("L", None),
        ("Note", "note-g"),
        ("P", None),
    ]


def test_a_call_is_a_reference_and_a_note_begins_with_its_label(facts: dict[str, Facts]) -> None:
    heading, note = facts["notes"].tree["children"][0]["children"][:2]
    assert heading["children"] == [{"role": "Reference", "children": [{"role": "Link", "text": "a"}]}]
    assert note["text"] == "a Text of a."
    assert note["children"] == [{"role": "Lbl", "children": [{"role": "Link", "text": "a"}]}]


def test_a_note_that_is_called_twice_stands_after_its_first_call() -> None:
    tree = of(f'<p>One{NOTE.format("a")}.</p><p>Two<a class="footnote-call" href="#note-a">a</a>.</p>')
    assert roles(tree) == ["P", "Note", "P"]
    assert len(list(every(tree, "Reference"))) == 2


def test_a_note_on_the_next_page_does_not_part_a_paragraph() -> None:
    tree = of(f"<p>{LONG}{NOTE.format('a')} {LONG}</p><p>End.</p>")
    assert roles(tree) == ["P", "Note", "P"]


def test_the_numbers_of_notes_are_not_in_the_outline() -> None:
    style = "h1 { bookmark-label: content(text) } p { width: 3em }"
    body = f"<h1>A heading that is <em>longer</em> than a line{NOTE.format('1')} is wide</h1><h1>Part 1</h1>"
    outline = inspect(write_pdf(sheet(body, style=style))).outline
    assert [bookmark.title for bookmark in outline] == ["A heading that is longer than a line is wide", "Part 1"]


# What is no part of it


def test_heads_feet_and_draft_marks_are_artifacts(files: dict[str, Path]) -> None:
    with pikepdf.open(files["sample"]) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    for kind in (b"Header", b"Footer", b"Watermark"):
        assert b"/Artifact\n<</Type/Pagination/Subtype/" + kind + b">>\nBDC" in content


def test_artifacts_are_not_in_the_tree(facts: dict[str, Facts]) -> None:
    found = facts["sample"]
    assert found.artifacts[0] == ("Draft", "Running head", "1/2")
    assert "Running head" not in str(found.tree)
    assert "Draft" not in str(found.tree)
    assert facts["wrappers"].artifacts[0] == ("hidden", "Running head", "1/1")


def test_links_in_artifacts_are_not_links() -> None:
    content = write_pdf(sheet('<p class="artifact"><a href="https://un.org">x</a></p><p>y</p>'))
    assert inspect(content).links == ()


# Spaces and links


def test_no_space_is_lost_where_a_line_or_a_type_ends() -> None:
    words = "<em>one</em> <strong>two</strong>\n <b>three</b> four <i>five </i> six<br>seven end-of-line"
    [paragraph] = of(f"<p>{words}</p>", style="p { width: 5em; hyphens: none }")["children"]
    assert paragraph["text"] == "one two three four five six seven end-of-line"


def test_a_link_over_lines_is_one_link_that_says_its_title_or_its_words() -> None:
    style = "p { width: 4em; hyphens: none }"
    content = write_pdf(sheet('<p><a href="https://un.org">one two three four five six</a></p>', style=style))
    facts = inspect(content)
    assert len(facts.links) > 2
    assert {link.contents for link in facts.links} == {"one two three four five six"}
    assert len(list(every(facts.tree, "Link"))) == 1
    titled = inspect(write_pdf(sheet('<p><a href="https://un.org" title="Home">x</a></p>')))
    assert [link.contents for link in titled.links] == ["Home"]


@pytest.mark.parametrize(
    ("inside", "contents"),
    [
        ('<img src="flag.png" alt="A flag">', "A flag"),
        ('<img src="flag.png" alt="">', "https://un.org/flags"),
        ("<code>&nbsp;</code>", "https://un.org/flags"),
    ],
)
def test_a_link_without_words_says_its_picture_or_its_address(inside: str, contents: str) -> None:
    facts = inspect(write_pdf(sheet(f'<p>Before <a href="https://un.org/flags">{inside}</a> after.</p>')))
    assert {link.contents for link in facts.links} == {contents}


def test_the_parent_tree_leads_from_every_number_and_link_to_its_element(files: dict[str, Path]) -> None:
    for file in files.values():
        with pikepdf.open(file) as pdf:
            numbers: Any = pdf.Root.StructTreeRoot.ParentTree.Nums
            owners = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
            pages = {page.obj.objgen: page.obj for page in pdf.pages}
            seen = 0
            for element, kid in _contents(pdf.Root.StructTreeRoot.K[0]):
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                    assert owners[int(kid.Obj.StructParent)].objgen == element.objgen
                    assert kid.Obj.F == 4
                    continue
                inner = isinstance(kid, pikepdf.Dictionary)
                page, number = (kid.Pg, kid.MCID) if inner else (element.Pg, kid)
                assert owners[int(pages[page.objgen].StructParents)][int(number)].objgen == element.objgen
                seen += 1
            assert seen > 0


def _contents(element: Any) -> Iterator[tuple[Any, Any]]:
    kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if "/K" in kid:
                yield from _contents(kid)
        else:
            yield element, kid


def test_no_object_of_another_tree_is_left(files: dict[str, Path]) -> None:
    with pikepdf.open(io.BytesIO(files["sample"].read_bytes())) as pdf:
        in_tree = sum(1 for _ in _elements(pdf.Root.StructTreeRoot.K[0]))
        written = [
            entry for entry in pdf.objects if isinstance(entry, pikepdf.Dictionary) and "/S" in entry and "/P" in entry
        ]
    assert len(written) == in_tree


def _elements(element: Any) -> Iterator[Any]:
    yield element
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)

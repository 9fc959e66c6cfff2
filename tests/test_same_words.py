"""Every format says the same: the words of the PDF, and those of each other format, are those of the Markdown.

A reader of its own takes the words out of each: the structure of the PDF, the elements of the page, the parts of
the Word document, the tokens of the Markdown, the lines of the text. Numbers of lists are marks in some and words in
others, and left out.
"""

import difflib
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from markdown_it import MarkdownIt

import notegen
from notegen.finishing.inspect import inspect
from notegen.formats.numbering import mark_item
from notegen.formats.page import lay_page
from notegen.formats.plaintext import write_page as write_text
from notegen.formats.view import View, view
from notegen.languages.language import Language
from processes import ROOT

RECORDS = sorted(
    path
    for folder in ("examples", "tests/cases/render", "tests/cases/formats")
    for path in (ROOT / folder).rglob("*.yaml")
    if path.name not in ("series.yaml", "names.yaml") and path.parent.name != "trees"
)
CHOSEN = [path for path in RECORDS if path.stem in ("2009-09-08-san-jose", "everything", "odd-words")]
LONG_LIST = 40
"""From so many names on a page has them in columns, without a word before the last."""

# A series with templates of its own has its pages say what it wants them to.
USUAL = [path for path in RECORDS if not (path.parent / "templates").is_dir()]
by_record = pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
by_usual_record = pytest.mark.parametrize("path", USUAL, ids=lambda path: path.stem)


@by_usual_record
def test_a_web_page_says_what_the_markdown_says(path: Path) -> None:
    compare(from_html(path), from_markdown(path), path)


@by_record
def test_a_text_says_what_the_markdown_says(path: Path) -> None:
    """In a table the words of a row are in the order of lines there, and the head may be said in each row."""
    found, expected = from_text(path), from_markdown(path, numbered=True)
    if re.search(r"^\|:?--", markdown(path), re.MULTILINE):
        assert Counter(expected) <= Counter(found)
    else:
        assert found == expected


@by_record
def test_akoma_ntoso_says_what_the_markdown_says(path: Path) -> None:
    compare(from_akn(path), from_markdown(path), path)


@pytest.mark.slow
@by_record
def test_a_word_document_says_what_the_markdown_says(path: Path) -> None:
    compare(from_docx(path), from_markdown(path), path)


@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: path.stem)
def test_some_word_documents_say_what_the_markdown_says(path: Path) -> None:
    compare(from_docx(path), from_markdown(path), path)


@pytest.mark.slow
@by_usual_record
def test_a_printed_page_says_what_the_markdown_says(path: Path) -> None:
    compare(from_pdf(path), from_markdown(path), path)


@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: path.stem)
def test_some_printed_pages_say_what_the_markdown_says(path: Path) -> None:
    compare(from_pdf(path), from_markdown(path), path)


def compare(found: list[str], expected: list[str], path: Path) -> None:
    shown = shown_of(path)
    last = words(shown.language.lists.last)
    long = sum(len(group.names) >= LONG_LIST for row in shown.rows for group in row.groups)
    different = [
        (tag, found[a:b], expected[c:d])
        for tag, a, b, c, d in difflib.SequenceMatcher(None, found, expected, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    assert [change for change in different if change != ("insert", [], last)] == []
    assert len(different) <= long


def words(text: str) -> list[str]:
    """The words of a text; of what is written without spaces every character."""
    text = "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
    return [part for word in re.findall(r"\w+", text.casefold()) for part in re.findall(r"[^\W\u3000-\u9fff]+|.", word)]


@cache
def shown_of(path: Path) -> View:
    return view(notegen.load(path))


@cache
def rendered(path: Path, format: str) -> bytes:
    return notegen.render(notegen.load(path), format).content


# Markdown


def markdown(path: Path) -> str:
    return rendered(path, "md").decode()


def from_markdown(path: Path, *, numbered: bool = False) -> list[str]:
    """The words, with the marks of lists as the language has them where they are words."""
    text = re.sub(r"^(\[\^(\S+?)\]:)", r"\2 ", markdown(path), flags=re.MULTILINE)
    text = re.sub(r"\[\^(\S+?)\]", r"\1", text)
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    language = shown_of(path).language if numbered else None
    return words("".join(_from_tokens(tokens, language)))


def _from_tokens(tokens: Any, language: Language | None) -> Iterator[str]:
    lists: list[int | None] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append(token.attrs.get("start", 1) if token.type.startswith("ordered") else None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and lists[-1] is not None:
            if language:
                depth = sum(number is not None for number in lists) - 1
                yield f" {mark_item(lists[-1], depth, language)} "
            lists[-1] += 1
        elif token.type == "inline":
            yield from _from_inline(token.children, shorter=language is None)
        elif token.block and token.nesting <= 0:
            yield " "


def _from_inline(tokens: Any, *, shorter: bool) -> Iterator[str]:
    """`shorter` leaves out what only a text without links and pictures has to say."""
    address = ""
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "image":
            yield " " if shorter else f" {token.content} "
            yield token.attrs.get("title", "")
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "link_open":
            address = token.attrs["href"]
        elif token.type == "link_close" and not shorter:
            yield f" {address.replace('%28', '(').replace('%29', ')').removeprefix('mailto:')} "


# The other formats


class _Words(HTMLParser):
    """The words of a page, in which some elements end a word and some say nothing."""

    BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "td", "th", "br", "div", "figcaption"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.silent and (tag in ("style", "title") or ("id", "notes") in attrs):
            self.silent = tag
        self.parts.append(" " if tag in self.BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self.silent = "" if tag == self.silent else self.silent
        self.parts.append(" " if tag in self.BLOCKS else "")

    def handle_data(self, data: str) -> None:
        self.parts.append("" if self.silent else data)


def from_html(path: Path) -> list[str]:
    parser = _Words()
    parser.feed(rendered(path, "html").decode())
    return words("".join(parser.parts))


def from_text(path: Path) -> list[str]:
    text = rendered(path, "txt").decode()
    notes = shown_of(path).language.labels.notes
    text = re.sub(rf"^\W*{re.escape(notes)}\n-+\n", "", text, flags=re.MULTILINE)
    return words(re.sub(r"\[([\d*]+)\]", r"\1", text))


def from_akn(path: Path) -> list[str]:
    """The words of the note without its metadata, and after them those of the notes that stand at their marks."""
    root = ElementTree.fromstring(rendered(path, "akn"))
    notes: list[str] = []
    return words("".join(_from_akn(root, notes)) + " ".join(notes))


def _from_akn(element: ElementTree.Element, notes: list[str]) -> Iterator[str]:
    name = element.tag.partition("}")[2]
    marker = element.get("marker", "")
    list_mark = name == "num" and not (element.text or "")[:1].isdigit()
    if name == "authorialNote":
        notes.append(f"{marker} {''.join(element.itertext())} ")
    if name not in ("meta", "authorialNote") and not list_mark:
        yield element.text or ""
        for child in element:
            yield from _from_akn(child, notes)
            yield child.tail or ""
    yield marker or (" " if name in ("p", "num", "heading", "br", "docStatus") else "")


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def from_docx(path: Path) -> list[str]:
    """The words of body and footnotes, each mark as Word would number it."""
    with zipfile.ZipFile(io.BytesIO(rendered(path, "docx"))) as package:
        body, notes = (ElementTree.fromstring(package.read(f"word/{part}.xml")) for part in ("document", "footnotes"))
    counts = [0, 0]
    texts = "".join(_from_word(body, counts, 0))
    parts = (note for note in notes if note.get(f"{W}type") is None)
    return words(texts + " ".join("".join(_from_word(note, counts, 1)) for note in parts))


def _from_word(element: ElementTree.Element, counts: list[int], place: int) -> Iterator[str]:
    for node in element.iter():
        own = node.get(f"{W}customMarkFollows") is not None
        if node.tag in (f"{W}footnoteReference", f"{W}footnoteRef") and not own:
            counts[place] += 1
            yield str(counts[place])
        elif node.tag == f"{W}t":
            yield node.text or ""
        elif node.tag in (f"{W}tab", f"{W}br", f"{W}p"):
            yield " "


def from_pdf(path: Path) -> list[str]:
    body: list[str] = []
    notes: list[str] = []
    for note, text in _leaves(inspect(rendered(path, "pdf")).tree, ""):
        (notes if note else body).append(text)
    return words(" ".join([*body, *notes]))


def _leaves(element: dict[str, Any], note: str) -> Iterator[tuple[str, str]]:
    """The texts of a structure in order, each with the footnote that it is in; without the marks of lists."""
    note = element["id"] if element["role"] == "Note" else note
    if element["role"] == "Figure":
        return  # the letters of a drawing
    if element.get("text"):
        yield note, element["text"]
    inline = ("Span", "Link", "Reference", "Code", "Quote", "Figure", "Lbl")
    for child in element.get("children", ()):
        label = child.get("text", "").rstrip().endswith((":", "："))  # of a row of the header
        marks = child["role"] == "Lbl" and element["role"] == "LI" and not label
        if not marks and not (element.get("text") and child["role"] in inline):
            yield from _leaves(child, note)


# Seen red


def test_a_word_that_is_missing_is_found() -> None:
    with pytest.raises(AssertionError):
        compare(["one", "three"], ["one", "two", "three"], CHOSEN[0])


def test_lines_of_a_text_have_at_most_72_columns() -> None:
    from notegen.formats.lines import width

    for path in RECORDS:
        for line in write_text(lay_page(shown_of(path))).split("\n"):
            assert width(line) <= 72 or max(map(width, line.split())) > 60, "a long word alone"


def test_a_list_begins_with_its_own_number_in_every_format() -> None:
    note = notegen.loads('event: {title: W, dates: 2009}\nsections: [{heading: H, text: "3. three\\n4. four"}]\n')
    assert "(c) three" in notegen.render(note, "txt").content.decode()
    page = pypdfium2.PdfDocument(notegen.render(note).content)[0].get_textpage()
    assert "(c)\u2002three" in page.get_text_bounded()

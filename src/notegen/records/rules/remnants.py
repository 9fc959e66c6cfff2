"""Rules about Markdown that is none, and is printed as it was typed or not at all."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Severity
from notegen.records.rules.rule import BOTH, Find, Finding, Rule, Subject
from notegen.records.text import Passage, find_too_deep, leads_nowhere, walk

_ADDRESS = re.compile(r"(?P<picture>!?)\[[^\[\]]{0,500}\]\((?P<address>(?:[^()<>\n]|\([^()<>\n]{0,100}\)){1,500})\)")
_MARKED = re.compile(
    r"(?<![!\\])\[[^\[\]]{0,500}(?P<mark>\[\^[^\s\[\]^]+\])(?:[^\[\]]|\[\^[^\s\[\]^]+\]){0,500}\]\([^()<>\s]{1,500}\)"
)
_SCHEME = re.compile(r"(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BARE_SITE = re.compile(
    r"(?:www\.|[a-z0-9-]+(?:\.[a-z0-9-]+){0,4}\.(?:org|int|com|net|edu|gov)(?=$|[/?#]))\S*", re.IGNORECASE
)
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)


def find_raw_markup(subject: Subject) -> Iterator[Finding]:
    """Links, pictures and tables are written so that they become links, pictures and tables.

    Why: what is not quite Markdown is printed as it was typed: `![A seal](my seal.png)` with all its
    signs, for the space in the name of the file. And a link without https:// leads to a file beside
    the note, where there is none.

    Source: CommonMark, links and images; tables as in GitHub's Markdown.

    Bad:
        sections: [{text: "See [the page](www.un.org)."}]

    Good:
        sections: [{text: "See [the page](https://www.un.org)."}]
    """
    for passage in subject.passages:
        if "](" in passage.text:
            yield from _find_addresses(passage)
            yield from _find_marks(passage)
        if passage.blocks and "|" in passage.text:
            yield from _find_rows(passage)


def _find_addresses(passage: Passage) -> Iterator[Finding]:
    raw = "".join(token.content for token in walk(passage.tokens()) if token.type == "text")
    for match in _ADDRESS.finditer(passage.text):
        address, (start, end) = match["address"], match.span("address")
        if f"]({address})" in raw:
            yield Finding(passage.path, *_explain_raw(match["picture"], address, start, end))
        elif match["picture"] or _in_code(passage, match[0]):
            continue
        elif leads_nowhere(address):
            yield Finding(passage.path, *_explain_raw("", address, start, end))
        elif _BARE_SITE.fullmatch(address):
            right = f"https://{address}"
            message = f'"{address}" leads to a file of that name, not to the site'
            yield Finding(passage.path, message, start, end, f"write {right}", right)


def _find_marks(passage: Passage) -> Iterator[Finding]:
    """Footnote marks in the words of a link, of which no link comes, for they are links themselves."""
    for match in _MARKED.finditer(passage.text):
        if not _in_code(passage, match[0]):
            message = "the mark of a footnote keeps this from being a link"
            yield Finding(passage.path, message, *match.span("mark"), f"put {match['mark']} behind the link")


def _explain_raw(picture: str, address: str, start: int, end: int) -> tuple[str, int, int, str, str | None]:
    thing = "picture" if picture else "link"
    if (_SCHEME.match(address) or leads_nowhere(address)) and not picture:
        return (
            f'"{address}" is no address that a note may lead to',
            start,
            end,
            "link to https://, or write the words alone",
            None,
        )
    if " " in address.strip() and '"' not in address and "'" not in address:
        right = address.strip().replace(" ", "%20")
        return f"the space in the address keeps this from being a {thing}", start, end, f"write {right}", right
    return f"this is printed as it stands, not as a {thing}", start, end, "write [words](address)", None


def _in_code(passage: Passage, text: str) -> bool:
    return any(text in token.content for token in walk(passage.tokens()) if token.type == "code_inline")


def _find_rows(passage: Passage) -> Iterator[Finding]:
    raw = {line.strip() for token in passage.tokens() if token.type == "inline" for line in token.content.split("\n")}
    end = -2
    for match in _ROW.finditer(passage.text):
        # Cells of a table are tokens of their own: a whole row is one only where no table came of it.
        begins, end = match.start() > end + 1, match.end()
        row = match[0].strip()
        if begins and row in raw and row.count("|") > 2:
            dashes = "|" + "---|" * (row.count("|") - 1)
            start = match.start() + match[0].index("|")
            message = "these rows are printed as they stand, not as a table"
            yield Finding(passage.path, message, start, start + len(row), f"write a line {dashes} under the first row")


def find_texts_too_deep(subject: Subject) -> Iterator[Finding]:
    """Lists have nineteen levels at most, quotations inside one another thirty-nine.

    Why: what is nested more deeply is left out of every document, and what follows it too; nobody could
    tell the level of it on a page.

    Source: notegen; the Editorial Manual has three levels of lists.

    Bad:
        sections: [{text: ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> Deep."}]

    Good:
        sections: [{text: "> Not so deep."}]
    """
    for passage in subject.passages:
        token = find_too_deep(passage.tokens()) if passage.blocks else None
        if token is not None and token.map is not None:
            lines = passage.text.split("\n")
            start = sum(len(line) + 1 for line in lines[: token.map[0]])
            line = lines[token.map[0]]
            message = "this is nested too deeply: it is left out, and perhaps what follows it"
            begin = start + len(line) - len(line.lstrip())
            yield Finding(passage.path, message, begin, start + len(line), "write it with fewer levels")


RULES: tuple[Rule[Find], ...] = (
    Rule("raw-markup", Severity.WARNING, find_raw_markup, BOTH),
    Rule("too-many-levels", Severity.ERROR, find_texts_too_deep, BOTH),
)

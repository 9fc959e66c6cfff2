"""Tokens to HTML. Everything that the record says is escaped; only the markup is ours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markupsafe import Markup, escape

from notegen.formats.bonds import bind, keep_together, split_latin
from notegen.formats.lines import longest
from notegen.formats.view import FootnoteView
from notegen.languages.language import Language, find_language
from notegen.records.text import plain

_NOTE = "note-"

_COLUMNS, _GAP = 76, 3
"""Letters that have room side by side in a table on the page, and what the space between two columns takes."""

_PLAIN = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "softbreak": " ",
    "hardbreak": "<br>",
    "language_close": "</span>",
    "inserted_close": "</ins>",
    "deleted_close": "</del>",
    "link_close": "</a>",
    "paragraph_open": "<p>",
    "paragraph_close": "</p>",
    "bullet_list_open": "<ul>",
    "bullet_list_close": "</ul>",
    "ordered_list_close": "</ol>",
    "list_item_open": "<li>",
    "list_item_close": "</li>",
    "blockquote_open": "<blockquote>",
    "blockquote_close": "</blockquote>",
    "table_open": "<table>",
    "table_close": "</table>",
    "thead_open": "<thead>",
    "thead_close": "</thead>",
    "tbody_open": "<tbody>",
    "tbody_close": "</tbody>",
    "tr_open": "<tr>",
    "tr_close": "</tr>",
    "th_close": "</th>",
    "td_close": "</td>",
}

# A table is wider than a telephone: it scrolls in a box of its own, by keyboard too.
_SCROLLING = {
    "table_open": '<div class="scroll" tabindex="0"><table>',
    "table_close": "</table></div>",
}


@dataclass(frozen=True)
class Markdown:
    """Writes tokens as HTML.

    With `floating` the text of a footnote follows its first mark, for CSS to float to the foot of
    the page; otherwise the marks are links to notes that the template puts elsewhere. `picture`
    gives the address of a picture by its name. Every id begins with `prefix`, so that notes can
    stand in one document.
    """

    language: Language
    footnotes: Sequence[FootnoteView]
    floating: bool
    picture: Callable[[str], str]
    prefix: str = ""

    def write(self, tokens: Sequence[Token]) -> Markup:
        """The tokens as HTML, inline or blocks, without white space at the end of a block."""
        return Markup("".join(self._each(tokens)))

    def _each(self, tokens: Sequence[Token]) -> list[str]:
        parts: list[str] = []
        skipping = False
        for i, token in enumerate(tokens):
            if token.type == "inline":
                figure = _figure(token)
                parts.append(self._figure(figure) if figure else self.write(token.children or ()))
            elif token.type == "paragraph_open":
                skipping = token.hidden or _figure(tokens[i + 1]) is not None
                parts.append("" if skipping else "<p>")
            elif token.type == "paragraph_close":
                parts.append("" if skipping or token.hidden else "</p>")
            elif token.type == "table_open" and self.floating and self._is_wide(tokens[i:]):
                parts.append('<table class="wide">')
            else:
                parts.append(self._one(token))
        return parts

    def _one(self, token: Token) -> str:
        if not self.floating and token.type in _SCROLLING:
            return _SCROLLING[token.type]
        if token.type in _PLAIN:
            return _PLAIN[token.type]
        if token.type == "text":
            return self._text(token.content)
        if token.type == "code_inline":
            return f"<code>{escape(token.content)}</code>"
        if token.type == "footnote_mark":
            return self._call(token)
        if token.type == "image":
            return self._image(token)
        if token.type == "link_open":
            return _link(token)
        if token.type in ("inserted_open", "deleted_open"):
            said = getattr(self.language.labels, token.type.removesuffix("_open"))
            return f'<{token.tag} title="{escape(said)}">'
        if token.type == "language_open":
            other = find_language(str(token.attrs["lang"]))
            turned = f' dir="{other.direction}"' if other.direction != self.language.direction else ""
            return f'<span lang="{other.language}"{turned}>'
        if token.type == "ordered_list_open":
            return self._list(int(token.attrs.get("start", 1)))
        if token.type in ("th_open", "td_open"):
            return _cell(token)
        raise AssertionError(f"a token that no text can hold: {token.type}")

    def _is_wide(self, tokens: Sequence[Token]) -> bool:
        """Whether the longest words of the columns of a table, at the head of the tokens, have no room side by side."""
        widest: list[int] = []
        column = 0
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                column = 0
            elif token.type == "inline":
                widest += [0] * (column + 1 - len(widest))
                widest[column] = max(widest[column], longest(bind(_bound(token.children or ()), self.language)))
                column += 1
        return sum(widest) + _GAP * (len(widest) - 1) > _COLUMNS

    def _list(self, start: int) -> str:
        # The engine of the page counts by CSS alone.
        counted = f' style="counter-reset: list-item {start - 1}"' if self.floating else ""
        return "<ol>" if start == 1 else f'<ol start="{start}"{counted}>'

    def _text(self, content: str) -> str:
        if self.language.direction == "ltr":
            return keep_together(str(escape(content)), self.language)
        # Latin words inside a line from right to left keep their own order, and their figures and signs.
        parts = split_latin(content)
        return "".join(
            f'<bdi dir="ltr">{escape(part)}</bdi>' if i % 2 else keep_together(str(escape(part)), self.language)
            for i, part in enumerate(parts)
        )

    def _call(self, token: Token) -> str:
        if not token.meta:
            return ""
        number, mark, call = token.meta["number"], token.meta["mark"], token.meta["call"]
        suffix = f"-{call}" if call > 1 else ""
        name = escape(self.language.labels.footnote.format(mark=mark))
        # On a screen CSS shows the note beside its mark; a reader who hears the page is told the name alone.
        said = f'title="{name}"' if self.floating else f'aria-label="{name}" data-note="{self._words(number)}"'
        link = (
            f'<a class="footnote-call" id="{self.prefix}call-{number}{suffix}" href="#{self.prefix}{_NOTE}{number}"'
            f' role="doc-noteref" {said}>{mark}</a>'
        )
        if not self.floating or call > 1:
            return link
        return f"{link}{self.note(self.footnotes[number - 1])}"

    def _words(self, number: int) -> Markup:
        return escape(plain(self.footnotes[number - 1].text))

    def note(self, footnote: FootnoteView) -> Markup:
        """The text of a footnote with its number, which leads back to the mark."""
        labels = self.language.labels
        back = f"{labels.footnote.format(mark=footnote.mark)}{self.language.lists.colon}{labels.back}"
        return Markup(
            f'<span class="footnote" id="{self.prefix}{_NOTE}{footnote.number}">'
            f'<a class="footnote-number" href="#{self.prefix}call-{footnote.number}" title="{escape(back)}">'
            f"{footnote.mark}</a> {self.write(footnote.text)}</span>"
        )

    def _figure(self, token: Token) -> str:
        title = token.attrs.get("title")
        caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
        return f"<figure>{self._image(token)}{caption}</figure>"

    def _image(self, token: Token) -> str:
        return f'<img src="{escape(self.picture(str(token.attrs["src"])))}" alt="{escape(token.content)}">'


def find_number(identifier: str) -> int:
    """The number of a footnote, in the order of the page, by the id that its element has."""
    return int(identifier.rpartition(_NOTE)[2])


def _figure(token: Token) -> Token | None:
    """The picture of a paragraph that holds nothing else."""
    children = token.children or []
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _bound(tokens: Sequence[Token]) -> str:
    """The words in which no line ends: all but addresses."""
    inside, words = 0, []
    for token in tokens:
        if token.type in ("link_open", "link_close") and token.markup in ("linkify", "autolink"):
            inside += token.nesting
        elif not inside:
            words.append(plain([token]) if token.type in ("text", "code_inline") else " ")
    return "".join(words)


def _link(token: Token) -> str:
    address = ' class="address" dir="ltr"' if token.markup in ("linkify", "autolink") else ""
    return f'<a{address} href="{escape(str(token.attrs["href"]))}">'


def _cell(token: Token) -> str:
    scope = ' scope="col"' if token.tag == "th" else ""
    style = str(token.attrs.get("style", ""))
    side = style.removeprefix("text-align:")
    return f'<{token.tag}{scope} class="{side}">' if side in ("left", "center", "right") else f"<{token.tag}{scope}>"

"""Running text put together from tokens: lists, patterns with names in them, words of another language."""

from collections.abc import Sequence
from string import Formatter

from markdown_it.token import Token

from notegen.languages.language import Language, find_language
from notegen.languages.typography import typeset
from notegen.records.text import Tokens, plain


def text(content: str) -> Tokens:
    """Words alone."""
    return (Token("text", "", 0, content=content),) if content else ()


def between(parts: Sequence[Tokens], links: Sequence[str]) -> Tokens:
    """The parts with a link after each but the last."""
    joined: Tokens = parts[0] if parts else ()
    for link, part in zip(links, parts[1:], strict=True):
        joined = (*joined, *text(link), *part)
    return joined


def join(parts: Sequence[Tokens], language: Language) -> Tokens:
    """The parts as the language lists them: "A, B and C"."""
    return between(parts, language.links([plain(part) for part in parts]))


def fill(pattern: str, **fields: Tokens) -> Tokens:
    """The pattern of a language, such as "{name} ({acronym})", with tokens in its fields."""
    filled: Tokens = ()
    for words, field, _, _ in Formatter().parse(pattern):
        filled = (*filled, *text(words), *(fields[field] if field else ()))
    return filled


def foreign(tokens: Tokens, language: str) -> Tokens:
    """The tokens as words of another language than the note's."""
    opening, closing = Token("language_open", "span", 1), Token("language_close", "span", -1)
    opening.attrs["lang"] = language
    return (opening, *tokens, closing)


def phrase(content: str, language: str, words: Language) -> Tokens:
    """The words in the typography of their language, marked where that is another than the page's."""
    tokens = set_type(text(content), find_language(language))
    return tokens if language == words.language else foreign(tokens, language)


def set_type(tokens: Tokens, language: Language) -> Tokens:
    """The tokens with quotation marks, apostrophes and spaces of the language, each paragraph for itself.

    A mark of a footnote follows its word at once: at a space a line might end before it.
    """
    if any(token.type == "inline" for token in tokens):
        return tuple(
            token.copy(children=list(set_type(tuple(token.children), language))) if token.children else token
            for token in tokens
        )
    texts, literal, at = [], 0, []
    for i, token in enumerate(tokens):
        if token.type in ("link_open", "link_close") and token.markup in ("linkify", "autolink"):
            literal += token.nesting
        if token.type == "text":
            texts.append(None if literal else token.content)
            at.append(i)
        elif token.type in ("code_inline", "image", "softbreak", "hardbreak"):
            texts.append(" " if token.type.endswith("break") else None)
            at.append(-1)
    found = list(tokens)
    for i, before, after in zip(at, texts, typeset(texts, language), strict=True):
        if i >= 0 and after is not None and after != before:
            found[i] = tokens[i].copy(content=after)
    return _close_up(found)


def _close_up(tokens: Sequence[Token]) -> Tokens:
    kept: list[Token] = []
    for token in tokens:
        if token.type == "footnote_mark" and kept and kept[-1].type in ("text", "softbreak"):
            space = kept.pop()
            words = space.content.rstrip(" ")
            apart = words.endswith(",") or (not words and kept and kept[-1].type == "footnote_mark")
            if apart:  # two marks, which would read as one number
                kept.append(space)
            elif words:
                kept.append(space.copy(content=words))
        kept.append(token)
    return tuple(kept)

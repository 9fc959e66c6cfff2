"""What is wrong with text that is not YAML, in notegen's words, at the place where a person has to mend it."""

import re
from typing import Any

import yaml

from notegen.diagnostics import Diagnostic, Place, Source, Span
from notegen.indentation import explain_columns

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C, where there is one, is ten times as fast."""

_BACKSLASH = "write two backslashes for one, or use single quotes"

# The parser's own words for what people get wrong most, whole sentences only, and ours for them.
_SYNTAX = {
    "mapping values are not allowed in this context": (
        "a colon with a space after it starts a new key here",
        "put text that holds a colon in quotes, or on the next line after >-",
    ),
    "did not find expected key": (
        "a key is expected here",
        "see that the lines above close their quotes and brackets, and line up with this one",
    ),
    "did not find expected '-' indicator": (
        "an entry of a list is expected here",
        "begin every entry with a dash, all in the same column",
    ),
    "could not find expected ':'": (
        "a key without a colon",
        "write key: value; a text over several lines follows after >- and is indented",
    ),
    "did not find expected alphabetic or numeric character": (
        "a value cannot begin with an asterisk or an ampersand",
        "begin the entries of a list with a dash, and put other text in quotes",
    ),
    "block sequence entries are not allowed in this context": (
        "a dash begins an entry of a list here",
        "begin the list on the next line, or put the text in quotes",
    ),
    "mapping keys are not allowed in this context": (
        "a question mark with a space after it begins a key here",
        "put the text in quotes",
    ),
    "found unknown escape character": ("a backslash before a letter that has no meaning with it", _BACKSLASH),
    "did not find expected hexdecimal number": ("a backslash without the number of a character", _BACKSLASH),
    "found invalid Unicode character escape code": ("a backslash with the number of no character", _BACKSLASH),
    "did not find expected <document start>": (
        "the record ends before this",
        "see that brackets and braces are in pairs",
    ),
    "did not find expected comment or line break": (
        "the text begins on the line after > or |",
        "leave the rest of this line empty",
    ),
    "found unexpected document indicator": ("the quotes are not closed", "close them with the same quotation mark"),
    "found unexpected end of stream": ("the quotes are not closed", "close them with the same quotation mark"),
    "did not find expected node content": (
        "a value is expected here",
        "write one, and see that brackets and braces are in pairs",
    ),
    "did not find expected ',' or ']'": ("the list in brackets is not closed", "write [a, b]"),
    "did not find expected ',' or '}'": (
        "the mapping in braces is not closed",
        "write {key: value}, and text that holds a colon in quotes",
    ),
}

_NO_VALUE = "did not find expected node content"
_NO_COLON = "could not find expected ':'"
_SURPRISED = (
    "did not find expected key",
    "did not find expected '-' indicator",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
    "mapping values are not allowed in this context",
    "did not find expected <document start>",
)
"""What the parser says where a value ended before its time."""
_OPEN_QUOTES = ("found unexpected document indicator", "found unexpected end of stream")
_OPEN_BRACKETS = {
    "did not find expected ',' or ']'": "[",
    "did not find expected ',' or '}'": "{",
}
_BRACKETS = {"[": ("list in brackets", "]"), "{": ("mapping in braces", "}")}
_ODD_SPACE = re.compile(r"[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]")
_CURLY = re.compile(r"(?:^\s*|[:,\[{-]\s+)([\u201c\u201d\u201e\u2018\u2019\u201a\u00ab])")
_CLOSING = re.compile(r"[\u201c\u201d\u2018\u2019\u00bb]")
_SIGNS = ("@", "`", "%", "*", "&", "!")


def explain(source: Source, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The error of the parser as a diagnostic, where the mistake is, which may be before where it shows."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.index if mark else 0, len(source.text))
    # What the parser was in the middle of, such as a list in brackets, began here.
    begun = min(error.context_mark.index, at) if error.context_mark else at
    problem = str(error.problem)
    told = (
        explain_space(source, begun if problem == _NO_COLON else at)
        or _explain_quotes(source, problem, at, begun)
        or _explain_brackets(source, problem, at, begun)
        or explain_columns(source, begun if problem == _NO_COLON else at)
    )
    return told or _explain_problem(source, problem, begun if problem == _NO_COLON else at)


def _explain_problem(source: Source, problem: str, at: int) -> Diagnostic:
    """By the whole sentence of the parser, or by what stands at its place."""
    message, hint = _SYNTAX.get(problem, (f"this is not YAML: {problem}", None))
    sign = source.text[at : at + 1]
    if sign == "\t":
        message, hint = "a tab where spaces are expected", "indent with spaces"
    elif sign and sign in _SIGNS and problem not in _SYNTAX:
        message, hint = f"a value cannot begin with {sign}", "put the value in quotes"
    return _tell(source, at, at + 1, message, hint)


def explain_space(source: Source, at: int) -> Diagnostic | None:
    """A space in the indent of a line that only looks like one."""
    start = source.text.rfind("\n", 0, at) + 1
    line = source.text[start:].split("\n", 1)[0]
    match = _ODD_SPACE.search(line[: len(line) - len(line.lstrip())])
    if match is None:
        return None
    message = f"this line is indented with a space that is no ordinary one (U+{ord(match[0]):04X})"
    return _tell(
        source, start + match.start(), start + match.end(), message, "delete it, and indent with the space bar"
    )


def _explain_quotes(source: Source, problem: str, at: int, begun: int) -> Diagnostic | None:
    """Quotes that do not close, close too late or too soon, or are none for YAML."""
    text = source.text
    if problem in _OPEN_QUOTES:
        hint = f"close them with {text[begun]} where the text ends"
        return _tell(source, begun, _end_of_line(text, begun), "the quotes that open here are not closed", hint)
    if problem not in _SURPRISED:
        return None
    last = _find_last_value(text, at)
    if last is None:
        return _explain_curly(source, at)
    start, end, sign = last
    if sign in "'\"" and "\n" in text[start:end]:
        message = f"the quotes that open here close only in line {source.position(end)[0]}"
        return _tell(source, start, _end_of_line(text, start), message, f"close them with {sign} where the text ends")
    if sign == "'" and text[end : end + 1].isalnum():
        hint = "write two apostrophes for one, or put the text in double quotes"
        return _tell(source, end - 1, end, "this apostrophe ends the text in single quotes", hint)
    return _explain_rest(source, start, end, at)


def _explain_rest(source: Source, start: int, end: int, at: int) -> Diagnostic | None:
    """Text behind the quotes or brackets that a value was thought to end with."""
    text = source.text
    rest = text[at : _end_of_line(text, at)].rstrip()
    if text[end:at].strip(" ") or not rest:
        return None
    if rest[0] in "]}":
        return _tell(source, at, at + 1, "there is a bracket too many", "see that brackets and braces are in pairs")
    whole = text[start:at] + rest
    bracketed = text[start] in "[{"
    quote = next((sign for sign in ('"' if bracketed else "'", "'", '"') if sign not in whole), "")
    hint = (
        f"put the whole text in quotes: {quote}{whole}{quote}"
        if quote
        else "put the whole text after >- in the next line"
    )
    message = f"the text goes on after the {'bracket' if bracketed else 'quotes'}"
    return _tell(source, at, at + len(rest), message, hint)


def _explain_curly(source: Source, at: int) -> Diagnostic | None:
    """Quotes of a word processor, which hold nothing together in YAML."""
    start = source.text.rfind("\n", 0, at) + 1
    line = source.text[start : _end_of_line(source.text, at)]
    match = _CURLY.search(line, 0, at - start)
    if match is None:
        return None
    closing = _CLOSING.search(line, match.end())
    inner = line[match.end() : closing.start() if closing else len(line)].strip()
    hint = "write straight quotes around the text" if '"' in inner or "\\" in inner else f'write "{inner}"'
    opening = start + match.start(1)
    return _tell(source, opening, opening + 1, f"the quotes of YAML are straight, {match[1]} is none of them", hint)


def _explain_brackets(source: Source, problem: str, at: int, begun: int) -> Diagnostic | None:
    """A bracket that is not closed in its line, or has nothing behind it."""
    text = source.text
    if problem == _NO_VALUE and at >= len(text.rstrip()) and (opened := _find_open_brackets(text)):
        begun = opened[-1]
        sign = text[begun]
    else:
        sign = _OPEN_BRACKETS.get(problem, "")
    end = _end_of_line(text, begun)
    if not sign or (at <= end and at < len(text.rstrip())):
        return None
    kind, closing = _BRACKETS[sign]
    written = text[begun:end].rstrip(" ,")
    whole = len(written) < 60 and not written.endswith(":")
    hint = f"close it with {closing}" + (f": {written}{closing}" if whole else "")
    return _tell(source, begun, begun + len(written), f"the {kind} that opens here is not closed", hint)


def _find_last_value(text: str, at: int) -> tuple[int, int, str] | None:
    """Start, end and sign of the quotes or brackets that closed last before a place, in the same line."""
    opened: list[int] = []
    last: tuple[int, int, str] | None = None
    # Tokens are Any: types-PyYAML does not know what each kind of them carries.
    tokens: Any = yaml.scan(text, Loader=PARSER)
    try:
        for token in tokens:
            start, end = token.start_mark.index, token.end_mark.index
            if start >= at:
                break
            if isinstance(token, yaml.ScalarToken):
                last = (start, end, str(token.style)) if token.style in ("'", '"') else None
            elif isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
                opened.append(start)
            elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
                last = (opened.pop(), end, text[end - 1]) if opened else None
    except yaml.YAMLError:
        pass
    return last if last and "\n" not in text[last[1] : at] else None


def _find_open_brackets(text: str) -> list[int]:
    """Where the brackets and braces begin that are still open at the end."""
    opened: list[int] = []
    # Tokens are Any: types-PyYAML does not know what each kind of them carries.
    tokens: Any = yaml.scan(text, Loader=PARSER)
    for token in tokens:
        if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
            opened.append(token.start_mark.index)
        elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
            opened = opened[:-1]
    return opened


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _tell(source: Source, start: int, end: int, message: str, hint: str | None) -> Diagnostic:
    return Diagnostic("syntax", message, place=Place(source, Span(start, max(end, start + 1))), hint=hint)

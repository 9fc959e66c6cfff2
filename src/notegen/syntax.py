"""What is wrong with text that is not YAML, in notegen's words."""

import yaml

from notegen.diagnostics import Diagnostic, Place, Source, Span

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
    "did not find expected ',' or ']'": ("the list in brackets is not closed", "write [a, b]"),
    "did not find expected ',' or '}'": (
        "the mapping in braces is not closed",
        "write {key: value}, and text that holds a colon in quotes",
    ),
}


def explain(source: Source, error: yaml.MarkedYAMLError) -> Diagnostic:
    """The error of the parser as a diagnostic: by its whole sentence, or by what stands at its place."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.index if mark else 0, len(source.text))
    problem = str(error.problem)
    message, hint = _SYNTAX.get(problem, (f"this is not YAML: {problem}", None))
    if source.text[at : at + 1] == "\t":
        message, hint = "a tab where spaces are expected", "indent with spaces"
    elif source.text[at : at + 1] in ("@", "`", "%", "*", "&", "!") and problem not in _SYNTAX:
        message = f"a value cannot begin with {source.text[at]}"
        hint = "put the value in quotes"
    return Diagnostic("syntax", message, place=Place(source, Span(at, at + 1)), hint=hint)

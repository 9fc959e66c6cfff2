"""YAML text to plain data, with the place of every key and value.

Every scalar stays its own text (`NO` is Norway, `010` keeps its nought): the model's field types
decide what it means. Only an empty value, `~` and `null` say "not given". Works on the events of the
parser, not on composed nodes, so that depth and size are bounded before anything grows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from notegen.diagnostics import MAX_PROBLEMS, Diagnostic, Path, Place, Source, Span, more_problems
from notegen.intake import recognize
from notegen.syntax import PARSER, explain, explain_space
from notegen.tree import Data, Tree, Value

MAX_BYTES = 250_000
"""Of a text: a hundred printed pages, and as much as Markdown reads within a second."""
MAX_DEPTH = 40
MAX_VALUES = 50_000

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NULL = re.compile(r"~|null|Null|NULL|")
_STRING_TAG = "tag:yaml.org,2002:str"


def decode(content: bytes, name: str) -> tuple[Source, list[Diagnostic]]:
    """The bytes as text; what cannot be text is a diagnostic at the first wrong byte."""
    if known := recognize(content, name):
        what, hint = known
        source = Source(name, "")
        return source, [
            Diagnostic("not-text", f"this is {what}, and no record", place=Place(source, Span(0, 0)), hint=hint)
        ]
    if len(content) > MAX_BYTES:
        source = Source(name, "")
        message = f"the file has more than {MAX_BYTES:,} bytes, and no record has"
        hint = "pictures and annexes are files of their own"
        return source, [Diagnostic("too-large", message, place=Place(source, Span(0, 0)), hint=hint)]
    try:
        return Source(name, content.decode("utf-8-sig").replace("\r\n", "\n")), []
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", "replace")
        source = Source(name, text)
        at = len(content[: error.start].decode("utf-8", "replace"))
        utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        hint = "save the file as UTF-8" + (" (it looks like UTF-16)" if utf16 else "")
        message = f"byte {error.start + 1:,} is not UTF-8"
        return source, [Diagnostic("not-utf-8", message, place=Place(source, Span(at, at + 1)), hint=hint)]


def read(source: Source) -> Tree:
    """The text as data; `data` is None where nothing could be made of it, and a diagnostic says why."""
    problems = list(_check_characters(source))
    if not problems:
        try:
            root = _Composer(source, problems).compose()
        except _Stop as stop:
            problems.append(stop.diagnostic)
        except yaml.MarkedYAMLError as error:
            problems.append(explain(source, error))
        else:
            return _Expansion(source, problems).tree(root)
    return Tree(source, None, {}, {}, tuple(problems))


class _Stop(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


def _stop(source: Source, code: str, message: str, span: Span, hint: str | None = None) -> _Stop:
    return _Stop(Diagnostic(code, message, place=Place(source, span), hint=hint))


def _check_characters(source: Source) -> Iterator[Diagnostic]:
    for count, match in enumerate(FORBIDDEN.finditer(source.text)):
        if count == 20:
            return
        yield _forbidden(Place(source, Span(match.start(), match.end())), match[0])


def _forbidden(place: Place, character: str, path: Path = ()) -> Diagnostic:
    message = f"the character U+{ord(character):04X} cannot stand in a record"
    return Diagnostic("control-character", message, path=path, place=place, hint="delete it")


@dataclass
class _Composer:
    """Events to a tree of values; anchors are resolved, so a value may be shared."""

    source: Source
    problems: list[Diagnostic]
    anchors: dict[str, Value | None] = field(default_factory=dict)
    count: int = 0

    def compose(self) -> Value | None:
        # Events are Any below: types-PyYAML does not know what each kind of them carries.
        events: Iterator[Any] = iter(yaml.parse(self.source.text, Loader=PARSER))
        root: Value | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self._stop("many-documents", "a second document begins here", event, "one file, one record")
                root = self._value(next(events), events, 0)
        return root

    def _stop(self, code: str, message: str, event: Any, hint: str | None = None) -> _Stop:
        return _stop(self.source, code, message, _span(event), hint)

    def _value(self, event: Any, events: Iterator[Any], depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise self._stop("too-deep", f"nested more than {MAX_DEPTH} levels", event)
        if isinstance(event, yaml.AliasEvent):
            shared = self.anchors.get(str(event.anchor))
            if shared is None:
                raise self._stop("bad-alias", f'no finished anchor "{event.anchor}"', event, "write the text itself")
            return replace(shared, span=_span(event))
        self.count += 1
        if self.count > MAX_VALUES:
            raise self._stop("too-many-values", f"more than {MAX_VALUES:,} values", event)
        tag = event.tag
        if tag not in (None, "!", _STRING_TAG):
            raise self._stop("tag", f'a record has no tags such as "{tag}"', event, "leave the tag out")
        anchor = event.anchor
        if anchor:
            self.anchors[anchor] = None
        value = self._content(event, events, depth)
        if anchor:
            self.anchors[anchor] = value
        return value

    def _content(self, event: Any, events: Iterator[Any], depth: int) -> Value:
        if isinstance(event, yaml.ScalarEvent):
            style = event.style if event.style in ("'", '"', "|", ">") else ""
            missing = not style and event.tag is None and _NULL.fullmatch(event.value)
            return Value(_span(event), style, None if missing else event.value)
        mapping = isinstance(event, yaml.MappingStartEvent)
        closing = yaml.MappingEndEvent if mapping else yaml.SequenceEndEvent
        items: list[Value] = []
        last: Any
        while not isinstance(last := next(events), closing):
            items.append(self._value(last, events, depth + 1))
        begin = event.start_mark.index
        end: int = items[-1].span.end if items and not event.flow_style else _span(last).end
        span = Span(begin, max(end, begin))
        content = tuple(zip(items[::2], items[1::2], strict=True)) if mapping else tuple(items)
        return Value(span, "", content, mapping)


def _span(event: Any) -> Span:
    return Span(event.start_mark.index, max(event.end_mark.index, event.start_mark.index))


@dataclass
class _Expansion:
    """Values to plain data; shared values are written out, up to a bound."""

    source: Source
    problems: list[Diagnostic]
    values: dict[Path, Value] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)
    length: int = 0

    def tree(self, root: Value | None) -> Tree:
        try:
            data = self._expand(root, ()) if root else None
        except _Stop as stop:
            self.problems.append(stop.diagnostic)
            data = None
        if data is None and not self.problems:
            place = Place(self.source, Span(0, 0))
            hint = "notegen new PATH writes a record to start from"
            self.problems.append(Diagnostic("empty", "there is nothing in this file", place=place, hint=hint))
        return Tree(self.source, data, self.values, self.keys, tuple(self.problems))

    def _expand(self, value: Value, path: Path) -> Data:
        self.values[path] = value
        self._check_size(value, path)
        content = value.content
        if content is None:
            return None
        if isinstance(content, str):
            self._check_text(content, value, path)
            return FORBIDDEN.sub("\ufffd", content)
        if not value.mapping:
            return [self._expand(item, (*path, i)) for i, item in enumerate(content)]  # type: ignore[arg-type]
        return self._mapping(content, path)  # type: ignore[arg-type]

    def _check_size(self, value: Value, path: Path) -> None:
        self.length += len(value.content) if isinstance(value.content, str) else 0
        if len(path) > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels (aliases written out)"
            raise _stop(self.source, "too-deep", message, value.span)
        if len(self.values) > MAX_VALUES:
            message = f"more than {MAX_VALUES:,} values (aliases written out)"
            raise _stop(self.source, "too-many-values", message, value.span)
        if self.length > MAX_BYTES:
            message = f"more than {MAX_BYTES:,} characters (aliases written out)"
            raise _stop(self.source, "too-large", message, value.span)

    def _mapping(self, content: tuple[tuple[Value, Value], ...], path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, item in content:
            name = key.content
            if not isinstance(name, str):
                self._report("bad-key", "a key is a word", key.span, path)
                continue
            if name[:1].isspace() and (odd := explain_space(self.source, key.span.start + 1)):
                raise _Stop(odd)
            child = (*path, name)
            self._check_text(name, key, child)
            if child in self.keys:
                line, _ = self.source.position(self.keys[child].start)
                self._report(
                    "duplicate-key", f'the key "{name}" stands here again (first in line {line})', key.span, child
                )
                continue
            self.keys[child] = key.span
            expanded = self._expand(item, child)
            if expanded is not None:
                data[name] = expanded
        return data

    def _check_text(self, content: str, value: Value, path: Path) -> None:
        # The text itself was checked; only an escape in double quotes can still bring one in.
        if value.style == '"' and (match := FORBIDDEN.search(content)):
            self._add(_forbidden(Place(self.source, value.span), match[0], path))

    def _report(self, code: str, message: str, span: Span, path: Path) -> None:
        self._add(Diagnostic(code, message, path=path, place=Place(self.source, span)))

    def _add(self, problem: Diagnostic) -> None:
        if len(self.problems) <= MAX_PROBLEMS:
            self.problems.append(more_problems(problem) if len(self.problems) == MAX_PROBLEMS else problem)

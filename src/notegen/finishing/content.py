"""The text that the pages of a PDF paint, by marked-content number, read through the fonts' own tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_MAPPINGS = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKENS = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MAX_DEPTH = 12
_MAX_CONTENT = 20_000_000
"""What the content of one page may hold, in bytes; each of its instructions takes a hundred times as much."""
_MAX_FORMS = 20_000
_MAX_CODES = 0x10000
# ISO 32000-1, annex A; `INLINE IMAGE` is what pikepdf makes of three of them.
_OPERATOR = re.compile(
    r"b\*?|B[*T]?|B[IX]|[BE]MC|BDC|c|cm|CS|cs|d[01]?|D[oP]|E[ITX]|f\*?|F|[GghiJjKklMmnQqSsvwWy]|gs|ID|MP|re|RG|rg|ri"
    r"|SCN?|scn?|sh|T[*cdDfjJLmrswz]|W\*|['\"]|INLINE IMAGE"
)


@dataclass(slots=True)
class PageText:
    """The text of one page: of every marked-content number, of every artifact, and of neither.

    `forms` is how often content was painted: the page's own, and that of every form in it. `inner` has the marked
    content of forms that number their own (ISO 32000-1, 14.7.4.3), by the objects that they are. `faults` counts what
    readers pass over: operators that there are not, resources that are not there, tables of characters that are broken.
    """

    marked: dict[int, str] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)
    loose: str = ""
    forms: int = 0
    inner: dict[tuple[int, int], dict[int, str]] = field(default_factory=dict)
    faults: int = 0
    fonts: "dict[tuple[int, int], _Font]" = field(default_factory=dict, repr=False, compare=False)


@dataclass(slots=True)
class _Sequence:
    """An open marked-content sequence; `words`, when given, stand for all that is painted in it."""

    number: int | None
    artifact: bool
    words: str | None = None
    text: str = ""


def read_page(page: pikepdf.Page) -> PageText:
    """What a page paints as text, in painting order."""
    found = PageText()
    _read(page, page.obj.get("/Resources", pikepdf.Dictionary()), found, [], 0)
    found.artifacts = [text for text in found.artifacts if text]
    return found


def _read(content: Any, resources: Any, found: PageText, opened: list[_Sequence], depth: int) -> None:
    _check_bounds(content, found, depth)
    font: _Font | None = None
    before = len(opened)
    for instruction in pikepdf.parse_content_stream(content):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BDC" | "BMC":
                opened.append(_open(operands, resources, found))
            case "EMC" if opened:
                _close(opened.pop(), found, opened)
            case "Tf":
                font = _find_font(resources, operands, found)
            case "Tj" | "'" | '"' if font is not None:
                _say(font.decode(bytes(operands[-1])), found, opened)
            case "TJ" if font is not None:
                for item in operands[0]:
                    if isinstance(item, pikepdf.String):
                        _say(font.decode(bytes(item)), found, opened)
            case "Do":
                form = _look_up(resources, "/XObject", operands, found)
                if form is not None and form.get("/Subtype") == "/Form":
                    _read_form(form, resources, found, opened, depth)
            case operator if not _OPERATOR.fullmatch(operator):
                found.faults += 1
    found.faults += len(opened) - before


def _look_up(resources: Any, kind: str, operands: Any, found: PageText) -> Any:
    """A resource by the name that the last operand is; None, and a fault, where there is none."""
    name = operands[-1] if len(operands) else None
    held = resources.get(kind, pikepdf.Dictionary())
    resource = held.get(name) if isinstance(name, pikepdf.Name) else None
    if not isinstance(resource, pikepdf.Dictionary | pikepdf.Stream):
        found.faults += 1
        return None
    return resource


def _find_font(resources: Any, operands: Any, found: PageText) -> "_Font | None":
    font = _look_up(resources, "/Font", operands[:1], found)
    if font is None:
        return None
    known = found.fonts.get(font.objgen) if font.is_indirect else None
    if known is None:
        known = found.fonts[font.objgen] = _Font(font, found)
    return known


def _read_form(form: Any, resources: Any, found: PageText, opened: list[_Sequence], depth: int) -> None:
    own = form.get("/Resources", resources)
    if "/StructParents" not in form:
        _read(form, own, found, opened, depth + 1)
        return
    inside = PageText(forms=found.forms, fonts=found.fonts)
    _read(form, own, inside, [], depth + 1)
    found.inner |= {form.objgen: inside.marked, **inside.inner}
    found.artifacts += inside.artifacts
    found.loose += inside.loose
    found.forms = inside.forms
    found.faults += inside.faults


def _check_bounds(content: Any, found: PageText, depth: int) -> None:
    found.forms += 1
    if depth > _MAX_DEPTH or found.forms > _MAX_FORMS:
        raise ValueError("forms within forms without end")
    if _measure(content) > _MAX_CONTENT:
        raise ValueError(f"the content of a page has more than {_MAX_CONTENT // 1_000_000} MB")


def _measure(content: Any) -> int:
    """The bytes of a page's or a form's content."""
    parts = content_streams(content) if isinstance(content, pikepdf.Page) else [content]
    return sum(len(part.read_bytes()) for part in parts)


def content_streams(page: pikepdf.Page) -> list[Any]:
    """The streams that paint a page, in their order."""
    streams: Any = page.obj.get("/Contents")
    if streams is None:
        return []
    return list(streams) if isinstance(streams, pikepdf.Array) else [streams]


def _open(operands: Any, resources: Any, found: PageText) -> _Sequence:
    properties = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
    if isinstance(properties, pikepdf.Name):
        properties = _look_up(resources, "/Properties", operands, found)
    if not isinstance(properties, pikepdf.Dictionary):
        properties = pikepdf.Dictionary()
    number = properties.get("/MCID")
    words = properties.get("/ActualText")
    artifact = len(operands) > 0 and operands[0] == "/Artifact"
    return _Sequence(number if isinstance(number, int) else None, artifact, None if words is None else str(words))


def _close(sequence: _Sequence, found: PageText, opened: list[_Sequence]) -> None:
    text = sequence.text if sequence.words is None else sequence.words
    if sequence.artifact:
        found.artifacts.append(text)
    elif sequence.number is not None:
        found.marked[sequence.number] = found.marked.get(sequence.number, "") + text
    else:
        _say(text, found, opened)


def _say(text: str, found: PageText, opened: list[_Sequence]) -> None:
    if opened:
        opened[-1].text += text
    else:
        found.loose += text


class _Font:
    """Turns the bytes of a shown string into characters."""

    def __init__(self, font: Any, found: PageText) -> None:
        self._width = 2 if font.get("/Subtype") == "/Type0" else 1
        table = font.get("/ToUnicode")
        self._table: dict[int, str] = {}
        try:
            self._table = dict(_mappings(table.read_bytes())) if isinstance(table, pikepdf.Stream) else {}
        except (ValueError, LookupError, TypeError):
            found.faults += 1

    def decode(self, shown: bytes) -> str:
        """The characters; one that the font's table does not tell is U+FFFD, or itself in a simple font."""
        codes = (shown[place : place + self._width] for place in range(0, len(shown), self._width))
        return "".join(self._table.get(int.from_bytes(code, "big")) or self._unknown(code) for code in codes)

    def _unknown(self, code: bytes) -> str:
        return code.decode("cp1252", errors="replace") if self._width == 1 and not self._table else "\ufffd"


def _mappings(table: bytes) -> Iterator[tuple[int, str]]:
    """Code and characters from a ToUnicode table (ISO 32000-1, 9.10.3)."""
    for kind, body in _MAPPINGS.findall(table):
        items = _items(body)
        if kind == b"bfchar":
            yield from ((int(code, 16), _characters(text)) for code, text in zip(items, items, strict=False))
            continue
        for first, last, start in zip(items, items, items, strict=False):
            for place, code in enumerate(range(int(first, 16), min(int(last, 16), int(first, 16) + _MAX_CODES) + 1)):
                if isinstance(start, list):
                    yield code, _characters(start[place])
                else:
                    text = _characters(start)
                    yield code, text[:-1] + chr(ord(text[-1]) + place)


def _items(body: bytes) -> Iterator[Any]:
    """The hexadecimal strings of a table, those between brackets as a list."""
    inner: list[bytes] | None = None
    for text, opening, closing in _TOKENS.findall(body):
        if opening:
            inner = []
        elif closing:
            yield inner or []
            inner = None
        elif inner is not None:
            inner.append(text)
        else:
            yield text


def _characters(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be", errors="replace")

"""SVG drawings: well formed, of a size, and with the values that engines work with.

Engines leave a drawing out, or stop, where a value is none. So what they read as numbers is looked at before.
"""

import re
from collections.abc import Mapping
from xml.parsers import expat

from notegen.pictures.bounds import PictureProblem

SVG = b"<svg"
"""What stands near the beginning of a drawing."""

_NAMESPACE = "http://www.w3.org/2000/svg"
_MAX_SIDE = 20_000  # CSS pixels
_MAX_DEPTH = 100
# Every <use> may repeat what another one repeats: few of them cannot make a million shapes.
_MAX_USES = 24

_N = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?"
_GAP = r"(?:\s*,\s*|\s+)"
_UNITS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16, "ex": 8, "%": 0}
_LENGTH = re.compile(rf"\s*({_N})({'|'.join(_UNITS)})\s*")
_BOX = re.compile(rf"\s*{_N}{_GAP}{_N}{_GAP}({_N}){_GAP}({_N})\s*")
_NUMBER = re.compile(rf"\s*(?:{_N}%?|inherit)\s*")
_NUMBERS = ("opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "stroke-miterlimit")
_TRANSFORMS = ("transform", "gradientTransform")
_EMPTY = re.compile(r"\(\s*\)")
_PLAIN_TAGS = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "clippath",
        "lineargradient",
        "radialgradient",
        "stop",
    ]
)
_SHOWN = 40  # characters of what is strange in a drawing
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<\s*([A-Za-z][\w:.-]*)")
_DECLARED = re.compile(r"<!(?!--)\w*|<\?(?!xml )[\w-]*")
_ACTIVE = re.compile(
    r"\son\w+\s*=|href\s*=\s*['\"]?(?!['\"]?#)[^'\"\s>]*"
    r"|url\(\s*['\"]?(?!#)[^)]*\)?|@import|style\s*=\s*['\"][^'\"]*var\(",
    re.IGNORECASE,
)
_HINT = "export it again, as plain SVG or as PNG"


def measure_svg(content: bytes) -> tuple[int, int]:
    """Width and height of a drawing in CSS pixels, 0 for what it leaves open; raises PictureProblem."""
    if b"<!ENTITY" in content:
        raise PictureProblem("has entities", _HINT)
    if content.count(b"<use") > _MAX_USES:
        raise PictureProblem(f"has more than {_MAX_USES} <use> elements", _HINT)
    root = _read_root(content)
    sides = [_measure_side(key, root[key]) if key in root else 0 for key in ("width", "height")]
    if "viewBox" in root:
        box = _BOX.fullmatch(root["viewBox"])
        if not box or min(map(float, box.groups())) <= 0:
            raise _strange("viewBox", root["viewBox"])
        sides = [side or min(_MAX_SIDE, round(float(part))) for side, part in zip(sides, box.groups(), strict=True)]
    return sides[0], sides[1]


def demand_plain(content: bytes) -> None:
    """Raise PictureProblem for a drawing in which anything but shapes and words stands, or that points elsewhere."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise PictureProblem("is not in UTF-8", _HINT) from None
    # Before the comments go: in a CDATA section or an instruction one can seem to begin.
    declared = _DECLARED.search(text)
    text = "" if declared else _COMMENT.sub("", text)
    strange = sorted({tag.lower() for tag in _TAG.findall(text)} - _PLAIN_TAGS)
    active = declared or _ACTIVE.search(text)
    if strange or active:
        what = f"<{strange[0]}>" if strange else active[0].strip()[:_SHOWN] if active else ""
        raise PictureProblem(f"is not a plain SVG drawing: it has {what}", "export it as plain SVG, or as PNG")


def _read_root(content: bytes) -> Mapping[str, str]:
    """The attributes of <svg>; raises PictureProblem where an element is not as engines need it."""
    roots: list[tuple[str, dict[str, str]]] = []
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise PictureProblem(f"has elements more than {_MAX_DEPTH} deep in one another", _HINT)
        if not roots:
            roots.append((name, attributes))
        _check_values(attributes)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise PictureProblem(f"is broken in line {error.lineno}", _HINT) from None
    name, attributes = roots[0]
    if name != "svg":
        raise PictureProblem(f"is not an SVG drawing but <{name[:20]}>", _HINT)
    if attributes.get("xmlns") != _NAMESPACE:  # a browser shows nothing then
        raise PictureProblem("does not say that it is SVG", f'begin it with <svg xmlns="{_NAMESPACE}"')
    return attributes


def _check_values(attributes: Mapping[str, str]) -> None:
    for key in _NUMBERS:
        if key in attributes and not _NUMBER.fullmatch(attributes[key]):
            raise _strange(key, attributes[key])
    for key in _TRANSFORMS:
        if key in attributes and _EMPTY.search(attributes[key]):
            raise _strange(key, attributes[key])


def _measure_side(key: str, written: str) -> int:
    found = _LENGTH.fullmatch(written)
    size = float(found[1]) * _UNITS[found[2]] if found else 0
    if not found or float(found[1]) <= 0:
        raise _strange(key, written)
    if size > _MAX_SIDE:
        raise PictureProblem(f"is {size:,.0f} pixels in {key}", f"make it smaller; {_MAX_SIDE:,} are the most")
    return round(size)


def _strange(key: str, value: str) -> PictureProblem:
    return PictureProblem(f'has a value that cannot be drawn, {key}="{value[:20]}"', _HINT)

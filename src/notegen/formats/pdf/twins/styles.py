"""Twins for what WeasyPrint asks of styles: computed values, lengths, the height of a line."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# Properties whose computed value needs more than their own cascade (CSS 2, 9.7; CSS Paged Media 3, 8).
_INVOLVED = ("page", "float", "display", "position")


@dataclass(frozen=True, slots=True)
class _Properties:
    """Initial values of properties that are not inherited, those that are, and logical names by direction."""

    initial: Mapping[str, Any]
    inherited: frozenset[str]
    logical: Mapping[str, Mapping[str, str]]


@functools.cache
def _properties(css: Any) -> _Properties:
    logical = {
        name: {inline: function(block="ttb", inline=inline) for inline in ("ltr", "rtl")}
        for name, function in css.PHYSICAL_FUNCTIONS.items()
    }
    plain = {
        name: value
        for name, value in css.INITIAL_VALUES.items()
        if not name.startswith(("__", "text_decoration_")) and name not in _INVOLVED and not css.check_math(value)
    }
    inherited = frozenset(name for name in css.INHERITED if name in plain and name not in logical)
    initial = {
        name: value
        for name, value in plain.items()
        if name not in css.INHERITED and name not in css.INITIAL_NOT_COMPUTED
    }
    return _Properties(initial, inherited, logical)


def compute(css: Any) -> Callable[[Any, str], Any]:
    """Of `ComputedStyle.__missing__`: values that nobody has set, without the steps that matter to the others."""
    original, check_math = css.ComputedStyle.__missing__, css.check_math
    known = _properties(css)
    initial, inherited, logical = known.initial, known.inherited, known.logical

    def find(style: Any, key: str) -> Any:
        cascaded = style.cascaded
        if key not in cascaded:
            if key in initial:
                if key not in logical or logical[key][style["direction"]] not in cascaded:
                    value = style[key] = initial[key]
                    return value
            elif key in inherited and style.parent_style is not None:
                value = style.parent_style[key]
                if not check_math(value):
                    style[key] = value
                    return value
        return original(style, key)

    return find


def compute_anonymous(css: Any) -> Callable[[Any, str], Any]:
    """Of `AnonymousStyle.__missing__`, in the same way."""
    original, initial = css.AnonymousStyle.__missing__, _properties(css).initial

    def find(style: Any, key: str) -> Any:
        if key in initial:
            value = style[key] = initial[key]
            return value
        return original(style, key)

    return find


def measure_strut(line_break: Any) -> Callable[[Any], Any]:
    """Of `strut`: the height of a line of a style, looked up by the style and not by a text made of its font."""
    original = line_break.strut
    known: dict[int, tuple[Any, Any]] = {}

    def strut(style: Any) -> Any:
        entry = known.get(id(style))
        if entry is None:
            entry = known[id(style)] = style, original(style)  # with the style, whose place in memory is its name
        return entry[1]

    return strut


def resolve(weasyprint: Any) -> Callable[[Any, str, Any], None]:
    """Of `resolve_one_percentage`: lengths and percentages; what is neither is the original's."""
    original, dimension = weasyprint.layout.percent.resolve_one_percentage, weasyprint.css.computed_values.Dimension

    def set_length(box: Any, name: str, refer_to: Any) -> None:
        value = box.style[name]
        if value.__class__ is dimension:
            setattr(box, name, refer_to * value.value / 100 if value.unit == "%" else value.value)
        else:
            original(box, name, refer_to)

    return set_length

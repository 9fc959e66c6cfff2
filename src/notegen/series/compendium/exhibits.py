"""The parts of the statistics with their charts: a drawing, the text beside it, and the words that stand for both."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from notegen.languages.language import Language
from notegen.series.compendium.charts import Bar, Palette, draw_bars, lengths
from notegen.series.compendium.tables import Table

_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")


@dataclass(frozen=True, slots=True)
class Line:
    """The text of one bar; its value stands after so many per cent of the width of the drawing."""

    name: str
    value: str
    end: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One part of the statistics; without bars there is no drawing."""

    table: Table
    lines: tuple[Line, ...]
    drawing: str
    alternative: str


def exhibit(table: Table, words: Language, palette: Palette) -> Exhibit:
    """The table with its chart."""
    if not table.bars:
        return Exhibit(table, (), "", "")
    svg = draw_bars(table.bars, palette, leftward=words.direction == "rtl")
    return Exhibit(
        table=table,
        lines=tuple(
            Line(bar.name, _value(bar), f"{100 * length:.2f}")
            for bar, length in zip(table.bars, lengths(table.bars), strict=True)
        ),
        drawing="data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(),
        alternative=_say(table, words),
    )


def _value(bar: Bar) -> str:
    return f"{bar.value}/{bar.whole}" if bar.whole else str(bar.value)


def _say(table: Table, words: Language) -> str:
    """What is heard in place of the chart: its title and every bar with its value."""
    say = words.compendium
    values = words.lists.parts.join(say.value.format(name=bar.name, n=_value(bar)) for bar in table.bars)
    return say.chart.format(title=table.heading, colon=words.lists.colon, values=values)


def read_palette(constants: Mapping[str, str]) -> Palette:
    """The colours of charts as the stylesheets declare them for `:root`: --bar, --whole and --axis."""
    bar, whole, axis = (_resolve(constants, f"var(--{name})") for name in ("bar", "whole", "axis"))
    return Palette(bar, whole, axis)


def _resolve(constants: Mapping[str, str], value: str) -> str:
    for _ in constants:
        found = _VAR.fullmatch(value.strip())
        if found is None:
            break
        value = constants.get(found[1], found[2] or "")
    return value.strip()

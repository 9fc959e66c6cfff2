"""Everything that is wrong with a record: what the reader says, and what the rules find."""

from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from notegen.assets import house_styles
from notegen.diagnostics import Diagnostic, sort
from notegen.records.loader import Reading, read_record
from notegen.records.origin import Origin
from notegen.records.rules import across
from notegen.records.rules.examination import RULES, examine
from notegen.records.rules.rule import Settings


def check(path: str | Path) -> list[Diagnostic]:
    """All that is wrong with a record, in the order of its text; OSError when the file cannot be read."""
    return list(examine_reading(read_record(Path(path))).diagnostics)


def examine_reading(reading: Reading, profile: str | None = None) -> Reading:
    """The reading with what the rules find; it stops nothing, whatever it weighs.

    `profile` stands for that of the series; what a series says of single rules holds all the same.
    """
    if reading.draft is None:
        return reading
    series = reading.draft.origin.series
    settings = Settings(profile, series.rules if series else {}) if profile else None
    found = [*_check_settings(reading.draft.origin), *examine(reading.draft, settings)]
    return replace(reading, diagnostics=tuple(sort([*reading.diagnostics, *found])))


def _check_settings(origin: Origin) -> list[Diagnostic]:
    """Codes in the series' `rules` that no rule has."""
    codes = [*(rule.code for rule in RULES), *(rule.code for rule in across.RULES)]
    problems = []
    for code in origin.series.rules if origin.series else ():
        if code not in codes and origin.series_tree:
            close = get_close_matches(code, codes, n=1)
            hint = f'did you mean "{close[0]}"?' if close else "docs/rules.md lists them"
            place = origin.series_tree.place(("rules", code), key=True)
            message = f'there is no rule "{code}"'
            problems.append(Diagnostic("unknown-rule", message, path=("rules", code), place=place, hint=hint))
    return [*problems, *_check_style(origin)]


def _check_style(origin: Origin) -> list[Diagnostic]:
    """A style of the series that neither it nor notegen has."""
    styles = house_styles(origin.series_folder)
    if origin.series is None or origin.series_tree is None or origin.series.style in styles:
        return []
    close = get_close_matches(origin.series.style, styles, n=1)
    hint = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(styles)}"
    message = f'there is no style "{origin.series.style}"'
    place = origin.series_tree.place(("style",))
    return [Diagnostic("unknown-style", message, path=("style",), place=place, hint=hint)]

"""The page of a rule: its docstring taken apart, for documents, reports and tests."""

import inspect
import re
from dataclasses import dataclass
from typing import Any

from notegen.records.rules.rule import Rule

_PARTS = re.compile(r"^(Why|Source|Bad|Good):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule demands, why, where that is written, and an example of each kind as YAML."""

    demand: str
    why: str
    source: str
    bad: str
    good: str


def read_page(rule: Rule[Any]) -> Page:
    """The page of the rule; ValueError when a part is missing."""
    text = inspect.getdoc(rule.find) or ""
    pieces = _PARTS.split(text)
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    if missing := {"Why", "Source", "Bad", "Good"} - parts.keys():
        raise ValueError(f"the page of {rule.code} has no {', '.join(sorted(missing))}")
    why, source = (" ".join(parts[name].split()) for name in ("Why", "Source"))
    bad, good = (inspect.cleandoc(parts[name]).strip() + "\n" for name in ("Bad", "Good"))
    return Page(" ".join(pieces[0].split()), why, source, bad, good)


def write_pages(rules: tuple[Rule[Any], ...]) -> str:
    """All pages as one Markdown document."""
    index = "\n".join(f"| [{rule.code}](#{rule.code}) | {rule.severity} | {read_page(rule).demand} |" for rule in rules)
    pages = "\n".join(_write_page(rule) for rule in rules)
    return f"{_INTRODUCTION}\n| code | severity | what must hold |\n|---|---|---|\n{index}\n\n{pages}"


def _write_page(rule: Rule[Any]) -> str:
    page = read_page(rule)
    profiles = " and ".join(rule.profiles)
    languages = f"; languages: {', '.join(rule.languages)}" if rule.languages else ""
    off = "; off unless a series asks for it" if rule.off else ""
    return (
        f"## {rule.code}\n\n{page.demand}\n\n"
        f"Severity: {rule.severity}; profiles: {profiles}{languages}{off}.\n\n"
        f"{page.why}\n\nSource: {page.source}\n\n"
        f"Bad:\n\n```yaml\n{page.bad}```\n\nGood:\n\n```yaml\n{page.good}```\n"
    )


_INTRODUCTION = """# Rules of the checker

This page is made from the rules themselves.

`notegen check` prints a finding with the code of its rule. A series decides in `series.yaml` what a
rule weighs, `rules: {unknown-state: error, long-note: off}`; a comment `# notegen: ignore[code]` at
the end of a line, or on a line of its own above it, silences a rule for that line.
"""

"""Every rule has a page, and its page is true."""

import os
import re
from pathlib import Path

import pytest
import yaml

from notegen.records.loader import read_text
from notegen.records.model import Note
from notegen.records.rules import across
from notegen.records.rules.examination import RULES, examine
from notegen.records.rules.page import read_page, write_pages
from notegen.records.rules.rule import Find, Rule, Settings

PICTURES = Path(__file__).parent / "cases" / "rules" / "pictures"

SMALL = """
event: {title: Workshop on border controls, dates: 2009-09-08/2009-09-10}
"""

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def read(record: dict[str, object]) -> Note:
    text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False)
    reading = read_text(text, "example.yaml", folder=PICTURES)
    assert reading.note is not None, [d.summary() for d in reading.diagnostics]
    return reading.note


def find(rule: Rule[Find], example: str, language: str = "en") -> list[str]:
    record = yaml.load(SMALL, yaml.BaseLoader) | {"language": language} | yaml.load(example, yaml.BaseLoader)
    profile = rule.profiles[0]
    level = {rule.code: str(rule.severity)}
    return [d.code for d in examine(read(record), Settings(profile, level)) if d.code == rule.code]


@each_rule
def test_the_bad_example_of_a_rule_is_found(rule: Rule[Find]) -> None:
    assert find(rule, read_page(rule).bad, (rule.languages or ("en",))[0])


@each_rule
def test_the_good_example_of_a_rule_is_clean(rule: Rule[Find]) -> None:
    assert not find(rule, read_page(rule).good, (rule.languages or ("en",))[0])


each_rule_across = pytest.mark.parametrize("rule", across.RULES, ids=lambda rule: rule.code)


def find_across(rule: Rule[across.FindAcross], example: str) -> int:
    notes = [read(yaml.load(SMALL, yaml.BaseLoader) | changes) for changes in yaml.load(example, yaml.BaseLoader)]
    return len(list(rule.find(notes)))


@each_rule_across
def test_the_bad_example_of_a_rule_about_several_notes_is_found(rule: Rule[across.FindAcross]) -> None:
    assert find_across(rule, read_page(rule).bad) == 1


@each_rule_across
def test_the_good_example_of_a_rule_about_several_notes_is_clean(rule: Rule[across.FindAcross]) -> None:
    assert find_across(rule, read_page(rule).good) == 0


@each_rule
def test_the_code_of_a_rule_is_a_few_lower_case_words(rule: Rule[Find]) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+){1,3}", rule.code)


def test_no_two_rules_have_one_code() -> None:
    codes = [*(rule.code for rule in RULES), *(rule.code for rule in across.RULES)]
    assert len(set(codes)) == len(codes)


def test_the_page_of_rules_is_made_from_the_rules() -> None:
    """`NOTEGEN_UPDATE=1 pytest tests/test_rules.py` writes it anew."""
    page = Path(__file__).parent.parent / "docs" / "rules.md"
    written = write_pages((*RULES, *across.RULES))
    if os.environ.get("NOTEGEN_UPDATE"):
        page.write_text(written, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == written


def test_there_are_at_least_forty_rules_for_notes_of_the_united_nations() -> None:
    assert sum("un" in rule.profiles for rule in RULES) >= 40

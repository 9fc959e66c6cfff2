"""A note as YAML again, which the loader reads."""

from collections.abc import Mapping
from typing import Any

import yaml

from notegen.records.model import Note


def dumps(note: Note) -> str:
    """The note as YAML: `loads(dumps(n)) == n`. Keys that say nothing new are left out."""
    data = note.model_dump(mode="json", exclude_defaults=True)
    data = {"notegen": note.notegen, "language": note.language} | data  # a series has defaults of its own for these
    return write_data(data)


def write_data(data: Mapping[str, Any]) -> str:
    """Plain data in the form of a record, as YAML."""
    return yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


class _Dumper(yaml.SafeDumper):
    """Long texts in blocks, so that a record that a program wrote is read like one by hand.

    In Python and not in C: the text rides in the PDF, whose bytes must not depend on a libyaml.
    """

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _write_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    lines = text.split("\n")
    block = len(lines) > 1 and all(line == line.rstrip() and line.isprintable() for line in lines)
    style = "|" if block and not text[0].isspace() else None
    if not {"\x85", "\u2028", "\u2029"}.isdisjoint(text):
        style = '"'  # they end a line in YAML, and PyYAML writes them as they are in any other style
    if text[:1].isspace() and text[0] not in " \n":
        style = '"'  # a key that begins so would seem to be indented with that space
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _write_text)

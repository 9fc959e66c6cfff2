"""Diagnostics for other programs: JSON, SARIF 2.1.0, and annotations of GitHub Actions."""

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from notegen.diagnostics import Diagnostic, Severity, as_data, format_path

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A list with an object for each diagnostic, one to a line."""
    lines = ",\n".join(json.dumps(as_data(diagnostic), ensure_ascii=False) for diagnostic in diagnostics)
    return f"[\n{lines}\n]" if lines else "[]"


def write_sarif(diagnostics: Sequence[Diagnostic], rules: Mapping[str, str], version: str) -> str:
    """A SARIF 2.1.0 log of one run. `rules` has what each code demands; codes without are the reader's own."""
    codes = list(dict.fromkeys([*rules, *(d.code for d in diagnostics)]))
    driver = {
        "name": "notegen",
        "version": version,
        "rules": [{"id": code, "shortDescription": {"text": rules.get(code, code)}} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes) for diagnostic in diagnostics],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _result(diagnostic: Diagnostic, codes: Sequence[str]) -> dict[str, Any]:
    hint = f" (hint: {diagnostic.hint})" if diagnostic.hint else ""
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": diagnostic.message + hint},
    }
    data = as_data(diagnostic)
    if diagnostic.place is None:
        result["locations"] = [{"logicalLocations": [{"fullyQualifiedName": format_path(diagnostic.path)}]}]
        return result
    # The address has the bytes of the name, also where they are no text.
    address = {"uri": quote(PurePath(diagnostic.place.source.name).as_posix(), errors="surrogateescape")}
    region = {
        "startLine": data["line"],
        "startColumn": data["column"],
        "endLine": data["end_line"],
        "endColumn": data["end_column"],
    }
    result["locations"] = [{"physicalLocation": {"artifactLocation": address, "region": region}}]
    if diagnostic.replacement is not None:
        change = {"deletedRegion": region, "insertedContent": {"text": diagnostic.replacement}}
        fix = {"artifactChanges": [{"artifactLocation": address, "replacements": [change]}]}
        result["fixes"] = [fix]
    return result


def write_annotations(diagnostics: Sequence[Diagnostic]) -> str:
    """Workflow commands of GitHub Actions, one to a line."""
    return "\n".join(_annotation(diagnostic) for diagnostic in diagnostics)


def _annotation(diagnostic: Diagnostic) -> str:
    data = as_data(diagnostic)
    properties = {"title": diagnostic.code}
    if diagnostic.place is not None:
        properties = {
            "file": data["file"],
            "line": data["line"],
            "col": data["column"],
            "endLine": data["end_line"],
            "endColumn": data["end_column"],
            **properties,
        }
    text = diagnostic.message + (f" (hint: {diagnostic.hint})" if diagnostic.hint else "")
    written = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_escape(text)}"


def _escape(text: str, more: str = "") -> str:
    """Percent-encoding as the runner's own toolkit does it."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text

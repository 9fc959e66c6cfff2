"""Event records become information notes: PDF and HTML from YAML.

note = notegen.load("note.yaml")
document = notegen.render(note, "pdf")
Path("note.pdf").write_bytes(document.content)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notegen.diagnostics import Diagnostic as Diagnostic
    from notegen.diagnostics import Place as Place
    from notegen.diagnostics import Severity as Severity
    from notegen.errors import FinishingError as FinishingError
    from notegen.errors import InvalidRecord as InvalidRecord
    from notegen.errors import MissingExtra as MissingExtra
    from notegen.errors import NotegenError as NotegenError
    from notegen.errors import RenderError as RenderError
    from notegen.formats.document import Document as Document
    from notegen.formats.document import render as render
    from notegen.formats.verification import verify as verify
    from notegen.records.checker import check as check
    from notegen.records.dump import dumps as dumps
    from notegen.records.legacy.draft import Draft as Draft
    from notegen.records.legacy.importer import import_text as import_text
    from notegen.records.loader import load as load
    from notegen.records.loader import loads as loads
    from notegen.records.model import Note as Note
    from notegen.series.build import build as build
    from notegen.series.report import Report as Report

_HOMES = {
    "Diagnostic": "diagnostics",
    "Place": "diagnostics",
    "Severity": "diagnostics",
    "FinishingError": "errors",
    "InvalidRecord": "errors",
    "MissingExtra": "errors",
    "NotegenError": "errors",
    "RenderError": "errors",
    "Document": "formats.document",
    "render": "formats.document",
    "verify": "formats.verification",
    "Note": "records.model",
    "Draft": "records.legacy.draft",
    "import_text": "records.legacy.importer",
    "check": "records.checker",
    "dumps": "records.dump",
    "load": "records.loader",
    "loads": "records.loader",
    "build": "series.build",
    "Report": "series.report",
}

__all__ = tuple(_HOMES)


def __getattr__(name: str) -> Any:
    # Loaded at first use: the command line starts through this module, and --help needs none of it.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

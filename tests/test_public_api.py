"""What a program that imports notegen can rely on."""

import ast
import copy
import importlib.resources
import inspect
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import notegen
from notegen.diagnostics import Diagnostic, Place, Source, Span
from notegen.formats.pdf.engine import MissingGlyphs

RECORD = "event: {title: Workshop on seals, dates: 2019-05-07}\n"

NAMES = {
    *("build", "Report"),
    *("load", "loads", "dumps", "check", "render", "verify", "import_text"),
    *("Note", "Document", "Draft", "Diagnostic", "Place", "Severity"),
    *("NotegenError", "InvalidRecord", "RenderError", "FinishingError", "MissingExtra"),
}

SIGNATURES = {
    "build": (
        "(folder: str | pathlib.Path, *, executor: concurrent.futures._base.Executor | None = None, "
        "force: bool = False) -> notegen.series.report.Report"
    ),
    "load": "(path: str | pathlib.Path) -> notegen.records.model.Note",
    "loads": "(text: str, name: str = '<text>', *, folder: pathlib.Path | None = None) -> notegen.records.model.Note",
    "dumps": "(note: notegen.records.model.Note) -> str",
    "import_text": "(text: str, name: str = '<text>') -> notegen.records.legacy.draft.Draft",
    "check": "(path: str | pathlib.Path) -> list[notegen.diagnostics.Diagnostic]",
    "render": (
        "(note: notegen.records.model.Note, format: str = 'pdf', *, language: str | None = None, "
        "style: str | None = None) -> notegen.formats.document.Document"
    ),
}


def test_the_facade_has_these_names_and_no_others() -> None:
    assert set(notegen.__all__) == NAMES
    assert set(dir(notegen)) == NAMES
    assert all(getattr(notegen, name) is not None for name in NAMES)


def test_a_type_checker_sees_the_same_names_as_python() -> None:
    """The names stand twice in the facade: once for type checkers, once for the import at first use."""
    source = inspect.getsource(notegen)
    declared = source.partition("if TYPE_CHECKING:")[2].partition("_HOMES")[0]
    for name in NAMES:
        home = getattr(notegen, name).__module__
        assert f"from {home} import {name} as {name}\n" in declared
    assert declared.count(" import ") == len(NAMES)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'notegen' has no attribute 'rendr'"):
        notegen.rendr  # noqa: B018
    with pytest.raises(ImportError):
        from notegen import rendr  # noqa: F401


@pytest.mark.parametrize("name", sorted(SIGNATURES))
def test_functions_take_and_return_what_was_agreed(name: str) -> None:
    assert str(inspect.signature(getattr(notegen, name))) == SIGNATURES[name]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_everything_public_says_what_you_get(name: str) -> None:
    thing = getattr(notegen, name)
    assert thing.__doc__
    assert not thing.__doc__.startswith(f"{name}("), "a dataclass without a docstring of its own"
    first = thing.__doc__.splitlines()[0]
    assert first
    assert first[-1] in ".;:"


def test_every_public_function_and_class_says_what_you_get() -> None:
    root = Path(inspect.getfile(notegen)).parent
    silent = [
        f"{path.relative_to(root)}:{node.lineno} {node.name}"
        for path in sorted(root.rglob("*.py"))
        for node in ast.parse(path.read_bytes()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent


def test_the_package_tells_type_checkers_that_it_is_typed() -> None:
    assert (importlib.resources.files("notegen") / "py.typed").is_file()


def test_a_note_goes_from_a_file_to_a_document(tmp_path: Path) -> None:
    path = tmp_path / "seals.yaml"
    path.write_text(RECORD)
    note = notegen.load(path)
    assert note == notegen.load(str(path))
    assert note.id == "seals"
    assert notegen.loads(notegen.dumps(note)) == note
    page = notegen.render(note, "html")
    assert (page.media_type, page.content[:15]) == ("text/html; charset=utf-8", b"<!DOCTYPE html>")
    document = notegen.render(note)
    assert (document.media_type, document.content[:5]) == ("application/pdf", b"%PDF-")
    assert all(isinstance(warning, notegen.Diagnostic) for warning in document.warnings)
    assert notegen.render(note).content == document.content
    assert all(diagnostic.severity is not notegen.Severity.ERROR for diagnostic in notegen.check(path))


def test_a_program_makes_a_note_without_yaml() -> None:
    note = notegen.Note.model_validate({"event": {"title": "Workshop on seals", "dates": "2019-05-07"}})
    assert note == notegen.loads(RECORD)
    assert notegen.render(note, "html", language="fr").content


def test_a_record_with_errors_raises_with_every_diagnostic(tmp_path: Path) -> None:
    path = tmp_path / "seals.yaml"
    path.write_text("event: {title: Seals, dates: yesterday}\nvenu: Oslo\n")
    with pytest.raises(notegen.InvalidRecord) as raised:
        notegen.load(path)
    assert {diagnostic.code for diagnostic in raised.value.diagnostics} == {"bad-date", "unknown-key"}
    assert list(raised.value.diagnostics) == notegen.check(path)
    assert str(raised.value).startswith(f"{path}:1:")


@pytest.mark.parametrize("format", ["odt", "", "PDF"])
def test_a_format_that_is_not_there_is_a_render_error(format: str) -> None:
    with pytest.raises(notegen.RenderError, match="there is no format"):
        notegen.render(notegen.loads(RECORD), format)


def test_a_style_that_is_not_there_is_a_render_error() -> None:
    with pytest.raises(notegen.RenderError, match='there is no style "fancy"; there are plain, un'):
        notegen.render(notegen.loads(RECORD), style="fancy")


def test_the_tree_of_exceptions_has_one_root() -> None:
    kinds = (notegen.InvalidRecord, notegen.RenderError, notegen.FinishingError, notegen.MissingExtra)
    assert all(issubclass(kind, notegen.NotegenError) for kind in kinds)
    assert not any(issubclass(one, other) for one in kinds for other in kinds if one is not other)


PLACED = Diagnostic("x", "A message", path=("a", 0), place=Place(Source("a.yaml", "a: [b]\n"), Span(4, 5)))


@pytest.mark.parametrize(
    "error",
    [
        notegen.NotegenError("text"),
        notegen.InvalidRecord([PLACED, Diagnostic("y", "Another")]),
        notegen.RenderError("text"),
        MissingGlyphs(("\U0001f600",)),
        notegen.FinishingError("text"),
        notegen.MissingExtra("sign"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_exceptions_travel_between_processes(error: notegen.NotegenError) -> None:
    for travelled in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(travelled) is type(error)
        assert str(travelled) == str(error)
        assert vars(travelled) == vars(error)


def test_notes_and_documents_travel_between_processes() -> None:
    note = notegen.loads(RECORD)
    travelled = pickle.loads(pickle.dumps(note))
    assert travelled == note
    document = notegen.render(note, "html")
    assert pickle.loads(pickle.dumps(document)) == document
    assert notegen.render(travelled, "html") == document


def test_missing_extra_says_what_to_install() -> None:
    assert "pip install 'notegen[sign]'" in str(notegen.MissingExtra("sign"))


def test_importing_notegen_is_quick_because_it_loads_nothing_of_its_floors() -> None:
    code = "import sys, notegen; print(*(name for name in sys.modules if name.startswith('notegen.')))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.split() == []

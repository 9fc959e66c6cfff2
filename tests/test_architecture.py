"""The floors: who may import whom. This table is what enforces them; `docs/architecture.md` shows the same."""

import ast
import graphlib
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "notegen"

FLOORS: tuple[tuple[int, str], ...] = (
    (0, "diagnostics.py"),
    (0, "intake.py"),
    (1, "errors.py"),
    (1, "reader.py syntax.py indentation.py alignment.py tree.py"),
    (1, "assets.py"),
    (1, "reports.py"),
    (1, "output.py"),
    (1, "pictures/"),
    (1, "packages.py"),
    (2, "pandoc.py"),
    (2, "languages/"),
    (2, "finishing/"),
    (3, "records/"),
    (4, "formats/"),
    (5, "series/"),
    (6, "web/"),
    (6, "doctor.py"),
    (7, "cli/ __main__.py"),
    (7, "__init__.py"),
)
"""Each line is a part. A module imports from its own part and from lower floors."""

ALONE: Mapping[str, str] = {
    "weasyprint": "formats/pdf/engine.py",
    "click": "cli/",
    "yaml": "reader.py syntax.py records/dump.py doctor.py",
    "jinja2": "formats/templates.py",
    "pydyf": "formats/pdf/",
    "fontTools": "formats/pdf/structure/outlines.py",
    "pyphen": "formats/pdf/",
    "reportlab": "formats/ series/ finishing/",
    "icalendar": "formats/ics.py series/",
    "pypdfium2": "records/legacy/ web/drawing.py",
    "pypandoc": "pandoc.py",
    "rich": "cli/",
    "distributed": "series/processes/cluster.py",
    "pikepdf": "finishing/ formats/ series/",
    "fastapi": "web/",
    "starlette": "web/",
    "prometheus_client": "web/service/",
    "uvicorn": "cli/serve.py web/serving.py",
    "watchfiles": "web/watching.py",
}
"""Libraries that are some modules' own affair: nobody else imports them."""

FROM_OUTSIDE = {
    "now",
    "today",
    "utcnow",
    "cwd",
    "getcwd",
    "chdir",
    "home",
    "expanduser",
    "environ",
    "getenv",
    "urlopen",
}
OUTSIDE = {"time", "socket", "random", "secrets", "locale", "requests", "http"}
"""Attributes and modules that bring in a clock, a network, a current folder or an environment."""

TENDED = {"formats/pdf/fontconfig.py environ", "formats/pdf/fonts.py home"}
"""What is asked for below floor 5 all the same; `docs/architecture.md` says why."""

FORBIDDEN_NAMES = {"utils", "util", "misc", "helpers", "helper", "common", "base", "manager", "managers"}
MAX_LINES, MAX_FUNCTION, LONG_FUNCTION = 300, 60, 40


def _modules(source: Path) -> dict[str, Path]:
    return {str(path.relative_to(source)): path for path in sorted(source.rglob("*.py"))}


def _home(module: str) -> tuple[int, str] | None:
    """The floor and the part of a module, given as a path such as `formats/html.py`."""
    for floor, part in FLOORS:
        for name in part.split():
            if module == name or (name.endswith("/") and module.startswith(name)):
                return floor, part
    return None


def _imports(tree: ast.AST, modules: Mapping[str, Path]) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported, wherever in the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "." * node.level + (node.module or "")
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                longer = f"{node.module}.{alias.name}"
                yield node.lineno, longer if _find(longer, modules) else node.module


def _find(name: str, modules: Mapping[str, Path]) -> str | None:
    """The module of ours that has this full name."""
    path = "/".join(name.split(".")[1:])
    return next((found for found in (f"{path}.py", f"{path}/__init__.py") if path and found in modules), None)


def find_trespasses(source: Path) -> list[str]:
    """Imports that the floors forbid."""
    modules = _modules(source)
    found = []
    for module, path in modules.items():
        here = _home(module)
        if here is None:
            found.append(f"{module} stands on no floor: give it a line in FLOORS")
            continue
        for line, name in _imports(ast.parse(path.read_bytes()), modules):
            where = f"{module}:{line}"
            if name.startswith("."):
                found.append(f"{where} imports by a relative name, {name}")
            if name.split(".")[0] != "notegen":
                continue
            target = _find(name, modules)
            there = _home(target) if target else None
            if there is None:
                found.append(f"{where} imports the package root or what is not there, {name}")
            elif there != here and there[0] >= here[0]:
                found.append(f"{where} imports {name}: floor {here[0]} may not import floor {there[0]}")
    return found


def find_circle(imports: Mapping[str, Collection[str]]) -> list[str]:
    """Modules that import one another in a circle, the first one at the end again."""
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def _list_imports(source: Path) -> dict[str, set[str]]:
    modules = _modules(source)
    return {
        module: {
            found for _, name in _imports(ast.parse(path.read_bytes()), modules) if (found := _find(name, modules))
        }
        for module, path in modules.items()
    }


def _list_page_imports(pages: Path) -> dict[str, list[str]]:
    texts = {path.name: path.read_text(encoding="utf-8") for path in pages.glob("*.js")}
    return {name: re.findall(r'from "\./(.+?)";', text) for name, text in texts.items()}


def find_strangers(source: Path) -> list[str]:
    """Imports of libraries by modules whose affair they are not."""
    modules = _modules(source)
    return [
        f"{module}:{line} imports {name}, which is the affair of {owners}"
        for module, path in modules.items()
        for line, name in _imports(ast.parse(path.read_bytes()), modules)
        if (owners := ALONE.get(name.split(".")[0])) is not None
        and not any(module == owner or (owner.endswith("/") and module.startswith(owner)) for owner in owners.split())
    ]


def find_impurities(source: Path) -> list[str]:
    """Where modules below floor 5 ask for what differs from one computer, or one day, to the next."""
    modules = _modules(source)
    found = []
    for module, path in modules.items():
        home = _home(module)
        if home is None or home[0] >= 5:
            continue
        tree = ast.parse(path.read_bytes())
        used = {(node.lineno, node.attr) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
        used |= {(node.lineno, alias.name) for node in imports for alias in node.names}
        asked = {(line, name) for line, name in used if name in FROM_OUTSIDE and f"{module} {name}" not in TENDED}
        asked |= {(line, name) for line, name in _imports(tree, modules) if name.split(".")[0] in OUTSIDE}
        found += [f"{module}:{line} asks for {name}, but floor {home[0]} is pure" for line, name in sorted(asked)]
    return found


def find_giants(source: Path, longest: int = MAX_FUNCTION) -> list[str]:
    """Modules and functions that are too long."""
    found = []
    for module, path in _modules(source).items():
        text = path.read_text(encoding="utf-8")
        if (lines := len(text.splitlines())) > MAX_LINES:
            found.append(f"{module} has {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > longest:
                    found.append(f"{module}:{node.lineno} {node.name} has {length} lines")
    return found


def find_vague_names(source: Path) -> list[str]:
    """Modules and folders whose names say nothing."""
    return [
        module for module in _modules(source) if FORBIDDEN_NAMES & set(re.split(r"[/_]", module.removesuffix(".py")))
    ]


def test_modules_import_from_their_own_part_and_from_lower_floors() -> None:
    assert not find_trespasses(SOURCE)


def test_no_modules_import_one_another_in_a_circle() -> None:
    assert not find_circle(_list_imports(SOURCE))


def test_libraries_are_imported_by_those_whose_affair_they_are() -> None:
    assert not find_strangers(SOURCE)


def test_below_floor_5_nobody_asks_for_clock_network_folder_or_environment() -> None:
    assert not find_impurities(SOURCE)


def test_no_module_has_more_than_300_lines_and_no_function_more_than_60() -> None:
    assert not find_giants(SOURCE)


def test_functions_of_more_than_40_lines_are_looked_at_again(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        for long in find_giants(SOURCE, LONG_FUNCTION):
            print(f"look again: {long}")  # noqa: T201


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not find_vague_names(SOURCE)


def test_everything_that_python_imports_was_looked_at() -> None:
    modules = _modules(SOURCE)
    assert {"cli/main.py", "formats/pdf/engine.py", "records/model.py", "diagnostics.py"} <= modules.keys()
    seen = {name for path in modules.values() for _, name in _imports(ast.parse(path.read_bytes()), modules)}
    assert {"weasyprint", "notegen.records.loader", "notegen.formats.pdf.engine", "notegen.assets"} <= seen


def test_the_documents_show_the_same_floors() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| (`[^|]+`) \|", text, re.MULTILINE)
    assert [(int(floor), part.replace("`", "")) for floor, part in rows] == list(FLOORS)


# Every guard seen red


def _tree(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


FINE = {
    "diagnostics.py": "import re",
    "errors.py": "from notegen.diagnostics import Diagnostic",
    "languages/words.py": "from notegen import errors\nimport notegen.diagnostics",
    "languages/dates.py": "from notegen.languages.words import join",
    "finishing/stamp.py": "import pikepdf",
    "formats/pdf/engine.py": "import weasyprint.text\nfrom notegen.languages import dates",
    "cli/main.py": "def run():\n    from notegen.formats.pdf.engine import write",
    "__main__.py": "from notegen.cli.main import main",
    "__init__.py": "from notegen.formats.pdf.engine import write",
}


def test_a_tree_that_keeps_the_rules_passes(tmp_path: Path) -> None:
    source = _tree(tmp_path, FINE)
    assert not find_trespasses(source) + find_strangers(source) + find_giants(source)
    assert not find_vague_names(source) + find_impurities(source)


@pytest.mark.parametrize(
    ("module", "text", "complaint"),
    [
        ("diagnostics.py", "from notegen.errors import X", "floor 0 may not import floor 1"),
        ("errors.py", "import notegen.assets", "floor 1 may not import floor 1"),
        ("languages/words.py", "from notegen.formats.pdf.engine import X", "floor 2 may not import floor 4"),
        (
            "languages/words.py",
            "def f():\n    if True:\n        from notegen.formats.pdf import engine",
            "floor 2 may not",
        ),
        ("languages/words.py", "from notegen.finishing.stamp import X", "floor 2 may not import floor 2"),
        ("finishing/stamp.py", "import notegen.languages.dates as d", "floor 2 may not import floor 2"),
        (
            "formats/pdf/engine.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import notegen.cli.main",
            "may not",
        ),
        ("formats/pdf/engine.py", "import notegen", "imports the package root"),
        ("formats/pdf/engine.py", "from notegen import load", "imports the package root"),
        ("formats/pdf/engine.py", "from notegen.nowhere import load", "imports the package root or what is not there"),
        ("formats/pdf/engine.py", "from . import engine", "by a relative name"),
        ("formats/pdf/engine.py", "from ..languages import dates", "by a relative name"),
        ("cli/main.py", "from notegen import main", "imports the package root"),
        ("plugins.py", "", "stands on no floor"),
    ],
)
def test_an_import_that_breaks_the_floors_is_found(module: str, text: str, complaint: str, tmp_path: Path) -> None:
    found = find_trespasses(_tree(tmp_path, FINE | {"assets.py": "", module: text}))
    assert len(found) == 1
    assert complaint in found[0]


def test_a_circle_is_found(tmp_path: Path) -> None:
    back = {"languages/dates.py": "def f():\n    from notegen.languages import words"}
    assert find_circle(_list_imports(_tree(tmp_path, FINE))) == []
    forth = {"languages/words.py": "from notegen.languages.dates import X"}
    assert find_circle(_list_imports(_tree(tmp_path, back | forth)))


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("cli/main.py", "import weasyprint"),
        ("formats/pdf/writer.py", "def f():\n    from weasyprint.text import ffi"),
        ("errors.py", "import click"),
        ("records/model.py", "from pikepdf import Pdf"),
    ],
)
def test_a_library_in_the_wrong_module_is_found(module: str, text: str, tmp_path: Path) -> None:
    assert len(find_strangers(_tree(tmp_path, FINE | {module: text}))) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("records/starter.py", "import datetime\ntoday = datetime.date.today()"),
        ("formats/html.py", "def f():\n    return Path.cwd()"),
        ("formats/html.py", "import os\nos.environ['HOME']"),
        ("formats/html.py", "from os import getenv"),
        ("finishing/stamp.py", "from time import monotonic"),
        ("errors.py", "import http.client"),
    ],
)
def test_what_is_not_pure_is_found(module: str, text: str, tmp_path: Path) -> None:
    assert len(find_impurities(_tree(tmp_path, FINE | {module: text}))) == 1


@pytest.mark.parametrize("module", ["series/plan.py", "web/clock.py", "cli/main.py"])
def test_from_floor_5_upwards_a_clock_may_be_asked(module: str, tmp_path: Path) -> None:
    assert not find_impurities(_tree(tmp_path, FINE | {module: "import time"}))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("x = 1\n" * 301, "cli/main.py has 301 lines"),
        ("def long():\n" + "    x = 1\n" * 60, "cli/main.py:1 long has 61 lines"),
        ("class A:\n    async def long(self):\n" + "        x = 1\n" * 60, "cli/main.py:2 long has 61 lines"),
    ],
)
def test_what_is_too_long_is_found(text: str, complaint: str, tmp_path: Path) -> None:
    assert find_giants(_tree(tmp_path, FINE | {"cli/main.py": text})) == [complaint]


@pytest.mark.parametrize("module", ["formats/utils.py", "helpers/text.py", "text_utils.py", "base.py"])
def test_a_vague_name_is_found(module: str, tmp_path: Path) -> None:
    assert find_vague_names(_tree(tmp_path, FINE | {module: ""})) == [module]


def test_modules_of_the_page_import_each_other_in_one_direction(tmp_path: Path) -> None:
    assert find_circle(_list_page_imports(SOURCE / "web" / "pages")) == []
    (tmp_path / "a.js").write_text('import { b } from "./b.js";', encoding="utf-8")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";', encoding="utf-8")
    assert set(find_circle(_list_page_imports(tmp_path))) == {"a.js", "b.js"}

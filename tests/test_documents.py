"""What stands in the documents is true: commands run, examples load, tables agree, links lead somewhere."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from reportlab.pdfgen.canvas import Canvas

from notegen.cli.exits import EXIT_CODES
from notegen.cli.main import command
from notegen.diagnostics import Source
from notegen.formats.document import MEDIA_TYPES
from notegen.reader import read
from notegen.records.loader import read_text
from notegen.records.model import Note, Subsubsection
from notegen.records.series import Series
from processes import ROOT, environment

README = ROOT / "README.md"
RECORD = ROOT / "docs" / "record.md"
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "tests" / "cases").rglob("README.md"),
        *(ROOT / "examples").rglob("README.md"),
    ]
)


def _blocks(path: Path) -> list[tuple[str, str]]:
    """Language and text of every fenced block."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def _rows(path: Path, heading: str = "") -> list[list[str]]:
    """The cells of the tables below a heading, without their head."""
    text = path.read_text(encoding="utf-8")
    text = text[text.index(heading) :]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    heads = [number - 1 for number, row in enumerate(rows) if set("".join(row)) <= set("-|: ")]
    return [row for number, row in enumerate(rows) if number not in heads and number - 1 not in heads]


# README


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that has this environment as its own, up to date as `make` sees it."""
    folder = tmp_path_factory.mktemp("copy") / "notegen"
    left_out = shutil.ignore_patterns(".*", "build", "out", "dist", "__pycache__", "tests")
    shutil.copytree(ROOT, folder, ignore=left_out)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (folder / ".venv" / "installed").touch()
    return folder


@pytest.fixture(scope="module")
def said(copy: Path) -> str:
    """What the commands of the README print, one block after the other in the same folder."""
    # A check that finds errors is what the README shows, and its exit code no failure of ours.
    script = 'notegen() { command notegen "$@" || [ "$1" = check ]; }\n'
    script += "\n".join(text for language, text in _blocks(README) if language == "sh")
    path = f"{copy}/.venv/bin:{os.environ['PATH']}"
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    ended = subprocess.run(command, cwd=copy, env=environment(PATH=path), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def test_the_readme_begins_with_one_command() -> None:
    language, text = _blocks(README)[0]
    assert (language, text) == ("sh", "make note\n")
    assert README.read_text(encoding="utf-8").startswith("# notegen\n\n```sh\n")


def test_every_command_of_the_readme_runs_and_prints_what_it_shows(copy: Path, said: str) -> None:
    shown = [text for language, text in _blocks(README) if language == ""]
    assert shown
    for text in shown:
        assert text in said
    made = {
        str(path.relative_to(copy)) for folder in ("notes", "notes/out", "out") for path in (copy / folder).iterdir()
    }
    assert {"notes/oslo.pdf", "notes/oslo.html", "notes/oslo.fr.pdf", "notes/out/oslo.en.pdf"} <= made
    assert {"out/2009-09-08-san-jose.pdf"} <= made, "what make note makes"


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("number", range(2))
def test_every_python_block_of_the_readme_runs(number: int, copy: Path) -> None:
    blocks = [text for language, text in _blocks(README) if language == "python"]
    assert len(blocks) == 2, "one case for each block"
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", blocks[number]], cwd=copy, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_the_readme_shows_parts_of_the_founding_record() -> None:
    """Words, not lines: the picture needs narrower ones."""
    (shown,) = (text for language, text in _blocks(README) if language == "yaml")
    record = (ROOT / "examples" / "unsc-1540" / "2009-09-08-san-jose.yaml").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", record))
    assert set(re.findall(r"\w+", shown)) <= words


def test_every_verb_and_every_format_is_in_a_table_of_the_readme() -> None:
    cells = [row[0] for row in _rows(README)]
    verbs = {match[1] for cell in cells if (match := re.match(r"`notegen (\w+)", cell))}
    assert verbs == set(command.commands)
    assert {name for name in MEDIA_TYPES if f"`{name}`" in cells} == set(MEDIA_TYPES)


# The record


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _keys(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """Every key of a model, with dots; sections inside sections once."""
    for name, field in model.model_fields.items():
        yield above + name
        for inner in _models(field.annotation):
            if not (issubclass(model, Subsubsection) and issubclass(inner, Subsubsection)):
                yield from _keys(inner, f"{above}{name}.")


def _said(data: Any, above: str = "") -> Iterator[str]:
    """Every key of an example, with dots; positions in lists left out."""
    if isinstance(data, list):
        for item in data:
            yield from _said(item, above)
    elif isinstance(data, dict):
        for name, value in data.items():
            yield above + name
            yield from _said(value, f"{above}{name}.")


def _examples() -> list[str]:
    return [text for language, text in _blocks(RECORD) if language == "yaml"]


def _data(text: str) -> dict[str, Any]:
    tree = read(Source("example", text))
    assert not tree.diagnostics
    assert isinstance(tree.data, dict)
    return tree.data


@pytest.mark.parametrize(
    ("model", "heading", "until"), [(Note, "# The record", "# The series file"), (Series, "# The series file", "")]
)
def test_every_key_is_explained(model: type[BaseModel], heading: str, until: str) -> None:
    text = RECORD.read_text(encoding="utf-8")
    part = text[text.index(heading) : text.index(until) if until else None]
    explained = set(re.findall(r"^\| `([\w.]+)` \| ", part, re.MULTILINE)) - {"extends"}
    described = set(_keys(model))
    # `also` takes the same entries; a mapping of which all keys are explained needs no row of its own.
    described = {key for key in described if not key.startswith("participants.also.")}
    parents = {key for key in described if any(other.startswith(f"{key}.") for other in described)}
    # `details` and the like have keys of the author's own between theirs and those explained.
    assert explained - described == set()
    assert described - explained - parents == set()


@pytest.mark.parametrize(("model", "kind"), [(Note, "record"), (Series, "series")])
def test_every_key_has_an_example(model: type[BaseModel], kind: str) -> None:
    examples = [_data(text) for text in _examples()]
    chosen = [data for data in examples if ("series" in data) == (kind == "series")]
    used = {re.sub(r"^details\.\w+", "details", key) for data in chosen for key in _said(data)}
    needed = {key for key in _keys(model) if not key.startswith("participants.also.")}
    assert needed - used == set()


@pytest.mark.parametrize("number", range(len(_examples())))
def test_every_example_loads(number: int, tmp_path: Path) -> None:
    text = _examples()[number]
    (tmp_path / "seal.png").write_bytes((ROOT / "docs" / "images" / "founding-note.png").read_bytes())
    canvas = Canvas(str(tmp_path / "documents.pdf"))
    canvas.showPage()
    canvas.save()
    (tmp_path / "workshop.yaml").write_text("event: {title: Workshop, dates: 2019-05-07}\n")
    data = _data(text)
    if "series" in data:
        (tmp_path / "series.yaml").write_text(text, encoding="utf-8")
        text = "extends: workshop.yaml\n"
    elif "event" not in data:
        text += "\nevent: {title: Workshop, dates: 2019-05-07}\n"
    reading = read_text(text, "example.yaml", folder=tmp_path)
    assert reading.note is not None, "\n".join(diagnostic.summary() for diagnostic in reading.diagnostics)


def test_an_example_that_is_wrong_does_not_load(tmp_path: Path) -> None:
    assert read_text("event: {titel: Workshop, dates: 2019-05-07}\n", "x", folder=tmp_path).note is None


# Tables


def test_the_table_of_exit_codes_is_that_of_the_program() -> None:
    table = {
        int(row[0]): set(re.findall(r"`(\w+)`", row[2]) if len(row) > 2 else ())
        for row in _rows(ROOT / "docs" / "exit-codes.md")
    }
    program: dict[int, set[str]] = {code: set() for code in range(7)}
    for kind, code in EXIT_CODES.items():
        program.setdefault(code, set()).add(kind.__name__)
    assert table == program


def test_the_help_tells_the_exit_codes_that_there_are() -> None:
    told = {int(code) for code in re.findall(r"(?:^|\s)(\d) \w", str(command.help).partition("Exit codes:")[2])}
    assert told == {0, 1, 2, 3, 4, 5, 6}


def test_every_dependency_has_its_line_with_the_range_that_is_asked_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    table = {row[0].strip("`"): row[1] for row in _rows(ROOT / "docs" / "dependencies.md")}
    extras = {name: set(needed) for name, needed in asked["project"].get("optional-dependencies", {}).items()}
    everything = extras.pop("all")
    assert everything == {f"notegen[{name}]" for name in extras}
    requirements = {*asked["project"]["dependencies"], *(needed for extra in extras.values() for needed in extra)}
    split = (re.fullmatch(r"([\w-]+)(.*)", requirement) for requirement in requirements)
    assert table == {match[1]: match[2] for match in split if match}
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for requirement in asked["dependency-groups"]["dev"]:
        assert f"`{re.split('[<>=]', requirement)[0]}`" in text


# Links


def _anchors(path: Path) -> set[str]:
    """The anchors of the headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _dead_links(path: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]+`", "", text)):
        if re.match(r"https?://|mailto:", link):
            continue
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            yield f"{path.name}: {link}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert not list(_dead_links(path))


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("# One\n[a](other.md) [b](#two) [c](#one) [d](page.md#one) [e](https://un.org)\n")
    assert list(_dead_links(path)) == ["page.md: other.md", "page.md: #two"]


def test_every_page_is_reached_from_the_readme() -> None:
    text = README.read_text(encoding="utf-8")
    pages = [path for path in DOCUMENTS if path.parent in (ROOT, ROOT / "docs") and path != README]
    assert [path.name for path in pages if f"({path.relative_to(ROOT)})" not in text] == []

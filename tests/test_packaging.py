"""What is published is tested, not the checkout: built, put into an empty environment, run elsewhere."""

import email
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from processes import FOUNDING_NOTE, PROGRAM, ROOT, environment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and with the wheel that was built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    command: list[str | Path] = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that has the wheel.

    The packages that notegen needs are lent by this environment, which saves a minute of downloads:
    so the test shows that the wheel is complete, not that its list of dependencies is. That list is
    compared with `pyproject.toml` below.
    """
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
    ]
    subprocess.run(pip, check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
    return folder / "bin"


def _files(folder: str, *, within: Path = ROOT) -> Iterator[str]:
    for path in sorted((within / folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield str(path.relative_to(within / folder))


def test_the_wheel_holds_the_package_its_templates_and_its_styles_and_nothing_else(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {f"notegen/{name}" for name in _files("src/notegen")}
    expected |= {f"notegen/templates/{name}" for name in _files("templates")}
    expected |= {f"notegen/styles/{name}" for name in _files("styles")}
    assert names == expected
    assert {f"notegen/languages/words/{tag}.yaml" for tag in ("ar", "en", "es", "fr", "ru", "zh")} <= names
    assert {"notegen/languages/states.json", "notegen/languages/organizations.json", "notegen/py.typed"} <= names
    assert {"notegen/templates/note.html", "notegen/styles/un.css"} <= names
    assert not any("test" in name for name in names)


def test_the_wheel_carries_the_licence_and_asks_for_what_the_project_needs(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    info = f"{wheel.name.removesuffix('-py3-none-any.whl')}.dist-info"
    assert archive.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert b"notegen = notegen.__main__:main" in archive.read(f"{info}/entry_points.txt")
    metadata = email.message_from_bytes(archive.read(f"{info}/METADATA"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    written = {re.split(r"[<>=!~; ]", requirement)[0].lower() for requirement in metadata.get_all("Requires-Dist", [])}
    asked = {re.split(r"[<>=!~; ]", requirement)[0].lower() for requirement in project["dependencies"]}
    assert asked <= written
    assert metadata["License-Expression"] == "Apache-2.0"
    page = metadata.get_payload(decode=True)
    assert isinstance(page, bytes)
    assert page.strip() == (ROOT / "README.md").read_bytes().strip()


def test_the_sdist_holds_what_tests_and_documents_need(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in ("src", "templates", "styles", "examples", "tests", "docs", "benchmarks", "tools"):
        assert {f"{folder}/{name}" for name in _files(folder)} <= names, folder
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "pyproject.toml"} <= names
    assert not any(name.startswith((".venv", "build", "out", ".git/")) for name in names)


def test_the_installed_program_makes_the_same_bytes_as_the_checkout(installed: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(FOUNDING_NOTE.parent, elsewhere / "series")
    record = f"series/{FOUNDING_NOTE.name}"
    for program, name in ((installed / "notegen", "wheel"), (PROGRAM, "checkout")):
        command: list[str | Path] = [program, "render", "-q", record, "-f", "pdf,html", "-o", f"{name}/"]
        subprocess.run(command, cwd=elsewhere, env=environment(), check=True)
    made = sorted((elsewhere / "wheel").iterdir())
    assert [path.suffix for path in made] == [".html", ".pdf"]
    for path in made:
        assert path.read_bytes() == (elsewhere / "checkout" / path.name).read_bytes()


def test_the_installed_package_is_the_one_that_was_run(installed: Path, tmp_path: Path) -> None:
    code = "import notegen, notegen.assets; print(notegen.__file__, notegen.assets.builtin('styles'))"
    printed = subprocess.run(
        [installed / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert all(Path(path).is_relative_to(installed.parent) for path in printed.stdout.split())
    version = subprocess.run([installed / "notegen", "--version"], capture_output=True, text=True, check=True).stdout
    assert version == f"notegen {tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['version']}\n"

"""What one has no right to read: told, and never taken for good."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from processes import PROGRAM, environment

GOOD = Path(__file__).parent / "cases" / "cli" / "files" / "good.yaml"
WITHOUT_POWERS = ["capsh", "--drop=cap_dac_override,cap_dac_read_search", "--", "-c", 'exec "$0" "$@"']


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a good record, one that nobody may read, and a folder that nobody may enter."""
    (tmp_path / "locked").mkdir()
    for name in ("good.yaml", "secret.yaml", "locked/inner.yaml"):
        (tmp_path / name).write_bytes(GOOD.read_bytes())
    (tmp_path / "secret.yaml").chmod(0)
    (tmp_path / "locked").chmod(0)
    yield tmp_path
    (tmp_path / "locked").chmod(0o700)


def _run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """A run without the powers of root, who may read everything."""
    begin = WITHOUT_POWERS if os.geteuid() == 0 else []
    command = [*begin, str(PROGRAM), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, env=environment(), timeout=60, check=False)


def test_a_record_that_could_not_be_read_has_not_nothing_to_mend(folder: Path) -> None:
    ended = _run(["check", "secret.yaml"], folder)
    assert ended.returncode == 2
    assert b'"secret.yaml": Permission denied' in ended.stderr
    assert ended.stderr.endswith(b"1 record: 1 could not be read\n")


def test_a_folder_that_may_not_be_entered_is_told_and_the_rest_is_checked(folder: Path) -> None:
    (folder / "broken.yaml").write_text("event: {titel: Workshop on seals, dates: 2019-05-07}\n")
    ended = _run(["check", "."], folder)
    assert ended.returncode == 2
    assert b'"locked": Permission denied' in ended.stderr
    assert ended.stderr.endswith(b"4 records: 1 error, 2 could not be read\n")
    assert b"broken.yaml:1:9: error: " in ended.stdout


def test_a_folder_that_is_named_and_may_not_be_entered_is_told(folder: Path) -> None:
    ended = _run(["check", "locked"], folder)
    assert ended.returncode == 2
    assert b'"locked": Permission denied' in ended.stderr
    assert b"there is no record" not in ended.stderr


def test_documents_of_the_rest_are_made(folder: Path) -> None:
    ended = _run(["render", ".", "-f", "html"], folder)
    assert ended.returncode == 2
    assert ended.stderr.count(b"Permission denied") == 2
    assert [path.name for path in folder.glob("*.html")] == ["good.html"]


def test_a_folder_that_may_be_listed_but_not_entered_is_told(folder: Path) -> None:
    (folder / "locked").chmod(0o600)
    ended = _run(["check", "."], folder)
    assert ended.returncode == 2
    assert b'"locked/inner.yaml": Permission denied' in ended.stderr


def test_pdfs_that_may_not_be_read_are_told_and_never_called_identical(folder: Path) -> None:
    assert _run(["render", "good.yaml"], folder).returncode == 0
    (folder / "secret.pdf").write_bytes((folder / "good.pdf").read_bytes())
    (folder / "secret.pdf").chmod(0)
    ended = _run(["verify", "."], folder)
    assert ended.returncode == 4
    for name in (b"locked", b"secret.pdf"):
        assert b"\n%b: Permission denied\n" % name in ended.stdout
    assert ended.stderr.endswith(b"3 PDFs: 1 identical, 2 could not be read\n")
    assert _run(["verify", "locked"], folder).returncode == 4


def test_old_notes_that_may_not_be_read_are_told_and_the_rest_is_imported(folder: Path) -> None:
    for name in ("old.txt", "secret.txt"):
        (folder / name).write_text("Event: Workshop on seals\n\nDate and venue: 7 May 2019, Oslo\n")
    (folder / "secret.txt").chmod(0)
    ended = _run(["import", ".", "-o", "made/"], folder)
    assert ended.returncode == 2
    for refused in ("locked", "secret.txt"):
        assert f'{refused}: error: "{refused}": Permission denied\n{refused}: left out\n' in ended.stderr.decode()
    assert (folder / "made" / "2019-05-07-oslo.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "name"), [(["render", "good.yaml"], "good.pdf"), (["check", "--fix", "mine.yaml"], "mine.yaml")]
)
def test_a_file_that_is_protected_from_writing_stays_as_it_is(arguments: list[str], name: str, folder: Path) -> None:
    (folder / name).write_text("event: {title: Workshop on seals, dates: 7-9 May 2019}\n")
    (folder / name).chmod(0o444)
    before = (folder / name).read_bytes()
    ended = _run(arguments, folder)
    assert ended.returncode == 2
    assert f'{name}": the file is protected from writing\n'.encode() in ended.stderr
    assert (folder / name).read_bytes() == before

"""Files that end nowhere, streams that are closed, and files that are something else than a record."""

import io
import os
import resource
import subprocess
import threading
import time
import zipfile
from pathlib import Path

import pytest

from notegen.reader import decode
from processes import PROGRAM, environment, run

GOOD = Path(__file__).parent / "cases" / "cli" / "files" / "good.yaml"
MEMORY = 2_000_000_000


def _run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """A run that gets no more than so much memory, and half a minute."""
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=folder,
        capture_output=True,
        env=environment(),
        timeout=30,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (["check", "/dev/zero"], b"more than 250,000 bytes"),
        (["render", "/dev/zero", "-o", "x.html"], b"more than 250,000 bytes"),
        (["diff", "/dev/zero", str(GOOD)], b"more than 250,000 bytes"),
        (["import", "/dev/zero"], b"too long for a note"),
        (["extract", "/dev/zero"], b"no PDF"),
        (["verify", "/dev/zero"], b"no PDF"),
    ],
)
def test_what_never_ends_is_not_read_to_its_end(verb: list[str], said: bytes, tmp_path: Path) -> None:
    ended = _run(verb, tmp_path)
    assert ended.returncode in (1, 4)
    assert said in ended.stdout + ended.stderr
    assert b"Traceback" not in ended.stderr


def test_standard_input_that_never_ends_is_not_read_to_its_end(tmp_path: Path) -> None:
    with Path("/dev/zero").open("rb") as zeros:
        ended = subprocess.run([PROGRAM, "check", "-"], stdin=zeros, capture_output=True, timeout=30, check=False)
    assert b"<stdin>:1:1: error: the file has more than 250,000 bytes" in ended.stdout


@pytest.mark.parametrize("size", [250_001, 3_000_000])
@pytest.mark.parametrize("name", ["series.yaml", "names.yaml", "parent.yaml"])
def test_files_beside_a_record_have_the_same_limit(name: str, size: int, tmp_path: Path) -> None:
    (tmp_path / "note.yaml").write_text("extends: parent.yaml\nevent: {title: Seals, dates: 2019}\n")
    (tmp_path / "parent.yaml").write_bytes(GOOD.read_bytes())
    (tmp_path / "series.yaml").write_text("series: {id: s, title: Notes}\n")
    (tmp_path / name).write_bytes(b"#" * size)
    found = run(["check", "note.yaml"], tmp_path).stdout
    assert f"{name}:1:1: error: the file has more than 250,000 bytes".encode() in found


def test_a_pipe_that_nobody_writes_to_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    ended = _run(["check", "pipe.yaml"], tmp_path)
    assert ended.returncode == 2
    assert b'"pipe.yaml": nobody writes to this pipe' in ended.stderr


def test_a_pipe_is_read_when_its_writer_is_slow(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("wb") as file:
            time.sleep(3)
            file.write(GOOD.read_bytes())

    writer = threading.Thread(target=write)
    writer.start()
    ended = _run(["check", "pipe"], tmp_path)
    writer.join()
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"1 record: nothing to mend\n")


@pytest.mark.parametrize(
    ("closing", "code", "said"),
    [
        ("notegen check good.yaml >&-", 0, b"1 record: nothing to mend\n"),
        ("notegen check good.yaml 2>&-", 0, b""),
        ("notegen check good.yaml <&-", 0, b"1 record: nothing to mend\n"),
        ("notegen render good.yaml -f html <&- >&- 2>&-", 0, b""),
        (
            "notegen render good.yaml -f html -o - >&-",
            2,
            b"good.yaml: error: Bad file descriptor\ngood.yaml: left out\n",
        ),
        ("notegen check - <&-", 2, b"-: error: Bad file descriptor\n"),
    ],
)
def test_a_closed_stream_is_no_fault_of_the_program(closing: str, code: int, said: bytes, tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_bytes(GOOD.read_bytes())
    command = closing.replace("notegen", str(PROGRAM), 1)
    ended = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (code, b"")
    assert ended.stderr.startswith(said)
    assert b"Traceback" not in ended.stderr
    if "-f html <" in closing:
        assert (tmp_path / "good.html").read_bytes().startswith(b"<!DOCTYPE html>")


def _zip(*names: str, begin: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if begin:
            archive.writestr("mimetype", begin)
        for name in names:
            archive.writestr(name, b"x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said", "hint"),
    [
        (
            "note.docx",
            _zip("[Content_Types].xml", "word/document.xml"),
            "a Word document",
            "notegen import note.docx -o",
        ),
        ("my note.pdf", b"%PDF-1.7\n\xff\xff", "a PDF", "notegen import 'my note.pdf' -o 'my note.yaml'"),
        ("note.html", b"\n<!doctype html>\n<p>Seals", "a web page", "notegen import note.html -o note.yaml"),
        ("all.zip", _zip("a.txt"), "a zip archive", "take out of it"),
        ("old.odt", _zip(begin=b"application/vnd.oasis.opendocument.text"), "an OpenDocument file", ".docx"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "a document of an old Word", ".docx"),
        ("old.rtf", b"{\\rtf1\\ansi Seals}", "rich text", ".docx"),
        ("note.yaml", "event: {title: Seals}".encode("utf-16-le"), "a text in UTF-16", "save the file as UTF-8"),
        ("note.yaml", "event: {title: Seals}".encode("utf-16-be"), "a text in UTF-16", "save the file as UTF-8"),
        ("<stdin>", b"%PDF-1.7\n\xff\xff", "a PDF", "notegen import FILE -o NAME.yaml"),
    ],
)
def test_what_is_no_record_is_called_by_its_name(name: str, content: bytes, said: str, hint: str) -> None:
    for bytes_of_file in (content, content * 20_000):
        _, (diagnostic,) = decode(bytes_of_file, name)
        assert (diagnostic.code, diagnostic.message) == ("not-text", f"this is {said}, and no record")
        assert hint in (diagnostic.hint or "")


@pytest.mark.parametrize("text", ["event: {title: Seals}", "", "# <html>\nevent: {}", "title: %PDF-1.7"])
def test_what_may_be_a_record_is_read_as_one(text: str) -> None:
    assert decode(text.encode(), "note.yaml")[1] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900)), ("old.rtf", b"{\\rtf1\\ansi Seals}")],
)
def test_an_old_document_is_to_be_saved_as_docx_before_it_is_imported(
    name: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    ended = run(["import", name, "-o", "note.yaml"], tmp_path)
    assert (ended.returncode, (tmp_path / "note.yaml").exists()) == (1, False)
    assert b"hint: save it as .docx" in ended.stderr

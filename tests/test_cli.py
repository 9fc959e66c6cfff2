"""The command line as people meet it: real processes, their output, their files, their exit codes."""

import os
import pty
import random
import re
import resource
import select
import shlex
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from notegen.formats.document import MEDIA_TYPES
from notegen.formats.html import house_styles
from notegen.languages.tags import languages
from processes import PROGRAM, environment, run

CASES = Path(__file__).parent / "cases" / "cli"
GOOD = CASES / "files" / "good.yaml"
BEGINNINGS = {"<pdf>": b"%PDF-", "<html>": b"<!DOCTYPE html>"}
ENDS = {"<pdf>": b"%%EOF", "<html>": b"</html>"}
KEYS = {"case", "files", "stdin", "command", "exit", "stdout", "stderr", "writes"}


def _cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text()):
            yield pytest.param(case, id=f"{file.stem}: {case['case']}")


def _content(text: str) -> bytes:
    """A text of a case: itself, or the file of that name."""
    file = CASES / "files" / text
    return file.read_bytes() if "\n" not in text and text and file.is_file() else text.encode()


def _files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _is_whole(content: bytes, kind: str) -> bool:
    return content.startswith(BEGINNINGS[kind]) and content.rstrip().endswith(ENDS[kind])


def _fits(printed: bytes, expected: str) -> bool:
    if expected in BEGINNINGS:
        return _is_whole(printed, expected)
    # "…" alone on a line stands for any lines, elsewhere for anything within its line.
    pattern = re.escape(expected).replace("…\\\n", "(?s:.*)\\\n") if expected == "…\n" else re.escape(expected)
    return re.fullmatch(pattern.replace("…", ".*"), printed.decode()) is not None


def _differences(case: dict[str, Any], folder: Path) -> list[str]:
    """Where a run differs from what the case says."""
    assert case.keys() <= KEYS, f"unknown keys: {case.keys() - KEYS}"
    for name, text in case.get("files", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(_content(text))
    before = _files(folder)
    program, *arguments = shlex.split(case["command"])
    assert program == "notegen"
    ended = run(arguments, folder, stdin=_content(case.get("stdin", "")))
    after = _files(folder)
    written = {name for name in after if after[name] != before.get(name)}
    differences = []
    if ended.returncode != case.get("exit", 0):
        differences.append(f"exit code {ended.returncode}")
    for stream, printed in (("stdout", ended.stdout), ("stderr", ended.stderr)):
        if not _fits(printed, case.get(stream, "")) or b"Traceback" in printed:
            differences.append(f"{stream}:\n{printed[:4000].decode(errors='replace')}")
    if written != set(case.get("writes", ())) or not before.keys() <= after.keys():
        differences.append(f"files written: {sorted(written)}, gone: {sorted(before.keys() - after.keys())}")
    for name in written:
        if (kind := f"<{name.rpartition('.')[2]}>") in BEGINNINGS and not _is_whole(after[name], kind):
            differences.append(f"{name} is no whole document")
    return differences


@pytest.mark.parametrize("case", list(_cases()))
def test_the_command_line_does_what_the_case_says(case: dict[str, Any], tmp_path: Path) -> None:
    differences = _differences(case, tmp_path)
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize(
    "wrong",
    [
        {"exit": 1},
        {"stdout": "something\n"},
        {"stdout": "<pdf>"},
        {"stderr": ""},
        {"stderr": "other.html (… kB)\n"},
        {"writes": []},
        {"writes": ["one.html", "two.html"]},
        {"files": {"one.yaml": "bad.yaml"}},
    ],
)
def test_a_case_that_says_something_else_fails(wrong: dict[str, Any], tmp_path: Path) -> None:
    right = {
        "files": {"one.yaml": "good.yaml"},
        "command": "notegen render one.yaml -f html",
        "stderr": "one.html (… kB)\n",
        "writes": ["one.html"],
    }
    assert _differences(right | wrong, tmp_path)


def test_python_m_notegen_is_notegen(tmp_path: Path) -> None:
    as_program = run(["render", str(GOOD), "-o", "-", "-f", "html"], tmp_path)
    as_module = run(["render", str(GOOD), "-o", "-", "-f", "html"], tmp_path, program=[sys.executable, "-m", "notegen"])
    assert (as_module.returncode, as_module.stdout, as_module.stderr) == (0, as_program.stdout, as_program.stderr)
    assert as_module.stdout
    helps = [
        run(["--help"], tmp_path, program=program) for program in ([str(PROGRAM)], [sys.executable, "-m", "notegen"])
    ]
    assert helps[0].stdout == helps[1].stdout


@pytest.mark.parametrize("verb", [[], ["render"], ["build"], ["check"], ["doctor"]])
def test_help_teaches_with_examples_and_fits_a_terminal(verb: list[str], tmp_path: Path) -> None:
    ended = run([*verb, "--help"], tmp_path)
    text = ended.stdout.decode()
    assert ended.returncode == 0
    assert not ended.stderr
    assert max(map(len, text.splitlines())) <= 100
    assert "..." not in text.replace("PATH...", "").replace("[ARGS]...", ""), "a cut sentence"
    if verb != ["doctor"]:
        assert re.search(r"^ +notegen \w+ +\S+", text, re.MULTILINE), "no example"
    assert run([*verb, "-h"], tmp_path).stdout == ended.stdout


def test_the_help_of_render_names_all_that_can_be_asked_for(tmp_path: Path) -> None:
    told = " ".join(run(["render", "--help"], tmp_path).stdout.decode().split())
    assert f"in this language: {', '.join(languages())}." in told
    formats, styles = re.search(r"FORMATS (.*?), or several", told), re.search(r"house style: (.*?), or a file", told)
    assert formats
    assert set(formats[1].split(", ")) == set(MEDIA_TYPES)
    assert styles
    assert set(styles[1].split(", ")) == set(house_styles())


def test_without_arguments_the_help_is_shown_as_an_error(tmp_path: Path) -> None:
    ended = run([], tmp_path)
    assert ended.returncode == 2
    assert not ended.stdout
    assert b"notegen render" in ended.stderr


def test_the_doctor_finds_nothing_missing_that_the_tests_need(tmp_path: Path) -> None:
    ended = run(["doctor"], tmp_path)
    assert ended.returncode == 0, ended.stdout.decode()
    assert b"Pango 1." in ended.stdout
    assert b"fonts for en" in ended.stdout
    assert not ended.stderr


def test_the_doctor_names_the_command_for_a_library_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "libpango-1.0.so.0").write_bytes(b"")
    ended = run(["doctor"], tmp_path, variables={"LD_LIBRARY_PATH": str(tmp_path)})
    assert ended.returncode == 3
    assert re.search(rb"^missing  Pango.*\n +apt-get install -y libpango", ended.stdout, re.MULTILINE)
    made = run(["render", str(GOOD), "-o", "note.pdf"], tmp_path, variables={"LD_LIBRARY_PATH": str(tmp_path)})
    assert made.returncode == 3
    assert b"hint: notegen doctor" in made.stderr
    assert b"Traceback" not in made.stderr
    assert not list(tmp_path.glob("*.pdf"))


# Colours


def _on_a_terminal(arguments: list[str], folder: Path, **variables: str) -> str:
    """What a terminal gets from both streams."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, *arguments], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(**variables)
    )
    os.close(theirs)
    text = b""
    while select.select([ours], [], [], 0.2)[0] or process.poll() is None:
        try:
            text += os.read(ours, 65536) if select.select([ours], [], [], 0)[0] else b""
        except OSError:  # Linux says so when the last writer has gone
            break
    os.close(ours)
    process.wait(60)
    return text.decode().replace("\r\n", "\n")


def test_colours_are_for_terminals_only(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_bytes(_content("misspelt.yaml"))
    (tmp_path / "series.yaml").write_bytes(_content("series.yaml"))
    seen = _on_a_terminal(["check", "one.yaml"], tmp_path)
    assert "\x1b[33m\x1b[1mwarning\x1b[0m" in seen
    without = re.sub(r"\x1b\[\d+m", "", seen)
    assert without == _on_a_terminal(["check", "one.yaml"], tmp_path, NO_COLOR="1")
    assert without == _on_a_terminal(["check", "one.yaml", "--no-color"], tmp_path)
    assert without == _on_a_terminal(["--no-color", "check", "one.yaml"], tmp_path)
    piped = run(["check", "one.yaml"], tmp_path)
    assert without == (piped.stdout + piped.stderr).decode()


def test_what_stops_is_red_and_no_color_holds_for_it_too(tmp_path: Path) -> None:
    assert "\x1b[31m\x1b[1merror\x1b[0m: there is no file" in _on_a_terminal(["check", "nothing.yaml"], tmp_path)
    assert "\x1b" not in _on_a_terminal(["check", "nothing.yaml", "--no-color"], tmp_path)
    assert "\x1b" not in _on_a_terminal(["check", "nothing.yaml"], tmp_path, NO_COLOR="1")
    assert "\x1b" in _on_a_terminal(["check", "nothing.yaml"], tmp_path, NO_COLOR="")


def test_a_terminal_is_spared_a_pdf(tmp_path: Path) -> None:
    seen = _on_a_terminal(["render", str(GOOD), "-o", "-", "--no-color"], tmp_path)
    assert seen.startswith("error: a PDF is nothing for a terminal: -o FILE.pdf")


# Streams that end or are full


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    records = [tmp_path / f"{number}.yaml" for number in range(400)]
    for record in records:
        record.write_bytes(_content("bad.yaml"))
    process = subprocess.Popen(
        [PROGRAM, "check", "-q", "."],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 0


@pytest.mark.parametrize("arguments", [["render", ".", "-f", "txt"], ["build", "."]])
def test_work_goes_on_when_nobody_listens_any_more(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_text(
        "series: {id: s, title: S}\noutput: {folder: ., formats: [txt], name: '{id}'}\n"
    )
    for number in range(12):
        (tmp_path / f"{number}.yaml").write_bytes(_content("misspelt.yaml"))
    process = subprocess.Popen([PROGRAM, *arguments], cwd=tmp_path, stderr=subprocess.PIPE, env=environment())
    assert process.stderr
    process.stderr.readline()
    process.stderr.close()
    assert process.wait(60) == 0
    assert len(list(tmp_path.glob("*.txt"))) == 12


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "arguments", [["check", "bad.yaml"], ["render", "good.yaml", "-f", "html", "-o", "-"], ["--help"]]
)
def test_a_full_disk_behind_standard_output_is_told(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [PROGRAM, *arguments],
            cwd=CASES / "files",
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert ended.returncode == 2
    assert b"No space left on device" in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_link_that_leads_nowhere_is_told_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_bytes(_content("good.yaml"))
    (tmp_path / "two.yaml").symlink_to("nowhere.yaml")
    ended = run(["check", "."], tmp_path)
    assert ended.returncode == 2
    assert b'"two.yaml": No such file or directory' in ended.stderr
    assert ended.stderr.endswith(b"2 records: 1 could not be read\n")


def test_a_name_that_is_no_text_is_still_told(tmp_path: Path) -> None:
    ended = run(["check", os.fsdecode(b"caf\xe9.yaml")], tmp_path)
    assert ended.returncode == 2
    assert rb'no file or folder "caf\xe9.yaml"' in ended.stderr


def test_control_c_stops_with_a_word(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [PROGRAM, "check", "-"], cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdin
    assert process.stderr
    while not _waits_for_input(process.pid):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.stderr.read() == b"\nerror: stopped\n"
    assert process.wait(60) == 130
    process.stdin.close()
    process.stderr.close()


def test_control_c_stops_with_a_word_while_the_program_loads_too(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")  # as if it came while this is read
    program = (sys.executable, "-m", "notegen")
    ended = run(["check", "."], tmp_path, program=program, variables={"PYTHONPATH": str(tmp_path)})
    assert (ended.returncode, ended.stderr) == (130, b"\nerror: stopped\n")


def _waits_for_input(pid: int) -> bool:
    # A process that has loaded all it needs and sleeps in read(0, …).
    try:
        return Path(f"/proc/{pid}/syscall").read_text().startswith("0 0x0 ")
    except OSError:
        return True


@pytest.mark.parametrize("verb", ["preview", "serve"])
def test_a_port_that_is_taken_is_told_with_what_to_do(verb: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run([verb, "--port", str(taken.getsockname()[1])], tmp_path)
    assert ended.returncode == 2
    assert b"another program listens" in ended.stderr
    assert b"--port takes another" in ended.stderr


# Whole files or none


def test_a_document_that_does_not_fit_on_the_disk_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_bytes(GOOD.read_bytes())
    (tmp_path / "one.pdf").write_text("old")
    ended = subprocess.run(
        [PROGRAM, "render", "one.yaml"],
        cwd=tmp_path,
        capture_output=True,
        env=environment(),
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        check=False,
    )
    assert ended.returncode == 2
    assert b'one.yaml: error: "' in ended.stderr
    assert b'/one.pdf": File too large' in ended.stderr
    assert _files(tmp_path) == {"one.yaml": GOOD.read_bytes(), "one.pdf": b"old"}


WRITER = """
import sys
from pathlib import Path
from notegen.output import write_file
write_file(Path("one.pdf"), b"a" * 3_000_000)
print("ready", flush=True)
while True:
    for letter in b"ab":
        write_file(Path("one.pdf"), bytes([letter]) * 3_000_000)
"""


def test_a_writer_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    chance = random.Random(1540)
    whole = {bytes([letter]) * 3_000_000 for letter in b"ab"}
    for kill in range(100):
        if kill >= 12 and len(list(tmp_path.iterdir())) > 1:
            break
        process = subprocess.Popen([sys.executable, "-c", WRITER], cwd=tmp_path, stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(chance.uniform(0.01, 0.05))
        process.kill()
        process.wait()
        process.stdout.close()
        assert (tmp_path / "one.pdf").read_bytes() in whole
        assert [file.name for file in tmp_path.glob("*.pdf")] == ["one.pdf"]
    strays = [file.name for file in tmp_path.iterdir() if file.name != "one.pdf"]
    assert strays, "no kill struck while a file was being written: the test showed nothing"
    assert all(name.startswith(".") and name.endswith("~") for name in strays)


def test_a_render_that_is_killed_leaves_the_old_document_or_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_bytes(GOOD.read_bytes())
    started = time.monotonic()
    assert run(["render", "one.yaml"], tmp_path).returncode == 0
    took = time.monotonic() - started
    new = (tmp_path / "one.pdf").read_bytes()
    for part in (0.3, 0.6, 0.9, 0.95, 1.0):
        (tmp_path / "one.pdf").write_bytes(b"old")
        process = subprocess.Popen([PROGRAM, "render", "-q", "one.yaml"], cwd=tmp_path, env=environment())
        time.sleep(took * part)
        process.kill()
        process.wait()
        assert (tmp_path / "one.pdf").read_bytes() in (b"old", new)
        assert [file.name for file in tmp_path.glob("*.pdf")] == ["one.pdf"]


def test_a_link_stays_a_link_and_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_bytes(GOOD.read_bytes())
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "real.html").chmod(0o640)
    (tmp_path / "one.html").symlink_to("real.html")
    assert run(["render", "one.yaml", "-f", "html"], tmp_path).returncode == 0
    assert (tmp_path / "one.html").is_symlink()
    assert stat.S_IMODE((tmp_path / "real.html").stat().st_mode) == 0o640
    assert _is_whole((tmp_path / "real.html").read_bytes(), "<html>")


def test_a_document_does_not_go_through_a_link_into_a_record(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_bytes(GOOD.read_bytes())
    (tmp_path / "two.pdf").symlink_to("two.yaml")
    ended = run(["render", str(GOOD), "-o", "two.pdf"], tmp_path)
    assert ended.returncode == 2
    assert b"is a name for a record" in ended.stderr
    assert (tmp_path / "two.yaml").read_bytes() == GOOD.read_bytes()


def test_a_new_file_has_the_permissions_that_the_user_asks_for(tmp_path: Path) -> None:
    command = f"umask 027 && {PROGRAM} render {GOOD} -o one.html"
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True, capture_output=True)
    assert stat.S_IMODE((tmp_path / "one.html").stat().st_mode) == 0o640


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen([PROGRAM, "render", "-q", GOOD, "-f", "html", "-o", pipe], env=environment())
    content = pipe.read_bytes()
    assert process.wait(60) == 0
    assert _is_whole(content, "<html>")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


# What is not loaded


def _loaded(*arguments: str) -> set[str]:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], capture_output=True, env=environment(), timeout=60, check=True
    )
    lines = ended.stderr.decode().splitlines()
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines if line.startswith("import time:")}


HEAVY = {
    "weasyprint",
    "pikepdf",
    "reportlab",
    "pydantic",
    "pydantic_core",
    "jinja2",
    "yaml",
    "markdown_it",
    "PIL",
    "lxml",
}


def test_help_loads_nothing_heavy() -> None:
    loaded = _loaded("-m", "notegen", "--help")
    assert "click" in loaded, "nothing was seen to load"
    assert not loaded & HEAVY


def test_importing_notegen_loads_nothing_heavy() -> None:
    loaded = _loaded("-c", "import notegen")
    assert "notegen" in loaded, "nothing was seen to load"
    assert not loaded & HEAVY


def test_checking_loads_no_engine() -> None:
    loaded = _loaded("-m", "notegen", "check", str(GOOD))
    assert "pydantic" in loaded
    assert not loaded & {"weasyprint", "pikepdf", "reportlab", "jinja2"}

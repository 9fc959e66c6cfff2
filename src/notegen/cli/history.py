"""When records were last changed: by git, and by the file's own time where the change is not committed."""

import io
import os
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from notegen.records.series import FILE as SERIES

_COMMIT = "\x01"
"""Stands before the time of a commit; no file of a record has it in its name."""


def read_ages(paths: Iterable[str]) -> dict[str, datetime]:
    """When each file was last changed, by the path given; files that git does not know are left out.

    One call of git for all files of a folder's repository; empty where there is no git or no repository.
    """
    folders: dict[Path, list[str]] = {}
    for path in paths:
        if Path(path).is_file():
            folders.setdefault(Path(path).resolve().parent, []).append(path)
    roots: dict[Path, dict[Path, str]] = {}
    for folder, members in folders.items():
        if root := _ask(folder, "rev-parse", "--show-toplevel"):
            files = roots.setdefault(Path(root.rstrip("\n")).resolve(), {})
            files |= {Path(path).resolve(): path for path in members}
    return {path: age for root, files in roots.items() for path, age in _read(root, files)}


def _read(root: Path, files: dict[Path, str]) -> Iterator[tuple[str, datetime]]:
    names = {file.relative_to(root).as_posix(): file for file in files}
    ages: dict[str, datetime] = {}
    time = datetime.fromtimestamp(0, UTC)
    log = _ask(root, "log", "-z", f"--format={_COMMIT}%ct", "--name-only", "--no-renames", "--", *names)
    for entry in filter(None, (part.strip("\n") for part in log.split("\0"))):
        if entry.startswith(_COMMIT):
            time = datetime.fromtimestamp(int(entry[1:]), UTC)
        elif entry in names:
            ages.setdefault(entry, time)  # git tells the newest commit first
    for name in _ask(root, "diff", "-z", "--name-only", "HEAD", "--", *names).split("\0"):
        if name in ages and names[name].is_file():
            ages[name] = datetime.fromtimestamp(names[name].stat().st_mtime, UTC)
    return ((files[names[name]], age) for name, age in ages.items())


def fetch_revision(revision: str, path: str, into: Path) -> Path | None:
    """The file as it was at a revision, in a copy of its series' folder; None where git has no such file.

    The path counts from the top of the repository, as git has it, or from the current folder.
    """
    prefix = _ask(Path.cwd(), "rev-parse", "--show-prefix").strip("\n")
    top = Path(_ask(Path.cwd(), "rev-parse", "--show-toplevel").strip("\n") or ".")
    for name in dict.fromkeys((os.path.normpath(path), os.path.normpath(f"{prefix}{path}"))):
        if name.startswith(("..", "/")) or not _ask(top, "ls-tree", "--name-only", revision, "--", name):
            continue
        folders = [parent.as_posix() for parent in Path(name).parents]
        homes = _ask(top, "ls-tree", "--name-only", revision, "--", *(f"{folder}/{SERIES}" for folder in folders))
        home = max((Path(line).parent.as_posix() for line in homes.splitlines()), key=len, default=folders[0])
        packed = _run(top, "archive", "--format=tar", revision, "--", home)
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(into, filter="data")
        return into / name
    return None


def _ask(folder: Path, *words: str) -> str:
    """What git says, "" when there is none or it will not."""
    return _run(folder, *words).decode("utf-8", "surrogateescape")


def _run(folder: Path, *words: str) -> bytes:
    command = ["git", "-C", str(folder), "-c", "core.quotepath=off", "--literal-pathspecs", *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""

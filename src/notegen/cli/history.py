"""When records were last changed: by git, and by the file's own time where the change is not committed."""

import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

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


def _ask(folder: Path, *words: str) -> str:
    """What git says, "" when there is none or it will not."""
    command = ["git", "-C", str(folder), "-c", "core.quotepath=off", "--literal-pathspecs", *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else ""

"""Running notegen as people do: as a process, in a folder, with a clean environment."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = Path(sys.executable).with_name("notegen")
FOUNDING_NOTE = ROOT / "examples" / "unsc-1540" / "2009-09-08-san-jose.yaml"
TIME_LIMIT = 60  # seconds


def environment(**more: str) -> dict[str, str]:
    """The variables of this process without those that change how notegen speaks."""
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    return kept | more


def processor_time(process: int) -> float:
    """Seconds that a process has computed so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(
    arguments: Sequence[str],
    folder: Path,
    *,
    stdin: bytes = b"",
    program: Sequence[str] = (str(PROGRAM),),
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """What came of notegen with these arguments."""
    return subprocess.run(
        [*program, *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env=environment(**(variables or {})),
        timeout=TIME_LIMIT,
        check=False,
    )

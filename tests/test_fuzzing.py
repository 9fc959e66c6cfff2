"""A fuzzer that follows the coverage of the reader finds no exception and nothing that takes long."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RUNS = 30_000
SECONDS_PER_INPUT = 5


@pytest.mark.slow
def test_no_bytes_make_the_checker_fail(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for record in [*(HERE / "cases" / "check").glob("*.yaml"), *(HERE.parent / "examples").rglob("*.yaml")]:
        (corpus / record.name).write_bytes(record.read_bytes()[:4000])
    limits = [f"-runs={RUNS}", f"-timeout={SECONDS_PER_INPUT}", "-max_total_time=120", "-max_len=4000", "-seed=1540"]
    command = [sys.executable, str(HERE / "fuzz_reader.py"), *limits, f"-artifact_prefix={tmp_path}/", str(corpus)]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, timeout=400, check=False)
    told = done.stderr.decode(errors="replace")
    assert done.returncode == 0, told[-3000:]
    assert "Done" in told, "the fuzzer did not come to its end"

"""What the fuzzer runs: any bytes are read and checked, and only diagnostics may come of it.

    python tests/fuzz_reader.py -max_total_time=60 CORPUS

`tests/test_fuzzing.py` runs it for a bounded number of inputs.
"""

import sys

import atheris

with atheris.instrument_imports(include=["notegen"]):
    from notegen.diagnostics import write_text
    from notegen.records.checker import examine_reading
    from notegen.records.loader import read_bytes


def read(content: bytes) -> None:
    """Read, check and tell."""
    for diagnostic in examine_reading(read_bytes(content, "fuzz.yaml")).diagnostics:
        write_text(diagnostic)


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()

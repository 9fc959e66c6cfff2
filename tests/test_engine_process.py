"""The engine in a process of its own does what it does in this one, and its end is told."""

import os
import signal

import pytest

import sheets
from notegen.cli.engine import Engine, start_engine
from notegen.errors import RenderError
from notegen.formats.pdf.sheet import MissingGlyphs


def start() -> tuple[Engine, int]:
    engine = start_engine()
    assert engine is not None
    return engine, engine.process


@pytest.fixture
def engine() -> Engine:
    return start()[0]


def test_the_other_process_makes_the_same_bytes(engine: Engine) -> None:
    from notegen.formats.pdf.engine import write_pdf

    sheet = sheets.sheet("<p>A note.</p>")
    done: list[str] = []
    assert engine.write_pdf(sheet, lambda: done.append("meanwhile")) == write_pdf(sheet)
    assert done == ["meanwhile"]


def test_what_the_engine_refuses_is_raised_here(engine: Engine) -> None:
    with pytest.raises(MissingGlyphs):
        engine.write_pdf(sheets.sheet("<p>\u1680</p><p>\U0001f9ff</p>"), lambda: None)
    assert engine.write_pdf(sheets.sheet("<p>And goes on.</p>"), lambda: None).startswith(b"%PDF")


def test_an_engine_that_is_killed_is_told_and_does_not_hang() -> None:
    engine, child = start()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with pytest.raises(RenderError, match="came to an end"):
        engine.write_pdf(sheets.sheet("<p>A note.</p>"), lambda: None)


def test_the_process_ends_when_nobody_asks_any_more() -> None:
    engine, child = start()
    engine.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(child, 0)

"""Chromium without a screen, and notegen's preview for it to look at."""

import contextlib
import select
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from processes import PROGRAM, environment

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START = 20  # seconds until the program listens


@contextlib.contextmanager
def preview(place: Path, *arguments: str) -> Iterator[str]:
    """The address of `notegen preview`, as long as it runs."""
    command = [str(PROGRAM), "preview", str(place), "--no-browser", *arguments]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert program.stdout is not None
    try:
        ready, _, _ = select.select([program.stdout], [], [], START)
        address = program.stdout.readline().decode().strip() if ready else ""
        assert address.startswith("http://127.0.0.1:"), program.stderr.read() if program.stderr else ""
        yield address
    finally:
        program.send_signal(signal.SIGINT)
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
            raise
        finally:
            program.stdout.close()
            if program.stderr:
                said = program.stderr.read().decode()
                program.stderr.close()
    assert "Traceback" not in said, said
    assert program.returncode == 0, said


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A browser on a fresh profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Screen:
    """A page of the preview; what it says to the console and asks of others is kept."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(**({"locale": "en-GB"} | options))
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)
        self.page.wait_for_selector("body[data-ready]")

    def shown(self) -> int:
        """How many drawings have been shown."""
        return int(self.page.get_attribute("#pages", "data-shown") or 0)

    def wait_for_drawing(self, since: int = 0) -> None:
        """Until more than `since` drawings have been shown."""
        self.page.wait_for_function("(n) => Number(document.querySelector('#pages').dataset.shown ?? 0) > n", arg=since)

    def close(self) -> None:
        """End, and tell of every error that the page has met."""
        self.context.close()

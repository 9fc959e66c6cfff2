"""What docs/service.md shows runs as it stands there."""

import re
import runpy
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notegen.web.service.answers import REASONS
from notegen.web.service.app import create_service
from notegen.web.service.settings import Settings
from processes import environment
from services import PROGRAM, ROOT, Server, start

PAGE = ROOT / "docs" / "service.md"
ADDRESS = "http://127.0.0.1:8540"
RECORD = "event: {title: Workshop on seals, dates: 2019-05-07}\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with start("--workers", "1") as running:
        yield running


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def run_python(word: str, server: Server, folder: Path) -> dict[str, Any]:
    (code,) = [block for block in blocks("python") if word in block]
    (folder / "example.py").write_text(code.replace(ADDRESS, server.address))
    return runpy.run_path(str(folder / "example.py"))


def test_the_request_with_curl_brings_a_pdf(server: Server, tmp_path: Path) -> None:
    (tmp_path / "oslo.yaml").write_text(RECORD)
    (command,) = [block for block in blocks("sh") if "curl" in block]
    subprocess.run(["bash", "-ec", command.replace(ADDRESS, server.address)], cwd=tmp_path, check=True)
    assert (tmp_path / "oslo.pdf").read_bytes().startswith(b"%PDF-")


def test_the_request_from_python_brings_a_pdf(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "oslo.yaml").write_text(RECORD)
    monkeypatch.chdir(tmp_path)
    run_python("urllib", server, tmp_path)
    assert (tmp_path / "oslo.pdf").read_bytes().startswith(b"%PDF-")


def test_the_view_in_flask_passes_documents_and_problems_on(server: Server, tmp_path: Path) -> None:
    client = run_python("flask", server, tmp_path)["app"].test_client()
    answer = client.post("/notes?language=fr", json={"event": {"title": "Réunion", "dates": "2019"}})
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    answer = client.post("/notes", json={"event": {}})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_the_task_in_celery_brings_a_pdf(server: Server, tmp_path: Path) -> None:
    task = run_python("celery", server, tmp_path)["make_note"]
    assert task.apply(args=(RECORD,)).get().startswith(b"%PDF-")


def test_the_page_tells_every_route_and_every_problem() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for path in create_service(Settings()).openapi()["paths"]:
        assert path.partition("{")[0].rstrip("/").removeprefix("/v1") in text, path
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/notegen/web/service").glob("*.py"))
    names = set(re.findall(r'HTTPStatus\.[A-Z_]+,\s*"([a-z-]+)"', code)) | {name for _, name in REASONS.values()}
    assert len(names) > 15
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_the_commands_for_tokens_work_in_turn(tmp_path: Path) -> None:
    command = next(block for block in blocks("sh") if "--new-token" in block).splitlines()[0]
    path = f"{PROGRAM.parent}:{environment()['PATH']}"
    subprocess.run(["bash", "-ec", command], cwd=tmp_path, env=environment(PATH=path), check=True, capture_output=True)
    with start("--workers", "1", "--tokens", str(tmp_path / "tokens.txt")) as server, server.client() as client:
        assert client.get("/v1/styles").status_code == 401
    refused = subprocess.run([PROGRAM, "serve", "--host", "0.0.0.0"], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "--tokens FILE must say who may" in refused.stderr

"""The HTTP service, asked over real sockets."""

import asyncio
import json
import os
import re
import signal
import socket
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pikepdf
import pytest

import notegen
from notegen.web.service.answers import HTTP_CODES, REASONS
from notegen.web.service.tokens import TokenFileError, new_token, read_tokens
from processes import processor_time
from services import ENDLESS, MINIMAL, NOTE, ROOT, YAML, Server, children, serve, settings, start, wait

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with start("--workers", "2") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


def count_begun(numbers: str) -> float:
    """The documents that are waited for, in work or done, by the numbers of a service."""
    found = re.findall(r"^notegen_(?:waiting|working|documents_total\{.*\}) (\S+)$", numbers, re.MULTILINE)
    return sum(map(float, found))


def record_of(content: bytes) -> str:
    with pikepdf.open(BytesIO(content)) as pdf:
        (attached,) = pdf.attachments.values()
        return attached.get_file().read_bytes().decode()


def problem(answer: httpx.Response, status: int, name: str) -> dict[str, object]:
    assert answer.headers["content-type"] == PROBLEM, answer.text
    document: dict[str, object] = answer.json()
    assert (answer.status_code, document["status"]) == (status, status), answer.text
    assert document["type"] == f"urn:notegen:problem:{name}"
    assert document["title"]
    assert document["detail"]
    return document


# Documents


def test_a_record_becomes_the_pdf_that_the_library_makes(client: httpx.Client) -> None:
    text = NOTE.read_text(encoding="utf-8")
    answer = client.post("/v1/render", content=text.encode(), headers=YAML)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert "error=" in answer.headers["notegen-findings"]
    assert answer.content == notegen.render(notegen.loads(text)).content


def test_a_record_in_json_becomes_a_page_in_the_language_that_was_asked_for(client: httpx.Client) -> None:
    data = {"event": {"title": "Réunion", "dates": "2019-05-07"}, "disclaimer": "line\u2028end"}
    answer = client.post("/v1/render?format=html&language=fr", json=data)
    assert answer.status_code == 200
    assert 'lang="fr"' in answer.text
    assert "7\u00a0mai 2019" in answer.text or "7 mai 2019" in answer.text


def test_findings_come_with_their_places(client: httpx.Client) -> None:
    answer = client.post("/v1/check", content=b"event: {title: Workshop, dates: 2019-05-07, titel: x}\n", headers=YAML)
    told = answer.json()
    assert (answer.status_code, told["valid"]) == (200, False)
    (found,) = [found for found in told["diagnostics"] if found["code"] == "unknown-key"]
    assert (found["line"], found["column"], found["hint"]) == (1, 45, 'did you mean "title"?')


def test_a_record_that_is_none_is_a_problem_with_diagnostics(client: httpx.Client) -> None:
    answer = client.post("/v1/render", content=b"event: {titel: x}\n", headers=YAML)
    told = problem(answer, 422, "invalid-record")
    diagnostics = told["diagnostics"]
    assert isinstance(diagnostics, list)
    assert {"missing-key", "unknown-key"} == {found["code"] for found in diagnostics}


def test_an_old_note_becomes_a_record_with_an_account(client: httpx.Client) -> None:
    text = (ROOT / "tests" / "data" / "information-note.txt").read_bytes()
    told = client.post("/v1/import", content=text, headers={"Content-Type": "text/plain; charset=utf-8"}).json()
    assert told["valid"]
    assert told["kept"] == 1.0
    assert notegen.loads(told["record"]).event.title.startswith("Workshop on Implementing")


def test_a_pdf_is_read_gives_its_record_back_and_is_compared_with_it(client: httpx.Client) -> None:
    pdf = notegen.render(notegen.loads(NOTE.read_text(encoding="utf-8"))).content
    headers = {"Content-Type": "application/pdf"}
    told = client.post("/v1/import", content=pdf, headers=headers).json()
    assert told["kept"] > 0.98
    answer = client.post("/v1/extract", content=pdf, headers=headers)
    assert answer.headers["content-type"].startswith("application/yaml")
    assert notegen.loads(answer.text) == notegen.loads(NOTE.read_text(encoding="utf-8"))
    assert client.post("/v1/verify", content=pdf, headers=headers).json()["result"] == "identical"
    changed = pdf + b"% a remark\n"
    assert client.post("/v1/verify", content=changed, headers=headers).json()["result"] != "identical"
    problem(client.post("/v1/extract", content=b"%PDF-1.7 rubbish", headers=headers), 422, "unusable-pdf")


def test_what_can_be_chosen_is_told(client: httpx.Client) -> None:
    assert set(client.get("/v1/styles").json()) == {"un", "plain"}
    assert client.get("/v1/formats").json()["pdf"] == "application/pdf"
    assert {"tag": "ar", "direction": "rtl"} in client.get("/v1/languages").json()
    assert client.get("/v1/schema").json()["$id"] == "urn:notegen:schema:note:1"
    assert client.get("/v1/schema?of=series").json()["$id"] == "urn:notegen:schema:series:1"


def test_a_series_of_requests_is_counted_and_no_word_of_a_record_is_logged(server: Server) -> None:
    with server.client() as client:
        secret = "Zwiebelkuchen"
        answer = client.post("/v1/render", content=f"event: {{title: {secret}, dates: 2019}}", headers=YAML)
        client.post("/v1/check", content=f"event: {secret}", headers=YAML)
        client.post(f"/v1/render?format={secret}", content=b"x", headers=YAML)
        client.get(f"/{secret}")
        numbers = client.get("/metrics").text
    assert 'notegen_requests_total{route="/v1/render",status="200"}' in numbers
    assert 'notegen_documents_total{format="pdf",outcome="made"}' in numbers
    assert "notegen_waiting 0.0" in numbers
    line = next(line for line in server.said if answer.headers["x-request-id"] in line)
    told = json.loads(line)
    assert (told["route"], told["status"], told["format"], told["pages"]) == ("/v1/render", 200, "pdf", 1)
    assert not any(secret in line for line in server.said)
    assert secret not in numbers


# Refusals


@pytest.mark.parametrize(
    ("path", "content", "media_type", "status", "name"),
    [
        ("/v1/render", b"event: x", "text/plain", 415, "media-type"),
        ("/v1/render", b"", "application/yaml", 400, "no-body"),
        ("/v1/render", b"{", "application/json", 400, "not-json"),
        ("/v1/render", b'{"event": 1, "event": 2}', "application/json", 400, "not-json"),
        ("/v1/render", b"[" * 100_000, "application/json", 400, "not-json"),
        ("/v1/render", b'{"event": "\\ud800"}', "application/json", 422, "invalid-record"),
        ("/v1/render", b"\xff\xfe\x00", "application/yaml", 422, "invalid-record"),
        ("/v1/render", b"[" * 100_000, "application/yaml", 422, "invalid-record"),
        ("/v1/render", b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]", "application/yaml", 422, "invalid-record"),
        ("/v1/render", b"x" * 10_000_001, "application/yaml", 413, "too-large"),
        ("/v1/render?format=exe", b"x", "application/yaml", 400, "no-such-format"),
        ("/v1/render?style=../un", b"x", "application/yaml", 400, "no-such-style"),
        ("/v1/render?language=xx", b"x", "application/yaml", 400, "no-such-language"),
        ("/v1/check?profile=x", b"x", "application/yaml", 400, "parameter"),
        ("/v1/nowhere", b"x", "application/yaml", 404, "not-found"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    client: httpx.Client, path: str, content: bytes, media_type: str, status: int, name: str
) -> None:
    answer = client.post(path, content=content, headers={"Content-Type": media_type})
    problem(answer, status, name)


def test_a_body_without_a_length_is_bounded_too(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"#" * 100_000

    answer = client.post("/v1/render", content=endless(), headers=YAML)
    problem(answer, 413, "too-large")


@pytest.mark.parametrize(
    "more",
    [
        "extends: ../../../etc/passwd\n",
        "sections: [{text: '![picture](/etc/passwd)'}]\n",
        "sections: [{text: '![picture](http://127.0.0.1/x.png)'}]\n",
        "annexes: [{title: Programme, file: /etc/passwd}]\n",
    ],
)
def test_a_record_touches_no_file_of_the_server_and_no_network(client: httpx.Client, more: str) -> None:
    content = MINIMAL.format(number=1) + more
    answer = client.post("/v1/render", content=content.encode(), headers=YAML)
    if answer.status_code == 200:
        assert b"root:" not in answer.content
    else:
        problem(answer, 422, "invalid-record")


def test_every_error_of_notegen_and_every_reason_has_a_code() -> None:
    from notegen.series.processes.jobs import Reason

    assert set(HTTP_CODES) == {
        getattr(notegen, name) for name in dir(notegen) if name.endswith(("Error", "Extra", "Record"))
    } - {notegen.NotegenError}
    assert set(REASONS) == set(Reason)


# Limits


def test_a_body_that_never_ends_is_given_up() -> None:
    with serve(settings(body_seconds=0.5)) as server:
        host, port = server.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(
                b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/yaml\r\nContent-Length: 9\r\n\r\nab"
            )
            assert b" 408 " in connection.recv(4096)


def test_a_document_of_too_many_pages_is_not_given_out() -> None:
    with serve(settings(pages=1)) as server, server.client() as client:
        problem(client.post("/v1/render", content=NOTE.read_bytes(), headers=YAML), 413, "too-many-pages")


def test_a_record_that_takes_too_long_is_refused_and_the_next_one_is_made() -> None:
    with serve(settings(seconds=2)) as server, server.client() as client:
        problem(client.post("/v1/render", content=ENDLESS.encode(), headers=YAML), 422, "too-much-time")
        assert client.post("/v1/render", content=MINIMAL.format(number=1), headers=YAML).status_code == 200


def test_a_full_queue_is_told_at_once_and_a_long_wait_after_its_limit() -> None:
    with serve(settings(seconds=5, queue=1, patience=2)) as server, server.client() as client:
        answers: list[httpx.Response] = []

        def ask(content: str) -> None:
            answers.append(client.post("/v1/render", content=content, headers=YAML))

        threads = [threading.Thread(target=ask, args=(text,)) for text in (ENDLESS, MINIMAL.format(number=1))]
        for thread, line in zip(threads, ("notegen_working 1.0", "notegen_waiting 1.0"), strict=True):
            thread.start()
            wait(lambda line=line: line in client.get("/metrics").text)  # type: ignore[misc]
        full = client.post("/v1/render", content=MINIMAL.format(number=2), headers=YAML)
        assert not answers, "it has waited as long as those before it"
        problem(full, 429, "queue-full")
        assert int(full.headers["retry-after"]) >= 1
        problem(client.get("/readyz"), 503, "queue-full")
        for thread in threads:
            thread.join()
        tired, endless = answers
        problem(tired, 503, "no-worker")
        assert "retry-after" in tired.headers
        problem(endless, 422, "too-much-time")


def test_a_worker_that_is_killed_costs_its_own_request_alone() -> None:
    with start("--workers", "1") as server, server.client() as client:
        answers: list[httpx.Response] = []
        thread = threading.Thread(
            target=lambda: answers.append(client.post("/v1/render", content=ENDLESS, headers=YAML))
        )
        thread.start()
        nursery = children(server.process)
        (worker,) = [child for process in nursery for child in children(process)]
        before = processor_time(worker)
        wait(lambda: processor_time(worker) > before + 0.2)  # it has begun
        os.kill(worker, signal.SIGKILL)
        thread.join()
        problem(answers[0], 500, "worker-lost")
        assert client.post("/v1/render", content=MINIMAL.format(number=1), headers=YAML).status_code == 200


def test_who_hangs_up_frees_the_place() -> None:
    with serve(settings(seconds=3, queue=1)) as server, server.client() as client:
        for _ in range(2):
            with httpx.Client(base_url=server.address, timeout=0.5) as impatient, pytest.raises(httpx.ReadTimeout):
                impatient.post("/v1/render", content=ENDLESS, headers=YAML)
        wait(lambda: "notegen_waiting 0.0" in client.get("/metrics").text)
        assert client.post("/v1/render", content=MINIMAL.format(number=1), headers=YAML).status_code == 200
        assert 'status="499"' in client.get("/metrics").text


def test_a_service_that_is_asked_to_end_finishes_what_it_has_begun() -> None:
    answers: list[httpx.Response] = []
    with start("--workers", "1") as server, server.client() as client:

        def ask() -> None:
            answers.append(client.post("/v1/render", content=NOTE.read_bytes(), headers=YAML))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        wait(lambda: count_begun(client.get("/metrics").text) == 4)
        os.kill(server.process, signal.SIGTERM)
        for thread in threads:
            thread.join()
    assert [answer.status_code for answer in answers] == [200] * 4


@pytest.mark.slow
def test_of_two_hundred_requests_at_once_none_is_lost_or_mixed_up() -> None:
    async def ask_all(address: str) -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(base_url=address, timeout=300, limits=limits) as client:
            return await asyncio.gather(
                *(
                    client.post("/v1/render", content=MINIMAL.format(number=number).encode(), headers=YAML)
                    for number in range(200)
                )
            )

    with start("--workers", "2", "--queue", "250", "--patience", "250") as server:
        answers = asyncio.run(ask_all(server.address))
    assert [answer.status_code for answer in answers] == [200] * 200
    for number, answer in enumerate(answers):
        assert f"title: Workshop {number}\n" in record_of(answer.content)


# Tokens


def test_a_token_lets_in_and_nothing_else_does(tmp_path: Path) -> None:
    token, line = new_token("registry")
    file = tmp_path / "tokens"
    file.write_text(f"# who may\n{line}\n")
    with serve(settings(tokens=file)) as server, server.client() as client:
        for given in (None, "", "Bearer", f"Basic {token}", f"Bearer {token}x", f"Bearer {line.split()[1]}"):
            headers = {} if given is None else {"Authorization": given}
            for path in ("/v1/styles", "/metrics", "/v1/openapi.json", "/nowhere"):
                answer = client.get(path, headers=headers)
                problem(answer, 401, "no-token")
                assert answer.headers["www-authenticate"].startswith("Bearer")
        assert client.get("/v1/styles", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        assert client.get("/healthz").status_code == 200
        other, line = new_token("other")
        file.write_text(line)
        assert client.get("/v1/styles", headers={"Authorization": f"Bearer {token}"}).status_code == 401
        assert client.get("/v1/styles", headers={"Authorization": f"Bearer {other}"}).status_code == 200
        file.write_text("rubbish")
        assert client.get("/v1/styles", headers={"Authorization": f"Bearer {other}"}).status_code == 200


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "there is no token"),
        ("registry secret", ":1: a line is a name"),
        (f"a {'0' * 64}\na {'1' * 64}", ":2: the name"),
    ],
)
def test_a_file_of_tokens_that_cannot_be_used_is_told(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "tokens").write_text(text)
    with pytest.raises(TokenFileError, match=complaint):
        read_tokens(tmp_path / "tokens")

"""A series over HTTP: a zip in, progress, a zip out."""

import io
import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from notegen.web.service.archives import unpack
from notegen.web.service.tokens import new_token
from services import MINIMAL, Server, serve, settings, start, wait
from test_service import problem

ZIP = {"Content-Type": "application/zip"}
SERIES = (
    "notegen: 1\nseries: {id: seals, title: Notes on seals, publisher: The Harbour Office}\n"
    "disclaimer: {text: {en: For information – not an official report.}}\n"
)
RECORDS = {f"n{number}.yaml": MINIMAL.format(number=number) for number in range(3)}


def packed(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with start("--workers", "2") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


def events(client: httpx.Client, place: str) -> list[dict[str, Any]]:
    with client.stream("GET", f"{place}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        blocks = "".join(answer.iter_text()).strip().split("\n\n")
    pairs = [block.split("\ndata: ") for block in blocks]
    told = [json.loads(data) for _, data in pairs]
    assert [event for event, _ in pairs] == [f"event: {data['event']}" for data in told]
    return told


def test_a_series_comes_back_as_its_documents(client: httpx.Client) -> None:
    files = {"series.yaml": SERIES, **RECORDS, "more/broken.yaml": "event: {titel: x}\n"}
    answer = client.post("/v1/series", content=packed(files), headers=ZIP)
    assert answer.status_code == 202, answer.text
    place = answer.headers["location"]
    first, *between, last = events(client, place)
    documents = [event for event in between if event["event"] == "document"]
    assert "register" in {event["id"] for event in between if event["event"] == "whole"}
    assert first == {"event": "begin", "total": 4}
    assert sorted(document["record"] for document in documents) == ["more/broken.yaml", "n0.yaml", "n1.yaml", "n2.yaml"]
    (failed,) = [document for document in documents if document["status"] == "failed"]
    assert {found["code"] for found in failed["diagnostics"]} == {"missing-key", "unknown-key"}
    assert not last["good"]
    told = client.get(place).json()
    assert (told["stage"], told["made"], told["failed"]) == ("done", 3, 1)
    result = client.get(f"{place}/result")
    with zipfile.ZipFile(io.BytesIO(result.content)) as archive:
        names = archive.namelist()
        assert [name for name in names if name.endswith(".pdf")] == [f"out/n{number}.en.pdf" for number in range(3)]
        assert {"out/index.html", "out/register.json"} <= set(names)
        assert archive.read("out/n0.en.pdf").startswith(b"%PDF-")
        report = archive.read("report.json").decode()
    assert "/tmp" not in report + json.dumps(documents)
    reported = json.loads(report)
    assert not reported["good"]
    assert {document["record"] for document in reported["documents"]} == {document["record"] for document in documents}
    assert "register" in {whole["id"] for whole in reported["wholes"]}
    problem(client.get("/v1/series/nowhere"), 404, "not-found")


def test_a_series_of_which_nothing_can_be_made_says_why_wherever_it_is_asked(client: httpx.Client) -> None:
    files = {"series.yaml": "series: [\n", **RECORDS}
    place = client.post("/v1/series", content=packed(files), headers=ZIP).headers["location"]
    *_, last = events(client, place)
    told = client.get(place).json()
    with zipfile.ZipFile(io.BytesIO(client.get(f"{place}/result").content)) as archive:
        assert archive.namelist() == ["report.json"]
        report = json.loads(archive.read("report.json"))
    assert (told["stage"], told["total"], told["good"], report["good"]) == ("done", 0, False, False)
    assert {problem["file"] for problem in told["problems"]} == {"series.yaml"}
    assert told["problems"] == report["problems"] == last["problems"]


def leading(name: str) -> bytes:
    return packed({name: "x"})


def link() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        entry = zipfile.ZipInfo("note.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return content.getvalue()


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("note.yaml", "#" * 50_000_000)
    return content.getvalue()


def doubled() -> bytes:
    """A zip with two files of one name."""
    return packed({"nota.yaml": "x", "note.yaml": "x"}).replace(b"nota", b"note")


def damaged(method: int) -> bytes:
    """A zip whose files can be found, but not unpacked."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        archive.writestr("note.yaml", "event: " + "x y z " * 500)
    start = len("note.yaml") + 30
    return content.getvalue()[:start] + b"\xff" * 30 + content.getvalue()[start + 30 :]


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        *((damaged(method), "no zip") for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)),
        (packed({"note.yaml": "x"}).replace(b"note", b"\0ote"), "no zip"),
        (b"rubbish", "no zip"),
        (leading("../note.yaml"), "leads out"),
        (leading("/etc/note.yaml"), "leads out"),
        (leading("a/../../note.yaml"), "leads out"),
        (leading("templates/note.html"), "templates of callers"),
        (leading("below/templates/note.html"), "templates of callers"),
        (link(), "is no file"),
        (bomb(), "10 times its size"),
        (packed(dict.fromkeys(map("n{}.yaml".format, range(5001)), "")), "more than 5,000 files"),
        (packed({}), "there is no file in it"),
        (packed({"notes/": ""}), "there is no file in it"),
        (doubled(), '"note.yaml" cannot be unpacked: its name is taken'),
        (packed({"note": "x", "note/note.yaml": "x"}), '"note/note.yaml" cannot be unpacked: its name is taken'),
        (leading("x" * 300 + ".yaml"), 'x.yaml" cannot be unpacked: File name too long'),
    ],
    ids=[
        *("damaged", "damaged otherwise", "nameless", "rubbish", "above", "absolute", "around"),
        *("templates", "templates below", "link", "bomb", "many"),
        *("empty", "folders alone", "doubled", "a file and a folder", "long"),
    ],
)
def test_a_zip_that_cannot_be_trusted_is_refused(client: httpx.Client, content: bytes, detail: str) -> None:
    told = problem(client.post("/v1/series", content=content, headers=ZIP), 422, "unusable-zip")
    assert detail in str(told["detail"])
    assert "/tmp" not in str(told["detail"])


def test_what_is_hidden_in_a_zip_stays_in_it(tmp_path: Path) -> None:
    """What builds remember of a series says where documents go, and which files are theirs to write over."""
    files = {"series.yaml": SERIES, ".notegen/ledger.json": "{}", "more/.notegen/made.jsonl": "", ".DS_Store": ""}
    (tmp_path / "series.zip").write_bytes(packed(files))
    unpack(tmp_path / "series.zip", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").rglob("*")] == ["series.yaml"]


def test_a_result_expires_and_makes_room() -> None:
    with serve(settings(series=1, expiry=2.0)) as server, server.client() as client:
        place = client.post("/v1/series", content=packed(RECORDS), headers=ZIP).headers["location"]
        full = client.post("/v1/series", content=packed(RECORDS), headers=ZIP)
        problem(full, 429, "queue-full")
        problem(client.get(f"{place}/result"), 409, "not-done")
        assert events(client, place)[-1]["good"]
        assert client.get(f"{place}/result").status_code == 200
        wait(lambda: client.get(place).status_code == 404)
        problem(client.get(f"{place}/result"), 404, "not-found")
        assert client.post("/v1/series", content=packed(RECORDS), headers=ZIP).status_code == 202


def test_a_series_is_its_owners_alone(tmp_path: Any) -> None:
    (one, first), (two, second) = new_token("one"), new_token("two")
    (tmp_path / "tokens").write_text(f"{first}\n{second}\n")
    with serve(settings(tokens=tmp_path / "tokens")) as server, server.client() as client:
        headers = [{"Authorization": f"Bearer {token}"} for token in (one, two)]
        place = client.post("/v1/series", content=packed(RECORDS), headers=ZIP | headers[0]).headers["location"]
        assert client.get(place, headers=headers[0]).status_code == 200
        problem(client.get(place, headers=headers[1]), 404, "not-found")


def test_single_notes_are_made_while_a_series_is_built(client: httpx.Client) -> None:
    many = {f"n{number}.yaml": MINIMAL.format(number=number) for number in range(60)}
    place = client.post("/v1/series", content=packed(many), headers=ZIP).headers["location"]
    answer = client.post("/v1/render", content=MINIMAL.format(number=1), headers={"Content-Type": "application/yaml"})
    assert answer.status_code == 200
    assert client.get(place).json()["made"] < 60
    assert events(client, place)[-1]["good"]

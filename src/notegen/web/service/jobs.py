"""Series that are built while who asked does something else: their progress, and results that expire."""

import asyncio
import json
import logging
import secrets
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from notegen.diagnostics import as_data
from notegen.packages import write_package
from notegen.series.build import Build
from notegen.series.processes.crew import Crew, Lent
from notegen.series.processes.workers import Workers
from notegen.series.report import BuiltDocument, Report, Status, write_document
from notegen.web.service.archives import unpack

logger = logging.getLogger("notegen.service.faults")
SERIES, RESULT, UPLOAD = "series", "result.zip", "upload.zip"
_REPORT = "report.json"


class Stage(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    BUILDING = "building"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class SeriesJob:
    """A series on its way. `told` is what has been told of it so far, one event after the other."""

    id: str
    owner: str
    folder: Path
    stage: Stage = Stage.WAITING
    total: int = 0
    detail: str = ""
    expires: float | None = None
    told: list[dict[str, Any]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self.stage in (Stage.DONE, Stage.FAILED)

    def describe(self) -> dict[str, Any]:
        """The job as data; `good` is None until it has ended."""
        end = self.told[-1] if self.ended else {}
        counts = {
            str(status): sum(event["event"] == "document" and event["status"] == status for event in self.told)
            for status in (Status.MADE, Status.FAILED)
        }
        return {
            "id": self.id,
            "stage": str(self.stage),
            "total": self.total,
            **counts,
            "detail": self.detail,
            "good": end.get("good", False) if self.ended else None,
            "problems": end.get("problems", []),
            "expires_in": None if self.expires is None else max(0, round(self.expires - time.monotonic())),
        }


class SeriesJobs:
    """All jobs of a service, built one after the other by its workers. For one event loop alone."""

    def __init__(self, workers: Workers, most: int, expiry: float, folder: Path | None) -> None:
        self._workers, self._most, self._expiry = workers, most, expiry
        self._room = Path(tempfile.mkdtemp(prefix="notegen-", dir=folder))
        self._thread = ThreadPoolExecutor(1, "series")
        self._jobs: dict[str, SeriesJob] = {}
        self._loop = asyncio.get_running_loop()

    @property
    def full(self) -> bool:
        """Whether there is no place for another job."""
        self._expire()
        return len(self._jobs) >= self._most

    async def begin(self, archive: bytes, owner: str) -> SeriesJob:
        """A job for the series in a zip; ArchiveError for one that cannot be used."""
        identifier = secrets.token_urlsafe(16)
        job = self._jobs[identifier] = SeriesJob(identifier, owner, self._room / identifier)
        try:
            await asyncio.to_thread(_receive, archive, job.folder)
        except BaseException:
            self.drop(job)
            raise
        self._thread.submit(self._run, job)
        return job

    def find(self, identifier: str, owner: str) -> SeriesJob | None:
        """The job of that id, for its owner alone."""
        self._expire()
        job = self._jobs.get(identifier)
        return job if job and job.owner == owner else None

    def drop(self, job: SeriesJob) -> None:
        """Forget a job that has ended, and its result."""
        del self._jobs[job.id]
        shutil.rmtree(job.folder, ignore_errors=True)

    def close(self) -> None:
        """Let what is being built end, and forget all."""
        self._thread.shutdown(cancel_futures=True)
        shutil.rmtree(self._room, ignore_errors=True)

    async def follow(self, job: SeriesJob) -> AsyncIterator[dict[str, Any]]:
        """What is told of a job, from the beginning until it has ended."""
        seen = 0
        while True:
            changed = job.changed
            for event in job.told[seen:]:
                seen += 1
                yield event
            if job.ended and seen == len(job.told):
                return
            await changed.wait()

    def _expire(self) -> None:
        now = time.monotonic()
        for job in [job for job in self._jobs.values() if job.expires is not None and job.expires <= now]:
            self.drop(job)

    def _run(self, job: SeriesJob) -> None:
        """In a thread of its own: it reads and writes files, and waits for workers."""
        try:
            self._change(job, Stage.BUILDING)
            report = self._build(job)
            write_package(job.folder / RESULT, _results(job.folder / SERIES, report))
            shutil.rmtree(job.folder / SERIES)
            for whole in report.wholes:
                self._change(job, Stage.BUILDING, event=_tell(whole, job.folder, "whole"))
            self._change(job, Stage.DONE, event={"event": "end", **_sum_up(report, job.folder)})
        except Exception as error:
            detail = f"{type(error).__name__}: the series could not be built"
            self._change(job, Stage.FAILED, event={"event": "end", "detail": detail}, detail=detail)
            logger.exception("a series could not be built")

    def _build(self, job: SeriesJob) -> Report:
        # A few at a time, so that requests for single notes come in between.
        lent = Lent(self._workers.submit, self._workers.count + 1)
        with Crew(count=1, elsewhere=lent) as crew, Build(job.folder / SERIES, crew=crew) as build:
            job.total = len(build.stale) + len(build.settled)
            self._change(job, Stage.BUILDING, event={"event": "begin", "total": job.total})
            for document in build.settled:
                self._change(job, Stage.BUILDING, event=_tell(document, job.folder))
            for document in build.run():
                self._change(job, Stage.BUILDING, event=_tell(document, job.folder))
            return build.finish()

    def _change(self, job: SeriesJob, stage: Stage, *, event: dict[str, Any] | None = None, detail: str = "") -> None:
        def change() -> None:
            job.stage, job.detail = stage, detail
            if event:
                job.told.append(event)
            if job.ended:
                job.expires = time.monotonic() + self._expiry
            job.changed.set()
            job.changed = asyncio.Event()

        self._loop.call_soon_threadsafe(change)


def _receive(archive: bytes, folder: Path) -> None:
    folder.mkdir()
    (folder / UPLOAD).write_bytes(archive)
    unpack(folder / UPLOAD, folder / SERIES)
    (folder / UPLOAD).unlink()


def _tell(document: BuiltDocument, folder: Path, event: str = "document") -> dict[str, Any]:
    return _shorten({"event": event, **write_document(document)}, folder)


def _sum_up(report: Report, folder: Path) -> dict[str, Any]:
    problems = [as_data(problem) for problem in report.problems]
    return _shorten({"good": report.good, "problems": problems, "seconds": round(report.seconds, 3)}, folder)


def _shorten(data: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The data with all paths as they stand in the zip; where that was unpacked is nobody's business."""
    shortened: dict[str, Any] = json.loads(json.dumps(data).replace(f"{folder / SERIES}/", ""))
    return shortened


def _results(series: Path, report: Report) -> Iterator[tuple[str, bytes]]:
    """The documents by their paths in the series, and the report."""
    documents = (*report.documents, *report.wholes)
    told = _sum_up(report, series.parent)
    told["documents"] = [_tell(document, series.parent) for document in report.documents]
    told["wholes"] = [_tell(document, series.parent, "whole") for document in report.wholes]
    yield _REPORT, json.dumps(told, ensure_ascii=False, indent=2).encode()
    for document in sorted(documents, key=lambda document: str(document.path)):
        if document.good and document.path.is_file():
            yield str(document.path.relative_to(series)), document.path.read_bytes()

"""The service as an ASGI application."""

import asyncio
import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from notegen.records.starter import write_record
from notegen.series.processes.jobs import Job
from notegen.series.processes.workers import Workers
from notegen.web.problems import answer_problems
from notegen.web.service import documents, files, information, series
from notegen.web.service.answers import answer_nobody
from notegen.web.service.desk import Desk
from notegen.web.service.guard import Guard
from notegen.web.service.jobs import SeriesJobs
from notegen.web.service.journal import Journal, Numbers
from notegen.web.service.settings import Settings
from notegen.web.service.state import State

_TOLD = """\
Records of events in YAML or JSON become information notes: accessible, archivable PDF, Word, web pages and data.

Problems come as RFC 9457 documents with the findings of notegen under `diagnostics`. The same record gives the same
bytes. Records can refer to no file, so figures, `extends` and annexes with files belong to `POST /v1/series`.
"""


def create_service(settings: Settings) -> FastAPI:
    """The application; its workers live from its start to its end. OSError and TokenFileError for the tokens."""
    app = FastAPI(
        title="notegen",
        version=version("notegen"),
        summary="Information notes from records of events",
        description=_TOLD,
        lifespan=_live,
        docs_url=None,  # both load scripts from elsewhere
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.settings = settings
    answer_problems(app)
    answer_nobody(app)
    app.include_router(documents.router)
    app.include_router(files.router)
    app.include_router(series.router)
    app.include_router(information.router)
    app.state.numbers = Numbers(lambda: app.state.service.desk.waiting, lambda: app.state.service.desk.working)
    if settings.tokens is not None:
        app.add_middleware(Guard, path=settings.tokens)
    app.add_middleware(Journal, numbers=app.state.numbers)
    return app


@asynccontextmanager
async def _live(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    workers = Workers(settings.workers, seconds=settings.seconds, megabytes=settings.megabytes)
    desk = Desk(workers, settings.queue, settings.patience)
    jobs = SeriesJobs(workers, settings.series, settings.expiry, settings.folder)
    app.state.service = State(settings, desk, app.state.numbers, jobs)
    app.state.ready = asyncio.Event()
    first = workers.submit(Job(write_record("en", "workshop", datetime.date(2009, 9, 10)).encode()))
    loop = asyncio.get_running_loop()
    first.add_done_callback(lambda _: loop.call_soon_threadsafe(app.state.ready.set))
    try:
        yield
    finally:
        # What waits has been answered or has hung up by now; what is in work is let finish.
        await asyncio.to_thread(jobs.close)
        await asyncio.to_thread(workers.close)

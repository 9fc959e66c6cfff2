"""The server of `notegen preview`: pages as they will print, and a form to write records with, for one user."""

import asyncio
import contextlib
import dataclasses
import json
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Header, Request
from fastapi.responses import FileResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles

from notegen.languages.language import whole_languages
from notegen.languages.names import builtin
from notegen.languages.tags import languages
from notegen.records.loader import read_text
from notegen.records.starter import kinds
from notegen.records.starter import languages as starter_languages
from notegen.series.processes.workers import Workers
from notegen.web import drafts, drawing, forms
from notegen.web.folder import File, Folder
from notegen.web.problems import Problem, answer_problems
from notegen.web.requests import Beginning, Correction, Draft, Drawn, Saving
from notegen.web.watching import Watch

PAGES = Path(__file__).parent / "pages"
KEPT = 8
"""Drawings whose pictures can still be asked for."""
_HEARTBEAT = 15  # seconds


@dataclasses.dataclass
class Desk:
    """What the server works with."""

    folder: Folder
    workers: Workers
    watch: Watch
    drawings: "OrderedDict[str, drawing.Drawing]" = dataclasses.field(default_factory=OrderedDict)

    async def draw(self, asked: Drawn) -> tuple[str, drawing.Drawing | drawing.Undrawn]:
        """The pages of a text and the name under which their pictures are kept."""
        target = self.folder.locate(asked.path)
        text = self.folder.read(asked.path).text if asked.text is None else asked.text
        request = drawing.Request(text, asked.path, target.parent, asked.width)
        made = await asyncio.wrap_future(self.workers.run(drawing.draw, request))
        if not isinstance(made, drawing.Drawing | drawing.Undrawn):
            made = drawing.Undrawn(made.message)
        name = secrets.token_hex(8)
        if isinstance(made, drawing.Drawing):
            self.drawings[name] = made
            while len(self.drawings) > KEPT:
                self.drawings.popitem(last=False)
        return name, made


def make_app(folder: Folder, workers: Workers) -> FastAPI:
    """The application; a Guard goes around it."""
    roots = [folder.root, *([folder.series] if folder.series else [])]
    desk = Desk(folder, workers, Watch(roots))

    @contextlib.asynccontextmanager
    async def live(_app: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(desk.watch.run())
        yield
        desk.watch.stop()
        watching.cancel()

    app = FastAPI(title="notegen preview", openapi_url=None, docs_url=None, redoc_url=None, lifespan=live)
    app.state.desk = desk
    answer_problems(app)
    _serve_pages(app)
    _serve_words(app, folder)
    _serve_records(app, folder)
    _serve_drafts(app, folder)
    _serve_drawings(app, desk)
    _serve_events(app, desk)
    app.mount("/pages", StaticFiles(directory=PAGES), name="pages")
    return app


def _serve_pages(app: FastAPI) -> None:
    @app.get("/")
    def show_page() -> Response:
        return FileResponse(PAGES / "index.html")


def _serve_words(app: FastAPI, folder: Folder) -> None:
    @app.get("/api/words")
    def tell_words(language: str = "", accept_language: Annotated[str, Header()] = "") -> dict[str, Any]:
        return forms.screen_words(language if language in whole_languages() else forms.choose_screen(accept_language))

    @app.get("/api/schema")
    def tell_schema() -> dict[str, Any]:
        return forms.form_schema()

    @app.get("/api/names")
    def tell_names(language: str = "en", path: str = "") -> dict[str, list[tuple[str, str]]]:
        names = builtin()
        if folder.series:
            around = folder.locate(path).parent if path else folder.root
            reading = read_text("event: {title: x, dates: 2000}\n", "names", folder=around)
            names = reading.draft.origin.names if reading.draft else names
        return forms.list_names(names, language if language in languages() else "en")


def _serve_records(app: FastAPI, folder: Folder) -> None:
    @app.get("/api/records")
    def list_records() -> dict[str, Any]:
        return {"records": [dataclasses.asdict(entry) for entry in folder.entries()], "folder": folder.root.name}

    @app.get("/api/record")
    def read_record(path: str) -> dict[str, Any]:
        return _opened(folder, folder.read(path))

    @app.post("/api/save")
    def save(saving: Saving) -> dict[str, Any]:
        written = folder.write(saving.path, saving.text, saving.digest)
        return {"digest": written.digest}

    @app.post("/api/begin")
    def begin(asked: Beginning) -> dict[str, str]:
        if asked.copy_of is not None:
            return {"text": drafts.copy(folder.read(asked.copy_of).text, asked.copy_of)}
        if asked.translation_of is not None:
            if asked.language not in languages():
                raise Problem(HTTPStatus.NOT_FOUND, "not-found", f'there is no language "{asked.language}"')
            original = folder.read(asked.translation_of)
            return {"text": drafts.translate(original.text, asked.translation_of, asked.language)}
        if asked.language not in starter_languages() or asked.kind not in ("", *kinds()):
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", "there is no such record to begin with")
        in_series = folder.series is not None
        return {"text": drafts.begin(asked.language, asked.kind, folder.root, in_series=in_series)}


def _opened(folder: Folder, file: File) -> dict[str, Any]:
    draft = drafts.read_draft(file.text, file.path, folder.locate(file.path).parent)
    return draft.told(file.path) | {"path": file.path, "digest": file.digest}


def _serve_drafts(app: FastAPI, folder: Folder) -> None:
    @app.post("/api/draft")
    def read_draft(asked: Draft) -> dict[str, Any]:
        around = folder.locate(asked.path).parent
        text = asked.text if asked.data is None else drafts.write_draft(asked.text, asked.path, asked.data)
        return drafts.read_draft(text, asked.path, around).told(asked.path)

    @app.post("/api/correct")
    def correct(asked: Correction) -> dict[str, Any]:
        around = folder.locate(asked.path).parent
        text = drafts.correct(drafts.read_draft(asked.text, asked.path, around), asked.path, asked.number)
        return drafts.read_draft(text, asked.path, around).told(asked.path)


def _serve_drawings(app: FastAPI, desk: Desk) -> None:
    @app.post("/api/draw")
    async def draw(asked: Drawn) -> dict[str, Any]:
        name, made = await desk.draw(asked)
        if isinstance(made, drawing.Undrawn):
            return {"message": made.message, "pages": None}
        pages = [
            {"picture": f"/api/drawings/{name}/{number}.png", "width": page.width, "height": page.height}
            for number, page in enumerate(made.pages)
        ]
        marks = [
            {"code": mark.diagnostic.code, "path": mark.diagnostic.path, "page": mark.page, "box": mark.box}
            | {"severity": mark.diagnostic.severity}
            for mark in made.marks
        ]
        return {"pages": pages, "total": made.total, "marks": marks, "pdf": f"/api/drawings/{name}/note.pdf"}

    @app.get("/api/drawings/{name}/note.pdf")
    def show_pdf(name: str) -> Response:
        return Response(_drawing(desk, name).pdf, media_type="application/pdf")

    @app.get("/api/drawings/{name}/{number}.png")
    async def show_picture(name: str, number: int) -> Response:
        pages = _drawing(desk, name).pages
        if not 0 <= number < len(pages):
            raise Problem(HTTPStatus.NOT_FOUND, "not-found", "there is no such page")
        return Response(pages[number].content, media_type="image/png")


def _drawing(desk: Desk, name: str) -> drawing.Drawing:
    if name not in desk.drawings:
        raise Problem(HTTPStatus.NOT_FOUND, "not-found", "there is a newer drawing of these pages")
    return desk.drawings[name]


def _serve_events(app: FastAPI, desk: Desk) -> None:
    @app.get("/api/events")
    async def tell_events(_request: Request) -> Response:
        return StreamingResponse(_tell(desk), media_type="text/event-stream")


async def _tell(desk: Desk) -> AsyncIterator[str]:
    """Changed files as server-sent events, with a sign of life when there are none."""
    async with desk.watch.listen() as changes:
        yield "retry: 1000\n\n"
        while True:
            try:
                paths = await asyncio.wait_for(changes.get(), _HEARTBEAT)
            except TimeoutError:
                yield ": here\n\n"
                continue
            if paths is None:
                return
            names = [
                path.relative_to(desk.folder.root).as_posix() for path in paths if path.is_relative_to(desk.folder.root)
            ]
            yield f"data: {json.dumps(names)}\n\n"

"""A note as a Word document: composed here, written by pandoc with our styles, finished here."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

from notegen import assets
from notegen.errors import RenderError
from notegen.formats.bonds import mark_ranges
from notegen.formats.docx.drawing import Drawer, draw_pixels, find_drawer
from notegen.formats.docx.package import Properties, finish
from notegen.formats.docx.pandoc import TEXT, Picture, compose
from notegen.formats.html import shorten
from notegen.formats.manuscript import Manuscript
from notegen.formats.page import lay_page
from notegen.formats.view import View
from notegen.pandoc import find_pandoc, run_pandoc
from notegen.pictures.recognition import recognize
from notegen.records.figures import Figure, FigureProblem, read_figure
from notegen.records.origin import Shelf
from notegen.records.text import plain

TIME_LIMIT = 120  # seconds; pandoc takes less than one
_INCH, _CSS_INCH = 25.4, 96  # millimetres and CSS pixels of an inch

TALLEST = 102
"""Height of a picture at most, in millimetres, as on the page of the PDF."""


def write(manuscript: Manuscript) -> bytes:
    """The Word document; raises MissingExtra where pandoc is not installed, RenderError when it fails."""
    pandoc, draw = find_pandoc(), find_drawer()
    view, around = manuscript.view, manuscript.around
    page = lay_page(view)
    document = compose(page, _pictures(around.folder, draw))
    # The look of the house style, where there is a Word document of its name, else that of every note.
    styles = (assets.find_asset("styles", f"{name}.docx", around.series) for name in (manuscript.style, "note"))
    reference = next(filter(None, styles))
    content = _run(pandoc, json.dumps(document).encode(), reference)
    return finish(content, _properties(view, around.publisher), tuple(note.mark for note in page.footnotes))


def _run(pandoc: str, document: bytes, reference: Path) -> bytes:
    options = ["--from=json", "--to=docx", f"--reference-doc={reference}", "--output=-"]
    ended = run_pandoc(pandoc, options, document, seconds=TIME_LIMIT)
    if ended.returncode:
        raise RenderError(f"pandoc: {ended.stderr.decode(errors='replace').strip()}")
    return ended.stdout


def _pictures(folder: Shelf, draw: Drawer) -> Callable[[str], Picture]:
    def picture(name: str) -> Picture:
        try:
            figure = read_figure(folder, name)
        except FigureProblem as problem:
            raise RenderError(str(problem)) from problem
        scale = 1.0
        if figure.media_type == "image/svg+xml":  # a Word of before 2016 shows none
            drawn, scale = draw_pixels(name, figure.content, draw)
            figure = Figure(drawn, "image/png")
        address = f"data:{figure.media_type};base64,{base64.b64encode(figure.content).decode()}"
        size = recognize(figure.content)
        width = size.width / scale / _CSS_INCH * _INCH
        return Picture(address, min(TEXT, width, TALLEST * size.width / size.height))

    return picture


def _properties(view: View, publisher: str) -> Properties:
    return Properties(
        language=view.language,
        title=f"{plain(view.title)}: {view.event}",
        author=publisher,
        subject=view.symbol or view.event,
        description=view.summary or f"{view.event}. {view.dates}.",
        keywords=view.keywords,
        issued=view.issued,
        status="Draft" if view.draft else "Final",
        running=mark_ranges(shorten(view.event), view.language),
        draft=view.language.labels.draft if view.draft else "",
        reference=view.symbol or mark_ranges(view.dates, view.language),
    )

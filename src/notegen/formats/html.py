"""A view as HTML: the page that is printed, and the page that is read on a screen."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter

from markupsafe import Markup, escape

from notegen import assets
from notegen.assets import house_styles as house_styles
from notegen.errors import RenderError
from notegen.formats.annexes import lay_annexes
from notegen.formats.bonds import isolate_ranges
from notegen.formats.manuscript import Manuscript
from notegen.formats.manuscript import Surroundings as Surroundings
from notegen.formats.markup import Markdown
from notegen.formats.templates import fill as fill
from notegen.formats.view import View
from notegen.languages.language import Language
from notegen.records.comparison import Piece
from notegen.records.figures import FigureProblem, read_figure, read_file
from notegen.records.origin import Shelf
from notegen.records.text import plain


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the head of the document and at the head of its pages."""

    title: str
    meta: tuple[tuple[str, str], ...]
    running: str
    reference: str
    draft: str
    code: str
    code_alternative: str
    css: Markup
    numbering: Markup


@dataclass(frozen=True, slots=True)
class Redline:
    """What a page that shows changes says of itself: its title, if there are any, and fields that it does not show."""

    title: str
    changed: bool
    fields: tuple[tuple[str, tuple[Piece, ...]], ...]


def write_page(view: View, around: Surroundings) -> str:
    """The HTML of the printed page; the text of a footnote stands at its first mark."""
    head = _head(view, around, Markup(""))
    return _write("note.html", view, head, around, floating=True)


def write_part(view: View, around: Surroundings, prefix: str) -> Markup:
    """The note as a part of a document of many, without its head; every id in it begins with the prefix."""
    head = _head(view, around, Markup(""))
    written = _write("compendium-note.html", view, head, around, floating=True, prefix=prefix)
    if "</html>" in written:
        raise RenderError("template note.html: what it writes must stand in {% block document %}, as in notegen's own")
    return Markup(written)


def write_numbering(language: Language, series: Path | None) -> Markup:
    """CSS for the marks of numbered lists in the language."""
    return Markup(fill("numbering.css", series, levels=_levels(language)))


def write(manuscript: Manuscript) -> bytes:
    """The page for the screen, as a format among others."""
    return write_web(manuscript.view, manuscript.around)


def write_web(view: View, around: Surroundings) -> bytes:
    """One self-contained HTML page for the screen, UTF-8."""
    # Our own stylesheet inside <style>; a series' one is its own affair, but cannot close the element.
    css = stylesheet("web", around.series).replace("</", "<\\/")
    head = _head(view, around, Markup(css))
    return _write("web.html", view, head, around, floating=False).encode()


def write_redline(view: View, around: Surroundings, redline: Redline, *, floating: bool) -> str:
    """The page of a view that is made of two: printed when notes float to its foot, otherwise for the screen."""
    names = ("web", "redline")
    css = "" if floating else "\n".join(stylesheet(name, around.series) for name in names).replace("</", "<\\/")
    head = replace(_head(view, around, Markup(css)), title=redline.title)
    return _write("redline.html", view, head, around, floating=floating, redline=redline)


def stylesheets(style: str, series: Path | None) -> tuple[str, ...]:
    """The CSS of the printed page in order: the page, the note, the house style. Raises RenderError."""
    if style not in house_styles(series):
        raise RenderError(f'there is no style "{style}"; there are {", ".join(house_styles(series))}')
    return tuple(stylesheet(name, series) for name in ("page", "note", style))


def name_stylesheets(style: str, *more: str) -> tuple[str, ...]:
    """The files of the stylesheets, as they are called beside series.yaml."""
    return tuple(f"styles/{name}.css" for name in ("page", "note", style, *more))


def stylesheet(name: str, series: Path | None) -> str:
    """A stylesheet of notegen's own, or the series' in its place; raises RenderError for one that is not UTF-8."""
    try:
        return assets.read_asset("styles", f"{name}.css", series)
    except UnicodeDecodeError:
        raise RenderError(f"styles/{name}.css: this is not UTF-8 text; save it as UTF-8") from None


def _head(view: View, around: Surroundings, css: Markup) -> Head:
    title = plain(view.title)
    meta = {
        "author": around.publisher,
        "description": view.summary or f"{view.event}. {view.dates}.",
        "keywords": ", ".join(view.keywords),
        "dcterms.identifier": view.symbol,
        "version": view.version,
        "generator": "notegen",
    }
    code = _code(view.code) if view.code else ""
    return Head(
        title=f"{title}: {view.event}",
        meta=tuple((name, content) for name, content in meta.items() if content),
        running=isolate_ranges(shorten(view.event), view.language),
        reference=view.symbol or isolate_ranges(", ".join(filter(None, (view.dates, view.version))), view.language),
        draft=view.language.labels.draft if view.draft else "",
        code=code,
        code_alternative=view.language.labels.qr.format(text=view.code),
        css=css,
        numbering=write_numbering(view.language, around.series),
    )


@dataclass(frozen=True, slots=True)
class Level:
    """How the entries of a numbered list are marked at one depth, in the terms of CSS Counter Styles."""

    system: str
    symbols: tuple[str, ...]
    prefix: str
    suffix: str


def _levels(language: Language) -> Iterator[Level]:
    letters = tuple(language.numbering.letters.split())
    # "aa" follows "z", but nothing is made of Chinese numerals in that way.
    own = "alphabetic" if max(map(len, letters)) == 1 else "fixed"
    systems = {"letter": own, "roman": "extends lower-roman", "number": "extends decimal"}
    for pattern in language.numbering.levels:
        (prefix, field, _, _), *rest = Formatter().parse(pattern)
        assert field is not None, pattern
        yield Level(systems[field], letters if field == "letter" else (), prefix, "".join(part[0] for part in rest))


def shorten(text: str, length: int = 84) -> str:
    """The text, or its first words and an ellipsis."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _code(text: str) -> str:
    from notegen.formats.codes import draw_code  # reportlab takes its time and only symbols need it

    return "data:image/svg+xml;base64," + base64.b64encode(draw_code(text).encode()).decode()


def _write(
    template: str, view: View, head: Head, around: Surroundings, *, floating: bool, prefix: str = "", **names: object
) -> str:
    markdown = Markdown(view.language, view.footnotes, floating, _picture(around.folder), prefix)
    return fill(
        template,
        around.series,
        view=view,
        head=head,
        lists=view.language.lists,
        medium="page" if floating else "web",
        markdown=markdown.write,
        note=markdown.note,
        prefix=prefix,
        annexes=lay_annexes(view, around.annexes),
        annex_link=_link_annex(around.folder, floating=floating),
        **names,
    )


def _link_annex(folder: Shelf, *, floating: bool) -> Callable[[str], Markup]:
    """Writes the name of a file that is an annex; on a screen it is a link with the file in it."""

    def link(name: str) -> Markup:
        if floating or folder is None:
            return escape(name)
        try:
            content = read_file(folder, name, "annex")
        except FigureProblem as problem:
            raise RenderError(str(problem)) from problem
        data = base64.b64encode(content).decode()
        shown = escape(name.rpartition("/")[2])
        return Markup(f'<a download="{shown}" href="data:application/pdf;base64,{data}">{escape(name)}</a>')

    return link


def _picture(folder: Shelf) -> Callable[[str], str]:
    def address(name: str) -> str:
        try:
            figure = read_figure(folder, name)
        except FigureProblem as problem:
            raise RenderError(str(problem)) from problem
        return f"data:{figure.media_type};base64,{base64.b64encode(figure.content).decode()}"

    return address

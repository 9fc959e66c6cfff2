"""Two notes as one document for those who clear it: insertions underlined, deletions struck through."""

from collections.abc import Sequence
from dataclasses import replace

from notegen.formats.changes import write_path
from notegen.formats.document import DEFAULT_STYLE, MEDIA_TYPES, Document, Look
from notegen.formats.html import Redline, name_stylesheets, stylesheet, stylesheets, write_redline
from notegen.formats.manuscript import Surroundings
from notegen.formats.pdf.sheet import Sheet, WritePdf
from notegen.formats.pdf.writer import describe_view
from notegen.formats.redline import merge_views
from notegen.formats.view import View, view
from notegen.records.comparison import Change, compare_notes
from notegen.records.model import Note

FORMATS = ("html", "pdf")

PRINTED = (
    *("title", "event", "organizers", "participants", "details", "header", "labels", "sections"),
    *("footnotes", "disclaimer", "contact", "annexes"),
)
"""The keys of a record whose changes the page shows where they stand."""


def write_clearance(
    old: Note, new: Note, format: str, *, names: tuple[str, str], look: Look, write_pdf: WritePdf
) -> Document:
    """The new note with everything that the old one says otherwise, as "html" or "pdf", in the new one's language.

    `names` are what the old and the new one are called on the page. Raises RenderError as `render` does.
    """
    origin = new.origin
    series = origin.series
    around = Surroundings(origin.shelf, origin.series_folder, (series.series.publisher or "") if series else "")
    language = look.language or new.language
    merged = merge_views(view(old, language), view(new, language))
    redline = _describe(merged, names, compare_notes(old, new))
    if format == "html":
        return Document(write_redline(merged, around, redline, floating=False).encode(), MEDIA_TYPES["html"], ())
    style = look.style or (series.style if series else DEFAULT_STYLE)
    sheet = Sheet(
        html=write_redline(merged, around, redline, floating=True),
        stylesheets=(*stylesheets(style, around.series), stylesheet("redline", around.series)),
        names=name_stylesheets(style, "redline"),
        folders=tuple(folder for folder in (around.series,) if folder),
        base=around.series,
        attachments=(),
        date=merged.issued,
        metadata=replace(describe_view(merged, around), title=redline.title),
    )
    return Document(bytes(write_pdf(sheet)), MEDIA_TYPES["pdf"], ())


def _describe(merged: View, names: tuple[str, str], changes: Sequence[Change]) -> Redline:
    title = merged.language.labels.changes.format(old=names[0], new=names[1])
    hidden = [change for change in changes if change.path[0] not in PRINTED]
    return Redline(title, bool(changes), tuple((write_path(change.path), change.pieces) for change in hidden))

"""A view as PDF: the printed page, what the file says of itself, and the record inside it."""

from notegen.formats.html import Surroundings, stylesheets, write_page
from notegen.formats.pdf.sheet import Attachment, Sheet
from notegen.formats.pdf.xmp import Metadata
from notegen.formats.view import View
from notegen.records.text import plain

RECORD_TYPE = "application/yaml"


def lay_out(view: View, around: Surroundings, *, style: str, record: str, name: str) -> Sheet:
    """All that the engine needs, with the text of the record attached under that name; raises RenderError."""
    attachment = Attachment(
        name=name,
        media_type=RECORD_TYPE,
        description=view.language.labels.record,
        relationship="Source",
        content=record.encode(),
    )
    return Sheet(
        html=write_page(view, around),
        stylesheets=stylesheets(style, around.series),
        folders=tuple(folder for folder in (around.series,) if folder),
        base=around.series,
        attachments=(attachment,),
        date=view.issued,
        metadata=_metadata(view, around),
    )


def _metadata(view: View, around: Surroundings) -> Metadata:
    places = next((plain(row.text) for row in view.rows if row.key in ("date_and_venue", "venue")), view.dates)
    return Metadata(
        title=f"{plain(view.title)}: {view.event}",
        language=view.language.language,
        creator=around.publisher,
        publisher=around.publisher,
        description=view.summary or f"{view.event}. {view.dates}.",
        subjects=view.keywords,
        identifier=view.symbol,
        coverage=places,
        date=view.issued,
    )

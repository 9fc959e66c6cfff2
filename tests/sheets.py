"""Sheets for the tests of the engine: a document in HTML, set in tests/data/engine/sheet.css."""

import datetime
from pathlib import Path

from notegen.formats.pdf.engine import Attachment, Metadata, Sheet

FOLDER = Path(__file__).parent / "data" / "engine"
METADATA = Metadata(
    title="Information Note",
    language="en",
    creator="UNODA",
    contributors=("WCO", "IAEA"),
    description="Workshop in San José & more <3",
    subjects=("export controls", "1540"),
    identifier="S/AC.44/2009/INF.4",
    coverage="San Jose, 2009-09-08/2009-09-10",
    date=datetime.date(2009, 10, 5),
)
RECORD = Attachment("note.yaml", "application/yaml", "Event record", "Source", b"notegen: 1\n")


def sheet(
    body: str,
    *,
    style: str = "",
    language: str = "en",
    base: Path = FOLDER,
    attachments: tuple[Attachment, ...] = (),
    date: datetime.date | None = datetime.date(2009, 10, 5),
) -> Sheet:
    """A sheet with this body; the stylesheet of the tests, and then `style`."""
    lang = f' lang="{language}"' if language else ""
    return Sheet(
        html=f"<!doctype html><html{lang}><head><title>Information Note</title></head><body>{body}</body></html>",
        stylesheets=((FOLDER / "sheet.css").read_text(encoding="utf-8"), style),
        folders=(base,),
        base=base,
        attachments=attachments,
        date=date,
        metadata=METADATA,
    )


def sample() -> Sheet:
    """The sheet with one of everything."""
    html = (FOLDER / "note.html").read_text(encoding="utf-8")
    body = html.partition("<body>")[2].rpartition("</body>")[0]
    return sheet(body, attachments=(RECORD,))

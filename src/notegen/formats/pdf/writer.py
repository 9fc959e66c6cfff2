"""A view as PDF: the printed page, what the file says of itself, and the record inside it."""

import base64
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from notegen.diagnostics import Diagnostic
from notegen.errors import InvalidRecord
from notegen.formats.html import name_stylesheets, stylesheets, write_page
from notegen.formats.manuscript import Manuscript, Surroundings
from notegen.formats.pdf.recipe import Recipe, list_materials
from notegen.formats.pdf.sheet import Attachment, MissingGlyphs, Printed, Sheet, UndrawnPicture
from notegen.formats.pdf.xmp import Metadata
from notegen.formats.view import View
from notegen.records.annexes import list_annexes
from notegen.records.dump import dumps
from notegen.records.figures import list_figures, locate_figures, read_file
from notegen.records.model import Note
from notegen.records.text import passages, plain

RECORD_TYPE = "application/yaml"


def write(manuscript: Manuscript) -> bytes:
    """The PDF with its record attached; raises InvalidRecord for a character or a picture that cannot be printed."""
    note, around = manuscript.note, manuscript.around
    files = list(_attachments(note, manuscript.view))
    annexes = {annex.file: read_file(note.origin.shelf, annex.file, "annex") for annex in note.annexes if annex.file}
    if annexes:
        from notegen.finishing.annexes import examine  # pikepdf takes its time, and few notes have files behind them

        around = replace(around, annexes={name: examine(content) for name, content in annexes.items()})
    sheet = lay_out(manuscript.view, around, style=manuscript.style, files=files)
    try:
        printed = manuscript.write_pdf(sheet)
    except MissingGlyphs as error:
        if found := list(_places(note, error)):
            raise InvalidRecord(found) from error
        raise
    except UndrawnPicture as error:
        if found := list(_report_undrawn(note, error.address)):
            raise InvalidRecord(found) from error
        raise
    return _join(printed, note, annexes) if annexes else printed


def _join(printed: bytes, note: Note, annexes: Mapping[str, bytes]) -> bytes:
    from notegen.finishing.joining import join

    numbered = {str(i): annexes[annex.file] for i, annex in enumerate(note.annexes, 1) if annex.file}
    return Printed(join(printed, numbered), printed.strayed if isinstance(printed, Printed) else ())


def _attachments(note: Note, view: View) -> Iterator[Attachment]:
    """What the note was made from: its record, then its pictures."""
    labels = view.language.labels
    name = f"{note.id or 'record'}.yaml"
    yield Attachment(name, RECORD_TYPE, labels.record, "Source", dumps(note).encode())
    for address, figure in list_figures(note).items():
        yield Attachment(address, figure.media_type, labels.figure, "Source", figure.content)
    for address, content in list_annexes(note).items():
        yield Attachment(address, "application/pdf", labels.annex, "Source", content)


def lay_out(view: View, around: Surroundings, *, style: str, files: Sequence[Attachment]) -> Sheet:
    """All that the engine needs, with files to attach, the record first; raises RenderError."""
    materials = list_materials(around.series, style)
    recipe = Recipe(record=files[0].name, style=style, engine=_find_joiner(around), materials=materials)
    accessible = all(annex.accessible for annex in around.annexes.values())
    return Sheet(
        html=write_page(view, around),
        stylesheets=stylesheets(style, around.series),
        names=name_stylesheets(style),
        folders=tuple(folder for folder in (around.series,) if folder),
        base=around.series,
        attachments=tuple(files),
        date=view.issued,
        metadata=replace(describe_view(view, around), recipe=recipe, archival=_archival(around), accessible=accessible),
    )


def _find_joiner(around: Surroundings) -> str:
    """What joins the annexes to the note, with its version."""
    if not around.annexes:
        return ""
    from notegen.finishing.joining import TOOL

    return TOOL


def _archival(around: Surroundings) -> Literal["A", "B", ""]:
    """The level of PDF/A-3 that the note keeps with its annexes."""
    levels = {annex.archival for annex in around.annexes.values()}
    return "" if "" in levels else "B" if "B" in levels else "A"


def describe_view(view: View, around: Surroundings) -> Metadata:
    """What the PDF of a view says of itself."""
    places = next((plain(row.text) for row in view.rows if row.key in ("date_and_venue", "venue")), view.dates)
    return Metadata(
        title=f"{plain(view.title)}: {view.event}",
        language=view.language.language,
        creator=around.publisher,
        publisher=around.publisher,
        description=view.summary or f"{view.event}. {view.dates}.",
        subjects=view.keywords,
        identifier=view.symbol,
        version=view.version,
        coverage=places,
        date=view.issued,
    )


def _places(note: Note, missing: MissingGlyphs) -> Iterator[Diagnostic]:
    """Where the record, or a drawing in it, has characters that no font has."""
    characters = missing.characters
    named = {character: f"U+{ord(character):04X} {unicodedata.name(character, 'unnamed')}" for character in characters}
    for passage in passages(note):
        for character in characters:
            at = passage.text.find(character)
            if at >= 0:
                message = f'no font has the character "{character}" ({named[character]})'
                place = note.origin.locate(passage.path, at, at + 1)
                hint = "leave it out: none of the fonts that notegen sets documents in has it"
                if missing.packages:
                    hint = f"perhaps one of these has it: apt-get install {' '.join(missing.packages)}"
                yield Diagnostic("missing-glyph", message, path=passage.path, place=place, hint=hint)
    for figure, name, path, place in locate_figures(note):
        text = figure.content.decode() if figure.media_type == "image/svg+xml" else ""
        for character in characters:
            if character in text:
                message = f'no font has the character "{character}" ({named[character]}) of "{name}"'
                hint = "export the drawing with its text as paths, or as PNG"
                yield Diagnostic("missing-glyph", message, path=path, place=place, hint=hint)


def _report_undrawn(note: Note, address: str) -> Iterator[Diagnostic]:
    """Where the record shows a picture of which the engine could make nothing, by its data: URL."""
    for figure, name, path, place in locate_figures(note):
        if base64.b64encode(figure.content).decode() == address.partition(",")[2]:
            message = f'"{name}" has something in it that cannot be drawn'
            yield Diagnostic("bad-figure", message, path=path, place=place, hint="save it as PNG")

"""The compendium: all notes of a series in one language as one document, with contents, statistics and indexes."""

from collections.abc import Sequence

from markupsafe import Markup

from notegen.errors import RenderError
from notegen.formats import html
from notegen.formats.document import MEDIA_TYPES, Document
from notegen.formats.markup import Markdown, find_number
from notegen.formats.pdf.constants import read_constants
from notegen.formats.pdf.sheet import Printed, Sheet, WritePdf
from notegen.formats.pdf.xmp import Metadata
from notegen.formats.phrases import phrase, set_type, text
from notegen.languages.dates import enclose
from notegen.languages.language import Language, choose_language
from notegen.records.footnotes import tell_strayed
from notegen.records.model import Note
from notegen.records.series import Compendium, Series
from notegen.records.text import Tokens, plain
from notegen.records.versions import group_versions
from notegen.series.compendium.charts import Palette
from notegen.series.compendium.exhibits import exhibit, read_palette
from notegen.series.compendium.indexes import index
from notegen.series.compendium.pieces import find_position, make_piece, sort_notes
from notegen.series.compendium.statistics import count
from notegen.series.compendium.tables import tabulate
from notegen.series.participation import find_involved

STYLE = "compendium"
"""The stylesheet that comes after the house's."""


def write_compendium(
    notes: Sequence[Note],
    series: Series,
    *,
    language: str | None = None,
    style: str | None = None,
    write_pdf: WritePdf | None = None,
) -> Document:
    """The compendium of a series in a language (default: its first) as PDF; the same notes give the same bytes.

    `notes` are all of the series in all languages: of each the version in that language is taken, and
    those without one are left out. Raises RenderError when there is none, or the engine fails.
    """
    words = choose_language(language or series.languages[0])
    chosen = choose(notes, words.language)
    if not chosen:
        raise RenderError(f'no note of the series "{series.series.id}" is written in {words.language}')
    chosen = sort_notes(chosen, _settings(series).order, words)
    sheet = lay_out(chosen, series, words, style=style or series.style, total=len(group_versions(notes)))
    content = (write_pdf or _write_pdf)(sheet)
    strayed = content.strayed if isinstance(content, Printed) else ()
    warnings = (tell_strayed(chosen[find_position(known)], find_number(known)) for known in strayed)
    return Document(content, MEDIA_TYPES["pdf"], tuple(warnings))


def _write_pdf(sheet: Sheet) -> bytes:
    from notegen.formats.pdf.engine import write_pdf  # WeasyPrint takes its time

    return write_pdf(sheet)


def choose(notes: Sequence[Note], language: str) -> tuple[Note, ...]:
    """Of every note the version in a language, where there is one."""
    versions = ((group.original, *group.translations) for group in group_versions(notes))
    found = (next((note for note in group if note and note.language == language), None) for group in versions)
    return tuple(note for note in found if note)


def lay_out(notes: Sequence[Note], series: Series, words: Language, *, style: str, total: int) -> Sheet:
    """All that the engine needs for these notes in this order; `total` are those of the series in any language."""
    folder = notes[0].origin.series_folder
    publisher = series.series.publisher or ""
    styles = (*html.stylesheets(style, folder), html.stylesheet(STYLE, folder))
    issued = max((note.issued for note in notes if note.issued), default=None)
    title = plain(_written(_settings(series).title, series, words))
    dates = _dates(notes, words)
    return Sheet(
        html=_write_page(notes, series, words, palette=read_palette(read_constants(styles)), total=total),
        stylesheets=styles,
        names=html.name_stylesheets(style, STYLE),
        folders=(folder,) if folder else (),
        base=folder,
        attachments=(),
        date=issued,
        metadata=Metadata(
            title=title,
            language=words.language,
            creator=publisher,
            publisher=publisher,
            description=f"{title}. {words.count('notes', len(notes))}. {dates}.",
            coverage=dates,
            date=issued,
        ),
    )


def _write_page(notes: Sequence[Note], series: Series, words: Language, *, palette: Palette, total: int) -> str:
    settings, say = _settings(series), words.compendium
    markdown = Markdown(words, (), True, _no_picture)
    involved = [find_involved(note) for note in notes]
    tables = tabulate(count(notes, involved, notes[0].origin.names), words) if settings.statistics else ()
    indexes = [
        (key, name, letters)
        for key, name, states in (
            ("index_of_states", say.index_of_states, True),
            ("index_of_organizations", say.index_of_organizations, False),
        )
        if (letters := index(involved, words, states=states))
    ]
    title = _written(settings.title, series, words)

    def speak(content: str) -> Markup:
        return markdown.write(set_type(text(content), words))

    return html.fill(
        "compendium.html",
        notes[0].origin.series_folder,
        language=words,
        words=say,
        lists=words.lists,
        markdown=markdown.write,
        say=speak,
        bracket=lambda role: speak(words.attendance.heading.format(heading="", said=role)),
        numbering=html.write_numbering(words, notes[0].origin.series_folder),
        title=title,
        plain_title=plain(title),
        subtitle=_written(series.series.title, series, words) if series.series.title != settings.title else (),
        publisher=_written(series.series.publisher or "", series, words),
        dates=_dates(notes, words),
        number=words.count("notes", len(notes)),
        here=say.here.format(n=len(notes), total=total) if len(notes) < total else "",
        by_date=settings.order == "date",
        pieces=[make_piece(note, words, series.series.publisher or "", number) for number, note in enumerate(notes)],
        exhibits=[exhibit(table, words, palette) for table in tables],
        indexes=indexes,
        parts=[*([("statistics", say.statistics)] if tables else []), *(row[:2] for row in indexes)],
    )


def _settings(series: Series) -> Compendium:
    return series.compendium or Compendium(title=series.series.title)


def _written(content: str, series: Series, words: Language) -> Tokens:
    """Words of the series file, which are in the first language of the series."""
    return phrase(content, series.languages[0], words)


def _dates(notes: Sequence[Note], words: Language) -> str:
    """From the first event to the last, in months or years where no day is known."""
    return words.format_dates((enclose([period for note in notes for period in note.event.dates]),))


def _no_picture(name: str) -> str:
    raise RenderError(f"{name}: a picture outside the notes")

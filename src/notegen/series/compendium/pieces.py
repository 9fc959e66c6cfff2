"""The notes of a compendium, each with its place in the contents."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from notegen.formats import html
from notegen.formats.manuscript import Surroundings
from notegen.formats.phrases import set_type, text
from notegen.formats.view import View, view
from notegen.languages.language import Language
from notegen.languages.names import sort_key
from notegen.records.model import Note
from notegen.records.text import Tokens, parse_inline, plain
from notegen.series.compendium.statistics import first_year


@dataclass(frozen=True, slots=True)
class Piece:
    """A note in the compendium: what its ids begin with, its lines in the contents and the outline, its HTML."""

    prefix: str
    year: int
    title: Tokens
    where: Tokens
    symbol: str
    body: Markup

    @property
    def name(self) -> str:
        """What the outline and links call it."""
        return f"{plain(self.title)}, {self.year}"


def sort_notes(notes: Iterable[Note], order: str, words: Language) -> tuple[Note, ...]:
    """The notes by date, title or place; what is alike in that, by date and then title."""

    def key(note: Note) -> tuple[str, ...]:
        title = sort_key(plain(parse_inline(note.event.title)), words.language)
        date = str(min(period.start.first_day() for period in note.event.dates))
        places = [part for place in note.event.place for part in (place.city, place.venue, place.country) if part]
        place = sort_key(plain(parse_inline(places[0])), words.language) if places else "\uffff"
        leading = {"title": (title,), "place": (place,)}.get(order, ())
        return (*leading, date, title, note.id or "")

    return tuple(sorted(notes, key=key))


def find_position(identifier: str) -> int:
    """Which note, from nought, an id in the document belongs to."""
    return int(identifier.partition("-")[0].removeprefix("n")) - 1


def make_piece(note: Note, words: Language, publisher: str, number: int) -> Piece:
    """The note as the piece of that number, from nought."""
    shown = view(note, words.language)
    prefix = f"n{number + 1}-"
    around = Surroundings(note.origin.folder, note.origin.series_folder, publisher)
    return Piece(
        prefix=prefix,
        year=first_year(note),
        title=_bare(set_type(parse_inline(note.event.title), words)),
        where=_bare(_where(shown, words)),
        symbol=shown.symbol,
        body=html.write_part(shown, around, prefix),
    )


def _where(shown: View, words: Language) -> Tokens:
    """Date and place as the header of the note has them."""
    rows = {row.key: row.text for row in shown.rows}
    if "date_and_venue" in rows:
        return rows["date_and_venue"]
    venue = rows.get("venue")
    return (*text(shown.dates), *text(words.lists.parts), *venue) if venue else text(shown.dates)


def _bare(tokens: Tokens) -> Tokens:
    """The words without links and marks of notes, for a line that is a link itself."""
    return tuple(token for token in tokens if token.type not in ("footnote_mark", "link_open", "link_close", "image"))

"""The header of a note in a reader's language: its rows, the places, the groups of participants."""

from collections.abc import Callable
from dataclasses import dataclass

from notegen.formats.phrases import between, fill, join, phrase, set_type, text
from notegen.languages.language import Language, find_language
from notegen.languages.names import (
    find_organization,
    find_state,
    organization_acronym,
    organization_name,
    state_name,
)
from notegen.records.model import Entry, Group, Named, Note, Venue
from notegen.records.text import Tokens, plain


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of participants: its names as running text, and one by one with the rest of the text.

    The heading says how they took part where they did not simply attend.
    """

    heading: Tokens
    text: Tokens
    names: tuple[Tokens, ...]
    rest: Tokens


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the header: running text, or groups."""

    key: str
    label: str
    text: Tokens = ()
    groups: tuple[GroupView, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """Writes the header; `inline` reads a text of the record."""

    note: Note
    words: Language
    inline: Callable[[str | None], Tokens]

    def rows(self) -> tuple[RowView, ...]:
        """The rows in their order; those that say nothing are left out."""
        return tuple(row for key in self.note.rows if (row := self._row(key)).text or row.groups)

    def label(self, key: str) -> str:
        """The label of a row, a group or a part: the record's own, else the language's."""
        return self._words(self.note.labels[key]) if key in self.note.labels else getattr(self.words.labels, key)

    def _words(self, written: str) -> str:
        return plain(set_type(text(written), self.words))

    def _row(self, key: str) -> RowView:
        note = self.note
        if key in note.details:
            detail = note.details[key]
            return RowView(key, self._words(detail.label), self.inline(detail.text))
        label = self.label(key)
        if key == "participants":
            return RowView(key, label, groups=tuple(self._group(group) for group in note.participants))
        if key == "event":
            return RowView(key, label, self.inline(note.event.title))
        if key == "organizers":
            return RowView(key, label, self._organizers())
        parts = [text(self.words.format_dates(note.event.dates))] if key in ("date", "date_and_venue") else []
        if key in ("venue", "date_and_venue") and note.event.place:
            parts.append(self.places())
        return RowView(key, label, between(parts, [self.words.lists.parts] * (len(parts) - 1)))

    def _organizers(self) -> Tokens:
        organizers = self.note.organizers
        if isinstance(organizers, tuple):
            return join([self._name(name, "organizations") for name in organizers], self.words)
        return self.inline(organizers)

    def places(self) -> Tokens:
        """Where the event was: "San José, Costa Rica", several places one after the other."""
        places, words = self.note.event.place, self.words.places
        # "Oslo y en línea": its own label begins with a capital, as a row does.
        beside = len(places) > 1 and _is_online_alone(places[-1]) and "online" not in self.note.labels
        named = places[:-1] if beside else places
        links = [words.separator] * (len(named) - 2) + [words.last] * (len(named) > 1)
        found = between([self._place(place) for place in named], links)
        return fill(words.online, place=found) if beside and not named[-1].online else found

    def _place(self, place: Venue) -> Tokens:
        patterns = self.words.places
        city, venue = self.inline(place.city), self.inline(place.venue)
        country = self._state(place.country) if place.country else ()
        found = fill(patterns.city, city=city, country=country) if city and country else city or country
        if venue:
            found = fill(patterns.venue, venue=venue, place=found) if found else venue
        if place.online:
            found = fill(patterns.online, place=found) if found else text(self.label("online"))
        return found

    def _group(self, group: Group) -> GroupView:
        lists = self.words.lists
        names = [self._entry(entry, group.kind) for entry in group.entries]
        plain_links = [lists.plain] * (len(names) - 1)
        listed = join(names, self.words) if group.join == "language" else between(names, plain_links)
        also = join([self._entry(entry, group.kind) for entry in group.also], self.words)
        counts, note = self._counts(group), self.inline(group.note)
        rest = self._follow((), also, counts, note)
        if also:  # below a list in columns a paragraph of its own begins
            rest = (*text(lists.also.lstrip(",，، ")), *rest)
        return GroupView(self._heading(group), self._follow(listed, also, counts, note), tuple(names), rest)

    def _heading(self, group: Group) -> Tokens:
        heading = self.inline(group.heading) or text(self.label(group.kind))
        if group.attendance == "attended":
            return heading
        said = getattr(self.words.attendance, group.attendance)
        return fill(self.words.attendance.heading, heading=heading, said=text(said.get(group.kind) or said["other"]))

    def _follow(self, found: Tokens, also: Tokens, counts: Tokens, note: Tokens) -> Tokens:
        lists = self.words.lists
        for link, part in ((lists.also, also), (lists.parts, counts)):
            found = (*found, *text(link if found and part else ""), *part)
        return fill(self.words.entries.note, name=found, note=note) if found and note else (*found, *note)

    def _counts(self, group: Group) -> Tokens:
        given = group.counts.model_dump(exclude_none=True) if group.counts else {}
        return text(self.words.join([self.words.count(kind, number) for kind, number in given.items()]))

    def _entry(self, entry: Entry, kind: str) -> Tokens:
        if not isinstance(entry, Named):
            return self._name(entry, kind)
        name = self._state(entry.state) if entry.state else self.inline(entry.name)
        if entry.acronym:
            name = fill(self.words.entries.acronym, name=name, acronym=self.inline(entry.acronym))
        return fill(self.words.entries.note, name=name, note=self.inline(entry.note)) if entry.note else name

    def _name(self, written: str, kind: str) -> Tokens:
        if kind == "states":
            return self._state(written)
        organization = find_organization(self.note.origin.names, written)
        if organization is None:
            return self.inline(written)
        name, language = organization_name(organization, self.words.language)
        acronym = organization_acronym(organization, self.words.language)
        if acronym == name:
            return phrase(name, language, self.words)
        # A body without an acronym in the letters of this language has its own, in Latin ones.
        tag = "en" if acronym.isascii() and not self.words.latin else self.words.language
        if language != self.words.language:
            pattern = find_language(language).entries.acronym
            return phrase(pattern.format(name=name, acronym=acronym), language, self.words)
        return fill(
            self.words.entries.acronym,
            name=phrase(name, language, self.words),
            acronym=phrase(acronym, tag, self.words),
        )

    def _state(self, written: str) -> Tokens:
        state = find_state(self.note.origin.names, written, *self._naming_languages)
        if state is not None and (written.isupper() or written in state.short.values()):
            tag = self.words.language if self.words.language in state.short else "en"
            return phrase(state_name(state, tag), tag, self.words)
        # With an article, or in words of its own, a name is printed as it was written.
        known = state is None and written.isupper()
        organization = find_organization(self.note.origin.names, written) if known else None
        if organization is None:
            return self.inline(written)
        name, language = organization_name(organization, self.words.language)
        article = "the " if language == "en" and organization.article else ""
        return phrase(article + name, language, self.words)

    @property
    def _naming_languages(self) -> tuple[str, ...]:
        """Those in which a State can be named: the page's, the note's, and English where the note's has no names."""
        named = any(self.note.language in state.short for state in self.note.origin.names.states[:1])
        return (self.words.language, self.note.language) if named else (self.words.language, self.note.language, "en")


def _is_online_alone(place: Venue) -> bool:
    return place.online and not (place.city or place.country or place.venue)

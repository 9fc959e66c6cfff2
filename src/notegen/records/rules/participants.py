"""Who is listed among the participants: every entry with its place and the State or body that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notegen.diagnostics import Path
from notegen.languages.names import Names, Organization, State, find_organization, find_state
from notegen.records.model import Entry, Group, Named, Note
from notegen.records.rules.mentions import Naming, recognize
from notegen.records.text import MARK


@dataclass(frozen=True, slots=True)
class Participant:
    """One entry. `text` is what it is called; `naming` is None where nobody is known by that.

    The text stands at `path` from `start` on, behind an article and without its footnote marks. `group` is
    the position of its group; `also` says that it stands after "as well as".
    """

    path: Path
    start: int
    text: str
    group: int
    kind: str
    also: bool
    naming: Naming | None
    acronym: str | None = None
    note: str | None = None

    @property
    def end(self) -> int:
        """Where the text ends."""
        return self.start + len(self.text)

    @property
    def is_state(self) -> bool:
        """Whether a State should stand there."""
        return self.kind == "states" or self.path[-1] == "state"

    @property
    def state(self) -> State | None:
        """The State that it names."""
        return self.naming.row if self.naming and isinstance(self.naming.row, State) else None

    @property
    def body(self) -> Organization | None:
        """The body that it names."""
        return self.naming.row if self.naming and isinstance(self.naming.row, Organization) else None


_ARTICLE = re.compile(r"[\s*_]*(?:the\s+)?")


def list_participants(note: Note, names: Names) -> Iterator[Participant]:
    """Every entry of every group in the order of the page."""
    for i, group in enumerate(note.participants):
        for part in ("entries", "also"):
            for j, entry in enumerate(getattr(group, part)):
                yield _read(note, names, entry, group, ("participants", i, part, j))


def _read(note: Note, names: Names, entry: Entry, group: Group, path: Path) -> Participant:
    text, acronym, remark = entry if isinstance(entry, str) else "", None, None
    is_state = group.kind == "states"
    if isinstance(entry, Named):
        text, acronym, remark = entry.state or entry.name or "", entry.acronym, entry.note
        path, is_state = (*path, "state" if entry.state else "name"), is_state or entry.state is not None
    start = match.end() if (match := _ARTICLE.match(text)) else 0
    text = MARK.split(text[start:])[0].rstrip(" *_\n")
    naming = name_participant(names, text, note.language, is_state=is_state)
    return Participant(path, start, text, int(path[1]), group.kind, path[2] == "also", naming, acronym, remark)


def name_participant(names: Names, text: str, language: str, *, is_state: bool) -> Naming | None:
    """What the text names; a code of ISO 3166 is read only where a State is expected: AU is a body elsewhere."""
    body = find_organization(names, text)
    state = find_state(names, text, language) if is_state else None
    if state:
        return Naming(state, "short", text)
    return Naming(body, "acronym", text) if body else recognize(names, text, language)

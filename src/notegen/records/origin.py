"""Where a record came from: its file, folder and series, and the places of its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as File

from notegen.diagnostics import Path, Place
from notegen.languages.names import Names, builtin
from notegen.records.series import Series
from notegen.tree import Tree

Shelf = File | Mapping[str, bytes] | None
"""Where the files are that a record names: in a folder, or, by name, in what it travelled with."""


@dataclass(frozen=True, slots=True)
class Origin:
    """All fields are kept out of comparison: two notes that say the same are equal wherever they lie.

    `folder` holds the record and is where its figures may come from; `files` has them instead for a record that
    came out of a document. `series_folder` holds
    `series.yaml` and perhaps `templates/` and `styles/`. `trees` has, for each top part of the
    record, the text that it came from (a record may extend another, and a series has defaults).
    `extended` are the files of the records that it extends, the nearest first.
    `names` are the tables of names with those of the series over them.
    """

    name: str = field(default="record", compare=False)
    folder: File | None = field(default=None, compare=False)
    series_folder: File | None = field(default=None, compare=False)
    series: Series | None = field(default=None, compare=False)
    series_tree: Tree | None = field(default=None, compare=False, repr=False)
    names: Names = field(default_factory=builtin, compare=False, repr=False)
    trees: Mapping[Path, tuple[Tree, Path]] = field(default_factory=dict, compare=False, repr=False)
    extended: tuple[File, ...] = field(default=(), compare=False)
    files: Mapping[str, bytes] | None = field(default=None, compare=False, repr=False)

    @property
    def shelf(self) -> Shelf:
        """Where the files are that the record names."""
        return self.folder if self.files is None else self.files

    def place(self, path: Path, *, key: bool = False) -> Place | None:
        """Where a value stands, None when the record came from no text."""
        found = self._find(path)
        return found[0].place(found[1], key=key) if found else None

    def locate(self, path: Path, start: int, end: int) -> Place | None:
        """Where characters `start` to `end` of a text stand."""
        found = self._find(path)
        return found[0].locate(found[1], start, end) if found else None

    def spells(self, path: Path) -> bool:
        """Whether the characters of a text stand in its place, so that some of them can be corrected there."""
        found = self._find(path)
        return found is not None and found[0].spells(found[1])

    def has(self, path: Path) -> bool:
        """Whether the text has a value or a key at the path."""
        found = self._find(path)
        return found is not None and (found[1] in found[0].values or found[1] in found[0].keys)

    def text(self, path: Path) -> str:
        """The text that stands at the path, "" where there is none."""
        found = self._find(path)
        value = found[0].values.get(found[1]) if found else None
        return value.content if value and isinstance(value.content, str) else ""

    def is_mapping(self, path: Path) -> bool:
        """Whether a mapping stands at the path."""
        found = self._find(path)
        value = found[0].values.get(found[1]) if found else None
        return value is not None and value.mapping

    def is_empty(self, path: Path) -> bool:
        """Whether the text has a place for a value at the path, a dash of a list, and nothing in it."""
        found = self._find(path)
        value = found[0].values.get(found[1]) if found else None
        return value is not None and value.content is None

    def _find(self, path: Path) -> tuple[Tree, Path] | None:
        head = path
        while head not in self.trees:
            if not head:
                return None
            head = head[:-1]
        tree, base = self.trees[head]
        return tree, (*base, *path[len(head) :])

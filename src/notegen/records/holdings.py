"""Files that records name, so that no document is written over them.

They are looked for in the text: a record with errors keeps its files too.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from notegen.intake import read_file
from notegen.reader import MAX_BYTES
from notegen.records.series import find_series

_NAMED = re.compile(r"""\bfile["']?[ \t]*:\s*(?:[>|][-+]?\s*)?(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'][^\n]*))""")
_FLOW = re.compile(r"[,}\]]|\s#")
"""What ends a name that stands without quotes: in brackets, or before a remark."""
_IMPORTED = re.compile(r'# Imported from (.+?)\.(?: A line with "look".*)?$', re.MULTILINE)
_ASSETS = ("templates", "styles")


def find_holders(files: Iterable[Path], records: Iterable[Path]) -> dict[Path, Path]:
    """Those of the files that the records, or others of their series or folders, name, and a text that does.

    A file among the templates and styles of a series belongs to `series.yaml`.
    """
    asked = {file.resolve(): file for file in files if file.exists()}
    folders = {record.resolve().parent for record in records} if asked else set()
    series = {folder: find_series(folder) for folder in folders}
    held: dict[Path, Path] = {}
    for text in {text for folder in folders for text in _list_texts(folder, series[folder])}:
        for name in _list_names(text):
            for base in {text.parent, *folders}:  # a record brings the names of one that it extends to its own folder
                if (place := (base / name).resolve()) in asked:
                    held.setdefault(asked[place], text)
    for home in filter(None, series.values()):
        for place, file in asked.items():
            if any(place.is_relative_to(home.parent / name) for name in _ASSETS):
                held[file] = home
    return held


def is_source(file: Path, record: Path) -> bool:
    """Whether the record was imported from a file of that name, as its first line says."""
    found = _IMPORTED.match(_read(record))
    parts = [part for part in Path(found[1]).parts if part != ".."] if found else []
    return bool(parts) and list(file.resolve().parts[-len(parts) :]) == parts


def _list_texts(folder: Path, series: Path | None) -> Iterator[Path]:
    found = series.parent.rglob("*.y*ml") if series else folder.glob("*.y*ml")
    return (path for path in found if path.is_file())


def _list_names(text: Path) -> Iterator[str]:
    """The names of files in a text, each as far as it may reach."""
    for quoted, single, plain in _NAMED.findall(_read(text)):
        for name in (quoted, single, plain.rstrip(), _FLOW.split(plain)[0].rstrip()):
            if name and "\0" not in name:
                yield name


def _read(path: Path) -> str:
    try:
        return read_file(path, MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""

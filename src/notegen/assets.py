"""Where templates and styles are: those of a series before those of notegen, by file name."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_PARTS = frozenset({"page", "note", "web", "listing", "redline", "compendium"})


def folders(kind: str, series: Path | None = None) -> tuple[Path, ...]:
    """The folders to look in, first match wins. `kind` is "templates" or "styles"."""
    own = series / kind if series else None
    return (own, builtin(kind)) if own and own.is_dir() else (builtin(kind),)


@cache
def builtin(kind: str) -> Path:
    """The folder that came with notegen: inside the wheel, at the top of a checkout."""
    inside = _PACKAGE / kind
    return inside if inside.is_dir() else _PACKAGE.parent.parent / kind


def read_asset(kind: str, name: str, series: Path | None = None) -> str:
    """The text of the file; FileNotFoundError when no folder has it."""
    found = find_asset(kind, name, series)
    if found is None:
        raise FileNotFoundError(name)
    return found.read_text(encoding="utf-8")


def find_asset(kind: str, name: str, series: Path | None = None) -> Path | None:
    """Where the file is, None when no folder has it."""
    return next((folder / name for folder in folders(kind, series) if (folder / name).is_file()), None)


def house_styles(series: Path | None = None) -> tuple[str, ...]:
    """The names that a style can have; the other stylesheets are parts of every one, or of other documents."""
    found = {path.stem for folder in folders("styles", series) for path in folder.glob("*.css") if path.is_file()}
    return tuple(sorted(found - _PARTS))

"""What a document owes to this computer: notegen, the libraries that it works with, the fonts."""

import contextlib
import ctypes
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from notegen.series.fingerprints import Fingerprints, digest

_PACKAGE = Path(__file__).parents[1]

# What finds faults, and what asks for documents, has no part in them.
_ASIDE = ("cli/", "web/", "series/", "records/rules/", "languages/words/", "doctor.py")

_WHOLE = ("compendium", "listing")
_PRINTED = ("pdf", "compendium")
_PRINTING = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "fonttools", "pillow", "pikepdf")
_WRITING = ("babel", "jinja2", "markdown-it-py", "pydantic", "reportlab", "icalendar", "pypandoc-binary")


def list_tools(format: str, language: str, files: Fingerprints) -> Mapping[str, str]:
    """What documents in this format and language are made with, each with its version or digest."""
    tools = {
        "notegen": _notegen(files),
        "the libraries": _versions(_WRITING),
        f"the words of {language}": files.find(_PACKAGE / "languages" / "words" / f"{language}.yaml") or "",
    }
    if format in _WHOLE:
        tools["what makes the documents of a series"] = digest_series(files)
    if format in _PRINTED:
        tools |= {"the engine": _versions(_PRINTING) + _engine(), "the fonts": _fonts(files)}
    return tools


def digest_series(files: Fingerprints) -> str:
    """The digest of this part of notegen."""
    return _digest_modules("series/", files)


@cache
def name_toolchain() -> str:
    """One digest of all that this computer makes PDFs with; that of another computer that makes the same bytes."""
    tools = dict(list_tools("pdf", "en", Fingerprints({})))
    words = sorted((_PACKAGE / "languages" / "words").iterdir())
    return digest(json.dumps([tools, [digest(path.read_bytes()) for path in words]]).encode())


def _notegen(files: Fingerprints) -> str:
    """The version, and what this copy of it consists of: one that is worked on keeps its version."""
    return f"{version('notegen')} {_digest_modules('', files)}"


def _digest_modules(start: str, files: Fingerprints) -> str:
    digests = [f"{name} {files.find(_PACKAGE / name)}" for name in _list_modules(start)]
    return digest(" ".join(digests).encode())


@cache
def _list_modules(start: str) -> tuple[str, ...]:
    """The files of notegen with names that start so; of all, those that have a part in documents."""
    names = (path.relative_to(_PACKAGE).as_posix() for path in sorted(_PACKAGE.rglob("*")) if path.is_file())
    own = (name for name in names if name.endswith((".py", ".json", ".yaml", ".sql")) and name.startswith(start))
    return tuple(name for name in own if start or not name.startswith(_ASIDE))


@cache
def _versions(packages: tuple[str, ...]) -> str:
    return ", ".join(_version(package) for package in packages)


def _version(package: str) -> str:
    with contextlib.suppress(PackageNotFoundError):
        return f"{package} {version(package)}"
    return f"no {package}"


@cache
def _engine() -> str:
    return "".join(_ask_libraries())


def _ask_libraries() -> Iterator[str]:
    from notegen.formats.pdf.libraries import HARFBUZZ, PANGO, load_library

    for function, names in (("pango_version_string", PANGO), ("hb_version_string", HARFBUZZ)):
        with contextlib.suppress(AttributeError):  # it is not here, or too old to tell
            ask = getattr(load_library(names), function)
            ask.restype = ctypes.c_char_p
            yield f", {names[0]} {ask().decode()}"


def _fonts(files: Fingerprints) -> str:
    from notegen.formats.pdf.fonts import installed

    faces = [f"{family} {path.name} {files.find(path)}" for family, paths in installed().items() for path in paths]
    return digest("\n".join(faces).encode())

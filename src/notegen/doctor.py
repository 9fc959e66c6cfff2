"""What this machine has of what notegen needs, and the command that mends what is missing."""

import contextlib
import ctypes
import io
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from notegen.formats.pdf import fonts
from notegen.formats.pdf.libraries import PANGO, SUBSETTER, load_library
from notegen.languages.language import find_language, whole_languages
from notegen.languages.screen import find_mistakes

_INSTALL = "apt-get install -y"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` is a command or a hint, `needed` says that nothing prints without it."""

    what: str
    good: bool
    needed: bool = False
    mend: str = ""


def examine() -> list[Finding]:
    """Everything, in the order in which it matters."""
    return [*_packages(), *_engine(), *_words(), *_fonts()]


def _packages() -> Iterator[Finding]:
    yield Finding(f"notegen {version('notegen')} on Python {platform.python_version()}", good=True)
    for requirement in requires("notegen") or ():
        if match := re.match(r"[\w.-]+(?!.*;)", requirement):
            yield _package(match[0])
    yield from _extras()
    import yaml

    fast = hasattr(yaml, "CSafeLoader")
    yield Finding("libyaml, for quick reading", fast, mend="" if fast else "pip install --force-reinstall pyyaml")


def _extras() -> Iterator[Finding]:
    """Optional parts, each with whether all of its packages are there."""
    extras: dict[str, list[str]] = {}
    for requirement in requires("notegen") or ():
        match = re.match(r"([\w.-]+).*extra == ['\"](\w+)['\"]", requirement)
        if match and match[1] != "notegen" and match[2] != "all":
            extras.setdefault(match[2], []).append(match[1])
    for extra, packages in extras.items():
        missing = [name for name in packages if not _package(name).good]
        mend = f"pip install 'notegen[{extra}]'" if missing else ""
        yield Finding(f"extra {extra}: {', '.join(missing or packages)}", good=not missing, mend=mend)


def _package(name: str) -> Finding:
    try:
        return Finding(f"{name} {version(name)}", good=True, needed=True)
    except PackageNotFoundError:
        return Finding(name, good=False, needed=True, mend=f"pip install {name}")


def _engine() -> Iterator[Finding]:
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):  # WeasyPrint prints its advice
            from notegen.formats.pdf import engine as engine
    except OSError as error:
        mend = f"{_INSTALL} libpango-1.0-0 libpangoft2-1.0-0"
        yield Finding(f"Pango: {error}", good=False, needed=True, mend=mend)
    else:
        yield Finding(f"Pango {_pango_version()}".rstrip(), good=True, needed=True)
    quick = load_library(SUBSETTER) is not None
    mend = "" if quick else f"{_INSTALL} libharfbuzz-subset0"
    yield Finding("libharfbuzz-subset, for quick fonts", quick, mend=mend)


def _pango_version() -> str:
    pango = load_library(PANGO)
    if pango is None:
        return ""
    pango.pango_version_string.restype = ctypes.c_char_p
    return str(pango.pango_version_string().decode())


def _words() -> Iterator[Finding]:
    """The files of words that have a mistake."""
    for name, mistake in find_mistakes().items():
        yield Finding(mistake, good=False, needed=name == "words/en", mend=f"mend {name}.yaml")


def _fonts() -> Iterator[Finding]:
    found = fonts.installed()
    for tag in whole_languages():
        names = find_language(tag).fonts
        missing = set(names).difference(found)
        packages = dict.fromkeys(family.package for family in fonts.FAMILIES if family.name in missing)
        mend = (
            f"{_INSTALL} {' '.join(packages)}" if packages else fonts.advise(sorted(missing), found) if missing else ""
        )
        yield Finding(f"fonts for {tag}: {', '.join(names)}", good=not missing, needed=tag == "en", mend=mend)

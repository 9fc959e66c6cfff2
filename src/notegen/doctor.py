"""What this machine has of what notegen needs, and the command that mends what is missing."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from notegen.formats import fonts
from notegen.languages.language import find_language, languages


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` is a command or a hint, `needed` says that nothing prints without it."""

    what: str
    good: bool
    needed: bool = False
    mend: str = ""


def examine() -> list[Finding]:
    """Everything, in the order in which it matters."""
    return [*_programs(), *_engine(), *_fonts()]


def _programs() -> Iterator[Finding]:
    yield Finding(f"notegen {version('notegen')} on Python {platform.python_version()}", good=True)
    for name in ("weasyprint", "pydantic", "jinja2", "pyyaml", "reportlab", "pikepdf"):
        try:
            yield Finding(f"{name} {version(name)}", good=True)
        except PackageNotFoundError:
            yield Finding(name, good=False, needed=True, mend=f"pip install {name}")
    import yaml

    fast = hasattr(yaml, "CSafeLoader")
    yield Finding("libyaml (quick reading)", good=fast, mend="" if fast else "pip install --force-reinstall pyyaml")


def _engine() -> Iterator[Finding]:
    mend = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    try:
        from notegen.formats import engine
    except OSError:
        yield Finding("Pango", good=False, needed=True, mend=mend)
        return
    yield Finding(f"Pango {engine.pango_version()}", good=True, needed=True)
    subset = engine.subsets_quickly()
    yield Finding("libharfbuzz-subset (quick fonts)", good=subset, mend="" if subset else mend)


def _fonts() -> Iterator[Finding]:
    found = fonts.installed()
    for tag in languages():
        language = find_language(tag)
        missing = [name for name in language.fonts if name not in found]
        packages = sorted({package for name in missing if (package := fonts.package(name))})
        names = ", ".join(language.fonts)
        mend = f"apt-get install -y {' '.join(packages)}" if missing else ""
        yield Finding(f"fonts for {tag} ({names})", good=not missing, needed=tag == "en", mend=mend)

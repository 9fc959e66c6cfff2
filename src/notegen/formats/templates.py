"""Templates filled in: those of a series, which are a stranger's programs, before ours."""

import traceback
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notegen import assets
from notegen.errors import NotegenError, RenderError


def fill(template: str, series: Path | None, **names: object) -> str:
    """The template, that of the series before ours, with these names in it; raises RenderError."""
    folders = assets.folders("templates", series)
    environment = _environment(folders)
    try:
        return environment.get_template(template).render(names)
    except NotegenError:
        raise
    except TemplateError as error:
        raise RenderError(f"{_find_place(error, template, folders)}: {_tell(error)}") from error
    except Exception as error:
        if len(folders) == 1:
            raise
        raise RenderError(f"{_find_place(error, template, folders)}: {_tell(error)}") from error


def _find_place(error: Exception, template: str, folders: tuple[Path, ...]) -> str:
    """The template of a series, or of ours, in which it happened, and the line where that is known."""
    own, known = folders[0].parent, [str(folder) for folder in folders]
    places = [(error.filename or template, error.lineno)] if isinstance(error, TemplateSyntaxError) else []
    places += [(frame.filename, frame.lineno or 0) for frame in reversed(traceback.extract_tb(error.__traceback__))]
    if isinstance(error, UnicodeDecodeError):
        places = [(str(path), 0) for path in sorted(folders[0].iterdir()) if path.is_file() and not _is_text(path)]
    for name, line in places:
        if str(Path(name).parent) in known:
            shown = (
                Path(name).relative_to(own).as_posix() if name.startswith(known[0]) else f"notegen/{Path(name).name}"
            )
            return f"{shown}:{line}" if line else shown
    return f"template {template}"


def _is_text(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _tell(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"; notegen\'s own are "notegen/note.html" and so on'
    if isinstance(error, UnicodeDecodeError):
        return "this is not UTF-8 text; save it as UTF-8"
    if isinstance(error, RecursionError):
        return "it goes into itself without end; it includes or extends itself by way of others"
    if isinstance(error, MemoryError):
        return "it wants more memory than there is"
    return (
        error.message or type(error).__name__
        if isinstance(error, TemplateError)
        else f"{type(error).__name__}: {error}"
    )


class _Sandbox(ImmutableSandboxedEnvironment):
    def join_path(self, template: str, parent: str) -> str:
        """The name of a template that another asks for; with its own name it can mean only that of notegen."""
        return f"notegen/{template}" if template == parent else template


@lru_cache(maxsize=16)
def _environment(folders: tuple[Path, ...]) -> Environment:
    own = len(folders) > 1
    # A series' templates are a stranger's programs; ours are not, and need no guard.
    kind = _Sandbox if own else Environment
    # A series' template can extend the one of notegen that it stands for: "notegen/note.html".
    builtin = PrefixLoader({"notegen": FileSystemLoader(str(folders[-1]))})
    return kind(
        loader=ChoiceLoader([FileSystemLoader([str(folder) for folder in folders]), builtin]),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=own,
        trim_blocks=False,
        keep_trailing_newline=False,
    )

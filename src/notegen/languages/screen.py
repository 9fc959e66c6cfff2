"""The words of the screen: buttons, fields and messages of the editor, one YAML file a language in `screens/`.

They stand apart from `words/`, which every note needs: a page that is printed has no buttons.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict

from notegen.errors import RenderError
from notegen.languages.fields import with_fields
from notegen.languages.language import find_language, whole_languages
from notegen.languages.mistakes import read_words
from notegen.languages.tags import languages
from notegen.languages.vocabulary import Words

SCREENS = Path(__file__).parent / "screens"


class Dialogs(Words):
    """Questions before something is done."""

    new: str
    kind: str
    empty: str
    file: str
    language: str
    create: str
    cancel: str
    discard: str
    conflict: str
    take_theirs: str
    keep_mine: str


class Marks(Words):
    """The buttons over a text."""

    toolbar: str
    strong: str
    emphasis: str
    bullets: str
    numbers: str
    link: str
    footnote: str


class Lists(Words):
    """What is done with the entries of a list; `{n}` of `{total}` is a position."""

    add: Annotated[str, with_fields("name")]
    remove: Annotated[str, with_fields("name")]
    move: Annotated[str, with_fields("name")]
    moved: Annotated[str, with_fields("name", "n", "total")]
    position: Annotated[str, with_fields("name", "n")]
    more: str
    less: str
    key: str
    as_text: str
    as_list: str
    with_details: str


class Dates(Words):
    """The fields of a date."""

    first: str
    last: str
    precision: str
    day: str
    month: str
    year: str


class Screen(Words):
    """All words of the screen. `fields` are by key of the record, `choices` by value."""

    model_config = ConfigDict(str_min_length=1)
    notes: str
    search: str
    new: str
    copy_note: str
    translate: str
    save: str
    saved: str
    unsaved: str
    undo: str
    redo: str
    form: str
    source: str
    page: str
    page_of: Annotated[str, with_fields("n", "total")]
    pdf: str
    problems: str
    no_problems: str
    error: str
    warning: str
    info: str
    line: Annotated[str, with_fields("n")]
    write_hint: Annotated[str, with_fields("text")]
    leave_out: str
    choose: str
    unreadable: str
    last_good: str
    no_page: str
    lost: str
    screen_language: str
    original: str
    about: str
    more_fields: str
    not_chosen: str
    dialogs: Dialogs
    marks: Marks
    lists: Lists
    dates: Dates
    fields: dict[str, str]
    choices: dict[str, str]


@cache
def find_screen(tag: str) -> Screen:
    """The words in a language; in English where it has none. RenderError for a file with mistakes."""
    return read_words(SCREENS / f"{tag if tag in screens() else 'en'}.yaml", Screen)


@cache
def screens() -> tuple[str, ...]:
    """The languages that there are words in."""
    return tuple(sorted(path.stem for path in SCREENS.glob("*.yaml")))


@cache
def whole_screens() -> tuple[str, ...]:
    """The languages that there are words in without a mistake, those of a note too."""
    return tuple(tag for tag in screens() if tag in whole_languages() and not _find_mistake(find_screen, tag))


def find_mistakes() -> Mapping[str, str]:
    """What is wrong with the files of words, and with those of the screen, by the part of its name."""
    found = {f"words/{tag}": _find_mistake(find_language, tag) for tag in languages()}
    found |= {f"screens/{tag}": _find_mistake(find_screen, tag) for tag in screens()}
    found |= {f"screens/{tag}": f"there is no words/{tag}.yaml" for tag in screens() if tag not in languages()}
    return {name: message for name, message in found.items() if message}


def _find_mistake(find: Callable[[str], object], tag: str) -> str:
    try:
        find(tag)
    except RenderError as error:
        return str(error)
    return ""

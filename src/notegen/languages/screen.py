"""The words of the screen: buttons, fields and messages of the editor, one YAML file a language in `screens/`.

They stand apart from `words/`, which every note needs: a page that is printed has no buttons.
"""

from functools import cache
from pathlib import Path

from notegen.languages.vocabulary import Words
from notegen.reader import decode, read

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

    add: str
    remove: str
    move: str
    moved: str
    position: str
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
    page_of: str
    pdf: str
    problems: str
    no_problems: str
    error: str
    warning: str
    info: str
    line: str
    write_hint: str
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
    """The words in a language; in English where it has none."""
    path = SCREENS / f"{tag}.yaml" if tag in screens() else SCREENS / "en.yaml"
    source, _ = decode(path.read_bytes(), path.name)
    tree = read(source)
    assert not tree.diagnostics, tree.diagnostics
    return Screen.model_validate(tree.data)


@cache
def screens() -> tuple[str, ...]:
    """The languages that there are words in."""
    return tuple(sorted(path.stem for path in SCREENS.glob("*.yaml")))

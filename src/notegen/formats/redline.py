"""One view of two notes: what was inserted and what was deleted is marked where it stands."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from markdown_it.token import Token

from notegen.formats.header import GroupView, RowView
from notegen.formats.phrases import text
from notegen.formats.redline_tokens import mark_blocks, mark_inline, merge_blocks, merge_inline
from notegen.formats.view import AnnexView, FootnoteView, SectionView, View
from notegen.records.comparison import Kind, align
from notegen.records.text import Tokens, plain

_Part = TypeVar("_Part")
_PARTS = (View, RowView, GroupView, SectionView, AnnexView, FootnoteView)


def merge_views(old: View, new: View) -> View:
    """The new view with what the old one says otherwise; `inserted_open` and the like stand around what changed.

    Footnotes that are gone come last; their numbers go on behind those of the new view.
    """
    notes, new_notes = _find_footnotes(old), _find_footnotes(new)
    gone = [key for key in notes if key not in new_notes]
    numbers = {key: len(new.footnotes) + i for i, key in enumerate(gone, 1)}
    old = _renumber(old, numbers)
    return replace(
        new,
        title=merge_inline(old.title, new.title),
        rows=tuple(_merge_all(old.rows, new.rows, _write_row, _merge_rows, _mark_row)),
        sections=tuple(_merge_all(old.sections, new.sections, _write_section, _merge_sections, _mark_section)),
        contact=_merge_contacts(old.contact, new.contact),
        annexes=tuple(_merge_all(old.annexes, new.annexes, _write_annex, _merge_annexes, _mark_annex)),
        footnotes=tuple(
            [_merge_footnotes(notes.get(key), footnote) for key, footnote in new_notes.items()]
            + [_strike_footnote(notes[key], number) for key, number in numbers.items()]
        ),
    )


def _merge_all(
    old: Sequence[_Part],
    new: Sequence[_Part],
    write: Callable[[_Part], str],
    merge: Callable[[_Part, _Part], _Part],
    mark: Callable[[_Part, Kind], _Part],
) -> Iterator[_Part]:
    for i, j in align(old, new, write):
        if i is not None and j is not None:
            yield merge(old[i], new[j])
        elif j is not None:
            yield mark(new[j], "inserted")
        elif i is not None:
            yield mark(old[i], "deleted")


# Footnotes


def _find_footnotes(view: View) -> dict[str, FootnoteView]:
    """The footnotes of a view by their keys, in their order."""
    keys = {
        token.meta["number"]: token.content for token in _tokens(view) if token.type == "footnote_mark" and token.meta
    }
    return {keys[footnote.number]: footnote for footnote in view.footnotes if footnote.number in keys}


def _tokens(value: Any) -> Iterator[Token]:
    if isinstance(value, Token):
        yield value
        yield from _tokens(tuple(value.children or ()))
    elif isinstance(value, tuple):
        for item in value:
            yield from _tokens(item)
    elif isinstance(value, _PARTS):
        for one in fields(value):
            yield from _tokens(getattr(value, one.name))


def _renumber(view: View, numbers: Mapping[str, int]) -> View:
    """The view with new numbers in the marks of these footnotes; the marks of all others are told that they stay."""

    def change(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(change, value))
        if isinstance(value, _PARTS):
            return replace(value, **{one.name: change(getattr(value, one.name)) for one in fields(value)})
        if not isinstance(value, Token):
            return value
        if value.children and value.type == "inline":
            return value.copy(children=list(map(change, value.children)))
        if value.type != "footnote_mark" or not value.meta:
            return value
        number = numbers.get(value.content)
        return value.copy(meta=value.meta | ({"number": number} if number else {"stays": True}))

    renumbered: View = change(view)
    return renumbered


def _merge_footnotes(old: FootnoteView | None, new: FootnoteView) -> FootnoteView:
    return replace(new, text=merge_inline(old.text, new.text) if old else mark_inline(new.text, "inserted"))


def _strike_footnote(old: FootnoteView, number: int) -> FootnoteView:
    return FootnoteView(number, old.mark, mark_inline(old.text, "deleted"))


# The header


def _write_row(row: RowView) -> str:
    return row.key


def _merge_rows(old: RowView, new: RowView) -> RowView:
    groups = _merge_all(old.groups, new.groups, _write_group, _merge_groups, _mark_group)
    return replace(new, text=merge_inline(old.text, new.text), groups=tuple(groups))


def _mark_row(row: RowView, kind: Kind) -> RowView:
    return replace(
        row, text=mark_inline(row.text, kind), groups=tuple(_mark_group(group, kind) for group in row.groups)
    )


def _write_group(group: GroupView) -> str:
    return plain(group.heading)


def _merge_groups(old: GroupView, new: GroupView) -> GroupView:
    return GroupView(
        heading=merge_inline(old.heading, new.heading),
        text=merge_inline(old.text, new.text),
        names=tuple(_merge_all(old.names, new.names, plain, merge_inline, mark_inline)),
        rest=merge_inline(old.rest, new.rest),
    )


def _mark_group(group: GroupView, kind: Kind) -> GroupView:
    names = tuple(mark_inline(name, kind) for name in group.names)
    return GroupView(
        mark_inline(group.heading, kind), mark_inline(group.text, kind), names, mark_inline(group.rest, kind)
    )


# The body


def _write_section(section: SectionView) -> str:
    items = [plain(item) for item in section.items]
    return " ".join([plain(section.heading), plain(section.blocks), *items, *map(_write_section, section.sections)])


def _merge_sections(old: SectionView, new: SectionView) -> SectionView:
    return replace(
        new,
        heading=merge_inline(old.heading, new.heading),
        blocks=merge_blocks(old.blocks, new.blocks),
        items=tuple(_merge_all(old.items, new.items, plain, merge_inline, mark_inline)),
        sections=tuple(_merge_all(old.sections, new.sections, _write_section, _merge_sections, _mark_section)),
    )


def _mark_section(section: SectionView, kind: Kind) -> SectionView:
    gone = kind == "deleted" and bool(section.number)
    heading = (*text(f"{section.number}. "), *section.heading) if gone else section.heading
    return SectionView(
        number="" if gone else section.number,
        level=section.level,
        heading=mark_inline(heading, kind),
        blocks=mark_blocks(section.blocks, kind),
        items=tuple(mark_inline(item, kind) for item in section.items),
        sections=tuple(_mark_section(inner, kind) for inner in section.sections),
    )


def _merge_contacts(old: tuple[Tokens, str] | None, new: tuple[Tokens, str] | None) -> tuple[Tokens, str] | None:
    if old is None and new is None:
        return None
    return merge_inline(_write_contact(old), _write_contact(new)), ""


def _write_contact(contact: tuple[Tokens, str] | None) -> Tokens:
    """The line that says whom to ask, with the address as a link."""
    words, email = contact or ((), "")
    if not email:
        return words
    opening = Token("link_open", "a", 1, attrs={"href": f"mailto:{email}"}, markup="autolink")
    closing = Token("link_close", "a", -1, markup="autolink")
    return (*words, *text(" " if words else ""), opening, *text(email), closing)


def _write_annex(annex: AnnexView) -> str:
    return f"{plain(annex.title)} {plain(annex.blocks)}"


def _merge_annexes(old: AnnexView, new: AnnexView) -> AnnexView:
    exchanged = old.file != new.file
    return replace(
        new,
        title=merge_inline(old.title, new.title),
        blocks=(*merge_blocks(old.blocks, new.blocks), *(_strike_file(old.file) if exchanged else ())),
        inserted=exchanged,
    )


def _mark_annex(annex: AnnexView, kind: Kind) -> AnnexView:
    marked = replace(annex, title=mark_inline(annex.title, kind), blocks=mark_blocks(annex.blocks, kind))
    if kind != "deleted":
        return replace(marked, inserted=True)
    return replace(marked, blocks=(*marked.blocks, *_strike_file(annex.file)), file=None)


def _strike_file(name: str | None) -> Tokens:
    """The name of a file that is gone, as a paragraph; in the folder of the new record it need not be."""
    if not name:
        return ()
    return (
        Token("paragraph_open", "p", 1, block=True),
        Token("inline", "", 0, content=name, block=True, children=list(mark_inline(text(name), "deleted"))),
        Token("paragraph_close", "p", -1, block=True),
    )

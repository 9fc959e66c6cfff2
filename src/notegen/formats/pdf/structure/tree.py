"""The structure of a laid-out document: one part for every HTML element, however many lines and pages it takes.

WeasyPrint's own tree has a part for every line and page. This one is built from its boxes anew: boxes say what was
painted where, their elements say what it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from notegen.errors import RenderError
from notegen.formats.pdf.structure import roles
from notegen.formats.pdf.structure.parts import Annotation, Artifact, Box, Mark, Page, Part, Structure
from notegen.formats.pdf.structure.roles import GROUP, Element
from notegen.formats.pdf.structure.settling import settle
from notegen.formats.pdf.structure.spacing import Beside, Gaps


def read_structure(html: Element, pages: Sequence[Page]) -> Structure:
    """The structure of a painted document; RenderError for a picture that nothing describes."""
    reader = _Reader(html)
    for page in pages:
        reader.read(page)
    settle(reader.root)
    for note in reader.notes:
        settle(note)
    reader.place_notes()
    return Structure(reader.root, reader.artifacts, reader.dropped, reader.families, tuple(reader.strayed()))


@dataclass(slots=True)
class _Flow:
    """The lines of one block: the text met last, its line, the white space beside it, blank text after it."""

    last: Mark | None = None
    line: Box = None
    beside: Beside | None = None
    gap: bool = False


class _Reader:
    """Walks the boxes of all pages; the same element on a later page goes on in the part it has."""

    def __init__(self, html: Any) -> None:
        self._parents = {child: parent for parent in html.iter() for child in parent}
        self._languages: dict[Any, str] = {html: html.get("lang") or ""}
        self.root = Part("Document", html, self._languages[html])
        self._parts: dict[Any, Part] = {html: self.root}
        self._labels: dict[Any, Part] = {}
        self._heads: dict[Any, Box] = {}
        self._calls: dict[str, Part] = {}
        self._homes: dict[str, tuple[Page, Box]] = {}
        self.notes: list[Part] = []
        self._flows: dict[Any, _Flow] = {}
        self._flow: _Flow | None = None
        self._line: Box = None
        self._gaps = Gaps()
        self.artifacts: list[Artifact] = []
        self.dropped: list[Annotation] = []
        self.families: set[tuple[str, ...]] = set()

    def read(self, page: Page) -> None:
        """Add what is on one more page."""
        self._page = page
        self.root.box = self.root.box or page.box
        for child in page.box.children:
            self._visit(child, self.root, False)

    def place_notes(self) -> None:
        """Put every note after the block that its first call is in, in the order of the calls."""
        after: dict[Part, Part] = {}
        for note in self.notes:
            assert note.element is not None
            anchor = self._calls.get(note.element.get("id") or "") or self._nearest(note.element)
            while anchor.parent is not None and anchor.parent.role not in roles.SECTIONS:
                anchor = anchor.parent
            holder = anchor.parent or self.root
            last = after.get(anchor, anchor)
            place = holder.kids.index(last) + 1 if last in holder.kids else len(holder.kids)
            note.parent = holder
            holder.kids.insert(place, note)
            after[anchor] = note

    def strayed(self) -> Iterator[str]:
        """The ids of the notes that do not stand below the line of their first call, on its page."""
        for note in self.notes:
            page, line = self._homes.get(note.identifier, (note.page, None))
            if note.page is not page or (line is not None and note.box.position_y < line.position_y + line.height):
                yield note.identifier

    def _nearest(self, element: Any) -> Part:
        while (element := self._parents.get(element)) is not None:
            if element in self._parts:
                return self._parts[element]
        return self.root

    def _language(self, element: Any) -> str:
        if element not in self._languages:
            own = element.get("lang")
            parent = self._parents.get(element)
            self._languages[element] = own or (self._language(parent) if parent is not None else "")
        return self._languages[element]

    def _visit(self, box: Box, part: Part, linked: bool) -> None:
        box = getattr(box, "_box", box)  # the stand-in of an absolutely placed box
        keyword = getattr(box, "at_keyword", None)
        if keyword is not None:
            kind = "Header" if keyword.startswith("@top") else "Footer" if keyword.startswith("@bottom") else ""
            self._set_aside(box, kind)
            return
        if self._flow is not None and (box.is_leader or getattr(box.element, "tag", "") == "br"):
            self._flow.gap = True
        if box.element is not None:
            if self._is_aside(box):
                self._set_aside(box, "Watermark" if "watermark" in roles.classes(box.element) else "")
                return
            part = self._part(box, part)
        annotation = getattr(box, "link_annotation", None)
        if annotation is not None:
            self._annotate(Annotation(self._page.number, annotation), part, linked)
        if box in self._page.marks:
            self._mark(box, part)
        outer = self._flow, self._line
        if type(box).__name__ == "LineBox":
            self._flow = self._flows.setdefault((box.element, box.element_tag), _Flow())
            self._line = box
        for child in box.children:
            self._visit(child, part, linked or annotation is not None)
        self._flow, self._line = outer

    def _mark(self, box: Box, part: Part) -> None:
        """Add painted content to a part, and to the text before it the space between them."""
        mark = Mark(self._page.number, self._page.marks[box], box)
        flow, text = self._flow, getattr(box, "text", None)
        if text is None or flow is None:
            part.kids.append(mark)
            return
        self.families.add(box.style["font_family"])
        if not text.strip():
            self.artifacts.append(Artifact(mark, ""))
            flow.gap = True
            return
        beside = self._gaps.beside(box)
        mark.divided = beside is not None and beside.divided
        last = flow.last or _last_block(part)
        if last is not None and not last.text.endswith(" ") and not text.startswith(" "):
            broken = flow.line is not self._line and not last.text.endswith(last.box.style["hyphenate_character"])
            after = broken if flow.beside is None else flow.beside.after
            last.space = flow.gap or after or (beside is not None and beside.before)
        part.kids.append(mark)
        flow.last, flow.line, flow.beside, flow.gap = mark, self._line, beside, False

    def _annotate(self, annotation: Annotation, part: Part, linked: bool) -> None:
        holder: Part | None = part
        while holder is not None and holder.role != "Link":
            holder = holder.parent
        if linked or holder is None:
            self.dropped.append(annotation)
        else:
            holder.kids.append(annotation)

    def _is_aside(self, box: Box) -> bool:
        """Whether a box is for the eye alone: marked so, a leader, a blank mark of a note, a table head repeated."""
        element = box.element
        if (
            box.is_leader
            or box.element_tag.endswith(("::footnote-call", "::footnote-marker"))
            or roles.is_artifact(element)
        ):
            return True
        if element.tag in ("thead", "tfoot"):
            return self._heads.setdefault(element, box) is not box  # on a later page, or in a later column
        return False

    def _set_aside(self, box: Box, kind: str) -> None:
        box = getattr(box, "_box", box)
        if box in self._page.marks:
            self.artifacts.append(Artifact(Mark(self._page.number, self._page.marks[box], box), kind))
            self.families.add(box.style["font_family"])
        annotation = getattr(box, "link_annotation", None)
        if annotation is not None:
            self.dropped.append(Annotation(self._page.number, annotation))
        for child in box.children:
            self._set_aside(child, kind)

    def _part(self, box: Box, parent: Part) -> Part:
        """The part that a box adds to: that of its element, made when the element is met first."""
        element = box.element
        if box.element_tag.endswith("::marker"):
            return self._label(element, parent)
        if element not in self._parts:
            self._parts[element] = self._make(box, parent)
        return self._parts[element]

    def _label(self, element: Any, parent: Part) -> Part:
        if element not in self._labels:
            body = self._parts.get(element, parent)
            item = body.parent if body.role == "LBody" and body.parent is not None else body
            self._labels[element] = label = Part("Lbl", None, self._language(element), item)
            item.kids.insert(0, label)
        return self._labels[element]

    def _make(self, box: Box, parent: Part) -> Part:
        element = box.element
        new = Part(roles.block_role(element), element, self._language(element), box=box, page=self._page)
        if "footnote" in (words := roles.classes(element)):
            new.role, new.identifier = "Note", element.get("id") or ""
            self.notes.append(new)
            return new
        if element.tag in ("dt", "dd", "li"):
            return _add_item(new, parent)
        if element.tag in roles.BLOCKS:
            _insist_on_words(new)
            return parent.add(new)
        if words & {"footnote-call", "footnote-number"}:
            parent = parent.add(Part("Lbl" if "footnote-number" in words else "Reference", None, new.language))
            if "footnote-call" in words:
                called = (element.get("href") or "").removeprefix("#")
                self._calls.setdefault(called, parent)
                self._homes.setdefault(called, (self._page, self._line))
        new.role = roles.inline_role(element)
        if not new.role and element.get("lang") and new.language != self._nearest(element).language:
            new.role = "Span"
        if new.role == "Link" and parent.role == "TOCI":
            parent = parent.add(Part("Reference", None, new.language))
        _insist_on_words(new)
        return parent.add(new) if new.role else parent


def _last_block(part: Part) -> Mark | None:
    """The text before a block that begins within a part, such as the first line of a heading in two."""
    last = part.kids[-1] if part.kids else None
    return last if isinstance(last, Mark) else None


def _insist_on_words(part: Part) -> None:
    if part.role == "Figure" and part.element is not None and not roles.alternative(part.element):
        raise RenderError(f"a picture has no alternative text: {part.element.get('src') or 'a drawing'}")


def _add_item(new: Part, parent: Part) -> Part:
    """Put a list item, or the term or text of a definition list, where it belongs in the list."""
    holder: Part = parent
    while holder.role == GROUP and holder.parent is not None:
        holder = holder.parent
    if holder.role != "L" or new.element is None:
        new.role = "TOCI" if holder.role == "TOC" else new.role
        return parent.add(new)
    tag, element = new.element.tag, holder.element
    if tag == "li":
        style = new.box.style["list_style_type"]
        holder.numbering = holder.numbering or roles.numbering(element.tag if element is not None else "", style)
    else:
        holder.numbering = "None"
    last = next((kid for kid in reversed(list(holder.parts())) if kid.role == "LI"), None)
    if last is None or tag == "li" or (tag == "dt" and any(part.role == "LBody" for part in last.parts())):
        last = holder.add(Part("LI", None, holder.language))
    new.role = "Lbl" if tag == "dt" else "LBody"
    return last.add(new)

"""Makes what the pages paint agree with the structure: true artifacts, all spaces, hyphens apart, glyphs that tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from notegen.errors import RenderError
from notegen.formats.pdf.structure import streams
from notegen.formats.pdf.structure.glyphs import Codes, Fonts
from notegen.formats.pdf.structure.parts import Mark, Page, Structure
from notegen.formats.pdf.structure.raising import find_raised, write_level
from notegen.formats.pdf.structure.reordering import tell_glyphs
from notegen.formats.pdf.structure.sequence import arrange, find_gaps
from notegen.formats.pdf.structure.spacing import space_glyphs


def write_content(
    pdf: Any, contents: Sequence[Any], pages: Sequence[Page], structure: Structure, fonts: Mapping[Any, Any]
) -> dict[tuple[int, int], int]:
    """Write the content of all pages; returns the numbers of hyphens by the page and the number of what they end."""
    plans = _plan(contents, pages, structure)
    spaces = signed = space_glyphs(fonts)
    if isinstance(fonts, Fonts):
        codes = Codes(fonts)
        signed = {name: (codes.sign(name, glyph), width) for name, (glyph, width) in spaces.items()}
        for plan, painted in zip(plans, pages, strict=True):
            tell_glyphs(plan.content, painted, fonts.pages[painted.number], codes, plan.asides)
            plan.spaces_on_left += find_gaps(plan.order)
            write_level(plan.content, find_raised(painted), codes)
        codes.write(pdf)
    hyphens: dict[tuple[int, int], int] = {}
    for page, plan in enumerate(plans):
        streams.set_aside(plan.content, plan.asides)
        streams.add_spaces(plan.content, plan.spaces, spaces)
        streams.add_spaces(plan.content, plan.spaces_on_left, signed, on_left=True)
        arrange(plan.content, [mark.number for mark in plan.order])
        for number in streams.divide(plan.content, plan.divided):
            hyphens[page, number] = plan.divided[number]
        streams.shorten(plan.content)
    return hyphens


@dataclass(slots=True)
class _Plan:
    """What is to be done with the content of a page, by the numbers of its marked content.

    `asides` are artifacts with their kinds, `order` is that of reading, without footnotes. `divided` ends in a hyphen,
    which gets the number that stands there.
    """

    content: Any
    asides: dict[int, str] = field(default_factory=dict)
    order: list[Mark] = field(default_factory=list)
    spaces: list[int] = field(default_factory=list)
    spaces_on_left: list[int] = field(default_factory=list)
    divided: dict[int, int] = field(default_factory=dict)


def _plan(contents: Sequence[Any], pages: Sequence[Page], structure: Structure) -> list[_Plan]:
    for content, painted in zip(contents, pages, strict=True):
        if sum(1 for _ in streams.marked(content)) != len(painted.marks):
            # Painted into a form of its own, where its number means something else.
            raise RenderError("text with opacity is lost to the structure; give it a paler colour instead")
    plans = [_Plan(content) for content in contents]
    for artifact in structure.artifacts:
        plans[artifact.mark.page].asides[artifact.mark.number] = artifact.kind
    for mark in structure.root.marks():
        plan = plans[mark.page]
        if mark.space:
            (plan.spaces_on_left if mark.box.style["direction"] == "rtl" else plan.spaces).append(mark.number)
        elif mark.divided:
            plan.divided[mark.number] = len(pages[mark.page].marks) + len(plan.divided)
    # Notes are read at the foot of the page, where they stand, by those who do not go by the structure.
    for mark in structure.root.marks(but="Note"):
        plans[mark.page].order.append(mark)
    return plans

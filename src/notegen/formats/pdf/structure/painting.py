"""Makes what the pages paint agree with the structure: true artifacts, all spaces, hyphens apart, glyphs that tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from notegen.errors import RenderError
from notegen.formats.pdf.structure import streams
from notegen.formats.pdf.structure.glyphs import Codes, Fonts
from notegen.formats.pdf.structure.parts import Page, Structure
from notegen.formats.pdf.structure.reordering import tell_glyphs
from notegen.formats.pdf.structure.sequence import arrange
from notegen.formats.pdf.structure.spacing import space_glyphs


def write_content(
    pdf: Any, contents: Sequence[Any], pages: Sequence[Page], structure: Structure, fonts: Mapping[Any, Any]
) -> dict[tuple[int, int], int]:
    """Write the content of all pages; returns the numbers of hyphens by the page and the number of what they end."""
    for content, painted in zip(contents, pages, strict=True):
        if sum(1 for _ in streams.marked(content)) != len(painted.marks):
            # Painted into a form of its own, where its number means something else.
            raise RenderError("text with opacity is lost to the structure; give it a paler colour instead")
    asides: list[dict[int, str]] = [{} for _ in contents]
    for artifact in structure.artifacts:
        asides[artifact.mark.page][artifact.mark.number] = artifact.kind
    if isinstance(fonts, Fonts):
        codes = Codes(fonts)
        for content, painted in zip(contents, pages, strict=True):
            tell_glyphs(content, painted, fonts.pages[painted.number], codes, asides[painted.number])
        codes.write(pdf)
    order: list[list[int]] = [[] for _ in contents]
    spaces: list[dict[int, bool]] = [{} for _ in contents]
    divided: list[dict[int, int]] = [{} for _ in contents]
    for mark in structure.root.marks():
        if mark.space:
            spaces[mark.page][mark.number] = mark.box.style["direction"] == "rtl"
        elif mark.divided:
            numbers = divided[mark.page]
            numbers[mark.number] = len(pages[mark.page].marks) + len(numbers)
    # Notes are read at the foot of the page, where they stand, by those who do not go by the structure.
    for mark in structure.root.marks(but="Note"):
        order[mark.page].append(mark.number)
    glyphs = space_glyphs(fonts)
    for page, content in enumerate(contents):
        streams.set_aside(content, asides[page])
        streams.add_spaces(content, spaces[page], glyphs)
        arrange(content, order[page])
        for number in divided[page].keys() - streams.divide(content, divided[page]):
            del divided[page][number]
        streams.shorten(content)
    return {(page, number): hyphen for page, numbers in enumerate(divided) for number, hyphen in numbers.items()}

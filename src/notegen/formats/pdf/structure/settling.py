"""Makes a tree of all HTML elements one of meaningful parts only."""

from notegen.formats.pdf.structure import roles
from notegen.formats.pdf.structure.parts import Annotation, Mark, Part
from notegen.formats.pdf.structure.roles import GROUP

Kids = list[Part | Mark | Annotation]


def settle(part: Part) -> None:
    """Drop empty parts, dissolve groups into their parents, put loose text into paragraphs."""
    kids: Kids = []
    for kid in part.kids:
        if isinstance(kid, Part):
            settle(kid)
            kids += _settled(kid, part)
        else:
            kids.append(kid)
    part.kids = _paragraphs(part, kids) if part.role in roles.BLOCK_HOLDERS else kids
    for kid in part.parts():
        kid.parent = part


def _settled(kid: Part, parent: Part) -> Kids:
    if not kid.kids and kid.role not in roles.KEPT_EMPTY:
        return []
    if kid.role == "Link" and not any(isinstance(inner, Annotation) for inner in kid.kids):
        return kid.kids
    if kid.role == "Div":
        return _figure(kid)
    if kid.role == "THead" and not any(part.role == "TBody" and part.kids for part in parent.parts()):
        return kid.kids  # a head of nothing: PDF/UA has its rows right in the table
    if kid.role != GROUP:
        return [kid]
    alone = len(kid.kids) == 1 and _is_figure(kid.kids[0])
    if not alone and all(map(_is_inline, kid.kids)) and (parent.role in roles.BLOCK_HOLDERS or len(parent.kids) > 1):
        kid.role = "P"
        return [kid]
    return _paragraphs(kid, kid.kids)


def _figure(figure: Part) -> Kids:
    """A figure's parts: a table takes its caption in, a picture stays together with it."""
    captions = [part for part in figure.parts() if part.role == "Caption"]
    table = next((part for part in figure.parts() if part.role == "Table"), None)
    if table is not None:
        table.kids[:0] = captions
        for caption in captions:
            caption.parent = table
        return [kid for kid in figure.kids if kid not in captions]
    return [figure] if captions else _paragraphs(figure, figure.kids)


def _is_inline(kid: Part | Mark | Annotation) -> bool:
    return not isinstance(kid, Part) or kid.role in roles.INLINE_ROLES


def _is_figure(kid: Part | Mark | Annotation) -> bool:
    return isinstance(kid, Part) and kid.role == "Figure"


def _paragraphs(part: Part, kids: Kids) -> Kids:
    """The kids, each run of text among them in a paragraph of its own; a picture may stand alone."""
    settled: Kids = []
    run: Part | None = None
    for kid in kids:
        if not _is_inline(kid) or (_is_figure(kid) and run is None):
            run = None
            settled.append(kid)
            continue
        if run is None:
            run = Part("P", None, part.language)
            settled.append(run)
        run.kids.append(kid)
        if isinstance(kid, Part):
            kid.parent = run
    return settled

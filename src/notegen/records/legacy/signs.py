"""Signs of a printed line, and their order in a script that runs from right to left."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter that is written from right to left."""
_STEERING = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_FIGURES = re.compile(r"\d+(?:[.,/:–-]\d+)+|\d{2,}")
_LATIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 .@_/:&'’+–-]*[A-Za-z0-9])?")
_MIRRORED = str.maketrans("()[]{}«»", ")(][}{»«")


@dataclass(frozen=True, slots=True)
class Sign:
    """A character on a page: its edges, baseline and size in points; of size 0 a space that was guessed.

    A `turned` one does not stand upright: it belongs to a line that runs up, down or across the page. `link` is the
    sign of the link that it is in.
    """

    character: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    turned: bool = False
    link: str = ""


def order_rtl(run: Sequence[Sign]) -> list[list[Sign]]:
    """The signs of an Arabic line in the order in which it is read, whatever order its file has them in.

    What stands in columns of their own is apart.
    """
    return [_turn_latin(column) for column in _split_columns(_sort(run))]


def _turn_latin(ordered: list[Sign]) -> list[Sign]:
    """The signs with figures, addresses and Latin words from left to right."""
    text = "".join(sign.character for sign in ordered)
    for match in _LATIN.finditer(text):
        if re.search("[A-Za-z]", match[0]):
            start, end = match.span()
            ordered[start:end] = ordered[start:end][::-1]
            text = text[:start] + "x" * (end - start) + text[end:]
    for match in _FIGURES.finditer(text):
        start, end = match.span()
        ordered[start:end] = ordered[start:end][::-1]
    return ordered


def _sort(run: Sequence[Sign]) -> list[Sign]:
    """The signs from right to left, with a space where there is a gap; marks stay with their letters."""
    clusters: list[list[Sign]] = []
    for sign in run:
        if not sign.size or _STEERING.match(sign.character):
            continue
        if clusters and unicodedata.combining(sign.character):
            clusters[-1].append(sign)
        elif (
            clusters
            and (sign.left, sign.right) == (clusters[-1][0].left, clusters[-1][0].right)
            and sign.left < sign.right
        ):
            clusters[-1].insert(0, sign)  # both letters of a ligature, which PDFium has turned round
        else:
            clusters.append([sign])
    clusters.sort(key=lambda cluster: -(cluster[0].left + cluster[0].right))
    ordered: list[Sign] = []
    for cluster in clusters:
        before, first = ordered[-1] if ordered else None, cluster[0]
        if before and _is_gap(before, first):
            ordered.append(Sign(" ", first.right, before.left, first.y, first.size, bold=False))
        ordered += cluster
    return ordered


def _is_gap(right: Sign, left: Sign) -> bool:
    """Whether there is a space between two signs; figures are narrow, and have their room around them."""
    if not right.character.strip() or not left.character.strip():
        return False
    figures = right.character.isdigit() and left.character.isdigit()
    return right.left - left.right > (0.6 if figures else 0.22) * left.size


def _split_columns(ordered: Sequence[Sign]) -> list[list[Sign]]:
    """The parts of a line, sorted from right to left, with a gap between them."""
    parts: list[list[Sign]] = [[]]
    edge: float | None = None
    for sign in ordered:
        if sign.character.strip():
            if edge is not None and edge - sign.right > 1.2 * sign.size:
                parts.append([])
            edge = sign.left
        parts[-1].append(sign)
    return [part for part in parts if any(sign.character.strip() for sign in part)]


def turn(text: str) -> str:
    """A line from right to left with its parentheses and ranges of figures the right way round."""
    opening, closing = text.find("("), text.find(")")
    if closing >= 0 and (opening < 0 or closing < opening):
        parts = re.split(r"(\[\^\w+\])", text)
        text = "".join(part if part.startswith("[^") else part.translate(_MIRRORED) for part in parts)
    signs = iter("()" * (len(re.findall(r"[()]", text)) // 2))
    if text.count("(") != text.count(")") and len(re.findall(r"[()]", text)) % 2 == 0:
        text = re.sub(r"[()]", lambda _: next(signs), text)

    def order(match: re.Match[str]) -> str:
        first, sign, last = match.groups()
        return f"{last}{sign}{first}" if int(first) > int(last) else match[0]

    return re.sub(r"(?<!\d)(\d{1,4})(\s?[-–]\s?)(\d{1,4})(?!\d)", order, text)

"""The lines of a born-digital PDF: text with its place on the page, in the order of its language."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium

from notegen.errors import FinishingError
from notegen.records.legacy.blocks import Spot
from notegen.records.legacy.links import END, Links, tidy
from notegen.records.legacy.printed_links import Area, find_areas, find_link
from notegen.records.legacy.signs import RTL, Sign, order_rtl, turn

MAX_PAGES = 60
MAX_CHARACTERS = 300_000
_BOLD = re.compile("bold|black|heavy|semib|demi", re.IGNORECASE)
_HYPHEN = "\x02"
_UPRIGHT = 0.2
"""The slope of a line, up to which it is a scan or a slip and no line that runs across the page."""
_BETWEEN = re.compile("(?<=[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]) | (?=[\u3400-\u9fff\uff00-\uffef\u3000-\u303f])")


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one line of a page: its edges, baseline and size in points, the page's origin at the top left.

    `start` and `end` count from the edge at which the line begins: the right one for Arabic. `parted` says
    that the line ends with the hyphen of a word that goes on, `turned` that it runs up, down or across the page.
    """

    page: int
    text: str
    start: float
    end: float
    y: float
    size: float
    bold: bool = False
    parted: bool = False
    height: float = 0.0
    turned: bool = False


def read_lines(content: bytes, name: str, links: Links) -> list[Line]:
    """The runs of text of every page; FinishingError for a file that is no PDF, is locked, or is too long.

    The addresses of links go to `links`, and their signs stand around the words.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        said = "it is locked with a password" if locked else "it is no PDF, or a broken one"
        raise FinishingError(f"{name} cannot be read: {said}") from None
    try:
        if len(document) > MAX_PAGES:
            raise FinishingError(f"{name} has {len(document)} pages; a note has some, and at most {MAX_PAGES} are read")
        lines: list[Line] = []
        for number in range(len(document)):
            lines += _read_page(document, number, name, links)
            if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
                raise FinishingError(f"{name} is too long for a note")
        return lines
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int, name: str, links: Links) -> list[Line]:
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise FinishingError(f"{name} cannot be read: page {number + 1} is broken") from None
    width, height = page.get_size()
    areas = find_areas(document, page, links, Spot("page", number + 1))
    signs, turned = _part_turned(list(_signs(text, height, name, areas)))
    letters = [sign.character for sign in signs if sign and sign.character.isalpha()]
    rtl = sum(bool(RTL.match(letter)) for letter in letters) * 2 > len(letters)
    runs = list(_cut_runs(signs, columns=not rtl))
    if rtl:
        runs = [part for run in runs for part in (order_rtl(run) if _is_rtl(run, rtl) else [run])]
    lines = [_make_line(run, number + 1, (width, height), rtl=_is_rtl(run, rtl)) for run in runs]
    return [*lines, *(_make_turned(run, number + 1, (width, height), rtl=rtl) for run in turned)]


def _part_turned(signs: list[Sign | None]) -> tuple[list[Sign | None], list[list[Sign]]]:
    """The signs that stand upright, and the runs of those that do not; on a page that is turned as a whole all do."""
    if sum(sign.turned for sign in signs if sign) * 2 > sum(bool(sign.size) for sign in signs if sign):
        return signs, []
    upright: list[Sign | None] = []
    turned: list[list[Sign]] = []
    after = False  # what was turned: a space that is guessed belongs to it
    for sign in signs:
        if sign and (sign.turned or (after and not sign.size)):
            first = turned[-1][0] if turned else None
            if sign.turned and (first is None or not after or abs(first.size - sign.size) > 0.1 * sign.size):
                turned.append([])
            turned[-1].append(sign)
        else:
            upright.append(sign)
        after = (sign is None and after) or (sign is not None and (sign.turned or (after and not sign.size)))
    return upright, turned


def _make_turned(run: list[Sign], page: int, size: tuple[float, float], *, rtl: bool) -> Line:
    """The text of a turned line; letters that stand far apart are one word."""
    text = " ".join("".join(sign.character for sign in run).split())
    text = text.replace(" ", "") if text.count(" ") * 3 > len(text.replace(" ", "")) else text
    solid = [sign for sign in run if sign.size]
    left, right = min(sign.left for sign in solid), max(sign.right for sign in solid)
    start, end = (size[0] - right, size[0] - left) if rtl else (left, right)
    return Line(page, text, start, end, run[0].y, run[0].size, height=size[1], turned=True)


def _is_rtl(run: list[Sign], otherwise: bool) -> bool:
    """The direction of a line; that of its page where it has no letters."""
    letters = [sign.character for sign in run if sign.character.isalpha()]
    return sum(bool(RTL.match(letter)) for letter in letters) * 2 > len(letters) if letters else otherwise


def _signs(text: pypdfium2.PdfTextPage, height: float, name: str, areas: Sequence[Area]) -> Iterator[Sign | None]:
    """The characters of a page, None where PDFium ends a line."""
    count = pdfium.FPDFText_CountChars(text)
    if count > MAX_CHARACTERS:
        raise FinishingError(f"{name} is too long for a note")
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(text, i)
        if pdfium.FPDFText_IsGenerated(text, i):
            yield None if code in (10, 13) else Sign(" ", 0, 0, 0, 0, bold=False)
            continue
        pdfium.FPDFText_GetCharBox(text, i, left, right, bottom, top)
        if code == 32 and left.value == right.value:  # a space without width is a guess too
            yield Sign(" ", 0, 0, 0, 0, bold=False)
            continue
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        pdfium.FPDFText_GetMatrix(text, i, matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        pdfium.FPDFText_GetFontInfo(text, i, buffer, 128, flags)
        bold = bool(_BOLD.search(buffer.value.decode("latin-1"))) or pdfium.FPDFText_GetFontWeight(text, i) >= 600
        size = pdfium.FPDFText_GetFontSize(text, i) * scale
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        turned = abs(matrix.b) > _UPRIGHT * abs(matrix.a)
        base = bottom.value if bottom.value - y.value > _height(character) * size else y.value
        link = find_link(areas, (left.value + right.value) / 2, (bottom.value + top.value) / 2)
        yield Sign(character, left.value, max(left.value, right.value), height - base, size, bold, turned, link)


def _height(character: str) -> float:
    """How far above its line, in parts of its size, a character must begin to be one that its font has raised."""
    return 0.2 if character.isascii() and character.isalnum() else 0.6


def _cut_runs(signs: list[Sign | None], *, columns: bool) -> Iterator[list[Sign]]:
    """The signs of each line: PDFium ends one with a mark, but not where a word is parted or a column begins.

    Columns are not looked for where PDFium's order is not that of the page.
    """
    run: list[Sign] = []
    last: Sign | None = None
    for sign in signs:
        if sign is None or (sign.size and last and _is_apart(sign, last, run[-1], columns=columns)):
            if last:
                yield run
            run, last = [], None
        if sign is not None:
            run.append(sign)
            last = sign if sign.size and sign.character.strip() else last
    if last:
        yield run


def _is_apart(sign: Sign, last: Sign, before: Sign, *, columns: bool) -> bool:
    """Whether a sign begins another line or column than the last one; `before` may be a space that PDFium guessed."""
    size = max(sign.size, last.size)
    gap = max(sign.left - last.right, last.left - sign.right)
    beside = columns and gap > (0.9 if not before.size else 1.8) * size
    return abs(sign.y - last.y) > 0.75 * size or beside


def _make_line(run: list[Sign], page: int, size: tuple[float, float], *, rtl: bool) -> Line:
    solid = [sign for sign in run if sign.size and sign.character.strip()] or [sign for sign in run if sign.size]
    body = max(sign.size for sign in solid)
    full = [sign for sign in solid if sign.size > 0.8 * body and sign.character.strip()] or solid
    baseline = sorted(sign.y for sign in full)[len(full) // 2]
    text = _write(run, body, baseline, rtl=rtl)
    left, right = min(sign.left for sign in solid), max(sign.right for sign in solid)
    start, end = (size[0] - right, size[0] - left) if rtl else (left, right)
    bold = sum(sign.bold for sign in full) * 2 > len(full)
    parted = run[-1].character == _HYPHEN
    return Line(page, text, start, end, baseline, body, bold, parted, size[1])


def _write(run: list[Sign], body: float, baseline: float, *, rtl: bool) -> str:
    """The text of a line, with `[^1]` for a raised figure."""
    pieces: list[tuple[bool, list[Sign]]] = []
    for sign in run:
        raised = (
            bool(sign.size)
            and sign.size <= 0.8 * body
            and sign.y < baseline - 0.12 * body
            and sign.character.strip() != ""
        )
        if pieces and pieces[-1][0] == raised:
            pieces[-1][1].append(sign)
        else:
            pieces.append((raised, [sign]))
    if not rtl:  # PDFium takes what stands on either side of a raised figure in any order
        pieces.sort(key=lambda piece: _left(piece[1]))
    text = ""
    for i, (raised, signs) in enumerate(pieces):
        part = _mark(signs) if raised else _spell(signs)
        after_mark = i > 0 and pieces[i - 1][0]
        if after_mark and not signs[0].size and re.match(r"\s+[^\w\s(]", part):
            part = part.lstrip()
        text = (text.rstrip() if raised else text) + part
    text = text.rstrip(_HYPHEN)
    return turn(text) if rtl else _close_up(text)


def _spell(signs: Sequence[Sign]) -> str:
    """The characters, with the signs of links around those that are linked."""
    runs = ((link, "".join(sign.character for sign in run)) for link, run in groupby(signs, lambda sign: sign.link))
    return tidy("".join(f"{link}{text}{END}" if link else text for link, text in runs))


def _close_up(text: str) -> str:
    """The text without the spaces that programs set between Chinese and figures."""
    number = re.match(r"\s*\d{1,2} ", text)  # of a footnote or a heading
    at = number.end() if number else 0
    return text[:at] + _BETWEEN.sub("", text[at:])


def _left(signs: list[Sign]) -> float:
    return min((sign.left for sign in signs if sign.size), default=0.0)


def _mark(signs: list[Sign]) -> str:
    text = "".join(sign.character for sign in signs if sign.character.isalnum() or sign.character in "*†")
    return f"[^{text}]" if re.fullmatch(r"\d{1,3}|\*{1,3}|†|[a-z]", text) else text

"""Text with its emphasis and raised figures, as readers of styled files collect it, to Markdown.

Signs of private use stand for where emphasis begins and ends (each with the asterisks of its kind behind it), and
where text is raised and no longer raised; another one for each picture.
"""

import re
from collections.abc import Iterator, Sequence

from notegen.records.legacy.blocks import Picture
from notegen.records.legacy.links import SIGNS, drop_links, tidy
from notegen.records.legacy.markup import escape
from notegen.records.legacy.wordings import is_label

BEGIN, END, RAISED, LOWERED, PICTURED = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"


def read_bold_heading(text: str) -> str | None:
    """The words of a paragraph that is bold as a whole, short, and no label: a heading that was styled by hand."""
    match = re.fullmatch(r"\*\*([^*]+)\*\*:?", drop_links(text))
    if match is None or len(text) > 120 or is_label(match[1]):
        return None
    return match[1].strip()


def take_pictures(raw: str, pictures: Sequence[Picture]) -> tuple[str, Sequence[Picture], Sequence[Picture]]:
    """The text without the signs for pictures, and the pictures that stand before it and after it.

    One in the middle of a paragraph stands after it.
    """
    head = re.match(f"[\\s{PICTURED}{SIGNS}]*", raw)
    before = head[0].count(PICTURED) if head else 0
    return raw.replace(PICTURED, ""), pictures[:before], pictures[before:]


def split_paragraphs(raw: str) -> Iterator[str]:
    """The paragraphs of a block: its lines where they are rows with labels, otherwise one."""
    lines = [line for line in (_write(line) for line in raw.split("\n")) if line.strip("*_ ")]
    labelled = [line for line in lines if is_label(re.split("[:：]", line.strip("*"))[0])]
    yield from lines if labelled else [" ".join(lines)] if lines else []


def _write(raw: str) -> str:
    """Markdown of a stretch of text with its emphasis and raised figures."""
    text = re.sub("\ue003\\s*[\\[(]?(\\d{1,2}|\\*{1,3}|†)[\\])]?\\s*\ue004", lambda match: f"[^{match[1]}]", raw)
    text = re.sub("\ue003|\ue004", "", text)
    parts = re.split(f"(\ue001\\*{{1,2}}|\ue002\\*{{1,2}}|\\[\\^[^\\]]+\\]|[{SIGNS}])", text)
    written, opened = "", 0
    for i, part in enumerate(parts):
        if i % 2 == 0:
            written += _escape_part(part)
        elif part.startswith("[") or drop_links(part) == "":
            written += part
        elif part[0] == "\ue001":
            opened += 1
            written += part
        elif opened:
            opened -= 1
            written += part
    return _emphasize(" ".join(tidy(written).split()))


def _escape_part(text: str) -> str:
    core = text.strip()
    return text.replace(core, escape(" ".join(core.split()))) if core else text


def _emphasize(text: str) -> str:
    """Asterisks where emphasis begins and ends, with the spaces outside of it."""
    while match := re.search("\ue001(\\*{1,2})([^\ue001\ue002]*)\ue002\\1", text):
        inner = match[2].strip()
        before, after = match[2][: len(match[2]) - len(match[2].lstrip())], match[2][len(match[2].rstrip()) :]
        signs = match[1] if inner and "*" not in inner else ""
        text = f"{text[: match.start()]}{before}{signs}{inner}{signs}{after}{text[match.end() :]}"
    return re.sub("[\ue001\ue002]\\*{1,2}", "", text).strip()

"""What pandoc leaves to be done in a Word package (ECMA-376): direction, marks of lists, heads of pages, properties."""

import datetime
import io
import re
import zipfile
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Literal

from notegen.languages.language import Language
from notegen.packages import write_package

# Word's names for the letters that a language counts with, by the first of them.
_LETTERS = {"a": "lowerLetter", "а": "russianLower", "أ": "arabicAbjad", "一": "chineseCounting"}
_LEVELS = (("lowerLetter", "(%1)"), ("lowerRoman", "(%1)"), ("decimal", "%1."))
"""How pandoc writes the three kinds of list that the document asks for."""
_HANG, _LABEL, _TEXT = 340, 1871, 7541  # of an item, of the header's labels, of the text: in twentieths of a point
_BULLET = "–"
_FEW = 12  # rows of a table that are kept together
# What Word calls the languages that it checks the spelling of; it is known by a region, which a note does not name.
_CHECKED = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}
_INDENT = '<w:ind w:firstLine="440" w:firstLineChars="200" w:left="1871"'

Parts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Properties:
    """What the document says of itself, and what stands at the head of its pages."""

    language: Language
    title: str
    author: str
    subject: str
    description: str
    keywords: tuple[str, ...]
    issued: datetime.date | None
    status: Literal["Draft", "Final"]
    running: str
    draft: str
    reference: str


def finish(content: bytes, properties: Properties, marks: tuple[str, ...]) -> bytes:
    """The package with everything in place; the same for the same input. `marks` are those of the footnotes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rtl = properties.language.direction == "rtl"
    for name in parts:
        text = _finish_part(name, parts[name].decode(), properties, marks) if name.endswith(".xml") else None
        if text is not None:
            text = re.sub(r"<w:lang [^>]*>", _name_region, text)
            parts[name] = (_turn(name, text) if rtl else text).encode()
    parts["docProps/core.xml"] = _core(properties).encode()
    parts["docProps/app.xml"] = _APP.encode()
    package = io.BytesIO()
    write_package(package, sorted(parts.items(), key=lambda part: (part[0] != "[Content_Types].xml", part[0])))
    return package.getvalue()


def _finish_part(name: str, text: str, properties: Properties, marks: tuple[str, ...]) -> str | None:
    if name == "word/document.xml":
        return _finish_document(text, marks, rtl=properties.language.direction == "rtl")
    if name == "word/footnotes.xml":
        return _finish_footnotes(text, marks)
    if name == "word/styles.xml":
        return _indent_paragraphs(text) if properties.language.language == "zh" else text
    if name == "word/numbering.xml":
        return _finish_numbering(text, properties.language)
    if re.fullmatch(r"word/header\d+\.xml", name):
        found = {"RUNNING": properties.running, "DRAFT": properties.draft, "REFERENCE": properties.reference}
        return re.sub(r">(RUNNING|DRAFT|REFERENCE)\b", lambda match: ">" + escape(found[match[1]]), text)
    return text if name.startswith("word/footer") else None


def _name_region(match: re.Match[str]) -> str:
    return re.sub('="([a-z]{2,3})"', lambda found: f'="{_CHECKED.get(found[1], found[1])}"', match[0])


def _indent_paragraphs(text: str) -> str:
    """The styles with two signs of indent in every paragraph of running text, as Chinese has them."""
    for style in ("BodyText", "FirstParagraph"):
        pattern = (
            rf'(<w:style [^>]*w:styleId="{style}"[^>]*>(?:(?!</w:style>).)*?)<w:ind w:firstLine="\d+" w:left="\d+"'
        )
        text = re.sub(pattern, rf"\1{_INDENT}", text, flags=re.DOTALL)
    return text


def _finish_document(text: str, marks: tuple[str, ...], *, rtl: bool) -> str:
    # An address of a picture that holds the picture itself is no description of it.
    text = re.sub(r'(<pic:cNvPr )descr="data:[^"]*"', r'\1descr=""', text)
    # Without distances of its own LibreOffice puts a picture 3 mm off the edge of the text.
    text = text.replace("<wp:inline>", '<wp:inline distT="0" distB="0" distL="0" distR="0">')
    text = re.sub(r"<w:tblPr>.*?</w:tblGrid>", partial(_size_table, rtl=rtl), text, flags=re.DOTALL)
    text = re.sub(r'<w:tblStyle w:val="Table" ?/>.*?</w:tbl>', _keep_together, text, flags=re.DOTALL)
    for mark in marks:
        if not mark.isdigit():
            reference = r'<w:footnoteReference (w:id="\d+") ?/>'
            own = rf'<w:footnoteReference w:customMarkFollows="1" \1/><w:t>{escape(mark)}</w:t>'
            text = re.sub(reference, own, text, count=1)
    return text


def _size_table(match: re.Match[str], *, rtl: bool) -> str:
    """A table as wide as the text, and the header with its labels beside it; pandoc counts with a page of its own.

    In Arabic every table is as wide as the header: LibreOffice counts an indent from the left even there.
    """
    table = match[0]
    shares = [int(share) for share in re.findall(r'<w:gridCol w:w="(\d+)"', table)]
    header = '"NoteHeader"' in table
    total, indent = (_LABEL + _TEXT, 0) if header or rtl else (_TEXT, _LABEL)
    widths = [_LABEL, _TEXT] if header else [share * total // sum(shares) for share in shares]
    size = f'<w:tblW w:type="dxa" w:w="{total}"/><w:tblInd w:w="{indent}" w:type="dxa"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = re.sub(r"<w:tblW [^>]*/>", size, table)
    return re.sub(r"<w:tblGrid>.*</w:tblGrid>", f"<w:tblGrid>{grid}</w:tblGrid>", table, flags=re.DOTALL)


def _keep_together(match: re.Match[str]) -> str:
    """A table whose rows are whole on a page, and all of them on one where they are few."""
    head, *rows = match[0].split("<w:tr>")
    for i, row in enumerate(rows):
        opened = row if row.startswith("<w:trPr>") else f"<w:trPr></w:trPr>{row}"
        rows[i] = opened.replace("<w:trPr>", "<w:trPr><w:cantSplit/>", 1)
        if i + 1 < len(rows) <= _FEW:
            rows[i] = re.sub(r"(<w:pStyle [^>]*/>)", r"\1<w:keepNext/>", rows[i])
    return "<w:tr>".join((head, *rows))


def _finish_footnotes(text: str, marks: tuple[str, ...]) -> str:
    space = r'<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve"> </w:t></w:r>'
    text = re.sub(rf"(<w:footnoteRef ?/>\s*</w:r>){space}", r"\1<w:r><w:tab/></w:r>", text, flags=re.DOTALL)
    for mark in marks:
        if not mark.isdigit():
            text = re.sub(r"<w:footnoteRef ?/>", f"<w:t>{escape(mark)}</w:t>", text, count=1)
    return text


def _finish_numbering(text: str, language: Language) -> str:
    def level(match: re.Match[str]) -> str:
        written = match[0]
        kind = re.search(r'w:numFmt w:val="(\w+)"', written)
        label = re.search(r'w:lvlText w:val="([^"]*)"', written)
        depth = int(match[1])
        if kind and label:
            new = _mark(kind[1], label[1].replace(f"%{depth + 1}", "%1"), language)
            if new:
                written = written.replace(kind[0], f'w:numFmt w:val="{new[0]}"')
                written = written.replace(
                    label[0], f'w:lvlText w:val="{escape(new[1].replace("%1", f"%{depth + 1}"))}"'
                )
        written = re.sub(r"<w:rPr><w:rFonts [^>]*/></w:rPr>", "", written)  # a dash is a sign of the text
        indent = f'<w:ind w:left="{_LABEL + _HANG * (depth + 1)}" w:hanging="{_HANG}" />'
        return re.sub(r"<w:ind [^>]*/>", indent, written)

    return re.sub(r'<w:lvl w:ilvl="(\d)".*?</w:lvl>', level, text, flags=re.DOTALL)


def _mark(kind: str, label: str, language: Language) -> tuple[str, str] | None:
    """The kind of number and its pattern as the language has them at this level."""
    if kind == "bullet":
        return kind, _BULLET if label.strip() else label  # a second paragraph of an item has a blank for a mark
    if (kind, label) not in _LEVELS:
        return None
    pattern = language.numbering.levels[_LEVELS.index((kind, label))]
    letters = _LETTERS.get(language.numbering.letters[0], "lowerLetter")
    own = letters if "{letter}" in pattern else "lowerRoman" if "{roman}" in pattern else "decimal"
    return own, pattern.format(letter="%1", roman="%1", number="%1")


def _turn(name: str, text: str) -> str:
    """The part for a note that is read from right to left."""
    if name == "word/document.xml":
        text = re.sub(r"(<w:tblStyle [^>]*/>)", r"\1<w:bidiVisual/>", text)
        # In a paragraph from right to left, Word takes left for the side where lines begin.
        text = re.sub(r'(?<=<w:pPr>)((?:(?!</w:pPr>).)*)<w:jc w:val="(left|right)" ?/>', _swap, text, flags=re.DOTALL)
        return re.sub(r"(<w:titlePg ?/>)", r"\1<w:bidi/>", text)
    if name == "word/footnotes.xml":  # the rule above the notes stands where their lines begin
        return re.sub(r"<w:p>(<w:r><w:(?:continuationS|s)eparator )", r"<w:p><w:pPr><w:bidi/></w:pPr>\1", text)
    if name.startswith("word/footer"):
        # Figures alone: the page stands before the number of pages, as from left to right.
        return re.sub(r"(<w:pStyle [^>]*/>)", r'\1<w:jc w:val="left"/>', text)
    if name.startswith("word/header"):
        text = re.sub(r"(<w:pStyle [^>]*/>)", r"\1<w:bidi/>", text)
        return re.sub(r"(<w:r>)(<w:t)", r"\1<w:rPr><w:rtl/></w:rPr>\2", text)
    return text


def _swap(match: re.Match[str]) -> str:
    return f'{match[1]}<w:jc w:val="{"left" if match[2] == "right" else "right"}"/>'


def _core(properties: Properties) -> str:
    day = f"{properties.issued}T00:00:00Z" if properties.issued else ""
    found = {
        "dc:title": properties.title,
        "dc:subject": properties.subject,
        "dc:creator": properties.author,
        "cp:keywords": ", ".join(properties.keywords),
        "dc:description": properties.description,
        "dc:language": properties.language.language,
        "cp:contentStatus": properties.status,
        'dcterms:created xsi:type="dcterms:W3CDTF"': day,
        'dcterms:modified xsi:type="dcterms:W3CDTF"': day,
    }
    written = (f"<{key}>{escape(value)}</{key.split(' ')[0]}>" for key, value in found.items() if value)
    return f"{_CORE}{''.join(written)}</cp:coreProperties>"


_CORE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>notegen</Application></Properties>"
)

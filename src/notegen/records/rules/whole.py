"""Rules about a note as a whole: its length, what is left unfinished, links and pictures."""

import re
from collections.abc import Iterator

from notegen.diagnostics import Severity
from notegen.records.rules.rule import BOTH, UN, Find, Finding, Rule, Subject
from notegen.records.text import Passage

LONGEST = {"en": 1100, "fr": 1200, "es": 1200, "ru": 950, "ar": 950, "zh": 1900}
"""Words, in Chinese characters, that two pages of the house style hold."""
_LONGEST_ELSEWHERE = LONGEST["en"]
LONGEST_DESCRIPTION = 250

_PICTURE = re.compile(r"!\[([^\[\]\n]*(?:\n[^\[\]\n]+)*)\]\(")
_FILE_NAME = re.compile(
    r"[\w\-.%/\\]+\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|pdf)|(?:img|image|dsc|dscn|scan|photo)[_\-]?\d+", re.I
)
_SUPERFLUOUS = {
    "en": r"(?:an?\s+|the\s+)?(?:image|picture|photo|photograph|graphic)\s+(?:of|showing)\s+",
    "fr": r"(?:une\s+|l['’])?(?:image|photo|photographie)\s+(?:de\s+|du\s+|des\s+|d['’]|montrant\s+)",
    "es": r"(?:una\s+|la\s+)?(?:imagen|foto|fotografía)\s+(?:de\s+|del\s+|que\s+muestra\s+)",
    "ru": r"(?:изображение|картинка|фото|фотография)\s+",
    "zh": r".{0,8}的(?:图片|照片|图像)$",
    "ar": r"صورة\s+(?:ل|تظهر|من)\s*",
}
_NOTHING = r"(?!)"
_LINK = re.compile(r"(?<!!)\[([^\[\]^][^\[\]]*)\]\(")
_POINTERS = {
    "en": "here|click here|this link|link|this page|read more|more|this",
    "fr": "ici|cliquez ici|ce lien|lien|cette page|lire la suite|en savoir plus",
    "es": "aquí|haga clic aquí|pulse aquí|este enlace|enlace|esta página|leer más|más información",
    "ru": "здесь|тут|по ссылке|ссылка|по этой ссылке|нажмите здесь|подробнее",
    "zh": "这里|此处|点击这里|点击此处|链接|更多",
    "ar": "هنا|اضغط هنا|انقر هنا|هذا الرابط|الرابط|المزيد",
}
_UNFINISHED = re.compile(
    r"TODO\b(?<!\wTODO)|FIXME\b|TB[ACD]\b(?<!\wTB[ACD])|\?\?\?+|[Ll]orem ipsum\b"
    r"|\[(?i:insert|to be (?:confirmed|completed|determined)|à compléter|completar|вставить|уточнить|待补充|待定"
    r"|يستكمل)"
    r"[^\]\n]{0,80}\](?!\()"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def find_long_notes(subject: Subject) -> Iterator[Finding]:
    """An information note has two pages at most, some 1,100 words.

    Why: it is read by those who have no time for the report. What is longer is a report, or has a
    programme or a list of documents in it that belongs in an annex. Annexes are not counted.

    Source: EM instructions, length of documents; three notes of the founding series (REC-04).

    Bad:
        sections:
          - heading: Highlights
            items:
                [&said Representatives from the judiciary and law enforcement raised the necessity to have a
                complete and consistent legal framework and an integrated process of export licensing, *said, *said,
                *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said,
                *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said,
                *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said, *said,
                *said]

    Good:
        sections: [{heading: Highlights, text: It was the fourth workshop.}]
    """
    texts = [passage.text for passage in subject.passages if passage.path[0] != "annexes"]
    language = subject.note.language
    count = len(_CHINESE.findall("".join(texts))) if language == "zh" else sum(len(text.split()) for text in texts)
    longest = LONGEST.get(language, _LONGEST_ELSEWHERE)
    if count > longest:
        unit = "characters" if language == "zh" else "words"
        message = f"the note has some {round(count, -1):,} {unit}; two pages hold {longest:,}"
        hint = "shorten it, or move a part to an annex"
        yield Finding(("sections",), message, hint=hint, on_key=True)


def find_notes_without_sections(subject: Subject) -> Iterator[Finding]:
    """A note that is issued says something about the event.

    Why: with the header alone it says that something took place, and nothing else. A note without
    a date of issue and a symbol is still being written and is passed over.

    Source: three notes of the founding series.

    Bad:
        issued: 2009-10-05

    Good:
        issued: 2009-10-05
        sections: [{heading: Highlights, text: It was the fourth workshop.}]
    """
    note = subject.note
    if (note.issued or note.symbol) and not note.sections and not note.annexes:
        where = "issued" if note.issued else "symbol"
        hint = "begin with sections: [{heading: Objectives, items: […]}]"
        yield Finding((where,), "this note is issued and has no sections", hint=hint, on_key=True)


def find_bad_descriptions(subject: Subject) -> Iterator[Finding]:
    """The description of a picture says what is to be seen: no file name, no "image of".

    Why: a screen reader says "graphic" itself and then reads the description; a file name tells
    nobody anything.

    Source: WCAG 2.2, success criterion 1.1.1 and its failure F30; PDF/UA-1, 7.3.

    Bad:
        sections: [{heading: Highlights, text: "![IMG_2041.jpg](hall.png)"}]

    Good:
        sections: [{heading: Highlights, text: "![Forty delegates in the assembly hall](hall.png)"}]
    """
    superfluous = re.compile(_SUPERFLUOUS.get(subject.note.language, _NOTHING), re.I)
    for passage, match in _pictures(subject):
        text = match[1].strip()
        if _FILE_NAME.fullmatch(text):
            message, hint = "this description is the name of a file", "say what is to be seen"
            yield Finding(passage.path, message, match.start(1), match.end(1), hint)
        elif found := superfluous.search(match[1]) if subject.note.language == "zh" else superfluous.match(match[1]):
            start = match.start(1) + found.start()
            hint = "leave it out: a screen reader says so itself"
            message = f'the description begins with "{found[0].strip()}"'
            yield Finding(passage.path, message, start, match.start(1) + found.end(), hint)


def find_long_descriptions(subject: Subject) -> Iterator[Finding]:
    """The description of a picture has some 250 characters at most.

    Why: it is heard in one piece and cannot be gone through. What takes longer belongs in the text
    or in a table beside the picture, where everybody can read it.

    Source: WCAG 2.2, success criterion 1.1.1, techniques G94 and G95.

    Bad:
        sections:
          - heading: Highlights
            text: "![A map of the region with nine States in green, which have reported, four in yellow, which have
              said that they will, and two in red, which have not; arrows run from the ports on the Pacific coast to
              those on the Caribbean one, and each arrow bears the tonnage of the last five years](map.png)"

    Good:
        sections: [{heading: Highlights, text: "![A map of the nine States that have reported](map.png)"}]
    """
    for passage, match in _pictures(subject):
        length = len(" ".join(match[1].split()))
        if length > LONGEST_DESCRIPTION:
            message = f"this description has {length} characters"
            hint = "a short one here, the rest in the text"
            yield Finding(passage.path, message, match.start(1), match.end(1), hint)


def find_bare_links(subject: Subject) -> Iterator[Finding]:
    """The words of a link say where it leads.

    Why: a list of the links of a document, which is how many people move in it, says "here, here,
    here"; and on paper "here" is nowhere.

    Source: WCAG 2.2, success criterion 2.4.4 and its failure F63.

    Bad:
        sections: [{heading: Background, text: "The report is [here](https://example.org/report)."}]

    Good:
        sections: [{heading: Background, text: "See the [report of the Committee](https://example.org/report)."}]
    """
    pointers = _POINTERS[subject.note.language].split("|")
    for passage in subject.passages:
        if "](" not in passage.text:
            continue
        for match in _LINK.finditer(passage.text):
            if " ".join(match[1].split()).strip(".*_").casefold() in pointers:
                message = f'a link with the words "{match[1]}" does not say where it leads'
                hint = "let the link be the name of what it leads to"
                yield Finding(passage.path, message, match.start(1), match.end(1), hint)


def find_unfinished_texts(subject: Subject) -> Iterator[Finding]:
    """A final note has no words in it that stand for others still to come.

    Why: "TBC" is seen by nobody until the note has been sent. A note with `status: draft` may have it.

    Source: plain care; any house.

    Bad:
        sections: [{heading: Background, text: Some forty experts took part (TBC).}]

    Good:
        sections: [{heading: Background, text: Forty-two experts took part.}]
    """
    if subject.note.status == "draft":
        return
    for passage in subject.passages:
        for match in _UNFINISHED.finditer(passage.text):
            if match[0] == "TODO" and subject.note.language == "es":  # in capitals, "all"
                continue
            hint = "write what is meant, or status: draft"
            yield Finding(passage.path, f'"{match[0]}" was left in a final note', *match.span(), hint)


def _pictures(subject: Subject) -> Iterator[tuple[Passage, re.Match[str]]]:
    for passage in subject.passages:
        if passage.blocks and "![" in passage.text:
            for match in _PICTURE.finditer(passage.text):
                if match[1].strip():
                    yield passage, match


RULES: tuple[Rule[Find], ...] = (
    Rule("long-note", Severity.INFO, find_long_notes, UN),
    Rule("note-without-sections", Severity.INFO, find_notes_without_sections, BOTH),
    Rule("bare-link", Severity.WARNING, find_bare_links, BOTH, tuple(_POINTERS)),
    Rule("unfinished-text", Severity.WARNING, find_unfinished_texts, BOTH),
    Rule("picture-description", Severity.WARNING, find_bad_descriptions, BOTH),
    Rule("long-picture-description", Severity.INFO, find_long_descriptions, BOTH),
)

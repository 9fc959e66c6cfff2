"""Rules about characters that no font has."""

import re
import unicodedata
from collections.abc import Iterator

from notegen.diagnostics import Severity
from notegen.records.rules.rule import BOTH, Find, Finding, Rule, Subject

# Scripts and signs of which none of the families has any; what only some lack, such as rare Chinese, the engine tells.
UNPRINTED = re.compile(
    "[\u0530-\u058f\u0700-\u074f\u0780-\u07ff"  # Armenian, Syriac, Thaana, N'Ko
    "\u0900-\u10ff\u1200-\u1c7f"  # of India, South-East Asia, Georgia, Ethiopia, America
    "\u26bf-\u2701\u27c0-\u2932\u2b97-\u2c5f\u2c80-\u2dff"  # pictures, arrows, Glagolitic, Coptic, Tifinagh
    "\u4dc0-\u4dff\ua000-\ua4cf\ua4d0-\ua6ff\ua800-\ua95f\ua980-\uabf9"  # hexagrams, Yi, Lisu, Vai, Javanese
    "\U00010000-\U0001f0f5\U0001f1e6-\U0001f1ff\U0001f266-\U0001fbff]"  # old scripts, flags, emoji
)


def find_unprinted(subject: Subject) -> Iterator[Finding]:
    """Every character is in one of the fonts that notegen sets documents in.

    Why: a PDF is refused for a character that nobody could read in it. Other formats hold it, and leave it to the
    fonts of the reader.

    Source: the fonts of docs/designs.md.

    Bad:
        sections: [{heading: Background, text: "The workshop was a success \U0001f44d."}]

    Good:
        sections: [{heading: Background, text: "The workshop was a success ✓, at Αθήνα, Москва, 北京 and القاهرة."}]
    """
    for passage in subject.passages:
        if not passage.text.isascii() and (match := UNPRINTED.search(passage.text)):
            name = f"U+{ord(match[0]):04X} {unicodedata.name(match[0], 'unnamed')}"
            hint = "leave it out, or do without a PDF: none of the fonts that notegen sets documents in has it"
            yield Finding(passage.path, f'no font has the character "{match[0]}" ({name})', *match.span(), hint)


RULES: tuple[Rule[Find], ...] = (Rule("missing-glyph", Severity.WARNING, find_unprinted, BOTH),)

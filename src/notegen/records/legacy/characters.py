"""What is known of characters: signs that only steer the display, Chinese, the ends of sentences, words."""

import re
import unicodedata
from collections import Counter

_STEERING = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_WIDE = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
_WORD = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]|[^\\W_\u3400-\u4dbf\u4e00-\u9fff]+")
# The last sign is that at the end of a link (links.py).
_END = re.compile(r"""[.!?:;؟؛。！？：；…][\s"'”’»)）\]*_¹²³⁰⁴-⁹\U000ffffd]*(?:\[\^[^\]]+\]\U000ffffd?)?$""")


def clean(text: str) -> str:
    """The text composed, with plain spaces, and without what steers the display or controls a machine."""
    text = unicodedata.normalize(
        "NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    return _CONTROL.sub("", _SPACES.sub(" ", _STEERING.sub("", text.replace("\u0085", "\n"))))


def is_wide(text: str) -> bool:
    """Whether there is a Chinese character or sign in the text."""
    return _WIDE.search(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence or an entry of a list does."""
    return _END.search(text) is not None


def words(text: str) -> list[str]:
    """The words of a text as they are counted: letters and figures, each Chinese character by itself."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall("".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain))


def count_words(text: str) -> Counter[str]:
    """How often each word is there."""
    return Counter(words(text))

"""Which languages there are, and which of them a tag means; apart from their words, for the command line asks often."""

from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"


@cache
def languages() -> tuple[str, ...]:
    """The BCP 47 tags that there is a file for."""
    return tuple(sorted(path.stem for path in WORDS.glob("*.yaml")))


def match(tag: str) -> str | None:
    """The tag of ours that serves for another: "fr" for "FR" and "fr-CA"; None where none does.

    Case does not count (RFC 5646, 2.1.1), and subtags are left out from the end until one of ours remains (RFC 4647,
    3.4), but not where that would be another script: "zh-TW" and "sr-Latn" are not written as "zh" and "sr" are.
    """
    known = {own.casefold(): own for own in languages()}
    parts = tag.casefold().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        found = known.get("-".join(parts[:length]))
        if found:
            return found if length == len(parts) or _script(parts) == _script(found.casefold().split("-")) else None
    return None


def _script(parts: list[str]) -> str:
    """The script that a language is written in: its subtag, else the likely one of the region, of the language."""
    from babel.core import get_global  # its tables take their time, and hardly a tag needs them

    if named := [part for part in parts[1:] if len(part) == 4 and part.isalpha()]:
        return named[0]
    likely = get_global("likely_subtags")
    regions = [part.upper() for part in parts[1:] if len(part) == 2]
    names = (*(f"{parts[0]}_{region}" for region in regions), parts[0])
    full = next((likely[name] for name in names if name in likely), "")
    return next((part.casefold() for part in full.split("_") if len(part) == 4), "")

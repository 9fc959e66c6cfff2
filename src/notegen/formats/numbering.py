"""The marks of numbered lists as a language has them: (a), (i), 1."""

from notegen.languages.language import Language

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def mark_item(number: int, depth: int, language: Language) -> str:
    """The mark of an item, such as "(b)"; depth counts from 0, and the deepest pattern serves all below it."""
    levels = language.numbering.levels
    pattern = levels[min(depth, len(levels) - 1)]
    letters = language.numbering.letters.split()
    return pattern.format(letter=_letter(number, letters), roman=roman(number), number=number)


def _letter(number: int, letters: list[str]) -> str:
    """The letters again from the beginning in pairs after the last one; Chinese numerals do not pair."""
    if not 0 < number <= len(letters) and max(map(len, letters)) > 1:
        return str(number)
    text = ""
    while number > 0:
        number, place = divmod(number - 1, len(letters))
        text = letters[place] + text
    return text or "0"


def roman(number: int) -> str:
    """The number in small Roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text or "0"

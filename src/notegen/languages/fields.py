"""Texts with fields in braces, which are filled in: those that belong in one, and no others."""

from string import Formatter

from pydantic import AfterValidator


def with_fields(*names: str) -> AfterValidator:
    """The check that a text has each of these fields."""

    def check(text: str) -> str:
        own = _check(text, names)
        lacking = [name for name in names if name not in own]
        assert not lacking, f"{_list(lacking)} has no place in it"
        return text

    return AfterValidator(check)


def may_have(*names: str) -> AfterValidator:
    """The check that a text has none but these fields."""

    def check(text: str) -> str:
        _check(text, names)
        return text

    return AfterValidator(check)


def _check(text: str, names: tuple[str, ...]) -> set[str]:
    try:
        own = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise AssertionError("a brace is open or closed without another") from None
    unknown = [name for name in own if name not in names]
    assert not unknown, f"nothing is filled in for {_list(unknown)}; there is {_list(names)}"
    return own


def _list(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)

"""All notes of a series in one language as one document; a build makes it, and `write_compendium` for programs."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notegen.series.compendium.writer import write_compendium as write_compendium

__all__ = ("write_compendium",)


def __getattr__(name: str) -> Any:
    # A build that has nothing to do passes through here, and needs none of it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from notegen.series.compendium.writer import write_compendium

    return write_compendium

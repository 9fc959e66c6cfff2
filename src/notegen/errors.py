"""The exceptions: work stopped. What is wrong with a user's text is a Diagnostic, not an exception."""

from collections.abc import Sequence

from notegen.diagnostics import Diagnostic


class NotegenError(Exception):
    """Every exception that notegen raises on purpose; its text is one or two sentences for people."""


class InvalidRecord(NotegenError):
    """The record is no record: `diagnostics` says all that is wrong with it, with places."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(d.summary() for d in self.diagnostics))

    def __reduce__(self) -> tuple[type["InvalidRecord"], tuple[tuple[Diagnostic, ...]]]:
        # Workers send it between processes; the default would rebuild it from its text.
        return type(self), (self.diagnostics,)


class RenderError(NotegenError):
    """A document could not be made from a valid record."""


class FinishingError(NotegenError):
    """A finished PDF could not be worked on."""


class MissingExtra(NotegenError):
    """An optional part is not installed."""

    def __init__(self, extra: str) -> None:
        self.extra = extra
        super().__init__(f"this needs a part that is not installed: pip install 'notegen[{extra}]'")

    def __reduce__(self) -> tuple[type["MissingExtra"], tuple[str]]:
        return type(self), (self.extra,)

"""What came of a series: its documents one by one, and what was left over."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from notegen.diagnostics import Diagnostic, as_data
from notegen.series.processes.jobs import Failed


class Status(StrEnum):
    """What became of a document: KEPT is as good as made anew, STALE would be made if this were no rehearsal."""

    MADE = "made"
    KEPT = "kept"
    FAILED = "failed"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class BuiltDocument:
    """A finished document of the series: one note in one format, at its place in the output folder.

    `record` is the file of the note, `path` that of the document. `bytes`, `sha256` and `pages` say what stands at
    `path`; `pages` is None where a format has none. Of a document that FAILED they tell of an older one that was left
    as it was; 0, "" and None when there is none. `reasons` say why it was made again, in words for people.
    """

    record: Path
    id: str
    language: str
    format: str
    path: Path
    status: Status
    bytes: int = 0
    sha256: str = ""
    pages: int | None = None
    reasons: tuple[str, ...] = ()
    failure: Failed | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the document that stands there is the one that belongs there."""
        return self.status in (Status.MADE, Status.KEPT)


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a build. `left` are documents that belong to no record any more, `cleaned` those deleted of them.

    `wholes` are the documents of a series as a whole, such as its register; their record is its `series.yaml`.
    `problems` are those of the series' own files, of which nothing could be made.
    """

    documents: tuple[BuiltDocument, ...]
    left: tuple[Path, ...] = ()
    cleaned: tuple[Path, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    wholes: tuple[BuiltDocument, ...] = ()

    @property
    def good(self) -> bool:
        """Whether every document is there as it should be."""
        return not self.problems and all(document.good for document in (*self.documents, *self.wholes))

    def count(self, status: Status) -> int:
        """How many documents have it."""
        return sum(document.status is status for document in self.documents)


def write_document(document: BuiltDocument) -> dict[str, object]:
    """A document of a build as plain data for JSON."""
    failure = document.failure
    return {
        "record": str(document.record),
        "id": document.id,
        "language": document.language,
        "format": document.format,
        "path": str(document.path),
        "status": str(document.status),
        "bytes": document.bytes,
        "sha256": document.sha256,
        "pages": document.pages,
        "reasons": list(document.reasons),
        "failure": {"reason": str(failure.reason), "message": failure.message} if failure else None,
        "diagnostics": [as_data(finding) for finding in document.diagnostics],
    }

"""A series that is being built: its jobs, its documents in their places, and what is written down of them."""

import contextlib
import time
from collections.abc import Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import asdict, dataclass, replace

from notegen.output import write_file
from notegen.series.compendium.volumes import Volumes
from notegen.series.fingerprints import Fingerprints, digest
from notegen.series.folders import NAMES, SERIES
from notegen.series.ledger import HIDDEN, Entry, Journal, Ledger, write_ledger
from notegen.series.plan import Plan, Task
from notegen.series.processes.crew import Submit
from notegen.series.processes.jobs import Failed, Job, Outcome, Reason
from notegen.series.report import BuiltDocument, Status
from notegen.series.wholes.shelf import keep_abstract, name_abstract
from notegen.series.wholes.upkeep import Upkeep

_HALF_WRITTEN = 60  # seconds after which a hidden file beside documents is what a killed build has left


@dataclass(frozen=True, slots=True)
class Site:
    """A series that is being built."""

    plan: Plan
    ledger: Ledger
    files: Fingerprints

    @property
    def upkeep(self) -> Upkeep:
        """What the documents of the series as a whole are put together from."""
        return Upkeep(self.plan.ingredients, self.ledger)

    def list_volumes(self, documents: Iterable[BuiltDocument]) -> Volumes:
        """The compendia of the series, when this has become of documents, its own and others."""
        folder = self.plan.folder
        own = set(map(folder.show, folder.records))
        failed = (d for d in documents if d.status is Status.FAILED and d.record in own)
        return Volumes(self.plan.ingredients, self.ledger, tuple(failed))

    def foresee_volumes(self, *, force: bool) -> list[BuiltDocument]:
        """The compendia as far as it is known before any work."""
        tasks = self.plan.tasks
        volumes = self.list_volumes(self.plan.settled)
        volumes = replace(volumes, expected=frozenset(task.document.language for task in tasks))
        volumes.drop()
        return volumes.foresee(stale=force or bool(tasks))


def order(site: Site, task: Task, submit: Submit, examined: bool) -> "Future[Outcome]":
    """The document that will be; each record is read when its turn comes, so that few are in memory."""
    root = site.plan.folder.root
    failure: Failed | None = None
    contents: dict[str, bytes] = {}
    try:
        contents = {name: site.files.read(root / name) for name in task.own}
        if changed := next((name for name, content in contents.items() if digest(content) != task.own[name]), None):
            failure = Failed(Reason.FILE, f'"{changed}" changed while the series was built')
    except OSError as error:
        failure = Failed(Reason.FILE, f'"{error.filename}": {error.strerror}')
    if failure:
        future: Future[Outcome] = Future()
        future.set_result(failure)
        return future
    record = contents.pop(task.record)
    files = {**contents, **dict(site.plan.ingredients.carried)}
    name = str(task.document.record)
    job = Job(record, name, task.document.format, task.record, tuple(files.items()))
    return submit(replace(job, examined=examined, abstracted=examined))


def read_outcome(future: "Future[Outcome]") -> Outcome:
    """What came of a job, also when who should do it is gone."""
    try:
        return future.result()
    except (Exception, CancelledError) as error:
        return Failed(Reason.CRASH, f"{type(error).__name__}: {error}")


def settle(site: Site, task: Task, outcome: Outcome, journal: Journal) -> BuiltDocument:
    """Put a document in its place and take that down, or say why there is none."""
    document = replace(task.document, diagnostics=outcome.diagnostics)
    if isinstance(outcome, Failed):
        return replace(document, status=Status.FAILED, failure=outcome)
    path = site.plan.folder.root / task.path
    try:
        site.ledger.claims.take(task.path)
        write_file(path, outcome.content)
    except OSError as error:
        failure = Failed(Reason.FILE, f'"{document.path}": {error.strerror or error}')
        return replace(document, status=Status.FAILED, failure=failure)
    made = replace(
        document,
        status=Status.MADE,
        bytes=len(outcome.content),
        sha256=digest(outcome.content),
        pages=outcome.pages,
    )
    site.files.forget(path)
    if outcome.abstract:
        key = name_abstract(task.own, task.common, site.plan.ingredients.maker)
        keep_abstract(site.plan.folder.root, task.record, key, outcome.abstract)
    entry = _enter(task, made)
    site.ledger.shared[entry.shared] = task.shared
    site.ledger.put(entry)
    journal.write(entry, task.shared)
    return made


def _enter(task: Task, made: BuiltDocument) -> Entry:
    return Entry(
        record=task.record,
        format=made.format,
        id=made.id,
        language=made.language,
        path=task.path,
        own=dict(task.own),
        shared=task.common,
        bytes=made.bytes,
        sha256=made.sha256,
        pages=made.pages,
    )


def sweep(site: Site) -> None:
    """Delete what killed builds have left half written beside their documents."""
    root = site.plan.folder.root
    until = time.time() - _HALF_WRITTEN
    for folder in {root / HIDDEN, *((root / entry.path).parent for entry in site.ledger.documents.values())}:
        for path in folder.glob(".*~"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < until:
                    path.unlink()


def write_down(site: Site) -> None:
    """Remember what is there, and end the journal."""
    root, ledger = site.plan.folder.root, site.ledger
    for path in (*(entry.path for entry in ledger.documents.values()), *ledger.wholes.get("files", ())):
        site.files.find(root / path)  # what was just written is remembered too
    digests = {name: site.files.find(root / name) for name in (SERIES, NAMES)}
    settings = {"digests": digests, "said": asdict(site.plan.ingredients.settings)}
    ledger.claims.tidy()
    stamps = site.files.remember()
    write_ledger(root, replace(ledger, stamps=stamps, settings=settings))

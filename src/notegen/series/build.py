"""A build of all series below a folder: plan, let workers make what is stale, put the documents in their places.

with Build(folder) as build:
    for document in build.run(workers.submit, window=8):
        print(document.path, document.status)
    report = build.finish()
"""

import contextlib
import functools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType

from notegen.diagnostics import Diagnostic, has_errors
from notegen.output import write_file
from notegen.series.fingerprints import Fingerprints, digest
from notegen.series.folders import NAMES, SERIES, Folder, find_folders, leave_out, read_settings
from notegen.series.jobs import Failed, Job, Outcome, Reason
from notegen.series.ledger import HIDDEN, Entry, Journal, Ledger, lock, open_journal, read_ledger, write_ledger
from notegen.series.plan import Plan, Task, find_left, make_plan
from notegen.series.report import BuiltDocument, Report, Status
from notegen.series.upkeep import Upkeep, foresee_wholes, keep_abstract, keep_wholes, name_abstract

Submit = Callable[[Job], "Future[Outcome]"]
"""Who makes documents: worker processes here, or those of a cluster."""

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


class Build:
    """A build; see the module. While it is open, no other build works on the same series.

    `force` makes everything again. `busy` is told the folder of a series that another build works on, before this
    one waits for it. `rehearse` touches nothing, and waits for nobody: the plan is all that can be asked for.
    """

    def __init__(
        self,
        folder: Path,
        *,
        force: bool = False,
        rehearse: bool = False,
        busy: Callable[[Path], object] = lambda root: None,
    ) -> None:
        self._folder, self._force, self._rehearse, self._busy = folder, force, rehearse, busy
        self._locks = contextlib.ExitStack()
        self._documents: list[BuiltDocument] = []
        self._started = time.monotonic()
        self._waiting: dict[Future[Outcome], tuple[Site, Task]] = {}
        self.sites: tuple[Site, ...] = ()
        self.problems: tuple[Diagnostic, ...] = ()

    def __enter__(self) -> "Build":
        with contextlib.ExitStack() as stack:
            sites = []
            for folder in find_folders(self._folder):
                if not self._rehearse:
                    stack.enter_context(lock(folder.root, functools.partial(self._busy, folder.shown)))
                if site := self._open(folder):
                    sites.append(site)
            self.sites = tuple(sites)
            self._locks = stack.pop_all()
        self._documents = [document for site in self.sites for document in site.plan.settled]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._locks.close()

    @property
    def settled(self) -> tuple[BuiltDocument, ...]:
        """The documents that need no work: they are kept, or are known to fail."""
        return tuple(document for site in self.sites for document in site.plan.settled)

    @property
    def stale(self) -> tuple[BuiltDocument, ...]:
        """The documents to make, in the order in which that begins."""
        return tuple(task.document for site in self.sites for task in site.plan.tasks)

    def run(self, submit: Submit, *, window: int) -> Iterator[BuiltDocument]:
        """Each stale document when it is made or has failed; at most `window` are asked for at a time."""
        with contextlib.ExitStack() as stack:
            journals = {id(site): stack.enter_context(open_journal(site.plan.folder.root)) for site in self.sites}
            orders = ((site, task) for site in self.sites for task in site.plan.tasks)
            waiting, examined = self._waiting, set[Path]()
            while True:
                for site, task in orders:
                    # What the rules find is the same for each format.
                    asked = task.document.record not in examined
                    examined.add(task.document.record)
                    waiting[_order(site, task, submit, asked)] = site, task
                    if len(waiting) >= window:
                        break
                if not waiting:
                    return
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    site, task = waiting.pop(future)
                    document = _settle(site, task, _read_outcome(future), journals[id(site)])
                    self._documents.append(document)
                    yield document

    @property
    def working(self) -> tuple[Path, ...]:
        """The records whose documents are being made now."""
        waiting = list(self._waiting.items())
        return tuple(dict.fromkeys(task.document.record for future, (_, task) in waiting if future.running()))

    def finish(self, *, clean: bool = False) -> Report:
        """Write down what is there; with `clean`, delete the documents that belong to no record any more."""
        left: list[Path] = []
        cleaned: list[Path] = []
        wholes: list[BuiltDocument] = []
        failed = {document.path for document in self._documents if document.status is Status.FAILED}
        for site in self.sites:
            folder = site.plan.folder
            found, remembered = keep_wholes(site.upkeep, failed, force=self._force)
            wholes += found
            remaining = find_left(site.plan, site.ledger)
            for path, mark in list(remaining.items()) if clean else ():
                if site.files.find(folder.root / path) == mark:  # one that somebody has changed is not ours
                    (folder.root / path).unlink(missing_ok=True)
                    cleaned.append(folder.show(path))
                    del remaining[path]
            left += map(folder.show, remaining)
            _sweep(site)
            _write_down(replace(site, ledger=replace(site.ledger, left=remaining, wholes=remembered)))
        return Report(tuple(self._documents), tuple(left), tuple(cleaned), self.problems, self.seconds, tuple(wholes))

    def rehearse(self) -> Report:
        """What a build would do."""
        left = [site.plan.folder.show(path) for site in self.sites for path in find_left(site.plan, site.ledger)]
        failed = {document.path for document in self.settled if document.status is Status.FAILED}
        wholes = [
            whole
            for site in self.sites
            for whole in foresee_wholes(site.upkeep, failed, stale=self._force or bool(site.plan.tasks))
        ]
        documents = (*self.settled, *self.stale)
        return Report(documents, tuple(left), (), self.problems, self.seconds, tuple(wholes))

    @property
    def seconds(self) -> float:
        """The time since the build was begun."""
        return time.monotonic() - self._started

    def _open(self, folder: Folder) -> Site | None:
        ledger = read_ledger(folder.root)
        files = Fingerprints(ledger.stamps)
        settings, problems = read_settings(folder, ledger, files)
        self.problems += tuple(problems)
        if has_errors(problems):
            return None
        plan = make_plan(leave_out(folder, settings), settings, ledger, files, force=self._force)
        return Site(plan, ledger, files)


def _order(site: Site, task: Task, submit: Submit, examined: bool) -> "Future[Outcome]":
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


def _read_outcome(future: "Future[Outcome]") -> Outcome:
    try:
        return future.result()
    except (Exception, CancelledError) as error:
        return Failed(Reason.CRASH, f"{type(error).__name__}: {error}")


def _settle(site: Site, task: Task, outcome: Outcome, journal: Journal) -> BuiltDocument:
    """Put a document in its place and take that down, or say why there is none."""
    document = replace(task.document, diagnostics=outcome.diagnostics)
    if isinstance(outcome, Failed):
        return replace(document, status=Status.FAILED, failure=outcome)
    path = site.plan.folder.root / task.path
    try:
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
        keep_abstract(
            site.plan.folder.root, task.record, name_abstract(task.own, task.common, site.files), outcome.abstract
        )
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


def _sweep(site: Site) -> None:
    """Delete what killed builds have left half written beside their documents."""
    root = site.plan.folder.root
    until = time.time() - _HALF_WRITTEN
    for folder in {root / HIDDEN, *((root / entry.path).parent for entry in site.ledger.documents.values())}:
        for path in folder.glob(".*~"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < until:
                    path.unlink()


def _write_down(site: Site) -> None:
    root, ledger = site.plan.folder.root, site.ledger
    for path in (*(entry.path for entry in ledger.documents.values()), *ledger.wholes.get("files", ())):
        site.files.find(root / path)  # what was just written is remembered too
    digests = {name: site.files.find(root / name) for name in (SERIES, NAMES)}
    settings = {"digests": digests, "said": asdict(site.plan.ingredients.settings)}
    stamps = site.files.remember()
    write_ledger(root, replace(ledger, stamps=stamps, settings=settings))


def build(folder: str | Path, *, executor: Executor | None = None, force: bool = False) -> Report:
    """Make the documents of all series below a folder that are not as they should be; OSError for the folder.

    What fails is in the report and raises nothing. `executor` is any of `concurrent.futures`, also one of a cluster;
    by default there is a process for each core. With `force`, everything is made again.
    """
    with Build(Path(folder), force=force) as build, contextlib.ExitStack() as stack:
        if build.stale:
            from notegen.series.workers import Workers

            submit = stack.enter_context(Workers()).submit if executor is None else functools.partial(_ask, executor)
            for _ in build.run(submit, window=WINDOW):
                pass
        return build.finish()


def _ask(executor: Executor, job: Job) -> "Future[Outcome]":
    from notegen.series.making import make

    return executor.submit(make, job)


WINDOW = 32
"""Jobs on their way by default: enough for some cores, few in memory."""

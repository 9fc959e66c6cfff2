"""A build of all series below a folder: plan, let workers make what is stale, put the documents in their places.

with Crew() as crew, Build(folder, crew=crew) as build:
    for document in build.run():
        print(document.path, document.status)
    report = build.finish()
"""

import contextlib
import functools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from notegen.diagnostics import Diagnostic, has_errors
from notegen.series.fingerprints import Fingerprints
from notegen.series.folders import Folder, find_folders, leave_out, list_names, read_settings
from notegen.series.ledger import lock, open_journal, read_ledger
from notegen.series.plan import Task, find_left, make_plan
from notegen.series.processes.crew import Crew, Lent, Submit
from notegen.series.processes.jobs import Job, Outcome
from notegen.series.processes.workers import perform
from notegen.series.report import BuiltDocument, Report, Status
from notegen.series.site import Site, order, read_outcome, settle, sweep, write_down
from notegen.series.wholes.upkeep import foresee_wholes, keep_wholes


class Build:
    """A build; see the module. While it is open, no other build works on the same series.

    `force` makes everything again. `busy` is told the folder of a series that another build works on, before this
    one waits for it. `rehearse` touches nothing, and waits for nobody: the plan is all that can be asked for. `crew`
    are those who work; by default a process for each core, for as long as the build is open.
    """

    def __init__(
        self,
        folder: Path,
        *,
        force: bool = False,
        rehearse: bool = False,
        busy: Callable[[Path], object] = lambda root: None,
        crew: Crew | None = None,
    ) -> None:
        self._folder, self._force, self._rehearse, self._busy = folder, force, rehearse, busy
        self._block = contextlib.ExitStack()
        self._crew = crew or self._block.enter_context(Crew())
        self._documents: list[BuiltDocument] = []
        self._started = time.monotonic()
        self._volumes: dict[int, list[BuiltDocument]] = {}
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
            self._block.enter_context(stack.pop_all())
        self._documents = list(self.settled)
        self._volumes = {id(site): site.foresee_volumes(force=self._force) for site in self.sites}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._block.__exit__(kind, error, trace)

    @property
    def settled(self) -> tuple[BuiltDocument, ...]:
        """The documents that need no work: they are kept, or are known to fail."""
        return tuple(document for site in self.sites for document in site.plan.settled)

    @property
    def stale(self) -> tuple[BuiltDocument, ...]:
        """The documents to make, in the order in which that begins."""
        notes = [task.document for site in self.sites for task in site.plan.tasks]
        volumes = [document for found in self._volumes.values() for document in found]
        return (*notes, *(document for document in volumes if document.status is Status.STALE))

    def run(self) -> Iterator[BuiltDocument]:
        """Each stale document when it is made or has failed; OSError where nobody is there to make notes."""
        if any(site.plan.tasks for site in self.sites):
            for document in self._make_notes(*self._crew.hire()):
                self._documents.append(document)
                yield document
        for site in self.sites:
            if any(document.status is Status.STALE for document in self._volumes[id(site)]):
                self._volumes[id(site)] = []
                for document in site.list_volumes(self._documents).make(self._crew):
                    self._volumes[id(site)].append(document)
                    yield document

    def _make_notes(self, submit: Submit, window: int) -> Iterator[BuiltDocument]:
        with contextlib.ExitStack() as stack:
            journals = {id(site): stack.enter_context(open_journal(site.plan.folder.root)) for site in self.sites}
            orders = ((site, task) for site in self.sites for task in site.plan.tasks)
            waiting, examined = self._waiting, set[Path]()
            while True:
                for site, task in orders:
                    # What the rules find is the same for each format.
                    asked = task.document.record not in examined
                    examined.add(task.document.record)
                    waiting[order(site, task, submit, asked)] = site, task
                    if len(waiting) >= window:
                        break
                if not waiting:
                    return
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    site, task = waiting.pop(future)
                    yield settle(site, task, read_outcome(future), journals[id(site)])

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
        failed = {(d.record, d.format) for d in self._documents if d.status is Status.FAILED}
        for site in self.sites:
            folder = site.plan.folder
            languages = site.plan.ingredients.settings.languages
            volumes = sorted(self._volumes[id(site)], key=lambda volume: languages.index(volume.language))
            more = [volume.path.name for volume in volumes if volume.good]
            found, remembered = keep_wholes(site.upkeep, failed, self._crew, force=self._force, more=more)
            wholes += [*volumes, *found]
            remaining = find_left(site.plan, site.ledger)
            for path, mark in list(remaining.items()) if clean else ():
                if site.files.find(folder.root / path) == mark:  # one that somebody has changed is not ours
                    (folder.root / path).unlink(missing_ok=True)
                    cleaned.append(folder.show(path))
                    del remaining[path]
            left += map(folder.show, remaining)
            sweep(site)
            write_down(replace(site, ledger=replace(site.ledger, left=remaining, wholes=remembered)))
        return Report(tuple(self._documents), tuple(left), tuple(cleaned), self.problems, self.seconds, tuple(wholes))

    def rehearse(self) -> Report:
        """What a build would do."""
        left = [site.plan.folder.show(path) for site in self.sites for path in find_left(site.plan, site.ledger)]
        failed = {(d.record, d.format) for d in self.settled if d.status is Status.FAILED}
        wholes: list[BuiltDocument] = []
        for site in self.sites:
            volumes, stale = self._volumes[id(site)], self._force or bool(site.plan.tasks)
            more = [document.path.name for document in volumes]
            wholes += [*volumes, *foresee_wholes(site.upkeep, failed, stale=stale, more=more)]
        documents = (*self.settled, *(task.document for site in self.sites for task in site.plan.tasks))
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
        if self._force:
            ledger.volumes.clear()
        wholes = [settings.place_whole(name) for name in list_names(settings.languages, settings.compendium)]
        ledger.claims.adopt(settings.place_whole("register.json"), wholes)
        alert = (lambda: None) if self._rehearse else self._crew.expect
        plan = make_plan(leave_out(folder, settings), settings, ledger, files, force=self._force, alert=alert)
        return Site(plan, ledger, files)


def build(folder: str | Path, *, executor: Executor | None = None, force: bool = False) -> Report:
    """Make the documents of all series below a folder that are not as they should be; OSError for the folder.

    What fails is in the report and raises nothing. `executor` is any of `concurrent.futures`, also one of a cluster;
    by default there is a process for each core. With `force`, everything is made again.
    """
    lent = Lent(functools.partial(_ask, executor), _WINDOW) if executor else None
    with Crew(elsewhere=lent) as crew, Build(Path(folder), force=force, crew=crew) as build:
        for _ in build.run():
            pass
        return build.finish()


_WINDOW = 32
"""Jobs on their way to an executor: enough for some cores, few in memory."""


def _ask(executor: Executor, job: Job) -> "Future[Outcome]":
    return executor.submit(perform, job)

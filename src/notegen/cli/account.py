"""How a build is told: a document at a time, and all of it at the end; to people, or as lines of JSON."""

import json
from typing import TYPE_CHECKING

import click

from notegen.cli.voice import Voice, tell_size
from notegen.diagnostics import Severity, as_data

if TYPE_CHECKING:
    from notegen.series.report import BuiltDocument, Report


def tell_document(voice: Voice, document: "BuiltDocument", form: str, before: str = "") -> None:
    """Tell of a document what is worth telling; one that was made is named, after `before`, where that is given."""
    if form == "json":
        if document.record.name != SERIES:  # those are told in the end
            from notegen.series.report import write_document

            click.echo(json.dumps({"event": "document", **write_document(document)}))
        return
    weights = (Severity.ERROR,) if document.failure else (Severity.ERROR, Severity.WARNING)
    found = [finding for finding in document.diagnostics if voice.verbose or finding.severity in weights]
    # What has no place in a record is told by the failure itself, and of what is made of all notes in the end.
    whole = document.record.name == SERIES
    voice.report([finding for finding in found if finding.place or not (document.failure or whole)])
    if document.failure and not whole and not _is_told_by_findings(document):
        voice.complain(document.failure.message, str(document.path))
    elif before and document.status == "made":
        pages = f", {document.pages} pages" if document.pages and document.pages > 1 else ""
        voice.say(f"{before}{document.path} ({tell_size(document.bytes)}{pages})")


def sum_up(voice: Voice, report: "Report", form: str) -> None:
    """Tell what came of a build: what was made, kept, failed and why, and what is left over."""
    counts = {str(status): sum(d.status == status for d in report.documents) for status in _STATUSES}
    if form == "json":
        from notegen.series.report import write_document

        lists = {"left": report.left, "cleaned": report.cleaned}
        data = {"event": "summary", **counts, **{name: list(map(str, paths)) for name, paths in lists.items()}}
        data |= {"problems": list(map(as_data, report.problems)), "seconds": round(report.seconds, 3)}
        for whole in report.wholes:
            click.echo(json.dumps({"event": "whole", **write_document(whole)}))
        click.echo(json.dumps(data))
        return
    _tell_wholes(voice, report)
    for path in report.cleaned:
        voice.say(f"{path} belonged to no record any more: deleted")
    for path in report.left:
        voice.say(f"{path} belongs to no record any more; notegen build --clean deletes it if nobody has changed it")
    _tell_failed(voice, report)
    if report.documents:
        many = f"{len(report.documents)} document{'' if len(report.documents) == 1 else 's'}"
        parts = [f"{number} {status}" for status, number in counts.items() if number]
        voice.say(f"{many}: {', '.join(parts)}, in {report.seconds:.1f} s")


def _tell_failed(voice: Voice, report: "Report") -> None:
    """Name what was not made; a document that is alone has been told where that has a line of its own."""
    broken = [problem for problem in report.problems if problem.severity is Severity.ERROR and problem.place]
    for name in dict.fromkeys(problem.place.source.name for problem in broken if problem.place):
        voice.complain("nothing of this series was built; mend what is told of it, and build again", name)
    failed = [document for document in report.documents if document.failure]
    told = (f"{document.path}{' (an older one stays)' if document.bytes else ''}" for document in failed)
    names = list(dict.fromkeys(told))  # two may fail because they would have one name
    more = [f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else []
    if (len(report.documents) > 1 and failed) or any(_is_told_by_findings(document) for document in failed):
        voice.complain(f"not made: {', '.join([*names[:_NAMED], *more])}", "")


def _is_told_by_findings(document: "BuiltDocument") -> bool:
    from notegen.series.processes.jobs import HAS_ERRORS

    return document.failure is not None and document.failure.message == HAS_ERRORS


def _tell_wholes(voice: Voice, report: "Report") -> None:
    """Tell what was made of each series as a whole, its page before the rest."""
    made = sorted((whole for whole in report.wholes if whole.status == "made"), key=lambda whole: whole.id != "index")
    for record in dict.fromkeys(whole.record for whole in made):
        page, *others = (whole.path for whole in made if whole.record == record)
        beside = f", and beside it {', '.join(path.name for path in others)}" if others else ""
        voice.say(f"{page}{beside}")
    for whole in report.wholes:
        if whole.failure:
            voice.complain(whole.failure.message, str(whole.path))
        for finding in whole.diagnostics:
            if finding.place is None:
                voice.warn(finding.message, str(whole.path), finding.hint or "")


SERIES = "series.yaml"
_NAMED = 10
"""So many documents that were not made are named in the end."""
_STATUSES = ("made", "kept", "stale", "failed")

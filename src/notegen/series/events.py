"""The events of a series: one calendar of all, and one JSON-LD graph with the documents of each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from notegen.formats.document import MEDIA_TYPES
from notegen.formats.ics import list_events
from notegen.formats.ics import write_calendar as write_events
from notegen.formats.jsonld import CONTEXT, describe_event, describe_report
from notegen.formats.view import view
from notegen.records.model import Note
from notegen.records.series import Series
from notegen.records.versions import Versions
from notegen.series.editions import choose, list_current, list_notes
from notegen.series.register import Line


def write_calendar(series: Series, notes: Sequence[Note]) -> bytes:
    """`calendar.ics` (RFC 5545): the events of the series, each once, in the language of its original."""
    originals = (choose(group, series.languages) for group in list_current(notes))
    return write_events((event for note in originals for event in list_events(note, view(note))), series.series.title)


def write_graph(series: Series, notes: Sequence[Note], lines: Iterable[Line]) -> bytes:
    """`events.jsonld`: the events with the reports on them in every language, and the files of each report."""
    files: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        files.setdefault((line.id, line.language), []).append(line)
    graph = [_describe(series, group, files) for group in list_current(notes)]
    return (json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=2) + "\n").encode()


def _describe(series: Series, group: Versions, files: Mapping[tuple[str, str], list[Line]]) -> dict[str, Any]:
    chosen = choose(group, series.languages)
    reports = [
        describe_report(note, view(note)) | _encodings(files.get((note.id or "", note.language), ()))
        for note in list_notes(group)
    ]
    return describe_event(chosen, view(chosen)) | {"subjectOf": reports if len(reports) > 1 else reports[0]}


def _encodings(lines: Iterable[Line]) -> dict[str, Any]:
    media = [
        {
            "@type": "MediaObject",
            "contentUrl": line.file,
            "encodingFormat": MEDIA_TYPES[line.format].partition(";")[0],
            "contentSize": str(line.bytes),
            "sha256": line.sha256,
        }
        for line in lines
    ]
    return {"encoding": media} if media else {}

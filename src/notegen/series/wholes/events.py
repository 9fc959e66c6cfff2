"""The events of a series: one calendar of all, and one JSON-LD graph with the reports on each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from notegen.formats.document import MEDIA_TYPES
from notegen.formats.ics import write_calendar as write_events
from notegen.formats.jsonld import CONTEXT
from notegen.records.series import Series
from notegen.series.wholes.abstracts import Abstract
from notegen.series.wholes.editions import Versions, first, group_current
from notegen.series.wholes.register import Line

_END = b"END:VCALENDAR"


def write_calendar(series: Series, abstracts: Sequence[Abstract]) -> bytes:
    """`calendar.ics` (RFC 5545): the events of the series, each once, in its first language."""
    events = (first(versions).calendar.encode() for versions in group_current(abstracts, series.languages))
    head, end, tail = write_events((), series.series.title).partition(_END)
    return b"".join((head, *events, end, tail))


def write_graph(series: Series, abstracts: Sequence[Abstract], lines: Iterable[Line]) -> bytes:
    """`events.jsonld`: the events with the reports on them in every language, and the files of each report."""
    files: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        files.setdefault((line.id, line.language), []).append(line)
    graph = [_describe(versions, files) for versions in group_current(abstracts, series.languages)]
    return (json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=2) + "\n").encode()


def _describe(versions: Versions, files: Mapping[tuple[str, str], list[Line]]) -> dict[str, Any]:
    reports = [
        {**abstract.graph["subjectOf"], **_encodings(files.get((abstract.id, abstract.language), ()))}
        for abstract in versions.values()
    ]
    return {**first(versions).graph, "subjectOf": reports if len(reports) > 1 else reports[0]}


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

"""A folder of old notes to a series: what they share goes into series.yaml, the rest into one record each."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notegen.languages.language import find_language
from notegen.languages.names import Names, builtin, find_organization, organization_name
from notegen.records.dump import write_data
from notegen.records.legacy.characters import words
from notegen.records.legacy.draft import Draft, write_record
from notegen.records.series import FILE


@dataclass(frozen=True, slots=True)
class Collection:
    """The files of a series: `series` is the text of series.yaml, `records` those of the records by file name."""

    series: str
    records: Mapping[str, str]
    sources: Mapping[str, str]


def make_collection(
    drafts: Sequence[Draft], identifier: str, taken: Iterable[str] = (), names: Names | None = None
) -> Collection:
    """A series of the drafts. `taken` are names of files that are there already and are not given out again."""
    series = _share(drafts, identifier, names or builtin())
    records, sources, used = {}, {}, set(taken)
    for draft in drafts:
        name = _name(draft, used)
        used.add(name)
        records[name] = write_record(_without(draft.data, series), draft.name, _without_remarks(draft, series))
        sources[name] = draft.name
    head = f"# Made of {len(drafts)} imported notes. Look over the title and the publisher.\n"
    return Collection(head + write_data(series), records, sources)


def _share(drafts: Sequence[Draft], identifier: str, names: Names) -> dict[str, Any]:
    languages = [tag for tag, _ in Counter(draft.data["language"] for draft in drafts).most_common()]
    title = find_language(languages[0]).labels.title
    series: dict[str, Any] = {"notegen": 1, "series": {"id": identifier, "title": f"{title}: {identifier}"}}
    if publisher := _find_publisher(drafts, languages[0], names):
        series["series"]["publisher"] = publisher
    series["languages"] = languages
    if len(languages) == 1 and (defaults := _find_defaults(drafts)):
        series["defaults"] = defaults
    texts, marks = {}, Counter[str]()
    for tag in languages:
        given = [_disclaimer(draft) for draft in drafts if draft.data["language"] == tag]
        (text, mark), _ = Counter(given).most_common(1)[0]
        if text:
            texts[tag], marks[mark] = text, marks[mark] + 1
    if texts:
        series["disclaimer"] = {"mark": marks.most_common(1)[0][0], "required": True, "text": texts}
    return series


def _disclaimer(draft: Draft) -> tuple[str, str]:
    given = draft.data.get("disclaimer", "")
    return (given["text"], given["mark"]) if isinstance(given, dict) else (given, "number")


def _find_publisher(drafts: Sequence[Draft], tag: str, names: Names) -> str:
    """The body that most of the notes name among their organizers, the first of several."""
    found = Counter[str]()
    for draft in drafts:
        acronyms = re.findall(r"[(（]([^()（）]{2,15})[)）]", str(draft.data.get("organizers", "")))
        bodies = [body.acronym for acronym in acronyms if (body := find_organization(names, acronym))]
        found.update(bodies[:1])
    if not found or found.most_common(1)[0][1] * 2 <= len(drafts):
        return ""
    body = find_organization(names, found.most_common(1)[0][0])
    return organization_name(body, tag)[0] if body else ""


def _find_defaults(drafts: Sequence[Draft]) -> dict[str, Any]:
    """Title and labels that all notes have alike."""
    defaults: dict[str, Any] = {}
    titles = {draft.data.get("title") for draft in drafts}
    if len(titles) == 1 and (title := titles.pop()):
        defaults["title"] = title
    first, *others = (draft.data.get("labels", {}) for draft in drafts)
    labels = {key: text for key, text in first.items() if all(other.get(key) == text for other in others)}
    return defaults | ({"labels": labels} if labels else {})


def _without(data: Mapping[str, Any], series: Mapping[str, Any]) -> dict[str, Any]:
    """The record without what it takes from the series."""
    left = dict(data)
    defaults = series.get("defaults", {})
    if left.get("title") == defaults.get("title"):
        left.pop("title", None)
    if "labels" in left:
        left["labels"] = {
            key: text for key, text in left["labels"].items() if defaults.get("labels", {}).get(key) != text
        }
    if not left.get("labels", True):
        del left["labels"]
    shared = series.get("disclaimer", {})
    given = left.get("disclaimer", "")
    text, mark = (given["text"], given["mark"]) if isinstance(given, dict) else (given, "number")
    if text and words(text) == words(shared.get("text", {}).get(left["language"], "")) and mark == shared["mark"]:
        del left["disclaimer"]
    return left


def _without_remarks(draft: Draft, series: Mapping[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    gone = draft.data.keys() - _without(draft.data, series).keys()
    return [(path, remark) for path, remark in draft.remarks if path[0] not in gone]


def _name(draft: Draft, used: set[str]) -> str:
    """A file name of date and city: "2009-09-08-san-jose.yaml"; with the language where that is taken."""
    event = draft.data["event"]
    dates = event.get("dates", "")
    first = re.split("/", dates if isinstance(dates, str) else dates[0])[0]
    place = event.get("place", {})
    place = place[0] if isinstance(place, list) else place
    stem = "-".join(part for part in (first, slug(place.get("city", ""))) if part) or slug(draft.name) or "note"
    candidates = (stem, f"{stem}.{draft.data['language']}", *(f"{stem}-{number}" for number in range(2, len(used) + 3)))
    return next(name for candidate in candidates if (name := f"{candidate}.yaml") not in used and name != FILE)


def slug(text: str) -> str:
    """Letters and figures of a text for the name of a file, in lower case and with hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return "-".join(re.findall(r"[^\W_]+", plain))[:60]

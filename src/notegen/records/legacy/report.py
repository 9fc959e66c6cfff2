"""The account of an import, for people and for programs."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from notegen.diagnostics import as_data
from notegen.records.legacy.draft import Draft

_SHOWN = 72


def write_lines(draft: Draft, *, placed: bool = False) -> Iterator[str]:
    """A line on the whole, and one on every stretch that was left out or not understood; those placed if asked."""
    fates = Counter(stretch.fate for stretch in draft.stretches)
    left_out = f", {fates['left out']} left out" if fates["left out"] else ""
    yield (
        f"{draft.name}: {_percent(draft.kept)} of {draft.words} words kept; {fates['placed']} stretches placed, "
        f"{fates['furniture']} dropped as furniture, {fates['not understood']} not understood{left_out}"
    )
    for stretch in draft.stretches:
        if stretch.fate == "placed" and not placed:
            continue
        said = "dropped" if stretch.fate == "furniture" else stretch.fate
        about = f" ({stretch.target})" if stretch.fate in ("furniture", "left out") else f" -> {stretch.target}"
        yield f'{draft.name}: {stretch.spot}: {said}: "{_shorten(stretch.text)}"{about}'


def write_json(drafts: Sequence[Draft]) -> str:
    """A list with an object for each note: file, words, kept, stretches, diagnostics."""
    data = [
        {
            "file": draft.name,
            "words": draft.words,
            "kept": round(draft.kept, 4),
            "stretches": [
                {
                    "fate": stretch.fate,
                    stretch.spot.unit: stretch.spot.number,
                    "text": stretch.text,
                    "target": stretch.target,
                }
                for stretch in draft.stretches
            ],
            "diagnostics": [as_data(diagnostic) for diagnostic in draft.diagnostics],
        }
        for draft in drafts
    ]
    return json.dumps(data, ensure_ascii=False, indent=2)


def _percent(share: float) -> str:
    """Rounded down, so that "100.0 %" means that nothing is missing."""
    return f"{int(share * 1000) / 10:.1f} %"


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"

"""Rules about a translation beside its original: what each is made of."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from notegen.diagnostics import MAX_PROBLEMS, Path, Severity
from notegen.records.model import Note
from notegen.records.rules.counterparts import Comparison, Counterparts, Outline, compare_versions
from notegen.records.rules.rule import BOTH, Finding, Rule
from notegen.records.text import Passage
from notegen.records.versions import is_own

FindBetween = Callable[[Sequence[Note]], Iterator[tuple[Note, Finding]]]


def run(notes: Sequence[Note], find: Callable[[Comparison], Iterator[Finding]]) -> Iterator[tuple[Note, Finding]]:
    """What a function finds in every translation; about a value that was taken over, at `extends`."""
    for comparison in compare_versions(notes):
        for finding in islice(find(comparison), MAX_PROBLEMS):
            own = is_own(comparison.translation, finding.path)
            yield comparison.translation, finding if own else Finding(("extends",), finding.message, hint=finding.hint)


def see(original: Note, path: Path) -> str:
    """A hint where the counterpart stands."""
    place = original.origin.place(path)
    if place is None:
        return "compare with the original"
    line, _ = place.source.position(place.span.start)
    return f"compare with {place.source.name}:{line}"


def count(number: int, noun: str) -> str:
    """The number with its noun: "no items", "1 item", "2 items"."""
    plural = "es" if noun.endswith("x") else "s"
    return f"{number or 'no'} {noun}{'' if number == 1 else plural}"


def find_different_sections(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A translation has the sections, subsections and annexes of its original.

    Why: "see section 3" must lead to one place in every language; a section that a translator lost is
    the mistake that nobody sees who reads one language.

    Source: house rule (REC-01).

    Bad:
        - {id: a, sections: [{heading: Objectives, text: Seals.}, {heading: Highlights, text: Scanners.}]}
        - {id: a, language: fr, sections: [{heading: Objectifs, text: Scellés.}]}

    Good:
        - {id: a, sections: [{heading: Objectives, text: Seals.}, {heading: Highlights, text: Scanners.}]}
        - {id: a, language: fr, sections: [{heading: Objectifs, text: Scellés.}, {heading: Bilan, text: Portiques.}]}
    """
    yield from run(notes, _sections)


def _sections(comparison: Comparison) -> Iterator[Finding]:
    original = comparison.original
    for each in comparison.uneven:
        kind = "annex" if each.path[0] == "annexes" else "section" if len(each.path) == 1 else "subsection"
        message = f"{count(each.translation, kind)} here, and the original has {each.original or 'none'}"
        yield Finding(each.path, message, hint=see(original, each.path), on_key=True)
    for path, one, other in comparison.sections:
        if (one.heading is None) != (other.heading is None):
            message = "no heading here, and the original has one" if one.heading else "the original has no heading here"
            yield Finding((*path, "heading"), message, hint=see(original, path))
        elif one.numbered != other.numbered:
            has = "numbers this section" if one.numbered else "does not number this section"
            yield Finding((*path, "numbered"), f"the original {has}", hint=see(original, path))


def find_different_paragraphs(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A section of a translation has as many paragraphs as that of its original.

    Why: paragraphs are cited by their number, and a paragraph too few is one that was not translated.

    Source: Editorial Manual, paragraphs (PAR-01); house rule (REC-01).

    Bad:
        - {id: a, sections: [{text: "Seals.\\n\\nScanners."}]}
        - {id: a, language: fr, sections: [{text: "Scellés. Portiques."}]}

    Good:
        - {id: a, sections: [{text: "Seals.\\n\\nScanners."}]}
        - {id: a, language: fr, sections: [{text: "Scellés.\\n\\nPortiques."}]}
    """
    yield from run(notes, lambda comparison: _counts(comparison, "paragraph", lambda part: part.paragraphs))


def find_different_items(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A section of a translation has as many items in its lists as that of its original.

    Why: an item too few was not translated; one too many is a text that the other readers do not have.

    Source: house rule (REC-01).

    Bad:
        - {id: a, sections: [{items: [exchange experience, plan further work]}]}
        - {id: a, language: fr, sections: [{items: [échanger des données d'expérience]}]}

    Good:
        - {id: a, sections: [{items: [exchange experience, plan further work]}]}
        - {id: a, language: fr, sections: [{text: "- échanger des données d'expérience\\n- planifier la suite"}]}
    """
    yield from run(notes, lambda comparison: _counts(comparison, "item", lambda part: part.items))


def find_different_figures(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A section of a translation has as many figures as that of its original; the files may differ.

    Why: a figure is left out more easily than a sentence, and "figure 2" is another one then.

    Source: house rule (REC-01).

    Bad:
        - {id: a, sections: [{text: "![Seals by year](hall.png)"}]}
        - {id: a, language: fr, sections: [{text: Les scellés ont été examinés.}]}

    Good:
        - {id: a, sections: [{text: "![Seals by year](hall.png)"}]}
        - {id: a, language: fr, sections: [{text: "![Scellés par année](hall.png)"}]}
    """
    yield from run(notes, lambda comparison: _counts(comparison, "figure", lambda part: part.figures))


def _counts(comparison: Comparison, what: str, measure: Callable[[Outline], int]) -> Iterator[Finding]:
    for part, one, other in comparison.outlines:
        there, here = measure(one), measure(other)
        if there != here and part.certain:
            message = f"{count(here, what)} here, and the original has {there or 'none'}"
            yield Finding(_text(part), message, hint=see(comparison.original, _text(part, part.original)))


def _text(part: Counterparts, texts: Sequence[Passage] | None = None) -> Path:
    """The path of the running text of a part, or of the part itself."""
    texts = part.translation if texts is None else texts
    return next((passage.path for passage in texts if passage.blocks), part.path)


def find_different_tables(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A table of a translation has the rows and columns of that of its original.

    Why: a row too few is a State, a year or a sum that readers of this language are not told.

    Source: house rule (REC-01).

    Bad:
        - {id: a, sections: [{text: "| Place | Year |\\n|---|---|\\n| Lomé | 2014 |\\n| Accra | 2006 |"}]}
        - {id: a, language: fr, sections: [{text: "| Lieu | Année |\\n|---|---|\\n| Lomé | 2014 |"}]}

    Good:
        - {id: a, sections: [{text: "| Place | Year |\\n|---|---|\\n| Lomé | 2014 |"}]}
        - {id: a, language: fr, sections: [{text: "| Lieu | Année |\\n|---|---|\\n| Lomé | 2014 |"}]}
    """
    yield from run(notes, _tables)


def _tables(comparison: Comparison) -> Iterator[Finding]:
    for part, one, other in comparison.outlines:
        hint = see(comparison.original, _text(part, part.original))
        if len(one.tables) != len(other.tables) and part.certain:
            message = f"{count(len(other.tables), 'table')} here, and the original has {len(one.tables) or 'none'}"
            yield Finding(_text(part), message, hint=hint)
        elif one.tables != other.tables and part.certain:
            for number, (there, here) in enumerate(zip(one.tables, other.tables, strict=True), 1):
                if there != here:
                    message = f"table {number} is {_write_size(here)}, and that of the original {_write_size(there)}"
                    yield Finding(_text(part), message, hint=hint)


def _write_size(size: tuple[int, int]) -> str:
    return f"{count(size[0], 'row')} by {count(size[1], 'column')}"


def find_different_footnotes(notes: Sequence[Note]) -> Iterator[tuple[Note, Finding]]:
    """A section of a translation marks the footnotes that its original marks.

    Why: a mark that was lost takes the footnote with it, and all after it get another number.

    Source: house rule (REC-01); Editorial Manual, footnotes.

    Bad:
        - {id: a, sections: [{text: "Seals.[^fourth]"}], footnotes: {fourth: The fourth workshop.}}
        - {id: a, language: fr, sections: [{text: Scellés.}], footnotes: {fourth: Le quatrième atelier.}}

    Good:
        - {id: a, sections: [{text: "Seals.[^fourth]"}], footnotes: {fourth: The fourth workshop.}}
        - {id: a, language: fr, sections: [{text: "Scellés[^fourth]."}], footnotes: {fourth: Le quatrième atelier.}}
    """
    yield from run(notes, _footnotes)


def _footnotes(comparison: Comparison) -> Iterator[Finding]:
    # Without `extends` the two records may call their footnotes by keys of their own.
    one_key = comparison.original.footnotes.keys() == comparison.translation.footnotes.keys()
    for part, one, other in comparison.outlines:
        there, here = (side.marks if one_key else Counter({"": side.marks.total()}) for side in (one, other))
        for key, number in (there - here).items():
            name = f"the mark [^{key}]" if key else count(number, "footnote mark")
            path = _marked(part.original, key) or part.path
            yield Finding(path, f"the original has {name} here", hint=see(comparison.original, path))
        for key, number in (here - there).items():
            name = f"the mark [^{key}]" if key else count(number, "footnote mark")
            path = _marked(part.translation, key) or part.path
            yield Finding(path, f"the original does not have {name} here", hint=see(comparison.original, part.path))


def _marked(texts: Sequence[Passage], key: str) -> Path | None:
    mark = f"[^{key}]" if key else "[^"
    return next((passage.path for passage in texts if mark in passage.text), None)


RULES: tuple[Rule[FindBetween], ...] = (
    Rule("version-sections", Severity.ERROR, find_different_sections, BOTH),
    Rule("version-paragraphs", Severity.WARNING, find_different_paragraphs, BOTH),
    Rule("version-items", Severity.WARNING, find_different_items, BOTH),
    Rule("version-figures", Severity.ERROR, find_different_figures, BOTH),
    Rule("version-tables", Severity.ERROR, find_different_tables, BOTH),
    Rule("version-footnotes", Severity.ERROR, find_different_footnotes, BOTH),
)

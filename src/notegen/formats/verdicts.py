"""What verifying PDFs has found, for people and for programs."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from notegen.finishing.differences import printable
from notegen.finishing.signatures import Signature
from notegen.formats.verification import Verification

_ANSWERS = {"identical": "identical", "differs": "differs", "foreign": "no record"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A PDF by its name, and what was found; instead of that a text where it could not be worked on."""

    name: str
    found: Verification | None
    error: str = ""


def write_table(verdicts: Sequence[Verdict]) -> str:
    """A row for each PDF, in aligned columns."""
    head = ["file", "result", "differs in", "conformance", "attached", "fonts", "signatures"]
    return "\n".join(_align([head, *map(_write_row, verdicts)]))


def _write_row(verdict: Verdict) -> list[str]:
    if verdict.found is None:
        return [verdict.name, "error", *[""] * 5]
    survey = verdict.found.survey
    return [
        verdict.name,
        _ANSWERS[verdict.found.verdict],
        ", ".join(dict.fromkeys(difference.area for difference in verdict.found.differences)),
        _join(survey.claims),
        str(len(survey.attachments)),
        _count_fonts(verdict.found),
        _count_signatures(survey.signatures),
    ]


def write_details(verdict: Verdict) -> str:
    """All that is known of one PDF, line by line."""
    if verdict.found is None:
        return f"{verdict.name}: {verdict.error}"
    found, survey = verdict.found, verdict.found.survey
    rows = [["  made by", _tell_recipe(found)]]
    rows += [["  differs in", ""]] * bool(found.differences)
    rows += [[f"    {difference.area}", difference.told] for difference in found.differences]
    rows.append(["  conformance", f"{_join(survey.claims)} claimed" if survey.claims else "nothing claimed"])
    rows += [["  attached", f"{printable(file.name)} ({file.size} bytes)"] for file in survey.attachments]
    rows += [["  font", f"{printable(font.name)}{'' if font.embedded else ', not embedded'}"] for font in survey.fonts]
    rows += [["  signature", _tell_signature(signature)] for signature in survey.signatures]
    if survey.encrypted:
        rows.append(["  encrypted", "with a password that is empty"])
    if survey.repaired:
        rows.append(["  damaged", "it had to be repaired to be read"])
    return "\n".join([f"{verdict.name}: {_tell_answer(found)}", *_align(rows)])


def write_summary(verdicts: Sequence[Verdict]) -> str:
    """How many there are of each answer: "200 PDFs: 198 identical, 2 differ"."""
    answers = Counter("error" if verdict.found is None else verdict.found.verdict for verdict in verdicts)
    words = {
        "identical": ("identical", "identical"),
        "differs": ("differs", "differ"),
        "foreign": ("without a record", "without a record"),
        "error": ("could not be read", "could not be read"),
    }
    parts = [f"{answers[kind]} {words[kind][answers[kind] > 1]}" for kind in words if answers[kind]]
    return f"{len(verdicts)} PDF{'' if len(verdicts) == 1 else 's'}: {', '.join(parts)}"


def write_json(verdicts: Sequence[Verdict]) -> str:
    """A list with an object for each PDF."""
    return json.dumps([_as_data(verdict) for verdict in verdicts], ensure_ascii=False, indent=2)


def _as_data(verdict: Verdict) -> dict[str, Any]:
    if verdict.found is None:
        return {"file": verdict.name, "result": "error", "error": verdict.error}
    found, survey, recipe = verdict.found, verdict.found.survey, verdict.found.recipe
    return {
        "file": verdict.name,
        "result": found.verdict,
        "differences": [{"area": one.area, "told": one.told} for one in found.differences],
        "recipe": recipe
        and {
            "record": recipe.record,
            "style": recipe.style,
            "notegen": recipe.version,
            "engine": recipe.engine,
            "materials": [{"name": name, "sha256": digest} for name, digest in recipe.materials],
        },
        "pages": survey.pages,
        "title": survey.title,
        "language": survey.language,
        "conformance": list(survey.claims),
        "attachments": [
            {"name": one.name, "type": one.media_type, "relationship": one.relationship, "bytes": one.size}
            for one in survey.attachments
        ],
        "fonts": [{"name": font.name, "embedded": font.embedded} for font in survey.fonts],
        "signatures": [
            {
                "field": one.field,
                "signed": one.signed,
                "signer": one.signer,
                "kind": one.kind,
                "bytes": one.covered,
                "whole": one.whole,
            }
            for one in survey.signatures
        ],
        "encrypted": survey.encrypted,
        "repaired": survey.repaired,
    }


def _tell_answer(found: Verification) -> str:
    if found.verdict == "foreign":
        return "it carries no record of notegen, so there is nothing to compare it with"
    return "identical to what its record makes" if found.verdict == "identical" else "not what its record makes"


def _tell_recipe(found: Verification) -> str:
    recipe = found.recipe
    if recipe is None:
        return "another program"
    parts = [f"notegen {recipe.version}" if recipe.version else "notegen", recipe.engine, f"style {recipe.style}"]
    parts += [f"{name} of its series" for name, _ in recipe.materials]
    return ", ".join(printable(part) for part in parts if part)


def _tell_signature(signature: Signature) -> str:
    field = printable(signature.field) or "without a name"
    if not signature.signed:
        return f"{field}: not signed yet"
    by = f" by {printable(signature.signer)}" if signature.signer else ""
    covers = "the whole file" if signature.whole else f"{signature.covered} bytes of the file, and more was added"
    return f"{field}: signed{by}, covers {covers}; whether it is genuine was not examined"


def _count_fonts(found: Verification) -> str:
    fonts = found.survey.fonts
    loose = sum(not font.embedded for font in fonts)
    return f"{len(fonts)}" + (f", {loose} not embedded" if loose else "")


def _count_signatures(signatures: Sequence[Signature]) -> str:
    signed = [signature for signature in signatures if signature.signed]
    partial = any(not signature.whole for signature in signed)
    return f"{len(signed)}{', not of the whole file' if partial else ''}" if signed else "none"


def _join(claims: Sequence[str]) -> str:
    return ", ".join(map(printable, claims))


def _align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()

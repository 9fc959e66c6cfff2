"""Whether a PDF is what its own record makes: the record taken out, rendered again and compared byte by byte."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from notegen.errors import FinishingError, InvalidRecord, RenderError
from notegen.finishing.attachments import extract
from notegen.finishing.differences import Difference, find_differences, printable
from notegen.finishing.survey import Survey, survey
from notegen.formats.document import DEFAULT_STYLE, Look, make, write_pdf
from notegen.formats.pdf.recipe import NAMESPACE, Recipe, digest, read_recipe
from notegen.formats.pdf.sheet import WritePdf
from notegen.formats.pdf.writer import RECORD_TYPE
from notegen.languages.names import builtin
from notegen.records.loader import read_travelled
from notegen.records.model import Note
from notegen.records.origin import Origin
from notegen.records.series import FILE, Identity, Series
from notegen.records.series_folder import read_series_folder

Verdict = Literal["identical", "differs", "foreign"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` finds: identical bytes, or what differs; foreign is a PDF without a record of notegen."""

    verdict: Verdict
    survey: Survey
    recipe: Recipe | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Travelled:
    """The record of a PDF as text, the other files that came with it, and how the PDF was made."""

    record: bytes
    files: Mapping[str, bytes]
    recipe: Recipe


def take_record(pdf: bytes) -> Travelled:
    """The record that a PDF carries; FinishingError when it cannot be read or carries none."""
    found = _take(pdf, survey(pdf, NAMESPACE))
    if found is None:
        raise FinishingError("the PDF carries no record of notegen")
    return found


def _take(pdf: bytes, surveyed: Survey) -> Travelled | None:
    recipe = read_recipe(surveyed.properties) or _guess_recipe(surveyed)
    files = dict(extract(pdf)) if recipe else {}
    if recipe is None or recipe.record not in files:
        return None
    return Travelled(files.pop(recipe.record), files, recipe)


def _guess_recipe(surveyed: Survey) -> Recipe | None:
    """The recipe of a PDF from notegen 0.1.0, which wrote none."""
    kinds = {file.name: (file.media_type, file.relationship) for file in surveyed.attachments}
    records = [name for name, kind in kinds.items() if kind == (RECORD_TYPE, "Source")]
    return Recipe(records[0], DEFAULT_STYLE) if len(records) == 1 else None


def read_note(travelled: Travelled, *, publisher: str = "", series: Path | None = None) -> Note:
    """The note of a record that travelled in a PDF, with its pictures.

    `series` is the folder of its series, for names, styles and templates. Raises InvalidRecord.
    """
    names, own = builtin(), None
    if travelled.recipe.materials and series is not None:
        file = series / FILE
        names, own = read_series_folder(file, str(file)).names if file.is_file() else names, series
    origin = Origin(
        series_folder=own,
        series=Series(series=Identity(id="series", title="Series", publisher=publisher)) if publisher else None,
        names=names,
        files=travelled.files,
    )
    reading = read_travelled(travelled.record, travelled.recipe.record, origin)
    if reading.note is None:
        raise InvalidRecord(reading.diagnostics)
    return reading.note


def verify(pdf: bytes, *, series: Path | None = None, write_pdf: WritePdf = write_pdf) -> Verification:
    """Whether a PDF is byte by byte what its own record makes, and where it differs.

    `series` is the folder of its series, which is needed when the PDF was made with styles, templates, pictures or
    names of the series' own: they do not travel. Raises FinishingError when the PDF cannot be opened or would do harm.
    """
    surveyed = survey(pdf, NAMESPACE)
    damage = tuple(Difference("damage", printable(told)) for told in surveyed.damage)
    try:
        travelled = _take(pdf, surveyed)
    except FinishingError:
        if not damage:
            raise
        return Verification("differs", surveyed, None, damage)
    if travelled is None:
        return Verification("foreign", surveyed, None, ())
    recipe = travelled.recipe
    here: Recipe | None = None
    try:
        note = read_note(travelled, publisher=surveyed.publisher, series=series)
        made = make(note, "pdf", Look(surveyed.language or None, recipe.style), write_pdf).content
        if made == pdf:
            return Verification("identical", surveyed, recipe, ())
        found = find_differences(pdf, made)
        here = read_recipe(survey(made, NAMESPACE).properties)
    except InvalidRecord as error:
        found = (Difference("record", f"it has errors: {error.diagnostics[0].summary()}"),)
    except (RenderError, KeyError) as error:
        found = (Difference("look", f"it cannot be rendered again: {error}"),)
    named = (_name_record(one, recipe) for one in found)
    differences = (*_compare_versions(recipe, here), *_compare_materials(recipe, series), *damage, *named)
    return Verification("differs", surveyed, recipe, tuple(dict.fromkeys(differences)))


def _name_record(difference: Difference, recipe: Recipe) -> Difference:
    if difference.area == "files" and difference.told == f"{recipe.record} is another":
        return Difference("record", "it is not written as notegen writes it")
    return difference


def _compare_versions(recipe: Recipe, here: Recipe | None) -> Iterator[Difference]:
    if not recipe.version:
        yield Difference("version", "it does not say which version of notegen made it")
    elif here and (recipe.version, recipe.engine) != (here.version, here.engine):
        made = f"made by notegen {printable(recipe.version)} with {printable(recipe.engine)}"
        yield Difference("version", f"{made}; here are notegen {here.version} and {here.engine}")


def _compare_materials(recipe: Recipe, series: Path | None) -> Iterator[Difference]:
    for name, expected in recipe.materials:
        path = series / name if series else None
        if path is None:
            yield Difference("series", f"{name} of its series is needed: --series FOLDER")
        elif not path.resolve().is_relative_to(series.resolve() if series else path) or not path.is_file():
            yield Difference("series", f"{name} is not in {series}")
        elif digest(path.read_bytes()) != expected:
            yield Difference("series", f"{name} has changed since")

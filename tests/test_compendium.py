"""The compendium of a series: its parts, its links, and that its numbers are those of the records."""

import base64
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from notegen.diagnostics import Severity
from notegen.errors import RenderError
from notegen.finishing.inspect import Bookmark, Facts, inspect
from notegen.formats.pdf.sheet import Sheet
from notegen.languages.language import find_language
from notegen.languages.names import builtin
from notegen.records.loader import load, loads
from notegen.records.model import Note
from notegen.records.series import Compendium, Identity, Series
from notegen.series.anonyms import is_anonym
from notegen.series.compendium.charts import LONGEST, Bar, Palette, draw_bars
from notegen.series.compendium.indexes import index
from notegen.series.compendium.pieces import sort_notes
from notegen.series.compendium.statistics import count
from notegen.series.compendium.tables import tabulate
from notegen.series.compendium.writer import choose, write_compendium
from notegen.series.participation import find_involved
from processes import ROOT
from verapdf import Validate

EXAMPLE = ROOT / "examples" / "unsc-1540"
LANGUAGES = ("en", "ar", "zh")
RECORDS = sorted(path for path in EXAMPLE.glob("*.yaml") if path.name not in ("series.yaml", "names.yaml"))
SERIES = Series(series=Identity(id="x", title="Events"), compendium=Compendium(title="All events"))

Tree = dict[str, Any]


@pytest.fixture(scope="module", name="notes")
def load_all() -> list[Note]:
    return [load(path) for path in RECORDS]


@pytest.fixture(scope="module", name="files")
def make_all(notes: list[Note], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The compendium of the example in three languages."""
    folder = tmp_path_factory.mktemp("compendium")
    series = notes[0].origin.series
    assert series is not None
    for language in LANGUAGES:
        document = write_compendium(notes, series, language=language)
        assert [warning for warning in document.warnings if warning.severity is Severity.ERROR] == []
        (folder / f"{language}.pdf").write_bytes(document.content)
    return {language: folder / f"{language}.pdf" for language in LANGUAGES}


@pytest.fixture(scope="module", name="facts")
def inspect_all(files: dict[str, Path]) -> dict[str, Facts]:
    return {language: inspect(file.read_bytes()) for language, file in files.items()}


def every(tree: Tree, role: str) -> Iterator[Tree]:
    """All elements of a role."""
    if tree["role"] == role:
        yield tree
    for child in tree.get("children", ()):
        yield from every(child, role)


def words(tree: Tree) -> str:
    """The text of an element with that of all inside it, spaces that do not break as others."""
    own = tree.get("text")
    found = own if own is not None else "".join(map(words, tree.get("children", ())))
    return " ".join(str(found).replace("\xa0", " ").split())


def record(text: str) -> Note:
    return loads(f"event: {{title: A, dates: 2020-01-02, kind: workshop}}\n{text}")


def sheet_of(notes: list[Note], series: Series = SERIES, style: str | None = None) -> Sheet:
    """What the engine is handed."""
    sheets: list[Sheet] = []

    def take(sheet: Sheet) -> bytes:
        sheets.append(sheet)
        return b""

    write_compendium(notes, series, style=style, write_pdf=take)
    return sheets[0]


# The document


def test_the_program_of_its_page_runs(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "compendium.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    shutil.copytree(EXAMPLE, tmp_path / "examples" / EXAMPLE.name)
    subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=tmp_path, check=True)
    assert inspect((tmp_path / "compendium.fr.pdf").read_bytes()).language == "fr"


def test_it_conforms_in_three_languages(files: dict[str, Path], verapdf: Validate) -> None:
    for flavour in ("ua1", "3a"):
        assert verapdf(files.values(), flavour) == {path: [] for path in files.values()}


def test_the_outline_has_contents_notes_with_their_sections_statistics_and_indexes(facts: dict[str, Facts]) -> None:
    say = find_language("en").compendium
    outline = facts["en"].outline
    assert [entry.title for entry in outline] == [
        say.contents,
        say.notes,
        say.statistics,
        say.index_of_states,
        say.index_of_organizations,
    ]
    notes = outline[1].children
    assert len(notes) == 13
    assert notes[0].title == "Seminar on Implementing Security Council Resolution 1540 (2004) in Africa, 2006"
    assert {"1. Objectives", "2. Background"} <= {section.title for section in notes[0].children}
    pages = [entry.page or 0 for entry in _flat(outline)]
    assert pages == sorted(pages)


def _flat(outline: tuple[Bookmark, ...]) -> Iterator[Bookmark]:
    for entry in outline:
        yield entry
        yield from _flat(entry.children)


def test_the_contents_give_the_page_on_which_each_note_begins(facts: dict[str, Facts]) -> None:
    for language, found in facts.items():
        [contents] = every(found.tree, "TOC")
        entries = [words(item) for item in every(contents, "TOCI")]
        outline = [*found.outline[1].children, *found.outline[2:]]
        assert [int(re.findall(r"\d+", entry)[-1]) for entry in entries] == [entry.page for entry in outline], language
        assert not any("." * 3 in entry.replace(" ", "") for entry in entries), "leaders are for the eye alone"
        # Inside a link of a reference, as ISO 32000-1 has an entry of a table of contents.
        assert all(len(list(every(item, "Link"))) == 1 for item in every(contents, "TOCI"))


def test_footnotes_are_numbered_from_one_in_every_note_and_found_by_their_own_links(facts: dict[str, Facts]) -> None:
    articles = list(every(facts["en"].tree, "Art"))
    assert len(articles) == 13
    ids: list[str] = []
    for number, article in enumerate(articles, 1):
        found = [note["id"] for note in every(article, "Note")]
        assert found == [f"n{number}-note-{mark}" for mark in range(1, len(found) + 1)]
        assert [words(label) for label in every(article, "Lbl") if list(every(label, "Link"))] == [
            str(mark) for mark in range(1, len(found) + 1)
        ]
        ids += found
    assert len(ids) == len(set(ids)) > 13


def test_running_heads_name_the_note_and_not_on_its_first_page(facts: dict[str, Facts]) -> None:
    found = facts["en"]
    notes = found.outline[1].children
    for entry, following in zip(notes, (*notes[1:], found.outline[2]), strict=True):
        title = entry.title.rpartition(",")[0]
        first, last = entry.page or 0, (following.page or 0) - 1
        assert not any(title[:40] in text for text in found.artifacts[first - 1])
        for page in range(first + 1, last + 1):
            assert any(text.replace("\xa0", " ").startswith(title[:40]) for text in found.artifacts[page - 1]), page
    assert "Index of States" in " ".join(found.artifacts[(found.outline[3].page or 0) - 1])


def test_pages_are_numbered_but_not_the_cover(facts: dict[str, Facts]) -> None:
    for language, found in facts.items():
        assert found.artifacts[0] == (), language
        for number, texts in enumerate(found.artifacts[1:], 2):
            assert str(number) in texts, f"{language}, page {number}"


def place(file: Path, page: int) -> dict[str, list[tuple[float, float]]]:
    """Where the words of a page stand: their left edges and feet, in points."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(file), "-"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, list[tuple[float, float]]] = {}
    for left, foot, word in re.findall(r'xMin="([\d.]+)"[^>]* yMax="([\d.]+)">([^<]*)<', shown):
        found.setdefault(word, []).append((float(left), float(foot)))
    return found


def test_the_parts_of_the_statistics_follow_each_other_without_half_empty_pages(files: dict[str, Path]) -> None:
    """Only the last page may end above the middle of its sheet; a chart goes before its table where both do not fit."""
    outline = {entry.title: entry.page or 0 for entry in inspect(files["en"].read_bytes()).outline}
    pages = range(outline["Statistics"], outline["Index of States"])
    feet = [sorted(foot for spots in place(files["en"], page).values() for _, foot in spots)[-2] for page in pages]
    assert all(foot > 0.6 * 842 for foot in feet[:-1]), feet
    assert len(pages) == 5


def test_rows_of_a_table_in_two_columns_stand_side_by_side(files: dict[str, Path]) -> None:
    page = (
        next(entry.page or 0 for entry in inspect(files["en"].read_bytes()).outline if entry.title == "Statistics") + 2
    )
    words = place(files["en"], page)
    heads = words["State"]
    assert len({round(foot, 1) for _, foot in heads[:2]}) == 1
    (left, first), (right, beside) = words["Argentina"][0], words["Grenada"][0]
    assert left < right
    assert first == pytest.approx(beside, abs=0.1)


def test_the_titles_of_all_parts_stand_at_one_height(files: dict[str, Path]) -> None:
    outline = {entry.title: entry.page or 0 for entry in inspect(files["en"].read_bytes()).outline}
    parts = {"Contents": "Contents", "Statistics": "Statistics", "Index of States": "Index"}
    spots = [place(files["en"], outline[title])[word] for title, word in parts.items()]
    assert len({round(foot, 1) for _, foot in (head[1] for head in spots)}) == 1, "the first is in the running head"


def test_a_long_name_of_a_state_is_not_cut_in_a_chart(notes: list[Note]) -> None:
    series = notes[0].origin.series
    assert series is not None
    charts = re.findall(r'<div class="chart( named)?".*?</div>', sheet_of(notes, series).html, re.DOTALL)
    assert charts == ["", "", "", "", "", "", " named"], "the funders, the United Kingdom among them"


def test_an_index_gives_the_page_on_which_a_state_stands(facts: dict[str, Facts]) -> None:
    states = {words(item) for item in every(next(every(facts["en"].tree, "Index")), "LBody")}
    pages = {entry.title.rpartition(", ")[0]: entry.page for entry in facts["en"].outline[1].children}
    lome = pages["Workshop for Portuguese-Speaking States on Implementing Security Council Resolution 1540 (2004)"]
    assert f"Angola, {lome} (invited)" in states
    assert any(re.fullmatch(r"Argentina, \d+, \d+", entry) for entry in states)
    assert any(entry.startswith("Norway, ") and entry.count("(funder)") == 6 for entry in states)


def test_a_language_has_the_notes_that_are_written_in_it(notes: list[Note], facts: dict[str, Facts]) -> None:
    assert {note.language for note in choose(notes, "ar")} == {"ar"}
    assert len(list(every(facts["ar"].tree, "Art"))) == len(choose(notes, "ar")) == 3
    here = find_language("ar").compendium.here.format(n=3, total=13)
    assert here in {words(paragraph) for paragraph in every(facts["ar"].tree, "P")}
    assert facts["ar"].language == "ar"
    series = notes[0].origin.series
    assert series is not None
    with pytest.raises(RenderError, match="pt"):
        write_compendium(notes, series, language="pt")


def test_the_same_notes_give_the_same_bytes(notes: list[Note], files: dict[str, Path]) -> None:
    series = notes[0].origin.series
    assert series is not None
    again = write_compendium(list(reversed(notes)), series, language="zh")
    assert again.content == files["zh"].read_bytes()


def test_the_notes_stand_in_the_order_that_the_series_asks_for() -> None:
    kinds = {"a": ("B", "2020-01-01", "Oslo"), "b": ("A", "2021-01-01", "Zagreb"), "c": ("C", "2019-01-01", "Accra")}
    notes = [
        loads(f"id: {key}\nevent: {{title: {title}, dates: {dates}, place: {{city: {city}}}}}")
        for key, (title, dates, city) in kinds.items()
    ]
    english = find_language("en")
    for order, expected in {"date": "cab", "title": "bac", "place": "cab"}.items():
        assert "".join(note.id or "" for note in sort_notes(notes, order, english)) == expected


# The numbers, counted again


def plain_records() -> list[Mapping[str, Any]]:
    """The English records as YAML, every scalar a text."""
    return [
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for path in RECORDS
        if path.name.count(".") == 1
    ]


def code_of(name: str) -> str | None:
    """The code of a State by its name, as the test finds it."""
    others = {"United States": "US", "United Kingdom": "GB"}
    for state in builtin().states:
        if name in (state.alpha2, state.alpha3, state.short["en"], state.short["en"].replace("'", "’")):
            return state.alpha2
    return others.get(name)


def attending(data: Mapping[str, Any], *kinds: str) -> set[str]:
    """The names of those who attended, in groups of these kinds."""
    found = set()
    for group in data.get("participants", ()):
        if group.get("attendance", "attended") == "attended" and group["kind"] in kinds:
            for entry in (*group.get("entries", ()), *group.get("also", ())):
                found.add(
                    entry if isinstance(entry, str) else entry.get("state") or entry.get("acronym") or entry["name"]
                )
    return found


def tables(facts: Facts) -> dict[str, dict[str, list[int]]]:
    """Every table of the statistics: by the head of its first column, the numbers by the head of their row."""
    found: dict[str, dict[str, list[int]]] = {}
    [statistics] = [part for part in every(facts.tree, "Sect") if words(part["children"][0]) == "Statistics"]
    for section in statistics["children"][1:]:
        for table in every(section, "Table"):
            rows = [[words(cell) for cell in row["children"]] for row in every(table, "TR")]
            heading = words(next(every(section, "H2")))
            found[heading] = {row[0]: [int(number) for number in row[1:]] for row in rows[1:]}
    return found


def alternatives(facts: Facts) -> dict[str, dict[str, str]]:
    """What is said in place of every chart: by its title, the values by their names."""
    found = {}
    for figure in every(facts.tree, "Figure"):
        match = re.fullmatch(r"Bar chart\. (.*?): (.*)\. The table has the same numbers\.", figure.get("alt", ""))
        if match:
            pairs = (value.rsplit(" ", 1) for value in match[2].replace("\xa0", " ").split("; "))
            found[match[1]] = dict(pairs)
    return found


def test_the_numbers_of_events_are_those_of_the_records(facts: dict[str, Facts]) -> None:
    data = plain_records()
    assert len(data) == 13
    dates = [one["event"]["dates"] for one in data]
    years = Counter(min(date if isinstance(date, list) else [date])[:4] for date in dates)
    kinds = Counter(one["event"].get("kind", "") for one in data)
    found, charts = tables(facts["en"]), alternatives(facts["en"])
    by_year = found["Events by year"]
    assert {year: numbers[0] for year, numbers in by_year.items() if numbers[0] and year != "Total"} == years
    assert charts["Events by year"] == {year: str(numbers[0]) for year, numbers in by_year.items() if year != "Total"}
    assert all(numbers[0] == sum(numbers[1:]) for numbers in by_year.values())
    assert by_year["Total"][0] == 13
    by_kind = {name.lower(): numbers[0] for name, numbers in found["Events by kind"].items() if name != "Total"}
    assert by_kind == kinds


def test_the_participation_of_states_is_that_of_the_records(facts: dict[str, Facts]) -> None:
    data = plain_records()
    attended: Counter[str] = Counter()
    silent = 0
    for one in data:
        codes = {code for name in attending(one, "states", "other") if (code := code_of(name))}
        attended.update(codes)
        silent += not codes
    names = {state.alpha2: state.short["en"].replace("'", "’") for state in builtin().states}
    found, charts = tables(facts["en"]), alternatives(facts["en"])
    states = {name: numbers[0] for name, numbers in found["Participation by State"].items()}
    assert states == {names[code]: number for code, number in attended.items()}
    assert attended["CR"] == 2, "named by its name in one note and by its code in another"
    shown = charts["Participation by State"]
    assert len(shown) == 25 < len(states)
    assert all(states[name] == int(number) for name, number in shown.items())
    assert min(map(int, shown.values())) >= max(number for name, number in states.items() if name not in shown)
    remarks = " ".join(words(paragraph) for paragraph in every(facts["en"].tree, "P"))
    assert f"Notes without this information: {silent} of 13." in remarks
    assert "Not counted, because no State bears this name: Dominica Republic." in remarks
    regions: Counter[str] = Counter()
    groups: dict[str, str] = {state.alpha2: state.region or "" for state in builtin().states}
    for code in attended:
        regions[groups[code]] += 1
    by_region = found["Participation by regional group"]
    assert by_region["Latin American and Caribbean States"][0] == regions["Latin American and Caribbean"]
    assert by_region["Asia-Pacific States"] == [regions["Asia-Pacific"], 54, 6]
    assert by_region["Total"] == [len(attended), 193, sum(attended.values())]


def test_organizations_hosts_and_funders_are_those_of_the_records(facts: dict[str, Facts]) -> None:
    data = plain_records()
    found = tables(facts["en"])
    organizations = {name: numbers[0] for name, numbers in found["Participation by organization"].items()}
    kinds = ("organizations", "civil_society", "industry", "academia", "other", "states")
    for acronym in ("IAEA", "OPCW", "WCO", "CARICOM", "UNODA"):
        [(_, number)] = [row for row in organizations.items() if row[0].endswith(f"({acronym})")]
        names = next(body.names["en"] for body in builtin().organizations if body.acronym == acronym)
        assert number == sum(not {acronym, names}.isdisjoint(attending(one, *kinds)) for one in data), acronym
    parties = [one.get("parties", {}) for one in data]
    for heading, key in (("Hosts", "hosts"), ("Funders", "funders")):
        expected = Counter(name for one in parties for name in one.get(key, ()))
        assert sorted(numbers[0] for numbers in found[heading].values()) == sorted(expected.values())
    assert found["Funders"]["Norway"] == [sum("NO" in one.get("funders", ()) for one in parties)]


def test_bars_are_as_long_as_their_numbers_say(notes: list[Note]) -> None:
    series = notes[0].origin.series
    assert series is not None
    html = sheet_of(notes, series).html
    charts = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="">(.*?)</div>', html, re.DOTALL)
    assert len(charts) == 7
    for drawing, text in charts:
        svg = base64.b64decode(drawing).decode()
        values = [value.split("/") for value in re.findall(r'padding-inline-start: [\d.]+%">([\d/]+)<', text)]
        bars = [float(width) for width in re.findall(r'width="([\d.]+)" height="12.0"', svg)]
        most = max(int(value[-1]) for value in values)
        expected = [1000 * LONGEST * int(n) / most for value in values for n in reversed(value) if int(n)]
        assert bars == pytest.approx(expected, abs=0.1)
        starts = [float(start) for start in re.findall(r"padding-inline-start: ([\d.]+)%", text)]
        assert starts == pytest.approx([100 * LONGEST * int(value[-1]) / most for value in values], abs=0.01)


def test_a_chart_of_a_language_from_right_to_left_begins_on_the_right() -> None:
    bars, palette = [Bar("A", 1), Bar("B", 2)], Palette("#112233", "#dddddd", "#777777")
    rightward, leftward = draw_bars(bars, palette), draw_bars(bars, palette, leftward=True)
    assert 'x="0"' in rightward
    assert f'x="{1000 - 1000 * LONGEST}' in leftward


def test_the_style_of_the_house_colours_the_charts(notes: list[Note]) -> None:
    series = notes[0].origin.series
    assert series is not None
    for style, colour in {"un": "rgb(12%,36%,54%)", "plain": "rgb(9%,33%,47%)"}.items():
        drawing = re.findall(r"svg\+xml;base64,([^\"]+)", sheet_of(notes, series, style).html)[-1]
        assert colour in base64.b64decode(drawing).decode()


# Who counts


def test_a_state_is_one_under_its_code_its_name_and_its_customary_name() -> None:
    for name in ("CR", "CRI", "Costa Rica"):
        involved = find_involved(record(f"participants: [{{kind: states, entries: [{name}]}}]"))
        assert list(involved.count("attended", states=True)) == ["CR"], name
    involved = find_involved(record("participants: [{kind: states, entries: [US, United States, USA]}]"))
    assert list(involved.count("attended")) == ["US"]


def test_a_body_is_one_under_its_acronym_its_name_and_that_of_another_language() -> None:
    for entry in ("IAEA", "International Atomic Energy Agency", "{name: the Agency, acronym: IAEA}", "AIEA"):
        involved = find_involved(record(f"participants: [{{kind: organizations, entries: [{entry}]}}]"))
        assert list(involved.count("attended", states=False)) == ["IAEA"], entry
    unknown = find_involved(record("participants: [{kind: industry, entries: [Acme Seals, ACME seals]}]"))
    assert len(unknown.count("attended")) == 1


NOBODY = {
    "en": "six others; Several experts; more than 20 industry associations; 20 NGOs; several UN agencies; observers;"
    " twenty-one universities; local media",
    "fr": "six autres; Plusieurs experts; plus de 20 ONG; d'autres organisations; une vingtaine d'associations",
    "es": "seis más; Varios expertos; más de 20 asociaciones; otras entidades",
    "pt": "Seis outros; vários peritos; mais de 20 associações",
    "ru": "шесть других; Ряд экспертов; более 20 ассоциаций; наблюдатели",
    "ar": "ستة آخرون; عدة خبراء; أكثر من 20 رابطة; خبراء",
    "zh": "其他六个组织; 多名专家; 20多个行业协会; 若干大学",
}
NAMED = {
    "en": "1540 Committee members and experts; Four Paws; 3M; 350.org; EADS; adelphi; Ten Thousand Villages; Six;"
    " Some Company; Other Economies; ICRC and IFRC",
    "fr": "Quatre Pattes; membres et experts du Comité 1540; Médecins sans frontières",
    "es": "miembros y expertos del Comité 1540; Ccorca; 12 de Octubre",
    "pt": "Rede Brasil; Quatro Patas",
    "ru": "Группа имплементационной поддержки Конвенции; члены и эксперты Комитета 1540",
    "ar": "مركز التجارة الدولية والأمن; أعضاء لجنة القرار 1540 وخبراؤها",
    "zh": "三一重工; 1540委员会成员和专家; 国际贸易与安全中心",
}


@pytest.mark.parametrize("language", NOBODY)
def test_who_is_not_named_is_no_organization(language: str) -> None:
    for text in NOBODY[language].split("; "):
        assert is_anonym(text, language), text
        entry = text.replace("'", "\u2019")
        note = loads(
            f"event: {{title: A, dates: 2020}}\nlanguage: {language}\nparties: {{organizers: ['{entry}']}}\n"
            f"participants: [{{kind: organizations, entries: ['{entry}', IAEA]}}]"
        )
        assert [found.who.key for found in find_involved(note).involvements] == ["IAEA"], text
    for text in NAMED[language].split("; "):
        assert not is_anonym(text, language), text


def test_in_the_examples_nobody_is_an_organization_who_is_not_named(notes: list[Note]) -> None:
    written = {who.written for note in notes for who in find_involved(note).count("attended").values()}
    assert {"six others", "more than 20 industry associations"}.isdisjoint(written)
    assert {"EADS", "1540 Committee members and experts"} <= written
    page = sheet_of(notes).html
    assert "six others" in page, "the note itself says so"
    statistics = page[page.index('id="statistics"') :]
    assert "six others" not in statistics
    assert "industry associations" not in statistics


@pytest.mark.parametrize("attendance", ["invited", "registered", "visited"])
def test_only_who_attended_is_counted(attendance: str) -> None:
    note = record(f"participants: [{{kind: states, attendance: {attendance}, entries: [CU, BZ]}}]")
    involved = [find_involved(note)]
    numbers = count([note], involved, builtin())
    assert numbers.states.events == {}
    assert numbers.states.missing == 1
    [letter, _] = index(involved, find_language("en"), states=True)
    assert [reference.role for reference in letter.entries[0].references] == [attendance]


def test_what_no_note_says_is_said_so() -> None:
    note = loads("event: {title: A, dates: 2020}")
    found = tabulate(count([note], [find_involved(note)], builtin()), find_language("en"))
    by_key = {table.key: table for table in found}
    for key in ("by_kind", "by_state", "by_organization", "by_region", "hosts", "funders"):
        assert by_key[key].remarks == ("Notes without this information: 1 of 1.",), key
        assert by_key[key].bars == (), key


def test_persons_are_no_organizations_and_names_that_nobody_knows_are_no_states() -> None:
    note = record("participants: [{kind: persons, entries: [Jane Doe]}, {kind: states, entries: [Atlantis, CU]}]")
    involved = find_involved(note)
    assert list(involved.count("attended")) == ["CU"]
    assert involved.unknown == ("Atlantis",)


def test_a_part_other_than_attending_is_told_once_and_attending_alone_goes_without() -> None:
    note = record(
        "parties: {hosts: [CU], funders: [NO, EU]}\n"
        "participants: [{kind: states, entries: [CU]}, {kind: states, attendance: invited, entries: ['NO']}]"
    )
    found = {
        reference: entry
        for letter in index([find_involved(note)], find_language("en"), states=True)
        for entry in letter.entries
        for reference in [tuple(one.role for one in entry.references)]
    }
    assert set(found) == {("",), ("funder and invited",)}


def test_what_a_record_says_is_no_markup_in_the_document() -> None:
    note = loads('event: {title: "<b>A</b> & B", dates: 2020, kind: "<i>x</i>"}\nparties: {hosts: ["<u>H</u>"]}')
    html = sheet_of([note]).html
    assert not {"<b>", "<i>", "<u>"} & set(re.findall(r"<\w+>", html))
    assert "&lt;u&gt;H&lt;/u&gt;" in html


def test_links_and_notes_of_a_title_stay_out_of_the_contents() -> None:
    note = loads('event: {title: "A[^x] and [B](https://un.org)", dates: 2020}\nfootnotes: {x: Y}')
    contents = sheet_of([note]).html.partition('<ul role="doc-toc">')[2].partition("</ul>")[0]
    assert "un.org" not in contents
    assert "footnote" not in contents
    assert "A and B" in contents


def test_statistics_can_be_left_out() -> None:
    settings = SERIES.model_copy(update={"compendium": Compendium(title="All events", statistics=False)})
    note = record("participants: [{kind: states, entries: [CU]}]")
    assert 'id="statistics"' not in sheet_of([note], settings).html
    assert 'id="statistics"' in sheet_of([note]).html


def test_a_template_of_a_series_that_writes_a_whole_document_is_told(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "note.html").write_text("<html><body>{{ view.event }}</body></html>")
    (tmp_path / "series.yaml").write_text("series: {id: x, title: Events}\n")
    (tmp_path / "a.yaml").write_text("event: {title: A, dates: 2020}\n")
    with pytest.raises(RenderError, match="block document"):
        write_compendium([load(tmp_path / "a.yaml")], SERIES)

"""The loader: files, texts, series, `extends`, and every diagnostic on the way."""

import pickle
from pathlib import Path

import pytest

from notegen.diagnostics import Diagnostic, Severity
from notegen.errors import InvalidRecord
from notegen.records.checker import check
from notegen.records.dump import dumps
from notegen.records.loader import load, loads, read_bytes, read_record, read_text

EVENT = "event: {title: Workshop, dates: 2009}\n"
SERIES = "series: {id: notes, title: Notes}\nprofile: plain\n"
EXAMPLE = Path(__file__).parents[1] / "examples/unsc-1540/2009-09-08-san-jose.yaml"


def write(folder: Path, **files: str) -> Path:
    """Files by their stem, `__` for a folder; the last one's path."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path


def errors(path: Path) -> list[Diagnostic]:
    """What stops; the findings of rules are another matter."""
    return [d for d in check(path) if d.severity is Severity.ERROR]


def codes(path: Path) -> list[str]:
    return [d.code for d in errors(path)]


def test_the_example_is_a_note() -> None:
    note = load(EXAMPLE)
    assert note.id == "2009-09-08-san-jose"
    assert note.parties is not None
    assert note.parties.funders == ("EU", "NO", "US")
    assert note.disclaimer is not None
    assert note.disclaimer.text.startswith("For information – not an official report.")
    assert {d.code for d in errors(EXAMPLE)} == {"unknown-state", "repeated-participant"}, "the mistakes of 2009"


def test_the_example_survives_being_written() -> None:
    note = load(EXAMPLE)
    assert loads(dumps(note)) == note


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\u2003"])
def test_a_key_that_begins_with_a_space_of_another_kind_survives_being_written(space: str) -> None:
    note = loads(EVENT + f'details: {{"{space}a": {{label: "{space}b", text: "{space}c"}}}}\n')
    assert list(note.details) == [f"{space}a"]
    assert loads(dumps(note)) == note


def test_a_record_with_errors_raises_them_all() -> None:
    with pytest.raises(InvalidRecord) as caught:
        loads("event: {titel: Workshop, dates: 2009-13}\nid: a/b\n")
    assert [d.code for d in caught.value.diagnostics] == ["unknown-key", "bad-date", "bad-id"]
    assert str(caught.value).count("\n") == 2
    assert pickle.loads(pickle.dumps(caught.value)).diagnostics == caught.value.diagnostics


def test_a_warning_is_told_and_stops_nothing() -> None:
    reading = read_text(EVENT + "footnotes: {a: b}\n", "x")
    assert "unused-footnote" in [d.code for d in reading.diagnostics]
    assert reading.note is not None


def test_the_id_is_the_name_of_the_file(tmp_path: Path) -> None:
    assert load(write(tmp_path, **{"2009 Doha": EVENT})).id == "2009-Doha"
    assert load(write(tmp_path, b="id: other\n" + EVENT)).id == "other"
    assert loads(EVENT).id is None


def test_a_record_without_a_series_is_english_and_has_no_disclaimer() -> None:
    note = loads(EVENT)
    assert (note.language, note.disclaimer, note.contact) == ("en", None, None)
    assert note.origin.series is None


def test_a_text_has_a_series_when_it_has_a_folder(tmp_path: Path) -> None:
    write(tmp_path, series=SERIES + "languages: [fr]\n")
    assert loads(EVENT, folder=tmp_path).language == "fr"
    assert loads(EVENT).language == "en"
    reading = read_bytes(EVENT.encode(), "<stdin>", folder=tmp_path)
    assert reading.note is not None
    assert reading.note.language == "fr"


def test_the_nearest_series_upward_counts(tmp_path: Path) -> None:
    write(tmp_path, series=SERIES + "languages: [fr]\n", a__series=SERIES + "languages: [es]\n")
    assert load(write(tmp_path, note=EVENT)).language == "fr"
    assert load(write(tmp_path, a__b__c__note=EVENT)).language == "es"


def test_a_series_gives_what_the_record_leaves_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        series="series: {id: notes, title: Notes, contact: {email: a@un.org}}\nprofile: plain\nlanguages: [fr, en]\n"
        "defaults:\n  status: draft\n  keywords: [a, b]\n  event: {kind: workshop, title: Default}\n"
        "  labels: {event: Acte}\n"
        "disclaimer: {mark: asterisk, text: {fr: Pour information., en: For information.}}\n",
    )
    note = load(write(tmp_path, note=EVENT + "keywords: [c]\nlabels: {organizers: Qui}\n"))
    assert note.status == "draft"
    assert note.keywords == ("c",)
    assert (note.event.title, note.event.kind) == ("Workshop", "workshop")
    assert note.labels == {"organizers": "Qui", "event": "Acte"}
    assert note.contact is not None
    assert note.contact.email == "a@un.org"
    assert note.disclaimer is not None
    assert (note.disclaimer.text, note.disclaimer.mark) == ("Pour information.", "asterisk")
    english = load(write(tmp_path, note=EVENT + "language: en\ncontact: {text: Ask}\ndisclaimer: Mine.\n"))
    assert english.contact is not None
    assert (english.contact.text, english.contact.email) == ("Ask", None)
    assert english.disclaimer is not None
    assert (english.disclaimer.text, english.disclaimer.mark) == ("Mine.", "asterisk")


def test_a_note_that_was_written_with_its_series_is_whole_without_it(tmp_path: Path) -> None:
    write(tmp_path, series=SERIES + "languages: [fr]\ndisclaimer: {mark: asterisk, text: {fr: Pour information.}}\n")
    note = load(write(tmp_path, note=EVENT))
    assert loads(dumps(note)) == note


def test_a_mistake_in_the_series_is_told_in_its_own_file(tmp_path: Path) -> None:
    write(tmp_path, series=SERIES + "defaults: {issued: 2009-02-30}\n")
    (diagnostic,) = errors(write(tmp_path, a__note=EVENT))
    assert diagnostic.place is not None
    assert diagnostic.place.source.name == str(tmp_path / "series.yaml")
    assert diagnostic.path == ("issued",)


def test_a_series_that_cannot_be_read_does_not_hide_the_mistakes_of_the_record(tmp_path: Path) -> None:
    (tmp_path / "series.yaml").write_bytes(b"\xff")
    assert codes(write(tmp_path, note="titel: x\n" + EVENT)) == ["not-utf-8", "unknown-key"]
    (tmp_path / "series.yaml").write_text("[")
    assert codes(write(tmp_path, note=EVENT)) == ["syntax"]
    (tmp_path / "series.yaml").write_text("")
    assert codes(write(tmp_path, note=EVENT)) == ["empty"]


def test_extends_merges_mappings_and_replaces_everything_else(tmp_path: Path) -> None:
    write(
        tmp_path,
        root="event: {title: Root, dates: 2001, kind: seminar}\nkeywords: [a]\nsummary: Root.\n",
        base="extends: root.yaml\nid: base\nevent: {title: Base}\nkeywords: [b, c]\nfootnotes: {a: Base.}\n",
    )
    note = load(
        write(tmp_path, note="extends: base.yaml\nevent: {dates: 2009}\ntitle: 'Mine[^a][^b]'\nfootnotes: {b: Mine.}\n")
    )
    assert (note.event.title, note.event.kind, str(note.event.dates[0])) == ("Base", "seminar", "2009")
    assert note.keywords == ("b", "c")
    assert note.summary == "Root."
    assert note.footnotes == {"b": "Mine.", "a": "Base."}
    assert note.id == "note"


def test_what_is_extended_lies_where_its_own_path_says(tmp_path: Path) -> None:
    write(tmp_path, series=SERIES, a__b__root=EVENT, a__base="extends: b/root.yaml\n")
    assert load(write(tmp_path, c__note="extends: ../a/base.yaml\n")).event.title == "Workshop"


def test_a_mistake_in_an_extended_record_is_told_in_its_own_file(tmp_path: Path) -> None:
    base = write(tmp_path, base="event: {title: 'Workshop[^x]', dates: 2009}\nsections: [{text: ok}]\n")
    note = write(tmp_path, note="extends: base.yaml\nevent: {kind: seminar}\n")
    (diagnostic,) = errors(note)
    assert diagnostic.code == "unknown-footnote"
    assert diagnostic.place is not None
    assert diagnostic.place.source.name == str(base)
    span = diagnostic.place.span
    assert diagnostic.place.source.text[span.start : span.end] == "[^x]"


@pytest.mark.parametrize("name", ["note.yaml", "./note.yaml", "../{folder}/note.yaml"])
def test_a_record_cannot_extend_itself(tmp_path: Path, name: str) -> None:
    name = name.format(folder=tmp_path.name)
    assert codes(write(tmp_path, note=f"extends: {name}\n{EVENT}")) == ["bad-extends"]


def test_records_cannot_extend_each_other(tmp_path: Path) -> None:
    write(tmp_path, b="extends: c.yaml\n", c="extends: b.yaml\n")
    assert codes(write(tmp_path, a=f"extends: b.yaml\n{EVENT}")) == ["bad-extends"]
    reading = read_text(f"extends: b.yaml\n{EVENT}", "x", folder=tmp_path)
    assert "bad-extends" in [d.code for d in reading.diagnostics]


def test_extends_does_not_leave_the_folder_of_the_series(tmp_path: Path) -> None:
    write(tmp_path, outside=EVENT, series__series=SERIES, series__inside=EVENT)
    folder = tmp_path / "series"
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (folder / "folder").symlink_to(tmp_path)
    names = [
        "../outside.yaml",
        str(tmp_path / "outside.yaml"),
        "link.yaml",
        "folder/outside.yaml",
        "../../../etc/passwd",
    ]
    for name in names:
        (diagnostic,) = errors(
            write(folder, a__note=f"extends: ../{name}\n{EVENT}" if name[0] != "/" else f"extends: {name}\n{EVENT}")
        )
        assert diagnostic.message.endswith("is outside the folder of the series")
    assert codes(write(folder, a__note="extends: ../inside.yaml\n")) == []
    (folder / "short.yaml").symlink_to(folder / "inside.yaml")
    assert codes(write(folder, a__note="extends: ../short.yaml\n")) == []


def test_without_a_series_extends_does_not_leave_the_folder_of_the_record(tmp_path: Path) -> None:
    write(tmp_path, outside=EVENT, a__b__inside=EVENT)
    assert codes(write(tmp_path, a__note=f"extends: ../outside.yaml\n{EVENT}")) == ["bad-extends"]
    assert codes(write(tmp_path, a__note="extends: b/inside.yaml\n")) == []


@pytest.mark.parametrize("value", ["[a, b]", "{a: b}", "a" * 300, "a/" * 3000, "loop.yaml", ".", "''", "nothing.yaml"])
def test_what_cannot_be_extended_is_told(tmp_path: Path, value: str) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    found = errors(write(tmp_path, note=f"extends: {value}\n{EVENT}"))
    assert [(d.code, d.path) for d in found] == [("bad-extends", ("extends",))]


def test_a_text_without_a_folder_extends_nothing() -> None:
    assert "bad-extends" in [d.code for d in read_text(f"extends: a.yaml\n{EVENT}", "x").diagnostics]


def test_what_is_extended_must_be_a_record(tmp_path: Path) -> None:
    note = write(tmp_path, note=f"extends: base.yaml\n{EVENT}")
    for content, code in [(b"", "empty"), (b"- a", "not-a-record"), (b"\xff", "not-utf-8"), (b"a: [", "syntax")]:
        (tmp_path / "base.yaml").write_bytes(content)
        assert codes(note) == [code]


def test_a_long_chain_of_records_is_followed(tmp_path: Path) -> None:
    write(tmp_path, n0=EVENT, **{f"n{i}": f"extends: n{i - 1}.yaml\n" for i in range(1, 200)})
    assert load(tmp_path / "n199.yaml").event.title == "Workshop"


def test_a_file_that_is_not_there_is_no_diagnostic(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check(tmp_path / "nothing.yaml")


def test_the_mistakes_stand_in_the_order_of_the_text() -> None:
    text = "id: a/b\nzzz: 1\nevent: {dates: 2009-13}\nfootnotes: {a: ''}\nstatus: x\nzzz: 2\n"
    found = read_text(text, "x").diagnostics
    starts = [d.place.span.start for d in found if d.place]
    assert starts == sorted(starts)
    assert len(found) == 7


PRINTABLE = Path(__file__).parent / "cases" / "check" / "pictures-of-all-kinds-that-print"
PICTURE = (PRINTABLE / "transparent.png").read_bytes()
JPEG = (PRINTABLE / "grey.jpg").read_bytes()
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><g><rect fill="url(#a)"/></g></svg>'


@pytest.mark.parametrize(
    ("content", "good"),
    [
        (PICTURE, True),
        (JPEG, True),
        (SVG, True),
        (PICTURE[:20], False),
        (JPEG[:8], False),
        (b"GIF89a", False),
        (b"", False),
        (SVG.replace(b"rect", b"script"), False),
        (SVG.replace(b"rect", b"image"), False),
        (SVG.replace(b"rect", b"foreignObject"), False),
        (SVG.replace(b"rect ", b"rect onload='x' "), False),
        (SVG.replace(b"rect ", b"rect style='fill: url(http://a.b)' "), False),
        (SVG.replace(b"#a", b"http://a.b"), False),
        (SVG.replace(b"<svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg"), False),
        (SVG.replace(b"<g>", b"<a xlink:href='http://a.b'/><g>"), False),
        (SVG.replace(b"<svg", b"<?xml-stylesheet href='a'?><svg"), False),
        (SVG.replace(b"<g>", b"<![CDATA[<!--]]><script/><![CDATA[-->]]><g>"), False),
    ],
)
def test_a_figure_is_a_picture_that_prints(tmp_path: Path, content: bytes, good: bool) -> None:
    (tmp_path / "picture").write_bytes(content)
    note = write(tmp_path, note=EVENT + "sections: [{text: '![A plan](picture)'}]\n")
    assert codes(note) == ([] if good else ["bad-figure"])


def test_a_figure_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "picture").open("wb") as picture:
        picture.write(PICTURE)
        picture.truncate(20_000_001)  # a file with a hole takes no room
    (diagnostic,) = errors(write(tmp_path, note=EVENT + "sections: [{text: '![A plan](picture)'}]\n"))
    assert diagnostic.message == '"picture" has more than 20 MB'


@pytest.mark.parametrize("name", ["reunión.png", "two words.png", "100%.png", "a+b.png", "会议.png", "a/b/c.png"])
def test_a_figure_may_be_called_what_a_file_may_be_called(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(PICTURE)
    assert codes(write(tmp_path, note=EVENT + f"sections: [{{text: '![A plan](<{name}>)'}}]\n")) == []


def test_a_figure_does_not_leave_the_folder_of_the_record(tmp_path: Path) -> None:
    (tmp_path / "plan.png").write_bytes(PICTURE)
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "link.png").symlink_to(tmp_path / "plan.png")
    (folder / "loop.png").symlink_to("loop.png")
    names = ["../plan.png", str(tmp_path / "plan.png"), "link.png", "loop.png", "%2e%2e/plan.png", "%00", "x" * 300]
    names += ["http://a.b/c.png", "//a.b/c.png", ".", "?", "C:/plan.png", "..%2fplan.png"]
    for name in names:
        note = write(folder, note=EVENT + f"sections: [{{text: 'A ![plan](<{name}>)'}}]\n")
        assert codes(note) == ["bad-figure"], name


def test_a_figure_of_a_text_without_a_folder_cannot_be_found() -> None:
    found = read_text(EVENT + "sections: [{text: '![A plan](plan.png)'}]\n", "x").diagnostics
    assert "bad-figure" in [d.code for d in found]


def test_nothing_of_a_record_is_asked_of_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, series=SERIES + "languages: [fr]\n")
    monkeypatch.chdir(tmp_path)
    assert loads(EVENT).language == "en"


def test_a_relative_path_names_its_files_relatively(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a__series=SERIES + "zzz: 1\n", a__b__base="zzz: 1\n")
    write(tmp_path, a__note=f"extends: b/base.yaml\n{EVENT}")
    monkeypatch.chdir(tmp_path / "a")
    names = {d.place.source.name for d in read_record(Path("note.yaml")).diagnostics if d.place}
    assert names == {"series.yaml", "b/base.yaml"}
    monkeypatch.chdir(tmp_path)
    names = {d.place.source.name for d in read_record(Path("a/note.yaml")).diagnostics if d.place}
    assert names == {"a/series.yaml", "a/b/base.yaml"}

"""The report: every item of STRESS-DES answered from the files and the run, on screen and on paper."""

import dataclasses
import datetime as dt
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from harmoni import examples
from harmoni.cli.main import main
from harmoni.model import moves
from harmoni.model.load import load
from harmoni.model.problems import BadModel
from harmoni.plots.picture import save_file
from harmoni.report import phrases, pictures
from harmoni.report.author import read
from harmoni.report.document import Document, Figure, Heading, Missing, Paragraph, Table
from harmoni.report.findings import find
from harmoni.report.html import html
from harmoni.report.names import Names
from harmoni.report.paper import pdf
from harmoni.report.stress import SECTIONS
from harmoni.report.write import document_of, missing, subject_of
from harmoni.statistics.study import compare, long_term, simulate
from harmoni.texts import LANGUAGES, texts

MADE = dt.date(2026, 1, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("models") / "mine"
    assert main(["example", "small", str(place)]) == 0
    return place


@pytest.fixture(scope="module")
def found(folder):
    return find(folder, None, seed=3, replications=12, workers=1, made_on=MADE)


def written(folder, found, language="nb") -> Document:
    return document_of(subject_of(folder, found, language))


def texts_of(document: Document) -> str:
    return " ".join(str(block) for block in document.blocks)


class Page(HTMLParser):
    """Whether all that is opened is closed, and where links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in ("meta", "link", "br", "line", "rect", "circle", "polyline", "polygon", "path"):
            self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value.removeprefix("#") for name, value in attrs if name in ("href", "aria-labelledby")]

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_of_stress_has_its_heading_and_an_answer(folder, found, language):
    document = written(folder, found, language)
    items = [number for _, entries in SECTIONS for number, _ in entries]
    assert len(SECTIONS) == 6
    assert len({number for number in items if number.count(".") == 1} | {"2.5"}) == 20
    headings = [block for block in document.blocks if isinstance(block, Heading) and block.level == 4]
    assert [heading.text.split(" ")[0] for heading in headings] == items
    blocks = list(document.blocks)
    for heading in headings:
        assert not isinstance(blocks[blocks.index(heading) + 1], Heading)
    assert missing(subject_of(folder, found, language)) == []
    assert re.findall(r"\{[a-z_]+\}", texts_of(document)) == []


def test_what_only_the_author_knows_is_said_to_be_missing(folder, found, tmp_path):
    bare = tmp_path / "bare"
    bare.mkdir()
    for file in ("model.toml", "groups.csv", "routes.csv", "stays.csv", "arrivals.csv"):
        (bare / file).write_bytes((folder / file).read_bytes())
    subject = subject_of(bare, found, "nb")
    assert missing(subject) == ["1.1", "3.1", "3.2", "6.1"]
    told = [block.text for block in document_of(subject).blocks if isinstance(block, Missing)]
    assert len(told) == 4
    assert "Skriv purpose i report.toml" in told[0]


def test_a_text_in_another_language_is_marked(folder, found, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "report.toml").write_text('format = 1\n[en]\npurpose = "To try."\n', "utf-8")
    purposes = [block for block in written(other, found).blocks if isinstance(block, Paragraph) and block.language]
    assert purposes == [Paragraph("To try.", "en")]
    assert '<p lang="en">To try.</p>' in html(written(other, found))


def test_a_wrong_report_file_is_told_by_field_before_anything_is_simulated(folder, tmp_path, capsys):
    wrong = tmp_path / "wrong"
    shutil.copytree(folder, wrong)
    (wrong / "report.toml").write_text("format = 1\n[nb]\npurpos = 1\n", "utf-8")
    with pytest.raises(BadModel, match="purpos"):
        read(wrong, "nb")
    for command in (["check"], ["report", "--out", str(tmp_path)]):
        assert main([command[0], str(wrong), *command[1:]]) == 1
        assert "purpos" in "".join(capsys.readouterr())
    assert [path.name for path in tmp_path.iterdir()] == ["wrong"]


def test_numbers_are_those_of_the_study(folder, found):
    row = found.table["ready and waiting in hospital"]
    say = texts("nb")
    told = texts_of(written(folder, found))
    assert say.number(row.mean, 1) in told
    change = found.proposals[0].long.rows["ready and waiting in hospital"]
    assert f"{say.number(abs(change.mean))} færre ferdige venter på sykehus" in told


def test_runs_are_the_same_as_those_of_compare(found):
    again = simulate(found.long.model, 3, 12)
    assert again.table() == found.table
    proposal = found.proposals[0]
    model = long_term(proposal.scenario.model)
    assert compare(found.long.model, model, 3, 12).differences() == proposal.long.rows
    assert [p.scenario.id for p in found.proposals] == ["two-more"]
    assert found.proposals[0].short is not None


def test_a_large_chain_and_many_proposals_keep_to_their_pages(folder, found, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PLACES", 1)
    many = dataclasses.replace(found, proposals=found.proposals * 30)
    document = written(folder, many)
    assert "Her er de 1 enhetene der flest venter; 1 andre er ikke tegnet." in texts_of(document)
    names = [figure.name for figure in document.figures if figure.name.startswith("differences-long")]
    assert names == ["differences-long", *(f"differences-long-{number}" for number in range(2, 9))]
    assert all(figure.wide.height < 1.4 * figure.wide.width for figure in document.figures)
    assert pdf(document).startswith(b"%PDF")


def test_warnings_are_in_the_language_of_the_report(folder, found):
    unit = dataclasses.replace(found.model.units[0], built=3.0)
    tight = dataclasses.replace(found, model=dataclasses.replace(found.model, units=(unit, *found.model.units[1:])))
    for language, word in {"nb": "Køen vokser uten ende", "nn": "Køen veks utan ende", "en": "The queue grows"}.items():
        told = texts_of(written(folder, tight, language))
        assert word in told


def test_a_zip_has_a_report_too(folder, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "mine"), "zip", folder)
    out = str(tmp_path / "r.html")
    asked = ["report", archive, "--replications", "2", "--scenario", "two-more", "--language", "nn", "--out", out]
    assert main(asked) == 0
    assert "Eldre, akutt sjuke" in (tmp_path / "r.html").read_text("utf-8")


def test_a_disk_that_fails_leaves_nothing_half(tmp_path, monkeypatch):
    def fail(self, target):
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        save_file(tmp_path / "r.html", b"half")
    assert list(tmp_path.iterdir()) == []


def test_html_is_whole_and_needs_nothing_else(folder, found):
    text = html(written(folder, found))
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) <= set(page.ids)
    assert page.tags.count("h1") == 1
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert re.findall(r'(?:src|href)="(?!#)', text) == []
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert text.startswith('<!doctype html>\n<html lang="nb">')
    assert "Liten: en avdeling og et helsehus" in text


def test_html_of_a_hostile_model_is_still_text(folder, found):
    subject = subject_of(folder, found, "en")
    names = Names(found.model, subject.names.say, {"Helsehus": "<script>alert(1)</script>"})
    text = html(document_of(type(subject)(subject.found, subject.author, names)))
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert Page(text).open == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_is_tagged_and_the_same_every_time(folder, found, language):
    document = written(folder, found, language)
    content = pdf(document)
    assert content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in content
    assert b"pdfuaid" in content
    assert content == pdf(document)


def test_pdf_takes_any_text(folder, found):
    subject = subject_of(folder, found, "nb")
    names = Names(found.model, subject.names.say, {"Helsehus": "#set page(1) 看护 😀 \x07" + "x" * 90})
    assert pdf(document_of(type(subject)(subject.found, subject.author, names))).startswith(b"%PDF")


def test_a_model_without_proposals_census_fees_or_prices_has_a_report_too(folder, tmp_path):
    plain = tmp_path / "plain"
    plain.mkdir()
    for file in ("groups.csv", "routes.csv", "stays.csv", "arrivals.csv"):
        (plain / file).write_bytes((folder / file).read_bytes())
    model = (folder / "model.toml").read_text("utf-8")
    for field in ("has_fee = true\n", "pays_fee = true\n"):
        model = model.replace(field, "")
    (plain / "model.toml").write_text(model, "utf-8")
    found = find(plain, None, seed=1, replications=2, workers=1, made_on=MADE)
    document = written(plain, found)
    assert "Ingen forslag er prøvd" in texts_of(document)
    assert [figure.name for figure in document.figures] == ["flow-map"]
    assert pdf(document).startswith(b"%PDF")
    assert Page(html(document)).open == []


def test_one_replication_has_no_interval_and_still_a_report(folder):
    found = find(folder, [], seed=1, replications=1, workers=1, made_on=MADE)
    told = html(written(folder, found))
    assert "ukjent" in told
    assert "nan" not in texts_of(written(folder, found))


def test_the_command_writes_both_and_pictures(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769817600")
    asked = ["report", str(folder), "--replications", "4", "--workers", "1"]
    assert main([*asked, "--pictures", "plots"]) == 0
    assert "Wrote report-mine.html" in capsys.readouterr().out
    assert (tmp_path / "report-mine.pdf").read_bytes().startswith(b"%PDF")
    assert "31 January 2026" in (tmp_path / "report-mine.html").read_text("utf-8")
    assert {"flow-map.svg", "flow-map.png", "differences-long.svg"} <= {p.name for p in (tmp_path / "plots").iterdir()}
    assert main([*asked, "--out", "only.html", "--language", "en", "--scenario", "two-more", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"written": ["only.html"], "missing": [], "seed": 1, "replications": 4}
    text = (tmp_path / "only.html").read_text("utf-8")
    assert "harmoni report mine --seed 1 --replications 4 --language en --scenario two-more" in text
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_the_command_writes_several_languages_from_one_simulation_into_a_folder(folder, tmp_path, capsys):
    asked = [
        "report",
        str(folder),
        "--replications",
        "2",
        "--language",
        "nb",
        "--language",
        "nn",
        "--language",
        "en",
        "--out",
        str(tmp_path),
    ]
    assert main([*asked, "--pictures", str(tmp_path / "plots")]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"report-mine-{language}.{kind}" for language in LANGUAGES for kind in ("html", "pdf")} | {"plots"}
    assert "flow-map-en.svg" in {path.name for path in (tmp_path / "plots").iterdir()}
    assert "Only you" not in capsys.readouterr().out


def test_the_command_refuses_before_it_simulates(folder, tmp_path, capsys):
    assert main(["report", str(folder), "--out", str(tmp_path / "nowhere" / "r.pdf")]) == 2
    assert "There is no folder" in capsys.readouterr().err
    assert main(["report", str(folder), "--out", str(tmp_path / "r"), "--scenario", "nothing"]) == 1
    assert list(tmp_path.glob("r*")) == []


def test_an_example_says_all_that_only_people_can_say():
    for name in ("small", "fjordby"):
        model, _ = load(examples.folder(name))
        for language in LANGUAGES:
            said = read(examples.folder(name), language)
            assert {text.language for text in said.texts.values()} == {language}
        for language in ("nb", "nn"):
            names = read(examples.folder(name), language).names or {}
            assert {unit.name for unit in model.units} - set(names) <= {"Helsehus"}
            assert {group.name for group in model.groups} <= set(names)


def test_every_rule_and_change_has_words():
    model, _ = load(examples.folder("fjordby"))
    for language in LANGUAGES:
        names = Names(model, texts(language))
        for route in model.routes:
            assert (phrases.rule(route, names) != "") == (route.rule != "probability" or route.priority is not None)
        changes = [
            {"unit": "helsehus", "places_add": -2}, {"unit": "homecare", "places": 1600},
            {"unit": "helsehus", "intake": {"days": "mon-fri", "from_hour": 8, "on_holidays": False}},
            {"unit": "medicine", "notice": {"distribution": "constant", "mean": 0.5}},
            {"unit": "helsehus", "answer": {"distribution": "gamma", "mean": 0.5, "shape": 2}},
            {"unit": "helsehus", "stay_factor": 0.9, "group": "frail"}, {"arrivals_factor": 1.1},
            {"from": "medicine", "to": "helsehus", "probability": 0.1},
        ]  # fmt: skip
        told = [phrases.change(change, names) for change in changes]
        assert [len(lines) for lines in told] == [1] * len(changes)
        assert all("{" not in line for lines in told for line in lines)
    say = texts("nb")
    assert phrases.change({"unit": "helsehus", "places_add": 4}, Names(model, say, {}))[0].endswith("4 senger flere.")
    assert phrases.weekdays(frozenset({5, 6, 7}), say) == "lørdag, søndag og helligdag"
    assert phrases.weekdays(frozenset({0, 1, 2, 3, 4}), say) == "mandag–fredag"


def test_every_figure_has_a_name(folder, found):
    names = subject_of(folder, found, "nb").names
    assert [figure for figure in found.table if names.figure(figure) == figure] == []
    assert names.figure("happiness") == "happiness"


def test_as_many_come_into_a_unit_as_go_out_of_it():
    model, _ = load(examples.folder("fjordby"))
    ways = moves.per_day(model)
    for unit in model.units:
        came = sum(rate for (_, to), rate in ways.items() if to == unit.id)
        went = sum(rate for (origin, _), rate in ways.items() if origin == unit.id)
        assert came == pytest.approx(went)
        assert came > 0


def test_tables_are_as_wide_as_their_heads(folder, found):
    for block in written(folder, found).blocks:
        if isinstance(block, Table):
            assert {len(row) for row in block.rows} <= {len(block.head)}
        if isinstance(block, Figure):
            assert block.wide.width > block.narrow.width

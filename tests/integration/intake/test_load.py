"""Loading a data set: all of it, or a list of everything that is wrong with it and nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.fixtures.partnerships import BY, NOW, small_partnership

from brobygger.audit.models import Event
from brobygger.intake.actions import DataSetRefused, check_data_set, load_data_set
from brobygger.organisations.actions import DirectoryTaken
from brobygger.organisations.models import Directory, Name, Organisation, Unit
from brobygger.partnerships.actions import PartnershipTaken, establish_partnership
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.drafts import PartnershipDraft
from brobygger.portfolio.models import Activity
from brobygger.results.models import Indicator, ReportedValue
from brobygger.results.queries.frameworks import figures_of, judgements_of

FRAMEWORKS = Path(__file__).resolve().parents[3] / "frameworks"
DEMO = FRAMEWORKS.parent / "demo"

ORGANISATIONS = """\
directory: {id: prove, name: Prøven}
organisations:
  - id: hog
    name: Høgskulen
    kind: university_college
    aliases: [HS, ISS]
    units:
      - {id: hog-a, name: Avdeling A, kind: faculty, aliases: [A1]}
      - {id: hog-b, name: Avdeling B, kind: faculty}
      - {id: hog-c, name: Avdeling C, kind: faculty}
  - id: kom
    name: Kommunen
    kind: municipality
    units:
      - {id: kom-a, name: Området, kind: service_area, aliases: [ISS]}
successions:
  - {from: hog-a, to: hog-b, kind: renamed, date: "2023"}
"""
PARTNERSHIP = """\
partnership:
  id: prove
  name: Prøvesamarbeidet
  directory: prove
partners:
  - {organisation: hog, side: university}
  - {organisation: kom, side: municipality}
agreement_periods:
  - {id: periode, name: Perioden, start: "2023", end: "2026", framework: rammeverk}
focus_areas:
  - {id: helse, name: Helse}
bodies:
  - {id: gruppa, kind: steering_group, name: Gruppa, seats: [{id: leder, office: Leder, organisation: kom, position: chair}]}
decisions:
  - {id: vedtak, body: gruppa, date: "2024", title: Vedtaket}
"""
FRAMEWORK = """\
framework: {id: rammeverk, name: Rammeverket, years: [2023, 2024], source: "1"}
goal_areas:
  - code: mal
    name: Målet
    objective: Å nå det
    indicators:
      - code: antall
        group: antall
        name: Antall
        definitions:
          - {version: 1, valid_from: 2023, text: Antallet, unit: ting, counting: {kinds: [phd], milestone: started}}
        targets:
          - {version: 1, valid_from: 2023, kind: yearly, value: 3}
"""
ACTIVITIES = """\
- id: en
  kind: phd
  title: Den ene
  focus_areas: [helse]
  milestones:
    - {kind: started, date: "2023"}
  participants:
    - {who: A1, role: lead}
- {id: to, kind: event, title: Den andre, relations: [{kind: part_of, to: en}]}
"""
CLAIMS = "activity,party,did,otherwise,evidence,link,source\nen,hog,enabled,nothing,Søkt sammen,https://example.no/,1\n"
REPORTED = "indicator,year,value,pending,state,as_of,quality,source\nantall,2023,4,0,final,2024,,1\n"


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    """A small data set nothing is wrong with."""
    made = tmp_path / "data"
    (made / "activities").mkdir(parents=True)
    (made / "organisations.yaml").write_text(ORGANISATIONS)
    (made / "partnership.yaml").write_text(PARTNERSHIP)
    (made / "rammeverk.yaml").write_text(FRAMEWORK)
    (made / "activities" / "alle.yaml").write_text(ACTIVITIES)
    (made / "reported.csv").write_text(REPORTED)
    return made


@pytest.fixture
def nothing_loaded(db: None) -> Iterator[Callable[[], None]]:
    """Says so when anything was written after all."""
    models = (Directory, Organisation, Unit, Name, Partnership, Activity, Indicator, ReportedValue, Event)
    before = [model.objects.count() for model in models]

    def check() -> None:
        assert [model.objects.count() for model in models] == before

    yield check
    check()


def problems(folder: Path) -> list[tuple[str, int, str, str]]:
    """What is wrong: file, line, field, fault."""
    with pytest.raises(DataSetRefused) as refused:
        load_data_set(folder=folder, frameworks=FRAMEWORKS, by=BY, now=NOW)
    return [(p.place.file, p.place.line, p.place.field, p.fault.value) for p in refused.value.problems]


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Write something else into a file."""
    text = (folder / file).read_text()
    assert text.count(old) == 1, f"«{old}» is there {text.count(old)} times"
    (folder / file).write_text(text.replace(old, new))


def test_a_good_data_set_is_loaded(folder: Path) -> None:
    check_data_set(folder=folder, frameworks=FRAMEWORKS)
    partnership = load_data_set(folder=folder, frameworks=FRAMEWORKS, by=BY, now=NOW)
    assert partnership.slug == "prove"
    assert list(partnership.activities.order_by("pk").values_list("slug", flat=True)) == ["en", "to"]
    assert Event.objects.filter(partnership_id=partnership.pk, verb="registered").count() == 2


ORG, PART, ACT, FRAME, CLAIM, REP = (
    "organisations.yaml",
    "partnership.yaml",
    "activities/alle.yaml",
    "rammeverk.yaml",
    "claims.csv",
    "reported.csv",
)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        # organisations
        (ORG, "kind: university_college", "kind: akademi", (5, "kind", "not_allowed")),
        (ORG, "kind: municipality", "slag: municipality", (13, "slag", "field_unknown")),
        (ORG, "id: hog\n", "id: Høg\n", (3, "id", "not_an_id")),
        (ORG, "id: hog-b", "id: hog-a", (9, "id", "id_twice")),
        (ORG, "id: kom-a", "id: hog", (15, "id", "id_twice")),
        (ORG, "name: Kommunen", f"name: {'x' * 301}", (12, "name", "too_long")),
        (ORG, "aliases: [A1]", "aliases: A1", (8, "aliases", "wrong_type")),
        (ORG, "aliases: [A1]", f"aliases: [A1, {'x' * 301}]", (8, "text", "too_long")),
        (ORG, "aliases: [A1]", 'aliases: [A1, " "]', (8, "text", "field_missing")),
        (ORG, "aliases: [A1]", "aliases: [A1, [x]]", (8, "text", "wrong_type")),
        (ORG, "aliases: [A1]", "aliases: [A1, {text: x, kind: tull}]", (8, "kind", "not_allowed")),
        (ORG, "aliases: [A1]", "aliases: [A1], former_names: [{name: x, valid_to: før}]", (8, "valid_to", "not_a_date")),
        (ORG, "aliases: [A1]", "aliases: [A1], disciplines: [magi]", (8, "disciplines", "reference_unknown")),
        (ORG, "aliases: [A1]", 'aliases: [A1], valid_from: "2024", valid_to: "2023"', (8, "valid_to", "end_before_start")),
        (ORG, "from: hog-a", "from: hog-x", (17, "from", "reference_unknown")),
        (ORG, "to: hog-b", "to: hog-a", (17, "to", "cycle")),
        (ORG, 'date: "2023"', "share: 1.5, date: unknown", (17, "share", "not_allowed")),
        (ORG, 'date: "2023"', "share: ti, date: unknown", (17, "share", "not_a_number")),
        (ORG, ', date: "2023"', "", (17, "date", "field_missing")),
        (ORG, "organisations:\n", "organizations:\n", (2, "organizations", "field_unknown")),
        (ORG, "directory: {id: prove, name: Prøven}\n", "", (1, "directory", "field_missing")),
        (ORG, "name: Kommunen", "name: Kommunen\n    name: Igjen", (13, "name", "field_twice")),
        (ORG, "name: Kommunen", 'name: "Kommunen\\0"', (12, "name", "wrong_type")),
        # partnership
        (PART, "directory: prove", "directory: trondheim", (4, "directory", "reference_unknown")),
        (PART, "side: municipality", "side: kommunen", (7, "side", "not_allowed")),
        (PART, "{organisation: kom, side: municipality}", "{organisation: hog, side: municipality}", (5, "partners", "said_twice")),
        (PART, "{organisation: kom, side: municipality}", "{organisation: ukjent, side: municipality}", (7, "organisation", "name_unknown")),
        (PART, "  - {organisation: kom, side: municipality}\n", "", (5, "partners", "field_missing")),
        (PART, 'start: "2023", end: "2026"', 'start: "2026", end: "2023"', (9, "end", "end_before_start")),
        (PART, 'end: "2026"', "end: unknown", (9, "end", "not_a_date")),
        (PART, "framework: rammeverk", "framework: ../rammeverk", (9, "framework", "not_an_id")),
        (PART, "id: helse, name: Helse", 'id: helse, name: Helse, start: "2024-13"', (11, "start", "not_a_date")),
        (PART, "id: helse, name: Helse", "id: helse, name: Helse, value: {ukjent: mye}", (11, "value", "reference_unknown")),
        (PART, "position: chair", "position: konge", (13, "position", "not_allowed")),
        (PART, "organisation: kom, position", "unit: ISS, position", (13, "unit", "name_shared")),
        (PART, "body: gruppa", "body: bande", (15, "body", "reference_unknown")),
        # activities
        (ACT, "kind: phd", "kind: doktorgrad", (2, "kind", "not_allowed")),
        (ACT, "title: Den ene", "title: ''", (3, "title", "field_missing")),
        (ACT, "title: Den ene", f"title: {'x' * 501}", (3, "title", "too_long")),
        (ACT, "[helse]", "[uhelse]", (4, "focus_areas", "reference_unknown")),
        (ACT, 'date: "2023"', 'date: "2023-02-30"', (6, "date", "not_a_date")),
        (ACT, 'date: "2023"', 'date: "24. mai"', (6, "date", "not_a_date")),
        (ACT, 'date: "2023"', "planned: kanskje, date: unknown", (6, "planned", "not_allowed")),
        (ACT, 'date: "2023"', "quantity: -1, date: unknown", (6, "quantity", "negative")),
        (ACT, 'date: "2023"', "quantity: 1e12, date: unknown", (6, "quantity", "not_a_number")),
        (ACT, 'date: "2023"', "quantity: 999999999999.999, date: unknown", (6, "quantity", "not_a_number")),
        (ACT, 'date: "2023"', "quantity: NaN, date: unknown", (6, "quantity", "not_a_number")),
        (ACT, 'date: "2023"}', 'date: "2023"}\n    - {kind: finished, date: "2022"}', (5, "milestones", "end_before_start")),
        (ACT, "who: A1", "who: Avdeling Å", (8, "who", "name_unknown")),
        (ACT, "who: A1", "who: ISS", (8, "who", "name_shared")),
        (ACT, "who: A1", "note: hei", (8, "who", "field_missing")),
        (ACT, "role: lead", "role: sjef", (8, "role", "not_allowed")),
        (ACT, "role: lead", 'start: "2025", end: "2024"', (8, "end", "end_before_start")),
        (ACT, "id: to", "id: en", (9, "id", "id_twice")),
        (ACT, "to: en", "to: tre", (9, "to", "reference_unknown")),
        (ACT, "to: en", "to: to", (9, "relations", "relates_to_itself")),
        (ACT, "{kind: part_of, to: en}", "{kind: part_of, to: en}, {kind: part_of, to: en}", (9, "relations", "said_twice")),
        (ACT, "title: Den ene", "title: Den ene\n  disciplines: [magi]", (4, "disciplines", "reference_unknown")),
        (ACT, "title: Den ene", "title: Den ene\n  funding: [{funder: kom, amount_nok: mye}]", (4, "amount_nok", "not_a_number")),
        (ACT, "title: Den ene", "title: Den ene\n  external_ids: [{scheme: isbn, value: x}]", (4, "scheme", "not_allowed")),
        (ACT, "title: Den ene", "title: Den ene\n  quantities: [{label: x, value: y}]", (4, "value", "not_a_number")),
        (ACT, "title: Den ene", "title: Den ene\n  places: Fjordby", (4, "places", "wrong_type")),
        (ACT, "title: Den ene", "title: Den ene\n  value: Mye", (4, "value", "wrong_type")),
        (ACT, "title: Den ene", "title: [Den, ene]", (3, "title", "wrong_type")),
        # framework
        (FRAME, "code: antall", "code: kvalitet", (7, "code", "id_reserved")),
        (FRAME, "id: rammeverk", "id: rammeverket", (1, "id", "not_allowed")),
        (FRAME, "years: [2023, 2024]", "years: [i fjor]", (1, "years", "field_missing")),
        (FRAME, "name: Målet", "name: {nb: Målet, nn: Målet}", (4, "name", "language_missing")),
        (FRAME, "kind: yearly", "kind: evig", (13, "kind", "not_allowed")),
        (FRAME, ", value: 3", "", (13, "value", "field_missing")),
        (FRAME, "kinds: [phd]", "kinds: [phd, dr]", (11, "kinds", "not_allowed")),
        (FRAME, "milestone: started", "milestone: begynt", (11, "milestone", "not_allowed")),
        (FRAME, "name: Antall\n", "name: Antall\n        direction: sidelengs\n", (10, "direction", "not_allowed")),
        (FRAME, "- {version: 1, valid_from: 2023, kind", "- {version: 1.5, valid_from: 2023, kind", (13, "version", "not_a_number")),
        (FRAME, "- {version: 1, valid_from: 2023, kind", "- {version: 99999, valid_from: 2023, kind", (13, "version", "not_a_number")),
        (FRAME, "- {version: 1, valid_from: 2023, kind", "- {version: 1, valid_from: unknown, kind", (13, "valid_from", "not_a_date")),
        (FRAME, "kind: yearly, value: 3", "kind: qualitative", (13, "criteria", "field_missing")),
        (FRAME, "kinds: [phd]", "kinds: []", (11, "kinds", "field_missing")),
        (FRAME, "        targets:\n          - {version: 1, valid_from: 2023, kind: yearly, value: 3}\n", "", (7, "targets", "field_missing")),
        (FRAME, "kind: yearly, value: 3}", "kind: yearly, value: 3}\n          - {version: 1, valid_from: 2024, kind: none}", (12, "targets", "said_twice")),
        (FRAME, "kind: yearly, value: 3", "kind: yearly, value: 3, decision: tull", (13, "decision", "reference_unknown")),
        (FRAME, "objective: Å nå det", "objective: Å nå det\n    expected_value: {ukjent: [x]}", (6, "expected_value", "reference_unknown")),
        (FRAME, "code: antall\n", "code: Antall\n", (7, "code", "not_an_id")),
        # reported
        (CLAIM, "en,hog", "ein,hog", (2, "activity", "reference_unknown")),
        (CLAIM, "en,hog", "en,A1", (2, "party", "reference_unknown")),
        (CLAIM, "en,hog", "en,Ingen", (2, "party", "name_unknown")),
        (CLAIM, "enabled", "hjalp", (2, "did", "not_allowed")),
        (CLAIM, "nothing", "kanskje", (2, "otherwise", "not_allowed")),
        (CLAIM, "https://", "javascript:", (2, "link", "not_allowed")),
        (CLAIM, ",1\n", ",1\nen,hog,enabled,same,,,2\n", (3, "activity", "id_twice")),
        (REP, "antall,2023", "antal,2023", (2, "indicator", "reference_unknown")),
        (REP, "antall,2023", "antall,tjuetre", (2, "year", "not_a_date")),
        (REP, "antall,2023", "antall,unknown", (2, "year", "not_a_date")),
        (REP, ",4,", ",fire,", (2, "value", "not_a_number")),
        (REP, ",final,", ",kanskje,", (2, "state", "not_allowed")),
        (REP, "quality,source", "quality,kilde,source", (1, "kilde", "field_unknown")),
        (REP, "quality,source", "quality,quality", (1, "quality", "field_twice")),
        (REP, ",,1\n", ",,1,en,to\n", (2, "", "not_csv")),
        (REP, ",,1\n", ',"åpent,1\n', (2, "", "not_csv")),
        (REP, "indicator,year", "indikator,year", (1, "indicator", "field_missing")),
        (REP, ",,1\n", ",,1\nantall,2023,5,0,final,,,1\n", (3, "indicator", "id_twice")),
    ],
)  # fmt: skip
def test_each_mistake_is_found_where_it_is(
    folder: Path,
    nothing_loaded: Callable[[], None],
    file: str,
    old: str,
    new: str,
    expected: tuple[int, str, str],
) -> None:
    if file == CLAIM:
        (folder / CLAIM).write_text(CLAIMS)
    change(folder, file, old, new)
    found = problems(folder)
    assert (file, *expected) in found
    assert {place[0] for place in found} - {ACT, FRAME, REP, PART} <= {file}


ASSESSMENTS = """\
- {indicator: godhet, criterion: plan, year: period, level: fulfilled, text: Ja, activities: [en]}
- {indicator: godhet, criterion: plan, year: 2023, level: not_fulfilled, text: Nei}
- {indicator: godhet, criterion: bruk, year: "2024", level: partly, text: Litt}
"""
QUALITATIVE = """\
      - code: godhet
        group: godhet
        name: Kvalitet
        definitions:
          - {version: 1, valid_from: 2023, text: Kvalitet, unit: kriterium}
        targets:
          - {version: 1, valid_from: 2023, kind: qualitative, criteria: [{code: plan, text: Plan}, {code: bruk, text: Bruk}]}
"""


def test_assessments_and_judgements(folder: Path) -> None:
    (folder / FRAME).write_text(FRAMEWORK + QUALITATIVE)
    (folder / "assessments.yaml").write_text(ASSESSMENTS)
    (folder / "judgements.csv").write_text(
        "indicator,year,judgement,words,source\ngodhet,2024,partly,Nesten,\ngodhet,period,met,Nådd,\ngodhet,2023,none,Nei,\n"
    )
    partnership = load_data_set(folder=folder, frameworks=FRAMEWORKS, by=BY, now=NOW)
    indicator = Indicator.objects.get(goal_area__framework__partnership=partnership, code="godhet")
    # What is said of the whole period comes first and weighs most, on every database.
    assert [judgement.year for judgement in judgements_of(indicator)] == [None, 2024, 2023]
    judged = figures_of(partnership, today=NOW.date()).series["godhet"].period.judged
    assert judged.facts == {"fulfilled": 1, "partly": 1, "of": 2}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("indicator: godhet, criterion: bruk", "indicator: antall, criterion: bruk", (3, "criterion", "reference_unknown")),
        ("indicator: godhet, criterion: bruk", "indicator: x, criterion: bruk", (3, "indicator", "reference_unknown")),
        ("criterion: bruk", "criterion: tull", (3, "criterion", "reference_unknown")),
        ("level: partly", "level: godt", (3, "level", "not_allowed")),
        ("activities: [en]", "activities: [tre]", (1, "activities", "reference_unknown")),
        ('"2024"', "en gang", (3, "year", "not_a_date")),
        ("text: Litt", "note: Litt", (3, "note", "field_unknown")),
    ],
)  # fmt: skip
def test_each_mistake_in_assessments(
    folder: Path, nothing_loaded: Callable[[], None], old: str, new: str, expected: tuple[int, str, str]
) -> None:
    (folder / FRAME).write_text(FRAMEWORK + QUALITATIVE)
    (folder / "assessments.yaml").write_text(ASSESSMENTS)
    change(folder, "assessments.yaml", old, new)
    assert ("assessments.yaml", *expected) in problems(folder)


def test_assessments_that_are_no_list(folder: Path, nothing_loaded: Callable[[], None]) -> None:
    (folder / "assessments.yaml").write_text("a: b\n")
    assert problems(folder) == [("assessments.yaml", 1, "", "wrong_type")]


def test_judgements_that_cannot_be_read(folder: Path, nothing_loaded: Callable[[], None]) -> None:
    (folder / "judgements.csv").write_text(
        "indicator,year,judgement,words,source\nantall,2023,strålende,Ja,\nx,2023,met,,\n"
    )
    assert problems(folder) == [
        ("judgements.csv", 2, "judgement", "not_allowed"),
        ("judgements.csv", 3, "indicator", "reference_unknown"),
        ("judgements.csv", 3, "words", "field_missing"),
    ]


def test_a_directory_or_partnership_is_made_once(db: None) -> None:
    made = small_partnership("to-ganger")
    with pytest.raises(DirectoryTaken):
        small_partnership("to-ganger")
    draft = PartnershipDraft("to-ganger", "Igjen")
    with pytest.raises(PartnershipTaken):
        establish_partnership(draft=draft, directory=made.directory, by=BY, now=NOW)


def test_who_takes_over_may_not_be_who_was_taken_over(folder: Path, nothing_loaded: Callable[[], None]) -> None:
    more = [("hog-b", "hog-c"), ("hog-c", "hog-a"), ("kom-a", "hog-a")]
    text = "".join(f'  - {{from: {a}, to: {b}, kind: renamed, date: "2024"}}\n' for a, b in more)
    (folder / ORG).write_text(ORGANISATIONS + text)
    assert problems(folder) == [(ORG, 19, "to", "cycle")]


def test_all_problems_of_all_files_are_listed_in_order(folder: Path, nothing_loaded: Callable[[], None]) -> None:
    change(folder, ORG, "kind: municipality", "kind: by")
    change(folder, PART, "kind: steering_group", "kind: kor")
    change(folder, ACT, "kind: phd", "kind: x")
    change(folder, ACT, 'date: "2023"', 'date: "i går"')
    change(folder, FRAME, "kind: yearly", "kind: x")
    change(folder, REP, "antall,2023", "x,2023")
    assert problems(folder) == [
        (ACT, 2, "kind", "not_allowed"),
        (ACT, 6, "date", "not_a_date"),
        (ORG, 13, "kind", "not_allowed"),
        (PART, 13, "kind", "not_allowed"),
        (FRAME, 13, "kind", "not_allowed"),
        (REP, 2, "indicator", "reference_unknown"),
    ]


@pytest.mark.parametrize("file", [ORG, PART, ACT, FRAME, REP])
@pytest.mark.parametrize(
    ("content", "line", "fault"),
    [
        (b"", 0, "file_empty"),
        (b" \n\n\t", 0, "file_empty"),
        (b"\xef\xbb\xbf", 0, "file_empty"),
        ("a\nb: blåbær".encode("latin-1"), 2, "not_utf8"),
        ("navn".encode("utf-16"), 1, "not_utf8"),
        (b"\x00\x01\x02", None, None),
    ],
)
def test_files_that_are_no_text(
    folder: Path, nothing_loaded: Callable[[], None], file: str, content: bytes, line: int | None, fault: str | None
) -> None:
    (folder / file).write_bytes(content)
    found = problems(folder)
    assert fault is None or (file, line, "", fault) in found
    assert any(place[0] == file for place in found)


@pytest.mark.parametrize("file", [ORG, PART, ACT, FRAME])
@pytest.mark.parametrize(
    "text",
    [
        "- [", "a: b: c", "\t- x", "{", "'", "&a [*a]", "*ukjent", "--- a\n--- b", "!!python/object:os.system x",
        "[" * 100_000, "{a: " * 5_000, "- " * 3_000, "? [a]\n: b", "tekst", "42", "[]", "{}", "null", "- - - x", "a: 1\n" * 3,
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(9)),
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_yaml_that_is_something_else(folder: Path, nothing_loaded: Callable[[], None], file: str, text: str) -> None:
    (folder / file).write_text(text)
    if file == ACT and text == "[]":
        return
    assert any(place[0] == file for place in problems(folder))


def test_anchors_may_be_used_but_not_for_a_bomb(folder: Path) -> None:
    units = "- &a0 {id: hog-x, name: X, kind: team}\n"
    for n in range(1, 12):
        below = ", ".join([f"*a{n - 1}"] * 8)
        units += f"      - &a{n} {{id: hog-x{n}, name: X, kind: team, units: [{below}]}}\n"
    change(folder, ORG, "- {id: hog-c,", units + "      - {id: hog-c,")
    assert (ORG, 14, "", "not_yaml") in problems(folder)


def test_a_shared_value_by_anchor(folder: Path) -> None:
    change(
        folder,
        PART,
        "{id: helse, name: Helse}",
        "&x {id: helse, name: Helse}\n  - {id: annet, name: Annet, value: &v {hog: mye}}\n  - {id: tredje, name: Tredje, value: *v}",
    )
    assert load_data_set(folder=folder, frameworks=FRAMEWORKS, by=BY, now=NOW).focus_areas.count() == 3


def test_a_file_that_is_too_large_is_not_read(folder: Path, nothing_loaded: Callable[[], None]) -> None:
    for file in (ACT, REP):
        with (folder / file).open("r+b") as sparse:
            sparse.truncate(100 * 1024 * 1024)
    assert problems(folder) == [(ACT, 0, "", "file_too_large"), (REP, 0, "", "file_too_large")]


@pytest.mark.parametrize(("file", "fault"), [(ORG, "file_missing"), (PART, "file_missing"), (FRAME, "file_missing")])
def test_files_that_must_be_there(folder: Path, nothing_loaded: Callable[[], None], file: str, fault: str) -> None:
    (folder / file).unlink()
    assert (file, 0, "", fault) in problems(folder)


def test_files_that_may_be_missing(folder: Path) -> None:
    (folder / REP).unlink()
    shutil.rmtree(folder / "activities")
    assert load_data_set(folder=folder, frameworks=FRAMEWORKS, by=BY, now=NOW).activities.count() == 0


def test_semicolons_decimal_commas_byte_order_marks_and_blank_lines(folder: Path) -> None:
    (folder / REP).write_text(
        "\ufeffindicator;year;value;pending;state;as_of;quality;source\n\nantall;2023;4,5;;final;;;1\n;;;;;;;\n"
        "antall;period;;;provisional;;«x»;\n"
    )
    load_data_set(folder=folder, frameworks=FRAMEWORKS, by=BY, now=NOW)
    rows = ReportedValue.objects.filter(indicator__code="antall").order_by("pk").values_list("year", "value", "quality")
    assert [tuple(map(str, row)) for row in rows] == [("2023", "4.50", ""), ("None", "None", "«x»")]


def test_loading_twice_is_refused(folder: Path) -> None:
    load_data_set(folder=folder, frameworks=FRAMEWORKS, by=BY, now=NOW)
    assert problems(folder) == [(ORG, 1, "id", "already_loaded"), (PART, 2, "id", "already_loaded")]


def test_the_command_says_what_and_where_and_ends_with_one(
    folder: Path, nothing_loaded: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder, ACT, "kind: phd", "kind: doktorgrad")
    errors = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("load", folder, stderr=errors)
    assert ended.value.code == 1
    assert errors.getvalue().startswith("activities/alle.yaml, linje 2, felt «kind»: «doktorgrad» kan ikke brukes her.")
    with pytest.raises(SystemExit) as ended:
        call_command("load", folder / "finnes-ikke", stderr=errors)
    assert ended.value.code == 1


def test_the_command_checks_without_writing(folder: Path, nothing_loaded: Callable[[], None]) -> None:
    answer = StringIO()
    call_command("load", folder, "--check", stdout=answer)
    assert answer.getvalue().endswith(": ok\n")


def test_the_command_loads(folder: Path) -> None:
    answer = StringIO()
    call_command("load", folder, stdout=answer)
    assert answer.getvalue() == "prove: Prøvesamarbeidet\n"


def test_trd3_is_loaded_whole(trd3: Partnership) -> None:
    assert trd3.activities.count() >= 90
    assert trd3.directory.names.count() >= 120
    assert Indicator.objects.filter(goal_area__framework__partnership=trd3).count() == 26


def test_fjordby_is_loaded_whole(fjordby: Partnership) -> None:
    assert fjordby.activities.count() == 1029
    assert fjordby.directory.units.count() >= 60
    assert fjordby.activities.get(slug="mellomrom").title == "Tomrom    foran og bak"
    assert len(fjordby.activities.get(slug="lang-tittel").title) == 500
    assert fjordby.activities.get(slug="alle-kroner").amount_nok == 1_999_999_999_998
    assert fjordby.activities.get(slug="null-kroner").amount_nok == 0
    assert fjordby.activities.get(slug="bare-tittel").amount_nok is None

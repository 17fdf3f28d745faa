"""Any table: columns are recognised or told, rows compete one to one, and the outcome hangs on nothing but the rows."""

from __future__ import annotations

import random

import pytest
from bench.tables_made_up import bibliographies, citations
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.duplicates.rules import candidates, tabular
from brobygger.duplicates.rules.columns import (
    ColumnMissing,
    Told,
    read_number,
    read_year,
    recognise,
    record_of,
    without_markup,
)
from brobygger.duplicates.rules.finding import Options, among_registrations, among_rows
from brobygger.duplicates.rules.matching import best_first, one_to_one, top
from brobygger.duplicates.rules.records import Record

pairs = st.lists(
    st.tuples(st.integers(0, 9), st.integers(10, 19), st.floats(0, 1)), max_size=30, unique_by=lambda p: p[:2]
)


def recognised(*headers: str, told: Told = Told(), value: str = "x"):  # type: ignore[no-untyped-def] # noqa: B008
    return recognise(headers, {header: [value] for header in headers}, told)


@given(pairs)
def test_one_to_one_never_repeats(found: list[tuple[int, int, float]]) -> None:
    chosen = one_to_one(found)
    rows = [row for pair in chosen for row in pair[:2]]
    assert len(rows) == len(set(rows))
    assert chosen == best_first(chosen)
    assert set(chosen) <= set(found)


@given(pairs, st.integers(1, 3))
def test_the_best_of_each_row_are_kept(found: list[tuple[int, int, float]], most: int) -> None:
    kept = top(found, most)
    for row in {row for pair in found for row in pair[:2]}:
        best = [pair for pair in best_first(found) if row in pair[:2]][:1]
        assert set(best) <= set(kept)


@pytest.mark.parametrize(
    "headers",
    [
        ("record_id", "title", "kind", "partners", "unit", "start_year", "description"),
        ("Løpenr", "Tittel", "Type", "Partnere", "Enhet", "Startår", "Beskrivelse"),
        ("Lopenr", "Namn", "Slag", "Partnarar", "Eining", "Startår", "Skildring"),
        ("ID", "Project name", "Activity type", "Partner", "Department", "Start date", "Summary"),
    ],
)
def test_registrations_are_recognised_in_three_languages(headers: tuple[str, ...]) -> None:
    columns = recognised(*headers)
    assert columns.is_registrations
    assert columns.id == headers[0]
    assert list(columns.fields.values()) == [headers[1], headers[6], headers[2], headers[3], headers[4], headers[5]]


def test_external_ids_are_recognised_and_contacts_left_out() -> None:
    columns = recognised("id", "title", "year", "NFR-nummer", "DOI", "Saksnummer", "Kontaktperson")
    assert columns.ids == {"nfr": "NFR-nummer", "doi": "DOI", "case_number": "Saksnummer"}
    assert "Kontaktperson" not in columns.fields.values()
    assert "contact" not in recognised("id", "author", "contact").names


def test_other_tables_are_no_registrations() -> None:
    assert recognised("id", "title", "authors", "venue", "year").names == ("title", "authors", "venue", "year")
    assert not recognised("id", "name", "description", "price").is_registrations
    assert not recognised("id", "name", "description").is_registrations
    assert not recognised("id", "author", "title", "venue", "year", "pages", "type").is_registrations


def test_what_is_told_holds() -> None:
    told = Told("nøkkel", "butikk", ("navn",), ("pris",), ("kode",))
    columns = recognised("nøkkel", "navn", "pris", "kode", "butikk", "annet", told=told)
    assert (columns.names, columns.id, columns.source) == (("navn", "pris", "kode"), "nøkkel", "butikk")
    with pytest.raises(ColumnMissing):
        recognised("id", "navn", told=Told(texts=("finnes ikke",)))
    with pytest.raises(ColumnMissing):
        recognised("navn", "pris")


@pytest.mark.parametrize(
    ("text", "number"),
    [("$1,299.00", 1299), ("kr 1 234,50", 1234.5), ("1.299,00", 1299), ("12,5", 12.5), ("-3", -3), ("x", None),
     ("9" * 400, None), ("", None)],
)  # fmt: skip
def test_numbers_are_read(text: str, number: float | None) -> None:
    assert read_number(text) == number


def test_years_and_markup() -> None:
    assert read_year("2023-05-01") == 2023
    assert read_year("(1993).") == 1993
    assert without_markup("A &amp; B<br/>C, x < y") == "A & B C, x < y"


def rows_of(rows: list[dict[str, str]], source: str = "") -> tuple[list[Record], tuple[str, ...]]:
    headers = list(rows[0])
    columns = recognise(headers, {h: [row[h] for row in rows] for h in headers}, Told(source=source))
    return [record_of(row, columns) for row in rows], columns.names


def outcome(records: list[Record], names: tuple[str, ...], *, matched: bool) -> list[tuple[str, str, float]]:
    found = among_rows(records, names, Options(one_to_one=matched))
    return sorted((*sorted((records[p.one].id, records[p.other].id)), round(p.score, 3)) for p in found)


def test_the_order_of_rows_does_not_matter() -> None:
    made = [row for row in bibliographies(count=150).rows]
    records, names = rows_of(made, "source")
    before = outcome(records, names, matched=True)
    random.Random(1).shuffle(records)
    after = outcome(records, names, matched=True)
    assert {p[:2] for p in before} == {p[:2] for p in after}


def test_of_two_sources_the_first_stands_first() -> None:
    made = bibliographies(count=100).rows
    records, names = rows_of(made, "source")
    found = among_rows(records, names, Options(one_to_one=True))
    assert found
    assert {records[pair.one].source for pair in found} == {records[0].source}
    chosen = [row for pair in found for row in (pair.one, pair.other)]
    assert len(chosen) == len(set(chosen))


def test_one_to_one_is_precise_also_when_half_have_no_like() -> None:
    table = bibliographies(count=500)
    dice = random.Random(1)
    kept = [at for at, row in enumerate(table.rows) if row["source"] == "a" or dice.random() < 0.5]
    records, names = rows_of([table.rows[at] for at in kept], "source")
    things = [table.things[at] for at in kept]
    found = among_rows(records, names, Options(one_to_one=True))
    assert sum(things[p.one] == things[p.other] for p in found) >= 0.97 * len(found)


def test_a_heap_of_citations() -> None:
    table = citations(papers=40, rows_wanted=350)
    records, names = rows_of(table.rows)
    found = [p for p in among_rows(records, names, Options()) if p.score >= 0.5]
    gold = sum(a == b for at, a in enumerate(table.things) for b in table.things[:at])
    right = sum(table.things[p.one] == table.things[p.other] for p in found)
    assert 2 * right / (len(found) + gold) >= 0.75


def test_equal_rows_empty_rows_and_a_single_row() -> None:
    assert among_rows([Record("1", texts=("a",))], ("t",), Options()) == []
    assert among_rows([Record(str(n), texts=("",)) for n in range(5)], ("t",), Options()) == []
    equal = [Record(str(n), texts=(f"stol {n // 2} modell {n // 2 * 17}",)) for n in range(40)]
    assert all(0 <= p.score <= 1 for p in among_rows(equal, ("t",), Options()))
    assert among_registrations([Record("1", "Alene")], Options()) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="ab12 -æ", max_size=12), min_size=2, max_size=2))
def test_measures_of_tables_are_symmetric(values: list[str]) -> None:
    rows = [tabular.read_row(Record(str(n), texts=(v,), codes=(v,))) for n, v in enumerate(values)]
    for column in tabular.columns_of(rows, ("t", "c")):
        assert column.measure(rows[0], rows[1]) == column.measure(rows[1], rows[0])


def test_clashing_numbers_are_known() -> None:
    rows = [
        tabular.read_row(Record(str(n), texts=(f"pp. {n}--{n + 9}", "title of it"), numbers=(1990.0 + n,)))
        for n in range(5)
    ]
    pages, title, year = tabular.columns_of(rows, ("pages", "title", "year"))[:3]
    assert (pages.clash, title.clash, year.clash) == (tabular.NUMBERS_CLASH, None, tabular.YEARS_CLASH)


def test_candidates_hold_what_shares_a_rare_word() -> None:
    texts = [f"gjenstand nummer{n} av{n}" for n in range(50)]
    records = [Record(str(n), texts=(t,)) for n, t in enumerate([*texts, "helt annet nummer7 ting"])]
    assert (7, 50) in candidates.of_rows(records, None)

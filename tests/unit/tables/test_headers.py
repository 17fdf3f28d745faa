"""Which row holds the headers, what the columns are called, which rows are sums."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.dates.rules import PartialDate
from brobygger.tables.rules.cells import Row, Value, filled, text_of
from brobygger.tables.rules.headers import find_header, header_of
from brobygger.tables.rules.places import Place, column_of, letters_of
from brobygger.tables.rules.remarks import PLACES_KEPT, About, Remark, Remarks
from brobygger.tables.rules.totals import is_probable_total

DAY = PartialDate("2024-03-05")


def rows(*values: list[Value]) -> list[Row]:
    return [Row(number, tuple(row)) for number, row in enumerate(values, start=1) if row]


def names(*values: list[Value]) -> list[str]:
    return [column.name for column in find_header(rows(*values)).columns]


def found(*values: list[Value]) -> tuple[int, ...]:
    return find_header(rows(*values)).rows


def test_the_headers_are_the_first_row_that_looks_like_them() -> None:
    assert found(["Tittel", "Start", "Beløp"], ["Søvn", DAY, 5], ["Hage", DAY, 6]) == (1,)


def test_titles_blank_rows_and_explanations_may_stand_above() -> None:
    table: list[list[Value]] = [
        ["Register over samarbeid"],
        [],
        ["Sist endret:", DAY],
        ["Tittel", "Type", "Start", "Slutt", "Beløp"],
        ["Søvn", "Forskning", DAY, "", 5],
        ["Hage", "Forskning", DAY, "", ""],
    ]
    assert found(*table) == (4,)


def test_data_without_headers_has_none_and_columns_are_called_by_their_letters() -> None:
    table: list[list[Value]] = [["Søvn", "Forskning", DAY], ["Hage", "Forskning", DAY]]
    assert found(*table) == ()
    assert names(*table) == ["A", "B", "C"]
    assert find_header(rows(*table)).last_row == 0


def test_kinds_that_stand_again_beneath_are_no_headers() -> None:
    assert found(["Søvn", "Forskning", "NTNU"], ["Hage", "Forskning", "NTNU"], ["By", "Utdanning", "NTNU"]) == ()


def test_headers_repeated_further_down_are_headers_still() -> None:
    header: list[Value] = ["Tittel", "Type"]
    assert found(header, ["Søvn", "Forskning"], header, ["Hage", "Forskning"]) == (1,)


def test_years_and_months_may_be_headers_but_days_and_truths_are_data() -> None:
    assert found(["Indikator", 2022, 2023, PartialDate("2024-01")], ["Antall", 1, 2, 3]) == (1,)
    assert found(["Indikator", DAY], ["Antall", 1]) == ()
    assert found(["Indikator", True], ["Antall", 1]) == ()
    assert found(["#REF!", "b"], ["c", 1]) == ()
    assert found([2022, 2023], [1, 2]) == ()
    assert found(["x" * 300, "b"], ["c", 1]) == ()


def test_known_names_decide() -> None:
    table = rows(["Noe", "annet", "enn", "dette"], ["TITTEL", "Start"], ["a", "b", "c", "d"])
    assert find_header(table, known={"tittel", "start"}).rows == (2,)


def test_headers_are_not_looked_for_far_down() -> None:
    table: list[list[Value]] = [[number, number] for number in range(1, 40)]
    assert found(*table, ["Tittel", "Beløp"], ["a", 1]) == ()


def test_one_column_has_a_header_too() -> None:
    assert names(["Tittel"], ["Søvn"], ["Hage"]) == ["Tittel"]
    assert found(["Tittel"]) == ()


def test_two_rows_are_joined_when_the_first_groups_the_second() -> None:
    table: list[list[Value]] = [
        ["Tittel", "Periode", "", "Beløp"],
        ["", "Start", "Slutt", "NTNU", "Kommunen"],
        ["Søvn", DAY, DAY, 5, 6],
        ["Hage", DAY, "", 7, 8],
    ]
    assert found(*table) == (1, 2)
    assert names(*table) == ["Tittel", "Periode – Start", "Periode – Slutt", "Beløp – NTNU", "Beløp – Kommunen"]


def test_two_rows_are_joined_when_the_second_is_known() -> None:
    table = rows(["Prosjekt", "", "Periode", ""], ["Navn", "Kode", "Start", "Slutt"], ["a", "b", "c", "d"])
    assert find_header(table, known={"navn", "start", "slutt"}).rows == (2,)
    assert find_header(table, known={"prosjekt", "periode", "start", "slutt"}).rows == (1, 2)


def test_data_under_a_gap_in_the_headers_is_no_second_row_of_them() -> None:
    assert found(
        ["Tittel", "Type", "", "Sted"], ["Søvn", "Forskning", "noe", "By"], ["Hage", "Forskning", "mer", "By"]
    ) == (1,)
    assert found(["Tittel", "Type", ""], ["Søvn", "Forskning", 5], ["Hage", "Utdanning", 6]) == (1,)


def test_headers_that_are_missing_or_there_twice_are_given_names() -> None:
    table: list[list[Value]] = [["Navn", "", "navn ", "Navn", "Sted", "År"], ["a", 1, "b", 2, "c", 3]]
    assert names(*table) == ["Navn", "B", "navn (2)", "Navn (3)", "Sted", "År"]
    # A column is never called what another one is.
    assert names(["B", "", "B (2)"], ["a", 1, 2]) == ["B", "B (3)", "B (2)"]
    assert names(["A", "A", "A (2)"], ["a", 1, 2]) == ["A", "A (3)", "A (2)"]


def test_headers_are_clean_and_on_one_line() -> None:
    assert names(["Navn\npå\u00a0tiltak ", 2024], ["a", 1]) == ["Navn på tiltak", "2024"]


def test_somebody_may_point_at_rows_that_are_not_there() -> None:
    header = header_of(rows(["a", "b"], ["c", "d"]), (7,))
    assert (header.rows, [column.name for column in header.columns]) == ((7,), [])
    assert header_of([], ()).columns == ()
    assert find_header([]).rows == ()


@given(st.lists(st.text("aAbB (2)", max_size=5), min_size=1, max_size=12))
def test_every_column_has_a_name_of_its_own(headers: list[str]) -> None:
    columns = header_of(rows([*headers, "slutt"]), (1,)).columns
    called = [column.name.casefold() for column in columns]
    assert len(set(called)) == len(called) == len(headers) + 1
    assert all(called)


@pytest.mark.parametrize(
    ("values", "is_total"),
    [
        (("Sum", "", 5), True),
        (("Totalt:", 12, "1 234,50"), True),
        (("", "", "Sum (kommunen)", 5, 6), True),
        (("I alt",), True),
        (("Delsum", 5), True),
        (("Summer school", "Utdanning", "NTNU", 2024), False),
        (("Total kvalitet i helse",), False),
        (("Sum",), True),
        ((5, "Sum"), False),
        (("Søvn", 5), False),
        (("Summen av alt som finnes i verden og litt til", 5), False),
        ((), False),
    ],
)
def test_sums_are_recognised(values: tuple[Value, ...], is_total: bool) -> None:
    assert is_probable_total(values) is is_total


@given(st.integers(1, 20_000))
def test_columns_have_letters(column: int) -> None:
    assert column_of(letters_of(column)) == column
    assert Place("", 1, column).letters == letters_of(column)


@pytest.mark.parametrize(("column", "letters"), [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")])
def test_the_letters_are_those_of_a_spreadsheet(column: int, letters: str) -> None:
    assert letters_of(column) == letters


def test_only_letters_are_a_column() -> None:
    with pytest.raises(ValueError, match="Æ"):
        column_of("Æ")


def test_values_as_text() -> None:
    values: tuple[Value, ...] = ("a", 5, 2.5, 0.1 + 0.2, True, False, DAY)
    assert [text_of(value) for value in values] == ["a", "5", "2.5", "0.3", "TRUE", "FALSE", "2024-03-05"]
    assert filled((" ", "", 0, "x", False)) == 3


def test_remarks_are_counted_and_keep_the_first_places() -> None:
    remarks = Remarks()
    for row in range(1, 10):
        remarks.add(About.HIDDEN_ROWS, Place("A", row))
    remarks.add(About.HIDDEN_SHEET, word="B")
    assert remarks.all() == (
        Remark(About.HIDDEN_ROWS, 9, tuple(Place("A", row) for row in range(1, PLACES_KEPT + 1))),
        Remark(About.HIDDEN_SHEET, word="B"),
    )

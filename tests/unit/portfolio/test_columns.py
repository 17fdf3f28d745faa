"""Columns of the list in addresses and files, and places by any spelling."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brobygger.portfolio.presenters.exports import COLUMNS, cells_of
from brobygger.portfolio.queries.rows import ActivityRow
from brobygger.portfolio.rules.columns import DEFAULT, IN_FILES, Column, file_columns, read_columns, write_columns
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.gazetteer import gazetteer, place_key


def test_no_columns_are_the_usual_ones() -> None:
    assert read_columns([]) == read_columns(["tull", ""]) == DEFAULT
    assert write_columns(DEFAULT) == ""
    assert file_columns(DEFAULT, COLUMNS) == COLUMNS


@given(st.sets(st.sampled_from(list(Column)), min_size=1))
def test_columns_are_read_as_they_were_written(chosen: set[Column]) -> None:
    columns = tuple(column for column in Column if column in chosen)
    assert read_columns([write_columns(columns)]) == columns
    assert read_columns(list(chosen)) == columns
    assert Filter.read({"kolonner": [write_columns(columns)]}).columns == columns
    assert set(file_columns(columns, COLUMNS)) <= set(cells_of(ROW))


def test_the_columns_are_in_the_address_and_narrow_nothing() -> None:
    wanted = Filter(columns=(Column.STATE, Column.PLACES))
    assert wanted.query_string() == "kolonner=status,sted"
    assert wanted.is_empty


def test_every_column_goes_out_in_files() -> None:
    assert set(IN_FILES) == set(Column)


def test_a_place_has_one_name() -> None:
    assert {place_key(text) for text in ("heimdal", " Heimdal  bydel", "Heimdal, Trondheim", "HEIMDAL")} == {"Heimdal"}
    assert place_key("  Et sted\nvi ikke kjenner ") == "Et sted vi ikke kjenner"
    assert place_key(" ") == ""
    assert len(place_key("x" * 200)) == 80


def test_the_gazetteer_is_of_one_region_and_has_every_name_once() -> None:
    assert len(gazetteer()) >= 80
    assert all(62.8 < p.latitude < 64 and 9.4 < p.longitude < 12 for p in gazetteer().values())
    assert all(place_key(name) == name for name in gazetteer())


ROW = ActivityRow("a", "phd", "A", "", "active", "", "", None, "", [], [], [])

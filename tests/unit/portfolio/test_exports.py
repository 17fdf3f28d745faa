"""Files: the columns, and that no cell becomes a formula."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from brobygger.portfolio.presenters.exports import (
    COLUMNS,
    cells_of,
    csv_lines,
    file_name,
    json_lines,
    table_lines,
    xlsx_file,
)
from brobygger.portfolio.queries.rows import ActivityRow, RowParty

HEADER = "id,kind,title,focus_areas,partners,municipal_units,university_units,funders,amount_nok,start,end,state,source"


def row(title: str = "Søvn", amount: Decimal | None = Decimal("13200000.00")) -> ActivityRow:
    return ActivityRow(
        slug="sovn",
        kind="research_project",
        title=title,
        acronym="",
        state="active",
        start="2023-23",
        end="",
        amount_nok=amount,
        source="1-2",
        areas=[("helse", "Helse"), ("oppvekst", "Oppvekst")],
        parties=[
            RowParty("university", "uni", "Universitetet", "Institutt for søvn"),
            RowParty("university", "uni", "Universitetet", ""),
            RowParty("municipality", "kommune", "Kommunen", "Omsorg"),
            RowParty("", "as", "Firma AS", "Avdelingen"),
        ],
        funders=["Fondet", "EU"],
    )


def test_csv_has_the_columns_and_joins_several_values() -> None:
    lines = list(csv_lines([row()]))
    assert lines[0] == HEADER + "\n"
    values = dict(zip(COLUMNS, next(csv.reader([lines[1]])), strict=True))
    assert values == {
        "id": "sovn",
        "kind": "research_project",
        "title": "Søvn",
        "focus_areas": "helse; oppvekst",
        "partners": "Universitetet; Kommunen; Firma AS",
        "municipal_units": "Omsorg",
        "university_units": "Institutt for søvn",
        "funders": "Fondet; EU",
        "amount_nok": "13200000",
        "start": "2023-23",
        "end": "",
        "state": "active",
        "source": "1-2",
    }


def test_csv_for_a_spreadsheet_begins_with_a_byte_order_mark() -> None:
    text = "".join(csv_lines([], for_spreadsheet=True))
    assert text == "\ufeff" + HEADER + "\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_csv_cell_begins_a_formula(start: str) -> None:
    text = "".join(csv_lines([row(title=f"{start}1+1")]))
    assert list(csv.reader(io.StringIO(text, newline="")))[1][2] == f"'{start}1+1"


def test_csv_keeps_commas_quotes_and_lines() -> None:
    title = 'Et «langt», "rart"\nnavn'
    text = "".join(csv_lines([row(title=title)]))
    assert list(csv.reader(io.StringIO(text, newline="")))[1][2] == title


@pytest.mark.parametrize(
    ("amount", "text"), [(None, ""), (Decimal(0), "0"), (Decimal("0.50"), "0.5"), (Decimal("100.00"), "100")]
)
def test_amounts_are_plain_numbers(amount: Decimal | None, text: str) -> None:
    assert next(csv.reader([list(csv_lines([row(amount=amount)]))[1]]))[8] == text


def test_json_is_a_list_with_nulls() -> None:
    assert json.loads("".join(json_lines([]))) == []
    first, second = json.loads("".join(json_lines([row(), row(amount=None)])))
    assert list(first) == list(COLUMNS)
    assert first["amount_nok"] == 13200000
    assert first["focus_areas"] == ["helse", "oppvekst"]
    assert second["amount_nok"] is None
    assert first["end"] is None


def test_the_table_has_the_title_last_and_whole() -> None:
    long = "Et svært langt navn " * 20
    head, line = table_lines([row(title=long.strip())])
    assert head.rstrip().endswith("title")
    assert line.rstrip("\n").endswith(long.strip())


def test_a_workbook_has_text_as_text_and_amounts_as_numbers() -> None:
    with xlsx_file([row(title="=1+1"), row(title="x" * 40_000, amount=None)]) as file:
        archive = zipfile.ZipFile(file)
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    assert "<v>13200000</v>" in sheet
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:M3"/>' in sheet
    assert "x" * 32_768 not in sheet


def test_cells_stand_in_the_order_of_the_columns() -> None:
    assert tuple(cells_of(row()))[: len(COLUMNS)] == COLUMNS


def test_the_file_is_named_after_partnership_and_day() -> None:
    assert file_name("trd3", date(2025, 11, 22), "csv") == "trd3-aktiviteter-2025-11-22.csv"

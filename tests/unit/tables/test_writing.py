"""Files out: what is written is what is read, no cell becomes a formula, numbers stay numbers."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.tables import writing
from brobygger.tables.reading import open_workbook
from brobygger.tables.rules.harmless import as_written, begins_a_formula, harmless
from brobygger.tables.writing import CellOut, SheetOut, cell_text, csv_lines, number_text, xlsx_file

# Everything people write, above all what is used to fool spreadsheets; but no control
# characters (a file full of them is no text) and no half characters.
LETTERS = st.one_of(
    st.sampled_from("=+-@\t\r\n'\";,|\u200b\u00a0 æøåÆØÅ_x09\ufeff\uff1d😀"),
    st.characters(blacklist_categories=("Cs", "Cc")),
)
TEXTS = st.text(LETTERS, max_size=20)
# A first row of plain headers, and a last column that keeps rows from being empty, as in every export.
TABLES = st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6)
HEADER = ["Tittel", "Merknad", "Sted", "Id"]


def with_ids(table: list[list[str]]) -> list[list[str]]:
    return [[*row, f"id{number}"] for number, row in enumerate(table)]


def read(content: bytes) -> list[tuple[object, ...]]:
    return [tuple(row.values) for row in open_workbook(io.BytesIO(content), "x").sheets[0].rows()]


def one_sheet(header: Sequence[str], rows: Sequence[Sequence[CellOut]]) -> bytes:
    with xlsx_file([SheetOut("Ark", header, rows)]) as file:
        return file.read()


@given(TABLES, st.booleans())
def test_a_csv_file_is_read_as_it_was_written(table: list[list[str]], for_spreadsheet: bool) -> None:
    rows = with_ids(table)
    # Enough plain rows that the delimiter is told by more than the oddest text there is.
    rows += [["a", "b", "c", f"id{number}"] for number in range(100, 110)]
    content = "".join(csv_lines(HEADER, rows, for_spreadsheet=for_spreadsheet)).encode()
    assert read(content) == [tuple(HEADER), *map(tuple, rows)]


@given(TABLES)
def test_a_workbook_is_read_as_it_was_written(table: list[list[str]]) -> None:
    rows = with_ids(table)
    assert read(one_sheet(HEADER, rows)) == [tuple(HEADER), *map(tuple, rows)]


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_another_library_reads_the_same_csv(table: list[list[str]]) -> None:
    content = "".join(csv_lines(["a", "b"], table))
    assert list(csv.reader(io.StringIO(content, newline="")))[1:] == [[harmless(cell) for cell in row] for row in table]


@given(TEXTS)
def test_a_harmless_text_begins_no_formula_and_is_read_back(text: str) -> None:
    assert harmless(text)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
    assert as_written(harmless(text)) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "'=", "''@"])
def test_what_spreadsheets_take_for_formulas_gets_an_apostrophe(start: str) -> None:
    assert begins_a_formula(f"{start}1")
    assert harmless(f"{start}1") == f"'{start}1"
    assert cell_text([f"{start}1", "b"]) == f"'{start}1; b"


@pytest.mark.parametrize("text", ["", "a=1", "'sitat'", "5", "(=", "Søvn"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
    assert as_written(text) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (0, "0"),
        (-5, "-5"),
        (2.50, "2.5"),
        (1e300, "1e+300"),
        (Decimal("-13200000.00"), "-13200000"),
        (Decimal("0.50"), "0.5"),
        (Decimal("1E+3"), "1000"),
        (True, "TRUE"),
        (False, "FALSE"),
        (["a", "b"], "a; b"),
        ((), ""),
    ],
)
def test_cells_as_text(cell: CellOut, text: str) -> None:
    assert cell_text(cell) == text


@given(st.decimals(-(10**12), 10**12, places=2))
def test_numbers_say_no_more_than_they_must(number: Decimal) -> None:
    assert Decimal(number_text(number)) == number
    assert not number_text(number).endswith((".0", "."))


def test_a_workbook_holds_numbers_as_numbers_and_texts_as_texts() -> None:
    content = one_sheet(
        ["Tekst", "Tall", "Beløp", "Ja", "Liste"], [["=1+1", -3, Decimal("13200000.00"), True, ["a", "b"]]]
    )
    assert read(content)[1] == ("=1+1", -3, 13200000, True, "a; b")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "b", "s"]
    assert sheet["A2"].quotePrefix
    assert not sheet["E2"].quotePrefix
    assert sheet["C2"].number_format == "#,##0"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E2"
    assert sheet["A1"].font.bold
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_what_no_cell_can_hold_is_cut_or_written_as_text() -> None:
    content = one_sheet(["a", "b"], [["x" * 40_000, float("inf")], ["", None]])
    assert read(content) == [("a", "b"), ("x" * 32_767, "inf")]
    assert read(one_sheet([], [["uten overskrift"]])) == [("uten overskrift",)]


def test_a_workbook_may_have_several_sheets_whatever_they_are_called() -> None:
    names = ["Aktiviteter", "aktiviteter", "Ja/nei? [1]", "", "x" * 40, "x" * 40, "'sitat'", "History"]
    with xlsx_file([SheetOut(name, ["a"], [["b"]], widths=[40]) for name in names]) as file:
        book = openpyxl.load_workbook(file)
    assert book.sheetnames == [
        "Aktiviteter",
        "aktiviteter 2",
        "Ja nei 1",
        "Ark",
        "x" * 31,
        "x" * 29 + " 2",
        "sitat",
        "History 2",
    ]
    assert book["Aktiviteter"].column_dimensions["A"].width == pytest.approx(40, abs=1)


def test_a_sheet_that_is_full_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SHEET_ROWS", 3)
    with xlsx_file([SheetOut("Alt", ["a"], ([str(number)] for number in range(7)))]) as file:
        sheets = open_workbook(file, "x").sheets
        read_back = {sheet.name: [row.values for row in sheet.rows()] for sheet in sheets}
    assert read_back == {
        "Alt": [("a",), ("0",), ("1",), ("2",)],
        "Alt 2": [("a",), ("3",), ("4",), ("5",)],
        "Alt 3": [("a",), ("6",)],
    }


def test_lines_are_written_as_they_are_asked_for() -> None:
    asked: list[int] = []

    def rows() -> Iterator[list[str]]:
        for number in range(3):
            asked.append(number)
            yield [str(number)]

    lines = csv_lines(["a"], rows())
    assert next(lines) == "a\n"
    assert asked == []
    assert next(lines) == "0\n"
    assert asked == [0]


def test_a_file_for_a_spreadsheet_begins_with_a_mark_and_ends_its_lines_as_windows_does() -> None:
    assert (
        "".join(csv_lines(["a", "b"], [["1", "x;y"]], for_spreadsheet=True, delimiter=";"))
        == '\ufeffa;b\r\n1;"x;y"\r\n'
    )
    assert "".join(csv_lines(["a"], [["x\ny"]])) == 'a\n"x\ny"\n'

"""Spreadsheet files out: CSV line by line, workbooks row by row, however many rows there are.

No exported cell becomes a formula, and numbers stay numbers; see rules/harmless.py. What is written here is read back
unchanged by `reading`, but that a CSV file has only texts, and that a workbook's cell holds 32,767 characters at most.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import IO, Any

import xlsxwriter

from brobygger.tables.rules.harmless import begins_a_formula, harmless

# What may stand in an exported cell. Several values are joined; None and an empty text are an empty cell.
CellOut = str | int | float | Decimal | Sequence[str] | None

BETWEEN = "; "
BYTE_ORDER_MARK = "\ufeff"
SHEET_ROWS = 1_000_000
CELL_LENGTH = 32_767
_SHEET_NAME_LENGTH = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_USUAL_WIDTH = 20
_MONEY = "#,##0"


@dataclass(frozen=True)
class SheetOut:
    """A sheet to be written: its rows are read once, as they are written. Widths are in characters, 20 when not told."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[CellOut]]
    widths: Sequence[int] = ()


def csv_lines(
    header: Sequence[str], rows: Iterable[Sequence[CellOut]], *, for_spreadsheet: bool = False, delimiter: str = ","
) -> Iterator[str]:
    """The lines of a CSV file, with the byte order mark that makes a spreadsheet read it as UTF-8 when it is for one."""
    # The writer quotes what is in its own line end, so it must know both characters also where only one is written.
    writer = csv.writer(_Echo(), lineterminator="\r\n", delimiter=delimiter)
    line_end = "\r\n" if for_spreadsheet else "\n"
    before = BYTE_ORDER_MARK if for_spreadsheet else ""
    for row in _with_header(header, rows):
        line: str = writer.writerow([cell_text(cell) for cell in row])
        yield before + line.removesuffix("\r\n") + line_end
        before = ""


def cell_text(cell: CellOut) -> str:
    """A cell as harmless text, as it stands in a CSV file. Numbers have a point, no needless decimals, and keep their minus."""
    text = joined(cell)
    return text if isinstance(cell, int | float | Decimal) else harmless(text)


def number_text(number: float | Decimal) -> str:
    """A plain number with a point, and no decimals that say nothing."""
    text = f"{number:f}" if isinstance(number, Decimal) else repr(number)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def joined(cell: CellOut) -> str:
    """A cell as text before it is made harmless; several values with a semicolon between."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float | Decimal):
        return number_text(cell)
    return BETWEEN.join(cell)


def xlsx_file(sheets: Iterable[SheetOut]) -> IO[bytes]:
    """A workbook, open for reading; whoever sends it closes it. Text is text, numbers are numbers, nothing is a formula.

    Headers stay in view, columns can be filtered. A sheet of more than a million rows goes on in the next.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115  Closed by whoever sends it.
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        for sheet in sheets:
            _SheetWriter(workbook, sheet).write()
    file.seek(0)
    return file


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _with_header(header: Sequence[str], rows: Iterable[Sequence[CellOut]]) -> Iterator[Sequence[CellOut]]:
    yield header
    yield from rows


class _SheetWriter:
    """Writes one sheet, and further ones when it is full."""

    def __init__(self, workbook: Any, sheet: SheetOut) -> None:
        self._workbook = workbook
        self._told = sheet
        self._bold = workbook.add_format({"bold": True})
        self._money = workbook.add_format({"num_format": _MONEY})
        # Text for good: a formula's first letter stays a letter also when somebody edits the cell.
        self._quoted = workbook.add_format({"quote_prefix": True})

    def write(self) -> None:
        sheet, at = self._new_sheet(), 0
        for row in self._told.rows:
            if at == SHEET_ROWS:
                self._finish(sheet, at)
                sheet, at = self._new_sheet(), 0
            at += 1
            for column, cell in enumerate(row):
                self._write_cell(sheet, at, column, cell)
        self._finish(sheet, at)

    def _write_cell(self, sheet: Any, row: int, column: int, cell: CellOut) -> None:
        if isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, int | float | Decimal) and isfinite(cell):
            sheet.write_number(row, column, float(cell), self._money if isinstance(cell, Decimal) else None)
        elif text := joined(cell)[:CELL_LENGTH]:
            sheet.write_string(row, column, text, self._quoted if begins_a_formula(text) else None)

    def _new_sheet(self) -> Any:
        sheet = self._workbook.add_worksheet(_sheet_name(self._told.name, self._workbook.sheetnames))
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._told.header):
            width = self._told.widths[column] if column < len(self._told.widths) else _USUAL_WIDTH
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name[:CELL_LENGTH], self._bold)
        return sheet

    def _finish(self, sheet: Any, last_row: int) -> None:
        if self._told.header:
            sheet.autofilter(0, 0, last_row, len(self._told.header) - 1)


def _sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A name spreadsheets allow, and no other sheet of the workbook has: «Aktiviteter», then «Aktiviteter 2»."""
    used = {name.casefold() for name in taken}
    name = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", wanted).split()).strip("'")[:_SHEET_NAME_LENGTH] or "Ark"
    number, unique = 1, name
    while unique.casefold() in used or unique.casefold() == "history":  # Excel keeps that name to itself
        number += 1
        ending = f" {number}"
        unique = name[: _SHEET_NAME_LENGTH - len(ending)] + ending
    return unique

"""Activities as files: CSV, XLSX, JSON and a table for the terminal. Written a row at a time, however many there are."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from brobygger.partnerships.rules.kinds import Side
from brobygger.portfolio.queries.rows import ActivityRow

COLUMNS = (
    "id",
    "kind",
    "title",
    "focus_areas",
    "partners",
    "municipal_units",
    "university_units",
    "funders",
    "amount_nok",
    "start",
    "end",
    "state",
    "source",
)
BETWEEN = "; "
BYTE_ORDER_MARK = "\ufeff"
# What spreadsheets take for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = (28, 20, 60, 28, 34, 34, 34, 28, 14, 12, 12, 14, 22)
_SHEET_ROWS = 1_000_000
_CELL_LENGTH = 32_767
_TABLE_WIDTHS = {"id": 34, "kind": 21, "state": 14, "start": 10, "end": 10}

Cell = str | list[str] | Decimal | None


def cells_of(row: ActivityRow) -> dict[str, Cell]:
    """One activity by column. Lists where there may be several; focus areas as ids, organisations and units by name."""
    return {
        "id": row.slug,
        "kind": row.kind,
        "title": row.title,
        "focus_areas": [slug for slug, _ in row.areas],
        "partners": _once(party.organisation for party in row.parties),
        "municipal_units": _units(row, Side.MUNICIPALITY),
        "university_units": _units(row, Side.UNIVERSITY),
        "funders": list(row.funders),
        "amount_nok": row.amount_nok,
        "start": row.start,
        "end": row.end,
        "state": row.state,
        "source": row.source,
    }


def file_name(partnership: str, day: date, ending: str) -> str:
    """«trd3-aktiviteter-2025-11-22.csv»."""
    return f"{partnership}-aktiviteter-{day.isoformat()}.{ending}"


def csv_lines(rows: Iterable[ActivityRow], *, for_spreadsheet: bool = False) -> Iterator[str]:
    """The lines of a CSV file, with the byte order mark that makes a spreadsheet read it as UTF-8 when it is for one."""
    # The writer quotes what is in its own line end, so it must know both characters also where only one is written.
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    line_end = "\r\n" if for_spreadsheet else "\n"
    yield (BYTE_ORDER_MARK if for_spreadsheet else "") + ",".join(COLUMNS) + line_end
    for row in rows:
        line: str = writer.writerow([_harmless(_text(cell)) for cell in cells_of(row).values()])
        yield line.removesuffix("\r\n") + line_end


def json_lines(rows: Iterable[ActivityRow]) -> Iterator[str]:
    """A JSON array, one activity a line. What nobody said is null."""
    yield "["
    before = "\n"
    for row in rows:
        cells = {name: _plain(cell) for name, cell in cells_of(row).items()}
        yield f"{before}{json.dumps(cells, ensure_ascii=False)}"
        before = ",\n"
    yield "\n]\n"


def table_lines(rows: Iterable[ActivityRow]) -> Iterator[str]:
    """A table for the terminal: the columns that fit, the title last and whole."""
    yield _table_line([*_TABLE_WIDTHS, "title"])
    for row in rows:
        cells = cells_of(row)
        yield _table_line([_text(cells[name]) for name in [*_TABLE_WIDTHS, "title"]])


def xlsx_file(rows: Iterable[ActivityRow]) -> IO[bytes]:
    """A workbook, open for reading: text as text, amounts as numbers, never a formula."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  Closed by whoever sends it.
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True})
        money = workbook.add_format({"num_format": "#,##0"})
        sheet, at = _sheet(workbook, bold), 0
        for row in rows:
            if at == _SHEET_ROWS:
                _finish(sheet, at)
                sheet, at = _sheet(workbook, bold), 0
            at += 1
            for column, cell in enumerate(cells_of(row).values()):
                if isinstance(cell, Decimal):
                    sheet.write_number(at, column, float(cell), money)
                elif cell:
                    sheet.write_string(at, column, _text(cell)[:_CELL_LENGTH])
        _finish(sheet, at)
    file.seek(0)
    return file


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _sheet(workbook: Any, bold: Any) -> Any:
    number = len(workbook.worksheets()) + 1
    sheet = workbook.add_worksheet("Aktiviteter" if number == 1 else f"Aktiviteter {number}")
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    return sheet


def _finish(sheet: Any, last_row: int) -> None:
    sheet.autofilter(0, 0, last_row, len(COLUMNS) - 1)


def _units(row: ActivityRow, side: Side) -> list[str]:
    return _once(party.unit for party in row.parties if party.side == side and party.unit)


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return _number(cell)
    return cell if isinstance(cell, str) else BETWEEN.join(cell)


def _number(amount: Decimal) -> str:
    """A plain number with a point, and no decimals that say nothing."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(cell: Cell) -> object:
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else float(cell)
    return None if cell == "" else cell


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _table_line(cells: Sequence[str]) -> str:
    widths = list(_TABLE_WIDTHS.values())
    columns = [_cut(cell, width).ljust(width) for cell, width in zip(cells[:-1], widths, strict=True)]
    return "  ".join([*columns, cells[-1]]).rstrip() + "\n"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"

"""Activities as files: CSV, XLSX, JSON and a table for the terminal. Written a row at a time, however many there are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO

from brobygger.partnerships.rules.kinds import Side
from brobygger.portfolio.queries.rows import ActivityRow
from brobygger.tables import writing

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
_WIDTHS = {
    "id": 28,
    "kind": 20,
    "title": 60,
    "focus_areas": 28,
    "partners": 34,
    "municipal_units": 34,
    "university_units": 34,
    "funders": 28,
    "amount_nok": 14,
    "start": 12,
    "end": 12,
    "state": 14,
}
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
        "purposes": list(row.purposes),
        "places": list(row.places),
        "plans": list(row.plans),
        "credit": row.credit,
        "registered_at": row.registered_at.isoformat() if row.registered_at else None,
        "changed_at": row.changed_at.isoformat() if row.changed_at else None,
    }


def file_name(partnership: str, day: date, ending: str) -> str:
    """«trd3-aktiviteter-2025-11-22.csv»."""
    return f"{partnership}-aktiviteter-{day.isoformat()}.{ending}"


def csv_lines(
    rows: Iterable[ActivityRow], columns: Sequence[str] = COLUMNS, *, for_spreadsheet: bool = False
) -> Iterator[str]:
    """The lines of a CSV file; see tables.writing for what makes it one for a spreadsheet."""
    return writing.csv_lines(columns, _cells(rows, columns), for_spreadsheet=for_spreadsheet)


def json_lines(rows: Iterable[ActivityRow], columns: Sequence[str] = COLUMNS) -> Iterator[str]:
    """A JSON array, one activity a line. What nobody said is null."""
    yield "["
    before = "\n"
    for row in rows:
        yield f"{before}{json.dumps(row_as_json(row, columns), ensure_ascii=False)}"
        before = ",\n"
    yield "\n]\n"


def row_as_json(row: ActivityRow, columns: Sequence[str] = COLUMNS) -> dict[str, object]:
    """One activity as an object for other programs."""
    known = cells_of(row)
    return {name: _plain(known[name]) for name in columns}


def table_lines(rows: Iterable[ActivityRow]) -> Iterator[str]:
    """A table for the terminal: the columns that fit, the title last and whole."""
    yield _table_line([*_TABLE_WIDTHS, "title"])
    for row in rows:
        cells = cells_of(row)
        yield _table_line([writing.joined(cells[name]) for name in [*_TABLE_WIDTHS, "title"]])


def xlsx_file(rows: Iterable[ActivityRow], columns: Sequence[str] = COLUMNS) -> IO[bytes]:
    """A workbook, open for reading: text as text, amounts as numbers, never a formula."""
    widths = [_WIDTHS.get(name, 22) for name in columns]
    return writing.xlsx_file([writing.SheetOut("Aktiviteter", columns, _cells(rows, columns), widths)])


def _cells(rows: Iterable[ActivityRow], columns: Sequence[str]) -> Iterator[list[Cell]]:
    for row in rows:
        known = cells_of(row)
        yield [known[name] for name in columns]


def _units(row: ActivityRow, side: Side) -> list[str]:
    return _once(party.unit for party in row.parties if party.side == side and party.unit)


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _plain(cell: Cell) -> object:
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else float(cell)
    return None if cell == "" else cell


def _table_line(cells: Sequence[str]) -> str:
    widths = list(_TABLE_WIDTHS.values())
    columns = [_cut(cell, width).ljust(width) for cell, width in zip(cells[:-1], widths, strict=True)]
    return "  ".join([*columns, cells[-1]]).rstrip() + "\n"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"

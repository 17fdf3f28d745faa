"""Workbooks and text files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from brobygger.intake.rules.words import known_headers
from brobygger.tables.reading import Table, Workbook, open_workbook
from brobygger.tables.rules.cells import Value, text_of
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import Remark

KNOWN = known_headers()
SAMPLE = 5


@dataclass(frozen=True)
class Look:
    """What a file holds, before its columns are given a meaning: sheets as (name, hidden), and the first rows."""

    sheets: Sequence[tuple[str, bool]]
    sheet: str
    header_rows: Sequence[int]
    columns: Sequence[str]
    letters: Sequence[str]
    sample: Sequence[tuple[int, Sequence[str]]]
    remarks: Sequence[Remark]
    rows: int


def look_at(path: Path, name: str, *, sheet: str = "", header_rows: Sequence[int] | None = None) -> Look:
    """What is in a file. Raises TableRefused."""
    with path.open("rb") as file:
        workbook, table, rows = _table(file, name, sheet, header_rows)
        sample = []
        for record in table.records():
            sample.append((record.number, [text_of(value) for value in record.values]))
            if len(sample) == SAMPLE:
                break
        return Look(
            sheets=[(each.name, each.is_hidden) for each in workbook.sheets],
            sheet=table.sheet,
            header_rows=table.header.rows,
            columns=[column.name for column in table.columns],
            letters=[column.letters for column in table.columns],
            sample=sample,
            remarks=[*workbook.remarks, *table.remarks],
            rows=rows,
        )


class TableRows:
    """The rows of one sheet, as long as the file is open. Those that sum up others are left out and remarked on."""

    def __init__(self, file: IO[bytes], name: str, *, sheet: str, header_rows: Sequence[int] | None) -> None:
        self._workbook, self._table, self.expected = _table(file, name, sheet, header_rows)
        self.columns = tuple(column.name for column in self._table.columns)

    def records(self) -> Iterator[tuple[int, Sequence[Value]]]:
        """Row numbers and cells, as a stream. Raises TableRefused, which may come late."""
        for record in self._table.records():
            if not record.is_total:
                yield record.number, record.values

    @property
    def remarks(self) -> Sequence[Remark]:
        """What should be told, when all has been read."""
        return [*self._workbook.remarks, *self._table.remarks]


def _table(file: IO[bytes], name: str, sheet: str, header_rows: Sequence[int] | None) -> tuple[Workbook, Table, int]:
    workbook = open_workbook(file, name)
    chosen = workbook.sheet(sheet) if sheet else workbook.default_sheet()
    if chosen is None:
        raise TableRefused(Refusal.EMPTY)
    table = chosen.table(header_rows=header_rows, known=KNOWN)
    size = chosen.size
    return workbook, table, max(0, size[0] - table.header.last_row) if size else 0

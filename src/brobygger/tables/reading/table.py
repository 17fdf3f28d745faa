"""A sheet read as a table: headers found, rows aligned with them, and what should be told of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from brobygger.tables.rules.cells import Row, Value, filled, text_of
from brobygger.tables.rules.headers import Column, Header
from brobygger.tables.rules.places import Place
from brobygger.tables.rules.remarks import About, Remark, Remarks
from brobygger.tables.rules.texts import clean
from brobygger.tables.rules.totals import is_probable_total


class Record(NamedTuple):
    """A row of data. `values` holds one for each of the table's columns; `is_total` when it probably sums up others."""

    number: int
    values: tuple[Value, ...]
    is_total: bool


class Table:
    """The rows beneath the headers of a sheet. Each call of `records` reads the sheet anew."""

    def __init__(self, sheet: str, header: Header, rows: Callable[[Remarks], Iterator[Row]]) -> None:
        self.sheet = sheet
        self.header = header
        self._rows = rows
        self._remarks = Remarks()
        self._tell_of_headers(self._remarks)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, from A; those to the left of the first header are there too."""
        return self.header.columns

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What should be told of: the headers at once, the rest when a reading has come to its end."""
        return self._remarks.all()

    def place(self, row: int, column: Column | None = None) -> Place:
        """Where a cell stands, or a row."""
        return Place(self.sheet, row, column.number if column else 0)

    def records(self) -> Iterator[Record]:
        """The rows of data as they stand. Headers that are repeated further down are left out, and rows of spaces.

        Raises TableRefused where a workbook is broken or beyond the limits, which may be told late: see to it that
        nothing is written before all is read.
        """
        remarks = Remarks()
        self._tell_of_headers(remarks)
        width = len(self.columns)
        for number, values in self._rows(remarks):
            if number <= self.header.last_row or not filled(values):
                continue
            if self._is_header(values):
                remarks.add(About.REPEATED_HEADER, Place(self.sheet, number))
                continue
            is_total = is_probable_total(values)
            if is_total:
                remarks.add(About.PROBABLE_TOTAL, Place(self.sheet, number))
            if len(values) > width:
                remarks.add(About.BEYOND_HEADER, Place(self.sheet, number, width + 1))
            yield Record(number, (values + ("",) * (width - len(values)))[:width], is_total)
        self._remarks = remarks

    def _is_header(self, values: tuple[Value, ...]) -> bool:
        if len(self.header.rows) != 1 or len(values) > len(self.columns) or not isinstance(values[-1], str):
            return False
        return all(
            clean(text_of(value)) == column.header for value, column in zip(values, self.columns, strict=False)
        ) and len(values) == max((column.number for column in self.columns if column.header), default=0)

    def _tell_of_headers(self, remarks: Remarks) -> None:
        if not self.header.rows:
            remarks.add(About.NO_HEADER)
            return
        row = self.header.last_row
        for column in self.columns:
            if not column.header:
                remarks.add(About.EMPTY_HEADER, self.place(row, column))
            elif column.name != column.header:
                remarks.add(About.DUPLICATE_HEADER, self.place(row, column), word=column.header)

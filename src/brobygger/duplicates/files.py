"""Tables in and out for the command: the rows of a file as texts, the pairs as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from brobygger.tables.reading import open_table
from brobygger.tables.rules.cells import text_of
from brobygger.tables.whole import whole_file
from brobygger.tables.writing import csv_lines


def read_rows(path: Path, known: Sequence[str] = ()) -> tuple[list[str], list[dict[str, str]]]:
    """The headers and the rows of the first sheet with something in it. Raises TableRefused, OSError."""
    with path.open("rb") as file:
        table = open_table(file, path.name, known=known)
        headers = [column.name for column in table.columns]
        rows = [
            {name: text_of(value).strip() for name, value in zip(headers, record.values, strict=True)}
            for record in table.records()
        ]
    return headers, rows


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str | float]]) -> None:
    """Write a CSV file, UTF-8, cells made harmless for spreadsheets, whole or not at all. Raises OSError."""
    with whole_file(path) as file:
        file.writelines(line.encode() for line in csv_lines(header, rows))

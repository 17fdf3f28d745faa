"""Rows that were fetched and kept as lines of JSON: first the names of the columns, then the rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from brobygger.tables.rules.cells import Value


def lines_of(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The lines to be kept."""
    yield json.dumps(list(columns), ensure_ascii=False).encode() + b"\n"
    for row in rows:
        yield json.dumps(list(row), ensure_ascii=False).encode() + b"\n"


class FetchedRows:
    """Rows of a file `lines_of` wrote."""

    remarks: Sequence[object] = ()
    expected = 0

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        file.seek(0)
        self.columns: tuple[str, ...] = tuple(json.loads(file.readline()))

    def records(self) -> Iterator[tuple[int, Sequence[Value]]]:
        """Numbers from 1, and cells."""
        self._file.seek(0)
        self._file.readline()
        for number, line in enumerate(self._file, start=1):
            yield number, json.loads(line)

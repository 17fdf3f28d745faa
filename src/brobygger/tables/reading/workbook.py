"""What a file is, and the sheets it holds."""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import IO

from brobygger.tables.reading.archive import Archive
from brobygger.tables.reading.delimited import open_text
from brobygger.tables.reading.table import Table
from brobygger.tables.reading.xlsx import XlsxParts
from brobygger.tables.reading.xlsx_rows import stated_size, xlsx_rows
from brobygger.tables.rules.cells import Row
from brobygger.tables.rules.headers import ROWS_LOOKED_AT, find_header, header_of
from brobygger.tables.rules.limits import Limits
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import About, Remark, Remarks

_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
# The container of Office files before 2007, and of workbooks that are locked with a password.
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class FileKind(StrEnum):
    """What a file was read as."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or all of a text file, which has no name for it. Reading never changes it."""

    name: str
    is_hidden: bool
    _rows: Callable[[Remarks], Iterator[Row]]
    _size: Callable[[], tuple[int, int] | None]

    @property
    def size(self) -> tuple[int, int] | None:
        """Rows and columns: counted in a text file, as the sheet says of itself in a workbook, None when it does not."""
        return self._size()

    def rows(self, remarks: Remarks | None = None) -> Iterator[Row]:
        """Every row that holds something, one at a time; each call begins anew. What should be told goes to `remarks`.

        Raises TableRefused where a workbook is broken or beyond the limits; a text file was seen to be whole already.
        """
        return self._rows(remarks if remarks is not None else Remarks())

    def head(self, count: int = ROWS_LOOKED_AT) -> list[Row]:
        """The first rows."""
        return list(itertools.islice(self.rows(), count))

    def table(self, *, header_rows: Sequence[int] | None = None, known: Collection[str] = ()) -> Table:
        """The sheet as a table. The headers are found unless somebody has told their row numbers (none, one or two).

        `known` holds names that headers are known to have, casefolded.
        """
        head = self.head()
        header = find_header(head, known=known) if header_rows is None else header_of(head, header_rows)
        return Table(self.name, header, self._rows)


@dataclass(frozen=True)
class Workbook:
    """A file of tables. It reads from the file it was opened with, which must stay open as long as rows are wanted."""

    name: str
    kind: FileKind
    sheets: tuple[Sheet, ...]
    remarks: tuple[Remark, ...]

    def default_sheet(self) -> Sheet:
        """The first sheet that is shown and holds something. Raises TableRefused when there is none."""
        for sheet in self.sheets:
            if not sheet.is_hidden and sheet.head(1):
                return sheet
        raise TableRefused(Refusal.EMPTY)

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name; None when there is none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def open_workbook(file: IO[bytes], name: str, limits: Limits | None = None) -> Workbook:
    """A workbook or text file, ready to be read. `file` can be read and sought in; `name` is only told on.

    Raises TableRefused when it is something else, broken, made to harm, or beyond the limits.
    """
    limits = limits or Limits()
    name = os.path.basename(name.replace("\\", "/"))
    length = file.seek(0, io.SEEK_END)
    if not length:
        raise TableRefused(Refusal.EMPTY)
    if length > limits.bytes:
        raise TableRefused(Refusal.TOO_LARGE, limit=limits.bytes)
    file.seek(0)
    head = file.read(8)
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _open_xlsx(file, name, limits)
    if head == _OLD_OFFICE:
        raise TableRefused(Refusal.PASSWORD if _holds(file, _LOCKED) else Refusal.OLD_EXCEL)
    if head.startswith(b"%PDF"):
        raise TableRefused(Refusal.PDF)
    return _open_text(file, name, limits)


def open_table(file: IO[bytes], name: str, limits: Limits | None = None, *, known: Collection[str] = ()) -> Table:
    """The table of the first sheet that holds something, for those who need not choose. Raises TableRefused."""
    return open_workbook(file, name, limits).default_sheet().table(known=known)


def _open_xlsx(file: IO[bytes], name: str, limits: Limits) -> Workbook:
    parts = XlsxParts(Archive(file, limits), limits)
    remarks = Remarks()
    parts.tell(remarks)
    sheets = []
    for part in parts.sheets:
        if part.is_hidden:
            remarks.add(About.HIDDEN_SHEET, word=part.name)
        sheets.append(
            Sheet(part.name, part.is_hidden, partial(xlsx_rows, parts, part), partial(stated_size, parts, part))
        )
    return Workbook(name, FileKind.XLSX, tuple(sheets), remarks.all())


def _open_text(file: IO[bytes], name: str, limits: Limits) -> Workbook:
    remarks = Remarks()
    text = open_text(file, limits, remarks)
    return Workbook(name, FileKind.CSV, (Sheet("", False, text.rows, lambda: text.size),), remarks.all())


def _holds(file: IO[bytes], wanted: bytes) -> bool:
    file.seek(0)
    rest = b""
    while piece := file.read(1024 * 1024):
        if wanted in rest + piece:
            return True
        rest = piece[-len(wanted) :]
    return False

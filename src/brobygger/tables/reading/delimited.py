"""A text file with delimiters (CSV, TSV, TXT), in whatever encoding and dialect it comes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from brobygger.tables.rules.cells import Row
from brobygger.tables.rules.delimiters import Dialect, dialect_of
from brobygger.tables.rules.encodings import EncodingCount, encoding_of_mark
from brobygger.tables.rules.harmless import as_written
from brobygger.tables.rules.limits import Limits
from brobygger.tables.rules.places import Place
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import About, Remarks

_PIECE = 256 * 1024
_SAMPLE = 64 * 1024
_LINES_SAMPLED = 200
_LINE_SAMPLED = 32 * 1024
# A line after everything: when it is no row of its own, what it became part of is within quotation marks never closed.
_END = "end"
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|table|div)\b", re.IGNORECASE)
_JSON = re.compile(r'^(?:\{\s*["}]|\[\s*[\[{"\]])')
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1c\x7f]")


@dataclass(frozen=True)
class TextFile:
    """A file whose encoding and dialect are found, and whose rows all have been read through once."""

    file: IO[bytes]
    encoding: str
    dialect: Dialect
    limits: Limits
    size: tuple[int, int] = (0, 0)

    def rows(self, remarks: Remarks) -> Iterator[Row]:
        """Every row that holds something."""
        count = 0
        for number, cells in enumerate(_Records(self, remarks), start=1):
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                count += 1
                self._check(cells, number, count)
                yield Row(number, tuple(map(as_written, cells)))

    def _check(self, values: Sequence[str], number: int, count: int) -> None:
        limits = self.limits
        if count > limits.rows:
            raise TableRefused(Refusal.TOO_MANY_ROWS, place=Place("", number), limit=limits.rows)
        if len(values) > limits.columns:
            raise TableRefused(Refusal.TOO_MANY_COLUMNS, place=Place("", number, len(values)), limit=limits.columns)
        lengths = [len(value) for value in values]
        if max(lengths) > limits.cell_length:
            column = lengths.index(max(lengths)) + 1
            raise TableRefused(Refusal.CELL_TOO_LONG, place=Place("", number, column), limit=limits.cell_length)


def open_text(file: IO[bytes], limits: Limits, remarks: Remarks) -> TextFile:
    """Find out how the file is written, and read it through once, so that nothing is refused half-way later.

    Raises TableRefused when it is no text, something else than a table, or beyond the limits.
    """
    encoding = _encoding(file)
    lines = _sample(file, encoding)
    _refuse_other_kinds(lines)
    found = TextFile(file, encoding, dialect_of(lines), limits)
    rows = columns = cells = 0
    for row in found.rows(remarks):
        rows, columns, cells = row.number, max(columns, len(row.values)), cells + len(row.values)
        if cells > limits.cells:
            raise TableRefused(Refusal.TOO_MANY_CELLS, place=Place("", row.number), limit=limits.cells)
    if not rows:
        raise TableRefused(Refusal.EMPTY)
    if encoding not in ("utf-8", "utf-8-sig"):
        remarks.add(About.ENCODING, word=encoding)
    return TextFile(file, encoding, found.dialect, limits, (rows, columns))


class _View(io.RawIOBase):
    """A file as one reader sees it: several may read it by turns, and none closes it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._at)
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def _text_of(file: IO[bytes], encoding: str) -> io.TextIOWrapper:
    """The file as text from its beginning, with all line ends as they stand."""
    return io.TextIOWrapper(io.BufferedReader(_View(file), _PIECE), encoding, errors="replace", newline="")


class _Records:
    """The rows of a text file as lists of texts, with a bound on how much one row may gather."""

    def __init__(self, text: TextFile, remarks: Remarks) -> None:
        self._limits = text.limits
        self._remarks = remarks
        self._text = _text_of(text.file, text.encoding)
        self._gathered = self._row = 0
        self._is_over = False
        if text.dialect.told:
            self._text.readline()
        self._reader = csv.reader(
            self._lines(),
            delimiter=text.dialect.delimiter,
            quotechar=text.dialect.quote,
            skipinitialspace=text.dialect.skip_spaces,
        )

    def __iter__(self) -> Iterator[list[str]]:
        try:
            for cells in self._reader:
                if self._is_over:
                    if cells == [_END]:
                        return
                    raise TableRefused(Refusal.UNCLOSED_QUOTE, place=Place("", self._row + 1, len(cells)))
                self._row += 1
                self._gathered = 0
                yield cells
        except csv.Error as error:  # a cell beyond what the library takes
            refusal = Refusal.CELL_TOO_LONG
            raise TableRefused(refusal, place=Place("", self._row + 1), limit=self._limits.cell_length) from error

    def _lines(self) -> Iterator[str]:
        while line := self._text.readline(self._limits.row_length + 1):
            self._gathered += len(line)
            if self._gathered > self._limits.row_length:
                raise TableRefused(Refusal.ROW_TOO_LONG, place=Place("", self._row + 1), limit=self._limits.row_length)
            if "\0" in line:
                self._remarks.add(About.NULLS_REMOVED, Place("", self._row + 1))
                line = line.replace("\0", "")
            if "\ufffd" in line:
                self._remarks.add(About.UNREADABLE_CHARACTERS, Place("", self._row + 1))
            yield line
        self._is_over = True
        yield _END


def _encoding(file: IO[bytes]) -> str:
    file.seek(0)
    if told := encoding_of_mark(file.read(_SAMPLE)):
        return told
    count = EncodingCount()
    file.seek(0)
    while piece := file.read(_PIECE):
        count.feed(piece)
    return count.encoding()


def _sample(file: IO[bytes], encoding: str) -> list[str]:
    """The first lines; of a very long one only its beginning."""
    text = _text_of(file, encoding)
    lines: list[str] = []
    length = 0
    while length < _SAMPLE and len(lines) < _LINES_SAMPLED and (line := text.readline(_LINE_SAMPLED)):
        lines.append(line.replace("\0", ""))
        length += len(line)
    return lines


def _refuse_other_kinds(lines: list[str]) -> None:
    """Raises TableRefused when the text is no table but something that people take for one."""
    text = "".join(lines)
    begin = text.lstrip()[:1000]
    if not begin:
        raise TableRefused(Refusal.EMPTY)
    if begin.startswith("<"):
        raise TableRefused(Refusal.WEB_PAGE if _WEB_PAGE.search(begin) else Refusal.XML)
    if _JSON.match(begin):
        raise TableRefused(Refusal.JSON)
    if len(_CONTROLS.findall(text)) + text.count("\ufffd") > len(text) / 50 + 5:
        raise TableRefused(Refusal.NOT_TEXT)

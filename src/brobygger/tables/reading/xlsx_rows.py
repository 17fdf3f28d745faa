"""The rows of one worksheet, parsed piece by piece and given out as they are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite

from brobygger.tables.reading.strings import unescaped
from brobygger.tables.reading.xlsx import SheetPart, XlsxParts
from brobygger.tables.reading.xml import Attributes, feed, local, new_parser
from brobygger.tables.rules.cells import Formula, Row, Value, plain_number
from brobygger.tables.rules.number_formats import value_of_number
from brobygger.tables.rules.places import Place, column_of
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import About, Remarks

_LAST_ROW = 1_048_576
_DIGITS = "0123456789"


def xlsx_rows(parts: XlsxParts, sheet: SheetPart, remarks: Remarks) -> Iterator[Row]:
    """Every row that holds something. Raises TableRefused where the sheet is broken or beyond the limits."""
    parser = new_parser()
    rows = _Rows(parts, sheet.name, remarks)
    parser.StartElementHandler = rows.start
    parser.EndElementHandler = rows.end
    parser.CharacterDataHandler = rows.data
    for piece in parts.archive.pieces(sheet.part):
        feed(parser, piece)
        yield from rows.ready
        rows.ready.clear()
    feed(parser, b"", is_last=True)
    yield from rows.ready


def stated_size(parts: XlsxParts, sheet: SheetPart) -> tuple[int, int] | None:
    """Rows and columns as the sheet says of itself, which may be wrong. None when it does not say."""
    parser = new_parser()
    said: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if local(name) == "dimension":
            said.append(attributes.get("ref", ""))

    parser.StartElementHandler = start
    # It stands at the beginning of the part, if anywhere.
    feed(parser, next(parts.archive.pieces(sheet.part), b""))
    corner = said[0].rpartition(":")[2] if said else ""
    letters, digits = corner.rstrip(_DIGITS), corner.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not letters.isalpha() or not letters.isascii() or not digits.isdecimal() or len(corner) > 10:
        return None
    return int(digits), column_of(letters)


class _Rows:
    """Makes rows out of the elements of a worksheet.

    It is called some five times for each cell, a million times in a large sheet; so what an element asks for is looked up
    once by its name, and the cell at hand lies in plain attributes.
    """

    def __init__(self, parts: XlsxParts, sheet: str, remarks: Remarks) -> None:
        self.ready: list[Row] = []
        self._strings = parts.strings
        self._formats = parts.formats
        self._from_1904 = parts.from_1904
        self._limits = parts.limits
        self._sheet = sheet
        self._remarks = remarks
        self._starts: dict[str, Callable[[Attributes], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}
        self._columns: dict[str, int] = {}
        # The row at hand.
        self._row = self._count = self._cells = 0
        self._values: list[Value] = []
        self._is_hidden = False
        # The cell at hand: `_collects` is the list that texts go to, none outside values and formulas.
        self._column = 0
        self._kind = self._style = ""
        self._in_cell = self._has_value = self._has_formula = False
        self._text: list[str] = []
        self._formula: list[str] = []
        self._collects: list[str] | None = None
        self._length = self._phonetic = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        if not self._starts:
            self._learn_names(name)
        begin = self._starts.get(name)
        if begin:
            begin(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        finish = self._ends.get(name)
        if finish:
            finish()

    def data(self, text: str) -> None:
        """Text, perhaps a part of it."""
        if self._collects is not None:
            self._length += len(text)
            if self._length > self._limits.cell_length:
                raise self._refused(Refusal.CELL_TOO_LONG, self._limits.cell_length)
            self._collects.append(text)

    def _learn_names(self, root: str) -> None:
        """Some programs write `<x:row>` for `<row>`; the first element tells which prefix they chose."""
        prefix = root[: len(root) - len(local(root))]
        starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "t": self._start_value,
            "f": self._start_formula,
            "rPh": self._start_phonetic,
            "mergeCell": self._merged,
        }
        ends = {
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_text,
            "t": self._end_text,
            "f": self._end_text,
            "rPh": self._end_phonetic,
        }
        self._starts = {prefix + name: method for name, method in starts.items()}
        self._ends = {prefix + name: method for name, method in ends.items()}

    def _start_row(self, attributes: Attributes) -> None:
        told = attributes.get("r", "")
        number = int(told) if told.isdecimal() and len(told) < 9 else self._row + 1
        if not self._row < number <= _LAST_ROW:
            raise TableRefused(Refusal.CORRUPT, place=Place(self._sheet, self._row))
        self._row = number
        self._column = 0
        self._is_hidden = attributes.get("hidden") in ("1", "true")

    def _end_row(self) -> None:
        if not self._values:
            return
        values, self._values = tuple(self._values), []
        self._count += 1
        if self._count > self._limits.rows:
            raise TableRefused(Refusal.TOO_MANY_ROWS, place=Place(self._sheet, self._row), limit=self._limits.rows)
        if self._is_hidden:
            self._remarks.add(About.HIDDEN_ROWS, Place(self._sheet, self._row))
        self.ready.append(Row(self._row, values))

    def _start_cell(self, attributes: Attributes) -> None:
        letters = attributes.get("r", "").rstrip(_DIGITS)
        self._column = self._columns.get(letters) or self._column_of(letters)
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._has_value = self._has_formula = False
        self._in_cell = True
        self._length = 0

    def _column_of(self, letters: str) -> int:
        if not letters:
            return self._column + 1
        try:
            column = column_of(letters[:8])
        except ValueError as error:
            raise TableRefused(Refusal.CORRUPT, place=Place(self._sheet, self._row)) from error
        if column <= self._limits.columns:
            self._columns[letters] = column
        return column

    def _start_value(self, _: Attributes) -> None:
        if self._in_cell and not self._phonetic:
            self._has_value = True
            self._collects = self._text

    def _start_formula(self, _: Attributes) -> None:
        if self._in_cell:
            self._has_formula = True
            self._collects = self._formula

    def _end_text(self) -> None:
        self._collects = None

    def _start_phonetic(self, _: Attributes) -> None:
        self._phonetic += 1

    def _end_phonetic(self) -> None:
        self._phonetic -= 1

    def _end_cell(self) -> None:
        self._in_cell = False
        if not (self._has_value or self._has_formula):
            return
        value = self._value("".join(self._text))
        self._text.clear()
        if self._has_formula:
            self._formula.clear()
        if value == "":
            return
        self._cells += 1
        if self._column > self._limits.columns:
            raise self._refused(Refusal.TOO_MANY_COLUMNS, self._limits.columns)
        if self._cells > self._limits.cells:
            raise self._refused(Refusal.TOO_MANY_CELLS, self._limits.cells)
        gap = self._column - len(self._values) - 1
        if gap >= 0:
            self._values.extend([""] * gap)
            self._values.append(value)
        else:  # cells in another order than that of the columns
            self._values[self._column - 1] = value

    def _value(self, text: str) -> Value:
        kind = self._kind
        if kind == "s":
            try:
                return self._strings[int(text[:9])]
            except (ValueError, IndexError) as error:
                raise self._refused(Refusal.CORRUPT) from error
        if self._has_formula and not text and kind != "str":
            self._remarks.add(About.FORMULA_WITHOUT_RESULT, self._place())
            return Formula("=" + unescaped("".join(self._formula)))
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            self._remarks.add(About.ERROR_VALUE, self._place())
        # What remains is text: written in the cell, made by a formula, an error, or a date as ISO 8601 writes it.
        return unescaped(text)

    def _number(self, text: str) -> Value:
        try:
            number = float(text)
        except ValueError:
            return text.strip()
        if not isfinite(number):
            return text.strip()
        shown = self._formats.get(self._style)
        return value_of_number(number, shown, from_1904=self._from_1904) if shown else plain_number(number)

    def _merged(self, attributes: Attributes) -> None:
        first = attributes.get("ref", "").partition(":")[0][:12]
        digits = first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        place = Place(self._sheet, int(digits), self._column_of(first.rstrip(_DIGITS))) if digits.isdecimal() else None
        self._remarks.add(About.MERGED_CELLS, place)

    def _place(self) -> Place:
        return Place(self._sheet, self._row, self._column)

    def _refused(self, refusal: Refusal, limit: int = 0) -> TableRefused:
        return TableRefused(refusal, place=self._place(), limit=limit)

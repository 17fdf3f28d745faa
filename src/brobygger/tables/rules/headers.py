"""Which row of a sheet holds the headers, and what the columns are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from brobygger.dates.rules import PartialDate, Precision
from brobygger.tables.rules.cells import ERROR_VALUES, Formula, Row, Value, filled, text_of
from brobygger.tables.rules.places import letters_of
from brobygger.tables.rules.texts import clean

# Headers stand among the first rows; so many more are looked at to see what stands beneath.
ROWS_SEARCHED = 30
ROWS_LOOKED_AT = 100
BETWEEN = " – "
_LONGEST_HEADER = 250
_LETTER = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"^(?:19|20)\d{2}$")


@dataclass(frozen=True)
class Column:
    """A column of a table. `number` counts from 1; `header` is what the file calls it, empty when it does not.

    `name` is unique in its table, and what a mapping remembers: the header, numbered when it is there twice
    («Navn (2)»), or the column's letters when it has none.
    """

    number: int
    header: str
    name: str

    @property
    def letters(self) -> str:
        """The column's letters."""
        return letters_of(self.number)


@dataclass(frozen=True)
class Header:
    """Where a table's headers stand and what its columns are. `rows` holds one row number, two, or none."""

    rows: tuple[int, ...]
    columns: tuple[Column, ...]

    @property
    def last_row(self) -> int:
        """The row above the first that may hold data; 0 when there are no headers."""
        return self.rows[-1] if self.rows else 0


def find_header(rows: Sequence[Row], *, known: Collection[str] = ()) -> Header:
    """The headers among the first rows of a sheet; a Header without rows when none looks like them.

    Rows of title, explanation or nothing may stand above. `known` holds names that headers are known to have, casefolded;
    a row with two of them is the one. Two rows are joined when the first groups the second: «Periode – Start».
    """
    width = max((filled(row.values) for row in rows), default=0)
    searched = [at for at, row in enumerate(rows) if row.number < rows[0].number + ROWS_SEARCHED]
    known_at = (at for at in searched if _has_known(rows[at], known))
    likely_at = (at for at in searched if _looks_like_header(rows[at], rows[at + 1 :], width))
    at = next(chain(known_at, likely_at), None)
    if at is None:
        return header_of(rows, ())
    second = rows[at + 1] if at + 1 < len(rows) else None
    if second and _groups(rows[at], second, rows[at + 2 :], known):
        return header_of(rows, (rows[at].number, second.number))
    return header_of(rows, (rows[at].number,))


def header_of(rows: Sequence[Row], numbers: Sequence[int]) -> Header:
    """The header somebody has pointed at by its row numbers: one, two, or none."""
    by_number = {row.number: row.values for row in rows}
    chosen = [by_number.get(number, ()) for number in numbers]
    below = [row.values for row in rows if not numbers or row.number > max(numbers)]
    width = max(map(len, [*chosen, *below]), default=0)
    texts = [[_header_text(values, column) for column in range(width)] for values in chosen]
    headers = _joined(*texts) if len(texts) == 2 else texts[0] if texts else [""] * width
    return Header(tuple(numbers), _named(headers))


def _header_text(values: Sequence[Value], column: int) -> str:
    return clean(text_of(values[column]))[:_LONGEST_HEADER] if column < len(values) else ""


def _joined(groups: list[str], names: list[str]) -> list[str]:
    """The two rows as one. A group holds for the columns to its right that have a name and no group of their own."""
    headers, group = [], ""
    for above, name in zip(groups, names, strict=True):
        group = above or (group if name else "")
        headers.append(f"{group}{BETWEEN}{name}" if group and name and group != name else name or group)
    return headers


def _named(headers: list[str]) -> tuple[Column, ...]:
    # A column is named by its letters only where no header is called so.
    taken = {header.casefold() for header in headers if header}
    columns: list[Column] = []
    used: set[str] = set()
    for number, header in enumerate(headers, start=1):
        name = wanted = header or letters_of(number)
        count = 1
        while name.casefold() in used or (name != header and name.casefold() in taken):
            count += 1
            name = f"{wanted} ({count})"
        used.add(name.casefold())
        columns.append(Column(number, header, name))
    return tuple(columns)


def _has_known(row: Row, known: Collection[str]) -> bool:
    return bool(known) and sum(1 for value in row.values if clean(text_of(value)).casefold() in known) >= 2


def _looks_like_header(row: Row, below: Sequence[Row], width: int) -> bool:
    cells = [value for value in row.values if value != ""]
    if not cells or len(cells) < min(2, width) or len(cells) < width / 2 or not below:
        return False
    if not all(_may_be_header(value) for value in cells):
        return False
    texts = [clean(text_of(value)).casefold() for value in cells]
    if len(set(texts)) <= len(texts) / 2 or not any(_LETTER.search(text) for text in texts):
        return False
    return not _recurs(row, below)


def _may_be_header(value: Value) -> bool:
    """Short text, a year or a month: amounts, days, yes and no, and what formulas made are data."""
    if isinstance(value, bool | Formula):
        return False
    if isinstance(value, PartialDate):
        return value.precision is not Precision.DAY
    text = clean(text_of(value))
    if len(text) > _LONGEST_HEADER or text in ERROR_VALUES:
        return False
    return bool(_YEAR.match(text)) or (
        isinstance(value, str) and (bool(_LETTER.search(text)) or not text or text in "#%")
    )


def _recurs(row: Row, below: Sequence[Row]) -> bool:
    """Whether cells of the row stand again beneath it, as kinds and states do. Headers do so only all together."""
    again = set()
    for other in below:
        same = {
            column
            for column, (value, under) in enumerate(zip(row.values, other.values, strict=False))
            if value != "" and value == under
        }
        if len(same) < filled(row.values):
            again |= same
    return len(again) > filled(row.values) / 6


def _groups(first: Row, second: Row, below: Sequence[Row], known: Collection[str]) -> bool:
    """Whether the second row holds headers too, under groups that the first one names.

    Some column has its header in the second row only; every cell of it is a short text; and it is no row of data, since
    beneath it stand numbers or dates, or what it says is known.
    """
    names = [value for value in second.values if value != ""]
    if len(names) < 2 or not all(
        isinstance(value, str) and _may_be_header(value) and len(value) < 60 for value in names
    ):
        return False
    if not any(_under_a_group(first, second, column) for column in range(1, len(second.values))):
        return False
    return _has_known(second, known) or (_differs(second, below) and not _recurs(second, below))


def _under_a_group(first: Row, second: Row, column: int) -> bool:
    """Whether this cell and the one to its left have names, and only the left one something above it."""
    above = first.values[column] if column < len(first.values) else ""
    left = first.values[column - 1] if column - 1 < len(first.values) else ""
    return above == "" != second.values[column] and second.values[column - 1] != "" != left


def _differs(row: Row, below: Sequence[Row]) -> bool:
    """Whether some text of the row stands over a column of numbers or dates."""
    for column, value in enumerate(row.values):
        under = [other.values[column] for other in below if column < len(other.values) and other.values[column] != ""]
        if value != "" and under and sum(1 for cell in under if not _may_be_header(cell)) > len(under) / 2:
            return True
    return False

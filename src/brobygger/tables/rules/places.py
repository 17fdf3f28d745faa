"""Where a cell stands, as a spreadsheet says it: sheet, row, column letters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A row, or one cell of it. Rows and columns count from 1; column 0 is the whole row; no sheet name in a CSV file."""

    sheet: str
    row: int
    column: int = 0

    @property
    def letters(self) -> str:
        """The column's letters: 3 is `C`."""
        return letters_of(self.column)


def letters_of(column: int) -> str:
    """The letters of a column counted from 1: 1 is `A`, 27 is `AA`, 0 is nothing."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """The number of a column by its letters: `A` is 1. Raises ValueError for anything but the letters A–Z."""
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        column = column * 26 + ord(letter) - ord("A") + 1
    return column

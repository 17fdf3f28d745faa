"""What a cell holds, and a row of cells.

A value keeps the type the file gave it, so that the number 1.234 is never mistaken for the text «1.234», which may mean
one thousand two hundred and thirty-four. In CSV files every value is text.
"""

from __future__ import annotations

from typing import NamedTuple

from brobygger.dates.rules import PartialDate


class Formula(str):
    """A formula whose result the file does not hold. It is text, and nothing ever computes it."""

    __slots__ = ()


# An empty cell is an empty text.
Value = str | int | float | bool | PartialDate

# What Excel and LibreOffice show where a formula has failed, in English and Norwegian.
ERROR_VALUES = frozenset(
    "#NULL! #DIV/0! #VALUE! #VERDI! #REF! #REFERANSE! #NAME? #NAVN? #NUM! #N/A #I/T #GETTING_DATA #SPILL! #CALC!".split()
)


class Row(NamedTuple):
    """A row that holds something. `values[0]` is column A; empty cells at the end are left out."""

    number: int
    values: tuple[Value, ...]


def text_of(value: Value) -> str:
    """A cell as text: numbers with a point and without needless decimals, dates as `2024-03-05`, `TRUE` and `FALSE`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, PartialDate):
        return value.text
    # Spreadsheets compute and show 15 digits; what stands behind them is noise (0.30000000000000004).
    return str(value) if isinstance(value, int) else f"{value:.15g}"


def plain_number(number: float) -> int | float:
    """A whole number as one, as long as it is exact; otherwise as it is."""
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def filled(values: tuple[Value, ...]) -> int:
    """How many cells hold something other than spaces."""
    return sum(1 for value in values if not isinstance(value, str) or value.strip())

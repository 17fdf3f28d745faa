"""Dates in workbooks: numbers that only their format tells to be dates."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum

from brobygger.dates.rules import LAST_YEAR, PartialDate
from brobygger.tables.rules.cells import Value, plain_number
from brobygger.tables.rules.dates import day_of_serial

# Between the two ways of counting days: from 1900, and from 1904 in workbooks that began on an early Macintosh.
DAYS_1904 = 1462


class Shown(StrEnum):
    """What a number format shows of a number."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    TIME = "time"


# Formats that have a number and no text in the file (ECMA-376 part 1, 18.8.30).
_BUILT_IN = {
    **dict.fromkeys([14, 15, 16, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58], Shown.DAY),
    17: Shown.MONTH,
    **dict.fromkeys([18, 19, 20, 21, 32, 33, 34, 35, 55, 56], Shown.TIME),
}
# What is shown as it stands: quoted text, an escaped or padded letter, colours and conditions.
_AS_IT_STANDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def shown_by_number(number: int) -> Shown:
    """What one of the built-in formats shows."""
    return _BUILT_IN.get(number, Shown.NUMBER)


def shown_by_format(code: str) -> Shown:
    """What a format such as `dd.mm.yyyy;@` shows. Hours beyond a day (`[h]:mm`) are an amount, not a time."""
    first = _AS_IT_STANDS.sub("", code).split(";")[0].lower().replace("am/pm", "").replace("a/p", "")
    if "[" in first or "general" in first:
        return Shown.NUMBER
    has_time = "h" in first or "s" in first
    if "d" in first:
        return Shown.DAY
    if "y" in first:
        return Shown.MONTH if "m" in first and not has_time else Shown.DAY if has_time else Shown.YEAR
    if has_time:
        return Shown.TIME
    return Shown.MONTH if "m" in first else Shown.NUMBER


def value_of_number(number: float, shown: Shown, *, from_1904: bool = False) -> Value:
    """A workbook's number as its format shows it: a date with that precision, a time of day as text, else the number.

    «mars 2024» in a sheet is stored as the first of the month; it is read as the month. Another day of the month was
    written by somebody, and is kept.
    """
    if shown is Shown.TIME and 0 <= number < 1:
        return str(timedelta(minutes=round(number * 24 * 60)))[:-3].zfill(5)
    day = None
    if shown is not Shown.NUMBER and 0 < number < 1_000_000:
        day = day_of_serial(int(number) + (DAYS_1904 if from_1904 else 0))
    if day is None or day.year > LAST_YEAR:
        return plain_number(number)
    if shown is Shown.MONTH and day.day == 1:
        return PartialDate(f"{day.year:04}-{day.month:02}")
    if shown is Shown.YEAR and (day.month, day.day) == (1, 1):
        return PartialDate(f"{day.year:04}")
    return PartialDate(day.isoformat())

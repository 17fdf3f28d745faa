"""Bars over years: from when to when, as parts of the width of a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

YEARS_AT_MOST = 15
WIDTH = 1000
_NARROWEST = 8


@dataclass(frozen=True)
class Lasting:
    """From when to when something lasts. Nobody knows when it ends: `is_open`. Without a start it is not drawn."""

    start: date | None
    end: date | None
    is_open: bool = False


@dataclass(frozen=True)
class Bar:
    """Where a bar begins and how wide it is, of 1000; and whether it goes on outside the drawing."""

    x: int
    width: int
    before: bool
    after: bool


def years_shown(lastings: Sequence[Lasting], *, this_year: int) -> range:
    """The years a drawing must show for all to be seen; the last fifteen when they are more."""
    years = [day.year for each in lastings for day in (each.start, each.end) if day]
    if any(each.is_open for each in lastings):
        years.append(this_year)
    if not years:
        return range(this_year, this_year + 1)
    last = min(max(years), max(this_year, min(years)) + YEARS_AT_MOST - 1)
    return range(max(min(years), last - YEARS_AT_MOST + 1), last + 1)


def bar_of(lasting: Lasting, years: range) -> Bar | None:
    """The bar in a drawing of these years; None when there is no start, or all of it lies outside."""
    start, end = lasting.start or lasting.end, lasting.end
    if start is None:
        return None
    first, last = date(years[0], 1, 1).toordinal(), date(years[-1], 12, 31).toordinal()
    begins = start.toordinal()
    ends = last if lasting.is_open else max(begins, (end or start).toordinal())
    if begins > last or ends < first:
        return None
    days = last - first + 1
    x = round((max(begins, first) - first) * WIDTH / days)
    right = round((min(ends, last) + 1 - first) * WIDTH / days)
    width = max(_NARROWEST, right - x)
    return Bar(min(x, WIDTH - width), width, begins < first, lasting.is_open or ends > last)

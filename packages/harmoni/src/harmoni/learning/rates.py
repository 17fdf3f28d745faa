"""How many come a day: by kinds of days and hours of the day, as finely as the numbers tell apart."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from harmoni.engine.arrays import Floats
from harmoni.learning.events import Visit
from harmoni.model.parts import ALL_DAYS, HOLIDAY, Arrivals

_WEEKEND = frozenset({5, 6, HOLIDAY})
_KINDS_OF_DAYS: tuple[tuple[frozenset[int], ...], ...] = (
    (ALL_DAYS | {HOLIDAY},),
    (frozenset(range(5)), _WEEKEND),
    (frozenset(range(5)), frozenset({5}), frozenset({6, HOLIDAY})),
    (frozenset({0}), frozenset({1, 2, 3}), frozenset({4}), _WEEKEND),
    (*(frozenset({day}) for day in range(6)), frozenset({6, HOLIDAY})),
)
_SHIFTS: tuple[tuple[tuple[int, int], ...], ...] = (
    ((0, 24),),
    ((0, 8), (8, 24)),
    ((0, 8), (8, 16), (16, 24)),
)
SHORTEST_LOG = 28
"""Days: below, weekdays are not told apart."""


@dataclass(frozen=True)
class Rate:
    """A row of arrivals.csv, with the interval of its number."""

    row: Arrivals
    low: float
    high: float
    came: int


def rates(
    group: str,
    came: Iterable[Visit],
    begins: float,
    ends: float,
    holidays: frozenset[dt.date],
    smallest: int,
    by_hour: bool,
) -> tuple[list[Rate], bool]:
    """The rows of a group, from those who came from outside on the whole days of the log; and whether they came too few
    to be written. No row stands for one to `smallest` - 1 patients."""  # fmt: skip
    first, last = math.ceil(begins - 1e-9), math.floor(ends + 1e-9)
    inside = [visit for visit in came if first <= visit.came < last]
    patients = len({visit.patient for visit in inside})
    if patients < smallest:
        return [Rate(Arrivals(group, 0.0), 0.0, 0.0, 0)], patients > 0
    days = [_kind(dt.date.fromordinal(day), holidays) for day in range(first, last)]
    exposure = np.bincount(days, minlength=8).astype(np.float64)
    cells = [(days[int(visit.came) - first], int(visit.came % 1 * 24 + 1e-6), visit.patient) for visit in inside]
    best: tuple[float, list[Rate]] | None = None
    for kinds in _KINDS_OF_DAYS if len(days) >= SHORTEST_LOG else _KINDS_OF_DAYS[:1]:
        found = [_by_shift(group, kind, cells, exposure, smallest, len(inside), by_hour) for kind in kinds]
        whole = [one for one in found if one is not None]
        if len(whole) == len(kinds):
            price = sum(one[0] for one in whole)
            if best is None or price < best[0]:
                best = (price, [rate for one in whole for rate in one[1]])
    assert best is not None, "all days and hours together are always enough"
    return best[1], False


def _kind(date: dt.date, holidays: frozenset[dt.date]) -> int:
    return HOLIDAY if date in holidays else date.weekday()


def _by_shift(
    group: str, kind: frozenset[int], cells: list[tuple[int, int, str]], exposure: Floats, smallest: int, total: int,
    by_hour: bool,
) -> tuple[float, list[Rate]] | None:  # fmt: skip
    """The best division of the hours on one kind of days; None when there are too few days or patients of it."""
    days = float(sum(exposure[day] for day in kind))
    own = [(hour, patient) for day, hour, patient in cells if day in kind]
    best: tuple[float, list[Rate]] | None = None
    for shifts in _SHIFTS if by_hour else _SHIFTS[:1]:
        price, rows = 0.0, []
        for start, end in shifts:
            here = [patient for hour, patient in own if start <= hour < end]
            if days == 0 or 0 < len(set(here)) < smallest:
                break
            share = (end - start) / 24
            rate = len(here) / days
            # Twice minus the logarithm of the likelihood of the moments, and the price of one more number.
            price += math.log(total) - (2 * len(here) * math.log(rate / share) - 2 * len(here) if here else 0.0)
            low, high = poisson_interval(len(here))
            row = Arrivals(group, _rounded(rate), days=kind, from_hour=start, to_hour=end)
            rows.append(Rate(row, low / days, high / days, len(here)))
        else:
            if best is None or price < best[0]:
                best = (price, rows)
    return best


def poisson_interval(count: int) -> tuple[float, float]:
    """95 of 100 for the mean of a count."""
    from scipy.special import gammaincinv

    low = float(gammaincinv(count, 0.025)) if count else 0.0
    return low, float(gammaincinv(count + 1, 0.975))


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")

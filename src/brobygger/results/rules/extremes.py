"""Which indicators to look at first: those furthest from their target, and those that changed most."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from brobygger.results.rules.figures import Series
from brobygger.results.rules.verdicts import TargetKind, Verdict


@dataclass(frozen=True)
class Shortfall:
    """How far a missed indicator got: `share` of what was aimed at, from 0 to below 1."""

    code: str
    value: Decimal
    aim: Decimal
    share: float


@dataclass(frozen=True)
class Change:
    """A change between the two latest years that have numbers."""

    code: str
    before_year: int
    year: int
    before: Decimal
    value: Decimal


def shortfalls(series: Iterable[Series]) -> list[Shortfall]:
    """Missed indicators with a number to miss, the furthest from its target first."""
    found = []
    for each in series:
        if each.period.judged.verdict is not Verdict.MISSED or each.period.target is None:
            continue
        values = [figure.value for figure in each.by_year.values() if figure.value is not None]
        if each.period.target_kind is TargetKind.YEARLY and values:
            value, aim = sum(values, Decimal(0)), each.period.target * len(values)
        elif each.period.value is not None:
            value, aim = each.period.value, each.period.target
        else:
            continue
        if aim > 0:
            found.append(Shortfall(each.code, value, aim, float(value / aim)))
    return sorted(found, key=lambda shortfall: (shortfall.share, shortfall.code))


def changes(series: Iterable[Series]) -> list[Change]:
    """Changes between the two latest years, the largest by ratio first; a year with cases waiting is no year to compare."""
    found = []
    for each in series:
        known = [
            (year, figure.value)
            for year, figure in sorted(each.by_year.items())
            if figure.value is not None and not figure.pending
        ]
        if len(known) < 2:
            continue
        (before_year, before), (year, value) = known[-2:]
        if before != value:
            found.append(Change(each.code, before_year, year, before, value))
    return sorted(found, key=lambda change: (-_size(change), change.code))


def _size(change: Change) -> float:
    return abs(math.log((float(change.value) + 1) / (float(change.before) + 1)))

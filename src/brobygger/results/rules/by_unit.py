"""A figure by unit (R47): each thing once in every row it belongs to, and the rows add up with what they share.

Two trees: as reported (each year in the tree of that year) and today's (each unit as the one it became). Both are a way from
who is named to paths; this adds up along the paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from brobygger.organisations.rules.heirs import Path
from brobygger.organisations.rules.names import Party

# Who is named → where that is, in a year.
Placing = Callable[[frozenset[Party], int], frozenset[Path]]
Settling = Callable[[Iterable[Path]], frozenset[Path]]


class Tree(StrEnum):
    """Which tree the rows are of, as addresses say it."""

    REPORTED = "rapportert"
    TODAY = "i-dag"


@dataclass(frozen=True)
class Group:
    """Things that name the same parties: what they come to by year, and how many they are in all those years together.

    `whole` is for what can count in several years and is one thing all the same; the years then need not add up to it.
    """

    named: frozenset[Party]
    by_year: Mapping[int, Decimal]
    whole: Decimal | None = None


@dataclass
class Row:
    """One place in the tree, by year (None is all of them).

    `total`: everything here or below, each thing once. `alone`: what the place above has through this one only.
    `shared`: what several of those directly below have. `own`: what none of them has. So the `total` is what those
    below have `alone`, and `shared`, and `own`.
    """

    total: dict[int | None, Decimal] = field(default_factory=dict)
    alone: dict[int | None, Decimal] = field(default_factory=dict)
    shared: dict[int | None, Decimal] = field(default_factory=dict)
    own: dict[int | None, Decimal] = field(default_factory=dict)


def by_unit(groups: Iterable[Group], place: Placing, settle: Settling) -> dict[Path, Row]:
    """The rows, by path; `()` is the whole. Things that name nobody are its own."""
    rows: dict[Path, Row] = {(): Row()}
    for group in groups:
        everywhere: set[Path] = set()
        for year, value in group.by_year.items():
            paths = place(group.named, year)
            everywhere |= paths
            _add(rows, paths, year, value)
            if group.whole is None:
                _add(rows, paths, None, value)
        if group.whole is not None:
            _add(rows, settle(everywhere), None, group.whole)
    return rows


def below(paths: Iterable[Path]) -> dict[Path, set[Path]]:
    """Every row that paths go through, each with the rows directly below it that they go on to."""
    found: dict[Path, set[Path]] = {(): set()}
    for path in paths:
        for length in range(len(path)):
            found.setdefault(path[:length], set()).add(path[: length + 1])
        found.setdefault(path, set())
    return found


class Part(StrEnum):
    """What of a row somebody asks for, as addresses say it."""

    TOTAL = ""
    SHARED = "felles"
    OWN = "egne"


def is_in(paths: Iterable[Path], row: Path, part: Part = Part.TOTAL) -> bool:
    """Whether something with these paths is counted in a row, or in that part of it."""
    found = below(paths)
    if row not in found:
        return False
    going_on = len(found[row])
    return {Part.TOTAL: True, Part.SHARED: going_on > 1, Part.OWN: going_on == 0}[part]


def _add(rows: dict[Path, Row], paths: Iterable[Path], year: int | None, value: Decimal) -> None:
    for path, onward in below(paths).items():
        row = rows.setdefault(path, Row())
        row.total[year] = row.total.get(year, Decimal(0)) + value
        if not onward:
            row.own[year] = row.own.get(year, Decimal(0)) + value
        elif len(onward) > 1:
            row.shared[year] = row.shared.get(year, Decimal(0)) + value
        else:
            [only] = onward
            child = rows.setdefault(only, Row())
            child.alone[year] = child.alone.get(year, Decimal(0)) + value

"""What the register can be filtered by, with counts, and the density map: straight from the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Cell, Term
from brobygger.portfolio.rules.facets import Dimension


def terms_of(partnership: Partnership, dimensions: Sequence[Dimension]) -> dict[Dimension, dict[str, int]]:
    """Keys in use and how many activities have each, by dimension. One query."""
    found: dict[Dimension, dict[str, int]] = {dimension: {} for dimension in dimensions}
    for dimension, key, count in (
        Term.objects.filter(partnership=partnership, dimension__in=[d.value for d in dimensions], count__gt=0)
        .order_by("key")
        .values_list("dimension", "key", "count")
    ):
        found[Dimension(dimension)][key] = count
    return found


@dataclass(frozen=True)
class Density:
    """Counts by (row key, column key), and the counts of whole rows and columns, each activity once."""

    cells: Mapping[tuple[str, str], int]
    rows: Mapping[str, int]
    columns: Mapping[str, int]


def density(partnership: Partnership, rows: Dimension, columns: Dimension, *, year: int = 0) -> Density:
    """How many activities have each pair of terms, in one year or (0) at all. Row and column totals are of all years.

    Two queries, neither of which grows with the number of activities.
    """
    totals = terms_of(partnership, [rows, columns])
    cells = {
        (row, column): count
        for row, column, count in Cell.objects.filter(
            partnership=partnership,
            year=year,
            count__gt=0,
            row__dimension=rows.value,
            column__dimension=columns.value,
        ).values_list("row__key", "column__key", "count")
    }
    return Density(cells, totals[rows], totals[columns])

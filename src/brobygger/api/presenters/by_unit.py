"""A figure by unit as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from brobygger.organisations.queries import Directory
from brobygger.organisations.rules.heirs import Path
from brobygger.results.presenters.by_unit import row_label
from brobygger.results.presenters.rows import plain
from brobygger.results.rules.by_unit import Part, Row


def unit_figure_as_json(
    path: Path, row: Row, note: Callable[[Path], str], directory: Directory, years: Sequence[int]
) -> dict[str, Any]:
    """One row. `note` tells what is to be said of it."""

    def numbers(by_year: Mapping[int | None, Decimal]) -> dict[str, str]:
        return {str(year or "period"): plain(by_year.get(year, Decimal(0))) for year in (*years, None)}

    return {
        "row": [directory.slug(party) for party in path],
        "name": row_label(directory, path, Part.TOTAL),
        "note": note(path),
        "total": numbers(row.total),
        "alone": numbers(row.alone),
        "shared": numbers(row.shared),
        "own": numbers(row.own),
    }

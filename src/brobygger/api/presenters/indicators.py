"""Figures as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from brobygger.results.presenters import in_language
from brobygger.results.presenters.rows import COLUMNS, figure_cells, figure_rows
from brobygger.results.queries.frameworks import Figures
from brobygger.results.queries.on_date import OnDay

_MAYBE = ("target", "value", "basis", "credit")
_OF_FIGURE = COLUMNS[3:]


def indicators_as_json(figures: Figures, *, data_version: int, year: int) -> list[dict[str, Any]]:
    """Every indicator with its figures, in the order of the framework, in the reader's language.

    Remembered as long as the figures themselves are: their reasons in words cost more than all the rest of an answer.
    """
    key = f"api-figures-2:{figures.framework.pk}:{data_version}:{year}:{get_language()}"
    told: list[dict[str, Any]] | None = cache.get(key)
    if told is None:
        told = figures_as_json(figures)
        cache.set(key, told, timeout=3600)
    return told


def figure_as_json(cells: Sequence[str], credit: str = "") -> dict[str, Any]:
    """A figure from the cells of its row (`results.presenters.rows.figure_cells`)."""
    told = dict(zip(_OF_FIGURE, (*cells, credit), strict=True))
    return {
        **{name: text or None if name in _MAYBE else text for name, text in told.items()},
        "pending": int(told["pending"]),
        "left_out": int(told["left_out"]),
        "disputed": told["disputed"] == "true",
    }


def past_figures_as_json(found: OnDay) -> list[dict[str, Any]]:
    """The figures of a past day. Which part of the band a number was is not told: the definition of then decides."""
    return [
        {
            "code": indicator.code,
            "goal_area": indicator.goal_area.code,
            "name": in_language(indicator.name),
            "figures": [
                figure_as_json(figure_cells(figure))
                for figure in (*found.series[indicator.code].by_year.values(), found.series[indicator.code].period)
            ],
        }
        for indicator in found.indicators
    ]


def figures_as_json(figures: Figures) -> list[dict[str, Any]]:
    """The same of figures that are not those of today, and so are not remembered."""
    found: dict[str, dict[str, Any]] = {}
    for row in figure_rows(figures):
        goal_area, code, name, *cells, credit = row
        head = {"code": code, "goal_area": goal_area, "name": name}
        found.setdefault(code, {**head, "figures": []})["figures"].append(figure_as_json(cells, credit))
    return list(found.values())

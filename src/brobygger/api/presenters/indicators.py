"""Figures as JSON."""

from __future__ import annotations

from typing import Any

from brobygger.results.presenters.rows import COLUMNS, figure_rows
from brobygger.results.queries.frameworks import Figures

_MAYBE = ("target", "value", "basis")
_OF_FIGURE = COLUMNS[3:]


def indicators_as_json(figures: Figures) -> list[dict[str, Any]]:
    """Every indicator with its figures, in the order of the framework."""
    found: dict[str, dict[str, Any]] = {}
    for row in figure_rows(figures):
        told: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
        head = {name: told[name] for name in ("code", "goal_area", "name")}
        figure: dict[str, Any] = {name: told[name] or None if name in _MAYBE else told[name] for name in _OF_FIGURE}
        figure["pending"] = int(figure["pending"])
        found.setdefault(told["code"], {**head, "figures": []})["figures"].append(figure)
    return list(found.values())

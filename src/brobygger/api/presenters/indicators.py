"""Figures as JSON."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from brobygger.results.presenters.rows import COLUMNS, figure_rows
from brobygger.results.queries.frameworks import Figures

_MAYBE = ("target", "value", "basis")
_OF_FIGURE = COLUMNS[3:]


def indicators_as_json(figures: Figures, *, data_version: int, year: int) -> list[dict[str, Any]]:
    """Every indicator with its figures, in the order of the framework, in the reader's language.

    Remembered as long as the figures themselves are: their reasons in words cost more than all the rest of an answer.
    """
    key = f"api-figures:{figures.framework.pk}:{data_version}:{year}:{get_language()}"
    told: list[dict[str, Any]] | None = cache.get(key)
    if told is None:
        told = _told(figures)
        cache.set(key, told, timeout=3600)
    return told


def _told(figures: Figures) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in figure_rows(figures):
        told: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
        head = {name: told[name] for name in ("code", "goal_area", "name")}
        figure: dict[str, Any] = {name: told[name] or None if name in _MAYBE else told[name] for name in _OF_FIGURE}
        figure["pending"] = int(figure["pending"])
        found.setdefault(told["code"], {**head, "figures": []})["figures"].append(figure)
    return list(found.values())

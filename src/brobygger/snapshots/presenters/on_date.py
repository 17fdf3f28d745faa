"""Figures of a past day as a page shows them, beside today's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from brobygger.partnerships.models import Partnership
from brobygger.results.presenters.words import in_language, number
from brobygger.results.queries.frameworks import Figures
from brobygger.results.queries.on_date import OnDay
from brobygger.results.rules.figures import Figure


@dataclass(frozen=True)
class DayCell:
    """One figure of that day; `now` is today's where it is another one."""

    label: str
    value: str
    verdict: str
    now: str


@dataclass(frozen=True)
class DayRow:
    """One indicator: its years, then the period."""

    name: str
    url: str
    cells: Sequence[DayCell]


def day_rows(partnership: Partnership, found: OnDay, today: Figures | None) -> list[DayRow]:
    """One row for each indicator that was defined."""
    rows = []
    for indicator in found.indicators:
        series = found.series[indicator.code]
        present = today.series.get(indicator.code) if today else None
        cells = [
            _cell(figure, present.by_year.get(year) if present else None) for year, figure in series.by_year.items()
        ]
        cells.append(_cell(series.period, present.period if present else None))
        url = reverse("results:indicator", kwargs={"partnership": partnership.slug, "code": indicator.code})
        rows.append(DayRow(in_language(indicator.name), url, cells))
    return rows


def _cell(then: Figure, now: Figure | None) -> DayCell:
    is_same = now is not None and now.value == then.value
    return DayCell(
        str(then.year or ""),
        number(then.value),
        then.judged.verdict.value,
        "" if is_same or not now else number(now.value),
    )

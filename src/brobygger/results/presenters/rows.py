"""Figures as rows for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from brobygger.results.presenters.words import in_language, reason_sentence
from brobygger.results.queries.frameworks import Figures, rule_in
from brobygger.results.rules.figures import Basis, Figure

COLUMNS = (
    "goal_area",
    "code",
    "name",
    "year",
    "target_kind",
    "target",
    "value",
    "basis",
    "state",
    "pending",
    "verdict",
    "reason",
    "left_out",
    "disputed",
    "credit",
)


def figure_rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    """One row for each indicator and year, then one for the period; all text, nothing is an empty text."""
    newest = max(figures.years)
    for area in figures.goal_areas:
        for indicator in area.indicators.all():
            series = figures.series[indicator.code]
            for figure in [*(series.by_year[year] for year in figures.years), series.period]:
                rule = rule_in(indicator, newest if figure.year is None else figure.year)
                credit = rule.credit.value if rule and figure.basis is Basis.COUNTED else ""
                yield (area.code, indicator.code, in_language(indicator.name), *figure_cells(figure), credit)


def figure_cells(figure: Figure) -> tuple[str, ...]:
    """One figure, without what it is of and without the credit it was counted for."""
    return (
        "period" if figure.year is None else str(figure.year),
        figure.target_kind.value,
        plain(figure.target),
        plain(figure.value),
        figure.basis.value if figure.basis else "",
        "final" if figure.is_final else "provisional",
        str(figure.pending),
        figure.judged.verdict.value,
        reason_sentence(figure.judged),
        str(figure.left_out),
        "true" if figure.is_disputed else "false",
    )


def plain(value: Decimal | None) -> str:
    """A number for programs: a point, no trailing zeros."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

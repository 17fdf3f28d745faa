"""Indicators, figures and what they count, as a snapshot keeps them (`settings.SNAPSHOT_PARTS`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.results.models import Assessment, Definition, Indicator, Judgement, Target
from brobygger.results.queries import tally
from brobygger.results.queries.frameworks import Figures, areas_of, figures_now, framework_of, rules_in
from brobygger.results.rules.figures import Figure, Series

# More than any register has.
ALL = 2**31 - 1
CHUNK = 1000

Item = tuple[str, Any]


def framework(partnership: Partnership, year: int, now: datetime) -> Iterator[Item]:
    """Goal areas, indicators with every version of definition and target, what criteria and sources say, and figures.

    `framework/<slug>`, `goal-areas/<code>`, `indicators/<code>`, `figures/<code>.<year>`, and `figures/<code>.period`. A
    figure says which versions it was counted and judged under, what it would have been for every credit (`band`), and
    how many activities were left out of it because they are disputed.
    """
    figures = figures_now(partnership, today=timezone.localdate(now))
    if figures is not None:
        yield from figure_items(figures)


def figure_items(figures: Figures) -> Iterator[Item]:
    """The same for figures that are known already. Two queries for each indicator."""
    own = figures.framework
    yield f"framework/{own.slug}", {"slug": own.slug, "name": own.name, "years": figures.years, "source": own.source}
    for area in figures.goal_areas:
        yield (
            f"goal-areas/{area.code}",
            {
                "code": area.code,
                "framework": figures.framework.slug,
                "years": figures.years,
                "name": area.name,
                "objective": area.objective,
                "expected_value": area.expected_value,
                "position": area.position,
            },
        )
    for indicator in figures.indicators():
        yield f"indicators/{indicator.code}", _indicator(indicator)
    for indicator in figures.indicators():
        series = figures.series[indicator.code]
        for figure in [*(series.by_year[year] for year in figures.years), series.period]:
            yield f"figures/{figure_name(indicator.code, figure.year)}", _figure(figures, indicator, series, figure)


def members(partnership: Partnership, year: int, now: datetime) -> Iterator[Item]:
    """The activities each number counts, with their titles: `members/<code>.<year>/<id>`, and for those that wait for
    an answer or have no year `waiting/…` and `undated/…`. In the order of their ids.
    """
    current = framework_of(partnership)
    years = list(current.years) if current else []
    for indicator in [each for area in areas_of(current) for each in area.indicators.all()] if current else ():
        rules = rules_in(indicator, years)
        if not rules:
            continue
        whole: set[int] = set()
        # Whoever is told under a year is told again under the period.
        told: dict[int, list[Any]] = {}
        for each, rule in rules.items():
            ids = tally.members(partnership, {each: rule}, limit=ALL)
            whole |= set(ids)
            yield from _titles(partnership, f"members/{figure_name(indicator.code, each)}", ids, told)
        yield from _titles(partnership, f"members/{figure_name(indicator.code, None)}", sorted(whole), told)
        for each, rule in rules.items():
            if rule.pending:
                ids = tally.pending_members(partnership, rule, each, limit=ALL)
                yield from _titles(partnership, f"waiting/{figure_name(indicator.code, each)}", ids, told)
        if max(years) in rules:
            ids = tally.undated_members(partnership, rules[max(years)], limit=ALL)
            yield from _titles(partnership, f"undated/{figure_name(indicator.code, None)}", ids, told)


def figure_name(code: str, year: int | None) -> str:
    """What a figure is called in paths: the indicator and the year, or `period`."""
    return f"{code}.{'period' if year is None else year}"


def _titles(partnership: Partnership, group: str, ids: Sequence[int], told: dict[int, list[Any]]) -> Iterator[Item]:
    """What activities are called, in the order of their ids; reads, a thousand at a time, those that were not told yet."""
    for at in range(0, len(ids), CHUNK):
        some = ids[at : at + CHUNK]
        if new := [pk for pk in some if pk not in told]:
            rows = Activity.every.filter(partnership=partnership, pk__in=new)
            told.update((row[0], list(row)) for row in rows.values_list("pk", "slug", "version", "title"))
        for pk in some:
            if pk in told:
                yield f"{group}/{pk}", told[pk]


def _indicator(indicator: Indicator) -> dict[str, Any]:
    definitions, targets = list(indicator.definitions.all()), list(indicator.targets.all())
    return {
        "code": indicator.code,
        "goal_area": indicator.goal_area.code,
        "name": indicator.name,
        "group": indicator.group,
        "source": indicator.source,
        "direction": indicator.direction,
        "position": indicator.position,
        "definitions": [_columns(each, _DEFINITION) for each in definitions],
        "targets": [
            {**_columns(each, _TARGET), "decision": each.decision.slug if each.decision else None} for each in targets
        ],
        "assessments": [_columns(each, _ASSESSMENT) for each in Assessment.objects.filter(indicator=indicator).order_by("pk")],
        "judgements": [_columns(each, _JUDGEMENT) for each in Judgement.objects.filter(indicator=indicator).order_by("pk")],
    }  # fmt: skip


_DEFINITION = ("version", "valid_from", "text", "unit", "counting", "reason", "source")
_TARGET = (
    "version", "valid_from", "kind", "value", "baseline_year", "baseline_value", "baseline_source", "due_years", "criteria",
    "owner", "method", "mandate", "exception", "reason", "source",
)  # fmt: skip
_ASSESSMENT = ("criterion", "year", "level", "text", "activities", "source")
_JUDGEMENT = ("year", "judgement", "words", "source")


def _columns(row: Definition | Target | Assessment | Judgement, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _figure(figures: Figures, indicator: Indicator, series: Series, figure: Figure) -> dict[str, Any]:
    year = max(figures.years) if figure.year is None else figure.year
    return {
        "code": figure.code,
        "year": figure.year,
        "value": figure.value,
        "basis": figure.basis,
        "is_final": figure.is_final,
        "pending": figure.pending,
        "counted": figure.counted,
        "band": _band(figures, figure),
        "left_out": figure.left_out,
        "is_disputed": figure.is_disputed,
        "undated": series.undated if figure.year is None else 0,
        "jumps": series.jumps if figure.year is None else [],
        "reported": asdict(figure.reported) if figure.reported else None,
        "target_kind": figure.target_kind,
        "target": figure.target,
        "verdict": figure.judged.verdict,
        "why": figure.judged.why,
        "facts": dict(figure.judged.facts),
        "definition": _holds(list(indicator.definitions.all()), year),
        "target_version": _holds(list(indicator.targets.all()), year),
    }


def _band(figures: Figures, figure: Figure) -> dict[str, Any] | None:
    """What the register counts for each credit; None when the indicator can only be reported."""
    band = figures.bands.get(figure.code)
    if band is None:
        return None
    year = figure.year
    return {credit.value: sums.period if year is None else sums.by_year[year] for credit, sums in band.items()}


def _holds(versions: Sequence[Definition] | Sequence[Target], year: int) -> int | None:
    """The version that holds in a year."""
    held = [(each.valid_from, each.version) for each in versions if each.valid_from <= year]
    held = held or [(each.valid_from, each.version) for each in versions][:1]
    return max(held)[1] if held else None

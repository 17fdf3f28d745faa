"""Reading a framework with everything its figures rest on, and the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.core.cache import cache
from django.db.models import F, Prefetch

from brobygger.contributions.rules.credit import Credit
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import current_period
from brobygger.results.models import (
    Assessment,
    Definition,
    Framework,
    GoalArea,
    Indicator,
    Judgement,
    LeftOut,
    ReportedValue,
    Target,
)
from brobygger.results.queries.remembered import Remembered, Tallies
from brobygger.results.rules.counting import CountingRule, Measure, TimeRule, Unique
from brobygger.results.rules.figures import IndicatorFacts, Reported, Series, Sums, series_of, sums_of_years
from brobygger.results.rules.verdicts import Level, TargetKind, TargetVersion

# What was said of the whole period stands last and so holds. Databases do not agree where nulls belong.
PERIOD_LAST = (F("year").asc(nulls_last=True), "recorded_at", "pk")


@dataclass(frozen=True)
class Figures:
    """A framework and the series of each of its indicators, by code."""

    framework: Framework
    goal_areas: Sequence[GoalArea]
    series: Mapping[str, Series]
    # What is counted for every credit, of the indicators that are counted.
    bands: Mapping[str, Mapping[Credit, Sums]]

    @property
    def years(self) -> list[int]:
        """The years of the framework."""
        return list(self.framework.years)

    def indicators(self) -> list[Indicator]:
        """All indicators in order."""
        return [indicator for area in self.goal_areas for indicator in area.indicators.all()]

    def indicator(self, code: str) -> Indicator | None:
        """One indicator by code."""
        return next((indicator for indicator in self.indicators() if indicator.code == code), None)


def framework_of(partnership: Partnership) -> Framework | None:
    """The framework of the current agreement period."""
    period = current_period(partnership)
    return Framework.objects.filter(partnership=partnership, slug=period.framework_slug).first() if period else None


def figures_of(partnership: Partnership, *, today: date) -> Figures | None:
    """All figures of the current framework; None when the partnership has none.

    Remembered until something that is counted changes (`Partnership.data_version`) or the year turns; then only what
    counts the kinds that changed is counted anew.
    """
    framework = framework_of(partnership)
    if framework is None:
        return None
    areas = areas_of(framework)
    key = f"banded-figures:{partnership.pk}:{framework.pk}:{partnership.data_version}:{today.year}"
    counted = cache.get(key)
    if counted is None:
        counted = _all_series(partnership, framework, areas, today, Remembered)
        cache.set(key, counted, timeout=None)
    return Figures(framework, areas, *counted)


def figures_now(partnership: Partnership, *, today: date) -> Figures | None:
    """The same, counted anew and not remembered: for whoever has written in a transaction that may still be undone."""
    framework = framework_of(partnership)
    if framework is None:
        return None
    areas = areas_of(framework)
    return Figures(framework, areas, *_all_series(partnership, framework, areas, today, Tallies))


def areas_of(framework: Framework) -> list[GoalArea]:
    """The goal areas of a framework with their indicators, definitions and targets, in order. Four queries or five."""
    return list(
        framework.goal_areas.order_by("position").prefetch_related(
            Prefetch("indicators", Indicator.objects.order_by("position")),
            Prefetch("indicators__definitions", Definition.objects.order_by("version")),
            Prefetch("indicators__targets", Target.objects.select_related("decision").order_by("version")),
        )
    )


@dataclass(frozen=True)
class _Known:
    """What is known of indicators besides what the register counts, by their ids."""

    reported: Mapping[int, Mapping[int | None, Reported]]
    levels: Mapping[int, Mapping[str, Level]]
    disputed: Mapping[int, frozenset[int]]
    some_left_out: bool


def _known(partnership: Partnership, indicators: Sequence[Indicator]) -> _Known:
    """Three queries."""
    reported: dict[int, dict[int | None, Reported]] = {}
    for row in ReportedValue.objects.filter(indicator__in=indicators).order_by("recorded_at", "pk"):
        reported.setdefault(row.indicator_id, {})[row.year] = Reported(
            row.value, row.pending, row.state == "final", row.as_of, row.quality, row.source
        )
    levels: dict[int, dict[str, Level]] = {}
    for assessment in Assessment.objects.filter(indicator__in=indicators).order_by(*PERIOD_LAST):
        levels.setdefault(assessment.indicator_id, {})[assessment.criterion] = Level(assessment.level)
    disputed: dict[int, set[int]] = {}
    some_left_out = False
    for activity_id, indicator_id, year in LeftOut.objects.filter(partnership=partnership).values_list(
        "activity_id", "indicator_id", "year"
    ):
        some_left_out = some_left_out or activity_id is not None
        disputed.setdefault(indicator_id or 0, set()).add(year)
    return _Known(reported, levels, {pk: frozenset(years) for pk, years in disputed.items()}, some_left_out)


class _Counting:
    """Makes series of what rules count and what else is known."""

    def __init__(self, tallies: Tallies, known: _Known, this_year: int) -> None:
        self._tallies, self._years, self._known, self._this_year = tallies, tallies.years, known, this_year

    def series(
        self, pk: int, code: str, definitions: Iterable[Defined], targets: Sequence[TargetVersion]
    ) -> tuple[Series, dict[Credit, Sums]]:
        """The series of one indicator, and its band (empty when it can only be reported)."""
        definitions = list(definitions)
        rules = {year: rule_among(definitions, year) for year in self._years}
        tallies = self._tallies
        sums = sums_of_years(
            rules, lambda rule: tallies.of(rule)[rule.credit], lambda whole: tallies.together(whole).official
        )
        band = {credit: each for credit in Credit if (each := _of_credit(tallies, rules, credit)) is not None}
        last = rules[max(self._years)]
        facts = IndicatorFacts(
            code=code,
            targets=targets,
            rule=last,
            reported=self._known.reported.get(pk, {}),
            sums=sums,
            levels=self._known.levels.get(pk, {}),
            disputed=self._known.disputed.get(pk, frozenset()) if pk else frozenset(),
            earlier={year: rule for year, rule in rules.items() if rule is not None and rule != last},
            uncounted=frozenset(year for year, rule in rules.items() if rule is None),
        )
        return series_of(facts, self._years, this_year=self._this_year), band


def _of_credit(tallies: Tallies, rules: Mapping[int, CountingRule | None], credit: Credit) -> Sums | None:
    return sums_of_years(
        rules, lambda rule: tallies.of(rule)[credit], lambda whole: tallies.together(whole).band[credit]
    )


def _all_series(
    partnership: Partnership, framework: Framework, areas: Sequence[GoalArea], today: date, make: type[Tallies]
) -> tuple[dict[str, Series], dict[str, dict[Credit, Sums]]]:
    indicators = [indicator for area in areas for indicator in area.indicators.all()]
    known = _known(partnership, indicators)
    tallies = make(partnership, framework.years, some_left_out=known.some_left_out)
    counting = _Counting(tallies, known, today.year)
    result, bands = {}, {}
    for each in indicators:
        result[each.code], band = counting.series(each.pk, each.code, each.definitions.all(), target_versions(each))
        if band:
            bands[each.code] = band
    tallies.keep()
    return result, bands


@dataclass(frozen=True)
class Versions:
    """What an indicator means and aims at, so or so: its definitions and targets as values."""

    definitions: Sequence[Defined]
    targets: Sequence[TargetVersion]


def series_under(
    partnership: Partnership,
    framework: Framework,
    indicator: Indicator | None,
    sides: Sequence[Versions],
    *,
    today: date,
) -> list[Series]:
    """One indicator's series under each of several sets of versions; None is one that is not there yet.

    Three queries, and one or two for each rule.
    """
    known = _known(partnership, [indicator] if indicator else [])
    tallies = Tallies(partnership, framework.years, some_left_out=known.some_left_out)
    counting = _Counting(tallies, known, today.year)
    pk, code = (indicator.pk, indicator.code) if indicator else (0, "")
    return [counting.series(pk, code, each.definitions, each.targets)[0] for each in sides]


class Defined(Protocol):
    """A version of a definition, as stored or as a draft."""

    @property
    def version(self) -> int: ...
    @property
    def valid_from(self) -> int: ...
    @property
    def counting(self) -> Any: ...


_Version = TypeVar("_Version", bound=Defined)


def rule_in(indicator: Indicator, year: int) -> CountingRule | None:
    """How an indicator is counted in a year, under the definition of that year; None when it can only be reported.

    A year before the first definition is counted under the first.
    """
    return rule_among(indicator.definitions.all(), year)


def rules_in(indicator: Indicator, years: Iterable[int]) -> dict[int, CountingRule]:
    """How an indicator is counted in some years, each under its own definition; without those it cannot be counted in."""
    return {year: rule for year in years if (rule := rule_in(indicator, year)) is not None}


def rule_among(definitions: Iterable[Defined], year: int) -> CountingRule | None:
    """The same among some definitions."""
    held = _among(definitions, year)
    return read_rule(held.counting) if held is not None and held.counting else None


def definition_in(indicator: Indicator, year: int) -> Definition | None:
    """The definition of a year; of a year before the first, the first."""
    return _among(indicator.definitions.all(), year)


def _among(definitions: Iterable[_Version], year: int) -> _Version | None:
    ordered = sorted(definitions, key=lambda d: (d.valid_from, d.version))
    held = [definition for definition in ordered if definition.valid_from <= year] or ordered[:1]
    return held[-1] if held else None


def rule_of(indicator: Indicator) -> CountingRule | None:
    """How an indicator is counted now, in the last year of its framework."""
    return rule_in(indicator, max(indicator.goal_area.framework.years))


def read_rule(stored: Mapping[str, Any]) -> CountingRule:
    """A counting rule as it is stored."""
    return CountingRule(
        kinds=frozenset(stored["kinds"]),
        milestone=stored["milestone"],
        year_from=stored["year_from"],
        purposes=frozenset(stored.get("purposes") or ()),
        unique=Unique(stored["unique"]),
        time=TimeRule(stored["time"]),
        measure=Measure(stored["measure"]),
        pending=stored.get("pending") or "",
        credit=Credit(stored.get("credit") or Credit.BROAD),
    )


def target_versions(indicator: Indicator) -> list[TargetVersion]:
    """The versions of an indicator's target as values."""
    return [
        TargetVersion(
            kind=TargetKind(target.kind),
            valid_from=target.valid_from,
            value=_decimal(target.value),
            baseline_year=target.baseline_year,
            baseline_value=_decimal(target.baseline_value),
            due_years=tuple(target.due_years),
            criteria=tuple(criterion["code"] for criterion in target.criteria),
            up_is_better=indicator.direction == "up",
            version=target.version,
        )
        for target in indicator.targets.all()
    ]


def judgements_of(indicator: Indicator) -> list[Judgement]:
    """What the source says, the period first."""
    return list(indicator.judgements.order_by(F("year").desc(nulls_first=True), "pk"))


def assessments_of(indicator: Indicator) -> list[Assessment]:
    """How its criteria were assessed, oldest first."""
    return list(indicator.assessments.order_by(*PERIOD_LAST))


def _decimal(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)

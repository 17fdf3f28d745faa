"""All goal areas with their indicators as a page shows them: frozen values, ready to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.designsystem.rules.charts import StackedBar, YearBars, YearValue, stacked_bar, year_bars
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.results.models import GoalArea, Indicator, Target
from brobygger.results.presenters.words import (
    in_language,
    number,
    reason_sentence,
    year_label,
)
from brobygger.results.queries.frameworks import Figures
from brobygger.results.rules.figures import Figure, Series
from brobygger.results.rules.verdicts import TargetKind, Verdict

VERDICT_ORDER = tuple(Verdict)


@dataclass(frozen=True)
class Cell:
    """One figure in a table. `url` opens it."""

    label: str
    value: str
    verdict: str
    reason: str
    pending: int
    left_out: int
    is_disputed: bool
    is_provisional: bool
    url: str


@dataclass(frozen=True)
class Row:
    """One indicator in a list."""

    code: str
    name: str
    url: str
    target: str
    target_note: str
    lacks_how: bool
    jumps: bool
    cells: Sequence[Cell]
    period: Cell
    chart: YearBars | None


@dataclass(frozen=True)
class AreaView:
    """One goal area with its indicators, grouped as they are drawn."""

    code: str
    name: str
    objective: str
    expected: Sequence[tuple[str, Sequence[str]]]
    rows: Sequence[Row]
    groups: Sequence[Sequence[Row]]
    verdicts: Sequence[tuple[str, int]]
    bar: StackedBar
    url: str


def area_views(
    partnership: Partnership, figures: Figures, organisations: Sequence[Organisation], *, with_charts: bool = True
) -> list[AreaView]:
    """All goal areas. `organisations` are the partners, for the names of who expects what."""
    names = {organisation.slug: organisation.name for organisation in organisations}
    return [_area(partnership, area, figures, names, with_charts=with_charts) for area in figures.goal_areas]


def _area(
    partnership: Partnership, area: GoalArea, figures: Figures, names: dict[str, str], *, with_charts: bool
) -> AreaView:
    indicators = list(area.indicators.all())
    rows = [row(partnership, i, figures.series[i.code], figures.years, with_charts=with_charts) for i in indicators]
    by_code = {each.code: each for each in rows}
    verdicts = Counter(figures.series[indicator.code].period.judged.verdict.value for indicator in indicators)
    counts = [(verdict.value, verdicts[verdict.value]) for verdict in VERDICT_ORDER if verdicts[verdict.value]]
    return AreaView(
        code=area.code,
        name=in_language(area.name),
        objective=in_language(area.objective),
        expected=[
            (names.get(slug, slug), [in_language(text) for text in texts])
            for slug, texts in area.expected_value.items()
        ],
        rows=rows,
        groups=[[by_code[i.code] for i in group] for _name, group in groupby(indicators, key=lambda i: i.group)],
        verdicts=counts,
        bar=stacked_bar(counts),
        url=f"{reverse('results:indicators', kwargs={'partnership': partnership.slug})}#{area.code}",
    )


def row(
    partnership: Partnership, indicator: Indicator, series: Series, years: Sequence[int], *, with_charts: bool
) -> Row:
    """One indicator in a list."""
    url = reverse("results:indicator", kwargs={"partnership": partnership.slug, "code": indicator.code})
    latest = list(indicator.targets.all())[-1]
    name = in_language(indicator.name)
    return Row(
        code=indicator.code,
        name=name,
        url=url,
        target=short_target(latest),
        target_note=_target_note(latest, series),
        lacks_how=lacks_how(latest),
        jumps=bool(series.jumps),
        cells=[cell(partnership, series.by_year[year], url) for year in years],
        period=cell(partnership, series.period, url),
        chart=chart_of(series, years) if with_charts else None,
    )


def short_target(target: Target) -> str:
    """The target in a word or two, for a table."""
    match TargetKind(target.kind):
        case TargetKind.YEARLY:
            return _("%(value)s i året") % {"value": number(target.value)}
        case TargetKind.PERIOD_TOTAL:
            return _("%(value)s i perioden") % {"value": number(target.value)}
        case TargetKind.NONE:
            return _("Ikke satt")
        case kind:
            return {
                TargetKind.INCREASE: _("Skal øke") if target.indicator.direction == "up" else _("Skal gå ned"),
                TargetKind.RECURRING: _("Flere enn sist"),
                TargetKind.QUALITATIVE: _("Kriterier"),
                TargetKind.DISCONTINUED: _("Avviklet"),
            }[kind]


def _target_note(target: Target, series: Series) -> str:
    """What a chart cannot draw: a target for the whole period, or none to draw."""
    if target.kind == TargetKind.YEARLY:
        return ""
    if target.kind == TargetKind.PERIOD_TOTAL and series.period.value is not None:
        return _("%(value)s av %(target)s i perioden") % {
            "value": number(series.period.value),
            "target": number(target.value),
        }
    return _("Mål: %(target)s") % {"target": short_target(target).lower()}


def lacks_how(target: Target) -> bool:
    """Whether a target is set without anyone saying who, how and with what mandate (R27)."""
    is_aimed_at = TargetKind(target.kind) not in {TargetKind.NONE, TargetKind.DISCONTINUED}
    return is_aimed_at and not (target.owner and target.method and target.mandate)


def cell(partnership: Partnership, figure: Figure, url: str) -> Cell:
    """One figure in a table."""
    return Cell(
        label=year_label(figure.year),
        value=number(figure.value),
        verdict=figure.judged.verdict.value,
        reason=reason_sentence(figure.judged),
        pending=figure.pending,
        left_out=figure.left_out,
        is_disputed=figure.is_disputed,
        is_provisional=not figure.is_final and figure.value is not None,
        url=f"{url}#{'periode' if figure.year is None else figure.year}",
    )


def chart_of(series: Series, years: Sequence[int]) -> YearBars | None:
    """The chart of a series; None when no year has a number to draw."""
    if all(series.by_year[year].value is None for year in years):
        return None
    target = next((f.target for f in reversed(list(series.by_year.values())) if f.target is not None), None)
    is_yearly = series.by_year[years[-1]].target_kind is TargetKind.YEARLY
    return year_bars(
        [
            YearValue(
                year,
                None if (value := series.by_year[year].value) is None else float(value),
                series.by_year[year].judged.verdict.value,
                series.by_year[year].pending,
            )
            for year in years
        ],
        target=float(target) if target is not None and is_yearly else None,
        target_from=_held_from(series, years),
        baseline=YearValue(series.baseline[0], float(series.baseline[1])) if series.baseline else None,
    )


def _held_from(series: Series, years: Sequence[int]) -> int | None:
    """The year from which the newest target has been the same; None when it always was."""
    newest = series.by_year[years[-1]]
    others = [
        year
        for year in years
        if (series.by_year[year].target, series.by_year[year].target_kind) != (newest.target, newest.target_kind)
    ]
    return next((year for year in years if year > max(others)), None) if others else None

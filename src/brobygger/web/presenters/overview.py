"""Oversikt: where we stand, what misses most, what is new, where it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.dates.presenters import date_in_words
from brobygger.designsystem.rules.charts import StackedBar
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.labels import kind_label, state_label
from brobygger.portfolio.rules.facets import UNPLACED, Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.lifecycle import State
from brobygger.results.models import Indicator
from brobygger.results.presenters import number
from brobygger.results.presenters.goal_areas import area_views, lacks_how
from brobygger.results.presenters.words import in_language
from brobygger.results.queries.frameworks import Figures
from brobygger.results.rules.extremes import Change, changes, shortfalls
from brobygger.web.queries import Overview

SHOWN = 5


@dataclass(frozen=True)
class Tile:
    """A number that opens what it counts."""

    label: str
    value: int
    url: str


@dataclass(frozen=True)
class AreaCard:
    """How a goal area stands."""

    name: str
    url: str
    bar: StackedBar
    verdicts: Sequence[tuple[str, int]]
    met: int
    total: int


@dataclass(frozen=True)
class Line:
    """A line in a list: a link, what it says, and a figure."""

    label: str
    url: str
    note: str
    figure: str


@dataclass(frozen=True)
class OverviewView:
    """The page."""

    lead: str
    tiles: Sequence[Tile]
    areas: Sequence[AreaCard]
    missed: Sequence[Line]
    changed: Sequence[Line]
    latest: Sequence[Line]
    empty: Sequence[Line]
    unplaced: Tile


def overview_view(partnership: Partnership, overview: Overview) -> OverviewView:
    """The page of one partnership."""
    areas: list[AreaCard] = []
    missed: list[Line] = []
    changed: list[Line] = []
    if overview.figures is not None:
        areas = [
            AreaCard(area.name, area.url, area.bar, area.verdicts, dict(area.verdicts).get("met", 0), len(area.rows))
            for area in area_views(partnership, overview.figures, (), with_charts=False)
        ]
        missed = _missed(partnership, overview.figures)
        changed = _changed(partnership, overview.figures)
    return OverviewView(
        lead=partnership.description.split(". ")[0].rstrip(".") + "." if partnership.description else "",
        unplaced=Tile(
            _("Uten kjent område"), overview.unplaced, list_url(partnership, {Dimension.SERVICE_AREA: (UNPLACED,)})
        ),
        tiles=_tiles(partnership, overview),
        areas=areas,
        missed=missed,
        changed=changed,
        latest=[_activity(partnership, activity) for activity in overview.latest],
        empty=[
            Line(name, list_url(partnership, {dimension: (key,)}), note, "")
            for dimension, key, name, note in overview.empty[:SHOWN]
        ],
    )


def list_url(partnership: Partnership, terms: dict[Dimension, tuple[str, ...]]) -> str:
    """The list of activities with some terms."""
    address = reverse("portfolio:activities", kwargs={"partnership": partnership.slug})
    question = Filter(terms=terms).query_string()
    return f"{address}?{question}" if question else address


def _tiles(partnership: Partnership, overview: Overview) -> list[Tile]:
    states = overview.states
    return [
        Tile(_("Aktiviteter i registeret"), overview.total, list_url(partnership, {})),
        Tile(
            _("Pågår"),
            states.get(State.ACTIVE, 0) + states.get(State.CONTINUED, 0),
            list_url(partnership, {Dimension.STATE: (State.ACTIVE.value, State.CONTINUED.value)}),
        ),
        Tile(
            _("Venter på svar"),
            states.get(State.SENT, 0),
            list_url(partnership, {Dimension.STATE: (State.SENT.value,)}),
        ),
        Tile(
            _("Deles av flere innsatsområder"),
            overview.shared,
            list_url(partnership, {Dimension.SHARED: (Dimension.FOCUS_AREA.value,)}),
        ),
        Tile(
            _("Kan være registrert to ganger"),
            overview.alike,
            reverse("duplicates:queue", kwargs={"partnership": partnership.slug}),
        ),
        Tile(
            _("Uten noen milepæl"),
            states.get(State.UNSTATED, 0),
            list_url(partnership, {Dimension.STATE: (State.UNSTATED.value,)}),
        ),
    ]


def _by_code(figures: Figures) -> dict[str, Indicator]:
    return {indicator.code: indicator for indicator in figures.indicators()}


def _missed(partnership: Partnership, figures: Figures) -> list[Line]:
    indicators = _by_code(figures)
    return [
        Line(
            in_language(indicators[each.code].name),
            reverse("results:indicator", kwargs={"partnership": partnership.slug, "code": each.code}),
            _share(each.share, indicators[each.code]),
            _("%(value)s av %(aim)s") % {"value": number(each.value), "aim": number(each.aim)},
        )
        for each in shortfalls(figures.series.values())[:SHOWN]
    ]


def _share(share: float, indicator: Indicator) -> str:
    """How far an indicator got, and whether anybody said how it was to be reached."""
    text = _("%(share)s %% av målet") % {"share": round(share * 100)}
    return f"{text} · {_('uten hvordan')}" if lacks_how(list(indicator.targets.all())[-1]) else text


def _changed(partnership: Partnership, figures: Figures) -> list[Line]:
    indicators = _by_code(figures)
    return [
        Line(
            in_language(indicators[each.code].name),
            reverse("results:indicator", kwargs={"partnership": partnership.slug, "code": each.code}),
            _years(each, figures),
            f"{number(each.before)} → {number(each.value)}",
        )
        for each in changes(figures.series.values())[:SHOWN]
    ]


def _years(change: Change, figures: Figures) -> str:
    """The two years, and that the later one may still change when it may."""
    text = _("%(before)s til %(year)s") % {"before": change.before_year, "year": change.year}
    is_final = figures.series[change.code].by_year[change.year].is_final
    return text if is_final else f"{text} · {_('foreløpig')}"


def _activity(partnership: Partnership, activity: Activity) -> Line:
    return Line(
        activity.title,
        reverse("portfolio:activity", kwargs={"partnership": partnership.slug, "slug": activity.slug}),
        kind_label(activity.kind),
        date_in_words(activity.start) if activity.start else state_label(activity.state),
    )

"""Where it is empty: units, service areas, disciplines and kinds of collaboration that have nothing together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.labels import kind_label
from brobygger.portfolio.presenters.words import activity_count
from brobygger.portfolio.queries.axes import Axes, AxisParty
from brobygger.portfolio.queries.terms import Density
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.kinds import Kind


@dataclass(frozen=True)
class Gap:
    """Something that is missing. `activities` says what there is instead, when there is something."""

    name: str
    url: str
    depth: int = 0
    activities: str = ""
    activities_url: str = ""


@dataclass(frozen=True)
class AreaGaps:
    """The kinds of activity a focus area has none of."""

    name: str
    url: str
    kinds: Sequence[Gap]


@dataclass(frozen=True)
class GapsPage:
    """The whole page. Each list with how many there are in all."""

    units: Sequence[Gap]
    unit_count: int
    service_areas: Sequence[Gap]
    service_area_count: int
    areas: Sequence[AreaGaps]
    combination_count: int
    disciplines: Sequence[Gap]
    discipline_count: int
    has_university: bool
    has_municipality: bool
    density_url: str


def gaps_page(
    *,
    between: Density,
    kinds: Density,
    disciplines_used: Mapping[str, int],
    axes: Axes,
    disciplines: Mapping[str, str],
    areas: Mapping[str, str],
    addresses: Addresses,
) -> GapsPage:
    """Everything that is empty. `between` is university by municipality, `kinds` focus area by kind."""
    meeting_rows = {row for row, _column in between.cells}
    meeting_columns = {column for _row, column in between.cells}
    units = [party for party in axes.university if not party.is_gone and party.depth]
    service_areas = [party for party in axes.service_areas if not party.is_gone]
    return GapsPage(
        units=_without(units, meeting_rows, between.rows, Dimension.DEPARTMENT, addresses),
        unit_count=len(units),
        service_areas=_without(service_areas, meeting_columns, between.columns, Dimension.SERVICE_AREA, addresses),
        service_area_count=len(service_areas),
        areas=[area for slug, name in areas.items() if (area := _area(slug, name, kinds, addresses)).kinds],
        combination_count=len(areas) * len(Kind),
        disciplines=[
            Gap(name, addresses.having({Dimension.DISCIPLINE: (code,)}))
            for code, name in disciplines.items()
            if not disciplines_used.get(code)
        ],
        discipline_count=len(disciplines),
        has_university=bool(axes.university),
        has_municipality=bool(axes.service_areas),
        density_url=addresses.density,
    )


def _without(
    parties: Iterable[AxisParty],
    meeting: set[str],
    totals: Mapping[str, int],
    dimension: Dimension,
    addresses: Addresses,
) -> list[Gap]:
    """The parties that have nothing together with the other side."""
    words = _("%(count)s uten kommunen") if dimension is Dimension.DEPARTMENT else _("%(count)s uten universitetet")
    return [
        Gap(
            party.name,
            addresses.party(party.slug),
            party.depth,
            words % {"count": activity_count(total)} if total else "",
            addresses.having({dimension: (party.slug,)}) if total else "",
        )
        for party in parties
        if party.slug not in meeting
        for total in [totals.get(party.slug, 0)]
    ]


def _area(slug: str, name: str, kinds: Density, addresses: Addresses) -> AreaGaps:
    return AreaGaps(
        name,
        addresses.having({Dimension.FOCUS_AREA: (slug,)}),
        [
            Gap(
                kind_label(kind.value),
                addresses.having({Dimension.FOCUS_AREA: (slug,), Dimension.KIND: (kind.value,)}),
            )
            for kind in Kind
            if (slug, kind.value) not in kinds.cells
        ],
    )

"""What the overview reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brobygger.dates.rules import covers
from brobygger.duplicates.queries.queue import open_count
from brobygger.organisations.models import Unit
from brobygger.organisations.rules.kinds import UnitKind
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Side
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.terms import terms_of
from brobygger.portfolio.rules.facets import UNPLACED, Dimension
from brobygger.results.queries.frameworks import Figures, figures_of

LATEST = 6


@dataclass(frozen=True)
class Overview:
    """Where a partnership stands. `shared` belong to several focus areas, `alike` are pairs nobody has looked at. `empty` are `(dimension, key, name, kind of emptiness)`."""

    figures: Figures | None
    total: int
    states: Mapping[str, int]
    shared: int
    unplaced: int
    alike: int
    latest: Sequence[Activity]
    empty: Sequence[tuple[Dimension, str, str, str]]


def overview_of(partnership: Partnership, *, today: date) -> Overview:
    """Read it. A handful of queries, none of which grows with the register."""
    terms = terms_of(
        partnership, [Dimension.KIND, Dimension.STATE, Dimension.DEPARTMENT, Dimension.SERVICE_AREA, Dimension.SHARED]
    )
    return Overview(
        figures=figures_of(partnership, today=today),
        total=sum(terms[Dimension.KIND].values()),
        states=terms[Dimension.STATE],
        shared=terms[Dimension.SHARED].get(Dimension.FOCUS_AREA.value, 0),
        unplaced=terms[Dimension.SERVICE_AREA].get(UNPLACED, 0),
        alike=open_count(partnership),
        latest=list(
            Activity.objects.filter(partnership=partnership)
            .only("slug", "title", "kind", "state", "start")
            .order_by("-pk")[:LATEST]
        ),
        empty=_empty(partnership, terms, today),
    )


def _empty(
    partnership: Partnership, terms: Mapping[Dimension, Mapping[str, int]], today: date
) -> list[tuple[Dimension, str, str, str]]:
    """Service areas and university units where nothing is registered, service areas first."""
    sides = dict(partnership.partners.values_list("organisation_id", "side"))
    wanted = {
        (Side.MUNICIPALITY, UnitKind.SERVICE_AREA): Dimension.SERVICE_AREA,
        (Side.UNIVERSITY, UnitKind.FACULTY): Dimension.DEPARTMENT,
        (Side.UNIVERSITY, UnitKind.DEPARTMENT): Dimension.DEPARTMENT,
    }
    found = []
    for slug, name, kind, organisation_id, since, until in (
        Unit.objects.filter(organisation_id__in=sides)
        .order_by("name")
        .values_list("slug", "name", "kind", "organisation_id", "valid_from", "valid_to")
    ):
        if not covers(since, until, today):
            continue
        dimension = wanted.get((Side(sides[organisation_id]), UnitKind(kind)))
        if dimension is not None and slug not in terms[dimension]:
            found.append((dimension, slug, name, sides[organisation_id]))
    return sorted(found, key=lambda each: (each[0] is not Dimension.SERVICE_AREA, each[2]))

"""The rows and columns of the density map: every unit of the university, every area of the municipality, also empty ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brobygger.dates.rules import covers
from brobygger.organisations.models import Organisation, Unit
from brobygger.organisations.queries import discipline_names, placements_in
from brobygger.organisations.rules.kinds import UnitKind
from brobygger.organisations.rules.tree import Tree
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Side
from brobygger.portfolio.rules.text import sort_key


@dataclass(frozen=True)
class AxisParty:
    """A row or column. `depth` is 0 for the organisation itself; `is_gone` tells that it no longer exists."""

    slug: str
    name: str
    depth: int = 0
    is_gone: bool = False


@dataclass(frozen=True)
class Axes:
    """The university with its units in the order of the tree, and the service areas of the municipality by name."""

    university: Sequence[AxisParty]
    service_areas: Sequence[AxisParty]


def axes_of(partnership: Partnership, *, today: date) -> Axes:
    """Both axes, from the tree as it was placed last. Three queries."""
    sides = {
        side: Organisation(pk=pk, slug=slug, name=name)
        for side, pk, slug, name in partnership.partners.values_list(
            "side", "organisation_id", "organisation__slug", "organisation__name"
        )
    }
    units: dict[int, list[Unit]] = {organisation.pk: [] for organisation in sides.values()}
    for unit in Unit.objects.filter(organisation_id__in=list(units)).only(
        "slug", "name", "kind", "valid_to", "organisation_id"
    ):
        units[unit.organisation_id].append(unit)
    university = sides.get(Side.UNIVERSITY)
    municipality = sides.get(Side.MUNICIPALITY)
    return Axes(
        university=_tree_of(
            university, units[university.pk], Tree.latest(placements_in(partnership.directory_id)), today
        )
        if university
        else [],
        service_areas=_service_areas(units[municipality.pk], today) if municipality else [],
    )


def disciplines_by_name(language: str) -> Mapping[str, str]:
    """All disciplines, by name."""
    return dict(sorted(discipline_names(language).items(), key=lambda pair: sort_key(pair[1])))


def _tree_of(organisation: Organisation, units: Sequence[Unit], tree: Tree, today: date) -> list[AxisParty]:
    """The organisation, then its units, each before those below it; by name within one parent."""
    own = {unit.pk: unit for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        parent = tree.parents.get(unit.pk)
        below.setdefault(parent if parent in own else None, []).append(unit)
    for siblings in below.values():
        siblings.sort(key=lambda unit: (sort_key(unit.name), unit.pk), reverse=True)
    rows = [AxisParty(organisation.slug, organisation.name)]
    waiting = [(unit, 1) for unit in below.get(None, [])]
    while waiting:
        unit, depth = waiting.pop()
        rows.append(AxisParty(unit.slug, unit.name, depth, not covers("", unit.valid_to, today)))
        waiting += [(child, depth + 1) for child in below.get(unit.pk, [])]
    return rows


def _service_areas(units: Sequence[Unit], today: date) -> list[AxisParty]:
    return [
        AxisParty(unit.slug, unit.name, 0, not covers("", unit.valid_to, today))
        for unit in sorted(units, key=lambda unit: (sort_key(unit.name), unit.pk))
        if unit.kind == UnitKind.SERVICE_AREA
    ]

"""What ids are called outside: slugs of areas, organisations, units and other activities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.rules.content import Content


@dataclass(frozen=True)
class Slugs:
    """Slugs by id."""

    areas: Mapping[int, str]
    organisations: Mapping[int, str]
    units: Mapping[int, str]

    def party(self, ids: Any) -> str:
        """The slug of a party, given as `[organisation, unit or None]`."""
        organisation, unit = ids
        return self.organisations.get(organisation, "") if unit is None else self.units.get(unit, "")


def slugs_for(partnership: Partnership, contents: Iterable[Content]) -> Slugs:
    """The slugs of everything that some contents name. At most three queries."""
    parties = [
        tuple(row[name])
        for content in contents
        for rows, name in (("participants", "party"), ("fundings", "funder"))
        for row in content[rows]
    ]
    organisations = {organisation for organisation, unit in parties if unit is None}
    units = {unit for _, unit in parties if unit is not None}
    return Slugs(
        areas=dict(partnership.focus_areas.values_list("pk", "slug")),
        organisations=dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "slug")),
        units=dict(Unit.objects.filter(pk__in=units).values_list("pk", "slug")),
    )

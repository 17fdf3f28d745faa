"""Activities as a snapshot keeps them (`settings.SNAPSHOT_PARTS`): all that a figure rests on, in the version it had.

Descriptions and the like are found by the version; they are not repeated. No name of a person is among it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Model, TextField
from django.db.models.functions import Cast

from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.models import Activity, Funding, Milestone, Participation, Quantity, Relation

CHUNK = 2000
_COLUMNS = ("slug", "version", "kind", "form", "title", "title_en", "acronym", "state", "start", "end")
_PARTS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "milestones": (Milestone, ("kind", "date", "year", "is_planned", "quantity")),
    "participants": (Participation, ("organisation_id", "unit_id", "role", "start", "end")),
    "fundings": (Funding, ("funder_id", "funder_unit_id", "kind", "amount_nok")),
    "quantities": (Quantity, ("label", "before", "value", "unit", "certainty")),
    "relations": (Relation, ("other_id", "kind")),
}

Item = tuple[str, Any]


def activities(partnership: Partnership, year: int, now: datetime) -> Iterator[Item]:
    """Every activity of the register, as it is: `activities/<id>`. Eight queries for each two thousand."""
    slugs = _slugs(partnership)
    # Few different lists of purposes are told of many activities, so that each is read once.
    purposes_in = lru_cache(1000)(json.loads)
    for rows in _chunks(partnership):
        first, last = rows[0][0], rows[-1][0]
        parts: list[tuple[str, Mapping[int, Sequence[Any]]]]
        parts = [(name, _rows(first, last, model, fields, slugs)) for name, (model, fields) in _PARTS.items()]
        parts += [("areas", _areas(first, last, slugs["areas"])), ("members", _members(first, last))]
        for pk, purposes, *columns in rows:
            value = {name: each for name, each in zip(_COLUMNS, columns, strict=True) if each != ""}
            value["id"] = pk
            if purposes != "[]":
                value["purposes"] = purposes_in(purposes)
            for name, found in parts:
                if pk in found:
                    value[name] = found[pk]
            yield f"activities/{pk}", value


def _slugs(partnership: Partnership) -> dict[str, dict[int, str]]:
    directory = partnership.directory_id
    return {
        "organisations": dict(Organisation.objects.filter(directory_id=directory).values_list("pk", "slug")),
        "units": dict(Unit.objects.filter(directory_id=directory).values_list("pk", "slug")),
        "areas": dict(FocusArea.objects.filter(partnership=partnership).values_list("pk", "slug")),
    }


def _chunks(partnership: Partnership) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of the register, two thousand at a time, in the order of their ids; purposes as the text they are kept as."""
    after = 0
    own = Activity.objects.filter(partnership=partnership).order_by("pk")
    while True:
        some = own.filter(pk__gt=after).values_list("pk", Cast("purposes", TextField()), *_COLUMNS)
        rows = list(some[:CHUNK])
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def _rows(
    first: int, last: int, model: type[Model], fields: Sequence[str], slugs: dict[str, dict[int, str]]
) -> dict[int, list[Sequence[Any]]]:
    """Rows of a part as lists of values; organisations and units by the slugs the snapshot has their names under."""
    found: dict[int, list[Sequence[Any]]] = defaultdict(list)
    rows = model._default_manager.filter(activity_id__gte=first, activity_id__lte=last).order_by("activity_id", "pk")
    if model in {Participation, Funding}:
        organisations, units = slugs["organisations"], slugs["units"]
        for pk, organisation, unit, *row in rows.values_list("activity_id", *fields):
            found[pk].append([organisations.get(organisation, ""), units.get(unit, "") if unit else None, *row])
    else:
        for row in rows.values_list("activity_id", *fields):
            found[row[0]].append(row[1:])
    return found


def _areas(first: int, last: int, slugs: dict[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    through = Activity.focus_areas.through.objects.filter(activity_id__gte=first, activity_id__lte=last)
    for pk, area in through.order_by("focusarea_id").values_list("activity_id", "focusarea_id"):
        found[pk].append(slugs.get(area, ""))
    return found


def _members(first: int, last: int) -> dict[int, list[int]]:
    """The entries that were merged into an activity."""
    found: dict[int, list[int]] = defaultdict(list)
    merged = Activity.every.filter(merged_into__gte=first, merged_into__lte=last).order_by("pk")
    for pk, entry in merged.values_list("pk", "merged_into_id"):
        found[entry].append(pk)
    return found

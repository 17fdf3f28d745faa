"""Activities as a snapshot keeps them (`settings.SNAPSHOT_PARTS`): all that a figure rests on, in the version it had.

Descriptions and the like are found by the version; they are not repeated. No name of a person is among it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.models import Activity, Funding, Milestone, Participation, Quantity, Relation

CHUNK = 1000
_COLUMNS = (
    "pk", "slug", "version", "kind", "form", "title", "title_en", "acronym", "purposes", "state", "start", "end"
)  # fmt: skip
_PARTS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "milestones": (Milestone, ("kind", "date", "year", "is_planned", "quantity")),
    "participants": (Participation, ("organisation_id", "unit_id", "role", "start", "end")),
    "fundings": (Funding, ("funder_id", "funder_unit_id", "kind", "amount_nok")),
    "quantities": (Quantity, ("label", "before", "value", "unit", "certainty")),
    "relations": (Relation, ("other_id", "kind")),
}

Item = tuple[str, Any]


def activities(partnership: Partnership, year: int, now: datetime) -> Iterator[Item]:
    """Every activity of the register, as it is: `activities/<id>`. Some queries for each thousand."""
    slugs = _slugs(partnership)
    for ids in _chunks(partnership):
        parts = {name: _rows(ids, model, fields) for name, (model, fields) in _PARTS.items()}
        areas: dict[int, list[str]] = {}
        through = Activity.focus_areas.through.objects.filter(activity_id__gte=ids[0], activity_id__lte=ids[-1])
        for pk, area in through.order_by("focusarea_id").values_list("activity_id", "focusarea_id"):
            areas.setdefault(pk, []).append(slugs["areas"].get(area, ""))
        members: dict[int, list[int]] = {}
        merged = Activity.every.filter(merged_into__gte=ids[0], merged_into__lte=ids[-1]).order_by("pk")
        for pk, entry in merged.values_list("pk", "merged_into_id"):
            members.setdefault(entry, []).append(pk)
        rows = Activity.objects.filter(partnership=partnership, pk__gte=ids[0], pk__lte=ids[-1]).order_by("pk")
        for row in rows.values_list(*_COLUMNS):
            pk = row[0]
            value = {name: each for name, each in zip(_COLUMNS[1:], row[1:], strict=True) if each not in ("", [])}
            value |= {"id": pk, "areas": areas.get(pk, []), "members": members.get(pk, [])}
            value |= {name: _said(name, found.get(pk, ()), slugs) for name, found in parts.items()}
            yield f"activities/{pk}", {name: each for name, each in value.items() if each != []}


def _said(name: str, rows: Sequence[tuple[Any, ...]], slugs: dict[str, dict[int, str]]) -> list[list[Any]]:
    """Rows of a part as lists of values; organisations and units by the slugs the snapshot has their names under."""
    if name in {"participants", "fundings"}:
        return [
            [slugs["organisations"].get(row[0], ""), slugs["units"].get(row[1], "") if row[1] else None, *row[2:]]
            for row in rows
        ]
    return [list(row) for row in rows]


def _slugs(partnership: Partnership) -> dict[str, dict[int, str]]:
    directory = partnership.directory_id
    return {
        "organisations": dict(Organisation.objects.filter(directory_id=directory).values_list("pk", "slug")),
        "units": dict(Unit.objects.filter(directory_id=directory).values_list("pk", "slug")),
        "areas": dict(FocusArea.objects.filter(partnership=partnership).values_list("pk", "slug")),
    }


def _chunks(partnership: Partnership) -> Iterator[list[int]]:
    """The ids of the register, a thousand at a time, in order."""
    after = 0
    while True:
        some = Activity.objects.filter(partnership=partnership, pk__gt=after).order_by("pk")
        ids = list(some.values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return
        yield ids
        after = ids[-1]


def _rows(ids: Sequence[int], model: type[Model], fields: Sequence[str]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    rows = model._default_manager.filter(activity_id__gte=ids[0], activity_id__lte=ids[-1]).order_by(
        "activity_id", "pk"
    )
    for pk, *row in rows.values_list("activity_id", *fields):
        found.setdefault(pk, []).append(tuple(row))
    return found

"""All that is known about many activities, table by table, some hundred activities at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model

from brobygger.organisations.models import Name, Organisation, Unit
from brobygger.organisations.queries import Directory, read_directory
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.models import (
    Activity,
    ExternalId,
    Funding,
    Milestone,
    Participation,
    Quantity,
    Relation,
)

CHUNK = 500
Row = tuple[Any, ...]


def activity_rows(partnership: Partnership, ids: Sequence[int], fields: Sequence[str]) -> Iterator[Row]:
    """Some columns of activities with their focus areas: `(areas, *columns)`, in the order of the ids."""
    slugs = dict(FocusArea.objects.filter(partnership=partnership).values_list("pk", "slug"))
    for some in _chunks(ids):
        areas: dict[int, list[str]] = {}
        through = Activity.focus_areas.through.objects.filter(activity_id__in=some).order_by("focusarea_id")
        for pk, area_id in through.values_list("activity_id", "focusarea_id"):
            areas.setdefault(pk, []).append(slugs[area_id])
        read = Activity.every.filter(partnership=partnership, pk__in=some).values_list("pk", *fields)
        found = {row[0]: row[1:] for row in read}
        for pk in some:
            if pk in found:
                yield (areas.get(pk, []), *found[pk])


def part_rows(ids: Sequence[int], model: type[Model], fields: Sequence[str]) -> Iterator[Row]:
    """Rows of a part of activities: `(activity, number, *columns)`, numbered from 1 within each activity.

    Ids must be of one partnership's activities.
    """
    for some in _chunks(ids):
        rows = (
            model._default_manager.filter(activity_id__in=some)
            .order_by("pk")
            .values_list("activity_id", "activity__slug", *fields)
        )
        found: dict[int, list[Row]] = {}
        for pk, *row in rows:
            found.setdefault(pk, []).append(tuple(row))
        for pk in some:
            for number, row in enumerate(found.get(pk, ()), 1):
                yield (row[0], number, *row[1:])


PARTS: dict[str, type[Model]] = {
    "participations": Participation,
    "milestones": Milestone,
    "fundings": Funding,
    "relations": Relation,
    "external_ids": ExternalId,
    "quantities": Quantity,
}


def directory_of(partnership: Partnership) -> tuple[Directory, dict[tuple[int, int | None], list[Name]]]:
    """The organisations and units of a partnership, and their names by (organisation, unit)."""
    directory = read_directory(partnership.directory_id)
    names = {(party.organisation_id, party.unit_id): list(own) for party, own in directory.names.items()}
    return directory, names


def organisations_in(directory: Directory) -> list[Organisation]:
    """The organisations, in the order they were registered."""
    return list(directory.organisations.values())


def units_in(directory: Directory) -> Iterator[tuple[Unit, str, str]]:
    """The units, each with the slugs of its organisation and of the unit above it as it was placed last."""
    for unit in directory.units.values():
        parent_id = directory.tree.parents.get(unit.pk)
        parent = directory.units[parent_id].slug if parent_id is not None and parent_id in directory.units else ""
        yield unit, directory.organisations[unit.organisation_id].slug, parent


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]

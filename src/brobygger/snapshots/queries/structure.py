"""The partnership and its directory, as a snapshot keeps them (`settings.SNAPSHOT_PARTS`): names and tree as of then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from brobygger.organisations.queries import read_directory, successions_in
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import standing_structure

Item = tuple[str, Any]


def partnership(of: Partnership, year: int, now: datetime) -> Iterator[Item]:
    """`partners/<side>`, `periods/<slug>`, `areas/<slug>`, `bodies/<slug>` with their seats, `decisions/<slug>`."""
    structure = standing_structure(of)
    for partner in structure.partners:
        yield f"partners/{partner.side}", {"side": partner.side, "organisation": partner.organisation.slug}
    for period in structure.periods:
        yield f"periods/{period.slug}", _columns(period, "slug", "name", "first_year", "last_year", "framework_slug")
    for area in structure.focus_areas:
        yield f"areas/{area.slug}", _columns(area, "slug", "name", "definition", "value", "start", "end")
    for body in structure.bodies:
        yield (
            f"bodies/{body.slug}",
            {
                **_columns(body, "slug", "kind", "name", "start", "end"),
                "seats": [
                    {
                        **_columns(seat, "slug", "office", "position", "status", "start", "end"),
                        "organisation": seat.organisation.slug if seat.organisation else None,
                        "unit": seat.unit.slug if seat.unit else None,
                        "areas": sorted(area.slug for area in seat.focus_areas.all()),
                    }
                    for seat in body.seats.all()
                ],
            },
        )
    for decision in structure.decisions:
        yield (
            f"decisions/{decision.slug}",
            {
                **_columns(decision, "slug", "date", "title", "text", "source"),
                "body": decision.body.slug if decision.body else None,
            },
        )


def organisations(of: Partnership, year: int, now: datetime) -> Iterator[Item]:
    """`organisations/<slug>`, `units/<slug>` with the unit above on the day of freezing,
    `successions/<predecessor>.<successor>.<number>`.
    """
    today = timezone.localdate(now)
    directory, then = read_directory(of.directory_id), read_directory(of.directory_id, on=today)
    for organisation in directory.organisations.values():
        yield (
            f"organisations/{organisation.slug}",
            {
                **_columns(organisation, "slug", "name", "name_en", "kind", "organisation_number", "country"),
                **_columns(organisation, "valid_from", "valid_to", "is_proposed"),
                "other_names": _names(directory.names.get(Party(organisation.pk), [])),
            },
        )
    slugs = {unit.pk: unit.slug for unit in directory.units.values()}
    for unit in directory.units.values():
        above = then.tree.parents.get(unit.pk)
        yield (
            f"units/{unit.slug}",
            {
                **_columns(unit, "slug", "name", "kind", "valid_from", "valid_to", "is_proposed"),
                "organisation": directory.organisations[unit.organisation_id].slug,
                "above": slugs.get(above) if above is not None else None,
                "other_names": _names(directory.names.get(Party(unit.organisation_id, unit.pk), [])),
            },
        )
    for number, each in enumerate(successions_in(of.directory_id), 1):
        yield (
            f"successions/{each.predecessor.slug}.{each.successor.slug}.{number}",
            {
                **_columns(each, "kind", "date", "share"),
                "predecessor": each.predecessor.slug,
                "successor": each.successor.slug,
            },
        )


def _names(names: list[Any]) -> list[list[str]]:
    return [[name.text, name.kind, name.valid_from, name.valid_to] for name in names]


def _columns(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}

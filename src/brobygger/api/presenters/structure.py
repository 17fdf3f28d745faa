"""The partnership and its directory as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brobygger.organisations.models import Organisation, Unit
from brobygger.partnerships.models import Body, FocusArea, Partnership, Seat
from brobygger.partnerships.queries import StandingStructure


def partnership_as_json(partnership: Partnership, structure: StandingStructure) -> dict[str, Any]:
    """A partnership with its partners and periods."""
    return {
        "id": partnership.slug,
        "name": partnership.name,
        "description": partnership.description,
        "partners": [
            {"id": each.organisation.slug, "name": each.organisation.name, "side": each.side}
            for each in structure.partners
        ],
        "periods": [
            {"id": each.slug, "name": each.name, "first_year": each.first_year, "last_year": each.last_year}
            for each in structure.periods
        ],
    }


def area_as_json(area: FocusArea) -> dict[str, Any]:
    """A focus area."""
    return {
        "id": area.slug,
        "name": area.name,
        "definition": area.definition,
        "value": area.value,
        "start": area.start,
        "end": area.end,
        "source": area.source,
    }


def body_as_json(body: Body, areas: Sequence[FocusArea]) -> dict[str, Any]:
    """A body with its seats; `areas` are the focus areas of the partnership."""
    slugs = {area.pk: area.slug for area in areas}
    return {
        "id": body.slug,
        "kind": body.kind,
        "name": body.name,
        "focus_area": slugs.get(body.focus_area_id) if body.focus_area_id else None,
        "start": body.start,
        "end": body.end,
        "source": body.source,
        "seats": [_seat(seat) for seat in body.seats.all()],
    }


def party_as_json(party: Organisation | Unit) -> dict[str, Any]:
    """An organisation or unit with all its names."""
    unit = party if isinstance(party, Unit) else None
    placements = list(unit.placements.all()) if unit else []
    parent = placements[-1].parent if placements else None
    return {
        "id": party.slug,
        "name": party.name,
        "names": list(dict.fromkeys(name.text for name in party.names.all())),
        "kind": party.kind,
        "organisation": unit.organisation.slug if unit else None,
        "parent": parent.slug if parent else None,
        "is_proposed": party.is_proposed,
        "valid_from": party.valid_from,
        "valid_to": party.valid_to,
    }


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "id": seat.slug,
        "office": seat.office,
        "organisation": seat.organisation.slug if seat.organisation else None,
        "unit": seat.unit.slug if seat.unit else None,
        "position": seat.position,
        "status": seat.status,
        "focus_areas": [area.slug for area in seat.focus_areas.all()],
        "start": seat.start,
        "end": seat.end,
    }

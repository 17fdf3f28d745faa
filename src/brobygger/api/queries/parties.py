"""Organisations and units in an order one can read on in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Prefetch, QuerySet

from brobygger.organisations.models import Name, Organisation, Placement, Unit
from brobygger.organisations.rules.names import fold

Place = tuple[str, int]
_ORGANISATIONS, _UNITS = "o", "u"
_Model = TypeVar("_Model", Organisation, Unit)


def parties_after(
    directory_id: int, *, text: str, after: Place | None, limit: int
) -> tuple[Sequence[Organisation | Unit], Place | None]:
    """Organisations, then units, as they were registered, and where to read on from.

    With a text those one of whose names, past or present, contains it. At most six queries.
    """
    kind, pk = after or (_ORGANISATIONS, 0)
    found: list[Organisation | Unit] = []
    if kind == _ORGANISATIONS:
        organisations = Organisation.objects.filter(directory_id=directory_id)
        names = Prefetch("names", Name.objects.filter(unit=None).order_by("pk"))
        found += (
            _named(organisations, directory_id, text, unit=False).filter(pk__gt=pk).prefetch_related(names)[: limit + 1]
        )
        pk = 0
    if len(found) <= limit:
        units = _with_place(Unit.objects.filter(directory_id=directory_id))
        found += _named(units, directory_id, text, unit=True).filter(pk__gt=pk)[: limit + 1 - len(found)]
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], (_UNITS if isinstance(last, Unit) else _ORGANISATIONS, last.pk)


def party_with_names(directory_id: int, slug: str) -> Organisation | Unit | None:
    """An organisation or unit by slug. At most five queries."""
    names = Prefetch("names", Name.objects.filter(unit=None).order_by("pk"))
    organisation = Organisation.objects.filter(directory_id=directory_id, slug=slug).prefetch_related(names).first()
    return organisation or _with_place(Unit.objects.filter(directory_id=directory_id, slug=slug)).first()


def _with_place(units: QuerySet[Unit]) -> QuerySet[Unit]:
    return units.select_related("organisation").prefetch_related(
        Prefetch("names", Name.objects.order_by("pk")),
        Prefetch("placements", Placement.objects.select_related("parent").order_by("valid_from", "pk")),
    )


def _named(parties: QuerySet[_Model], directory_id: int, text: str, *, unit: bool) -> QuerySet[_Model]:
    wanted = fold(text)
    if wanted:
        names = Name.objects.filter(directory_id=directory_id, folded__contains=wanted, unit__isnull=not unit)
        parties = parties.filter(pk__in=names.values("unit_id" if unit else "organisation_id"))
    return parties.order_by("pk")

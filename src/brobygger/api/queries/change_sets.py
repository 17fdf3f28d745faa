"""Reading operations on many activities."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import ChangeSet


def change_sets_of(partnership: Partnership, *, before: int | None, limit: int) -> list[ChangeSet]:
    """The latest operations of a partnership, below an id when one reads on. One query."""
    found = _counted(partnership)
    return list((found.filter(pk__lt=before) if before else found).order_by("-pk")[:limit])


def change_set_of(partnership: Partnership, pk: int) -> ChangeSet | None:
    """One operation."""
    return _counted(partnership).filter(pk=pk).first()


def _counted(partnership: Partnership) -> QuerySet[ChangeSet]:
    return ChangeSet.objects.filter(partnership=partnership).annotate(activities=Count("items"))

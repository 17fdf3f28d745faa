"""Reading operations on many activities, latest first."""

from __future__ import annotations

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import ChangeSet
from brobygger.portfolio.queries.change_sets import change_sets_of as all_of


def change_sets_of(partnership: Partnership, *, before: int | None, limit: int) -> list[ChangeSet]:
    """The latest operations of a partnership, below an id when one reads on. One query."""
    found = all_of(partnership)
    return list((found.filter(pk__lt=before) if before else found).order_by("-pk")[:limit])

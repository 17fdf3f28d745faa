"""Pairs in an order one can read on in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from brobygger.duplicates.models import Pair
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity


def pairs_after(
    partnership: Partnership, *, decided: bool, after: Any, limit: int
) -> tuple[Sequence[Pair], list[Any] | None]:
    """Pairs that wait, the most important first, or decided ones, the latest first; and where to read on. One query."""
    pairs = Pair.objects.filter(partnership=partnership).select_related("one", "other")
    if decided:
        pairs = (
            pairs.filter(is_open=False, decided_at__isnull=False).exclude(decision="").order_by("-decided_at", "-pk")
        )
        if after:
            when, pk = datetime.fromisoformat(after[0]), int(after[1])
            pairs = pairs.filter(Q(decided_at__lt=when) | Q(decided_at=when, pk__lt=pk))
    else:
        pairs = pairs.filter(is_open=True).order_by("-priority", "pk")
        if after:
            weight, pk = float(after[0]), int(after[1])
            pairs = pairs.filter(Q(priority__lt=weight) | Q(priority=weight, pk__gt=pk))
    found = list(pairs[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    first = last.decided_at.isoformat() if decided and last.decided_at else last.priority
    return found[:limit], [first, last.pk]


def organisation_slugs(ids: Sequence[int]) -> dict[int, str]:
    """Slugs of organisations by id."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "slug"))


def activity_slugs(partnership: Partnership, ids: Sequence[int]) -> list[str]:
    """Slugs of activities in whatever standing, in the order they were registered."""
    rows = Activity.every.filter(partnership=partnership, pk__in=ids).order_by("pk")
    return list(rows.values_list("slug", flat=True))


def activity_ids(partnership: Partnership, slugs: Collection[str]) -> dict[str, int]:
    """Ids of activities in the register by slug; those there are none of are left out. One query."""
    rows = Activity.objects.filter(partnership=partnership, slug__in=slugs)
    return dict(rows.values_list("slug", "pk"))

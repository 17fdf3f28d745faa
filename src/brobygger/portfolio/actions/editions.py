"""Saying of which kinds something changed, inside the transaction that changed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import uuid4

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Edition
from brobygger.portfolio.models.index import ALL_KINDS

IDS_A_QUERY = 500


def touch(partnership: Partnership, activity_ids: Sequence[int], *, also: Iterable[str] = ()) -> None:
    """Activities changed, or what is said of them. `also` are kinds they were of before. Two queries for up to 500."""
    kinds = set(also)
    for at in range(0, len(activity_ids), IDS_A_QUERY):
        some = activity_ids[at : at + IDS_A_QUERY]
        kinds |= set(Activity.every.filter(pk__in=some).order_by().values_list("kind", flat=True).distinct())
    _renew(partnership, kinds)


def touch_all(partnership: Partnership) -> None:
    """Everything may count otherwise than before. One query."""
    _renew(partnership, {ALL_KINDS})


def _renew(partnership: Partnership, kinds: Iterable[str]) -> None:
    Edition.objects.bulk_create(
        [Edition(partnership=partnership, kind=kind, edition=uuid4().hex) for kind in sorted(kinds)],
        update_conflicts=True,
        unique_fields=["partnership", "kind"],
        update_fields=["edition"],
    )

"""What is asked of many activities at once before any of them is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brobygger.portfolio.models import Activity, Funding

IDS_A_QUERY = 5_000


def funded(activity_ids: Sequence[int]) -> list[int]:
    """Those of some activities that have funding, in the same order. One query for each five thousand."""
    found: set[int] = set()
    for some in _some_at_a_time(activity_ids):
        found |= set(Funding.objects.filter(activity__in=some).values_list("activity_id", flat=True))
    return [pk for pk in activity_ids if pk in found]


def slugs_of(activity_ids: Sequence[int]) -> set[str]:
    """What some activities of the register are called in addresses. One query for each five thousand."""
    found: set[str] = set()
    for some in _some_at_a_time(activity_ids):
        found |= set(Activity.objects.filter(pk__in=some).values_list("slug", flat=True))
    return found


def _some_at_a_time(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + IDS_A_QUERY] for at in range(0, len(ids), IDS_A_QUERY))

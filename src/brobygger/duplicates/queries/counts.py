"""How much is registered, how much of it is counted once, and how much is probably missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from brobygger.duplicates.models import Merge, Pair
from brobygger.duplicates.queries.owners import members_below
from brobygger.duplicates.queries.waiting import waiting_count
from brobygger.duplicates.rules.recapture import Estimate, estimate
from brobygger.duplicates.rules.scoring import Answer
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Registration
from brobygger.portfolio.queries.listing import total_count
from brobygger.portfolio.rules.kinds import Standing


@dataclass(frozen=True)
class Found:
    """How many things each side has registered by itself, and both have; the estimate when it says anything."""

    first: int
    second: int
    both: int
    estimate: Estimate | None


@dataclass(frozen=True)
class Counts:
    """`raw` counts every entry somebody made, `once` each thing once. `unreviewed` pairs wait, `likely` of them strongly."""

    raw: int
    once: int
    unreviewed: int
    likely: int
    waiting: int
    found: Found


def counts_of(partnership: Partnership) -> Counts:
    """The numbers above the queue."""
    once = total_count(partnership)
    merged = Activity.every.filter(partnership=partnership, standing=Standing.MERGED.value).count()
    # An entry that stands for others is none that anybody made; those in the wastebasket stand for nobody.
    standing = Merge.objects.filter(entry__partnership=partnership, parted_at=None).count()
    waiting_pairs = Pair.objects.filter(partnership=partnership, is_open=True)
    return Counts(
        raw=once + merged - standing,
        once=once,
        unreviewed=waiting_pairs.count(),
        likely=waiting_pairs.filter(answer=Answer.SAME.value).count(),
        waiting=waiting_count(partnership),
        found=found_by_each(partnership),
    )


def found_by_each(partnership: Partnership) -> Found:
    """What each owning side has registered. Remembered until something is written."""
    key = f"duplicates:found:{partnership.pk}:{partnership.data_version}"
    found: Found | None = cache.get(key)
    if found is None:
        found = _found_by_each(partnership)
        cache.set(key, found, timeout=3600)
    return found


def _found_by_each(partnership: Partnership) -> Found:
    sides = sorted(partnership.partners.values_list("organisation_id", flat=True))[:2]
    standing = list(
        Merge.objects.filter(
            entry__partnership=partnership, parted_at=None, entry__standing=Standing.REGISTERED.value
        ).values_list("entry_id", flat=True)
    )
    top = members_below(standing)
    by_side: list[set[int]] = [set(), set()]
    rows = Registration.objects.filter(activity__partnership=partnership, organisation__in=sides).exclude(
        activity__standing=Standing.REMOVED.value
    )
    for activity, organisation in rows.values_list("activity_id", "organisation_id").iterator(chunk_size=5000):
        by_side[sides.index(organisation)].add(top.get(activity, activity))
    first, second = by_side
    both = len(first & second)
    return Found(len(first), len(second), both, estimate(len(first), len(second), both))

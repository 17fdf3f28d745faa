"""How much is registered, how much of it is counted once, and how much is probably missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import cache

from brobygger.duplicates.models import Merge, Pair
from brobygger.duplicates.queries.owners import members_below
from brobygger.duplicates.queries.queue import COUNT_AT_MOST, open_count
from brobygger.duplicates.queries.waiting import waiting_count
from brobygger.duplicates.rules.recapture import Estimate, estimate
from brobygger.duplicates.rules.scoring import Answer
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Registration
from brobygger.portfolio.queries.listing import total_count
from brobygger.portfolio.rules.kinds import Standing

T = TypeVar("T")


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
    waiting_pairs = Pair.objects.filter(partnership=partnership, is_open=True)
    return Counts(
        raw=once + _remembered(partnership, "twice", counted_twice),
        once=once,
        unreviewed=open_count(partnership),
        likely=waiting_pairs.filter(answer=Answer.SAME.value)[:COUNT_AT_MOST].count(),
        waiting=_remembered(partnership, "waiting", waiting_count),
        found=_remembered(partnership, "found", found_by_each),
    )


def _remembered(partnership: Partnership, name: str, read: Callable[[Partnership], T]) -> T:
    """What is costly to read, until something is written."""
    key = f"duplicates:{name}:{partnership.pk}:{partnership.data_version}"
    found: T | None = cache.get(key)
    if found is None:
        found = read(partnership)
        cache.set(key, found, timeout=3600)
    return found


def counted_twice(partnership: Partnership) -> int:
    """How many entries others stand for, beyond one for each thing."""
    merged = Activity.every.filter(partnership=partnership, standing=Standing.MERGED.value).count()
    # An entry that stands for others is none that anybody made.
    return merged - Merge.objects.filter(entry__partnership=partnership, parted_at=None).count()


def found_by_each(partnership: Partnership) -> Found:
    """What each owning side has registered, and both of them. Reads every registration."""
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

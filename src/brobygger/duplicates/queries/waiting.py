"""Entries that were written many at a time and wait to be compared."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from brobygger.duplicates.models import Fingerprint
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.listing import total_count


def waiting_ids(partnership: Partnership, *, at_most: int) -> list[int]:
    """Ids of entries that were never compared, or written since; the newest first."""
    old = list(Fingerprint.objects.filter(partnership=partnership, is_old=True).values_list("pk", flat=True)[:at_most])
    if len(old) == at_most or not waiting_count(partnership):
        return old
    none = ~Exists(Fingerprint.objects.filter(pk=OuterRef("pk")))
    new = Activity.objects.filter(none, partnership=partnership).order_by("-pk").values_list("pk", flat=True)
    return [*old, *new[: at_most - len(old)]]


def waiting_count(partnership: Partnership) -> int:
    """How many wait. Two counts in indexes."""
    compared = Fingerprint.objects.filter(Q(is_old=False), partnership=partnership).count()
    return max(0, total_count(partnership) - compared)

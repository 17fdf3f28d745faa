"""Entries that stand for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brobygger.duplicates.models import Merge
from brobygger.duplicates.queries.owners import stood_for_by
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Registration


@dataclass(frozen=True)
class Together:
    """A merge with the entries it stands for, and who registered each of them."""

    merge: Merge
    members: Sequence[Activity]
    registrations: Sequence[Registration]


def merge_of(activity: Activity) -> Together | None:
    """What an entry stands for; None when it is an entry like others. One query, or four."""
    if not stood_for_by(activity):
        return None
    merge = Merge.objects.filter(entry=activity, parted_at=None).first()
    if merge is None:
        return None
    members = list(Activity.every.filter(merged_into=activity).order_by("pk"))
    registrations = Registration.objects.filter(activity__in=members).select_related("organisation").order_by("pk")
    return Together(merge, members, list(registrations))


def merge_named(partnership: Partnership, slug: str) -> Merge | None:
    """A merge by the slug of the entry that stands for the others; None when it is parted, or none."""
    return (
        Merge.objects.filter(entry__partnership=partnership, entry__slug=slug, parted_at=None)
        .select_related("entry")
        .first()
    )

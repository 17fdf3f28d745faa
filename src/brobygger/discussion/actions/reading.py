"""What a member chooses for themselves: what to follow, how to be told, and how far they have read.

It concerns nobody else, so it leaves no trace in the audit log.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from brobygger.discussion.models import Follow, Reader
from brobygger.discussion.queries.following import focus_areas_of
from brobygger.discussion.queries.log import latest_event
from brobygger.discussion.rules.kinds import Frequency, Topic
from brobygger.partnerships.models import Membership
from brobygger.portfolio.models import Activity


@dataclass(frozen=True)
class Wishes:
    """How a member wants to be told. `focus_area_ids` are the areas all of which they follow."""

    in_app: bool
    digest: Frequency
    language: str
    follows_own: bool
    topics: Collection[Topic]
    focus_area_ids: Collection[int]


@transaction.atomic
def follow(*, membership: Membership, activity: Activity, wanted: bool, now: datetime) -> None:
    """Follow an activity, or stop following it, whatever would follow from what one has done with it."""
    follow, is_new = Follow.objects.get_or_create(
        user_id=membership.user_id, activity=activity, defaults={"wanted": wanted, "since": now}
    )
    if not is_new and follow.wanted != wanted:
        follow.wanted, follow.since = wanted, now
        follow.save(update_fields=["wanted", "since"])


@transaction.atomic
def choose(*, membership: Membership, wishes: Wishes) -> Reader:
    """Remember how a member wants to be told. Areas of other partnerships are left out."""
    reader, _ = Reader.objects.update_or_create(
        membership=membership,
        defaults={
            "in_app": wishes.in_app,
            "digest": wishes.digest.value,
            "language": wishes.language,
            "follows_own": wishes.follows_own,
            "topics": sorted(topic.value for topic in wishes.topics),
        },
    )
    reader.focus_areas.set([area for area in focus_areas_of(reader) if area.pk in wishes.focus_area_ids])
    membership.reader = reader
    return reader


@transaction.atomic
def mark_read(*, membership: Membership, until: int) -> None:
    """Remember that a member has seen everything up to an event. Never goes back, and never past what there is."""
    until = min(until, latest_event(membership.partnership_id))
    reader, _ = Reader.objects.get_or_create(membership=membership)
    Reader.objects.filter(pk=reader.pk, seen_event__lt=until).update(seen_event=until)
    # What the membership remembers is what the bell on the same page asks.
    reader.refresh_from_db()
    membership.reader = reader


@transaction.atomic
def stop_mail(*, user_id: int) -> None:
    """No more mail to a user, in any partnership."""
    for membership in Membership.objects.filter(user_id=user_id):
        Reader.objects.update_or_create(membership=membership, defaults={"digest": Frequency.OFF.value})

"""Whoever follows an entry goes on following what it is merged into (`settings.ACTIVITY_LISTENERS`)."""

from __future__ import annotations

from brobygger.audit.models import Event
from brobygger.discussion.models import Follow
from brobygger.discussion.rules.kinds import ACTIVITY, DISCUSSION
from brobygger.partnerships.models import Membership
from brobygger.portfolio.actions.listeners import Written
from brobygger.portfolio.models import Activity


def follow_on(written: Written) -> None:
    """Let those who followed the merged entries, by choice or by what they did with them, follow the one that stands for them."""
    if written.verb != "merged":
        return
    ids = list(written.activity_ids)
    into = Activity.every.filter(pk__in=ids, merged_into__isnull=False).values_list("merged_into", flat=True).first()
    if into is None:
        return
    followed = Follow.objects.filter(activity__in=ids)
    users = set(followed.filter(wanted=True).values_list("user_id", flat=True))
    did = Event.objects.filter(subject_type__in=(ACTIVITY, DISCUSSION), subject_id__in=ids, by_user_id__isnull=False)
    unwanted = set(followed.filter(wanted=False).values_list("user_id", flat=True))
    users |= {pk for pk in did.values_list("by_user_id", flat=True) if pk is not None and pk not in unwanted}
    members = Membership.objects.filter(partnership=written.partnership, user__in=users)
    Follow.objects.bulk_create(
        [
            Follow(user_id=user_id, activity_id=into, wanted=True, since=written.now)
            for user_id in members.values_list("user_id", flat=True)
        ],
        ignore_conflicts=True,
    )

"""What somebody follows, given to somebody else (`settings.HAND_OVER_PARTS`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from brobygger.discussion.models import Follow
from brobygger.people.rules.handing import Thing

LISTED_AT_MOST = 500


class FollowsPart:
    """The activities one has chosen to follow, by their numbers."""

    name = "follows"

    def title(self) -> str:
        """What a reader calls them."""
        return _("Aktiviteter som følges")

    def things(self, partnership: int, *, user: int) -> Sequence[Thing]:
        """What a user has chosen to follow, by title."""
        follows = Follow.objects.filter(user_id=user, wanted=True, activity__partnership_id=partnership)
        rows = follows.order_by("activity__title", "activity_id").values_list("activity_id", "activity__title")
        return [Thing(number, title) for number, title in rows[:LISTED_AT_MOST]]

    def give(
        self, partnership: int, *, from_user: int, to_user: int, numbers: Sequence[int], now: datetime
    ) -> list[int]:
        """The one follows no longer, the other does, unless they have chosen themselves. What went over."""
        given = Follow.objects.filter(
            user_id=from_user, wanted=True, activity__partnership_id=partnership, activity_id__in=numbers
        )
        went = sorted(given.values_list("activity_id", flat=True))
        given.delete()
        Follow.objects.bulk_create(
            [Follow(user_id=to_user, activity_id=number, wanted=True, since=now) for number in went],
            ignore_conflicts=True,
        )
        return went

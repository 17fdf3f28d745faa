"""The comments on an activity, and the people one may address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from brobygger.discussion.models import Comment, Mention, Wording
from brobygger.duplicates.queries.owners import stood_for_by
from brobygger.partnerships.models import Membership, Partnership
from brobygger.portfolio.models import Activity

PEOPLE_AT_MOST = 8


@dataclass(frozen=True)
class Person:
    """A member one may address. `side` is the organisation they are there for."""

    user_id: int
    name: str
    side: str


def comments_on(activity: Activity) -> list[Comment]:
    """The comments on an activity and on what it stands for, with whom they address and what they said before, in order.

    Four queries; two where there is none.
    """
    ids = [activity.pk, *stood_for_by(activity)]
    mentions = Prefetch("mentions", queryset=Mention.objects.select_related("user").order_by("user__display_name"))
    wordings = Prefetch("wordings", queryset=Wording.objects.order_by("pk"))
    return list(Comment.objects.filter(activity__in=ids).prefetch_related(mentions, wordings).order_by("pk"))


def comment_of(partnership: Partnership, pk: int) -> Comment | None:
    """A comment of a partnership, with its activity."""
    comments = Comment.objects.select_related("activity").filter(activity__partnership=partnership, pk=pk)
    return comments.first()


def people_of(partnership: Partnership, *, but: int | None) -> list[Person]:
    """The active members of a partnership by name; without the one who asks. One query."""
    members = Membership.objects.filter(partnership=partnership, user__is_active=True)
    rows = (
        (members.exclude(user_id=but) if but is not None else members)
        .order_by("user__display_name", "user_id")
        .values_list("user_id", "user__display_name", "organisation__name")
    )
    return [Person(pk, name, side or "") for pk, name, side in rows]


def people_like(people: Sequence[Person], text: str) -> list[Person]:
    """Those who have a name that begins so, first those whose first name does; so many as one can look through."""
    wanted = text.strip().casefold()
    first = [each for each in people if each.name.casefold().startswith(wanted)]
    other = [each for each in people if each not in first and f" {wanted}" in f" {each.name.casefold()}"]
    return (first + other)[:PEOPLE_AT_MOST]

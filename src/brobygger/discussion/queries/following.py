"""Who follows what. Most of it is nowhere written down: it follows from what somebody has done."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from brobygger.audit.models import Event
from brobygger.discussion.models import Follow, Mention, Reader
from brobygger.discussion.rules.kinds import ACTIVITY, DISCUSSION
from brobygger.partnerships.models import FocusArea
from brobygger.portfolio.models import Activity

_Area = Activity.focus_areas.through


@dataclass(frozen=True)
class Following:
    """Whether somebody follows an activity; `chosen` when they have said so themselves."""

    is_following: bool
    chosen: bool


def follows(reader: Reader, activity: str, *, since: str = "") -> Q:
    """A condition: the reader follows the activity whose number stands in the column `activity`.

    With `since`, a column with a moment: they did so at that moment already, so that what was before is not news to
    them. (A focus area is followed from whenever.) Each part looks a few rows up in an index.
    """
    user_id = reader.membership.user_id
    chosen = Follow.objects.filter(user_id=user_id, activity_id=OuterRef(activity))
    wanted = chosen.filter(wanted=True, **({"since__lt": OuterRef(since)} if since else {}))
    reasons = Q(Exists(wanted))
    if reader.follows_own:
        own = Event.objects.filter(
            subject_type__in=(ACTIVITY, DISCUSSION),
            subject_id=OuterRef(activity),
            by_user_id=user_id,
            **({"at__lt": OuterRef(since)} if since else {}),
        )
        mentions = Mention.objects.filter(
            user_id=user_id,
            comment__activity_id=OuterRef(activity),
            **({"comment__at__lt": OuterRef(since)} if since else {}),
        )
        reasons |= Q(Exists(own)) | Q(Exists(mentions))
    if reader.pk:
        areas = Reader.focus_areas.through.objects.filter(reader_id=reader.pk).values("focusarea_id")
        in_areas = _Area.objects.filter(activity_id=OuterRef(activity), focusarea_id__in=areas)
        reasons |= Q(Exists(in_areas))
    return reasons & ~Q(Exists(chosen.filter(wanted=False)))


# `follows` for one activity, on the page everybody opens: putting the same together from parts takes ten times as long.
_ONE = """
SELECT (SELECT wanted FROM discussion_follow WHERE user_id = %s AND activity_id = %s),
    EXISTS(SELECT 1 FROM audit_event WHERE subject_type IN (%s, %s) AND subject_id = %s AND by_user_id = %s),
    EXISTS(
        SELECT 1 FROM discussion_mention m JOIN discussion_comment c ON c.id = m.comment_id
        WHERE m.user_id = %s AND c.activity_id = %s
    ),
    EXISTS(
        SELECT 1 FROM portfolio_activity_focus_areas a JOIN discussion_reader_focus_areas r
        ON r.focusarea_id = a.focusarea_id WHERE a.activity_id = %s AND r.reader_id = %s
    )
"""


def following(reader: Reader, activity: Activity) -> Following:
    """Whether a reader follows an activity: what `follows` says of it. One query."""
    user, one = reader.membership.user_id, activity.pk
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [user, one, ACTIVITY, DISCUSSION, one, user, user, one, one, reader.pk or 0])
        choice, own, mentioned, in_area = cursor.fetchone()
    if choice is not None:
        return Following(is_following=bool(choice), chosen=True)
    return Following(is_following=bool(in_area or (reader.follows_own and (own or mentioned))), chosen=False)


def focus_areas_followed(reader: Reader) -> list[int]:
    """The focus areas all of which a reader follows."""
    return list(reader.focus_areas.values_list("pk", flat=True)) if reader.pk else []


def focus_areas_of(reader: Reader) -> list[FocusArea]:
    """The focus areas one can follow."""
    return list(FocusArea.objects.filter(partnership_id=reader.membership.partnership_id).order_by("pk"))

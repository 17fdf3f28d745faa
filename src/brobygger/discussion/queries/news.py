"""What is new to somebody, read out of the audit log: what others did to what they follow, and what mentions them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from brobygger.audit.models import Event
from brobygger.discussion.models import Comment, Reader
from brobygger.discussion.queries.following import follows
from brobygger.discussion.queries.readers import reader_of
from brobygger.discussion.rules.kinds import (
    ACTIVITY,
    DISCUSSION,
    GAVE_UP,
    PARTED,
    PERSON,
    ROUND,
    WEBHOOK,
    Topic,
    Verb,
    verbs_of,
)
from brobygger.partnerships.models import Membership
from brobygger.partnerships.rules.kinds import Role
from brobygger.portfolio.models import Activity

# So many events are looked through at a time, for the number on the bell and for the page.
BELL_WINDOW = 500
PAGE_WINDOW = 5000
AT_MOST = 200
# The number on the bell may be so old. Counting anew after every change anybody makes would cost more than the page.
BELL_SECONDS = 30


@dataclass(frozen=True)
class News:
    """One thing somebody did. `title` is what the activity is called now; `text` is what a comment says now.

    An `activity_id` of 0 is news of the partnership; `title` is then what it is about.
    """

    event_id: int
    at: datetime
    by: str
    verb: str
    activity_id: int
    slug: str
    title: str
    fields: Sequence[str]
    comment_id: int | None
    text: str
    # The year and area of a reporting round, when that is what it is about.
    year: int = 0
    area: str = ""


@dataclass(frozen=True)
class Found:
    """News, newest first, with the number of the last event there was. `more` when there is more than was read."""

    news: Sequence[News]
    until: int
    more: bool


@dataclass(frozen=True)
class Unread:
    """How many activities there is news of. `more` when there is so much that not all of it was looked through."""

    count: int = 0
    more: bool = False


def news_for(reader: Reader, *, after: int, until: int, at_most: int = AT_MOST) -> Found:
    """What is new to a reader among the events after one number and up to another, newest first.

    However much others have done, the log is read some thousand events at a time and no further than needed.
    """
    partnership_id = reader.membership.partnership_id
    rows: list[Event] = []
    above = until + 1
    while above > after + 1 and len(rows) <= at_most:
        part = Event.objects.filter(partnership_id=partnership_id, id__gt=after, id__lt=above).order_by("-id")
        floor = next(iter(part.values_list("id", flat=True)[PAGE_WINDOW - 1 : PAGE_WINDOW]), after + 1)
        rows += _told(part.filter(id__gte=floor), reader)[: at_most + 1]
        above = floor
    return Found(_news(reader, rows[:at_most]), until, len(rows) > at_most)


def unread_of(membership: Membership) -> Unread:
    """What the bell says, in two cheap queries; a third one, now and then, when there is something to count."""
    reader = reader_of(membership)
    if not reader.in_app:
        return Unread()
    events = Event.objects.filter(partnership_id=membership.partnership_id)
    latest = events.order_by("-id").values_list("id", flat=True).first()
    if latest is None or latest <= reader.seen_event:
        return Unread()
    key = f"unread:{membership.pk}:{reader.seen_event}"
    unread: Unread | None = cache.get(key)
    if unread is None:
        unread = _count(reader)
        cache.set(key, unread, timeout=BELL_SECONDS)
    return unread


def _count(reader: Reader) -> Unread:
    events = Event.objects.filter(partnership_id=reader.membership.partnership_id)
    unseen = events.filter(id__gt=reader.seen_event).order_by("-id").values("id")
    # The first that is looked at: so far back, or all that is unseen. One bound alone, so that the index is used for it.
    first = Coalesce(Subquery(unseen[BELL_WINDOW - 1 : BELL_WINDOW]), Value(reader.seen_event + 1))
    told = _told(events.annotate(first=first).filter(id__gte=F("first")), reader)
    more = any(event.first > reader.seen_event + 1 for event in told)  # type: ignore[attr-defined]
    return Unread(len({_activity_of(event) for event in told}), more)


def _told(events: QuerySet[Event], reader: Reader) -> list[Event]:
    """Those of some events that a reader is to be told of: nothing from before they came, and nothing they did."""
    user_id, verbs = reader.membership.user_id, verbs_of(reader.topics)
    subjects = [ACTIVITY] + ([DISCUSSION] if Topic.COMMENTS.value in reader.topics else [])
    of_interest = Q(subject_type__in=subjects, verb__in=verbs) & follows(reader, "subject_id", since="at")
    mentions = Q(subject_type=PERSON, verb=Verb.MENTIONED.value, subject_id=user_id)
    of_interest |= mentions | Q(subject_type=PERSON, verb__in=ROUND, subject_id=user_id)
    if reader.membership.role == Role.COORDINATOR:
        of_interest |= Q(subject_type=WEBHOOK, verb=GAVE_UP)
    since = events.filter(at__gt=reader.membership.created_at).exclude(by_user_id=user_id)
    told = list(since.filter(of_interest))
    # A comment that mentions somebody is two events, and one piece of news.
    mentioning = {event.data.get("comment") for event in told if event.verb == Verb.MENTIONED}
    return [e for e in told if e.subject_type != DISCUSSION or e.data.get("comment") not in mentioning]


def _activity_of(event: Event) -> int:
    if event.subject_type in {ACTIVITY, DISCUSSION}:
        return event.subject_id
    return int(event.data.get("activity", 0))


def _news(reader: Reader, events: Sequence[Event]) -> list[News]:
    """With what the activities are called and what the comments say: two queries, however many there are."""
    partnership_id = reader.membership.partnership_id
    ids = {_activity_of(event) for event in events}
    activities: Mapping[int, tuple[str, str]] = {
        pk: (slug, title)
        for pk, slug, title in Activity.every.filter(partnership_id=partnership_id, pk__in=ids).values_list(
            "pk", "slug", "title"
        )
    }
    activities = {**activities, 0: ("", "")}
    wanted = {event.data["comment"] for event in events if "comment" in event.data}
    texts = dict(
        Comment.objects.filter(pk__in=wanted, gone="", activity__partnership_id=partnership_id).values_list(
            "pk", "text"
        )
    )
    return [
        _one(event, _activity_of(event), *activities[_activity_of(event)], texts)
        for event in events
        if _activity_of(event) in activities
    ]


def _one(event: Event, activity_id: int, slug: str, title: str, texts: Mapping[int, str]) -> News:
    data: Mapping[str, Any] = event.data
    comment_id = data.get("comment")
    return News(
        event_id=event.pk,
        at=event.at,
        by=event.by_label,
        # What stood for others leaves the register when they are parted: nobody has thrown anything away.
        verb=PARTED if data.get("reason") == "unmerged" else event.verb,
        activity_id=activity_id,
        slug=slug,
        title=title or str(data.get("about", "")),
        fields=[str(field) for field in data.get("fields", [])],
        comment_id=comment_id,
        text=texts.get(comment_id, "") if comment_id else str(data.get("words", "")),
        year=int(data.get("round", 0)),
        area=str(data.get("area", "")),
    )

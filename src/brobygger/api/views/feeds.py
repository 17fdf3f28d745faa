"""One's own calendar feeds: addresses that a calendar program reads without signing in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Router

from brobygger.api.forms.filters import filter_from, kept
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.lists import FeedIn, FeedList, NewFeed
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.portfolio.actions.lists import make_feed, revoke_feed
from brobygger.portfolio.models import CalendarFeed
from brobygger.portfolio.queries.lists import feed_of, feeds_of

router = Router(tags=["Calendar feeds"])
ONE = "/calendar-feeds/{int:number}"


@router.get("/calendar-feeds", **reading({200: FeedList}))
def list_feeds(request: Request, partnership: Slug) -> HttpResponse:
    """One's own feeds, newest first. Their addresses are told only when they are made."""
    return answer({"items": [_as_json(feed) for feed in feeds_of(request.scope)]})


# The address works longer than the token that made it, so that it takes more than a token that reads.
@router.post("/calendar-feeds", **writing({201: NewFeed}, may=None, conflicts=True))
def make(request: Request, partnership: Slug, feed: FeedIn) -> HttpResponse:
    """Make a feed of a filter, in the language of Accept-Language. Its address is told only in this answer."""
    made, secret = make_feed(
        membership=request.scope.membership,
        query=kept(filter_from(feed.filter).narrowing),
        language=(get_language() or "nb")[:2],
        by=actor_of(request),
        now=timezone.now(),
    )
    address = request.build_absolute_uri(reverse("calendar_feed:read", kwargs={"token": secret}))
    return answer({**_as_json(made), "address": address}, status=201)


# With a key the answer would be kept, and the secret with it.
make.keeps_no_answer = True


# Closing takes nothing from others and gives nothing away.
@router.delete(ONE, **writing({204: None}, may=None, need=ApiScope.READ))
def close(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Close a feed: its address leads nowhere from now on."""
    feed = feed_of(request.scope, number)
    if feed is None:
        raise Refusal(Fault.NOT_FOUND)
    revoke_feed(feed=feed, by=actor_of(request), now=timezone.now())
    return answer(None)


def _as_json(feed: CalendarFeed) -> dict[str, Any]:
    return {
        "id": feed.pk,
        "filter": feed.query,
        "language": feed.language,
        "made_at": feed.made_at,
        "last_used": feed.last_used,
    }

"""The saved views and calendar feeds a member sees."""

from __future__ import annotations

from django.db.models import Q

from brobygger.partnerships.models import Membership
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.models import CalendarFeed, SavedView
from brobygger.portfolio.rules.text import sort_key


def saved_views_of(scope: Scope) -> list[SavedView]:
    """One's own and those others share in the partnership, by name. One query."""
    mine = Q(user_id=scope.membership.user_id)
    found = SavedView.objects.filter(mine | Q(is_shared=True), partnership=scope.partnership)
    return sorted(found, key=lambda view: (sort_key(view.name), view.pk))


def saved_view_of(scope: Scope, number: int) -> SavedView | None:
    """One of those a member sees."""
    mine = Q(user_id=scope.membership.user_id)
    return SavedView.objects.filter(mine | Q(is_shared=True), partnership=scope.partnership, pk=number).first()


def feeds_of(scope: Scope) -> list[CalendarFeed]:
    """One's own feeds, newest first."""
    feeds = CalendarFeed.objects.filter(partnership=scope.partnership, user_id=scope.membership.user_id)
    return list(feeds.order_by("-pk"))


def feed_of(scope: Scope, number: int) -> CalendarFeed | None:
    """One of one's own feeds."""
    feeds = CalendarFeed.objects.filter(partnership=scope.partnership, user_id=scope.membership.user_id)
    return feeds.filter(pk=number).first()


def feed_of_token(token_hash: str) -> CalendarFeed | None:
    """The feed an address leads to, while whoever made it is a member and may sign in. Two queries at most."""
    feed = CalendarFeed.objects.select_related("partnership", "user").filter(token_hash=token_hash).first()
    if feed is None or not feed.user.is_active:
        return None
    is_member = Membership.objects.filter(user_id=feed.user_id, partnership_id=feed.partnership_id).exists()
    return feed if is_member else None

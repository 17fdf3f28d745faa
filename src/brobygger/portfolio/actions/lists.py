"""Keeping views and calendar feeds, and giving them up."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Membership
from brobygger.portfolio.models import CalendarFeed, SavedView
from brobygger.portfolio.rules.pages import FEEDS_AT_MOST, VIEWS_AT_MOST, ListPage

_NOTED_EVERY = timedelta(hours=1)


class ViewNameTaken(ValueError):
    """This person has a view of that name already."""


class TooMany(ValueError):
    """This person has so many already."""


@transaction.atomic
def save_view(
    *,
    membership: Membership,
    name: str,
    page: ListPage,
    query: str,
    is_shared: bool,
    by: Actor,
    now: datetime,
) -> SavedView:
    """Keep a filter under a name, for oneself or for all of the partnership. Raises ViewNameTaken, TooMany."""
    theirs = SavedView.objects.filter(partnership=membership.partnership_id, user=membership.user_id)
    if theirs.count() >= VIEWS_AT_MOST:
        raise TooMany
    view = SavedView(
        partnership_id=membership.partnership_id,
        user_id=membership.user_id,
        name=name,
        page=page.value,
        query=query,
        is_shared=is_shared,
        made_at=now,
        made_by=by.label,
    )
    _keep(view)
    _record("registered", view, by, now)
    return view


@transaction.atomic
def change_view(*, view: SavedView, name: str, is_shared: bool, by: Actor, now: datetime) -> None:
    """Give a view another name, share it or stop sharing it. Raises ViewNameTaken."""
    was_shared = view.is_shared
    view.name, view.is_shared = name, is_shared
    _keep(view)
    if was_shared or is_shared:
        _record("changed", view, by, now, always=True)


@transaction.atomic
def remove_view(*, view: SavedView, by: Actor, now: datetime) -> None:
    """Delete a view. What it showed is untouched."""
    _record("removed", view, by, now)
    view.delete()


@transaction.atomic
def make_feed(
    *, membership: Membership, query: str, language: str, by: Actor, now: datetime
) -> tuple[CalendarFeed, str]:
    """A calendar feed of a filter, and the secret part of its address, which is never seen again. Raises TooMany."""
    theirs = CalendarFeed.objects.filter(partnership=membership.partnership_id, user=membership.user_id)
    if theirs.count() >= FEEDS_AT_MOST:
        raise TooMany
    token = secrets.token_urlsafe(24)
    feed = CalendarFeed.objects.create(
        partnership_id=membership.partnership_id,
        user_id=membership.user_id,
        token_hash=hash_of(token),
        query=query,
        language=language,
        made_at=now,
        made_by=by.label,
    )
    _record_feed("registered", feed, by, now)
    return feed, token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: Actor, now: datetime) -> None:
    """Close a feed: its address leads nowhere from now on."""
    _record_feed("removed", feed, by, now)
    feed.delete()


def note_used(*, feed: CalendarFeed, now: datetime) -> None:
    """Remember that a feed was read; calendar programs come often, so once an hour is enough."""
    if feed.last_used is None or now - feed.last_used >= _NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used=now)


def hash_of(token: str) -> str:
    """What is kept of the secret part of an address. It is random and long, so that one plain checksum is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _keep(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as taken:
        raise ViewNameTaken(view.name) from taken


def _record(verb: str, view: SavedView, by: Actor, now: datetime, *, always: bool = False) -> None:
    """What nobody else sees leaves no trace in the log of the partnership."""
    if view.is_shared or always:
        audit.record(
            verb=verb,
            subject_type="saved_view",
            subjects=[(view.pk, {"name": view.name})],
            by=by,
            now=now,
            partnership_id=view.partnership_id,
        )


def _record_feed(verb: str, feed: CalendarFeed, by: Actor, now: datetime) -> None:
    audit.record(
        verb=verb,
        subject_type="calendar_feed",
        subjects=[(feed.pk, {})],
        by=by,
        now=now,
        partnership_id=feed.partnership_id,
    )

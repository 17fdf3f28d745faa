"""Sending mail about what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from brobygger.accounts.models import User
from brobygger.discussion.models import Reader
from brobygger.discussion.queries.log import settled_until
from brobygger.discussion.queries.news import Found, news_for
from brobygger.discussion.queries.readers import readers_by_user
from brobygger.discussion.rules.digest import is_due


class LogIsBusy(RuntimeError):
    """Somebody is writing, so it is not yet known how far the log can be read. Try again in a while."""


@dataclass(frozen=True)
class Digest:
    """All that is new to one user: for each partnership how they want to be told, and what it is."""

    user: User
    parts: Sequence[tuple[Reader, Found]]


def digests(*, now: datetime) -> Iterator[Digest]:
    """What there is to send: one for each user who is due and has something new. Writes nothing. Raises LogIsBusy.

    What somebody has seen on the page is not sent to them.
    """
    ends: dict[int, int] = {}
    for user, readers in readers_by_user():
        parts = []
        for reader in readers:
            if not is_due(reader.digest, reader.last_mailed, now):
                continue
            partnership_id = reader.membership.partnership_id
            if partnership_id not in ends:
                settled = settled_until(partnership_id)
                if settled is None:
                    raise LogIsBusy
                ends[partnership_id] = settled
            after = max(reader.mailed_event, reader.seen_event)
            found = news_for(reader, after=after, until=ends[partnership_id])
            if found.news:
                parts.append((reader, found))
        if parts:
            yield Digest(user, parts)


def send_digest(*, digest: Digest, send: Callable[[Digest], None], now: datetime) -> None:
    """Send one, and remember how far it told only when that went well. What `send` raises goes on to the caller."""
    send(digest)
    with transaction.atomic():
        for reader, found in digest.parts:
            Reader.objects.update_or_create(
                membership=reader.membership, defaults={"mailed_event": found.until, "last_mailed": now}
            )

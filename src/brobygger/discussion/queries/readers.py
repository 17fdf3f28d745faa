"""How members want to be told."""

from __future__ import annotations

from brobygger.accounts.models import User
from brobygger.discussion.models import Reader
from brobygger.discussion.rules.kinds import Frequency
from brobygger.partnerships.models import Membership


def reader_of(membership: Membership) -> Reader:
    """How a member wants to be told; what holds for everybody when they have chosen nothing. Unsaved then.

    One query for a membership that was read, however many ask.
    """
    try:
        return membership.reader
    except Reader.DoesNotExist:
        return Reader(membership=membership)


def readers_by_user() -> list[tuple[User, list[Reader]]]:
    """Everybody who may get mail: active, with an address, member of something, and mail not turned off."""
    memberships = (
        Membership.objects.select_related("user", "partnership", "reader")
        .filter(user__is_active=True)
        .exclude(reader__digest=Frequency.OFF.value)
        .order_by("user_id", "partnership__name")
    )
    found: dict[int, tuple[User, list[Reader]]] = {}
    for membership in memberships:
        if membership.user.mail_address:
            reader = getattr(membership, "reader", None) or Reader(membership=membership)
            found.setdefault(membership.user_id, (membership.user, []))[1].append(reader)
    return list(found.values())

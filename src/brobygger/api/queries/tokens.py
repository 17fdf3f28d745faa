"""Reading access tokens."""

from __future__ import annotations

from datetime import date

from brobygger.api.models import AccessToken
from brobygger.api.rules.tokens import PREFIX, fingerprint
from brobygger.partnerships.models import Membership


def token_of(secret: str, *, today: date) -> AccessToken | None:
    """The token somebody shows, while it is valid, with its member; None for all others alike. One query."""
    if not secret.startswith(PREFIX):
        return None
    return (
        AccessToken.objects.select_related("membership__user", "membership__partnership")
        .filter(hash=fingerprint(secret), revoked_at=None, expires__gte=today, membership__user__is_active=True)
        .first()
    )


def tokens_of(membership: Membership) -> list[AccessToken]:
    """A member's tokens, latest first, also those that are no longer valid."""
    return list(AccessToken.objects.filter(membership=membership).order_by("-pk"))


def own_token(membership: Membership, pk: int) -> AccessToken | None:
    """One of a member's own tokens."""
    return AccessToken.objects.filter(membership=membership, pk=pk).first()
